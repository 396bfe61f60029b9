#include "engine/places/nest_rings.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "engine/places/shape.hpp"
#include "tests/io/result_files.hpp"

namespace lifecircle {
namespace {

std::vector<Point> box(std::int32_t x0, std::int32_t y0, std::int32_t x1, std::int32_t y1) {
  return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}};
}

TEST(NestRings, HolesAndIslands) {
  //  0 ⊃ 1 ⊃ 2 ⊃ 3, and 4 apart
  const std::vector<std::vector<Point>> rings{box(3, 3, 7, 7), box(1, 1, 9, 9), box(0, 0, 10, 10),
                                              box(4, 4, 6, 6), box(20, 0, 30, 10)};
  const auto nested = nest_rings({rings[0], rings[1], rings[2], rings[3], rings[4]});
  ASSERT_EQ(nested.size(), 3U);
  EXPECT_EQ(nested[0].outer, 0U);
  EXPECT_EQ(nested[0].holes, std::vector<std::size_t>{3});
  EXPECT_EQ(nested[1].outer, 2U);
  EXPECT_EQ(nested[1].holes, std::vector<std::size_t>{1});
  EXPECT_EQ(nested[2].outer, 4U);
  EXPECT_TRUE(nested[2].holes.empty());
}

TEST(NestRings, RingsThatTouch) {
  // A hole whose corners all lie on the outer ring, and a neighbour that shares a side.
  const std::vector<Point> outer = box(0, 0, 10, 10);
  const std::vector<Point> hole{{5, 0}, {10, 5}, {5, 10}, {0, 5}, {5, 0}};
  const std::vector<Point> neighbour = box(10, 0, 18, 10);
  const auto nested = nest_rings({hole, outer, neighbour});
  ASSERT_EQ(nested.size(), 2U);
  EXPECT_EQ(nested[0].outer, 1U);
  EXPECT_EQ(nested[0].holes, std::vector<std::size_t>{0});
  EXPECT_EQ(nested[1].outer, 2U);
}

TEST(NestRings, GroundIsWhatTheEvenOddRuleSays) {
  // Boxes in boxes on a grid, never crossing: outer minus holes must be the area of the shape.
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    std::uint64_t state = seed;
    Shape shape{ShapeKind::area, {}};
    for (std::int32_t cell = 0; cell < 4; ++cell) {
      const std::int32_t x = cell * 2'000'000 - 2'147'000'000 + 100'000,
                         y = 2'140'000'000 - cell * 1'000'000;
      std::int32_t inset = 0;
      for (auto depth = test::next_random(state) % 6; depth > 0; --depth) {
        std::vector<Point> ring =
            box(x + inset, y + inset, x + 1'000'000 - inset, y + 1'000'000 - inset);
        if (test::next_random(state) % 2 == 0) std::reverse(ring.begin(), ring.end());
        shape.parts.insert(
            shape.parts.begin() + test::next_random(state) % (shape.parts.size() + 1), ring);
        inset += 10'000 + static_cast<std::int32_t>(test::next_random(state) % 50'000);
      }
    }
    const auto area_of = [](const std::vector<Point>& ring) {
      return area_m2(Shape{ShapeKind::area, {ring}});
    };
    double sum = 0;
    std::size_t used = 0;
    for (const NestedRings& polygon : nest_rings({shape.parts.begin(), shape.parts.end()})) {
      sum += area_of(shape.parts[polygon.outer]);
      for (const std::size_t hole : polygon.holes) sum -= area_of(shape.parts[hole]);
      used += 1 + polygon.holes.size();
    }
    EXPECT_EQ(used, shape.parts.size()) << "seed " << seed;
    EXPECT_NEAR(sum, area_m2(shape), 1e-3) << "seed " << seed;
  }
}

}  // namespace
}  // namespace lifecircle
