#include "engine/places/area_index.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/support/property.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle::test {
namespace {

Shape rectangle(Point low, Point high) {
  return {ShapeKind::area, {{low, {high.x, low.y}, high, {low.x, high.y}, low}}};
}

TEST(AreaIndex, GivesBordersToBothNeighbours) {
  const Shape left = rectangle({0, 0}, {10, 10}), right = rectangle({10, 0}, {20, 10});
  const Shape nothing, line{ShapeKind::line, {{{0, 0}, {20, 10}}}};
  const AreaIndex index{{&right, &line, &left, &nothing}};
  EXPECT_EQ(index.holding({10, 5}), (std::vector<std::uint32_t>{0, 2}));
  EXPECT_EQ(index.holding({5, 5}), (std::vector<std::uint32_t>{2}));
  EXPECT_TRUE(index.holding({21, 5}).empty());
}

TEST(AreaIndex, FindsWhatALookAtAllFinds) {
  holds_for_all(300, [](std::uint64_t seed) {
    Dice dice{seed, 1};
    const auto some = [&] {
      return Point{static_cast<std::int32_t>(dice.below(12)),
                   static_cast<std::int32_t>(dice.below(12))};
    };
    std::vector<Shape> areas;
    for (std::size_t n = dice.below(20); areas.size() < n;) {
      const Point a = some(), b = some(), c = some();
      areas.push_back({ShapeKind::area, {{a, b, c, a}}});
      if (dice.chance(30)) areas.back().parts.push_back(rectangle(some(), some()).parts.front());
    }
    std::vector<const Shape*> borrowed;
    for (const Shape& area : areas) borrowed.push_back(&area);
    const AreaIndex index{borrowed};
    const Point p = some();
    std::vector<std::uint32_t> wanted;
    for (std::uint32_t i = 0; i < areas.size(); ++i)
      if (covers(areas[i], p)) wanted.push_back(i);
    RC_ASSERT(index.holding(p) == wanted);
  });
}

}  // namespace
}  // namespace lifecircle::test
