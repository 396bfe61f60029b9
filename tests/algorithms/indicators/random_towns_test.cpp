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
       i.type == IndicatorType::time_coverage || i.type == IndicatorType::capacity)) {
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
      EXPECT_EQ(result.needs.front().key, "indicator_needs_setting") << what();
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

}  // namespace
}  // namespace lifecircle::test
