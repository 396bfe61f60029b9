// Things with tags become points, lines and areas, with their doors.

#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <osmium/area/assembler.hpp>
#include <osmium/area/multipolygon_manager.hpp>
#include <osmium/handler/node_locations_for_ways.hpp>
#include <osmium/index/map/sparse_mem_array.hpp>
#include <osmium/io/pbf_input.hpp>
#include <osmium/io/xml_input.hpp>
#include <osmium/object_pointer_collection.hpp>
#include <osmium/osm/object_comparisons.hpp>
#include <osmium/visitor.hpp>

#include "io/read/osm_rings.hpp"
#include "tests/io/osm_sample.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle {
namespace {

using test::OsmText;
using test::place;
using test::places;
using test::TempFile;

struct Read {
  OsmFeatures all;
  Problems problems;
  const Features& features() const { return all.features; }
};

std::vector<TagFilter> filters(const std::vector<std::string>& texts) {
  std::vector<TagFilter> list;
  for (const std::string& text : texts) list.push_back({text});
  return list;
}

Read read_file(const std::string& path, const Frame& frame, const std::vector<std::string>& texts,
               const std::vector<std::string>& keys = {"name"}) {
  Read read;
  auto result = read_osm_features(path, frame, filters(texts), keys, read.problems);
  if (!result) {
    ADD_FAILURE() << result.error().key;
    return read;
  }
  read.all = std::move(result).value();
  const std::size_t count = read.features().size();
  EXPECT_EQ(read.features().shape.size(), count);
  EXPECT_EQ(read.all.entrances.size(), count);
  EXPECT_EQ(read.all.gates.size(), count);
  for (const auto& column : read.features().columns) EXPECT_EQ(column.size(), count);
  return read;
}

Read read(const OsmText& map, const std::vector<std::string>& texts) {
  const TempFile file{map.text()};
  return read_file(file.path(), test::sample_frame(), texts);
}

using Ids = std::vector<std::string>;

Ids ids(const OsmText& map, const std::vector<std::string>& texts) {
  return read(map, texts).features().columns[0];
}

TEST(OsmFilter, AllOfItsPartsMustHold) {
  OsmText map;
  map.node(1, "amenity=clinic").node(2, "amenity=doctors").node(3, "amenity=hospital emergency=no");
  map.node(4, "amenity=hospital").node(5, "amenity=hospital emergency=yes").node(6, "shop=yes");
  map.node(7, "amenity=bank;clinic").node(8, "healthcare=centre").node(9);
  EXPECT_EQ(ids(map, {"amenity=clinic"}), (Ids{"n1", "n7"}));
  EXPECT_EQ(ids(map, {" amenity = clinic | doctors "}), (Ids{"n1", "n2", "n7"}));
  EXPECT_EQ(ids(map, {"amenity=hospital,emergency!=no"}), (Ids{"n4", "n5"}));
  EXPECT_EQ(ids(map, {"amenity=hospital,emergency=*"}), (Ids{"n3", "n5"}));
  EXPECT_EQ(ids(map, {"amenity=hospital,emergency!=*"}), Ids{"n4"});
  EXPECT_EQ(ids(map, {"amenity=*,amenity!=hospital|clinic"}), Ids{"n2"});
  EXPECT_EQ(ids(map, {"shop=*", "healthcare=centre|clinic"}), (Ids{"n6", "n8"}));
  EXPECT_EQ(ids(map, {}), Ids{});
}

TEST(OsmFilter, SaysWhatIsWrongWithIt) {
  const auto fault = [](const std::string& text) {
    const auto checked = check_tag_filter({text});
    return checked ? "" : checked.error().key;
  };
  for (const char* fine : {"a=b", "a=b|c,d!=e", "name:zh=*", "a=b,c!=*", "amenity=幼儿园"})
    EXPECT_EQ(fault(fine), "") << fine;
  EXPECT_EQ(fault(""), "osm_filter_empty");
  EXPECT_EQ(fault("  "), "osm_filter_empty");
  EXPECT_EQ(fault("amenity"), "osm_filter_no_equals");
  EXPECT_EQ(fault("a=b,"), "osm_filter_no_equals");
  EXPECT_EQ(fault("=b"), "osm_filter_no_key");
  EXPECT_EQ(fault("!=b"), "osm_filter_no_key");
  EXPECT_EQ(fault("a!b=c"), "osm_filter_no_key");
  for (const char* bad : {"a=", "a=b|", "a=|b", "a=b|*", "a==b", "a!="})
    EXPECT_EQ(fault(bad), "osm_filter_no_value") << bad;
  EXPECT_EQ(fault("a!=b"), "osm_filter_only_not");
  Problems problems;
  const TempFile file{OsmText{}.node(1, "a=b").text()};
  const auto result =
      read_osm_features(file.path(), test::sample_frame(), {{"a=b"}, {"c"}}, {}, problems);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().key, "osm_filter_no_equals");
  EXPECT_EQ(result.error().where, "c");
}

