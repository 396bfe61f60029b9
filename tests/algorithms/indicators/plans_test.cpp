// The arithmetic of the plans themselves.

#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "algorithms/indicators/tables.hpp"
#include "algorithms/indicators/types.hpp"
#include "tests/algorithms/indicators/villages.hpp"

namespace lifecircle::test {
namespace {

using namespace indicators;

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
  EXPECT_EQ(needed(2101), 6) << "whole ones alone";
  EXPECT_EQ(needed(2800), 8);
  EXPECT_EQ(needed(1501), 4) << "4.289: a part asks for nobody";
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

// Zhengning: each service centre for 3,000 households at most, who come to the nearest within half
// an hour. Ningde: a village clinic for as many people as it states.
TEST(PlanArithmetic, FacilitiesWithRoomForWhoComes) {
  Villages v;
  const std::size_t village = v.unit("a");
  for (const char* name : {"east", "west", "far"})
    v.facility("service_center", village).name = name;
  v.town.facilities[0].stated["serves_people"] = 5'000'000;
  v.town.facilities[1].stated["serves_people"] = 4'000'000;
  v.town.stated.facilities["service_center"].insert("serves_people");
  constexpr std::uint32_t kMinute = 60'000;
  v.home(village, 3'000, 1'500);  // to the east
  v.home(village, 2'000, 1'500);  // to the east: as far from the west
  v.home(village, 4'001, 1'200);  // to the west, in just half an hour
  v.home(village, 9'000, 4'000);  // a second later
  v.home(village, 9'000, 4'000);  // nowhere
  v.walks({{9 * kMinute, 10 * kMinute, {}},
           {12 * kMinute, 12 * kMinute, 40 * kMinute},
           {31 * kMinute, 30 * kMinute, {}},
           {{}, 30 * kMinute + 1'000, {}},
           {{}, {}, {}}},
          {"service_center"});
  Indicator z9 = of_type(IndicatorType::capacity);
  z9.kinds = {"service_center"};
  z9.circles = {{.kinds = {"service_center"},
                 .modes = {"walk"},
                 .minutes = 30,
                 .network_m = {},
                 .radius_m = {},
                 .kmh = {}}};
  z9.counted = column(Amount::Of::people, "households");
  z9.target = at_least(100);
  const auto has_room = [&](double room) {
    z9.capacity = room;
    const Outcome out = v.whole(v.ask(z9));
    EXPECT_EQ(out.denominator, 3'000);
    return out.numerator / 1'000;
  };
  EXPECT_EQ(has_room(3'000), 3) << "3,000 come to the east, and that is not more than 3,000";
  EXPECT_EQ(has_room(2'999), 2);
  EXPECT_EQ(has_room(1'199), 1) << "nobody comes to the one that is far";
  z9.counted = column(Amount::Of::people, "people");
  z9.capacity_column = "serves_people";
  EXPECT_EQ(has_room(0), 2) << "the east has room for its 5,000, the west none for one of 4,001; "
                               "the one far off states nothing, and nobody comes to it";
  v.town.facilities[1].stated["serves_people"] = 4'001'000;
  EXPECT_EQ(has_room(0), 3);
  z9.circles[0].closed = false;
  v.town.facilities[1].stated["serves_people"] = 0;
  EXPECT_EQ(has_room(0), 3) << "half an hour is not below half an hour";
  // At night: those that are closed are not asked.
  v.rules.time = StudyTime{.text = "weekday 20:00", .at = {}};
  for (Facility& f : v.town.facilities) f.hours = Openness::closed;
  v.town.facilities[1].hours = Openness::open;
  const Outcome night = v.whole(v.ask(z9));
  EXPECT_EQ(night.denominator, 1'000);
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
  // A row without a value is not known, and is told.
  v.town.stated.facilities["clinic"].insert("beds");
  beds.kinds = {"clinic"};
  beds.denominator = {column(Amount::Of::people, "people")};
  result = v.ask(beds);
  const Outcome out = v.whole(result);
  EXPECT_FALSE(out.value);
  EXPECT_EQ(out.bound, Bound::nothing);
  EXPECT_EQ(out.lacking, 1);
  EXPECT_EQ(result.readings.front().of.above.columns, (std::vector<std::string>{"beds"}));
}

TEST(Indicators, SayWhereSomePeopleAreNotCounted) {
  Villages v;
  v.home(v.unit("a"), 100, 40);
  v.facility("clinic", 0, {{"beds", 5'000}});
  Indicator beds = of_type(IndicatorType::per_thousand);
  beds.kinds = {"clinic"};
  beds.numerator = {column(Amount::Of::facilities, "beds")};
  beds.denominator = {column(Amount::Of::people, "households")};
  EXPECT_TRUE(v.ask(beds).remarks.empty());
  v.town.stated.partly_counted = {"households"};
  ASSERT_EQ(v.ask(beds).remarks.size(), 1u);
  EXPECT_EQ(v.ask(beds).remarks[0].key, "indicator_measure_in_part");
  beds.denominator = {column(Amount::Of::people, "people")};
  EXPECT_TRUE(v.ask(beds).remarks.empty());
}

// The unnamed city: open 8 hours a day, and on holidays all day (read as: on holidays as well).
TEST(PlanArithmetic, HoursOnHolidays) {
  Villages v;
  const std::size_t city = v.unit("a", Setting::town);
  Indicator u10 = of_type(IndicatorType::hours);
  u10.kinds = {"service_center"};
  u10.hours_a_day = 8;
  u10.on_holidays = true;
  const auto open = [&](int week, std::optional<int> holidays) {
    Facility& f = v.facility("service_center", city);
    f.open_minutes.emplace();
    f.open_minutes->fill(week);
    f.open_on_holidays = holidays;
  };
  v.town.stated.kinds_with_hours.insert("service_center");
  open(480, std::nullopt);
  ASSERT_EQ(v.ask(u10).needs.size(), 1u) << "nobody says, so it is no zero";
  EXPECT_EQ(v.ask(u10).needs[0].key, "indicator_needs_holidays");
  v.facility("clinic", city).open_on_holidays = 1440;
  EXPECT_EQ(v.ask(u10).needs.size(), 1u) << "and no other kind says it";
  open(480, 480);
  open(480, 479);
  open(479, 1440);
  const IndicatorResult result = v.ask(u10);
  EXPECT_DOUBLE_EQ(*v.whole(result).value, 25);
  EXPECT_EQ(v.whole(result).lacking, 1) << "the first says nothing of holidays";
  EXPECT_EQ(v.whole(result).bound, Bound::at_least);
  u10.on_holidays = false;
  EXPECT_DOUBLE_EQ(*v.whole(v.ask(u10)).value, 75);
}

TEST(Targets, WantWholeThings) {
  Counted of{{4000}, {7000}, 100};
  EXPECT_NEAR(*outcome_of(of, {0}, at_least(60)).missing, 0.2, 1e-9);
  of.of_things = true;
  EXPECT_EQ(*outcome_of(of, {0}, at_least(60)).missing, 1);
  of = {{18'000}, {32'000}, 100};
  of.of_things = true;
  EXPECT_EQ(*outcome_of(of, {0}, at_least(85)).missing, 10) << "27 of 32 are 84.4 %";
  of.numerator = {27'200};
  EXPECT_EQ(*outcome_of(of, {0}, at_least(85)).missing, 0) << "reached";
}

}  // namespace
}  // namespace lifecircle::test
