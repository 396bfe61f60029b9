#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "algorithms/study/siting_result.hpp"
#include "io/write/outputs.hpp"
#include "tools/lifecircle/record.hpp"

namespace lifecircle {

/// siting.csv, sites.csv, gain.csv, existing.csv.
Result<Done> write_siting_tables(Outputs& out, const std::vector<SitingResult>& results,
                                 const StudyRules& rules);

/// Every result as JSON.
nlohmann::ordered_json siting_document(const std::vector<SitingResult>& results);
/// siting.json: results and everything they depend on. Same inputs, same bytes.
std::string siting_record(const StudyFile& study, const std::vector<SitingResult>& results,
                          const Problems& problems, const std::vector<InputFile>& inputs,
                          const Session& session);

}  // namespace lifecircle
