#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/read/layer.hpp"
#include "io/read/road_words.hpp"
#include "tests/io/layer_files.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle {
namespace {

using test::count_of;
using test::DrawnLayer;
using test::Folder;
using test::frame_around;
using test::source_of;
using test::write_layer;
using ::testing::ElementsAre;

const Frame kFrame = frame_around(108.9, 34.2, 109.1, 34.4);

const Modes kVehicles =
    Modes::of(Mode::bicycle) | Modes::of(Mode::motorcycle) | Modes::of(Mode::car);

Roads read(const LayerSource& source, const RoadColumns& columns, Problems& problems,
           const Frame& frame = kFrame) {
  auto roads = read_roads(source, frame, columns, problems);
  EXPECT_TRUE(roads) << roads.error().key << " " << roads.error().where;
  return roads ? std::move(roads).value() : Roads{};
}

/// Roads of one GeoPackage of rows.
Roads roads_of(const DrawnLayer& drawn, const RoadColumns& columns, Problems& problems) {
  const Folder folder;
  return read(source_of(write_layer(folder.file("a.gpkg"), "GPKG", drawn)), columns, problems);
}

const RoadKind& kind_of(const Roads& roads, std::int64_t source) {
  for (std::size_t i = 0; i < roads.line_count(); ++i)
    if (roads.line_source[i] == source) return roads.kinds[roads.line_kind[i]];
  static const RoadKind none;
  ADD_FAILURE() << "no line of row " << source;
  return none;
}

const StatedTimes& times_of(const Roads& roads, std::int64_t source) {
  for (std::size_t i = 0; i < roads.line_count(); ++i)
    if (roads.line_source[i] == source) return *roads.line_times.at(i);
  static const StatedTimes none;
  ADD_FAILURE() << "no line of row " << source;
  return none;
}

/// Everything but the rows the lines came from.
auto content(const Roads& roads) {
  std::vector<std::tuple<std::optional<double>, std::optional<double>>> times;
  for (const auto& t : roads.line_times) times.emplace_back(t->forward_s, t->backward_s);
  return std::tuple{roads.position,   roads.kinds,       roads.line_kind,
                    roads.line_first, roads.line_vertex, times};
}

/// How many lines name the vertex at each place where several do.
std::map<Point, std::size_t> meetings(const Roads& roads) {
  std::map<std::uint32_t, std::set<std::size_t>> lines;
  for (std::size_t i = 0; i < roads.line_count(); ++i)
    for (const std::uint32_t v : roads.line(i)) lines[v].insert(i);
  std::map<Point, std::size_t> found;
  for (const auto& [vertex, set] : lines)
    if (set.size() > 1) found[roads.position[vertex]] = set.size();
  return found;
}

Point at(double lon, double lat) {
  return kFrame.to_plane(lon, lat);
}

// --- Words ------------------------------------------------------------------------------

TEST(RoadWords, SayWhichWay) {
  for (const char* word : {"yes", "True", "1", "F", "FT", "forward", " y ", "是", "单行"})
    EXPECT_EQ(oneway_of(word), Oneway::forward) << word;
  for (const char* word : {"-1", "T", "TF", "reverse", "backward", "逆向"})
    EXPECT_EQ(oneway_of(word), Oneway::backward) << word;
  for (const char* word : {"", "no", "FALSE", "0", "B", "both", "双向", "　"})
    EXPECT_EQ(oneway_of(word), Oneway::no) << word;
  for (const char* word : {"2", "maybe", "reversible"}) EXPECT_FALSE(oneway_of(word)) << word;
}

TEST(RoadWords, SayYesAndHowFast) {
  for (const char* word : {"yes", "1", "T", "viaduct", "是"}) EXPECT_TRUE(says_yes(word)) << word;
  for (const char* word : {"", "no", "0", "F", "false", "否"}) EXPECT_FALSE(says_yes(word)) << word;
  EXPECT_EQ(speed_of("50"), 50);
  EXPECT_EQ(speed_of(" 60 km/h"), 60);
  EXPECT_EQ(speed_of("40公里/小时"), 40);
  EXPECT_NEAR(*speed_of("30 mph"), 48.28, 0.01);
  EXPECT_EQ(speed_of(""), 0);
  for (const char* word : {"fast", "-5", "nan", "inf", "401", "50;60"})
    EXPECT_FALSE(speed_of(word)) << word;
}

// --- Columns ----------------------------------------------------------------------------

TEST(ReadRoads, MapsColumnsToKinds) {
  const std::string wkt = "LINESTRING (109 34.3, 109.01 34.3)";
  DrawnLayer drawn{.fields = {{"TYPE", OFTString},
                              {"V", OFTInteger},
                              {"DIR", OFTString},
                              {"Z", OFTString},
                              {"BR", OFTString},
                              {"TU", OFTString}},
                   .rows = {{wkt, {"国道", "80", "yes", "NULL", "yes", "no"}},
                            {wkt, {"乡道", "NULL", "-1", "NULL", "", "T"}},
                            {wkt, {"", "0", "no", "2", "1", "0"}},
                            {wkt, {"县道", "900", "perhaps", "high", "NULL", "NULL"}}}};
  RoadColumns columns{.road_class = "TYPE",
                      .speed_limit = "V",
                      .oneway = "DIR",
                      .level = "Z",
                      .bridge = "BR",
                      .tunnel = "TU"};
  columns.modes = Modes::all() - Modes::of(Mode::wheelchair);
  Problems problems;
  const Roads roads = roads_of(drawn, columns, problems);
  ASSERT_EQ(roads.line_count(), 4u);
  const Modes none = Modes::none(), wheelchair = Modes::of(Mode::wheelchair);
  EXPECT_EQ(kind_of(roads, 1),
            (RoadKind{"国道", none, wheelchair, none, kVehicles, 80, 1, true, false}));
  EXPECT_EQ(kind_of(roads, 2),
            (RoadKind{"乡道", none, wheelchair, kVehicles, none, 0, -1, false, true}));
  EXPECT_EQ(kind_of(roads, 3),
            (RoadKind{"unclassified", none, wheelchair, none, none, 0, 2, true, false}));
  EXPECT_EQ(kind_of(roads, 4),
            (RoadKind{"县道", none, wheelchair, none, none, 0, 0, false, false}));
  EXPECT_EQ(count_of(problems, "road_speed_unknown"), 1u);
  EXPECT_EQ(count_of(problems, "road_oneway_unknown"), 1u);
  EXPECT_EQ(count_of(problems, "road_level_unknown"), 1u);
  for (const Problem& problem : problems.list()) {
    EXPECT_FALSE(problem.set_aside);
    EXPECT_EQ(problem.row, 4);
    EXPECT_EQ(problem.layer, "roads");
  }
  EXPECT_TRUE(roads.line_times.empty());
}

TEST(ReadRoads, TakesStatedSeconds) {
  const std::string wkt = "LINESTRING (109 34.3, 109.01 34.3)";
  DrawnLayer drawn{.fields = {{"f", OFTString}, {"b", OFTString}},
                   .rows = {{wkt, {"12.5", "NULL"}},
                            {wkt, {"-1", "30"}},
                            {wkt, {"0", "4233600"}},
                            {wkt, {"4233601", "1"}},
                            {wkt, {"inf", "1"}},
                            {wkt, {"1", "soon"}},
                            {wkt, {"NULL", "NULL"}}}};
  Problems problems;
  RoadColumns columns;
  columns.forward_seconds = "f";
  columns.backward_seconds = "b";
  const Roads roads = roads_of(drawn, columns, problems);
  ASSERT_EQ(roads.line_count(), 4u);
  ASSERT_EQ(roads.line_times.size(), 4u);
  EXPECT_EQ(times_of(roads, 1).forward_s, 12.5);
  EXPECT_EQ(times_of(roads, 1).backward_s, std::nullopt);
  EXPECT_EQ(times_of(roads, 2).forward_s, std::nullopt);
  EXPECT_EQ(times_of(roads, 2).backward_s, 30);
  EXPECT_EQ(times_of(roads, 3).forward_s, 0);
  EXPECT_EQ(times_of(roads, 3).backward_s, 4233600);
  EXPECT_EQ(times_of(roads, 7).forward_s, std::nullopt);
  EXPECT_EQ(count_of(problems, "road_seconds_unknown"), 3u);
  columns.backward_seconds = "";
  Problems more;
  const Roads both = roads_of(drawn, columns, more);
  EXPECT_EQ(times_of(both, 1).backward_s, 12.5) << "one column holds for both ways";
}

TEST(ReadRoads, SharesSecondsOfPartsByLength) {
  DrawnLayer drawn{
      .fields = {{"s", OFTReal}},
      .rows = {{"MULTILINESTRING ((109 34.30, 109 34.31), (109 34.31, 109 34.34))", {"40"}}}};
  RoadColumns columns;
  columns.forward_seconds = "s";
  Problems problems;
  const Roads roads = roads_of(drawn, columns, problems);
  ASSERT_EQ(roads.line_count(), 2u);
  EXPECT_NEAR(*roads.line_times[0]->forward_s, 10, 0.01);
  EXPECT_NEAR(*roads.line_times[1]->backward_s, 30, 0.01);
  EXPECT_THAT(roads.line_source, ElementsAre(1, 1));
  EXPECT_THAT(meetings(roads), ElementsAre(std::pair{at(109, 34.31), 2u}));
}

TEST(ReadRoads, SetsAsideWhatIsNoLine) {
  DrawnLayer drawn{.fields = {{"a", OFTString}},
                   .rows = {{"POINT (109 34.3)", {""}},
                            {"POLYGON ((109 34.3, 109.01 34.3, 109 34.31, 109 34.3))", {""}},
                            {"", {""}},
                            {"LINESTRING (109 34.3, 109 34.3)", {""}},
                            {"LINESTRING (109 34.3, 10 34.3)", {""}},
                            {"LINESTRING (109 34.3, 109 34.31)", {""}}}};
  Problems problems;
  EXPECT_EQ(roads_of(drawn, {}, problems).line_count(), 1u);
  EXPECT_EQ(count_of(problems, "road_no_line"), 2u);
  EXPECT_EQ(count_of(problems, "geometry_missing"), 1u);
  EXPECT_EQ(count_of(problems, "geometry_degenerate"), 1u);
  EXPECT_EQ(count_of(problems, "geometry_far"), 1u);
}

TEST(ReadRoads, NamesAColumnThatIsNotThere) {
  const Folder folder;
  DrawnLayer drawn{.fields = {{"oneway", OFTString}}};
  const std::string file = write_layer(folder.file("a.gpkg"), "GPKG", drawn);
  RoadColumns columns{.oneway = "one_way"};
  Problems problems;
  const auto roads = read_roads(source_of(file), kFrame, columns, problems);
  ASSERT_FALSE(roads);
  EXPECT_EQ(roads.error().key, "no_such_column_but");
  EXPECT_THAT(roads.error().args, ElementsAre("one_way", "oneway", "oneway"));
  columns = {};
  for (const double tolerance : {-1.0, 101.0, std::nan("")}) {
    columns.tolerance_m = tolerance;
    EXPECT_EQ(read_roads(source_of(file), kFrame, columns, problems).error().key, "road_tolerance");
  }
}

// --- Where lines meet -------------------------------------------------------------------

//   C          A--------B--------D (A-B and B-D share B; C-E crosses A-B in X; F-G touches A-B at
//   T)
const DrawnLayer kTown{.fields = {{"Z", OFTInteger}},
                       .rows = {{"LINESTRING (109.00 34.30, 109.02 34.30, 109.04 34.30)", {"0"}},
                                {"LINESTRING (109.04 34.30, 109.06 34.30)", {"0"}},
                                {"LINESTRING (109.01 34.31, 109.01 34.29)", {"0"}},
                                {"LINESTRING (109.02 34.30, 109.02 34.32)", {"0"}},
                                {"LINESTRING (109.03 34.31, 109.03 34.29)", {"1"}}}};

TEST(ReadRoads, JoinsLinesAtTheirEndsOnly) {
  Problems problems;
  const Roads roads = roads_of(kTown, {.level = "Z"}, problems);
  EXPECT_EQ(roads.line_count(), 5u);
  EXPECT_THAT(meetings(roads), ElementsAre(std::pair{at(109.04, 34.30), 2u}));
  EXPECT_EQ(roads.vertex_count(), 4u + 2u + 2u + 2u);
  ASSERT_EQ(count_of(problems, "road_ends_touch"), 1u);
  EXPECT_THAT(problems.list()[0].args, ElementsAre("1"));
  EXPECT_FALSE(problems.list()[0].set_aside);
}

TEST(ReadRoads, NodesWhenAsked) {
  Problems problems;
  RoadColumns columns{.level = "Z"};
  columns.node_crossings = true;
  const Roads roads = roads_of(kTown, columns, problems);
  EXPECT_EQ(roads.line_count(), 5u) << "lines are bent, not cut";
  const auto found = meetings(roads);
  ASSERT_EQ(found.size(), 3u) << "the bridge meets nobody";
  EXPECT_TRUE(found.contains(at(109.02, 34.30)));
  EXPECT_TRUE(found.contains(at(109.04, 34.30)));
  for (const auto& [place, count] : found) {
    EXPECT_EQ(count, 2u);
    const double near = distance_mm(place, at(109.01, 34.30));
    if (place.x < at(109.015, 34.3).x) {
      EXPECT_LT(near, 60) << "straight pieces bend between projections";
    }
  }
  EXPECT_EQ(count_of(problems, "road_ends_touch"), 0u);
}

TEST(ReadRoads, NodedBridgesMeetTheGroundAtTheirEndsAlone) {
  DrawnLayer drawn{.fields = {{"bridge", OFTString}},
                   .rows = {{"LINESTRING (109.00 34.30, 109.02 34.30)", {"yes"}},
                            {"LINESTRING (108.98 34.30, 109.00 34.30)", {"no"}},
                            {"LINESTRING (109.02 34.30, 109.04 34.30)", {"no"}},
                            {"LINESTRING (109.01 34.29, 109.01 34.31)", {"no"}}}};
  RoadColumns columns{.bridge = "bridge"};
  columns.node_crossings = true;
  Problems problems;
  const Roads roads = roads_of(drawn, columns, problems);
  EXPECT_THAT(meetings(roads),
              ElementsAre(std::pair{at(109.00, 34.30), 2u}, std::pair{at(109.02, 34.30), 2u}));
}

TEST(ReadRoads, JoinsWithinTheTolerance) {
  DrawnLayer drawn{.fields = {{"a", OFTString}},
                   .rows = {{"LINESTRING (109.00 34.30, 109.01 34.30)", {""}},
                            {"LINESTRING (109.010005 34.30, 109.02 34.30)", {""}},     // 0.46 m on
                            {"LINESTRING (109.01 34.30, 109.0100001 34.30)", {""}}}};  // 1 cm
  Problems problems;
  EXPECT_EQ(meetings(roads_of(drawn, {}, problems)).size(), 1u);
  EXPECT_TRUE(problems.empty());
  RoadColumns columns;
  columns.tolerance_m = 0.5;
  const Roads roads = roads_of(drawn, columns, problems);
  EXPECT_EQ(roads.line_count(), 2u);
  EXPECT_THAT(meetings(roads), ElementsAre(std::pair{at(109.01, 34.30), 2u}));
  ASSERT_EQ(count_of(problems, "road_shorter_than_tolerance"), 1u);
  EXPECT_EQ(problems.list()[0].row, 3);
}

// --- Laws -------------------------------------------------------------------------------

/// A town of crossing, touching and repeated streets.
DrawnLayer random_town(unsigned seed) {
  std::mt19937 random{seed};
  std::uniform_int_distribution<int> at{0, 12}, points{2, 5}, level{0, 3};
  const char* classes[] = {"国道", "乡道", "residential"};
  DrawnLayer drawn{.fields = {{"class", OFTString}, {"level", OFTInteger}, {"seconds", OFTReal}},
                   .type = wkbLineString};
  for (int i = 0; i < 40; ++i) {
    std::string wkt;
    int last_x = -1, last_y = -1;
    for (int p = points(random); p > 0; --p) {
      int x = at(random), y = at(random);
      if (x == last_x && y == last_y) x = (x + 1) % 13;
      wkt += fmt::format("{}{} {}", wkt.empty() ? "" : ", ", 109 + x * 0.0013, 34.3 + y * 0.0007);
      last_x = x, last_y = y;
    }
    drawn.rows.push_back(
        {"LINESTRING (" + wkt + ")",
         {classes[at(random) % 3], level(random) == 0 ? "1" : "0", std::to_string(at(random))}});
  }
  return drawn;
}

RoadColumns town_columns(bool noded) {
  RoadColumns columns{.road_class = "class", .level = "level"};
  columns.forward_seconds = "seconds";
  columns.node_crossings = noded;
  columns.tolerance_m = noded ? 1 : 0;
  return columns;
}

TEST(ReadRoadsLaw, TheOrderOfTheFileLeavesNoTrace) {
  for (unsigned seed = 1; seed <= 12; ++seed)
    for (const bool noded : {false, true}) {
      SCOPED_TRACE(seed);
      DrawnLayer drawn = random_town(seed);
      Problems problems;
      const Roads roads = roads_of(drawn, town_columns(noded), problems);
      EXPECT_GE(roads.line_count(), 35u);
      std::mt19937 random{seed};
      std::shuffle(drawn.rows.begin(), drawn.rows.end(), random);
      EXPECT_EQ(content(roads), content(roads_of(drawn, town_columns(noded), problems)));
    }
}

TEST(ReadRoadsLaw, EveryFormatGivesTheSameRoads) {
  const Folder folder;
  DrawnLayer drawn = random_town(7);
  Problems problems;
  for (const bool noded : {false, true}) {
    const Roads roads = roads_of(drawn, town_columns(noded), problems);
    EXPECT_GE(meetings(roads).size(), noded ? 50u : 10u);
    for (const auto& [name, driver] :
         {std::pair{"a.shp", "ESRI Shapefile"}, std::pair{"a.geojson", "GeoJSON"},
          std::pair{"a.gdb", "OpenFileGDB"}, std::pair{"a.fgb", "FlatGeobuf"}}) {
      DrawnLayer here = drawn;
      if (std::string{name} == "a.shp") here.layer_options = {"ENCODING=UTF-8"};
      if (std::string{name} == "a.geojson") here.layer_options = {"COORDINATE_PRECISION=15"};
      // The grid of a geodatabase would otherwise be coarser than ours.
      if (std::string{name} == "a.gdb")
        here.layer_options = {"XYSCALE=1000000000000", "XORIGIN=-400", "YORIGIN=-400"};
      if (std::filesystem::exists(folder.file(name)))
        std::filesystem::remove_all(folder.file(name));
      const std::string file = write_layer(folder.file(name), driver, here);
      EXPECT_EQ(content(read(source_of(file), town_columns(noded), problems)), content(roads))
          << name;
    }
    std::string csv = "class,level,seconds,WKT\n";
    for (const auto& row : drawn.rows)
      csv += fmt::format("{},{},{},\"{}\"\n", row.values[0], row.values[1], row.values[2], row.wkt);
    EXPECT_EQ(content(read(source_of(folder.write("a.csv", csv)), town_columns(noded), problems)),
              content(roads));
  }
}

// --- Real data --------------------------------------------------------------------------

TEST(RealRoads, OfQishan) {
  const auto path = test::data("qishan/road.shp");
  if (path.empty()) GTEST_SKIP();
  const Frame frame = Frame::around(layer_extent(source_of(path)).value()).value();
  RoadColumns columns{.road_class = "TYPE"};
  Problems problems;
  const Roads plain = read(source_of(path), columns, problems, frame);
  EXPECT_GE(plain.line_count(), 1195u);
  std::set<std::string> classes;
  double length = 0;
  for (const RoadKind& kind : plain.kinds) classes.insert(kind.road_class);
  EXPECT_TRUE(classes.contains("国道") && classes.contains("乡道"));
  for (std::size_t i = 0; i < plain.line_count(); ++i)
    for (std::size_t j = 0; j + 1 < plain.line(i).size(); ++j)
      length += distance_mm(plain.position[plain.line(i)[j]], plain.position[plain.line(i)[j + 1]]);
  EXPECT_GT(meetings(plain).size(), 500u);

  columns.node_crossings = true;
  columns.tolerance_m = 1;
  const Roads noded = read(source_of(path), columns, problems, frame);
  double noded_length = 0;
  for (std::size_t i = 0; i < noded.line_count(); ++i)
    for (std::size_t j = 0; j + 1 < noded.line(i).size(); ++j)
      noded_length +=
          distance_mm(noded.position[noded.line(i)[j]], noded.position[noded.line(i)[j + 1]]);
  EXPECT_NEAR(noded_length / length, 1, 1e-4);
  EXPECT_GT(meetings(noded).size(), meetings(plain).size());
}

}  // namespace
}  // namespace lifecircle
