// The arithmetic of the plans themselves, and every type against a slow judge on random towns.

#include <algorithm>
#include <cmath>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "algorithms/indicators/areas.hpp"
#include "algorithms/indicators/tables.hpp"
#include "algorithms/indicators/types.hpp"
#include "tests/support/effort.hpp"

namespace lifecircle {
namespace {

using namespace indicators;

/// A town without roads: units, homes and facilities are all that most indicators ask.
struct Villages {
  Town town;
  StudyRules rules;
  Answers answers;

  Villages() {
    town.homes.measures = {{"people", "people"}, {"households", "households"}};
    town.homes.count.resize(2);
  }
  std::size_t unit(const std::string& code, Setting setting = Setting::country,
                   const std::string& group = "") {
    Unit u;
    u.code = code;
    u.setting = setting;
    u.group = group;
    town.units.push_back(u);
    return town.units.size() - 1;
  }
  void home(std::optional<std::size_t> unit, double people, double households) {
    Homes& homes = town.homes;
    homes.id.push_back(std::to_string(homes.id.size()));
    homes.at.push_back({static_cast<std::int32_t>(homes.id.size()) * 1000, 0});
    homes.unit.push_back(unit ? std::optional{UnitId{*unit}} : std::nullopt);
    homes.setting.push_back(unit ? town.units[*unit].setting : Setting::unknown);
    homes.count[0].push_back(std::llround(people * 1000));
    homes.count[1].push_back(std::llround(households * 1000));
  }
  Facility& facility(const std::string& kind, std::optional<std::size_t> unit, Stated stated = {},
                     Point at = {}) {
    Facility f;
    f.kind = kind;
    f.id = std::to_string(town.facilities.size());
    f.shape = Shape::of(at);
    if (unit) f.unit = UnitId{*unit};
    if (unit) f.setting = town.units[*unit].setting;
    for (const auto& [name, value] : stated) town.stated.facilities[kind].insert(name);
    town.stated.facilities[kind];
    f.stated = std::move(stated);
    town.facilities.push_back(std::move(f));
    return town.facilities.back();
  }
  void state(std::size_t unit, const std::string& column, double value) {
    town.units[unit].stated[column] = std::llround(value * 1000);
    town.stated.units.insert(column);
  }

