#include "algorithms/study/study.hpp"

namespace lifecircle {

StudyResult compute_study(const Ground& ground, const Town& town, const StudyRules& rules,
                          const Progress& progress) {
  const Answers answers = compute_answers(ground, town, rules, progress);
  const auto gaps = find_all_gaps(answers, town, rules);

  StudyResult result;
  result.services = services_table(answers, town, rules);
  result.units = units_table(answers, town, rules);
  result.gaps = gaps_table(gaps, answers, town);
  result.unconnected = unconnected_table(answers, town);
  result.islands = islands_table(answers, town);

  result.layers.push_back(people_layer(answers, town));
  result.layers.push_back(facilities_layer(answers, town));
  result.layers.push_back(units_layer(answers, town));
  result.layers.push_back(gaps_layer(gaps, answers, town));
  if (rules.reached_edges) result.layers.push_back(reached_layer(answers, town));

  find_doubts(answers, town, ground.network(), result.doubts);
  return result;
}

}  // namespace lifecircle