//  1---2   all one square; 4---3 below is row 1
OsmText square() {
  return OsmText{}.nodes({1, 2, 101, 102});
}

TEST(OsmFeatures, ArePointsLinesAndAreas) {
  OsmText map = square();
  map.node(50, "leisure=track name=Dot");
  map.way(10, {1, 2, 102, 101, 1}, "leisure=track name=Ring")
      .way(11, {1, 2, 102}, "leisure=track")
      .way(12, {1, 2, 102, 1}, "leisure=track area=no")
      .way(13, {1, 2, 102, 1}, "leisure=track highway=footway")
      .way(14, {1, 2, 102, 1}, "leisure=track highway=footway area=yes")
      .way(15, {1, 2, 1}, "leisure=track");
  const Read all = read(map, {"leisure=track"});
  const Features& features = all.features();
  EXPECT_EQ(features.column_names, (std::vector<std::string>{"osm_id", "name"}));
  EXPECT_EQ(features.columns[0], (Ids{"n50", "w10", "w11", "w12", "w13", "w14", "w15"}));
  EXPECT_EQ(features.columns[1], (Ids{"Dot", "Ring", "", "", "", "", ""}));
  EXPECT_EQ(features.row, (std::vector<std::int64_t>{50, 10, 11, 12, 13, 14, 15}));
  EXPECT_EQ(features.shape[0], Shape::of(place(50)));
  EXPECT_EQ(features.shape[1].kind, ShapeKind::area);
  EXPECT_EQ(features.shape[1].parts[0].size(), 5U);
  EXPECT_NEAR(area_m2(features.shape[1]), 111.0 * 85.4, 0.01 * 111 * 85);
  EXPECT_EQ(features.shape[2], (Shape{ShapeKind::line, {places({1, 2, 102})}}));
  EXPECT_EQ(features.shape[3].kind, ShapeKind::line);
  EXPECT_EQ(features.shape[4].kind, ShapeKind::line);
  EXPECT_EQ(features.shape[5].kind, ShapeKind::area);
  EXPECT_EQ(features.shape[6].kind, ShapeKind::line) << "there and back is no ground";
  EXPECT_TRUE(all.problems.empty());
}

TEST(OsmFeatures, OfRelationsHaveHolesAndDoors) {
  OsmText map = OsmText{}.nodes({1, 401, 404, 102, 202});
  map.node(4, "entrance=main").node(203, "barrier=gate").node(103, "entrance=exit");
  map.way(10, {1, 4, 404}, "").way(11, {404, 401, 1}, "").way(12, {102, 103, 203, 202, 102}, "");
  map.relation(5, "outer:w10 outer:w11 inner:w12 label:n1",
               "type=multipolygon building=school name=A");
  const Read all = read(map, {"building=school"});
  ASSERT_EQ(all.features().size(), 1U);
  EXPECT_EQ(all.features().columns[0][0], "r5");
  const Shape& shape = all.features().shape[0];
  EXPECT_EQ(shape.kind, ShapeKind::area);
  ASSERT_EQ(shape.parts.size(), 2U);
  EXPECT_NEAR(area_m2(shape), (3 * 4 - 1) * 111.0 * 85.4, 0.01 * 11 * 111 * 85.4);
  EXPECT_EQ(all.all.entrances[0], places({4}));
  EXPECT_EQ(all.all.gates[0], places({203}));
  EXPECT_TRUE(all.problems.empty());
}

