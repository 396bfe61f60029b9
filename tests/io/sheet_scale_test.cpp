// Scale, north and degrees of map sheets are true.

#include <algorithm>
#include <cmath>
#include <regex>

#include <gtest/gtest.h>

#include "io/write/sheet/composition.hpp"
#include "tests/io/sheet_parts.hpp"
#include "tests/io/sheet_town.hpp"

namespace lifecircle {
namespace {

using test::bytes_as;
using test::SheetTown;
using test::text_of_pdf;
using test::wuhan;

TEST(SheetScale, TheScaleBarIsAsLongAsTheGroundItNames) {
  for (const double scale : {500.0, 5'000.0, 25'000.0, 150'000.0, 1'000'000.0}) {
    SheetTown town{Language::en};
    town.sheet.scale_number = scale;
    // What the bar says, as a reader of the sheet sees it.
    const std::string text = text_of_pdf(bytes_as(SheetFormat::pdf, town.sheet));
    std::smatch said;
    ASSERT_TRUE(std::regex_search(text, said, std::regex{R"(\s0\s+[0-9.]+\s+([0-9.]+) (km|m)\n)"}))
        << text;
    const double metres = std::stod(said[1]) * (said[2] == "km" ? 1000 : 1);
    std::string number = std::to_string(std::lround(scale));
    for (int at = static_cast<int>(number.size()) - 3; at > 0; at -= 3)
      number.insert(static_cast<std::size_t>(at), " ");
    EXPECT_NE(text.find("Scale 1:" + number), std::string::npos) << text;
    // A red line on the ground of just that length.
    Layer ruler{{}, {.colour = "#ff0000", .size = 0.1}};
    ruler.table.shapes.kind = ShapeKind::line;
    const auto end = static_cast<std::int32_t>(metres * 500);
    ruler.table.shapes.add(std::vector<Point>{{-end, 0}, {end, 0}});
    town.sheet.layers.push_back({&ruler, false});
    town.sheet.window = Box{{0, 0}, {0, 0}};
    double ground = 0, left = 1e9, right = 0;
    int fields = 0;
    for (const test::SvgPath& path : test::SvgPaths{bytes_as(SheetFormat::svg, town.sheet)}.paths) {
      if (path.style.find("stroke:rgb(100%,0%,0%)") != std::string::npos) ground = path.box.width;
      const bool field = std::abs(path.box.height - 1.4) < 0.01 && path.box.width > 3 &&
                         path.style.find(";fill:") != std::string::npos;
      if (!field) continue;
      ++fields;
      left = std::min(left, path.box.x);
      right = std::max(right, path.box.right());
    }
    EXPECT_GE(fields, 2) << scale;
    EXPECT_GT(ground, 15) << scale;
    EXPECT_NEAR(right - left, ground, 0.03) << scale;
    EXPECT_NEAR(ground, metres * 1000 / scale, 0.03) << scale;
  }
}

TEST(SheetScale, ScalesAreRound) {
  EXPECT_EQ(round_scale_number(2'000), 2'000);
  EXPECT_EQ(round_scale_number(2'001), 2'500);
  EXPECT_EQ(round_scale_number(20'001), 25'000);
  EXPECT_EQ(round_scale_number(81'000), 100'000);
  EXPECT_EQ(round_scale_number(100'001), 150'000);
}

TEST(SheetScale, EverythingInTheLegendLiesInTheMap) {
  for (const Paper paper : {Paper::a4_landscape(), Paper::a4_portrait(), Paper::a3_landscape(),
                            Paper::a3_portrait(), Paper{120, 90}}) {
    SheetTown town;
    town.sheet.paper = paper;
    const auto made = Composition::of(town.sheet, wuhan());
    ASSERT_TRUE(made);
    const PaperRect map = made.value().page().map;
    for (const Point p : town.units.table.shapes.points)
      EXPECT_TRUE(map.holds(made.value().view().to_paper(p)));
    // The next larger scale would not show it.
    EXPECT_GT(6'000'000 / made.value().view().scale_number, 0.5 * std::min(map.width, map.height));
  }
}

TEST(SheetScale, NorthIsThatOfTheMeridianInTheMiddle) {
  // 2° east of the centre at 30.6° N meridians lean by 2° * sin 30.6°.
  const Frame frame = wuhan();
  SheetTown town;
  const Point there = frame.to_plane(116.3, 30.6);
  town.sheet.window = Box{there, there};
  const auto made = Composition::of(town.sheet, frame);
  ASSERT_TRUE(made);
  const double degrees = made.value().north() * 180 / 3.14159265358979;
  EXPECT_NEAR(degrees, -2 * std::sin(30.6 * 3.14159265358979 / 180), 0.01);
}

TEST(SheetScale, DegreesAtTheEdgeAreWhereTheyLie) {
  const Frame frame = wuhan();
  SheetTown town;
  const auto made = Composition::of(town.sheet, frame);
  ASSERT_TRUE(made);
  const MapView& view = made.value().view();
  const Ticks ticks = ticks_of(view, frame);
  int checked = 0;
  const auto check = [&](const std::vector<Tick>& edge, const auto& place, bool meridian) {
    EXPECT_GE(edge.size(), 2U);
    for (const Tick& tick : edge) {
      std::smatch parts;
      ASSERT_TRUE(std::regex_match(tick.label, parts,
                                   std::regex{"([0-9]+)°(?:([0-9]{2})′)?(?:([0-9]{2})″)?[EN]"}))
          << tick.label;
      const auto number = [&](std::size_t i) {
        return parts[i].matched ? std::stod(parts[i]) : 0.0;
      };
      const double wanted = number(1) + number(2) / 60 + number(3) / 3600;
      const LonLat found = frame.to_lonlat(view.to_plane(place(tick.along_mm)));
      EXPECT_NEAR(meridian ? found.lon : found.lat, wanted, 1e-7) << tick.label;
      ++checked;
    }
  };
  const PaperRect& map = view.map;
  check(
      ticks.top,
      [&](double at) {
        return PaperPoint{map.x + at, map.y};
      },
      true);
  check(
      ticks.bottom,
      [&](double at) {
        return PaperPoint{map.x + at, map.bottom()};
      },
      true);
  check(
      ticks.left,
      [&](double at) {
        return PaperPoint{map.x, map.y + at};
      },
      false);
  check(
      ticks.right,
      [&](double at) {
        return PaperPoint{map.right(), map.y + at};
      },
      false);
  EXPECT_GE(checked, 8);
}

}  // namespace
}  // namespace lifecircle
