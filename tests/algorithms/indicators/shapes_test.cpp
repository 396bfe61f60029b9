// Distances from border to border, against the arithmetic of upright rectangles.

#include <cmath>
#include <iostream>
#include <random>

#include <gtest/gtest.h>

#include "algorithms/indicators/shapes.hpp"
#include "tests/support/effort.hpp"

namespace lifecircle::indicators {
namespace {

/// A rectangle as a point, a line or an area: whatever it has.
struct Rectangle {
  std::int32_t west, south, east, north;

  Shape shape() const {
    if (west == east && south == north) return Shape::of({west, south});
    if (west == east || south == north) return {ShapeKind::line, {{{west, south}, {east, north}}}};
    return {ShapeKind::area,
            {{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}};
  }
  double apart(const Rectangle& o) const {
    const double x = std::max({0, o.west - east, west - o.east});
    const double y = std::max({0, o.south - north, south - o.north});
    return std::hypot(x, y);
  }
};

TEST(NearShapes, AreAsFarOffAsTheirBorders) {
  const unsigned seed = std::random_device{}();
  std::cout << "[   seed   ] " << seed << '\n';
  std::mt19937 random{seed};
  const auto below = [&](unsigned n) { return static_cast<std::int32_t>(random() % n); };
  const auto rectangle = [&] {
    const std::int32_t west = below(1000), south = below(1000);
    const std::int32_t wide = below(3) == 0 ? 0 : below(300), high = below(3) == 0 ? 0 : below(300);
    return Rectangle{west, south, west + wide, south + high};
  };
  int near = 0, inside = 0;
  for (int run = 0; run < test::by_effort(3000); ++run) {
    std::vector<Rectangle> others;
    for (int i = 1 + below(6); i > 0; --i) others.push_back(rectangle());
    std::vector<Shape> shapes;
    for (const Rectangle& other : others) shapes.push_back(other.shape());
    std::vector<const Shape*> borrowed;
    for (const Shape& shape : shapes) borrowed.push_back(&shape);
    const NearShapes all{borrowed};
    const Rectangle mine = rectangle();
    double least = 1e9;
    for (const Rectangle& other : others) least = std::min(least, mine.apart(other));
    const double reach = below(400);
    const double found = all.distance_mm(mine.shape(), reach);
    if (least <= reach) {
      EXPECT_NEAR(found, least, 1e-6) << run;
      ++near;
      inside += least == 0 ? 1 : 0;
    } else {
      EXPECT_GT(found, reach) << run;
    }
    const Rectangle point{mine.west, mine.south, mine.west, mine.south};
    double from_point = 1e9;
    for (const Rectangle& other : others) from_point = std::min(from_point, point.apart(other));
    if (from_point <= reach) {
      EXPECT_NEAR(all.distance_mm(Point{mine.west, mine.south}, reach), from_point, 1e-6) << run;
    }
  }
  EXPECT_GT(near, 0);
  EXPECT_GT(inside, 0);
}

}  // namespace
}  // namespace lifecircle::indicators
