#include "algorithms/study/study.hpp"

#include <algorithm>
#include <functional>

#include "algorithms/circle/radius.hpp"
#include "algorithms/indicators/joint_columns.hpp"
#include "algorithms/indicators/joint_table.hpp"
#include "algorithms/indicators/tables.hpp"
#include "algorithms/study/supply.hpp"

namespace lifecircle {

namespace {

/// Whether a service hangs on a facility whose hours nobody knows.
bool has_unknown_hours(const Town& town, const StudyRules& rules) {
  return std::ranges::any_of(town.facilities, [&](const Facility& f) {
    return f.hours == Openness::unknown &&
           std::ranges::any_of(rules.services, [&](const Service& s) {
             return std::ranges::find(s.kinds, f.kind) != s.kinds.end();
           });
  });
}

/// One that is there.
Layer& layer_named(const std::string& name, StudyResult& result) {
  return *std::ranges::find(result.layers, name, [](const Layer& l) { return l.table.name; });
}

/// Shares of land by unit; each circle is drawn once.
auto land_reached(std::optional<ServiceCircles>& circles, const Town& town,
                  const Progress& progress) {
  return [&circles, &town, &progress](std::size_t land,
                                      const std::vector<indicators::LandCircle>& asked,
                                      std::size_t at_least, const std::string& travel) {
    std::vector<Shape> drawn;
    for (const indicators::LandCircle& circle : asked)
      drawn.push_back(circle.service ? circles->own(*circle.service, travel, progress)
                                     : ground_within(circle.around, circle.radius_m));
    return shares_of(town.lands[land], drawn, at_least, circles->tolerance_m(), town, progress)
        .of.front();
  };
}

}  // namespace

StudyResult compute_study(const Ground& ground, const Town& town, const StudyRules& rules,
                          const Progress& progress, const RoadHeights* heights,
                          const OtherRoads* other_roads, const ReadyGraphs* graphs) {
  StudyResult result;
  SearchLog log;
  const Answers answers = compute_answers(ground, town, rules, progress, heights, &log, graphs);
  std::optional<StudyRules> other_rules;
  std::optional<Answers> otherwise;
  if (rules.time && (other_roads != nullptr || has_unknown_hours(town, rules))) {
    other_rules = rules.with_unknown_turned();
    otherwise =
        compute_answers(other_roads != nullptr ? other_roads->ground : ground, town, *other_rules,
                        progress, other_roads != nullptr ? other_roads->heights : heights, &log,
                        other_roads != nullptr ? other_roads->graphs : graphs);
  }
  const auto gaps = find_all_gaps(answers, town, rules, progress);

  std::optional<ServiceCircles> circles;

  // A step at a time, so that who asks to stop need not wait for all of them.
  const std::vector<std::function<void()>> steps{
      [&] {
        result.services = services_table(answers, town, rules, otherwise ? &*otherwise : nullptr);
        otherwise.reset();
      },
      [&] { result.units = units_table(answers, town, rules, other_rules.has_value()); },
      [&] { result.gaps = gaps_table(gaps, answers, town, rules); },
      [&] { result.unconnected = unconnected_table(answers, town); },
      [&] { result.islands = islands_table(answers, town); },
      [&] { result.layers.push_back(people_layer(answers, town)); },
      [&] { result.layers.push_back(facilities_layer(answers, town, rules)); },
      [&] { result.layers.push_back(units_layer(answers, town, rules)); },
      [&] { result.layers.push_back(gaps_layer(gaps, answers, town, rules)); },
      [&] {
        if (rules.reached_edges) result.layers.push_back(reached_layer(answers, town, progress));
      },
      [&] {
        if (rules.circles || !town.lands.empty()) circles.emplace(ground, answers, town, rules);
        if (rules.circles)
          result.layers.push_back(circles_layer(*circles, answers, town, rules, progress));
      },
      [&] {
        if (!town.lands.empty())
          result.land = land_table(*circles, answers, town, rules, progress, result.doubts);
      },
      [&] {
        if (rules.supply.empty()) return;
        const auto supply = supply_answers(ground, answers, town, rules, progress, &log);
        result.supply = supply_table(supply, answers, town, rules);
        result.load = load_table(supply, answers, town);
        find_supply_doubts(supply, answers, town, result.doubts);
      },
      [&] {
        if (rules.standards.empty()) return;
        const indicators::Known known{town, rules, answers, land_reached(circles, town, progress)};
        result.indicators = evaluate_indicators(known);
        result.indicators_en = indicators_table(result.indicators, known, Language::en);
        result.indicators_zh = indicators_table(result.indicators, known, Language::zh);
        const auto joints = joint_circles(result.indicators, known);
        result.joint_en = joint_table(joints, known, Language::en);
        result.joint_zh = joint_table(joints, known, Language::zh);
        add_joint_columns_of_homes(layer_named("people", result).table, joints, known);
        add_joint_columns_of_units(layer_named("units", result), joints, known);
      },
      [&] { find_doubts(answers, town, rules, ground.network(), result.doubts); }};
  for (std::size_t i = 0; i < steps.size() && tell(progress, "stage_tables", i, steps.size()); ++i)
    steps[i]();
  result.searches = log.entries();
  return result;
}

}  // namespace lifecircle