  IndicatorResult ask(Indicator indicator) {
    rules.standards = {Standard{}};
    rules.standards[0].indicators = {std::move(indicator)};
    answers.homes = town.homes;
    answers.home_count = town.homes.size();
    return evaluate_indicators(known()).front();
  }
  Known known() { return {town, rules, answers}; }
  Outcome whole(const IndicatorResult& result) {
    const auto& of = result.readings.front();
    return outcome_of(of.of, areas_of(known()).front().places,
                      of.each ? every_unit_reaches() : rules.standards[0].indicators[0].target);
  }
};

Indicator of_type(IndicatorType type) {
  Indicator one;
  one.type = type;
  return one;
}
Target at_least(double value) {
  return {.value = value, .comparison = Comparison::at_least, .tolerance_percent = 0, .year = {}};
}
Amount column(Amount::Of of, const std::string& name) {
  return {of, name, {}};
}

// Zhengning: 2,230 m² are 27.3 m² per 100 households, so there are some 8,168 households.
TEST(PlanArithmetic, AreaPerHundredHouseholds) {
  Villages v;
  const std::size_t town = v.unit("a");
  v.facility("service_center", town, {{"floor_area", 2'230'000}});
  v.home(town, 0, 8'168);
  Indicator z4 = of_type(IndicatorType::per_100_households);
  z4.kinds = {"service_center"};
  z4.numerator = {column(Amount::Of::facilities, "floor_area")};
  z4.denominator = {column(Amount::Of::people, "households")};
  z4.target = at_least(30);
  z4.base_value = 27.3;
  const Outcome out = v.whole(v.ask(z4));
  EXPECT_NEAR(*out.value, 27.3, 0.005);
  EXPECT_FALSE(*out.reached);
  EXPECT_NEAR(*out.missing, 30 * 8'168 / 100.0 - 2'230, 1e-6) << "square metres to build";
  EXPECT_NEAR(2'230 / 27.3 * 100, 8'168, 0.6);
}

// Xiangshan: a worker for every 350 households, and at least 6 where there are fewer than 1,500.
TEST(PlanArithmetic, WorkersOfACommunity) {
  Indicator x7 = of_type(IndicatorType::staff);
  x7.households_per_worker = 350;
  x7.workers_at_least = 6;
  x7.up_to_households = 1500;
  x7.up_to_closed = false;
  const auto needed = [&](double households) {
    return static_cast<double>(workers_needed(x7, std::llround(households * 1000))) / 1000;
  };
  EXPECT_EQ(needed(0), 6);
  EXPECT_EQ(needed(350), 6);
  EXPECT_EQ(needed(1499), 6);
  EXPECT_EQ(needed(1500), 5) << "not below 1,500 any more: 4.3, and a part counts";
  EXPECT_EQ(needed(2100), 6);
  EXPECT_EQ(needed(2101), 7);
  EXPECT_EQ(needed(3000), 9);
  x7.part_counts = false;
  EXPECT_NEAR(needed(2101), 6.003, 1e-9) << "a part of a worker, rounded up to a thousandth";
  x7.up_to_closed = true;
  EXPECT_EQ(needed(1500), 6);
}

// At most 3,000 households; about 2,500.
TEST(PlanArithmetic, SizesOfCommunities) {
  Villages v;
  for (const double households : {2'999.0, 3'000.0, 3'001.0, 2'500.0})
    v.home(v.unit("u" + std::to_string(households)), 0, households);
  Indicator cap = of_type(IndicatorType::unit_size);
  cap.target = Target{3000, Comparison::at_most, 0, {}};
  EXPECT_DOUBLE_EQ(*v.whole(v.ask(cap)).value, 75) << "exactly 3,000 is not more than 3,000";
  Indicator size = of_type(IndicatorType::unit_size);
  size.target = Target{2500, Comparison::about, 20, {}};
  EXPECT_DOUBLE_EQ(*v.whole(v.ask(size)).value, 75) << "3,001 is more than a fifth off";
}

// 10 places of childcare per 1,000 people in new areas, 6 in old ones.
TEST(PlanArithmetic, ChildcareByClassOfArea) {
  Villages v;
  const std::size_t fresh = v.unit("new", Setting::town, "new");
  const std::size_t old = v.unit("old", Setting::town, "old");
  v.town.stated.unit_groups = true;
  v.home(fresh, 5'000, 0);
  v.home(old, 5'000, 0);
  v.facility("childcare", fresh, {{"places", 40'000}});
  v.facility("childcare", old, {{"places", 40'000}});
  Indicator places = of_type(IndicatorType::per_thousand);
  places.per = 1000;
  places.kinds = {"childcare"};
  places.numerator = {column(Amount::Of::facilities, "places")};
  places.denominator = {column(Amount::Of::people, "people")};
  places.classes = {"new"};
  places.target = at_least(10);
  Outcome out = v.whole(v.ask(places));
  EXPECT_DOUBLE_EQ(*out.value, 8);
  EXPECT_FALSE(*out.reached);
  EXPECT_DOUBLE_EQ(*out.missing, 10) << "places";
  places.classes = {"old"};
  places.target = at_least(6);
  EXPECT_TRUE(*v.whole(v.ask(places)).reached);
}

TEST(PlanArithmetic, BesideSaysWhetherPointsStandForPlots) {
  const auto remarks = [](bool one_is_a_point) {
    Villages v;
    const std::size_t u = v.unit("a");
    v.facility("eldercare", u).shape =
        one_is_a_point ? Shape::of(Point{0, 0})
                       : Shape{ShapeKind::area, {{{0, 0}, {9000, 0}, {9000, 9000}, {0, 0}}}};
    v.facility("clinic", u).shape =
        Shape{ShapeKind::area, {{{9000, 0}, {20000, 0}, {20000, 9000}, {9000, 0}}}};
    Indicator i;
    i.type = IndicatorType::adjacency;
    i.kinds = {"eldercare"};
    i.beside = {"clinic"};
    i.beside_m = 20;
    std::vector<std::string> keys;
    for (const Sentence& remark : v.ask(i).remarks) keys.push_back(remark.key);
    return keys;
  };
  EXPECT_EQ(remarks(true), std::vector<std::string>{"indicator_beside_points"});
  EXPECT_EQ(remarks(false), std::vector<std::string>{});
}

TEST(Areas, TownshipsAreCalledWhatTheirUnitsSay) {
  Villages v;
  for (const char* code : {"690101001001", "690101001002", "690101200001", "690101300001"})
    v.unit(code);
  v.town.units[1].township = "城关街道";
  v.town.units[2].township = "柳河镇";
  std::map<std::string, std::string> names;
  for (const Area& area : areas_of(v.known()))
    if (area.kind == Area::Kind::township) names[area.code] = area.name;
  EXPECT_EQ(names, (std::map<std::string, std::string>{
                       {"690101001", "城关街道"}, {"690101200", "柳河镇"}, {"690101300", ""}}));
}

TEST(Targets, AreComparedExactly) {
  EXPECT_TRUE(reaches(300, 1000, 100, at_least(30)));
  EXPECT_FALSE(reaches(299'999'999, 1'000'000'000, 100, at_least(30)));
  EXPECT_TRUE(reaches(1, 3, 3, at_least(1))) << "no rounding in between";
  EXPECT_FALSE(reaches(8'999'999'999'999'999, 9'000'000'000'000'000, 100, at_least(100)));
  EXPECT_TRUE(reaches(11, 10, 100, {100, Comparison::about, 10, {}}));
  EXPECT_FALSE(reaches(1'101, 1'000, 100, {100, Comparison::about, 10, {}}));
  EXPECT_FALSE(reaches(1, 2, 100, {50.1, Comparison::exactly, 0, {}}));
}

TEST(Targets, WhatMissesThemNeverLooksAsIfItDidNot) {
  Indicator share = of_type(IndicatorType::ratio);
  share.decimals = 1;
  share.target = at_least(80);
  const auto shown = [&](std::int64_t n, std::int64_t d) {
    return shown_value(outcome_of({{n}, {d}, 100}, {0}, share.target), share, false, Language::en);
  };
  EXPECT_EQ(shown(79'960, 100'000), "79.96");
  EXPECT_EQ(shown(799'999, 1'000'000), "79.9999");
  EXPECT_EQ(shown(79'900, 100'000), "79.9");
  EXPECT_EQ(shown(80'040, 100'000), "80.0");
}

TEST(Indicators, AreNeverZeroForWhatIsNotThere) {
  Villages v;
  v.home(v.unit("a"), 10, 3);
  v.facility("clinic", 0);
  Indicator beds = of_type(IndicatorType::per_thousand);
  beds.kinds = {"clinic"};
  beds.numerator = {column(Amount::Of::facilities, "beds")};
  beds.denominator = {column(Amount::Of::people, "elderly")};
  IndicatorResult result = v.ask(beds);
  EXPECT_TRUE(result.readings.empty());
  ASSERT_EQ(result.needs.size(), 2u);
  EXPECT_EQ(result.needs[0].key, "indicator_needs_facility_column");
  EXPECT_EQ(result.needs[1].key, "indicator_needs_measure");
  beds.kinds = {"hospital"};
  EXPECT_EQ(v.ask(beds).needs[0].key, "indicator_needs_kind");
  // A row without a value is none, and is told.
  v.town.stated.facilities["clinic"].insert("beds");
  beds.kinds = {"clinic"};
  beds.denominator = {column(Amount::Of::people, "people")};
  result = v.ask(beds);
  ASSERT_EQ(result.remarks.size(), 1u);
  EXPECT_EQ(result.remarks[0].args, (std::vector<std::string>{"1", "1", "beds"}));
}

// ---------------------------------------------------------------------------------------------

/// What the judge sees of a random town: plain rows, in no order.
struct Row {
  std::size_t unit;
  Setting setting;
  std::string group;
};

struct RandomTown : Villages {
  std::mt19937 random;
  explicit RandomTown(unsigned seed) : random{seed} {
    const std::size_t n = 1 + below(12);
    for (std::size_t u = 0; u < n; ++u) {
      // Two counties of two townships each.
      const std::string code = std::to_string(610'000 + below(2)) + "00" +
                               std::to_string(1 + below(2)) + std::to_string(100 + u);
      unit(code, below(2) == 0 ? Setting::town : Setting::country,
           below(3) == 0   ? "new"
           : below(2) == 0 ? "old"
                           : "");
      if (below(4) > 0) state(u, "workers", static_cast<double>(below(12)));
    }
    town.stated.unit_groups = true;
    town.stated.units.insert("workers");
    for (std::size_t h = below(60); h > 0; --h)
      home(maybe_unit(), static_cast<double>(below(4000)), static_cast<double>(below(1500)));
    for (const char* kind : {"clinic", "eldercare"}) {
      town.stated.facilities[kind].insert({"beds", "open"});
      town.stated.kinds_with_hours.insert(kind);
      for (std::size_t f = below(14); f > 0; --f) {
        Stated stated;
        if (below(5) > 0) stated["beds"] = static_cast<std::int64_t>(below(30)) * 1000;
        if (below(5) > 0) stated["open"] = static_cast<std::int64_t>(below(2)) * 1000;
        Facility& made = facility(kind, maybe_unit(), stated,
                                  {static_cast<std::int32_t>(below(2000) * 1000),
                                   static_cast<std::int32_t>(below(2000) * 1000)});
        made.own = below(5) > 0;
        if (below(4) > 0) {
          made.open_minutes.emplace();
          for (int& minutes : *made.open_minutes) minutes = static_cast<int>(450 + below(60));
        }
      }
    }
  }
  std::size_t below(std::size_t n) { return random() % n; }
  std::optional<std::size_t> maybe_unit() {
    return below(8) == 0 ? std::nullopt : std::optional{below(town.units.size())};
  }
};

struct Parts {
  double numerator = 0, denominator = 0;
};

/// Rows an indicator is for, one by one.
bool is_for(const Indicator& i, const Town& town, Setting setting, std::optional<UnitId> unit) {
  if (i.setting && *i.setting != setting) return false;
  if (i.classes.empty()) return true;
  const std::string group = unit ? town.units[unit->index()].group : "";
  return std::ranges::count(i.classes, group) > 0;
}

bool counts(const Facility& f, const Indicator& i, const std::vector<std::string>& kinds) {
  if (std::ranges::count(kinds, f.kind) == 0) return false;
  const auto beds = f.stated.find("beds");
  return !i.size ||
         (beds != f.stated.end() && static_cast<double>(beds->second) / 1000 >= i.size_at_least);
}

Parts judge(const Indicator& i, const Town& town) {
  Parts parts;
  const Homes& homes = town.homes;
  const auto share_of_facilities = [&](const std::function<bool(const Facility&)>& holds) {
    for (const Facility& f : town.facilities) {
      if (!f.own || !counts(f, i, i.kinds) || !is_for(i, town, f.setting, f.unit)) continue;
      parts.denominator += 1;
      parts.numerator += holds(f) ? 1 : 0;
    }
  };
  const auto households_of = [&](std::size_t unit) {
    double sum = 0;
    for (std::size_t h = 0; h < homes.size(); ++h)
      if (homes.unit[h] && homes.unit[h]->index() == unit)
        sum += static_cast<double>(homes.count[1][h]) / 1000;
    return sum;
  };
  switch (i.type) {
    case IndicatorType::per_thousand:
      for (const Facility& f : town.facilities)
        if (f.own && counts(f, i, i.kinds) && is_for(i, town, f.setting, f.unit) &&
            f.stated.contains("beds"))
          parts.numerator += static_cast<double>(f.stated.at("beds")) / 1000;
      for (std::size_t h = 0; h < homes.size(); ++h)
        if (is_for(i, town, homes.setting[h], homes.unit[h]))
          parts.denominator += static_cast<double>(homes.count[0][h]) / 1000;
      break;
    case IndicatorType::presence: {
      const std::size_t digits = i.level == Level::unit ? 12 : i.level == Level::township ? 9 : 6;
      std::set<std::string> asked, has;
      std::map<std::string, int> number;
      for (const Facility& f : town.facilities)
        if (f.unit && counts(f, i, i.kinds))
          ++number[town.units[f.unit->index()].code.substr(0, digits)];
      for (const Unit& u : town.units) {
        if (!is_for(i, town, u.setting, UnitId{static_cast<std::size_t>(&u - town.units.data())}))
          continue;
        const std::string group = u.code.substr(0, digits);
        asked.insert(group);
        if (number[group] >= i.count_at_least) has.insert(group);
      }
      parts = {static_cast<double>(has.size()), static_cast<double>(asked.size())};
      break;
    }
    case IndicatorType::facility_share:
      share_of_facilities(
          [](const Facility& f) { return f.stated.contains("open") && f.stated.at("open") != 0; });
      break;
    case IndicatorType::hours:
      share_of_facilities([&](const Facility& f) {
        return f.open_minutes && *std::ranges::min_element(*f.open_minutes) >= i.hours_a_day * 60;
      });
      break;
    case IndicatorType::adjacency:
      share_of_facilities([&](const Facility& f) {
        const Point a = f.shape.parts[0][0];
        return std::ranges::any_of(town.facilities, [&](const Facility& g) {
          const Point b = g.shape.parts[0][0];
          return std::ranges::count(i.beside, g.kind) > 0 &&
                 std::hypot(double{1} * a.x - b.x, double{1} * a.y - b.y) <= i.beside_m * 1000;
        });
      });
      break;
    case IndicatorType::staff:
      for (std::size_t u = 0; u < town.units.size(); ++u) {
        if (!is_for(i, town, town.units[u].setting, UnitId{u})) continue;
        double needed = std::ceil(households_of(u) / i.households_per_worker);
        if (households_of(u) < i.up_to_households) needed = std::max(needed, i.workers_at_least);
        if (needed == 0) continue;
        parts.denominator += 1;
        const auto& stated = town.units[u].stated;
        const double workers =
            stated.contains("workers") ? static_cast<double>(stated.at("workers")) / 1000 : 0;
        parts.numerator += workers >= needed ? 1 : 0;
      }
      break;
    case IndicatorType::unit_size:
      for (std::size_t u = 0; u < town.units.size(); ++u) {
        if (!is_for(i, town, town.units[u].setting, UnitId{u})) continue;
        parts.denominator += 1;
        parts.numerator += households_of(u) <= i.target->value ? 1 : 0;
      }
      break;
    case IndicatorType::hierarchy:
      for (const Unit& u : town.units) {
        if (!is_for(i, town, u.setting, UnitId{static_cast<std::size_t>(&u - town.units.data())}))
          continue;
        parts.denominator += 1;
        parts.numerator += std::ranges::all_of(i.steps, [&](const Indicator::Step& step) {
          const std::size_t digits = step.level == Level::unit ? 12 : 9;
          return std::ranges::any_of(town.facilities, [&](const Facility& f) {
            return f.unit && std::ranges::count(step.kinds, f.kind) > 0 &&
                   town.units[f.unit->index()].code.substr(0, digits) == u.code.substr(0, digits);
          });
        });
      }
      break;
    default:
      ADD_FAILURE() << "no judge";
  }
  return parts;
}

Indicator random_indicator(RandomTown& v) {
  static const std::vector<IndicatorType> kTypes{
      IndicatorType::per_thousand, IndicatorType::presence,  IndicatorType::facility_share,
      IndicatorType::hours,        IndicatorType::adjacency, IndicatorType::staff,
      IndicatorType::unit_size,    IndicatorType::hierarchy};
  Indicator i = of_type(kTypes[v.below(kTypes.size())]);
  if (v.below(3) == 0) i.setting = v.below(2) == 0 ? Setting::town : Setting::country;
  if (v.below(4) == 0) i.classes = {v.below(2) == 0 ? "new" : "old"};
  i.kinds = v.below(3) == 0 ? std::vector<std::string>{"clinic", "eldercare"}
                            : std::vector<std::string>{"clinic"};
  if (v.below(3) == 0 &&
      (i.type == IndicatorType::per_thousand || i.type == IndicatorType::presence)) {
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
  const int runs = test::by_effort(4000);
  for (int run = 0; run < runs; ++run) {
    RandomTown v{seed + static_cast<unsigned>(run)};
    const Indicator indicator = random_indicator(v);
    const auto what = [&] {
      return "seed " + std::to_string(seed + static_cast<unsigned>(run)) + ", type " +
             std::to_string(static_cast<int>(indicator.type));
    };
    const IndicatorResult result = v.ask(indicator);
    if (result.readings.empty()) {
      // Only where nothing of what is asked is known.
      ASSERT_FALSE(result.needs.empty()) << what();
      EXPECT_EQ(result.needs.front().key, "indicator_needs_setting") << what();
      continue;
    }
    ++computed;
    const Outcome out = v.whole(result);
    const Parts parts = judge(indicator, v.town);
    EXPECT_DOUBLE_EQ(static_cast<double>(out.numerator) / 1000, parts.numerator) << what();
    EXPECT_DOUBLE_EQ(static_cast<double>(out.denominator) / 1000, parts.denominator) << what();
    // Roll-up: units and none make up the whole.
    const IndicatorReading& reading = result.readings.front();
    std::int64_t sum = 0;
    for (const Area& area : areas_of(v.known()))
      if (area.kind == Area::Kind::unit || area.kind == Area::Kind::no_unit)
        sum += outcome_of(reading.of, area.places, {}).numerator;
    EXPECT_EQ(sum, out.numerator) << what();
  }
  EXPECT_GT(computed, runs * 3 / 4);
}

}  // namespace
}  // namespace lifecircle
