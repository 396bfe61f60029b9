#include "algorithms/circle/zones.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "algorithms/circle/circles.hpp"
#include "tests/algorithms/circle/circle_town.hpp"

// Drawings of several zones: rings, splits, overlaps, what one place alone reaches.

namespace lifecircle::test {
namespace {

/// The best label of a point, straight from its legs.
Label label_of(const CircleTown& t, const std::vector<NearestField>& fields, Point p) {
  Label best;
  for (const NearestField& field : fields)
    for (const Leg& leg : t.ground.legs(field.graph(), p, t.access_m))
      best = std::min(best, field.at(leg.place) + leg.time);
  return best;
}

std::vector<std::vector<Leg>> legs_of(const CircleTown& t, std::size_t f) {
  std::vector<std::vector<Leg>> legs;
  for (const ModeGraph& graph : t.graphs)
    legs.push_back(join_facility(t.ground, graph, t.town.facilities[f], t.access_m).legs);
  return legs;
}
/// [facility][mode]: each facility alone.
std::vector<std::vector<NearestField>> lone_fields(const CircleTown& t) {
  std::vector<std::vector<NearestField>> fields(t.town.facilities.size());
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const auto legs = legs_of(t, f);
    for (std::size_t g = 0; g < legs.size(); ++g) {
      std::vector<Seed> seeds;
      for (const Leg& leg : legs[g]) seeds.push_back({leg.place, Label{leg.time, FacilityId{f}}});
      fields[f].emplace_back(t.graphs[g], t.rules.direction, seeds);
    }
  }
  return fields;
}
/// The facilities within the limit of a point.
std::vector<std::size_t> reached_by(const CircleTown& t,
                                    const std::vector<std::vector<NearestField>>& alone,
                                    Duration limit, Point p) {
  std::vector<std::size_t> found;
  for (std::size_t f = 0; f < alone.size(); ++f)
    if (label_of(t, alone[f], p).time() <= limit) found.push_back(f);
  return found;
}

template <class Name>
std::vector<Name> zones_at(const std::vector<std::pair<Name, Shape>>& areas, Point p) {
  std::vector<Name> found;
  for (const auto& [name, area] : areas)
    if (covers(area, p)) found.push_back(name);
  return found;
}

std::string shown(FacilityId f) {
  return std::to_string(f.index());
}
template <class Number>
std::string shown(Number n) {
  return std::to_string(n);
}

/// `truth(point)` is the zone a point belongs to, `none` outside. Points near a true border may
/// be told either way.
/// `ties(point, zone)`: whether the zone is as good as the true one.
template <class Name, class Truth, class Ties>
void zones_agree(CircleTown& t, const std::vector<std::pair<Name, Shape>>& areas, Name none,
                 Truth truth, Ties ties) {
  for (int i = 0; i < 30; ++i) {
    const Point p = t.some_point();
    const auto drawn = zones_at(areas, p);
    const Name is = truth(p);
    if (is == none ? drawn.empty() : drawn == std::vector<Name>{is}) continue;
    if (drawn.size() == 1 && is != none && ties(p, drawn.front())) continue;
    if (near_true_border(t, p, truth, t.dice)) continue;
    std::string zones;
    for (const Name name : drawn) zones += " " + shown(name);
    RC_FAIL("point " + shown(p.x) + "," + shown(p.y) + " of zone " + shown(is) + " is drawn in" +
            zones + "; access " + shown(t.access_m) + " m, tolerance " +
            shown(t.rules.tolerance_m) + " m, limit " + shown(t.rules.limits.back().ticks()));
  }
}

template <class Name, class Truth>
void zones_agree(CircleTown& t, const std::vector<std::pair<Name, Shape>>& areas, Name none,
                 Truth truth) {
  zones_agree(t, areas, none, truth, [](Point, Name) { return false; });
}

/// Every side of every ring is either on the outside, or the very same side of exactly one
/// neighbour, the other way round; and no two cross.
template <class Name>
void share_borders(const std::vector<std::pair<Name, Shape>>& areas) {
  std::map<std::pair<Point, Point>, int> sides;
  for (const auto& [name, area] : areas)
    for (const auto& ring : area.parts) {
      RC_ASSERT(ring.size() >= 4u);
      RC_ASSERT(ring.front() == ring.back());
      for (std::size_t i = 0; i + 1 < ring.size(); ++i) ++sides[{ring[i], ring[i + 1]}];
    }
  std::vector<std::pair<Point, Point>> once;
  for (const auto& [side, count] : sides) {
    RC_ASSERT(count == 1);
    const auto back = std::pair{side.second, side.first};
    if (side < back || !sides.contains(back)) once.push_back(side);
  }
  if (once.size() > 1500) return;  // all pairs are compared
  for (std::size_t i = 0; i < once.size(); ++i)
    for (std::size_t j = i + 1; j < once.size(); ++j) {
      const auto& [a, b] = once[i];
      const auto& [c, d] = once[j];
      RC_ASSERT(
          !(side_of(a, b, c) * side_of(a, b, d) < 0 && side_of(c, d, a) * side_of(c, d, b) < 0));
    }
}

/// f(town, base) on random towns with roads.
template <class F>
void for_towns(int runs, F f) {
  holds_for_all(runs, [&](const Recipe& recipe) {
    CircleTown t{recipe};
    RC_LOG(describe(t.town));
    if (t.network.edge_count() == 0) return;
    const CircleBase base{t.ground, t.pointers, t.access_m};
    f(t, base);
  });
}

TEST(Split, EveryPlaceBelongsToItsNearestFacility) {
  for_towns(300, [](CircleTown& t, const CircleBase& base) {
    const auto fields = fields_of(t);
    const auto areas = split_by_nearest(base, pointers_to(fields), t.rules);
    share_borders(areas);
    constexpr FacilityId kNobody{0xffffffffu};
    const auto truth = [&](Point p) {
      const Label label = label_of(t, fields, p);
      return label.time() <= t.rules.limits.back() ? label.facility() : kNobody;
    };
    const auto ties = [&](Point p, FacilityId drawn) {
      const Duration alone = label_of(t, lone_fields(t)[drawn.index()], p).time();
      return alone <= label_of(t, fields, p).time() + Duration::milliseconds(2);
    };
    zones_agree(t, areas, kNobody, truth, ties);
  });
}

TEST(Split, HasNoRingThatIsALine) {
  // Two facilities' ground parted by less than a millimetre of a third one's.
  Recipe recipe{.seed = 2045262199, .lines = 38, .homes = 1, .facilities = 4};
  recipe = recipe.with({Odd::twins, Odd::barriers});
  CircleTown t{recipe};
  const CircleBase base{t.ground, t.pointers, t.access_m};
  const auto fields = fields_of(t);
  for (const auto& [zone, area] : split_by_nearest(base, pointers_to(fields), t.rules))
    for (const auto& ring : area.parts) EXPECT_GE(ring.size(), 4u) << shown(zone);
}

TEST(Overlaps, CountTheFacilitiesThatReachAPlace) {
  for_towns(200, [](CircleTown& t, const CircleBase& base) {
    const auto alone = lone_fields(t);
    const auto areas = overlaps(
        base, alone.size(), [&](std::size_t f) { return legs_of(t, f); }, t.rules);
    share_borders(areas);
    zones_agree(t, areas, 0, [&](Point p) {
      return static_cast<int>(reached_by(t, alone, t.rules.limits.back(), p).size());
    });
  });
}

TEST(MarginalAreas, AreWhatOneFacilityAloneReaches) {
  for_towns(200, [](CircleTown& t, const CircleBase& base) {
    const auto alone = lone_fields(t);
    const auto areas = marginal_areas(
        base, alone.size(), [&](std::size_t f) { return legs_of(t, f); }, t.rules);
    share_borders(areas);
    constexpr std::size_t kNobody = ~std::size_t{0};
    zones_agree(t, areas, kNobody, [&](Point p) {
      const auto reached = reached_by(t, alone, t.rules.limits.back(), p);
      return reached.size() == 1 ? reached.front() : kNobody;
    });
  });
}

TEST(Rings, LieBetweenOneTimeAndTheNext) {
  for_towns(300, [](CircleTown& t, const CircleBase& base) {
    const auto fields = fields_of(t);
    CircleRules rules = t.rules;
    rules.rings = true;
    const auto rings = dissolved_circles(base, pointers_to(fields), rules);
    const auto discs = dissolved_circles(base, pointers_to(fields), t.rules);
    std::vector<std::pair<int, Shape>> areas;
    double sum = 0;
    for (std::size_t r = 0; r < rings.size(); ++r) {
      areas.emplace_back(static_cast<int>(r), rings[r]);
      sum += area_m2(rings[r]);
    }
    share_borders(areas);
    // The outer border is the same but for what is too small to be drawn, in the one or the other.
    double border_m = 0;
    std::size_t count = discs.back().parts.size();
    for (const auto& [ring, area] : areas) count += area.parts.size();
    for (const auto& part : discs.back().parts)
      for (std::size_t i = 0; i + 1 < part.size(); ++i)
        border_m += distance_mm(part[i], part[i + 1]) / 1e3;
    RC_ASSERT(std::abs(sum - area_m2(discs.back())) <=
              0.002 * border_m + static_cast<double>(count) * std::pow(t.rules.tolerance_m, 2));
    zones_agree(t, areas, -1, [&](Point p) {
      const Duration time = label_of(t, fields, p).time();
      for (std::size_t r = 0; r < t.rules.limits.size(); ++r)
        if (time <= t.rules.limits[r]) return static_cast<int>(r);
      return -1;
    });
  });
}

TEST(Simplified, NoPointIsFartherThanTheBoundAndNothingCrosses) {
  for_towns(300, [](CircleTown& t, const CircleBase& base) {
    const auto fields = fields_of(t);
    CircleRules plainer = t.rules;
    plainer.simplify_m = t.rules.tolerance_m * (0.5 + t.dice.below(8));
    const auto areas = split_by_nearest(base, pointers_to(fields), t.rules),
               plain = split_by_nearest(base, pointers_to(fields), plainer);
    share_borders(plain);
    RC_ASSERT(areas.size() == plain.size());
    for (std::size_t a = 0; a < areas.size(); ++a) {
      RC_ASSERT(areas[a].first == plain[a].first);
      RC_ASSERT(areas[a].second.parts.size() == plain[a].second.parts.size());
      for (std::size_t r = 0; r < areas[a].second.parts.size(); ++r) {
        const Shape ring{ShapeKind::line, {plain[a].second.parts[r]}};
        for (const Point p : areas[a].second.parts[r])
          RC_ASSERT(nearest_on_outline(ring, p).distance_mm <= 1e3 * plainer.simplify_m + 1);
      }
    }
  });
}

TEST(Circles, AreTheSameForAnyNumberOfThreads) {
  holds_for_all(20, [](const Recipe& recipe) {
    CircleTown t{recipe};
    if (t.network.edge_count() == 0) return;
    t.rules.tolerance_m /= 8;  // several tiles
    const CircleBase base{t.ground, t.pointers, t.access_m};
    const auto fields = fields_of(t);
    const auto of_facility = [&](std::size_t f) { return legs_of(t, f); };
    const auto all = [&](int count) {
      set_threads(count);
      return std::tuple{dissolved_circles(base, pointers_to(fields), t.rules),
                        split_by_nearest(base, pointers_to(fields), t.rules),
                        overlaps(base, t.town.facilities.size(), of_facility, t.rules)};
    };
    const auto one = all(1), two = all(2), eight = all(8);
    set_threads(1);
    RC_ASSERT(one == two);
    RC_ASSERT(one == eight);
  });
}

TEST(CornerKernel, VectorInstructionsChangeNoBit) {
  Dice dice{4711, 1};
  const auto number = [&](double from, double to) {
    return static_cast<float>(from +
                              (to - from) * static_cast<double>(dice.below(1'000'001)) / 1e6);
  };
  const Grid grid = Grid::of_tolerance(5);
  const CornerKernel widest{grid};
  CornerKernel plain{grid};
  plain.use_vectors(false);
  for (int round = 0; round < 2000; ++round) {
    const float angle = number(0, 6.3), length = number(0, 200'000);
    Strip s{.ax = static_cast<std::int32_t>(number(-3e5, 3e5)),
            .ay = static_cast<std::int32_t>(number(-3e5, 3e5)),
            .ux = std::cos(angle),
            .uy = std::sin(angle),
            .length = length,
            .low = dice.chance(50) ? 0 : length * number(0, 0.5),
            .high = dice.chance(50) ? length : length * number(0.5, 1),
            .ra = dice.chance(20) ? Strip::kClosed : number(0, 4e5),
            .ca = number(0, 2),
            .rb = number(0, 4e5),
            .cb = number(0, 2),
            .clear_a = 0,
            .clear_b = 0,
            .facility = {},
            .worth = dice.chance(50) ? 1 : number(0.5, 2)};
    std::vector<Shadow> shadows;
    for (std::size_t n = dice.below(4); n > 0; --n)
      add_shadows(s,
                  {{s.ax + static_cast<std::int32_t>(number(-2e5, 2e5)),
                    s.ay + static_cast<std::int32_t>(number(-2e5, 2e5))},
                   {s.ax + static_cast<std::int32_t>(number(-2e5, 2e5)),
                    s.ay + static_cast<std::int32_t>(number(-2e5, 2e5))},
                   0},
                  shadows);
    CornerLimits limits;
    for (float& limit : limits.at) limit = dice.chance(50) ? 3e5f : 1e6f;
    CornerValues one, other;
    one.at.fill(-1e5f);
    other = one;
    const float least = widest.raise(s, 0, 0, limits, shadows, one),
                least_plain = plain.raise(s, 0, 0, limits, shadows, other);
    ASSERT_EQ(one.at, other.at) << "round " << round;
    ASSERT_EQ(least, least_plain);
    ASSERT_EQ(least, *std::ranges::min_element(one.at));
  }
}

}  // namespace
}  // namespace lifecircle::test
