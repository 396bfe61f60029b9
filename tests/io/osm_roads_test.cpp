// Ways and nodes become lines over shared vertices.

#include <gtest/gtest.h>

#include "tests/io/osm_sample.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle {
namespace {

using test::letters;
using test::lines_of;
using test::OsmText;
using test::place;
using test::places;
using test::roads_of;
using test::TempFile;
using test::whole;

TEST(OsmRoads, MeetWhereTheyNameTheSameNode) {
  const auto read = roads_of(OsmText{}
                                 .nodes({1, 2, 3, 102})
                                 .way(10, {1, 2, 3}, "highway=residential")
                                 .way(11, {102, 2}, "highway=footway")
                                 .way(12, {1, 102}, "building=yes"));
  EXPECT_EQ(lines_of(read.roads),
            (std::vector<std::vector<Point>>{places({1, 2, 3}), places({102, 2})}));
  EXPECT_EQ(read.roads.line(0)[1], read.roads.line(1)[1]);
  EXPECT_EQ(read.roads.vertex_count(), 4U);
  EXPECT_EQ(read.roads.line_source, (std::vector<std::int64_t>{10, 11}));
  EXPECT_EQ(read.roads.kinds[read.roads.line_kind[1]].road_class, "footway");
  EXPECT_TRUE(read.problems.empty());
}

TEST(OsmRoads, DoNotMeetWhereNodesOnlyLieOnOneSpot) {
  const auto read = roads_of(OsmText{}
                                 .nodes({1, 2, 3})
                                 .node_at(7, 116.002, 40.0)
                                 .way(10, {1, 2, 3}, "highway=residential")
                                 .way(11, {7, 1}, "highway=footway bridge=yes"));
  EXPECT_EQ(read.roads.vertex_count(), 4U);
  EXPECT_EQ(place(2), read.roads.position[read.roads.line(1)[0]]);
  EXPECT_NE(read.roads.line(0)[1], read.roads.line(1)[0]);
}

TEST(OsmRoads, OfAClippedFileGoAsFarAsTheirNodes) {
  const auto read = roads_of(OsmText{}
                                 .nodes({1, 2, 4, 5, 6, 8})
                                 .way(10, {1, 2, 3, 4, 5, 6, 7, 8}, "highway=residential")
                                 .way(11, {1, 99}, "highway=residential")
                                 .way(12, {2, 2}, "highway=residential")
                                 .way(13, {1, 1, 2, 2}, "highway=residential"));
  EXPECT_EQ(lines_of(read.roads),
            (std::vector<std::vector<Point>>{places({1, 2}), places({4, 5, 6}), places({1, 2})}));
  EXPECT_EQ(read.roads.line_source, (std::vector<std::int64_t>{10, 10, 13}));
  EXPECT_EQ(read.roads.vertex_count(), 5U) << "node 8 stands alone";
  ASSERT_EQ(read.problems.list().size(), 3U);
  const Problem& missing = read.problems.list()[0];
  EXPECT_EQ(missing.key, "osm_nodes_missing");
  EXPECT_EQ(missing.row, 10);
  EXPECT_EQ(missing.args, std::vector<std::string>{"2"});
  EXPECT_FALSE(missing.set_aside);
  EXPECT_EQ(read.problems.list()[1].key, "osm_way_without_line");
  EXPECT_EQ(read.problems.list()[1].row, 11);
  EXPECT_TRUE(read.problems.list()[1].set_aside);
  EXPECT_EQ(read.problems.list()[2].row, 12);
}

TEST(OsmRoads, LeaveOutPlacesOutsideTheFrameOrTheEarth) {
  const auto read = roads_of(OsmText{}
                                 .nodes({1, 2})
                                 .node_at(3, 170, 40)
                                 .node_at(4, 116.1, 89.9)
                                 .way(10, {1, 2, 3}, "highway=residential")
                                 .way(11, {3, 4}, "highway=residential"));
  EXPECT_EQ(lines_of(read.roads), (std::vector<std::vector<Point>>{places({1, 2})}));
  EXPECT_EQ(read.problems.counts().at("osm_nodes_missing"), 1U);
  EXPECT_EQ(read.problems.counts().at("osm_way_without_line"), 1U);
}

TEST(OsmRoads, CountWhatIsNotBuiltOnce) {
  const auto read = roads_of(OsmText{}
                                 .nodes({1, 2})
                                 .way(10, {1, 2}, "highway=construction construction=primary")
                                 .way(11, {1, 2}, "highway=proposed")
                                 .way(12, {1, 2}, "highway=steps"));
  EXPECT_EQ(read.roads.line_count(), 1U);
  ASSERT_EQ(read.problems.list().size(), 1U);
  EXPECT_EQ(read.problems.list()[0].key, "osm_not_built");
  EXPECT_EQ(read.problems.list()[0].args, std::vector<std::string>{"2"});
  EXPECT_EQ(read.problems.list()[0].row, -1);
  EXPECT_FALSE(read.problems.list()[0].set_aside) << "the file is sound";
}

TEST(OsmRoads, HaveGates) {
  const auto read = roads_of(OsmText{}
                                 .node(1)
                                 .node(2, "barrier=bollard")
                                 .node(3, "barrier=gate access=private foot=yes")
                                 .node(4, "barrier=wall")
                                 .way(10, {1, 2, 3}, "highway=service"));
  EXPECT_EQ(letters(read.roads.closed[read.roads.line(0)[0]]), "");
  EXPECT_EQ(letters(read.roads.closed[read.roads.line(0)[1]]), "c");
  EXPECT_EQ(letters(read.roads.closed[read.roads.line(0)[2]]), "bmc");
}

TEST(OsmRoads, GoRoundSquares) {
  const auto read =
      roads_of(OsmText{}
                   .nodes({1, 2, 102, 101, 5, 6, 106, 105})
                   .way(10, {1, 2, 102, 101, 1}, "highway=pedestrian area=yes")
                   .way(20, {5, 6, 106}, "")
                   .way(21, {106, 105, 5}, "highway=service")
                   .relation(1, "outer:w20 outer:w21", "type=multipolygon highway=pedestrian"));
  EXPECT_EQ(lines_of(read.roads),
            (std::vector<std::vector<Point>>{places({1, 2, 102, 101, 1}), places({5, 6, 106}),
                                             places({106, 105, 5})}));
  EXPECT_EQ(read.roads.kinds[read.roads.line_kind[1]].road_class, "pedestrian");
  EXPECT_EQ(read.roads.kinds[read.roads.line_kind[2]].road_class, "service");
}

TEST(OsmRoads, TakeFerriesIfAsked) {
  const OsmText map = OsmText{}.nodes({1, 2}).way(10, {1, 2}, "route=ferry motor_vehicle=no");
  EXPECT_EQ(roads_of(map).roads.line_count(), 0U);
  const auto read = roads_of(map, true);
  ASSERT_EQ(read.roads.line_count(), 1U);
  EXPECT_EQ(read.roads.kinds[0].road_class, "ferry");
  EXPECT_EQ(letters(read.roads.kinds[0].forbidden), "mc");
}

TEST(OsmRoads, AreTakenInTheirNewestVersion) {
  const std::string v1 = "version=\"1\" timestamp=\"2020-01-01T00:00:00Z\"";
  const std::string v2 = "version=\"2\" timestamp=\"2021-01-01T00:00:00Z\"";
  const std::string gone = "version=\"3\" visible=\"false\"";
  OsmText map;
  map.node(1).node(2, "", v1).node_at(2, 116.05, 40.05, "barrier=bollard", v2).node(3);
  map.node(4, "", v1).node(4, "", gone);
  map.way(10, {1, 2}, "highway=residential", v1).way(10, {1, 2, 3}, "highway=service", v2);
  map.way(11, {1, 3}, "highway=residential", v1).way(11, {1, 3}, "building=yes", v2);
  map.way(12, {1, 3}, "highway=residential", v2).way(12, {1, 3}, "highway=residential", gone);
  map.way(13, {1, 3, 4}, "highway=path", v1).way(14, {1, 3}, "landuse=grass", v1);
  map.way(14, {1, 3}, "highway=track", v2);
  const std::string first = whole(roads_of(map).roads);
  for (unsigned seed = 0; seed < 30; ++seed)
    EXPECT_EQ(whole(roads_of(map.shuffle(seed)).roads), first) << "seed " << seed;
  const auto read = roads_of(map);
  EXPECT_EQ(read.roads.line_source, (std::vector<std::int64_t>{10, 13, 14}));
  EXPECT_EQ(read.roads.line(0).size(), 3U);
  EXPECT_EQ(read.roads.kinds[read.roads.line_kind[0]].road_class, "service");
  const std::uint32_t moved = read.roads.line(0)[1];
  EXPECT_EQ(read.roads.position[moved], test::sample_frame().to_plane(116.05, 40.05));
  EXPECT_EQ(letters(read.roads.closed[moved]), "c");
  EXPECT_EQ(read.problems.counts().at("osm_nodes_missing"), 1U) << "node 4 was deleted";
}

TEST(OsmRoads, MayHaveAnyIds) {
  const std::int64_t huge = 9'000'000'000'000'000'000;
  OsmText map;
  map.node_at(-5, 116.001, 40).node_at(huge, 116.002, 40).node_at(0, 116.003, 40);
  map.way(-7, {-5, huge}, "highway=path").way(huge, {huge, 0}, "highway=steps");
  const auto read = roads_of(map);
  EXPECT_EQ(lines_of(read.roads),
            (std::vector<std::vector<Point>>{places({1, 2}), places({2, 3})}));
  EXPECT_EQ(read.roads.line_source, (std::vector<std::int64_t>{-7, huge}));
}

/// A town of 9 x 9 crossings with a bit of everything.
OsmText busy_town() {
  OsmText map;
  const auto at = [](std::int64_t x, std::int64_t y) { return 100 * y + x; };
  for (std::int64_t y = 1; y <= 9; ++y)
    for (std::int64_t x = 1; x <= 9; ++x)
      map.node(at(x, y), (x * y) % 7 == 0   ? "barrier=bollard"
                         : (x + y) % 5 == 0 ? "barrier=gate"
                                            : "");
  for (std::int64_t y = 1; y <= 9; ++y)
    for (std::int64_t x = 1; x < 9; x += 2) {
      map.way(1000 + 10 * y + x, {at(x, y), at(x + 1, y), at(x + 2, y)},
              y % 2 == 0 ? "highway=residential oneway=yes" : "highway=footway");
      map.way(2000 + 10 * y + x, {at(y, x), at(y, x + 1), at(y, x + 2)},
              y % 3 == 0 ? "highway=secondary maxspeed=60" : "highway=service access=private");
      map.relation(3000 + 10 * y + x,
                   "from:w" + std::to_string(1000 + 10 * y + x) + " via:n" +
                       std::to_string(at(x + 2, y)) + " to:w" +
                       std::to_string(2000 + 10 * (x + 2) + y),
                   "type=restriction restriction=no_left_turn");
    }
  map.way(4000, {at(1, 1), at(5, 5), at(9, 9)}, "waterway=river");
  map.way(4001, {at(1, 2), at(5, 6), 7777}, "railway=rail");
  map.way(4002, {at(1, 3), at(2, 3), at(2, 4), at(1, 3)}, "natural=water");
  return map;
}

TEST(OsmRoads, DoNotDependOnTheOrderOfTheFile) {
  OsmText map = busy_town();
  const auto first = roads_of(map);
  EXPECT_EQ(first.roads.line_count(), 72U);
  EXPECT_GT(first.roads.turn_rules.size(), 10U);
  EXPECT_EQ(first.barriers.size(), 3U);
  for (unsigned seed = 0; seed < 20; ++seed) {
    const auto other = roads_of(map.shuffle(seed));
    EXPECT_EQ(whole(other.roads), whole(first.roads)) << "seed " << seed;
    EXPECT_EQ(other.barriers.points, first.barriers.points) << "seed " << seed;
    EXPECT_EQ(other.problems.counts(), first.problems.counts()) << "seed " << seed;
  }
}

TEST(OsmBarriers, AreLinesAlsoRoundMultipolygons) {
  OsmText map;
  map.nodes({1, 2, 102, 101, 5, 6});
  map.way(20, {1, 2, 102}, "").way(21, {102, 101, 1}, "").way(30, {5, 6}, "railway=rail");
  map.way(31, {5, 6}, "railway=rail tunnel=yes").way(32, {6, 5}, "railway=rail");
  map.relation(1, "outer:w20 outer:w21 outer:w99", "type=multipolygon natural=water water=lake");
  const auto read = roads_of(map);
  EXPECT_EQ(read.roads.line_count(), 0U);
  ASSERT_EQ(read.barriers.size(), 4U);
  EXPECT_EQ(read.barriers.kind, ShapeKind::line);
  EXPECT_TRUE(std::ranges::is_sorted(std::vector<Point>{
      read.barriers.points[0], read.barriers.points[3], read.barriers.points[6]}));

  const TempFile file{map.text()};
  Problems problems;
  const auto without = read_osm_roads(file.path(), test::sample_frame(), false, false, problems);
  ASSERT_TRUE(without);
  EXPECT_EQ(without.value().barriers.size(), 0U);
}

TEST(OsmRoads, CanBeInterrupted) {
  const TempFile file{busy_town().text()};
  Problems problems;
  const auto result = read_osm_roads(file.path(), test::sample_frame(), true, true, problems,
                                     [](auto, auto, auto) { return false; });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().fault, Fault::interrupted);
}

