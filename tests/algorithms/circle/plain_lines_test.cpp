#include "algorithms/circle/plain_lines.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "engine/places/shape.hpp"

// Lines made plainer: what the bound alone would allow, and what is left as it was.

namespace lifecircle {
namespace {

Shape area_of(const RingOfLines& ring, const std::vector<BorderLine>& lines) {
  return {ShapeKind::area, {points_of(ring, lines)}};
}

TEST(PlainLines, AHoleStaysWithinTheRingThatLosesItsBulge) {
  // A square with a bulge to the north, and a hole in the bulge: it meets no line, but without the
  // bulge it would lie outside.
  const BorderLine outer{{0, 0},      {1000, 0},   {1000, 1000}, {600, 1000}, {550, 1040},
                         {450, 1040}, {400, 1000}, {0, 1000},    {0, 0}},
      hole{{480, 1010}, {480, 1030}, {520, 1030}, {520, 1010}, {480, 1010}};
  std::vector<BorderLine> lines{outer, hole};
  const std::vector<RingOfLines> rings{{.zone = 0, .parts = {{.line = 0, .back = false}}},
                                       {.zone = 0, .parts = {{.line = 1, .back = false}}}};
  ASSERT_LT(simplified(outer, 50).size(), outer.size());
  ASSERT_FALSE(covers({ShapeKind::area, {simplified(outer, 50)}}, hole.front()));

  simplify_lines(lines, rings, 50);
  EXPECT_TRUE(
      std::ranges::all_of(lines[1], [&](Point p) { return covers(area_of(rings[0], lines), p); }));

  // Alone, the ring becomes plain.
  std::vector<BorderLine> alone{outer};
  simplify_lines(alone, {rings[0]}, 50);
  EXPECT_EQ(alone[0].size(), 5u);
}

TEST(PlainLines, LinesThatWouldCrossStay) {
  // A needle from the south into a bay of the square that is no deeper than the bound.
  const BorderLine square{{0, 0},    {400, 0},     {500, 45}, {600, 0},
                          {1000, 0}, {1000, 1000}, {0, 1000}, {0, 0}},
      needle{{495, -100}, {505, -100}, {500, 40}, {495, -100}};
  std::vector<BorderLine> lines{square, needle};
  const std::vector<RingOfLines> rings{{.zone = 0, .parts = {{.line = 0, .back = false}}},
                                       {.zone = 1, .parts = {{.line = 1, .back = false}}}};
  simplify_lines(lines, rings, 50);
  EXPECT_FALSE(covers(area_of(rings[0], lines), {500, 40}));
  EXPECT_NE(std::ranges::find(lines[0], Point{500, 45}), lines[0].end());
}

}  // namespace
}  // namespace lifecircle
