#include "engine/places/shape.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "engine/places/places.hpp"
#include "engine/places/segment_index.hpp"
#include "tests/support/changes.hpp"
#include "tests/support/property.hpp"

namespace lifecircle::test {
namespace {

std::vector<Point> ring(std::vector<Point> points) {
  points.push_back(points.front());
  return points;
}
Shape square(std::int32_t low, std::int32_t high) {
  return {ShapeKind::area, {ring({{low, low}, {high, low}, {high, high}, {low, high}})}};
}
Point some_point(Dice& dice, std::uint32_t width) {
  const auto coordinate = [&] {
    return static_cast<std::int32_t>(std::int64_t{dice.below(width)} - width / 2);
  };
  const std::int32_t x = coordinate();
  return {x, coordinate()};
}

TEST(NearestOnSegment, IsTheFootOrTheNearerEnd) {
  const SegmentPlace foot = nearest_on_segment({0, 0}, {10, 0}, {3, 4});
  EXPECT_EQ(foot.share, 0.3);
  EXPECT_EQ(foot.distance_mm, 4);
  EXPECT_EQ(nearest_on_segment({0, 0}, {10, 0}, {-3, 4}).share, 0);
  EXPECT_EQ(nearest_on_segment({0, 0}, {10, 0}, {-3, 4}).distance_mm, 5);
  EXPECT_EQ(nearest_on_segment({0, 0}, {10, 0}, {13, 4}).x, 10);
}

TEST(NearestOnSegment, OfAPointIsThePoint) {
  const SegmentPlace on = nearest_on_segment({7, 7}, {7, 7}, {10, 11});
  EXPECT_EQ(on.share, 0);
  EXPECT_EQ(on.distance_mm, 5);
}

TEST(NearestOnSegment, IsTheSameFromBothEndsAndNoOtherPlaceIsNearer) {
  holds_for_all(2000, [](std::uint64_t seed) {
    Dice dice{seed, 1};
    const std::uint32_t width = dice.chance(50) ? 20 : 2'000'000'000;
    const Point a = some_point(dice, width), b = some_point(dice, width),
                p = some_point(dice, width);
    const SegmentPlace on = nearest_on_segment(a, b, p), back = nearest_on_segment(b, a, p);
    RC_ASSERT(on.share == back.share && on.x == back.x && on.y == back.y &&
              on.distance_mm == back.distance_mm);
    RC_ASSERT(on.share >= 0 && on.share <= 1);
    RC_ASSERT(on.distance_mm <= distance_mm(a, p) * (1 + 1e-12));
    for (int i = 0; i <= 20; ++i) {
      const double x = a.x + (double{1} * b.x - a.x) * i / 20,
                   y = a.y + (double{1} * b.y - a.y) * i / 20;
      RC_ASSERT(on.distance_mm <= std::hypot(p.x - x, p.y - y) + 1e-5);
    }
  });
}

TEST(Covers, CountsTheBorderAsInside) {
  const Shape s = square(0, 10);
  for (const Point p : {Point{0, 0}, Point{5, 0}, Point{10, 5}, Point{5, 5}, Point{10, 10}})
    EXPECT_TRUE(covers(s, p));
  for (const Point p : {Point{-1, 0}, Point{11, 5}, Point{5, 11}, Point{-1, 10}})
    EXPECT_FALSE(covers(s, p));
}

TEST(Covers, KnowsHolesAndIslandsInThem) {
  Shape s = square(0, 100);
  s.parts.push_back(square(20, 80).parts[0]);
  s.parts.push_back(square(40, 60).parts[0]);
  EXPECT_TRUE(covers(s, {10, 10}));
  EXPECT_FALSE(covers(s, {30, 30}));
  EXPECT_TRUE(covers(s, {20, 30})) << "the border of the hole";
  EXPECT_TRUE(covers(s, {50, 50}));
  EXPECT_DOUBLE_EQ(area_m2(s), (100.0 * 100 - 60 * 60 + 20 * 20) / 1e6);
}

TEST(Area, DoesNotDependOnTheDirectionOrOrderOfRings) {
  Shape s = square(0, 100);
  s.parts.push_back(square(20, 80).parts[0]);
  const double area = area_m2(s);
  const Point middle = centroid(s);
  std::ranges::reverse(s.parts[0]);
  EXPECT_EQ(area_m2(s), area);
  EXPECT_EQ(centroid(s), middle);
  std::swap(s.parts[0], s.parts[1]);
  EXPECT_EQ(area_m2(s), area);
  EXPECT_EQ(centroid(s), middle);
}

TEST(Area, OfAHoleThatTouchesItsRimIsLeftOut) {
  Shape s = square(0, 100);
  s.parts.push_back(ring({{0, 0}, {50, 20}, {20, 50}}));
  EXPECT_LT(area_m2(s), 0.01);
}

TEST(Centroid, IsOfGroundOfLengthOrOfPoints) {
  EXPECT_EQ(centroid(square(0, 10)), (Point{5, 5}));
  EXPECT_EQ(centroid({ShapeKind::line, {{{0, 0}, {10, 0}, {10, 30}}}}), (Point{9, 11}))
      << "8.75, 11.25";
  EXPECT_EQ(centroid({ShapeKind::point, {{{0, 0}}, {{10, 2}}}}), (Point{5, 1}));
  EXPECT_EQ(centroid({ShapeKind::area, {ring({{0, 0}, {10, 10}, {20, 20}})}}), (Point{8, 8}))
      << "no ground: its vertices";
  EXPECT_EQ(centroid({ShapeKind::line, {{{3, 3}, {3, 3}}}}), (Point{3, 3}));
}

TEST(Centroid, FarFromTheMiddleIsAsExact) {
  Shape s = square(2'000'000'000, 2'000'000'010);
  EXPECT_EQ(centroid(s), (Point{2'000'000'005, 2'000'000'005}));
  EXPECT_DOUBLE_EQ(area_m2(s), 100 / 1e6);
}

TEST(SegmentIndex, FindsWhatALookAtAllFinds) {
  holds_for_all(500, [](std::uint64_t seed) {
    Dice dice{seed, 2};
    // The plane reaches 1,000 km from its centre.
    const std::uint32_t width = dice.chance(50) ? 30 : 2'000'000'000;
    std::vector<Segment> segments;
    for (std::uint64_t n = dice.below(60); segments.size() < n;)
      segments.push_back({some_point(dice, width), some_point(dice, width), segments.size()});
    const SegmentIndex index{segments};
    RC_ASSERT(index.empty() == segments.empty());
    const Point p = some_point(dice, width), q = some_point(dice, width);
    const Box box{{std::min(p.x, q.x), std::min(p.y, q.y)},
                  {std::max(p.x, q.x), std::max(p.y, q.y)}};
    std::vector<Segment> found;
    index.within(box, found);
    std::vector<std::uint64_t> ours, all;
    for (const Segment& s : found) ours.push_back(s.number);
    for (const Segment& s : segments)
      if (std::min(s.a.x, s.b.x) <= box.high.x && std::max(s.a.x, s.b.x) >= box.low.x &&
          std::min(s.a.y, s.b.y) <= box.high.y && std::max(s.a.y, s.b.y) >= box.low.y)
        all.push_back(s.number);
    std::ranges::sort(ours);
    RC_ASSERT(ours == all);
  });
}

TEST(BoxAround, IsCutAtTheEndOfThePlane) {
  const Box box = box_around({2'147'000'000, -2'147'000'000}, 1e9);
  EXPECT_EQ(box.high.x, 2'147'483'647);
  EXPECT_EQ(box.low.y, -2'147'483'647);
  EXPECT_EQ(box_around({0, 0}, 0.2).high, (Point{1, 1})) << "never too small";
}

Facility named(const std::string& id, Point at = {}) {
  Facility f;
  f.id = id;
  f.shape = Shape::of(at);
  return f;
}

TEST(SortFacilities, PutsNumbersByValueBeforeWords) {
  std::vector<Facility> all{named("b"),   named("10"), named("a10"), named("9"),
                            named("010"), named(""),   named("a9")};
  sort_facilities(all);
  std::vector<std::string> ids;
  for (const Facility& f : all) ids.push_back(f.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"9", "010", "10", "", "a10", "a9", "b"}));
}

TEST(SortFacilities, PutsEqualIdsByPlace) {
  std::vector<Facility> all{named("1", {5, 0}), named("1", {0, 9}), named("1", {0, 3})};
  sort_facilities(all);
  EXPECT_EQ(all[0].shape, Shape::of({0, 3}));
  EXPECT_EQ(all[2].shape, Shape::of({5, 0}));
}

TEST(SortFacilities, LeavesNoTraceOfTheOrderOfTheFile) {
  holds_for_all(300, [](std::uint64_t seed) {
    Dice dice{seed, 3};
    std::vector<Facility> all;
    for (int i = 0; i < 8; ++i) {
      Facility f =
          named(std::to_string(dice.below(2)), {static_cast<std::int32_t>(dice.below(2)), 0});
      f.kind = dice.chance(50) ? "clinic" : "school";
      f.setting = static_cast<Setting>(dice.below(3));
      f.own = dice.chance(50);
      if (dice.chance(50)) f.unit = UnitId{dice.below(2)};
      all.push_back(f);
    }
    std::vector<Facility> other = all;
    shuffle(other, dice);
    sort_facilities(all);
    sort_facilities(other);
    for (std::size_t i = 0; i < all.size(); ++i) {
      RC_ASSERT(all[i].id == other[i].id && all[i].shape == other[i].shape &&
                all[i].kind == other[i].kind);
      RC_ASSERT(all[i].setting == other[i].setting && all[i].own == other[i].own &&
                all[i].unit == other[i].unit);
    }
  });
}

}  // namespace
}  // namespace lifecircle::test
