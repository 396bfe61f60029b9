#include "algorithms/circle/circles.hpp"

#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/algorithms/circle/circle_town.hpp"

// Law 8 and what a drawing promises, on random towns with everything odd in them.

namespace lifecircle::test {
namespace {

/// Checks law 8 at a point: `time_of(point)` is the truth.
template <class TimeOf>
void agrees(const CircleTown& t, const Shape& circle, Duration limit, Point p, TimeOf time_of,
            Dice& dice) {
  const bool covered = time_of(p) <= limit;
  const bool inside = !circle.parts.empty() && covers(circle, p);
  if (covered == inside) return;
  if (near_true_border(
          t, p, [&](Point q) { return time_of(q) <= limit; }, dice))
    return;
  RC_FAIL("point " + std::to_string(p.x) + "," + std::to_string(p.y) +
          (covered ? " is covered and drawn outside" : " is not covered and drawn inside") +
          "; limit " + std::to_string(limit.ticks()) + " ms, access " + std::to_string(t.access_m) +
          " m, tolerance " + std::to_string(t.rules.tolerance_m) + " m, the drawn border is " +
          std::to_string(to_border_mm(circle, p)) + " mm away");
}

/// Checks law 8 at some points: the best leg and the fields say the truth.
void agree_everywhere(CircleTown& t, const std::vector<Shape>& circles,
                      const std::vector<NearestField>& fields) {
  const auto time_of = [&](Point p) {
    Duration best = Duration::never();
    for (const NearestField& field : fields)
      for (const Leg& leg : t.ground.legs(field.graph(), p, t.access_m))
        best = std::min(best, field.at(leg.place).time() + leg.time);
    return best;
  };
  for (int i = 0; i < 40; ++i) {
    const Point p = t.some_point();
    for (std::size_t c = 0; c < circles.size(); ++c)
      agrees(t, circles[c], t.rules.limits[c], p, time_of, t.dice);
  }
}

TEST(Law8, APointIsInTheCircleOfAPlaceIfItReachesIt) {
  holds_for_all(400, [](const Recipe& recipe) {
    CircleTown t{recipe};
    RC_LOG(describe(t.town));
    if (t.network.edge_count() == 0) return;
    const CircleBase base{t.ground, t.pointers, t.access_m};
    CircleSearch search{base, t.rules};
    const Point centre = t.some_point();
    std::vector<std::vector<Leg>> legs;
    for (const ModeGraph* graph : t.pointers)
      legs.push_back(t.ground.legs(*graph, centre, t.access_m));
    search.search(legs);
    const auto circles = search.circles();
    // Straight from the definition: one search a mode, all legs of the point.
    std::vector<NearestField> fields;
    for (std::size_t g = 0; g < legs.size(); ++g) {
      std::vector<Seed> seeds;
      for (const Leg& leg : legs[g]) seeds.push_back({leg.place, Label{leg.time, FacilityId{0u}}});
      fields.emplace_back(*t.pointers[g], t.rules.direction, seeds);
    }
    agree_everywhere(t, circles, fields);
  });
}

TEST(Law8, APointIsInTheDissolvedCircleIfItIsCovered) {
  holds_for_all(400, [](const Recipe& recipe) {
    CircleTown t{recipe};
    RC_LOG(describe(t.town));
    if (t.network.edge_count() == 0) return;
    const auto fields = fields_of(t);
    const auto pointers = pointers_to(fields);
    const CircleBase base{t.ground, t.pointers, t.access_m};
    const auto circles = dissolved_circles(base, pointers, t.rules);
    agree_everywhere(t, circles, fields);
  });
}

TEST(Law8, LegsAreAsLongAsTheSettingOfTheGroundAllows) {
  holds_for_all(300, [](const Recipe& recipe) {
    CircleTown t{recipe};
    RC_LOG(describe(t.town));
    if (t.network.edge_count() == 0) return;
    // Units of all settings, over each other and with ground of none between them.
    std::vector<Unit> units;
    for (std::size_t n = 1 + t.dice.below(4); n > 0; --n) {
      const Point a = t.some_point(), b = t.some_point();
      if (a.x == b.x || a.y == b.y) continue;
      units.push_back({.code = std::to_string(n),
                       .name = {},
                       .setting = static_cast<Setting>(t.dice.below(3)),
                       .area = {ShapeKind::area, {{a, {b.x, a.y}, b, {a.x, b.y}, a}}}});
    }
    const double step_m = t.town.step_mm / 1e3;
    const AccessLimits limits{.town_m = 0.2 * step_m,
                              .country_m = (0.5 + 0.25 * t.dice.below(4)) * step_m,
                              .unknown_m = 0.4 * step_m};
    const AccessMap access{units, limits};
    const auto fields = fields_of(t);
    const CircleBase base{t.ground, t.pointers, access};
    const auto circles = dissolved_circles(base, pointers_to(fields), t.rules);
    const auto time_of = [&](Point p) {
      double limit_m = limits.unknown_m;
      for (auto unit = units.rbegin(); unit != units.rend(); ++unit)
        if (covers(unit->area, p)) limit_m = limits.of(unit->setting);
      Duration best = Duration::never();
      for (const NearestField& field : fields)
        for (const Leg& leg : t.ground.legs(field.graph(), p, limit_m))
          best = std::min(best, field.at(leg.place).time() + leg.time);
      return best;
    };
    for (int i = 0; i < 40; ++i) {
      const Point p = t.some_point();
      for (std::size_t c = 0; c < circles.size(); ++c)
        agrees(t, circles[c], t.rules.limits[c], p, time_of, t.dice);
    }
  });
}

/// Roads drawn in metres, all of one kind.
Roads drawn(const std::vector<std::vector<Point>>& lines, Modes not_backward = {}) {
  Roads roads;
  RoadKind kind;
  kind.road_class = "street";
  kind.not_backward = not_backward;
  const std::uint32_t k = roads.add_kind(kind);
  for (const auto& line : lines) {
    std::vector<std::uint32_t> vertices;
    for (const Point p : line) {
      const Point mm{p.x * 1000, p.y * 1000};
      const auto known = std::ranges::find(roads.position, mm);
      vertices.push_back(known == roads.position.end()
                             ? roads.add_vertex(mm)
                             : static_cast<std::uint32_t>(known - roads.position.begin()));
    }
    roads.add_line(k, vertices);
  }
  return roads;
}
/// On foot at 3.6 km/h, on the road as off it: a metre a second.
Profile a_metre_a_second() {
  Profile profile = random_town_profiles().front();
  profile.speed["street"] = {3.6, ""};
  profile.access_kmh = 3.6;
  return profile;
}
Shape circle_on(const Roads& roads, const Barriers& barriers, Point centre_m, double seconds,
                double access_m, double tolerance_m, Direction direction = Direction::to_facility) {
  const Network network{roads};
  const Ground ground{network, barriers};
  const ModeGraph graph{network, a_metre_a_second()};
  const ModeGraph* const graphs[] = {&graph};
  const std::vector<std::vector<Leg>> legs{
      ground.legs(graph, {centre_m.x * 1000, centre_m.y * 1000}, access_m)};
  const CircleRules rules{
      .direction = direction, .limits = {Duration::seconds(seconds)}, .tolerance_m = tolerance_m};
  const CircleBase base{ground, graphs, access_m};
  CircleSearch search{base, rules};
  search.search(legs);
  return search.circles().front();
}
bool inside(const Shape& circle, double x_m, double y_m) {
  return !circle.parts.empty() &&
         covers(circle, {static_cast<std::int32_t>(std::lround(x_m * 1000)),
                         static_cast<std::int32_t>(std::lround(y_m * 1000))});
}

TEST(Circle, OfAStraightRoadIsAStripThatTapers) {
  const Shape circle = circle_on(drawn({{{-1000, 0}, {1000, 0}}}), {}, {0, 0}, 300, 100, 0.5);
  ASSERT_EQ(circle.parts.size(), 1u);
  // As wide as a leg may be for 200 m either way, then tapering for 100 m to nothing.
  EXPECT_NEAR(area_m2(circle), 2 * (200 * 200 + 100 * 200 / 2.0), 0.005 * 100'000);
  EXPECT_TRUE(inside(circle, 299, 0) && inside(circle, 199, 99) && inside(circle, 250, 49));
  EXPECT_FALSE(inside(circle, 301, 0) || inside(circle, 199, 101) || inside(circle, 250, 51));
}

TEST(Circle, OfAGridTownIsADiamond) {
  std::vector<std::vector<Point>> lines;
  for (int i = -20; i <= 20; ++i) {
    std::vector<Point> row, column;
    for (int j = -20; j <= 20; ++j) {
      row.push_back({20 * j, 20 * i});
      column.push_back({20 * i, 20 * j});
    }
    lines.push_back(row);
    lines.push_back(column);
  }
  const Shape circle = circle_on(drawn(lines), {}, {0, 0}, 300, 50, 0.5);
  // |x| + |y| <= 300 on the streets. Legs go straight, so beyond the last junctions a leg of 50 m
  // cuts the corner by up to 50 (sqrt 2 - 1) m, all along the edge of 4 * 300 sqrt 2 m.
  const double diamond = 2 * 300 * 300,
               corners = 4 * 300 * std::sqrt(2.0) * 50 * (std::sqrt(2.0) - 1);
  EXPECT_GT(area_m2(circle), diamond);
  EXPECT_LT(area_m2(circle), diamond + corners);
  EXPECT_TRUE(inside(circle, 290, 0) && inside(circle, 140, 140));
  EXPECT_FALSE(inside(circle, 302, 0) || inside(circle, 175, 175));
}

TEST(Circle, CrossesARiverOnlyByItsBridge) {
  // Streets on both banks of a river along y = 50; a bridge at x = 200.
  const Roads roads = drawn({{{-500, 0}, {200, 0}, {500, 0}},
                             {{-500, 100}, {200, 100}, {500, 100}},
                             {{200, 0}, {200, 100}}});
  Barriers river{ShapeKind::line, {}};
  const Point bank[] = {{-600'000, 50'000}, {195'000, 50'000}},
              other[] = {{205'000, 50'000}, {600'000, 50'000}};
  river.add(std::span<const Point>{bank});
  river.add(std::span<const Point>{other});
  const Shape circle = circle_on(roads, river, {0, 0}, 360, 80, 1);
  EXPECT_TRUE(inside(circle, 0, 48)) << "the near bank";
  EXPECT_FALSE(inside(circle, 0, 54)) << "the far bank, 54 m from the near street";
  EXPECT_TRUE(inside(circle, 160, 100)) << "300 m over the bridge and back 40";
  EXPECT_FALSE(inside(circle, 130, 100)) << "370 m over the bridge";
}

TEST(Circle, KeepsTheHoleInARingRoadAndTheIslandInIt) {
  // A square of streets 400 m wide round open ground, with a street in the middle that two bridges
  // lead to.
  Roads roads = drawn({{{0, 0}, {400, 0}, {400, 200}, {400, 400}, {0, 400}, {0, 200}, {0, 0}},
                       {{0, 200}, {190, 200}},
                       {{190, 200}, {210, 200}},
                       {{210, 200}, {400, 200}}});
  RoadKind bridge = roads.kinds.front();
  bridge.bridge = true;
  roads.line_kind[1] = roads.line_kind[3] = roads.add_kind(bridge);
  const Shape circle = circle_on(roads, {}, {0, 0}, 3000, 50, 1);
  ASSERT_EQ(circle.parts.size(), 3u) << "an outline, a hole and an island";
  const double disc = 3.14159265 * 50 * 50;
  EXPECT_NEAR(area_m2(circle), 500 * 500 - (100 * 100 - disc) - 300 * 300 + 20 * 100 + disc, 500);
  EXPECT_TRUE(inside(circle, 200, 245) && inside(circle, 200, 45));
  EXPECT_FALSE(inside(circle, 100, 200)) << "nobody gets off a bridge";
}

TEST(Circle, BeyondTheStartOfAOneWayStreetIsHalfADisc) {
  // A facility at the start of a street one can only leave it by: from behind it one comes, along
  // the street one does not.
  const Roads roads = drawn({{{0, 0}, {100, 0}}}, Modes::all());
  const Shape circle = circle_on(roads, {}, {0, 0}, 30, 20, 0.5);
  ASSERT_EQ(circle.parts.size(), 1u);
  EXPECT_NEAR(area_m2(circle), 3.14159 * 20 * 20 / 2, 20);
  EXPECT_TRUE(inside(circle, -15, 5));
  EXPECT_FALSE(inside(circle, 3, 0));
}

bool cross(Point a, Point b, Point c, Point d) {
  if (side_of(a, b, c) != side_of(a, b, d) && side_of(c, d, a) != side_of(c, d, b)) return true;
  return on_segment(a, b, c) || on_segment(a, b, d) || on_segment(c, d, a) || on_segment(c, d, b);
}

TEST(Outline, HasValidRingsThatGrowWithTime) {
  holds_for_all(300, [](const Recipe& recipe) {
    CircleTown t{recipe};
    RC_LOG(describe(t.town));
    if (t.network.edge_count() == 0) return;
    const CircleBase base{t.ground, t.pointers, t.access_m};
    CircleSearch search{base, t.rules};
    std::vector<std::vector<Leg>> legs;
    const Point centre = t.some_point();
    for (const ModeGraph* graph : t.pointers)
      legs.push_back(t.ground.legs(*graph, centre, t.access_m));
    search.search(legs);
    const auto circles = search.circles();
    for (const Shape& circle : circles) {
      std::vector<std::pair<Point, Point>> segments;
      std::vector<std::size_t> ring_of;
      for (std::size_t r = 0; r < circle.parts.size(); ++r) {
        const auto& ring = circle.parts[r];
        RC_ASSERT(ring.size() >= 4u);
        RC_ASSERT(ring.front() == ring.back());
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
          segments.emplace_back(ring[i], ring[i + 1]);
          ring_of.push_back(r);
        }
      }
      if (segments.size() > 3000) continue;  // all pairs are compared
      for (std::size_t i = 0; i < segments.size(); ++i)
        for (std::size_t j = i + 1; j < segments.size(); ++j) {
          const auto& [a, b] = segments[i];
          const auto& [c, d] = segments[j];
          if (ring_of[i] == ring_of[j] && (b == c || d == a)) continue;
          RC_ASSERT(!cross(a, b, c, d));
        }
    }
    for (std::size_t c = 0; c + 1 < circles.size(); ++c) {
      RC_ASSERT(area_m2(circles[c]) <= area_m2(circles[c + 1]) + 1e-3);
      for (const auto& ring : circles[c].parts)
        for (const Point p : ring)
          RC_ASSERT(covers(circles[c + 1], p) || to_border_mm(circles[c + 1], p) <= 3);
    }
  });
}

}  // namespace
}  // namespace lifecircle::test
