#include "algorithms/circle/slivers.hpp"

#include <numeric>

#include <gtest/gtest.h>

#include "tests/algorithms/circle/circle_town.hpp"

// Pieces too small to draw between several zones: who gets them, and who may not.

namespace lifecircle::test {
namespace {

using Part = RingOfLines::Part;

/// Two squares side by side, zones 0 and 1, and on the border between them a piece of zone 2 that
/// reaches farther into the second.
struct Drawn {
  std::vector<BorderLine> lines{
      {{0, -1000}, {0, -2}},                                  // between the squares, below
      {{0, 2}, {0, 1000}},                                    // and above
      {{0, -2}, {-2, 0}, {0, 2}},                             // west of the piece
      {{0, -2}, {3, 0}, {0, 2}},                              // east of it
      {{0, 1000}, {-1000, 1000}, {-1000, -1000}, {0, -1000}}  // round the first
  };
  std::vector<RingOfLines> rings;
  std::vector<std::uint64_t> begins{5, 7, 9};

  Drawn() {
    lines.push_back({{0, -1000}, {1000, -1000}, {1000, 1000}, {0, 1000}});  // round the second
    rings = {{0, {Part{0, false}, Part{2, false}, Part{1, false}, Part{4, false}}},
             {1, {Part{5, false}, Part{1, true}, Part{3, true}, Part{0, true}}},
             {2, {Part{3, false}, Part{2, true}}}};
  }
  double area(std::size_t r) const { return area_mm2(points_of(rings[r], lines)); }
};

TEST(Slivers, GoToTheNeighbourOfTheLongestBorder) {
  Drawn d;
  ASSERT_DOUBLE_EQ(d.area(2), 10);
  const double first = d.area(0), second = d.area(1);
  give_away_slivers(d.lines, d.rings, d.begins, 100);
  ASSERT_EQ(d.rings.size(), 2u);
  EXPECT_EQ(d.begins, (std::vector<std::uint64_t>{5, 7}));
  EXPECT_DOUBLE_EQ(d.area(0), first);
  EXPECT_DOUBLE_EQ(d.area(1), second + 10);
  for (std::size_t r = 0; r < 2; ++r) {
    const auto points = points_of(d.rings[r], d.lines);
    EXPECT_EQ(points.front(), points.back());
  }
}

TEST(Slivers, LargerPiecesStay) {
  Drawn d;
  give_away_slivers(d.lines, d.rings, d.begins, 10);
  EXPECT_EQ(d.rings.size(), 3u);
}

TEST(Slivers, StayWhereTheirOwnerWouldTouchItself) {
  // Both neighbours come by the meetings of the piece once more: rings of their own end there.
  Drawn d;
  for (const std::int32_t zone : {0, 1})
    for (const bool above : {false, true}) {
      const std::int32_t y = above ? 2 : -2, s = above ? 1 : -1;
      d.lines.push_back({{0, y}, {zone == 0 ? -9 : 9, y + 4 * s}, {zone == 0 ? -9 : 9, y + 9 * s}});
      d.lines.push_back({{zone == 0 ? -9 : 9, y + 9 * s}, {0, y}});
      const auto l = static_cast<std::uint32_t>(d.lines.size());
      d.rings.push_back({zone, {Part{l - 2, false}, Part{l - 1, false}}});
      d.begins.push_back(20 + l);
    }
  give_away_slivers(d.lines, d.rings, d.begins, 12);
  EXPECT_EQ(d.rings.size(), 7u);
}

TEST(Slivers, OfCirclesAreRare) {
  std::size_t pieces = 0, small = 0;
  holds_for_all(100, [&](const Recipe& recipe) {
    CircleTown t{recipe};
    const CircleBase base{t.ground, t.pointers, t.access_m};
    const auto fields = fields_of(t);
    t.rules.simplify_m = 0;
    const double least = 2.0 * std::pow(Grid::of_tolerance(t.rules.tolerance_m).cell, 2);
    for (const auto& [f, area] : split_by_nearest(base, pointers_to(fields), t.rules))
      for (const auto& part : area.parts) {
        ++pieces;
        const double size = area_mm2(part);
        small += size > 0 && size < 0.99 * least;
      }
  });
  EXPECT_GT(pieces, 100u);
  EXPECT_LT(50 * small, pieces) << small;
}

}  // namespace
}  // namespace lifecircle::test
