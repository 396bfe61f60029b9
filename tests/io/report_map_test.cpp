#include <cstdlib>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "io/write/report/map_data.hpp"
#include "io/write/report/map_shapes.hpp"
#include "io/write/report/report_html.hpp"
#include "tests/io/result_files.hpp"
#include "tests/support/property.hpp"
#include "tests/support/report_town.hpp"

namespace lifecircle {
namespace {

using page::map_data;
using page::MapData;
using page::snapped;
using test::report_town;
using Json = nlohmann::json;

/// Places of a list in millionths of a degree.
std::vector<std::pair<std::int64_t, std::int64_t>> places(const Json& flat) {
  std::vector<std::pair<std::int64_t, std::int64_t>> out;
  std::int64_t lon = 0, lat = 0;
  for (std::size_t i = 0; i < flat.size(); i += 2)
    out.emplace_back(lon += flat[i].get<std::int64_t>(), lat += flat[i + 1].get<std::int64_t>());
  return out;
}

TEST(ReportMap, PlacesComeBackToATenthOfAMetre) {
  const auto town = report_town();
  const Frame frame = test::wuhan();
  const MapData map = map_data(town->page, frame, Language::zh);
  EXPECT_TRUE(map.notes.empty());
  const Json json = Json::parse(map.json);
  const Shapes& shapes = town->layers[2].table.shapes;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const auto found = places(json["layers"][2]["shapes"][i]);
    ASSERT_EQ(found.size(), 1U);
    const LonLat at = frame.to_lonlat(shapes.points[i]);
    EXPECT_LE(std::abs(static_cast<double>(found[0].first) - at.lon * 1e6), 0.5001);
    EXPECT_LE(std::abs(static_cast<double>(found[0].second) - at.lat * 1e6), 0.5001);
  }
}

TEST(ReportMap, HolesAreHolesOfTheirArea) {
  const auto town = report_town();
  const Json json = Json::parse(map_data(town->page, test::wuhan(), Language::zh).json);
  const Json& areas = json["layers"][0]["shapes"];
  ASSERT_EQ(areas.size(), 24U);
  for (std::size_t i = 0; i < areas.size(); ++i) {
    ASSERT_EQ(areas[i].size(), 1U) << "one polygon";
    EXPECT_EQ(areas[i][0].size(), i % 4 == 1 ? 2U : 1U) << "outer ring, hole";
    EXPECT_EQ(places(areas[i][0][0]).front(), places(areas[i][0][0]).back()) << "closed";
  }
}

TEST(ReportMap, ColoursAreThoseOfTheStyle) {
  const auto town = report_town();
  const Json json = Json::parse(map_data(town->page, test::wuhan(), Language::en).json);
  const Json& layer = json["layers"][0];
  const auto& shares = std::get<std::vector<double>>(town->layers[0].table.columns[1].values);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const std::size_t wanted = shares[i] <= 50 ? 0 : shares[i] <= 80 ? 1 : 2;
    EXPECT_EQ(layer["looks"][0]["class"][i].get<std::size_t>(), wanted) << shares[i];
    EXPECT_EQ(layer["looks"][0]["classes"][wanted]["colour"],
              town->layers[0].style.classes[wanted].colour);
  }
}

