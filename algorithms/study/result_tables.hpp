#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "algorithms/circle/land.hpp"
#include "algorithms/coverage/answers.hpp"
#include "algorithms/gaps/gaps.hpp"
#include "algorithms/study/service_circles.hpp"
#include "engine/base/problems.hpp"
#include "engine/study/table.hpp"

namespace lifecircle {

/// One service's gaps: of everyone, and once more of every group that travels in its own way.
struct ServiceGaps {
  const ServiceAnswer* service;
  const Variant* variant;
  std::string counted;  ///< the measure whose people rank them
  std::vector<Gap> gaps;
};
std::vector<ServiceGaps> find_all_gaps(const Answers& answers, const Town& town,
                                       const StudyRules& rules, const Progress& progress);

/// Every rate of the study: one row for each service, way of travelling, region and denominator.
/// `otherwise`: the answers with unknown hours taken the other way, whose rates stand behind a
/// service's own, if anything is unknown. Of a study with a time, how many of the facilities are
/// open, closed and unknown stands beside each rate.
Table services_table(const Answers& answers, const Town& town, const StudyRules& rules,
                     const Answers* otherwise);
/// Every unit's rates, headline variants; "no unit" and the whole at the end of each service.
/// `unknown`: whether any hours are.
Table units_table(const Answers& answers, const Town& town, const StudyRules& rules, bool unknown);
Table gaps_table(const std::vector<ServiceGaps>& gaps, const Answers& answers, const Town& town,
                 const StudyRules& rules);
/// Every home and facility without an access leg, with its distance to the nearest road.
Table unconnected_table(const Answers& answers, const Town& town);
/// The parts of the roads that cannot be left and come back to, per mode: the 50 with most people
/// of each.
Table islands_table(const Answers& answers, const Town& town);

/// Layers of the result file.
Layer people_layer(const Answers& answers, const Town& town);
/// With a time, whether each is open then. Columns that rows state stand behind.
Layer facilities_layer(const Answers& answers, const Town& town, const StudyRules& rules);
Layer units_layer(const Answers& answers, const Town& town, const StudyRules& rules);
Layer gaps_layer(const std::vector<ServiceGaps>& gaps, const Answers& answers, const Town& town,
                 const StudyRules& rules);
Layer reached_layer(const Answers& answers, const Town& town, const Progress& progress);
/// How much of each land lies in each service's own circle (drawn with the plan's tolerance, or the
/// default, and not simplified): units in scope, then "no unit" and the whole of them. What is
/// doubted about the land goes to `doubts`.
Table land_table(ServiceCircles& circles, const Answers& answers, const Town& town,
                 const StudyRules& rules, const Progress& progress, Problems& doubts);

/// How much of a land lies in each unit, and of that in each circle, or in so many of them at least
/// (LandQuestion::at_least).
LandShares shares_of(const Land& land, const std::vector<Shape>& circles, std::size_t at_least,
                     double tolerance_m, const Town& town, const Progress& progress);

/// The circles of the plan: one row a service and limit, the largest first, so that on a map the
/// smaller lie above. Of the headline variant: all its facilities together, by the best of its
/// modes, legs by setting. A circle without ground is a row without geometry.
Layer circles_layer(ServiceCircles& circles, const Answers& answers, const Town& town,
                    const StudyRules& rules, const Progress& progress);

/// What the answers leave in doubt: unconnected homes and facilities, searches that came to the
/// edge of the loaded roads, classes a profile does not name, people whose setting is unknown while
/// a service is for town or country.
void find_doubts(const Answers& answers, const Town& town, const StudyRules& rules,
                 const Network& network, Problems& problems);

/// "walk 4.8 (1-5); car 5-90": the speed of more than half of the road classes, if there is one,
/// and the range, in km/h, for printing beside a rate. The whole table of a profile stands in
/// run.json.
std::string speeds_text(const std::vector<std::string>& modes,
                        const std::map<std::string, Profile>& profiles);
/// "walk|ebike"
std::string names_text(const std::vector<std::string>& names);

/// Areas by the column `minutes`, one class a limit: the nearer, the darker; told apart in grey,
/// too. Half transparent, so that the map below can be read.
Style minutes_style(const std::set<Duration>& limits);

}  // namespace lifecircle
