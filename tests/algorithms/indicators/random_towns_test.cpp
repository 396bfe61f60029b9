// Every type of indicator against a slow judge on random towns.

#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/algorithms/indicators/plain_loops.hpp"
#include "tests/support/effort.hpp"

namespace lifecircle::test {
namespace {

using namespace indicators;

Indicator random_indicator(RandomVillages& v) {
  static const std::vector<IndicatorType> kTypes{
      IndicatorType::per_thousand, IndicatorType::presence,  IndicatorType::facility_share,
      IndicatorType::hours,        IndicatorType::adjacency, IndicatorType::staff,
      IndicatorType::unit_size,    IndicatorType::hierarchy, IndicatorType::time_coverage,
      IndicatorType::capacity};
  Indicator i = of_type(kTypes[v.below(kTypes.size())]);
  if (v.below(3) == 0) i.setting = v.below(2) == 0 ? Setting::town : Setting::country;
  if (v.below(4) == 0) i.classes = {v.below(2) == 0 ? "new" : "old"};
  i.kinds = v.below(3) == 0 ? std::vector<std::string>{"clinic", "eldercare"}
                            : std::vector<std::string>{"clinic"};
  if (v.below(3) == 0 &&
      (i.type == IndicatorType::per_thousand || i.type == IndicatorType::presence ||
       i.type == IndicatorType::hierarchy || i.type == IndicatorType::time_coverage ||
       i.type == IndicatorType::capacity)) {
    i.size = column(Amount::Of::facilities, "beds");
    i.size_at_least = 1 + static_cast<double>(v.below(19));
  }
  i.per = i.type == IndicatorType::per_thousand ? 1000 : 100;
  i.numerator = {i.type == IndicatorType::staff       ? column(Amount::Of::units, "workers")
                 : i.type == IndicatorType::unit_size ? column(Amount::Of::people, "households")
                                                      : column(Amount::Of::facilities, "beds")};
  i.denominator = {
      column(Amount::Of::people, i.type == IndicatorType::staff ? "households" : "people")};
  i.counted = {Amount::Of::units, "", {}};
  if (i.type == IndicatorType::time_coverage || i.type == IndicatorType::capacity) {
    i.counted = column(Amount::Of::people, v.below(2) == 0 ? "people" : "households");
    i.circles = {{.kinds = i.kinds,
                  .modes = {"walk"},
                  .minutes = 5.0 * static_cast<double>(v.below(7)),
                  .network_m = {},
                  .radius_m = {},
                  .kmh = {},
                  .closed = v.below(3) > 0}};
    if (v.below(3) == 0) i.capacity_column = "beds";
    i.capacity = static_cast<double>(v.below(12'000));
  }
  i.count_at_least = 1 + static_cast<int>(v.below(2));
  const Level levels[] = {Level::unit, Level::township, Level::county};
  if (i.type == IndicatorType::presence) i.level = levels[v.below(3)];
  i.yes_column = i.type == IndicatorType::facility_share ? "open" : "";
  i.on_holidays = v.below(2) == 0;
  i.hours_a_day = 7.6 + 0.1 * static_cast<double>(v.below(9));
  i.beside = {"eldercare"};
  i.beside_m = static_cast<double>(v.below(1200));
  i.households_per_worker = 350;
  i.workers_at_least = 6;
  i.up_to_households = 1500;
  i.up_to_closed = false;
  i.steps = {{Level::unit, {"clinic"}}, {Level::township, {"eldercare"}}};
  i.target = i.type == IndicatorType::unit_size
                 ? Target{static_cast<double>(v.below(6000)), Comparison::at_most, 0, {}}
                 : at_least(50);
  return i;
}

TEST(Indicators, AreWhatPlainLoopsOverRandomTownsSay) {
  const unsigned seed = std::random_device{}();
  std::cout << "[   seed   ] " << seed << '\n';
  int computed = 0;
  std::map<IndicatorType, int> in_between;  ///< neither nothing nor all
  const int runs = test::by_effort(4000);
  for (int run = 0; run < runs; ++run) {
    RandomVillages v{seed + static_cast<unsigned>(run)};
    const Indicator indicator = random_indicator(v);
    const auto what = [&] {
      return "seed " + std::to_string(seed + static_cast<unsigned>(run)) + ", type " +
             std::to_string(static_cast<int>(indicator.type));
    };
    if (!indicator.circles.empty())
      v.walks(
          v.times, indicator.kinds,
          indicator.size ? FacilityFilter{"beds", "", indicator.size_at_least} : FacilityFilter{});
    const IndicatorResult result = v.ask(indicator);
    if (result.readings.empty()) {
      // Only where nothing of what is asked is known.
      ASSERT_FALSE(result.needs.empty()) << what();
      const bool no_holidays =
          indicator.type == IndicatorType::hours && indicator.on_holidays &&
          std::ranges::none_of(v.town.facilities, [&](const Facility& f) {
            return f.open_on_holidays && std::ranges::count(indicator.kinds, f.kind) > 0;
          });
      const std::string& key = result.needs.front().key;
      EXPECT_TRUE(key == "indicator_needs_setting" ||
                  (no_holidays && key == "indicator_needs_holidays"))
          << what() << " " << key;
      continue;
    }
    ++computed;
    const Outcome out = v.whole(result);
    const Parts parts = judge(indicator, v);
    EXPECT_DOUBLE_EQ(static_cast<double>(out.numerator) / 1000, parts.numerator) << what();
    EXPECT_DOUBLE_EQ(static_cast<double>(out.denominator) / 1000, parts.denominator) << what();
    if (parts.numerator > 0 && parts.numerator < parts.denominator) ++in_between[indicator.type];
    // Roll-up: units and none make up the whole.
    const IndicatorReading& reading = result.readings.front();
    std::int64_t sum = 0;
    for (const Area& area : areas_of(v.known()))
      if (area.kind == Area::Kind::unit || area.kind == Area::Kind::no_unit)
        sum += outcome_of(reading.of, area.places, {}).numerator;
    EXPECT_EQ(sum, out.numerator) << what();
  }
  EXPECT_GT(computed, runs * 3 / 4);
  if (runs < 400) return;
  for (const IndicatorType type : {IndicatorType::capacity, IndicatorType::time_coverage})
    EXPECT_GT(in_between[type], runs / 100) << static_cast<int>(type);
}

/// Whatever the rows that say nothing may turn out to say, what was said of a value holds.
TEST(Indicators, HoldWhateverMissingValuesTurnOutToBe) {
  const unsigned seed = std::random_device{}();
  std::cout << "[   seed   ] " << seed << '\n';
  int open = 0, decided = 0;
  const int runs = test::by_effort(4000);
  for (int run = 0; run < runs; ++run) {
    RandomVillages v{seed + static_cast<unsigned>(run)};
    Indicator indicator = random_indicator(v);
    if (indicator.type == IndicatorType::per_thousand && v.below(3) == 0) {
      std::swap(indicator.numerator, indicator.denominator);  // what is open is below the line
      indicator.type = IndicatorType::ratio;
    }
    if (v.below(2) == 0 && indicator.type != IndicatorType::unit_size)
      indicator.target =
          Target{static_cast<double>(v.below(120)), static_cast<Comparison>(v.below(4)), 10, {}};
    // Which circles there are hangs on the sizes: that is told beside the value.
    if (!indicator.circles.empty() && indicator.size) continue;
    const auto what = "seed " + std::to_string(seed + static_cast<unsigned>(run)) + ", type " +
                      std::to_string(static_cast<int>(indicator.type));
    if (!indicator.circles.empty()) v.walks(v.times, indicator.kinds, {});
    const IndicatorResult result = v.ask(indicator);
    if (result.readings.empty()) continue;
    const auto outcome = [&](const IndicatorResult& of) {
      const auto& reading = of.readings.front();
      return outcome_of(reading.of, areas_of(v.known()).front().places,
                        reading.each ? every_unit_reaches() : indicator.target);
    };
    const Outcome said = outcome(result);
    if (said.bound != Bound::exact) ++open;
    for (int filled = 0; filled < 4; ++filled) {
      const Town before = v.town;
      const auto number = [&] {
        return static_cast<std::int64_t>(filled == 0   ? 0
                                         : filled == 1 ? 1'000'000
                                                       : v.below(40)) *
               1000;
      };
      for (Unit& unit : v.town.units) unit.stated.try_emplace("workers", number());
      for (Facility& f : v.town.facilities) {
        f.stated.try_emplace("beds", number());
        f.stated.try_emplace("open", number());
        if (!f.open_on_holidays) f.open_on_holidays = filled == 0 ? 0 : 1440;
        if (!f.open_minutes) {
          f.open_minutes.emplace();
          f.open_minutes->fill(filled == 0 ? 0 : filled == 1 ? 1440 : 440 + int(v.below(80)));
        }
      }
      const Outcome whole = outcome(v.ask(indicator));
      v.town = before;
      ASSERT_EQ(whole.lacking, 0) << what;
      if (said.value && whole.value) {
        if (said.bound == Bound::exact) {
          EXPECT_EQ(*whole.value, *said.value) << what;
        }
        if (said.bound == Bound::at_least) {
          EXPECT_GE(*whole.value, *said.value) << what;
        }
        if (said.bound == Bound::at_most) {
          EXPECT_LE(*whole.value, *said.value) << what;
        }
      }
      if (said.reached && whole.reached) {
        EXPECT_EQ(*whole.reached, *said.reached) << what;
        if (said.bound != Bound::exact) ++decided;
      }
    }
  }
  EXPECT_GT(open, runs / 20);
  EXPECT_GT(decided, 0);
}

}  // namespace
}  // namespace lifecircle::test