TEST(OsmFeatures, ThatDoNotCloseAreHandedOverAsLines) {
  OsmText map = square();
  map.way(10, {1, 2, 102}, "")
      .way(11, {102, 101, 1}, "")
      .way(12, {1, 2, 102, 999, 1}, "building=yes");
  map.relation(1, "outer:w10 outer:w77", "type=multipolygon building=yes");
  map.relation(2, "outer:w10 outer:w11 outer:w77", "type=multipolygon building=yes");
  map.relation(3, "outer:w77", "type=multipolygon building=yes");
  map.relation(4, "part:w10", "type=building building=yes");
  map.relation(5, "part:w10", "type=site building=yes");
  map.node_at(60, 170, 10, "building=yes");
  map.way(13, {998, 999}, "building=yes");
  const Read all = read(map, {"building=*"});
  EXPECT_EQ(all.features().columns[0], (Ids{"w12", "r1", "r2"}));
  EXPECT_EQ(all.features().shape[0], (Shape{ShapeKind::line, {places({1, 2, 102})}}));
  EXPECT_EQ(all.features().shape[1], (Shape{ShapeKind::line, {places({1, 2, 102})}}));
  EXPECT_EQ(all.features().shape[2].kind, ShapeKind::area);
  EXPECT_EQ(all.problems.counts(),
            (std::map<std::string, std::uint64_t>{{"osm_nodes_missing", 1},
                                                  {"osm_area_open", 1},
                                                  {"osm_area_incomplete", 1},
                                                  {"osm_relation_without_outline", 1},
                                                  {"osm_relation_of_parts", 1},
                                                  {"osm_relation_not_area", 1},
                                                  {"osm_node_without_place", 1},
                                                  {"osm_way_without_line", 1}}));
  for (const Problem& problem : all.problems.list())
    EXPECT_EQ(problem.set_aside, problem.row == 5 || problem.row == 60 || problem.row == 13)
        << problem.key;
}

TEST(OsmFeatures, DoNotDependOnTheOrderOfTheFile) {
  OsmText map = OsmText{}.nodes({1, 401, 404, 102, 202, 203, 103});
  map.node(4, "entrance=main building=yes");
  map.way(10, {1, 4, 404}, "").way(11, {404, 401, 1}, "").way(12, {102, 103, 203, 202, 102}, "");
  map.way(13, {102, 103, 203, 102}, "building=yes", "version=\"1\"");
  map.way(13, {102, 103, 203, 202, 102}, "building=yes name=New", "version=\"2\"");
  map.way(14, {102, 103, 203, 102}, "building=yes", "version=\"1\"");
  map.way(14, {102, 103, 203, 102}, "", "version=\"2\"");
  map.relation(5, "outer:w10 outer:w11 inner:w12", "type=multipolygon building=school");
  const Read first = read(map, {"building=*"});
  EXPECT_EQ(first.features().columns[0], (Ids{"n4", "w13", "r5"}));
  EXPECT_EQ(first.features().columns[1][1], "New");
  for (unsigned seed = 0; seed < 30; ++seed) {
    const Read other = read(map.shuffle(seed), {"building=*"});
    EXPECT_EQ(other.features().columns, first.features().columns) << "seed " << seed;
    EXPECT_EQ(other.features().shape, first.features().shape) << "seed " << seed;
    EXPECT_EQ(other.all.entrances, first.all.entrances) << "seed " << seed;
  }
}

std::vector<osm::Piece> pieces_of(const std::vector<std::vector<Point>>& rings) {
  std::vector<osm::Piece> pieces;
  for (const auto& ring : rings)
    for (std::size_t i = 1; i < ring.size(); ++i) pieces.emplace_back(ring[i - 1], ring[i]);
  return pieces;
}

TEST(OsmRings, OfSquaresThatTouchDoNotCross) {
  // They share a corner.
  const std::vector<Point> left{{0, 0}, {0, 2}, {2, 2}, {2, 0}, {0, 0}};
  const std::vector<Point> right{{2, 2}, {2, 4}, {4, 4}, {4, 2}, {2, 2}};
  EXPECT_EQ(osm::rings_of(pieces_of({left, right})), (std::vector{left, right}));
}

TEST(OsmRings, OfAHoleThatTouchesItsOutlineTwiceDoNotCrossHoweverItIsTurned) {
  const std::vector<Point> outer{{0, 0}, {0, 40}, {20, 80}, {80, 40}, {80, 0}, {20, -90}, {0, 0}};
  const std::vector<Point> hole{{20, -90}, {19, 0}, {18, 30}, {20, 80}, {21, 50}, {20, -90}};
  const double square_metres =
      area_m2(Shape{ShapeKind::area, {outer}}) - area_m2(Shape{ShapeKind::area, {hole}});
  for (int a = -3; a <= 3; ++a)
    for (int b = -3; b <= 3; ++b)
      for (const auto& [c, d] : {std::pair{1, 0}, {0, 1}, {2, -1}, {-1, -3}}) {
        const int scale = std::abs(a * d - b * c);
        if (scale == 0) continue;
        auto rings = std::vector{outer, hole};
        for (auto& ring : rings)
          for (Point& p : ring) p = {a * p.x + b * p.y, c * p.x + d * p.y};
        const auto made = osm::rings_of(pieces_of(rings));
        ASSERT_TRUE(made);
        EXPECT_NEAR(area_m2(Shape{ShapeKind::area, *made}), scale * square_metres, 1e-9)
            << a << " " << b << " " << c << " " << d;
      }
}

