#pragma once

#include <string>
#include <vector>

#include "algorithms/study/study.hpp"
#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"
#include "io/frame/frame.hpp"
#include "io/read/study_file.hpp"
#include "io/write/outputs.hpp"
#include "io/write/sheet/sheet.hpp"
#include "io/write/workbook.hpp"
#include "tools/lifecircle/record.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

/// What a report is made of; borrowed.
struct Reported {
  const StudyFile& study;
  const LoadedTown& loaded;
  const StudyResult& result;
  const Problems& problems;
  const std::vector<InputFile>& inputs;
  const Session& session;
};

/// report.html: the answer in one sentence, the indicators with their targets, a map and the gaps
/// of each service, units, data and rules, problems. Same inputs, same bytes.
Result<std::string> study_report(const Reported& of);

/// The map of one service as it stands in the report and on a sheet of its own: who is covered, who
/// is not, and the facilities. `layers` holds what the sheet points at.
struct ServiceMap {
  std::vector<Layer> layers;
  MapSheet sheet;
};
ServiceMap service_map(const Reported& of, std::size_t service);

/// Sheets of indicators.xlsx: what each standard comes to, by area, what cannot be computed, data
/// and rules.
struct IndicatorSheets {
  std::vector<Table> tables;
  std::vector<Sheet> sheets;
};
IndicatorSheets indicator_sheets(const Reported& of);

/// What is asked for: report.html where the study names standards or options ask for it, then
/// indicators.xlsx too, and a map sheet of each service in every format asked for
/// (map_SERVICE.pdf). `problems` gets what a workbook had to cut.
Result<Done> write_report(Outputs& out, const Reported& of, const RunOptions& options,
                          Problems& problems);

/// Where the data are from and by which rules they were counted (数据来源与口径说明).
Table sources_table(const Reported& of);
Table rules_table(const Reported& of);

}  // namespace lifecircle