/// Two services: one layer with a look for each, one whose rows are of one of them, one of both.
TEST(ReportMap, AChoiceTellsWhatIsDrawnAndHow) {
  const auto at = [](int n) { return Point{n * 1'000'000, 0}; };
  const auto points = [&](const char* column, std::vector<std::string> values) {
    Layer layer;
    layer.table.title_en = layer.table.title_zh = column;
    layer.table.shapes.kind = ShapeKind::point;
    for (std::size_t i = 0; i < values.size(); ++i) layer.table.shapes.add(at(static_cast<int>(i)));
    layer.table.has_shapes = true;
    layer.table.columns.push_back({column, column, column, std::move(values), 0});
    return layer;
  };
  const Layer kinds = points("kind", {"clinic", "school", "clinic", "park"});
  const Layer gaps = points("service", {"health", "learning", "health"});
  const Layer ground = points("name", {"a"});
  const auto of_kind = [](const char* kind, const char* colour) {
    return Style{
        .look = Style::Look::categories, .by = "kind", .classes = {{kind, kind, kind, colour}}};
  };
  ReportPage page;
  page.map_choices = {{"health", "health"}, {"learning", "learning"}};
  page.map = {
      {.layer = &kinds, .looks = {of_kind("clinic", "#111111"), of_kind("school", "#222222")}},
      {.layer = &gaps, .choice_column = "service"},
      {.layer = &ground}};
  const Json json = Json::parse(map_data(page, test::wuhan(), Language::en).json);
  EXPECT_EQ(json["choices"], (Json{"health", "learning"}));
  const Json& of_kinds = json["layers"][0];
  EXPECT_EQ(of_kinds["shapes"].size(), 3U) << "the park is of no service";
  ASSERT_EQ(of_kinds["looks"].size(), 2U);
  EXPECT_EQ(of_kinds["looks"][0]["class"], (Json{0, -1, 0}));
  EXPECT_EQ(of_kinds["looks"][1]["class"], (Json{-1, 0, -1}));
  EXPECT_EQ(of_kinds["looks"][1]["classes"][0]["colour"], "#222222");
  EXPECT_EQ(json["layers"][1]["looks"][0]["class"], (Json{0, -1, 0}));
  EXPECT_EQ(json["layers"][1]["looks"][1]["class"], (Json{-1, 0, -1}));
  EXPECT_EQ(json["layers"][2]["looks"].size(), 1U);
  // With one service there is nothing to choose.
  page.map_choices.pop_back();
  page.map[0].looks.pop_back();
  const Json one = Json::parse(map_data(page, test::wuhan(), Language::en).json);
  EXPECT_TRUE(one["choices"].empty());
  EXPECT_EQ(one["layers"][0]["shapes"].size(), 2U);
}

TEST(ReportMap, ALayerTooManyIsNamed) {
  const auto town = report_town({.roads = kReportFeatures - 28});
  const MapData map = map_data(town->page, test::wuhan(), Language::en);
  EXPECT_EQ(Json::parse(map.json)["layers"].size(), 2U) << "24 + 5 + 19,972 are one too many";
  ASSERT_EQ(map.notes.size(), 1U);
  EXPECT_EQ(map.notes[0],
            "Not in the interactive map: Roads (19972 features; the map holds 20000 in all). The "
            "result files hold them.");
  const auto fits = report_town({.roads = kReportFeatures - 29});
  const MapData full = map_data(fits->page, test::wuhan(), Language::en);
  EXPECT_TRUE(full.notes.empty());
  EXPECT_EQ(Json::parse(full.json)["layers"].size(), 3U);
}

