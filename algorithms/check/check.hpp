#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "algorithms/coverage/answers.hpp"
#include "engine/base/progress.hpp"
#include "engine/study/finding.hpp"
#include "engine/study/town.hpp"

namespace lifecircle {

/// What is wrong, or most likely wrong, with a town that could be read, found from the town itself
/// and what was computed for it. Findings are not ranked. The same for any number of threads.
///
///   connections  homes and facilities with no road near; those on roads that lead nowhere else
///                (islands); stretches that one-way rules let one enter but not leave, or leave but
///                not enter
///   joints       road ends that stop within 5 m of a road they do not join; roads that cross at
///                one level without a junction
///   extent       homes from which the edge of the loaded roads is within a service's limit and
///                nearer than any facility
///   places       facilities that stand twice; people in no unit; a service nobody offers
///   speeds       limits, stated times and speeds of profiles that no road has
///
/// Costs one look at every piece and its neighbours, beside the answers.
std::vector<Finding> check_town(const Ground& ground, const Town& town, const StudyRules& rules,
                                const Answers& answers, const Progress& progress = {});

/// People for whom one of these places is the nearest facility of a kind, as the crow flies;
/// thousandths. O(homes log facilities).
std::int64_t people_around(const Town& town, const Answers& answers, const std::string& kind,
                           const std::vector<Point>& places);

}  // namespace lifecircle