struct Counted {
  std::size_t ways = 0, one_way = 0, steps = 0, gates = 0;
};

Counted count(const Roads& roads) {
  Counted counted;
  for (std::size_t i = 0; i < roads.line_count(); ++i) {
    if (i > 0 && roads.line_source[i] == roads.line_source[i - 1]) continue;
    const RoadKind& kind = roads.kinds[roads.line_kind[i]];
    ++counted.ways;
    if (kind.road_class == "steps") ++counted.steps;
    if (kind.not_backward.has(Mode::car) != kind.not_forward.has(Mode::car)) ++counted.one_way;
  }
  for (const Modes closed : roads.closed)
    if (closed != Modes::none()) ++counted.gates;
  return counted;
}

TEST(OsmRoads, HaveGatesAtATime) {
  OsmText map;
  map.node(1, "barrier=gate").node(2, "barrier=gate opening_hours=06:00-22:00");
  map.node(3, "barrier=gate opening_hours=whenever").node(4, "barrier=gate access=private");
  map.node(9, "barrier=gate").nodes({5});  // 9 on no road
  map.way(10, {1, 2, 3, 4, 5}, "highway=footway");
  const TempFile file{map.text()};
  const auto read = [&](const std::optional<DayTime>& time, Problems& problems) {
    auto roads =
        read_osm_roads(file.path(), test::sample_frame(), false, false, problems, {}, time);
    EXPECT_TRUE(roads);
    return std::move(roads).value();
  };
  Problems problems;
  const OsmRoads always = read({}, problems);
  EXPECT_EQ(count(always.roads).gates, 1U);
  EXPECT_EQ(always.gates.all(), 0U);
  EXPECT_TRUE(always.unknown_gates.empty());
  EXPECT_TRUE(problems.empty());

  const OsmRoads day = read(parse_day_time("Mo 10:00"), problems);
  EXPECT_EQ(count(day.roads).gates, 1U);
  EXPECT_EQ(std::tuple(day.gates.open, day.gates.closed, day.gates.unknown), std::tuple(1, 1, 2));
  ASSERT_EQ(day.unknown_gates.size(), 2U);
  EXPECT_EQ(day.unknown_gates[0].vertex, 0U);
  EXPECT_EQ(day.unknown_gates[1].vertex, 2U);
  EXPECT_EQ(day.unknown_gates[1].modes, Modes::all());
  ASSERT_EQ(problems.list().size(), 1U);
  EXPECT_EQ(problems.list()[0].key, "osm_gate_hours_not_understood");
  EXPECT_EQ(problems.list()[0].row, 3);

  const OsmRoads night = read(parse_day_time("Mo 23:00"), problems);
  EXPECT_EQ(count(night.roads).gates, 2U);
  EXPECT_EQ(night.gates.closed, 2U);
}

