#pragma once

#include <cstdint>
#include <vector>

#include "algorithms/coverage/answers.hpp"
#include "engine/study/siting_plan.hpp"

namespace lifecircle {

/// What the people of a home weigh, before units and classes are known to all.
struct SitingWeights {
  std::vector<std::int64_t> factor;      ///< [home] of areas, groups, surroundings; see `ones`
  std::vector<std::uint8_t> home_class;  ///< [home] 0 goes before 1
  std::size_t classes = 1;
  double ones = 1;  ///< what a factor of 1 is stated as
};

/// By areas and groups of units, and which homes go before others.
SitingWeights weights_of(const Answers& answers, const Town& town, const SitingPlan& plan,
                         const SitingPlaces& places);
/// Lowers weights by what people have in reach already: 1 - access / norm (of the plan of Ningde:
/// people served, radius, existing resources). Of the first supply of the rules.
void lower_by_surroundings(const Ground& ground, const Answers& answers, const Town& town,
                           const StudyRules& rules, const Progress& progress, SearchLog* log,
                           SitingWeights& weights);

}  // namespace lifecircle
