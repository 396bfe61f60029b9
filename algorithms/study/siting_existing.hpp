#pragma once

#include <vector>

#include "algorithms/study/siting_result.hpp"

namespace lifecircle {

/// What each facility of the service is worth that exists and that the questions of a plan leave
/// out, because it is ignored or because the supply around is weighed in its place: fills
/// SitingResult::aside of all results of the plan. Pairs are those of coverage, as everywhere.
///
/// Nothing to do, and nothing is done, where the questions have what exists among their candidates.
/// Costs what in_reach() costs for each way of travelling. False if `progress` asks to stop.
bool tell_existing_aside(const Ground& ground, const Answers& answers, const Town& town,
                         const StudyRules& rules, std::vector<SitingResult>& results,
                         const Progress& progress = {}, SearchLog* log = nullptr);

}  // namespace lifecircle
