// Scenarios beside the study as it is: who gained and who lost, against plain loops over the homes'
// own answers.

#include "algorithms/study/compare.hpp"

#include <cmath>
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "algorithms/coverage/answers.hpp"
#include "algorithms/coverage/rates.hpp"
#include "tests/algorithms/study/some_study.hpp"
#include "tests/support/property.hpp"

namespace lifecircle::test {
namespace {

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

void take_home(Homes& homes, std::size_t h) {
  const auto at = static_cast<std::ptrdiff_t>(h);
  homes.id.erase(homes.id.begin() + at);
  homes.at.erase(homes.at.begin() + at);
  homes.unit.erase(homes.unit.begin() + at);
  homes.setting.erase(homes.setting.begin() + at);
  if (!homes.place.empty()) homes.place.erase(homes.place.begin() + at);
  for (auto& counts : homes.count) counts.erase(counts.begin() + at);
}

void add_home_like(Homes& homes, std::size_t h) {
  homes.id.push_back("one more");
  homes.at.push_back(homes.at[h]);
  homes.unit.push_back(homes.unit[h]);
  homes.setting.push_back(homes.setting[h]);
  if (!homes.place.empty()) homes.place.push_back(homes.place[h]);
  for (auto& counts : homes.count) counts.push_back(counts[h]);
}

/// Facilities closed and moved, homes come, gone and grown, another limit.
SomeStudy changed(SomeStudy study, Dice& dice) {
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

TEST(Compare, TellsWhoGainedAndWhoLost) {
  int gained = 0, lost = 0, without = 0;
  holds_for_all(300, [&](const Recipe& recipe) {
    const SomeStudy before{recipe};
    Dice dice{recipe.seed, 90};
    const SomeStudy after = changed(before, dice);
    const Told was{before}, is{after};
    const Computed base{"", &was.result}, scenario{"other", &is.result};
    const Table table = compare_services(base, {&scenario, 1});
    const Rows rows{table};
    RC_ASSERT(rows.count() >= was.result.services.rows());
    for (std::size_t s = 0; s < before.rules.services.size(); ++s)
      for (std::size_t m = 0; m < before.town.homes.measures.size(); ++m) {
        const std::string& measure = before.town.homes.measures[m].name;
        double wanted_gained = 0, wanted_lost = 0, covered_before = 0, covered_after = 0;
        const auto old = was.homes(before, s, m), now = is.homes(after, s, m);
        for (const auto& [id, home] : old) covered_before += home.covered ? home.count : 0;
        for (const auto& [id, home] : now) {
          covered_after += home.covered ? home.count : 0;
          const auto at = old.find(id);
          if (at == old.end()) continue;
          if (home.covered && !at->second.covered) wanted_gained += home.count;
          if (!home.covered && at->second.covered) wanted_lost += at->second.count;
        }
        bool found = false;
        for (std::size_t r = 0; r < rows.count(); ++r) {
          if (rows.text("service", r) != before.rules.services[s].name ||
              rows.text("counted", r) != measure || rows.integer("headline", r) != 1 ||
              rows.text("travel", r) == "beside")
            continue;
          found = true;
          const double b = rows.number("base_covered", r), c = rows.number("covered", r);
          RC_ASSERT(std::isnan(rows.number("base_percent", r)) ||
                    std::abs(rows.number("base_percent", r) -
                             100 * b / rows.number("base_total", r)) < 1e-9);
          if (std::isnan(rows.number("gained", r))) {
            // Only a group that travels its own way is counted otherwise than home by home.
            RC_ASSERT(measure == "elderly");
            ++without;
            continue;
          }
          RC_ASSERT(std::abs(b - covered_before) < 1e-6);
          RC_ASSERT(std::abs(c - covered_after) < 1e-6);
          RC_ASSERT(std::abs(rows.number("gained", r) - wanted_gained) < 1e-6);
          RC_ASSERT(std::abs(rows.number("lost", r) - wanted_lost) < 1e-6);
          RC_ASSERT(std::abs(b + rows.number("gained", r) - rows.number("lost", r) +
                             rows.number("came", r) - rows.number("went", r) - c) < 1e-6);
          gained += wanted_gained > 0;
          lost += wanted_lost > 0;
        }
        RC_ASSERT(found || measure == "elderly");
      }
  });
  std::printf("[  figures ] %d rows with people who gained, %d who lost, %d told without\n", gained,
              lost, without);
  EXPECT_GT(gained, 10);
  EXPECT_GT(lost, 10);
}

TEST(Compare, OfTheSameNothingChanges) {
  holds_for_all(100, [](const Recipe& recipe) {
    const SomeStudy study{recipe};
    const Told told{study};
    const Computed base{"", &told.result}, same{"same", &told.result};
    const Table services = compare_services(base, {&same, 1});
    RC_ASSERT(services.rows() == told.result.services.rows());
    const Rows rows{services};
    for (std::size_t r = 0; r < rows.count(); ++r)
      for (const char* column : {"gained", "lost", "came", "went", "change_points"}) {
        const double value = rows.number(column, r);
        RC_ASSERT(std::isnan(value) || value == 0);
      }
    RC_ASSERT(compare_units(base, {&same, 1}).rows() == 0u);
    RC_ASSERT(changed_homes(base, same, "changes_1").table.rows() == 0u);
  });
}

TEST(Compare, ShowsEveryHomeThatChangedAndNoOther) {
  holds_for_all(200, [](const Recipe& recipe) {
    const SomeStudy before{recipe};
    Dice dice{recipe.seed, 91};
    const SomeStudy after = changed(before, dice);
    const Told was{before}, is{after};
    const Computed base{"", &was.result}, scenario{"other", &is.result};
    const Layer layer = changed_homes(base, scenario, "changes_1");
    const Rows rows{layer.table};
    std::map<std::string, std::size_t> shown;
    for (std::size_t r = 0; r < rows.count(); ++r) shown[rows.text("id", r)] = r;
    RC_ASSERT(layer.table.shapes.size() == rows.count());
    const Rows people_before{layer_of(was.result, "people")},
        people_after{layer_of(is.result, "people")};
    std::map<std::string, std::size_t> old;
    for (std::size_t h = 0; h < people_before.count(); ++h) old[people_before.text("id", h)] = h;
    for (std::size_t h = 0; h < people_after.count(); ++h) {
      const std::string& id = people_after.text("id", h);
      bool any = false;
      for (const Service& service : before.rules.services) {
        const std::string covered = service.name + "_covered", seconds = service.name + "_seconds";
        const bool known = old.contains(id);
        const bool c0 = known && people_before.integer(covered, old[id]) == 1,
                   c1 = people_after.integer(covered, h) == 1;
        const double t0 = known ? people_before.number(seconds, old[id]) : kNoNumber,
                     t1 = people_after.number(seconds, h);
        const std::string wanted = c1 && !c0                                        ? "gained"
                                   : c0 && !c1                                      ? "lost"
                                   : t0 == t1 || (std::isnan(t0) && std::isnan(t1)) ? ""
                                   : std::isnan(t0) || t1 < t0                      ? "nearer"
                                                                                    : "farther";
        any = any || !wanted.empty();
        if (!wanted.empty()) {
          RC_ASSERT(shown.contains(id));
          RC_ASSERT(rows.text(service.name + "_change", shown[id]) == wanted);
        }
      }
      RC_ASSERT(any == shown.contains(id));
    }
  });
}

}  // namespace
}  // namespace lifecircle::test
