#pragma once

#include <vector>

#include "algorithms/study/study.hpp"
#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"
#include "io/frame/frame.hpp"
#include "io/read/study_file.hpp"
#include "io/write/outputs.hpp"
#include "io/write/postgis.hpp"
#include "io/write/workbook.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

/// Tables of the result files that no layer shows.
std::vector<Table> tables_without_layer(const StudyResult& result);

/// The map layers in every format asked for; `problems`, sorted then, gets what a format could not
/// take.
Result<Done> write_maps(Outputs& out, const StudyResult& result, const StudyFile& study,
                        const RunOptions& options, const Frame& frame, Problems& problems,
                        const Session& session);

/// The tables of results.xlsx, a sheet each, in the order of reading.
std::vector<Sheet> sheets_of(const StudyResult& result);

/// results.xlsx, where asked for; `problems`, sorted then, gets the texts it had to cut.
Result<Done> write_sheets(Outputs& out, const StudyResult& result, const RunOptions& options,
                          Problems& problems, const Session& session);

/// All layers and tables into the schema asked for, not yet committed.
Result<PostgisResults> write_database(const StudyResult& result, const StudyFile& study,
                                      const RunOptions& options, const Frame& frame,
                                      const Problems& problems, const Session& session);

}  // namespace lifecircle