/// A comb of areas side by side, each border with so many vertices that two areas share.
Layer comb(int areas, int vertices) {
  Layer layer;
  layer.table.name = "comb";
  layer.table.title_en = "Comb";
  layer.table.title_zh = "梳";
  std::vector<std::string> names;
  const auto border = [&](int i, int k) {
    return Point{i * 3'000'000 + (k * 7919 + i * 104'729) % 997'000, k * 900};
  };
  for (int i = 0; i < areas; ++i) {
    std::vector<Point> ring;
    for (int k = 0; k < vertices; ++k) ring.push_back(border(i, k));
    for (int k = vertices; k-- > 0;) ring.push_back(border(i + 1, k));
    ring.push_back(ring.front());
    layer.table.shapes.kind = ShapeKind::area;
    layer.table.shapes.add(Shape{ShapeKind::area, {ring}});
    names.push_back("a" + std::to_string(i));
  }
  layer.table.has_shapes = true;
  layer.table.columns.push_back({"name", "name", "名称", names, 0});
  return layer;
}

TEST(ReportMap, FineOutlinesAreSimplifiedAndItIsSaid) {
  const Layer layer = comb(10, 40'000);
  ReportPage page;
  page.map = {{.layer = &layer}};
  const MapData map = map_data(page, test::wuhan(), Language::en);
  ASSERT_EQ(map.notes.size(), 1U);
  EXPECT_TRUE(map.notes[0].starts_with("Outlines in the interactive map are rounded to "));
  const Json json = Json::parse(map.json);
  ASSERT_EQ(json["layers"][0]["shapes"].size(), 10U);
  std::size_t vertices = 0;
  for (const Json& area : json["layers"][0]["shapes"])
    for (const Json& polygon : area)
      for (const Json& ring : polygon) vertices += ring.size() / 2;
  EXPECT_LE(vertices, kReportVertices + 10);
  EXPECT_GT(vertices, kReportVertices / 5) << "no coarser than it takes";
}

TEST(ReportMap, BordersThatAreasShareStayShared) {
  const Layer layer = comb(2, 500);
  const Shapes coarse = snapped(layer.table.shapes, 64'000);
  const auto vertices = [&](std::size_t i) {
    std::set<Point> all;
    for (auto k = coarse.part_first[i]; k < coarse.part_first[i + 1]; ++k)
      all.insert(coarse.points[k]);
    return all;
  };
  ASSERT_EQ(coarse.size(), 2U);
  // All of the first area's east border (x from 3 to 4 km) is in the second's outline.
  const auto first = vertices(0), second = vertices(1);
  std::size_t shared = 0;
  for (const Point p : first)
    if (p.x >= 2'950'000) {
      EXPECT_TRUE(second.contains(p)) << p.x << ' ' << p.y;
      ++shared;
    }
  EXPECT_GT(shared, 10U);
}

TEST(ReportMap, NothingIsLostOnACoarseGrid) {
  Shapes areas;
  areas.kind = ShapeKind::area;
  areas.add(Shape{ShapeKind::area, {{{10, 10}, {20, 10}, {20, 20}, {10, 10}}}});
  areas.add_nothing();
  const Shapes cell = snapped(areas, 1'000'000);
  ASSERT_EQ(cell.size(), 2U);
  EXPECT_EQ(cell.points.size(), 5U) << "one cell of the grid";
  EXPECT_GT(area_m2(Shape{ShapeKind::area, {cell.points}}), 999'999);

  Shapes lines;
  lines.kind = ShapeKind::line;
  lines.add(std::vector<Point>{{1, 1}, {5, 9}, {30, 2}});
  EXPECT_EQ(snapped(lines, 1'000'000).points, (std::vector<Point>{{1, 1}, {30, 2}}));

  Shapes points;
  points.add(Point{1, 1});
  EXPECT_EQ(snapped(points, 1'000'000).points, (std::vector<Point>{{1, 1}})) << "as it is";
}

TEST(ReportMap, SnappingMovesNoVertexFartherThanHalfACell) {
  test::holds_for_all(200, [] {
    const auto step = *rc::gen::element<std::int64_t>(1'000, 16'000, 1'024'000);
    const auto one = [](int low, int high) { return *rc::gen::inRange(low, high); };
    const std::vector<Point> line{
        {one(-2'000'000'000, -9'000'000), one(-2'000'000'000, 2'000'000'000)},
        {one(9'000'000, 2'000'000'000), one(-2'000'000'000, 2'000'000'000)}};
    Shapes lines;
    lines.kind = ShapeKind::line;
    lines.add(std::span<const Point>{line});
    const Shapes moved = snapped(lines, step);
    RC_ASSERT(moved.points.size() == line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
      RC_ASSERT(std::abs(static_cast<std::int64_t>(moved.points[i].x) - line[i].x) * 2 <= step);
      RC_ASSERT(std::abs(static_cast<std::int64_t>(moved.points[i].y) - line[i].y) * 2 <= step);
      RC_ASSERT(moved.points[i].x % step == 0 && moved.points[i].y % step == 0);
    }
  });
}

}  // namespace
}  // namespace lifecircle
