#include "io/read/town.hpp"

#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/read/people_count.hpp"
#include "io/read/town_parts.hpp"
#include "tests/io/hamlet.hpp"
#include "tests/io/osm_sample.hpp"
#include "tests/io/raster_files.hpp"

namespace lifecircle {
namespace {

using test::count_of;
using test::Folder;
using test::Hamlet;
using test::write_raster;
using ::testing::ElementsAre;

std::int64_t total(const LoadedTown& loaded, std::size_t measure = 0) {
  const auto& counts = loaded.town.homes.count.at(measure);
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

TEST(TownOfHomes, SetsARowAsideIfAnyOfItsCountsIsNone) {
  Hamlet hamlet;
  hamlet.write("homes.csv",
               "id,lon,lat,n,old\nh1,108.001,34,10,2\nh2,108.002,34,20,\nh3,108.003,34,30,x\n"
               "h4,108.004,34,40,-5\nh5,108.005,34,1 000,1\nh6,108.006,34,,1\n");
  const LoadedTown loaded =
      hamlet.loaded(Hamlet::homes("people = \"n\"\ngroups = { old = \"old\" }\n"));
  EXPECT_THAT(loaded.town.homes.id, ElementsAre("h1", "h2"));
  EXPECT_EQ(total(loaded), 30'000);
  EXPECT_EQ(total(loaded, 1), 2'000);
  for (const Problem& p : hamlet.problems.list())
    EXPECT_EQ(p.set_aside, p.key == "home_without_count") << p.key;
  EXPECT_EQ(count_of(hamlet.problems, "home_without_count"), 4u);
  EXPECT_EQ(count_of(hamlet.problems, "home_without_group_count"), 1u) << "empty: nobody";
}

TEST(TownOfFacilities, AreOpenClosedOrNobodyKnows) {
  Hamlet hamlet;
  hamlet.write("homes.csv", "id,lon,lat\nh1,108.001,34\n");
  hamlet.write("schools.csv",
               "id,lon,lat,开放时间\ns1,108.001,34,8:00-18:00\ns2,108.002,34,周末 8:00-18:00\n"
               "s3,108.003,34,\ns4,108.004,34,by appointment\ns5,108.005,34,24小时\n");
  const auto hours = [&](const std::string& more, const std::string& of_schools) {
    const LoadedTown loaded =
        hamlet.loaded(Hamlet::homes("") + "[[facilities]]\nkind = \"school\"\n" +
                      Hamlet::layer("schools.csv") + "id = \"id\"\n" + of_schools + more);
    std::string text;
    for (const Facility& f : loaded.town.facilities)
      text += f.id + " " + openness_name(f.hours) + "; ";
    return text;
  };
  const std::string column = "hours = \"开放时间\"\n", time = "[time]\nat = \"周三 10:00\"\n";
  EXPECT_EQ(hours(time, column),
            "c1 unknown; s1 open; s2 closed; s3 unknown; s4 unknown; s5 open; ");
  EXPECT_EQ(count_of(hamlet.problems, "facility_hours_not_understood"), 1u);
  EXPECT_THAT(hamlet.args("facility_hours_not_understood"), ElementsAre("by appointment"));
  for (const Problem& p : hamlet.problems.list())
    if (p.key == "facility_hours_not_understood") {
      EXPECT_EQ(p.row, 5);  // the line
      EXPECT_FALSE(p.set_aside);
    }
  EXPECT_EQ(count_of(hamlet.problems, "facility_hours_unknown_open"), 1u)
      << "one a source, if a service asks";
  EXPECT_EQ(hours(time, column + "hours_otherwise = \"09:00-10:00\"\n"),
            "c1 unknown; s1 open; s2 closed; s3 closed; s4 unknown; s5 open; ");
  EXPECT_EQ(hours(time, "hours_otherwise = \"09:00-10:01\"\n"),
            "c1 unknown; s1 open; s2 open; s3 open; s4 open; s5 open; ");
  EXPECT_EQ(hours("[time]\nat = \"Sa 17:59\"\n", column),
            "c1 unknown; s1 open; s2 open; s3 unknown; s4 unknown; s5 open; ");
  // Without a time nobody is asked.
  EXPECT_EQ(hours("", column), "c1 open; s1 open; s2 open; s3 open; s4 open; s5 open; ");
  EXPECT_EQ(count_of(hamlet.problems, "facility_hours_not_understood"), 0u);
}

TEST(TownOfGates, StandOnTheRoadsAndCloseByTheirHours) {
  Hamlet hamlet;
  hamlet.write("homes.csv", "id,lon,lat\nh1,108.001,34\n");
  // 4 is some 11 m beside the street, 6 at its end.
  hamlet.write("gates.csv",
               "id,lon,lat,hours,who\n1,108.01,34,6:00-22:00,所有人\n2,108.02,34,,\n"
               "3,108.03,34,06:00-22:00,居民\n4,108.04,34.0001,6:00-22:00,\n"
               "5,108.045,34.00002,whenever,行人\n6,108,34,6:00-22:00,martians\n");
  const auto gates = [&](const std::string& more) {
    const LoadedTown loaded =
        hamlet.loaded(Hamlet::homes("") + "[[gates]]\n" + Hamlet::layer("gates.csv") +
                      "hours = \"hours\"\nwho = \"who\"\n" + more);
    const Roads& roads = loaded.town.roads;
    std::string text = std::to_string(roads.vertex_count()) + ":";
    for (const std::uint32_t v : roads.line(0)) text += " " + std::to_string(roads.closed[v].bits);
    text += "; unknown";
    for (const UnknownGate& gate : loaded.town.unknown_gates)
      text += " " + std::to_string(gate.modes.bits);
    const GateCounts& counts = loaded.town.gates;
    return text + "; " + std::to_string(counts.open) + " " + std::to_string(counts.closed) + " " +
           std::to_string(counts.unknown);
  };
  // In order: gate 6 at the beginning, 1, 2, 3, 5, the end of the street; as bits of modes.
  EXPECT_EQ(gates(""), "6: 0 0 0 31 28 0; unknown; 4 1 0");
  EXPECT_EQ(hamlet.problems.counts().at("gate_on_no_road"), 1u);
  EXPECT_EQ(hamlet.problems.counts().at("gate_who_not_understood"), 1u);
  EXPECT_EQ(gates("[time]\nat = \"Mo 10:00\"\n"), "6: 0 0 0 31 28 0; unknown 31 31 3; 1 1 3");
  EXPECT_EQ(hamlet.problems.counts().at("gate_hours_not_understood"), 1u);
  EXPECT_THAT(hamlet.args("gates_unknown_open"), ElementsAre("3", "Mo 10:00"));
  EXPECT_EQ(gates("[time]\nat = \"Mo 23:00\"\nunknown = \"closed\"\n"),
            "6: 31 31 31 31 31 0; unknown 31 3; 0 3 2");
  EXPECT_EQ(gates("within = 20\n[time]\nat = \"Mo 10:00\"\n"),
            "7: 0 0 0 31 0 28 0; unknown 31 31 3; 2 1 3");
}

TEST(TownOfCompounds, HaveGatesOfTheirOwnByCodeOrByPlace) {
  Hamlet hamlet;
  hamlet.write("homes.csv", "id,lon,lat\nh1,108.001,34\n");
  // Two compounds on the street, east and west of 108.02; one far away; a row that is none.
  hamlet.write("compounds.csv",
               "code,wkt\nb,\"POLYGON((108.02 33.999,108.03 33.999,108.03 34.001,108.02 34.001,"
               "108.02 33.999))\"\na,\"POLYGON((108.01 33.999,108.02 33.999,108.02 34.001,"
               "108.01 34.001,108.01 33.999))\"\nz,\"POLYGON((108.01 33.95,108.02 33.95,"
               "108.02 33.96,108.01 33.95))\"\nx,\"LINESTRING(108 34,108.1 34)\"\n");
  // 1 in a, 2 on the border of both, 3 near b, 4 by code a, 5 of nobody, 6 for people on foot.
  hamlet.write("gates.csv",
               "id,lon,lat,who,of,residents\n1,108.015,34,居民,,\n2,108.02,34,居民,,\n"
               "3,108.03005,34,居民,,6:00-23:00\n4,108.04,34,居民,a,\n5,108.045,34,居民,q,\n"
               "6,108.025,34,行人,,whenever\n");
  const auto gates = [&](const std::string& more) {
    const LoadedTown loaded =
        hamlet.loaded(Hamlet::homes("") + "[[compounds]]\n" + Hamlet::layer("compounds.csv") +
                      "code = \"code\"\nwalls = true\n[[gates]]\n" + Hamlet::layer("gates.csv") +
                      "who = \"who\"\ncompound = \"of\"\nresidents_hours = \"residents\"\n" + more);
    EXPECT_EQ(loaded.town.barriers.size(), 3u);
    std::string text;
    for (const Compound& c : loaded.town.compounds) {
      text += c.code + ":";
      for (const OwnGate& gate : c.gates) text += " " + std::to_string(gate.modes.bits);
      text += "; ";
    }
    return text;
  };
  EXPECT_EQ(gates(""), "a: 31 31 31; b: 31 3 31; z:; ");
  EXPECT_EQ(count_of(hamlet.problems, "compound_is_no_area"), 1u);
  EXPECT_EQ(count_of(hamlet.problems, "gate_of_unknown_compound"), 1u);
  EXPECT_THAT(hamlet.args("compounds_without_gates"), ElementsAre("1", "3"));
  EXPECT_EQ(gates("[time]\nat = \"Mo 22:00\"\n"), "a: 31 31 31; b: 31 31; z:; ");
  EXPECT_EQ(count_of(hamlet.problems, "gate_residents_hours_not_understood"), 1u);
  EXPECT_EQ(gates("[time]\nat = \"Mo 23:00\"\n"), "a: 31 31 31; b: 31; z:; ");
}

TEST(TownOfHomes, SetsARowAsideIfItsHouseholdsAreNoNumber) {
  Hamlet hamlet;
  hamlet.write("homes.csv",
               "id,lon,lat,n\nh1,108.001,34,10\nh2,108.002,34,-5\nh3,108.003,34,1 000\n");
  const LoadedTown loaded = hamlet.loaded(Hamlet::homes("counts = { households = \"n\" }\n"));
  EXPECT_THAT(loaded.town.homes.id, ElementsAre("h1"));
  EXPECT_EQ(count_of(hamlet.problems, "home_without_count"), 2u);
}

TEST(TownOfHomes, SaysHowManyPeopleLiveOutsideTheArea) {
  Hamlet hamlet;
  hamlet.write("homes.csv",
               "id,lon,lat,n\nh1,108.001,34,10\nh2,108.045,34,1000.5\nh3,108.046,34,7\n");
  EXPECT_EQ(total(hamlet.loaded(Hamlet::area() + Hamlet::homes("people = \"n\"\n"))), 10'000);
  EXPECT_THAT(hamlet.args("people_outside"), ElementsAre("2", "1007.5"));
  EXPECT_EQ(total(hamlet.loaded(Hamlet::area() + Hamlet::homes(""))), 1'000);
  EXPECT_THAT(hamlet.args("places_outside"), ElementsAre("2"));
  hamlet.loaded(Hamlet::homes("people = \"n\"\n"));
  EXPECT_TRUE(hamlet.problems.empty());
}

TEST(TownOfHomes, RefusesMorePeopleThanSumsCanHold) {
  Hamlet hamlet;
  std::string rows = "id,lon,lat,n,old\n";
  for (int i = 0; i < 9; ++i) rows += "h" + std::to_string(i) + ",108.001,34,1e12,1e12\n";
  const std::string people = Hamlet::homes("people = \"n\"\ngroups = { old = \"old\" }\n");
  hamlet.write("homes.csv", rows);
  EXPECT_EQ(total(hamlet.loaded(people)), 9'000'000'000'000'000);
  for (const char* one : {"x,108.001,34,1,0\n", "x,108.001,34,0,1\n", "x,108.06,34,1,0\n"}) {
    hamlet.write("homes.csv", rows + one);
    const auto loaded = hamlet.load(Hamlet::area() + people);
    ASSERT_FALSE(loaded) << one;
    EXPECT_EQ(loaded.error().key, "too_many_people");
    EXPECT_EQ(loaded.error().fault, Fault::limit);
  }
}

std::int64_t places(const LoadedTown& loaded) {
  const auto& place = loaded.town.homes.place;
  return std::accumulate(place.begin(), place.end(), std::int64_t{0});
}

TEST(TownOfHomes, CountsAFeatureOverAnAreaAsOnePlace) {
  Hamlet hamlet;
  const auto square = [](const char* id, double west, const char* n) {
    const auto at = [&](double east, double north) {
      return std::to_string(west + east) + " " + std::to_string(34 + north);
    };
    return std::string{id} + ",\"POLYGON((" + at(0, 0) + "," + at(.005, 0) + "," + at(.005, .005) +
           "," + at(0, .005) + "," + at(0, 0) + "))\"," + n + "\n";
  };
  hamlet.write("homes.csv",
               "id,wkt,n\n" + square("v1", 108.001, "10") + square("v2", 108.011, "0"));
  hamlet.write("houses.csv", "lon,lat\n108.002,34.001\n108.003,34.002\n108.005,34.004\n");
  const std::string people = "people = \"n\"\n";
  const LoadedTown even = hamlet.loaded(Hamlet::homes(people + "spread = \"area\"\n"));
  EXPECT_GT(even.town.homes.size(), 20u);
  EXPECT_EQ(total(even), 10'000);
  EXPECT_EQ(places(even), 2'000) << "where nobody lives is a place as well";
  const LoadedTown houses = hamlet.loaded(
      Hamlet::homes(people + "spread = \"buildings\"\nbuildings = { file = \"houses.csv\", crs = "
                             "\"EPSG:4490\" }\n"));
  ASSERT_THAT(houses.town.homes.id[0], "v1/1");
  EXPECT_EQ(houses.town.homes.count[0][0], 3'333);
  EXPECT_EQ(houses.town.homes.place[0], 333);
  EXPECT_EQ(houses.town.homes.count[0][1], 3'334);
  EXPECT_EQ(total(houses), 10'000);
  EXPECT_EQ(places(houses), 2'000);
}

TEST(TownOfHomes, SharesFewOutAllAlongTheWay) {
  const auto share = town_parts::share_out(10, std::vector<double>(1000, 1.0));
  EXPECT_EQ(std::accumulate(share.begin(), share.end(), std::int64_t{0}), 10);
  EXPECT_EQ(std::accumulate(share.begin(), share.begin() + 500, std::int64_t{0}), 5);
  EXPECT_THAT(town_parts::share_out(7, {1, 0, 2, 4}), ElementsAre(1, 0, 2, 4));
  EXPECT_THAT(town_parts::share_out(0, {1, 3}), ElementsAre(0, 0));
  EXPECT_THAT(town_parts::share_out(3, {0.1}), ElementsAre(3));
  EXPECT_THAT(town_parts::share_out(kMostThousandths, {1, 1}),
              ElementsAre(kMostThousandths / 2, kMostThousandths / 2));
}

TEST(TownOfHomes, AreAllPlacesWhereOneSourceCountsNoPeople) {
  Hamlet hamlet;
  hamlet.write("homes.csv", "id,lon,lat,n\nh1,108.001,34,10\nh2,108.002,34,20\n");
  const LoadedTown loaded = hamlet.loaded(Hamlet::homes("people = \"n\"\n") + Hamlet::homes(""));
  ASSERT_EQ(loaded.town.homes.measures.size(), 2u);
  EXPECT_EQ(loaded.town.homes.measures[1].name, "places");
  EXPECT_EQ(total(loaded), 30'000);
  EXPECT_EQ(total(loaded, 1), 4'000);
  EXPECT_EQ(places(loaded), 4'000);
}

TEST(TownOfHomes, DoubtsRowsThatStandTwiceAndGroupsLargerThanThePeople) {
  Hamlet hamlet;
  const std::vector<std::string> rows{"h3,108.003,34,5,6\n", "h1,108.001,34,10,2\n",
                                      "h2,108.002,34,20,21\n", "h1,108.001,34,10,2\n",
                                      "h1,108.004,34,10,10\n"};
  const std::string counts = "people = \"n\"\ngroups = { old = \"old\" }\n";
  for (const bool backward : {false, true}) {
    std::string all;
    for (const std::string& row : rows) all = backward ? row + all : all + row;
    hamlet.write("homes.csv", "id,lon,lat,n,old\n" + all);
    EXPECT_EQ(total(hamlet.loaded(Hamlet::homes(counts))), 55'000) << "each counts";
    EXPECT_THAT(hamlet.args("homes_repeated"), ElementsAre("1", "h1"));
    EXPECT_THAT(hamlet.args("group_larger"), ElementsAre("old", "2", "h2"));
    for (const Problem& p : hamlet.problems.list()) EXPECT_FALSE(p.set_aside) << p.key;
  }
  hamlet.loaded("[[people]]\n" + Hamlet::layer("homes.csv"));
  EXPECT_TRUE(hamlet.problems.empty()) << "ids of our own cannot be the same";
}

TEST(TownOfHomes, DoubtGroupsThatOneSourceAloneCounts) {
  Hamlet hamlet;
  hamlet.write("homes.csv", "id,lon,lat,n,old\nh1,108.001,34,10,3\n");
  hamlet.write("more.csv", "id,lon,lat,n\nm1,108.002,34,20\nm2,108.003,34,20\n");
  const std::string more = "[[people]]\n" + Hamlet::layer("more.csv") + "people = \"n\"\n";
  hamlet.loaded(Hamlet::homes("people = \"n\"\ngroups = { old = \"old\" }\n") + more);
  EXPECT_THAT(hamlet.args("source_counts_none"), ElementsAre("old", "2"));
  EXPECT_EQ(hamlet.loaded(Hamlet::homes("people = \"n\"\ngroups = { old = \"old\" }\n") + more)
                .town.stated.partly_counted,
            std::set<std::string>{"old"});
  hamlet.loaded(Hamlet::homes("people = \"n\"\n") + more);
  EXPECT_TRUE(hamlet.problems.empty());
}

TEST(TownOfFacilities, DoubtsIdsAtDifferentPlaces) {
  Hamlet hamlet;
  hamlet.write("homes.csv", "id,lon,lat\nh1,108.001,34\n");
  hamlet.write("clinics.csv",
               "id,lon,lat\nb,108.002,34\na,108.003,34\na,108.004,34\nb,108.005,34\nc,108.006,34\n"
               "c,108.006,34\n");
  EXPECT_EQ(hamlet.loaded(Hamlet::homes("")).town.facilities.size(), 6u);
  EXPECT_THAT(hamlet.args("facility_id_shared"), ElementsAre("2", "a"));
  EXPECT_THAT(hamlet.args("facility_repeated"), ElementsAre("1", "c"));
  EXPECT_FALSE(hamlet.problems.list().front().set_aside);
}

TEST(TownOfRoads, DoubtsAClassThatNeitherProfileNorRoadKnows) {
  Hamlet hamlet;
  hamlet.write("roads.csv", "class,wkt\nvillage road,\"LINESTRING(108 34,108.05 34)\"\n");
  hamlet.write("homes.csv", "id,lon,lat\nh1,108.001,34\n");
  const auto speeds = [](const std::string& lines) {
    return Hamlet::homes("") + "[profiles.walk.speed]\n" + lines;
  };
  hamlet.loaded(speeds("residental = 4\nqwertz = 4\nresidential = 4\n"));
  EXPECT_THAT(hamlet.args("class_on_no_road"), ElementsAre("qwertz", "walk"));
  EXPECT_THAT(hamlet.args("class_on_no_road_but"),
              ElementsAre("residental", "walk", "residential"));
  EXPECT_EQ(hamlet.problems.list().size(), 2u);
  hamlet.loaded(speeds("\"village road\" = 4\n"));
  EXPECT_EQ(hamlet.problems.list().size(), 1u) << "no road is read as of this class";
  hamlet.class_column = "class = \"class\"\n";
  hamlet.loaded(speeds("\"village road\" = 4\n"));
  EXPECT_TRUE(hamlet.problems.empty());
}

TEST(TownOfUnits, HaveTownshipsWithNamesAndDoubtTwoNamesOfOne) {
  Hamlet hamlet;
  hamlet.write("homes.csv", "id,lon,lat\nh1,108.001,34\n");
  hamlet.write(
      "units.csv",
      "code,lon,lat,town\n690101001001,108.001,34,柳河镇\n690101001002,108.002,34,\n"
      "690101001003,108.003,34,城关镇\n690101002001,108.004,34,石泉乡\nx,108.005,34,别处\n");
  const LoadedTown loaded =
      hamlet.loaded(Hamlet::homes("") + "[units]\n" + Hamlet::layer("units.csv") +
                    "code = \"code\"\ntownship_name = \"town\"\n");
  std::string text;
  for (const Unit& unit : loaded.town.units) text += unit.code + " " + unit.township + "; ";
  EXPECT_EQ(
      text,
      "690101001001 柳河镇; 690101001002 ; 690101001003 城关镇; 690101002001 石泉乡; x 别处; ");
  EXPECT_EQ(count_of(hamlet.problems, "township_named_twice"), 1u);
  EXPECT_THAT(hamlet.args("township_named_twice"), ElementsAre("690101001", "城关镇", "柳河镇"));
}

TEST(TownOfUnits, TakesNoLineForAUnit) {
  Hamlet hamlet;
  hamlet.write("homes.csv", "id,lon,lat\nh1,108.001,34\n");
  const auto units = [&](const std::string& rows) {
    hamlet.write("units.csv", "code,wkt\n" + rows);
    return "[units]\n" + Hamlet::layer("units.csv") + "code = \"code\"\n" + Hamlet::homes("");
  };
  const std::string line = "L,\"LINESTRING(108 34,108.01 34)\"\n";
  const std::string area = "A,\"POLYGON((108 33.9,108.1 33.9,108.1 34.1,108 33.9))\"\n";
  const LoadedTown loaded = hamlet.loaded(units(line + area + "P,POINT(108 34)\nN,\n"));
  ASSERT_EQ(loaded.town.units.size(), 3u) << "an area, a unit known by its code alone, a point";
  for (const Unit& unit : loaded.town.units) {
    EXPECT_NE(unit.code, "L");
    EXPECT_EQ(unit.own_point.has_value(), unit.code == "P") << unit.code;
  }
  EXPECT_THAT(hamlet.args("unit_is_line"), ElementsAre("L"));
  EXPECT_TRUE(hamlet.problems.list().front().set_aside);
  EXPECT_EQ(hamlet.load(units(line)).error().key, "no_units");

  hamlet.write("points.csv", "code,wkt\n" + line + "A,\"LINESTRING(108 34,108.01 34)\"\n");
  const std::string more =
      "points = { file = \"points.csv\", crs = \"EPSG:4490\", code = \"code\" }\n";
  std::string both = units(area);
  both.insert(both.find("[[people]]"), more);
  EXPECT_FALSE(hamlet.loaded(both).town.units.front().own_point);
  EXPECT_EQ(count_of(hamlet.problems, "unit_point_is_line"), 1u);
}

/// Even and odd: an area laid twice on itself would be none.
TEST(TownOfUnits, TakeARowThatStandsTwiceOnce) {
  Hamlet hamlet;
  hamlet.write("homes.csv", "id,lon,lat\nh1,108.05,34\n");
  const std::string area = "A,\"POLYGON((108 33.9,108.1 33.9,108.1 34.1,108 34.1,108 33.9))\"\n";
  const std::string turned =
      "A,\"POLYGON((108.1 34.1,108 34.1,108 33.9,108.1 33.9,108.1 34.1))\"\n";
  const std::string other = "A,\"POLYGON((108.2 33.9,108.3 33.9,108.3 34.1,108.2 33.9))\"\n";
  hamlet.write("units.csv", "code,wkt\n" + area + other + area);
  const LoadedTown loaded = hamlet.loaded("[units]\n" + Hamlet::layer("units.csv") +
                                          "code = \"code\"\n" + Hamlet::homes(""));
  ASSERT_EQ(loaded.town.units.size(), 1u);
  EXPECT_EQ(loaded.town.units[0].area.parts.size(), 2u);
  EXPECT_TRUE(loaded.town.homes.unit[0]);
  EXPECT_THAT(hamlet.args("unit_repeated"), ElementsAre("A"));
}

TEST(TownOfUnits, TakesNoOpenBoundaryOfOsmForAUnit) {
  Hamlet hamlet;
  hamlet.write("homes.csv", "id,lon,lat\nh1,108.001,34\n");
  test::OsmText map;
  map.node_at(1, 108, 33.9).node_at(2, 108.1, 33.9).node_at(3, 108.1, 34.1);
  const char* tags = "boundary=administrative";
  map.way(10, {1, 2, 3}, tags).way(11, {3, 1}, "");
  map.relation(1, "outer:w10 outer:w11", std::string{"type=boundary "} + tags);
  map.relation(2, "outer:w10 outer:w77", std::string{"type=boundary "} + tags);
  hamlet.write("map.osm", map.text());
  const LoadedTown loaded = hamlet.loaded(
      "[units]\nfile = \"map.osm\"\nosm = [\"boundary=administrative\"]\n" + Hamlet::homes(""));
  ASSERT_EQ(loaded.town.units.size(), 1u);
  EXPECT_EQ(loaded.town.units[0].code, "r1");
  EXPECT_THAT(hamlet.args("unit_outline_open"), ElementsAre("r2"));
  EXPECT_THAT(hamlet.args("unit_boundary_ways"), ElementsAre("1"));
  for (const Problem& p : hamlet.problems.list())
    EXPECT_EQ(p.set_aside, p.key == "unit_outline_open") << p.key;
}

TEST(TownOfLand, GathersSourcesOfOneNameAndSetsAsideWhatIsNoArea) {
  Hamlet hamlet;
  hamlet.write("homes.csv", "id,lon,lat,people\nh,108.01,34,5\n");
  const std::string square = "\"POLYGON((108 34,108.01 34,108.01 34.01,108 34.01,108 34))\"";
  const std::string beside =
      "\"POLYGON((108.02 34,108.03 34,108.03 34.01,108.02 34.01,108.02 34))\"";
  hamlet.write("parcels.csv", "wkt,use\n" + beside + ",home\n" + square + ",home\n" + square +
                                  ",shop\n\"LINESTRING(108 34,108.01 34)\",home\n");
  hamlet.write("more.csv", "wkt\n" + square + "\n");
  hamlet.write("none.csv", "wkt\n\"POINT(108 34)\"\n");
  const auto land = [](const std::string& name, const std::string& file, const char* more = "") {
    return "[[land]]\nname = \"" + name + "\"\n" + Hamlet::layer(file) + more;
  };
  const Town town = hamlet
                        .loaded(Hamlet::homes("people = \"people\"\n") +
                                land("homes", "parcels.csv", "where = { use = \"home\" }\n") +
                                land("shops", "none.csv") + land("homes", "more.csv"))
                        .town;
  ASSERT_EQ(town.lands.size(), 2u);
  EXPECT_EQ(town.lands[0].name, "homes");
  ASSERT_EQ(town.lands[0].parcels.size(), 3u);
  EXPECT_EQ(town.lands[0].parcels[0].area, town.lands[0].parcels[1].area) << "sorted by place";
  EXPECT_LT(town.lands[0].parcels[1].area.parts, town.lands[0].parcels[2].area.parts);
  EXPECT_TRUE(town.land_files[0].file.ends_with("parcels.csv"));
  EXPECT_TRUE(town.land_files[2].file.ends_with("more.csv"));
  EXPECT_TRUE(town.lands[1].parcels.empty());
  EXPECT_EQ(hamlet.problems.counts().at("land_is_no_area"), 2u);
  EXPECT_THAT(hamlet.args("source_without_land"), ElementsAre("shops"));
}

TEST(TownOfARaster, CountsTheSamePeopleAsTheSameCellsAsPoints) {
  Hamlet hamlet;
  // 12 x 3 cells of 0.01 degrees and 10 people, most of them far from the street.
  write_raster(hamlet.file("pop.tif"), {.width = 12,
                                        .height = 3,
                                        .cells = std::vector<double>(36, 10),
                                        .grid = {107.97, 0.01, 0, 34.015, 0, -0.01}});
  std::string points = "id,lon,lat,n\n";
  for (int row = 0; row < 3; ++row)
    for (int column = 0; column < 12; ++column)
      points += std::to_string(row * 12 + column) + "," + std::to_string(107.975 + 0.01 * column) +
                "," + std::to_string(34.01 - 0.01 * row) + ",10\n";
  hamlet.write("homes.csv", points);
  for (const std::string& area : {std::string{}, Hamlet::area()}) {
    const LoadedTown raster = hamlet.loaded(area + "[[people]]\nraster = \"pop.tif\"\n");
    const LoadedTown given = hamlet.loaded(area + Hamlet::homes("people = \"n\"\n"));
    EXPECT_EQ(total(raster), area.empty() ? 360'000 : 120'000) << area;
    EXPECT_EQ(total(raster), total(given));
    EXPECT_EQ(raster.town.homes.size(), given.town.homes.size());
    EXPECT_EQ(raster.outside_places, area.empty() ? 0 : 24);
    EXPECT_EQ(raster.outside_places, given.outside_places);
    EXPECT_EQ(raster.outside_count, given.outside_count);
  }
}

TEST(TownOfARaster, SaysHowManyPeopleRoundToNobody) {
  Hamlet hamlet;
  write_raster(hamlet.file("pop.tif"), {.cells = {0.0004, 0.0004, 0.25, 0.0004, 0, 10},
                                        .grid = {108, 0.001, 0, 34, 0, -0.001},
                                        .type = GDT_Float64});
  EXPECT_EQ(total(hamlet.loaded("[[people]]\nraster = \"pop.tif\"\n")), 10'250);
  EXPECT_THAT(hamlet.args("raster_below"), ElementsAre("3", "0.001"));
  EXPECT_FALSE(hamlet.problems.list().front().set_aside);
}

TEST(TownOfARaster, CountsNoCellThatIsNoNumberOfPeople) {
  Hamlet hamlet;
  write_raster(hamlet.file("pop.tif"),
               {.cells = {3.4e38, 1, -1, 2, 1e20, 3}, .grid = {108, 0.001, 0, 34, 0, -0.001}});
  EXPECT_EQ(total(hamlet.loaded("[[people]]\nraster = \"pop.tif\"\n")), 6'000);
  EXPECT_EQ(count_of(hamlet.problems, "raster_unusable"), 1u);
  EXPECT_EQ(count_of(hamlet.problems, "raster_negative"), 1u);
}

}  // namespace
}  // namespace lifecircle
