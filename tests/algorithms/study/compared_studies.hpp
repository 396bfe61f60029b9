#pragma once

// Studies computed and changed, for tests that compare them.

#include <map>
#include <string>

#include "algorithms/coverage/answers.hpp"
#include "algorithms/coverage/rates.hpp"
#include "tests/algorithms/study/some_study.hpp"
#include "tests/support/property.hpp"

namespace lifecircle::test {

/// A study, computed, and its homes' own answers.
struct Told {
  explicit Told(const SomeStudy& study)
      : network{study.town.roads},
        ground{network, study.town.barriers},
        answers{compute_answers(ground, study.town, study.rules)},
        result{compute_study(ground, study.town, study.rules)} {}
  Network network;
  Ground ground;
  Answers answers;
  StudyResult result;

  struct Home {
    double count;
    bool covered;
  };
  /// By id.
  std::map<std::string, Home> homes(const SomeStudy& study, std::size_t service,
                                    std::size_t measure) const {
    std::map<std::string, Home> all;
    const ServiceAnswer& answer = answers.services[service];
    for (std::size_t h = 0; h < study.town.homes.size(); ++h)
      all[study.town.homes.id[h]] = {
          static_cast<double>(study.town.homes.count[measure][h]) / 1e3,
          in_scope(*answer.service, study.town.homes.setting[h]) &&
              is_covered(*answer.service, answer.headline(), DemandId{h})};
    return all;
  }
};

inline void take_home(Homes& homes, std::size_t h) {
  const auto at = static_cast<std::ptrdiff_t>(h);
  homes.id.erase(homes.id.begin() + at);
  homes.at.erase(homes.at.begin() + at);
  homes.unit.erase(homes.unit.begin() + at);
  homes.setting.erase(homes.setting.begin() + at);
  if (!homes.place.empty()) homes.place.erase(homes.place.begin() + at);
  for (auto& counts : homes.count) counts.erase(counts.begin() + at);
}

inline void add_home_like(Homes& homes, std::size_t h) {
  homes.id.push_back("one more");
  homes.at.push_back(homes.at[h]);
  homes.unit.push_back(homes.unit[h]);
  homes.setting.push_back(homes.setting[h]);
  if (!homes.place.empty()) homes.place.push_back(homes.place[h]);
  for (auto& counts : homes.count) counts.push_back(counts[h]);
}

/// Facilities closed and moved, homes come, gone and grown, another limit.
inline SomeStudy changed(SomeStudy study, Dice& dice) {
  std::vector<Facility>& facilities = study.town.facilities;
  if (facilities.size() > 1 && dice.chance(70))
    facilities.erase(facilities.begin() +
                     static_cast<std::ptrdiff_t>(dice.below(facilities.size())));
  if (dice.chance(50))
    facilities[dice.below(facilities.size())].shape =
        facilities[dice.below(facilities.size())].shape;
  sort_facilities(facilities);
  Homes& homes = study.town.homes;
  if (homes.size() > 1 && dice.chance(40)) take_home(homes, dice.below(homes.size()));
  if (dice.chance(40)) add_home_like(homes, dice.below(homes.size()));
  if (dice.chance(50)) homes.count[0][dice.below(homes.size())] += 5000;
  if (dice.chance(30)) study.rules.services[1].limit = Duration::minutes(3);
  return study;
}

}  // namespace lifecircle::test