TEST(OsmRings, ForgetBordersBetweenPartsAndWhatHasNoLength) {
  // Two halves of one square, with a node named twice.
  const std::vector<Point> a{{0, 0}, {0, 2}, {1, 2}, {1, 2}, {1, 0}, {0, 0}};
  const std::vector<Point> b{{1, 0}, {1, 2}, {2, 2}, {2, 0}, {1, 0}};
  EXPECT_EQ(
      osm::rings_of(pieces_of({a, b})),
      (std::vector<std::vector<Point>>{{{0, 0}, {0, 2}, {1, 2}, {2, 2}, {2, 0}, {1, 0}, {0, 0}}}));
  EXPECT_EQ(osm::rings_of(pieces_of({a, a})), std::vector<std::vector<Point>>{});
  EXPECT_EQ(osm::rings_of({{{0, 0}, {1, 0}}}), std::nullopt);
  EXPECT_EQ(osm::rings_of({}), std::vector<std::vector<Point>>{});
}

TEST(OsmRings, OfAnyClosedPiecesKeepWhatIsInside) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random{seed};
    const auto number = [&](int least, int most) {
      return std::uniform_int_distribution<int>{least, most}(random);
    };
    std::vector<std::vector<Point>> rings(static_cast<std::size_t>(number(1, 4)));
    for (auto& ring : rings) {
      const int points = number(3, 12);
      for (int i = 0; i < points; ++i) ring.push_back({number(0, 9), number(0, 9)});
      ring.push_back(ring.front());
    }
    auto pieces = pieces_of(rings);
    const auto first = osm::rings_of(pieces);
    ASSERT_TRUE(first) << "seed " << seed;
    for (const auto& ring : *first) {
      EXPECT_GE(ring.size(), 4U) << "seed " << seed;
      EXPECT_EQ(ring.front(), ring.back());
      const std::set<Point> distinct(ring.begin(), ring.end());
      EXPECT_EQ(distinct.size(), ring.size() - 1) << "seed " << seed;
    }
    // Off every line through whole points of so small a grid: inside must be inside.
    for (auto& [a, b] : pieces) {
      a = {a.x * 10'000, a.y * 10'000};
      b = {b.x * 10'000, b.y * 10'000};
      if (number(0, 1) == 0) std::swap(a, b);
    }
    std::ranges::shuffle(pieces, random);
    const auto large = osm::rings_of(pieces);
    ASSERT_TRUE(large);
    EXPECT_EQ(large->size(), first->size()) << "seed " << seed;
    for (auto& ring : rings)
      for (Point& p : ring) p = {p.x * 10'000, p.y * 10'000};
    for (int i = 0; i < 100; ++i) {
      const Point p{number(0, 9) * 10'000 + 1 + number(0, 99) * 97, number(0, 9) * 10'000 + 3331};
      EXPECT_EQ(covers(Shape{ShapeKind::area, *large}, p), covers(Shape{ShapeKind::area, rings}, p))
          << "seed " << seed;
    }
  }
}

/// Areas as libosmium assembles them: the judge.
class Areas : public osmium::handler::Handler {
 public:
  explicit Areas(const Frame& frame) : frame_{frame} {}
  void area(const osmium::Area& area) {
    Shape shape{ShapeKind::area, {}};
    const auto add = [&](const osmium::NodeRefList& ring) {
      shape.parts.emplace_back();
      for (const osmium::NodeRef& node : ring) {
        if (!frame_.holds(node.lon(), node.lat())) return false;
        const Point p = frame_.to_plane(node.lon(), node.lat());
        shape.parts.back().push_back(p);
      }
      return true;
    };
    bool inside = true;
    for (const auto& outer : area.outer_rings()) {
      inside = add(outer) && inside;
      for (const auto& inner : area.inner_rings(outer)) inside = add(inner) && inside;
    }
    if (inside && !shape.parts.empty())
      square_metres[(area.from_way() ? "w" : "r") + std::to_string(area.orig_id())] =
          area_m2(shape);
  }
  std::map<std::string, double> square_metres;

 private:
  const Frame& frame_;
};