OsmRoads real(const std::string& path, Problems& problems) {
  const auto box = osm_extent(path);
  EXPECT_TRUE(box) << box.error().key;
  auto read = read_osm_roads(path, Frame::around(box.value()).value(), true, false, problems);
  EXPECT_TRUE(read) << read.error().key;
  return std::move(read).value();
}

// The file has 15,886 highway ways, 4,743 with oneway=yes or -1 (osmium tags-filter). 37 are
// not built; 57 platforms and piers have no highway tag.
TEST(OsmRoads, OfPortoAlegreAreAllThere) {
  const auto path = test::data("poa/poa_osm.pbf");
  if (path.empty()) GTEST_SKIP();
  Problems problems;
  const OsmRoads read = real(path, problems);
  const Counted counted = count(read.roads);
  EXPECT_EQ(counted.ways, 15'886U - 37 + 57);
  EXPECT_EQ(counted.steps, 413U);
  EXPECT_EQ(counted.one_way, 4'744U) << "oneway tags of built roads and implied ones";
  EXPECT_EQ(read.roads.line_count(), counted.ways);
  ASSERT_EQ(problems.list().size(), 1U);
  EXPECT_EQ(problems.list()[0].args, std::vector<std::string>{"37"});
}

TEST(OsmRoads, OfAClippedCityCentreAreUsedInPart) {
  const auto path = test::data("helsinki/Helsinki.osm.pbf");
  if (path.empty()) GTEST_SKIP();
  Problems problems;
  const OsmRoads read = real(path, problems);
  EXPECT_GT(read.roads.line_count(), count(read.roads).ways) << "some ways come in pieces";
  EXPECT_EQ(problems.counts().at("osm_nodes_missing"), 146U);
  EXPECT_EQ(problems.counts().at("osm_way_without_line"), 81U);
}

}  // namespace
}  // namespace lifecircle
