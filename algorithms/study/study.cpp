#include "algorithms/study/study.hpp"

#include <functional>

namespace lifecircle {

StudyResult compute_study(const Ground& ground, const Town& town, const StudyRules& rules,
                          const Progress& progress, const RoadHeights* heights) {
  StudyResult result;
  const Answers answers = compute_answers(ground, town, rules, progress, heights);
  const auto gaps = find_all_gaps(answers, town, rules, progress);

  std::optional<ServiceCircles> circles;

  // A step at a time, so that who asks to stop need not wait for all of them.
  const std::vector<std::function<void()>> steps{
      [&] { result.services = services_table(answers, town, rules); },
      [&] { result.units = units_table(answers, town, rules); },
      [&] { result.gaps = gaps_table(gaps, answers, town, rules); },
      [&] { result.unconnected = unconnected_table(answers, town); },
      [&] { result.islands = islands_table(answers, town); },
      [&] { result.layers.push_back(people_layer(answers, town)); },
      [&] { result.layers.push_back(facilities_layer(answers, town)); },
      [&] { result.layers.push_back(units_layer(answers, town)); },
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
      [&] { find_doubts(answers, town, ground.network(), result.doubts); }};
  for (std::size_t i = 0; i < steps.size() && tell(progress, "stage_tables", i, steps.size()); ++i)
    steps[i]();
  return result;
}

}  // namespace lifecircle