std::map<std::string, double> judged(const std::string& path, const Frame& frame) {
  using Locations =
      osmium::index::map::SparseMemArray<osmium::unsigned_object_id_type, osmium::Location>;
  osmium::area::Assembler::config_type config;
  config.create_empty_areas = false;
  osmium::area::MultipolygonManager<osmium::area::Assembler> manager{config};
  osmium::relations::read_relations(osmium::io::File{path}, manager);
  // The judge wants its objects sorted, which not every file is.
  osmium::io::Reader reader{path};
  std::vector<osmium::memory::Buffer> buffers;
  while (osmium::memory::Buffer buffer = reader.read()) buffers.push_back(std::move(buffer));
  osmium::ObjectPointerCollection objects;
  for (osmium::memory::Buffer& buffer : buffers) osmium::apply(buffer, objects);
  objects.sort(osmium::object_order_type_id_version{});
  Locations locations;
  osmium::handler::NodeLocationsForWays<Locations> locate{locations};
  locate.ignore_errors();
  Areas areas{frame};
  osmium::apply(
      objects.begin(), objects.end(), locate,
      manager.handler([&](const osmium::memory::Buffer& buffer) { osmium::apply(buffer, areas); }));
  manager.handler().flush();
  for (const osmium::memory::Buffer& rest = manager.read();
       const auto& area : rest.select<osmium::Area>())
    areas.area(area);
  return areas.square_metres;
}

/// Compares our areas with all that the judge could assemble; how many there were.
std::size_t areas_as_judged(const std::string& path, const Frame& frame,
                            const std::string& filter) {
  const auto judge = judged(path, frame);
  const Read ours = read_file(path, frame, {filter}, {"type"});
  std::size_t compared = 0;
  for (std::size_t i = 0; i < ours.features().size(); ++i) {
    const auto found = judge.find(ours.features().columns[0][i]);
    if (found == judge.end()) continue;
    EXPECT_EQ(ours.features().shape[i].kind, ShapeKind::area) << found->first;
    EXPECT_NEAR(area_m2(ours.features().shape[i]), found->second, 1e-6 * found->second)
        << found->first;
    ++compared;
  }
  return compared;
}

TEST(OsmFeatures, HaveTheAreasThatLibosmiumAssembles) {
  const auto path = test::data("liechtenstein/liechtenstein-latest.osm.pbf");
  if (path.empty()) GTEST_SKIP();
  const Frame frame = Frame::around(osm_extent(path).value()).value();
  EXPECT_GE(areas_as_judged(path, frame, "building=*"), 8'900U);
  EXPECT_GE(areas_as_judged(path, frame, "type=multipolygon"), 30U);
}

// Thirty-odd odd polygons on a grid of 10 degrees: holes in holes, rings that touch, flowers.
TEST(OsmFeatures, HaveTheAreasOfTheMultipolygonTestCases) {
  const auto path = test::data("malformed/osm_misc/multipolygon_testcases.osm");
  if (path.empty()) GTEST_SKIP();
  std::size_t compared = 0;
  for (const double west : {-179, -159, -139, -119})
    for (const double south : {1, 21})
      compared += areas_as_judged(path, test::frame_of(west, south, west + 18, south + 18),
                                  "type=multipolygon|boundary");
  EXPECT_GE(compared, 14U) << "the others are broken, for libosmium";
}

std::map<char, int> by_type(const std::string& name, const std::string& filter) {
  const auto path = test::data(name);
  std::map<char, int> counts;
  if (path.empty()) return counts;
  const Frame frame = Frame::around(osm_extent(path).value()).value();
  const Read all = read_file(path, frame, {filter});
  for (const std::string& id : all.features().columns[0]) ++counts[id[0]];
  return counts;
}

TEST(OsmFeatures, OfRealPlacesAreAllThere) {
  if (test::data("andorra/andorra.osm.pbf").empty() || test::data("liechtenstein").empty())
    GTEST_SKIP();
  using Counts = std::map<char, int>;
  EXPECT_EQ(by_type("andorra/andorra.osm.pbf", "amenity=hospital"), (Counts{{'n', 6}, {'w', 1}}));
  EXPECT_EQ(by_type("andorra/andorra.osm.gz", "amenity=hospital"), (Counts{{'n', 6}, {'w', 1}}));
  EXPECT_EQ(by_type("andorra/andorra.osm.pbf", "place=village"), (Counts{{'n', 32}}));
  EXPECT_EQ(by_type("andorra/andorra.osm.pbf", "place=hamlet"), (Counts{{'n', 20}}));
  const std::string liechtenstein = "liechtenstein/liechtenstein-latest.osm.pbf";
  EXPECT_EQ(by_type(liechtenstein, "amenity=school"), (Counts{{'n', 7}, {'w', 12}}));
  EXPECT_EQ(by_type(liechtenstein, "amenity=hospital").size(), 1U);
  // 9,001 buildings, of which one is a relation of type building and no area.
  EXPECT_EQ(by_type(liechtenstein, "building=*"), (Counts{{'n', 3}, {'w', 8'992}, {'r', 5}}));
}

}  // namespace
}  // namespace lifecircle
