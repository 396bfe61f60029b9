#include "algorithms/circle/land.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "engine/base/parallel.hpp"
#include "tests/support/property.hpp"
#include "tests/support/random_town.hpp"

// Land in circles: grounds known beforehand, and an independent measure line by line.

namespace lifecircle::test {
namespace {

constexpr double kFlat = 1e12;  // an Earth so large that the plane is true

/// Rings of corners in metres.
Shape area(const std::vector<std::vector<Point>>& rings_m) {
  Shape shape{ShapeKind::area, {}};
  for (const auto& ring : rings_m) {
    shape.parts.emplace_back();
    for (const Point p : ring) shape.parts.back().push_back({p.x * 1000, p.y * 1000});
    shape.parts.back().push_back(shape.parts.back().front());
  }
  return shape;
}
std::vector<Point> square(int x, int y, int side) {
  return {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}};
}

struct Asked {
  std::vector<Shape> land, within, units, circles;
  double tolerance_m = 5;
  std::size_t at_least = 0;
  LandShares shares() const {
    LandQuestion q{.land = {},
                   .within = {},
                   .units = {},
                   .circles = {},
                   .at_least = at_least,
                   .tolerance_m = tolerance_m,
                   .earth_radius_m = kFlat};
    for (const Shape& s : land) q.land.push_back(&s);
    for (const Shape& s : within) q.within.push_back(&s);
    for (const Shape& s : units) q.units.push_back(&s);
    for (const Shape& s : circles) q.circles.push_back(&s);
    return land_shares(q);
  }
};

TEST(Land, HalfInsideACircle) {
  const Asked asked{{area({square(0, 0, 100)})}, {}, {}, {area({square(-150, -50, 200)})}, 5};
  const LandShares shares = asked.shares();
  ASSERT_EQ(shares.of.size(), 1u);
  ASSERT_EQ(shares.of[0].size(), 1u) << "no units: in no unit";
  EXPECT_EQ(shares.of[0][0].land_m2, 100 * 100);
  EXPECT_EQ(shares.of[0][0].covered_m2, 50 * 100);
  // The border crosses 100 m of land, and at each end its next 5 m and one piece of 5 m that
  // touches these are within 5 m of land.
  EXPECT_GE(shares.of[0][0].doubt_m2, 100 * 5);
  EXPECT_LE(shares.of[0][0].doubt_m2, (100 + 2 * (5 + 5)) * 5);
  EXPECT_TRUE(shares.mended.empty());
}

TEST(Land, HolesOfLandAndOfCirclesCount) {
  const Asked asked{{area({square(0, 0, 100), square(20, 20, 20)})},
                    {},
                    {},
                    {area({square(-10, -10, 200), square(50, 50, 30)}), Shape{ShapeKind::area, {}}},
                    1};
  const LandShares shares = asked.shares();
  EXPECT_EQ(shares.of[0][0].land_m2, 10'000 - 400);
  EXPECT_EQ(shares.of[0][0].covered_m2, 10'000 - 400 - 900);
  EXPECT_EQ(shares.of[0][0].doubt_m2, 4 * 30) << "only round the hole in the circle";
  EXPECT_EQ(shares.of[1][0], (LandShare{9600, 0, 0})) << "nobody reaches anything";
}

TEST(Land, ParcelsOnTopOfEachOtherCountOnce) {
  const Asked asked{{area({square(0, 0, 100)}), area({square(50, 0, 100)}),
                     area({square(50, 0, 100)}), area({square(60, 10, 10)})},
                    {},
                    {},
                    {area({square(0, 0, 1000)})},
                    5};
  EXPECT_EQ(asked.shares().of[0][0].land_m2, 150 * 100);
  EXPECT_EQ(asked.shares().of[0][0].covered_m2, 150 * 100);
}

TEST(Land, IsSharedOutToUnitsAndToNone) {
  // Two units of 100 m side by side that overlap in 10 m, and land across both and beyond.
  const Asked asked{{area({{{50, 40}, {250, 40}, {250, 60}, {50, 60}}})},
                    {},
                    {area({square(0, 0, 100)}), area({square(90, 0, 110)})},
                    {area({square(60, 0, 120)})},
                    5};
  const auto of = asked.shares().of[0];
  ASSERT_EQ(of.size(), 3u);
  EXPECT_EQ(of[0].land_m2, 50 * 20);
  EXPECT_EQ(of[0].covered_m2, 40 * 20);
  EXPECT_EQ(of[1].land_m2, 100 * 20) << "the first unit keeps what both claim";
  EXPECT_EQ(of[1].covered_m2, 80 * 20);
  EXPECT_EQ(of[2].land_m2, 50 * 20) << "in no unit";
  EXPECT_EQ(of[2].covered_m2, 0);
}

TEST(Land, OutsideTheStudyAreaIsToldAndNotCounted) {
  const Asked asked{{area({square(0, 0, 100)})},
                    {area({square(30, 0, 100)}), area({square(20, 0, 40)})},
                    {},
                    {area({square(0, 0, 50)})},
                    5};
  const LandShares shares = asked.shares();
  EXPECT_EQ(shares.of[0][0].land_m2, 70 * 100 + 10 * 40);
  EXPECT_EQ(shares.of[0][0].covered_m2, 20 * 50 + 10 * 40);
  EXPECT_EQ(shares.outside_m2, 10'000 - 7400);
}

TEST(Land, WhatCrossesItselfIsMendedAndNamed) {
  // A sound square, a bow tie, and two squares of one row that overlap: their overlap is in twice.
  const Asked asked{{area({square(1000, 0, 10)}), area({{{0, 0}, {100, 100}, {100, 0}, {0, 100}}}),
                     area({{{2000, 0}, {2100, 0}, {2100, 100}, {2000, 100}},
                           {{2050, 50}, {2150, 50}, {2150, 150}, {2050, 150}}})},
                    {},
                    {},
                    {area({square(-5000, -5000, 10'000)})},
                    5};
  const LandShares shares = asked.shares();
  EXPECT_EQ(shares.mended, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(shares.of[0][0].land_m2, 100 + 2 * (100 * 50 / 2) + 2 * (10'000 - 2500));
  EXPECT_EQ(shares.of[0][0].covered_m2, shares.of[0][0].land_m2);
}

/// Areas by the even-odd rule, measured along lines: between two neighbouring heights of corners
/// and crossings every length is linear, so the line in the middle says the mean. Exact, and
/// nothing of it is shared with the overlay.
class Lines {
 public:
  explicit Lines(std::vector<const std::vector<Shape>*> all) {
    std::vector<std::pair<Point, Point>> edges;
    for (const auto* shapes : all)
      for (const Shape& shape : *shapes)
        for (const auto& ring : shape.parts)
          for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
            edges.emplace_back(ring[i], ring[i + 1]);
            heights_.insert(ring[i].y);
          }
    for (std::size_t i = 0; i < edges.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        const auto& [a, b] = edges[i];
        const auto& [c, d] = edges[j];
        const double ux = b.x - a.x, uy = b.y - a.y, vx = d.x - c.x, vy = d.y - c.y;
        const double det = ux * vy - uy * vx;
        if (det == 0) continue;
        const double s = ((c.x - a.x) * vy - (c.y - a.y) * vx) / det;
        if (s >= 0 && s <= 1) heights_.insert(a.y + s * uy);
      }
  }

  /// The ground for which `holds`(which are inside) is true; which: [list of shapes][shape].
  template <class Holds>
  double m2(const std::vector<const std::vector<Shape>*>& all, Holds holds) const {
    double sum = 0;
    for (auto low = heights_.begin(); low != heights_.end(); ++low) {
      const auto high = std::next(low);
      if (high == heights_.end()) break;
      sum += (*high - *low) * length(all, (*low + *high) / 2, holds);
    }
    return sum / 1e6;
  }

 private:
  template <class Holds>
  double length(const std::vector<const std::vector<Shape>*>& all, double y, Holds holds) const {
    struct Crossing {
      double x;
      std::size_t list, shape;
    };
    std::vector<Crossing> crossings;
    std::vector<std::vector<bool>> inside;
    for (std::size_t l = 0; l < all.size(); ++l) {
      inside.emplace_back(all[l]->size(), false);
      for (std::size_t s = 0; s < all[l]->size(); ++s)
        for (const auto& ring : (*all[l])[s].parts)
          for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
            const Point a = ring[i], b = ring[i + 1];
            if ((a.y <= y) != (b.y <= y))
              crossings.push_back({a.x + (y - a.y) * (b.x - a.x) / (1.0 * b.y - a.y), l, s});
          }
    }
    std::ranges::sort(crossings, {}, &Crossing::x);
    double sum = 0;
    for (std::size_t c = 0; c < crossings.size(); ++c) {
      if (c > 0 && holds(inside)) sum += crossings[c].x - crossings[c - 1].x;
      inside[crossings[c].list][crossings[c].shape].flip();
    }
    return sum;
  }
  std::set<double> heights_;
};

constexpr int kWidth = 400'000;  // millimetres

/// A ring of random corners: as a rule it crosses itself.
Shape scribble(Dice& dice, int corners) {
  Shape shape{ShapeKind::area, {{}}};
  const auto some = [&] { return static_cast<std::int32_t>(dice.below(kWidth)); };
  for (int i = 0; i < corners; ++i) shape.parts[0].push_back({some(), some()});
  shape.parts[0].push_back(shape.parts[0].front());
  return shape;
}
/// A ring round a centre that never crosses itself, and, sometimes, one of half its size in it.
Shape star(Dice& dice, int corners) {
  constexpr double kTurn = 2 * 3.14159265358979;
  const double x = dice.below(kWidth), y = dice.below(kWidth);
  const double size = 10'000 + dice.below(kWidth / 2);
  Shape shape{ShapeKind::area, {{}}};
  for (int i = 0; i < corners; ++i) {
    const double r = size * (0.3 + 0.007 * dice.below(101));
    shape.parts[0].push_back({static_cast<std::int32_t>(x + r * std::cos(kTurn * i / corners)),
                              static_cast<std::int32_t>(y + r * std::sin(kTurn * i / corners))});
  }
  shape.parts[0].push_back(shape.parts[0].front());
  if (dice.chance(50)) {
    shape.parts.emplace_back();
    for (const Point p : shape.parts[0])
      shape.parts[1].push_back({static_cast<std::int32_t>(x + (p.x - x) / 2),
                                static_cast<std::int32_t>(y + (p.y - y) / 2)});
  }
  return shape;
}

double border_m(const std::vector<Shape>& shapes) {
  double sum = 0;
  for (const Shape& shape : shapes)
    for (const auto& ring : shape.parts)
      for (std::size_t i = 0; i + 1 < ring.size(); ++i) sum += distance_mm(ring[i], ring[i + 1]);
  return sum / 1e3;
}

TEST(Land, AnyGroundIsMeasuredAsLineByLine) {
  holds_for_all(300, [](const Recipe& recipe) {
    Dice dice{recipe.seed, 80};
    Asked asked;
    const auto fill = [&](std::vector<Shape>& shapes, std::size_t count) {
      for (std::size_t i = 0; i < count; ++i)
        shapes.push_back(dice.chance(30) ? scribble(dice, 3 + static_cast<int>(dice.below(6)))
                                         : star(dice, 4 + static_cast<int>(dice.below(20))));
    };
    fill(asked.land, 1 + dice.below(4));
    fill(asked.units, dice.below(4));
    if (dice.chance(40)) fill(asked.within, 1 + dice.below(2));
    for (int c = 0; c < 2; ++c) asked.circles.push_back(star(dice, 30));
    const LandShares shares = asked.shares();

    const std::vector<const std::vector<Shape>*> all{&asked.land, &asked.within, &asked.units,
                                                     &asked.circles};
    const Lines lines{all};
    using Inside = std::vector<std::vector<bool>>;
    const auto any = [](const std::vector<bool>& some) {
      return std::ranges::find(some, true) != some.end();
    };
    const auto unit_of = [](const Inside& in) {
      return static_cast<std::size_t>(std::ranges::find(in[2], true) - in[2].begin());
    };
    const auto is_asked = [&](const Inside& in) {
      return any(in[0]) && (asked.within.empty() || any(in[1]));
    };
    // A millimetre along all borders, some of them twice, and the rounding to whole metres.
    const double slack = 1 + 0.003 * (border_m(asked.land) + border_m(asked.within) +
                                      border_m(asked.units) + border_m(asked.circles));
    const auto near = [&](std::int64_t ours, double exact) {
      RC_ASSERT(std::abs(static_cast<double>(ours) - exact) <= slack);
    };
    near(shares.outside_m2,
         lines.m2(all, [&](const Inside& in) { return any(in[0]) && !is_asked(in); }));
    for (std::size_t c = 0; c < asked.circles.size(); ++c) {
      RC_ASSERT(shares.of[c].size() == asked.units.size() + 1);
      for (std::size_t u = 0; u < shares.of[c].size(); ++u) {
        const LandShare& share = shares.of[c][u];
        near(share.land_m2,
             lines.m2(all, [&](const Inside& in) { return is_asked(in) && unit_of(in) == u; }));
        near(share.covered_m2, lines.m2(all, [&](const Inside& in) {
          return is_asked(in) && unit_of(in) == u && in[3][c];
        }));
        RC_ASSERT(share.covered_m2 <= share.land_m2);
        RC_ASSERT(share.doubt_m2 >= 0 && share.doubt_m2 <= share.land_m2);
      }
    }
  });
}

TEST(Land, InSoManyCirclesIsMeasuredAsLineByLine) {
  holds_for_all(200, [](const Recipe& recipe) {
    Dice dice{recipe.seed, 82};
    Asked asked;
    for (std::size_t i = 0; i <= dice.below(3); ++i) asked.land.push_back(star(dice, 12));
    for (std::size_t i = 0; i < dice.below(3); ++i) asked.units.push_back(star(dice, 12));
    for (std::size_t c = 0; c <= dice.below(5); ++c)
      asked.circles.push_back(dice.chance(10) ? Shape{ShapeKind::area, {}} : star(dice, 20));
    asked.tolerance_m = 2;
    const LandShares alone = asked.shares();
    asked.at_least = 1 + dice.below(asked.circles.size() + 1);
    const LandShares shares = asked.shares();

    const std::vector<const std::vector<Shape>*> all{&asked.land, &asked.units, &asked.circles};
    const Lines lines{all};
    using Inside = std::vector<std::vector<bool>>;
    const double slack =
        1 + 0.003 * static_cast<double>(asked.circles.size()) *
                (border_m(asked.land) + border_m(asked.units) + border_m(asked.circles));
    RC_ASSERT(shares.of.size() == 1U);
    RC_ASSERT(shares.of[0].size() == asked.units.size() + 1);
    for (std::size_t u = 0; u < shares.of[0].size(); ++u) {
      const LandShare& share = shares.of[0][u];
      const double exact = lines.m2(all, [&](const Inside& in) {
        const auto unit = static_cast<std::size_t>(std::ranges::find(in[1], true) - in[1].begin());
        return std::ranges::count(in[0], true) > 0 && unit == u &&
               std::ranges::count(in[2], true) >= static_cast<std::ptrdiff_t>(asked.at_least);
      });
      RC_ASSERT(std::abs(static_cast<double>(share.covered_m2) - exact) <= slack);
      RC_ASSERT(share.covered_m2 <= share.land_m2);
      // The doubt of each circle for itself, all together.
      std::int64_t doubt = 0;
      for (const auto& one : alone.of) {
        RC_ASSERT(one[u].land_m2 == share.land_m2);
        doubt += one[u].doubt_m2;
      }
      const auto circles = static_cast<std::int64_t>(asked.circles.size());
      RC_ASSERT(share.doubt_m2 <= doubt);
      RC_ASSERT(share.doubt_m2 >= std::min(doubt - circles, share.land_m2));
    }
  });
}

TEST(Land, TheDoubtIsTheBorderNearLand) {
  holds_for_all(100, [](const Recipe& recipe) {
    Dice dice{recipe.seed, 81};
    Asked asked;
    for (std::size_t i = 0; i <= dice.below(3); ++i) asked.land.push_back(star(dice, 12));
    asked.circles.push_back(star(dice, 20));
    asked.tolerance_m = 1 + dice.below(10);
    const auto shares = asked.shares().of[0][0];
    // The border in steps of a hundredth of the tolerance.
    const auto near_land_m = [&](double reach_mm) {
      double sum = 0;
      for (const auto& ring : asked.circles[0].parts)
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
          const double length = distance_mm(ring[i], ring[i + 1]);
          const int steps = 1 + static_cast<int>(length / (10 * asked.tolerance_m));
          for (int k = 0; k < steps; ++k) {
            const double share = (k + 0.5) / steps;
            const Point p{static_cast<std::int32_t>(
                              std::lround(ring[i].x + share * (ring[i + 1].x - ring[i].x))),
                          static_cast<std::int32_t>(
                              std::lround(ring[i].y + share * (ring[i + 1].y - ring[i].y)))};
            if (std::ranges::any_of(asked.land, [&](const Shape& land) {
                  return covers(land, p) || nearest_on_outline(land, p).distance_mm <= reach_mm;
                }))
              sum += length / steps;
          }
        }
      return sum / 1e3;
    };
    const double t = asked.tolerance_m;
    const double least =
        std::min(t * near_land_m(1e3 * t - 10) - 1, static_cast<double>(shares.land_m2));
    RC_ASSERT(static_cast<double>(shares.doubt_m2) >= least * 0.99);
    // Pieces of at most the tolerance count whole.
    RC_ASSERT(static_cast<double>(shares.doubt_m2) <= t * near_land_m(2e3 * t + 10) * 1.01 + 1);
  });
}

/// Nine thousand parcels and a circle of columns, all in whole metres: counted square by square.
struct ManyParcels {
  Asked asked;
  std::int64_t land_m2 = 0, covered_m2 = 0;
  explicit ManyParcels(std::uint64_t seed) {
    Dice dice{seed, 82};
    constexpr int kColumns = 3000;
    std::vector<int> height;
    std::vector<Point> outline{{0, -100}};
    for (int x = 0; x < kColumns; ++x) {
      height.push_back(static_cast<int>(dice.below(300)));
      outline.push_back({x, height.back()});
      outline.push_back({x + 1, height.back()});
    }
    outline.push_back({kColumns, -100});
    asked.circles.push_back(area({outline}));
    for (int i = 0; i < 300; ++i)
      for (int j = 0; j < 30; ++j) {
        asked.land.push_back(area({square(10 * i, 10 * j, 5)}));
        land_m2 += 25;
        for (int x = 10 * i; x < 10 * i + 5; ++x)
          covered_m2 += std::clamp(height[static_cast<std::size_t>(x)] - 10 * j, 0, 5);
      }
    for (int u = 0; u < 10; ++u) asked.units.push_back(area({square(300 * u, 0, 300)}));
  }
};

TEST(Land, ManyParcelsAndALongBorderAreCutIntoCells) {
  const ManyParcels many{7};
  LandShare whole;
  const LandShares shares = many.asked.shares();
  for (const LandShare& share : shares.of[0]) whole += share;
  EXPECT_EQ(whole.land_m2, many.land_m2);
  // A millimetre along 450 km of border in columns, of which a quarter is on land.
  EXPECT_NEAR(static_cast<double>(whole.covered_m2), static_cast<double>(many.covered_m2), 1);
}

TEST(Land, IsTheSameForOneTwoOrEightThreads) {
  const ManyParcels many{8};
  set_threads(1);
  const LandShares one = many.asked.shares();
  for (const int count : {2, 8}) {
    set_threads(count);
    EXPECT_EQ(many.asked.shares().of, one.of) << count;
  }
  set_threads(0);
}

TEST(Land, NothingIsNothing) {
  const Asked none{{}, {}, {area({square(0, 0, 10)})}, {area({square(0, 0, 10)})}, 5};
  EXPECT_EQ(none.shares().of[0], (std::vector<LandShare>(2)));
  const Asked lines{{Shape{ShapeKind::line, {{{0, 0}, {5, 5}}}}, Shape{ShapeKind::area, {}}},
                    {},
                    {},
                    {area({square(0, 0, 10)})},
                    5};
  EXPECT_EQ(lines.shares().of[0][0].land_m2, 0);
}

}  // namespace
}  // namespace lifecircle::test
