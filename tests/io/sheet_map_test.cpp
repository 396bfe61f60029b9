// What stands in the window of a map: layers, names, and nothing outside of it.

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "io/write/sheet/composition.hpp"
#include "tests/io/sheet_parts.hpp"
#include "tests/io/sheet_town.hpp"

namespace lifecircle {
namespace {

using test::bytes_as;
using test::composed;
using test::Dots;
using test::kFormats;
using test::SheetTown;
using test::square;
using test::text_of_pdf;
using test::wuhan;

TEST(SheetMap, LayersDrawNoDotOutsideOfTheWindow) {
  SheetTown town;
  for (SheetLayer& layer : town.sheet.layers) layer.in_legend = false;
  town.sheet.window = Box{{-300'000, -200'000}, {400'000, 300'000}};
  town.sheet.scale_number = 12'000;
  town.homes.style.size = 9;  // marks that lie across the frame
  town.streets.style.size = 5;
  const std::vector<SheetLayer> layers = town.sheet.layers;
  const Dots drawn{bytes_as(SheetFormat::png, town.sheet)};
  const PaperRect map = composed(town.sheet).page().map;
  town.sheet.layers.clear();
  const Dots empty{bytes_as(SheetFormat::png, town.sheet)};
  ASSERT_EQ(drawn.width, 2339);
  ASSERT_EQ(drawn.height, 1654);
  const double dots = 200 / 25.4;
  int outside = 0, inside_changed = 0, outside_changed = 0;
  for (int y = 0; y < drawn.height; ++y)
    for (int x = 0; x < drawn.width; ++x) {
      const bool out = x + 1 <= map.x * dots || x >= map.right() * dots || y + 1 <= map.y * dots ||
                       y >= map.bottom() * dots;
      outside += out;
      (out ? outside_changed : inside_changed) += drawn.at(x, y) != empty.at(x, y);
    }
  EXPECT_EQ(outside_changed, 0);
  EXPECT_GT(inside_changed, 100'000);
  EXPECT_GT(outside, 1'000'000);
}

TEST(SheetMap, WhatGoesRoundACornerOfTheWindowIsNotSeen) {
  SheetTown town;
  Layer corner, cover;
  corner.table.shapes.kind = cover.table.shapes.kind = ShapeKind::area;
  town.sheet.window = Box{{-100'000, -100'000}, {100'000, 100'000}};
  town.sheet.layers = {{&corner}, {&cover}};
  const MapView view = composed(town.sheet).view();
  const Point a = view.to_plane({view.map.x, view.map.y});
  // An L around the upper left corner, half a millimetre of paper outside of it, and one around
  // it all.
  const auto off = static_cast<std::int32_t>(view.scale_number / 2);
  const std::int32_t x = a.x - off, y = a.y + off, far = 50'000;
  corner.table.shapes.add(Shape{ShapeKind::area,
                                {{{x, y - far},
                                  {x, y},
                                  {x + far, y},
                                  {x + far, y + far},
                                  {x - far, y + far},
                                  {x - far, y - far},
                                  {x, y - far}}}});
  cover.table.shapes.add(square(0, 0, 90'000'000));
  const Composition made = composed(town.sheet);
  EXPECT_TRUE(made.inks()[0].areas.empty());
  EXPECT_EQ(made.inks()[1].areas.size(), 1U);
}

TEST(SheetMap, AreasHaveTheColourAndOpacityOfTheirStyle) {
  SheetTown town;
  Layer land{{}, {.colour = "#ff0000", .opacity = 0.5}};
  land.table.shapes.kind = ShapeKind::area;
  land.table.shapes.add(square(0, 0, 1'000'000));
  town.sheet.layers = {{&land}};
  const Dots dots{bytes_as(SheetFormat::png, town.sheet)};
  const PaperPoint middle = composed(town.sheet).view().to_paper({300'000, 300'000});
  const std::uint32_t colour =
      dots.at(static_cast<int>(middle.x * 200 / 25.4), static_cast<int>(middle.y * 200 / 25.4));
  EXPECT_EQ(colour >> 16, 0xFFU);
  EXPECT_NEAR(colour >> 8 & 0xFF, 0x80, 1);
  EXPECT_NEAR(colour & 0xFF, 0x80, 1);
}

TEST(SheetMap, OfCirclesThatOverlapThoseOfLessTimeLieAbove) {
  SheetTown town;
  Layer circles;
  circles.table.shapes.kind = ShapeKind::area;
  circles.table.shapes.add(square(0, 0, 300'000));
  circles.table.shapes.add(square(0, 0, 1'000'000));
  circles.table.columns = {{"minutes", "", "", std::vector<std::int64_t>{5, 15}}};
  circles.style = {Style::Look::ramp,
                   "minutes",
                   {{"5", "5", "5", "#00ff00"}, {"15", "15", "15", "#ff0000"}},
                   "",
                   1,
                   1};
  town.sheet.layers = {{&circles}};
  const Dots dots{bytes_as(SheetFormat::png, town.sheet)};
  const MapView view = composed(town.sheet).view();
  const auto at = [&](Point p) {
    const PaperPoint on = view.to_paper(p);
    return dots.at(static_cast<int>(on.x * 200 / 25.4), static_cast<int>(on.y * 200 / 25.4));
  };
  EXPECT_EQ(at({100'000, 100'000}), 0x00FF00U);
  EXPECT_EQ(at({600'000, 100'000}), 0xFF0000U);
}

TEST(SheetMap, WhatIsSmallerThanALineIsStillThere) {
  SheetTown town;
  Layer specks{{}, {.colour = "#ff0000"}};
  specks.table.shapes.kind = ShapeKind::area;
  specks.table.shapes.add(square(0, 0, 1));
  specks.table.shapes.add(square(2'000'000, 0, 1));
  Layer hair{{}, {.colour = "#0000ff"}};
  hair.table.shapes.kind = ShapeKind::line;
  hair.table.shapes.add(std::vector<Point>{{500, 0}, {501, 1}});
  town.sheet.layers = {{&specks}, {&hair}};
  const Composition made = composed(town.sheet);
  EXPECT_EQ(made.inks()[0].areas.size(), 2U);
  EXPECT_EQ(made.inks()[1].lines[0].size(), 1U);
}

TEST(SheetMap, AnEmptyLayerIsAnEmptyMapThatSaysSo) {
  SheetTown town;
  Layer nothing;
  nothing.table.title_zh = "没有";
  nothing.table.shapes.add_nothing();
  for (const std::vector<SheetLayer>& layers :
       {std::vector<SheetLayer>{}, std::vector<SheetLayer>{{&nothing}}}) {
    town.sheet.layers = layers;
    const std::string text = text_of_pdf(bytes_as(SheetFormat::pdf, town.sheet));
    EXPECT_NE(text.find("本图没有可显示的内容"), std::string::npos) << text;
    EXPECT_EQ(text.find("图例"), std::string::npos) << text;
    for (const SheetFormat format : kFormats) bytes_as(format, town.sheet);
  }
}

TEST(SheetMap, ALayerOfOnePointIsInTheMiddleOfASmallMap) {
  SheetTown town;
  Layer one{{}, {.colour = "#ff0000", .size = 3}};
  one.table.title_zh = "一处";
  one.table.shapes.add(Point{12'345'678, -9'876'543});
  town.sheet.layers = {{&one}};
  const Composition made = composed(town.sheet);
  EXPECT_EQ(made.view().scale_number, 2'000);
  const PaperRect map = made.page().map;
  const PaperPoint on = made.view().to_paper({12'345'678, -9'876'543});
  EXPECT_NEAR(on.x, map.x + map.width / 2, 1e-6);
  EXPECT_NEAR(on.y, map.y + map.height / 2, 1e-6);
  const Dots dots{bytes_as(SheetFormat::png, town.sheet)};
  EXPECT_EQ(dots.at(static_cast<int>(on.x * 200 / 25.4), static_cast<int>(on.y * 200 / 25.4)),
            0xFF0000U);
  EXPECT_NE(text_of_pdf(bytes_as(SheetFormat::pdf, town.sheet)).find("一处"), std::string::npos);
}

TEST(SheetMap, LayersAsLargeAsThePlaneAreDrawnAndClipped) {
  constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max();
  SheetTown town;
  Layer world{{}, {.colour = "#00ff00"}}, ray{{}, {.colour = "#ff0000", .size = 1}};
  world.table.shapes.kind = ShapeKind::area;
  world.table.shapes.add(square(0, 0, kMost));
  ray.table.shapes.kind = ShapeKind::line;
  ray.table.shapes.add(std::vector<Point>{{-kMost, -kMost}, {kMost, kMost}});
  town.sheet.layers = {{&world}, {&ray}};
  for (const SheetFormat format : kFormats) bytes_as(format, town.sheet);
  EXPECT_EQ(composed(town.sheet).view().scale_number, 30'000'000);
  // And through a window of 2 km in it.
  town.sheet.window = Box{{0, 0}, {2'000'000, 2'000'000}};
  const Composition made = composed(town.sheet);
  ASSERT_EQ(made.inks()[1].lines[0].size(), 1U);
  for (const PaperPoint p : made.inks()[1].lines[0][0])
    EXPECT_TRUE(made.page().map.grown(1).holds(p));
  for (const PaperPoint p : made.inks()[0].areas[0].rings[0])
    EXPECT_TRUE(made.page().map.grown(1.01).holds(p));
  const Dots dots{bytes_as(SheetFormat::png, town.sheet)};
  const PaperPoint on = made.view().to_paper({700'000, 700'000});
  EXPECT_EQ(dots.at(static_cast<int>(on.x * 200 / 25.4), static_cast<int>(on.y * 200 / 25.4)),
            0xFF0000U);
}

TEST(SheetMap, AHoleIsSeenThrough) {
  SheetTown town;
  Layer land{{}, {.colour = "#ff0000", .opacity = 1}};
  land.table.shapes.kind = ShapeKind::area;
  Shape ring = square(0, 0, 1'000'000);
  ring.parts.push_back(square(0, 0, 500'000).parts[0]);
  land.table.shapes.add(ring);
  town.sheet.layers = {{&land}};
  const Dots dots{bytes_as(SheetFormat::png, town.sheet)};
  const PaperPoint on = composed(town.sheet).view().to_paper({0, 0});
  EXPECT_EQ(dots.at(static_cast<int>(on.x * 200 / 25.4), static_cast<int>(on.y * 200 / 25.4)),
            0xFFFFFFU);
}

// ---------------------------------------------------------------- size

TEST(SheetMap, AHundredThousandHomesAreASmallFile) {
  SheetTown town{Language::zh, 100'000};
  const std::size_t pdf = bytes_as(SheetFormat::pdf, town.sheet).size();
  const std::size_t svg = bytes_as(SheetFormat::svg, town.sheet).size();
  EXPECT_LT(pdf, 1'500'000U);
  EXPECT_LT(svg, 3'000'000U);
  RecordProperty("pdf", static_cast<int>(pdf));
  RecordProperty("svg", static_cast<int>(svg));
}

}  // namespace
}  // namespace lifecircle
