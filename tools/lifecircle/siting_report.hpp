#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "algorithms/study/siting_result.hpp"
#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"
#include "io/read/town.hpp"
#include "io/write/chart.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

/// What a page about sites is made of; borrowed. `layers` are those of siting_layers(), one set for
/// each plan, in the order of the results.
struct SitingReported {
  const StudyFile& study;
  const LoadedTown& loaded;
  const std::vector<SitingResult>& results;
  const std::vector<std::vector<Layer>>& layers;
  const Problems& problems;
  const Session& session;
};

/// report.html of `site`: for each plan the answer in a sentence, its sites, the curve of gain, a
/// map of who is covered before and after, what each existing facility is worth; then rules and
/// problems. Same inputs, same bytes.
Result<std::string> siting_report(const SitingReported& of);

/// The message that says what a code of tables of sites means; null where it is none.
const char* siting_word_key(std::string_view code);

/// The curve of one result, in strict order one of each group; no lines where it has none.
Chart gain_chart(const SitingResult& result, const StudyRules& rules);

}  // namespace lifecircle
