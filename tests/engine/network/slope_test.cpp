// Slope: laws of speed by grade, heights along roads, and the times that come of them.

#include <cmath>
#include <limits>
#include <sstream>
#include <tuple>

#include <gtest/gtest.h>

#include "tests/support/changes.hpp"
#include "tests/support/ground_heights.hpp"
#include "tests/support/property.hpp"
#include "tests/support/random_town.hpp"
#include "tests/support/town.hpp"

namespace lifecircle {
namespace {

using test::Dice;
using test::heights_on;
using test::holds_for_all;
using test::metres;
using test::random_town_profiles;
using test::Recipe;
using test::stroller;
using test::Town;

Profile climber() {
  Profile p = stroller();
  p.slope.law = Slope::Law::tobler;
  return p;
}

std::uint32_t ms(const ModeGraph& graph, EdgeId edge, bool forward) {
  return graph.time({edge, forward}).ticks();
}

TEST(Slope, ToblersLawIsOneOnTheLevel) {
  const Slope slope{.law = Slope::Law::tobler};
  EXPECT_EQ(slope.factor(0), 1);
  EXPECT_NEAR(slope.factor(-0.05), 6 / (6 * std::exp(-3.5 * 0.05)), 1e-12) << "fastest";
  EXPECT_NEAR(slope.factor(0.1), std::exp(-3.5 * 0.1), 1e-12);
  EXPECT_NEAR(slope.factor(-0.2), std::exp(-3.5 * 0.1), 1e-12);
  EXPECT_EQ(slope.factor(0.36), slope.factor(0.35));
  EXPECT_EQ(slope.factor(-9), slope.factor(-0.35));
}

TEST(Slope, ALawByGradeIsLinearBetweenItsPoints) {
  const Slope slope{.law = Slope::Law::by_grade, .grades = {{-0.1, 1.4}, {0, 1}, {0.1, 0.5}}};
  EXPECT_EQ(slope.factor(0), 1);
  EXPECT_NEAR(slope.factor(0.05), 0.75, 1e-12);
  EXPECT_NEAR(slope.factor(-0.05), 1.2, 1e-12);
  EXPECT_EQ(slope.factor(0.3), 0.5);
  EXPECT_EQ(slope.factor(-0.3), 1.4);
}

TEST(Slope, ARampIsSlowUpAndItsOwnWayDown) {
  const Town town{"A-------B"};  // 800 m
  const Network network{town.roads};
  const auto heights = heights_on(network, [](double x, double) { return 100 + 0.2 * x; });
  const ModeGraph graph{network, climber(), &heights};
  EXPECT_EQ(ms(graph, EdgeId{0}, true), std::lround(800'000 * std::exp(3.5 * 0.2)));
  EXPECT_EQ(ms(graph, EdgeId{0}, false), std::lround(800'000 * std::exp(3.5 * 0.1)));
  Profile level = climber();
  level.slope = {};
  EXPECT_EQ(ms(ModeGraph{network, level, &heights}, EdgeId{0}, true), 800'000u);
  EXPECT_EQ(ms(ModeGraph{network, climber()}, EdgeId{0}, true), 800'000u) << "no heights";
}

TEST(Slope, ARidgeBetweenTwoVerticesIsSeen) {
  const Town town{"A-------B"};
  const Network network{town.roads};
  const auto heights =
      heights_on(network, [](double x, double) { return 0.2 * std::min(x, 800 - x); });
  const ModeGraph graph{network, climber(), &heights};
  const double there_and_down = 400'000 * (std::exp(3.5 * 0.2) + std::exp(3.5 * 0.1));
  // The top is rounded off within the window of 60 m.
  EXPECT_NEAR(ms(graph, EdgeId{0}, true), there_and_down, 60'000);
  EXPECT_LT(ms(graph, EdgeId{0}, true), there_and_down);
  EXPECT_EQ(ms(graph, EdgeId{0}, true), ms(graph, EdgeId{0}, false)) << "the same from both sides";
}

TEST(Slope, NoiseOnShortPiecesAveragesOut) {
  Roads roads;
  RoadKind street;
  street.road_class = "street";
  std::vector<std::uint32_t> vertices;
  for (int i = 0; i <= 100; ++i) vertices.push_back(roads.add_vertex(metres(5 * i, 0)));
  roads.add_line(roads.add_kind(street), vertices);
  const Network network{roads};
  // Up and down by 1 m every 5 m: a grade of 20 % that nobody walks.
  const auto heights =
      heights_on(network, [](double x, double) { return std::lround(x / 5) % 2 == 0 ? 0.0 : 1.0; });
  const ModeGraph graph{network, climber(), &heights};
  EXPECT_NEAR(ms(graph, EdgeId{0}, true), 500'000, 0.03 * 500'000);
}

TEST(Slope, BridgesAndTunnelsRiseEvenlyFromEndToEnd) {
  Town town{"A---B----C-----D---E"};
  town.change('B', 'C', [](RoadKind& k) { k.tunnel = true; });
  // Another kind of the same tunnel: C lies in the mountain, where only tunnels meet.
  town.change('C', 'D', [](RoadKind& k) { k.tunnel = true, k.speed_limit_kmh = 60; });
  const Network network{town.roads};
  // A mountain between B at 400 m and D at 1,500 m, whose feet are 110 m apart in height.
  const auto heights = heights_on(network, [](double x, double) {
    return x <= 400 ? 0 : x >= 1500 ? 110 : 2000 - std::abs(x - 900);
  });
  const ModeGraph graph{network, climber(), &heights};
  const double up = std::exp(3.5 * 0.1), down = std::exp(3.5 * 0);
  ASSERT_EQ(network.edge_count(), 4u);
  EXPECT_EQ(ms(graph, EdgeId{0}, true), 400'000u);
  EXPECT_EQ(ms(graph, EdgeId{1}, true), std::lround(500'000 * up));
  EXPECT_EQ(ms(graph, EdgeId{2}, true), std::lround(600'000 * up));
  EXPECT_EQ(ms(graph, EdgeId{2}, false), std::lround(600'000 * down));
  EXPECT_EQ(ms(graph, EdgeId{3}, true), 400'000u);
  EXPECT_EQ(heights.level_edges(), 0u);
}

TEST(Slope, StairsKeepTheirSpeed) {
  Town town{"A-------B"};
  town.change('A', 'B', [](RoadKind& k) { k.road_class = "steps"; });
  const Network network{town.roads};
  Profile walker = climber();
  walker.speed["steps"] = {1.8, ""};
  walker.slope.not_on = {"steps"};
  const auto heights = heights_on(network, [](double x, double) { return 0.3 * x; });
  const ModeGraph graph{network, walker, &heights};
  EXPECT_EQ(ms(graph, EdgeId{0}, true), 1'600'000u);
  EXPECT_EQ(ms(graph, EdgeId{0}, false), 1'600'000u);
}

TEST(Slope, StatedTimesHoldUpAndDown) {
  Town town{"A-------B"};
  town.state_times('A', 'B', 500, 600);
  const Network network{town.roads};
  const auto heights = heights_on(network, [](double x, double) { return 0.3 * x; });
  const ModeGraph graph{network, climber(), &heights};
  EXPECT_EQ(ms(graph, EdgeId{0}, true), 500'000u);
  EXPECT_EQ(ms(graph, EdgeId{0}, false), 600'000u);
}

TEST(Slope, ARoadWithAPlaceWithoutHeightIsLevelAndCounted) {
  const Town town{
      "A-------B---C\n"
      "        |\n"
      "        D"};
  const Network network{town.roads};
  ASSERT_EQ(network.edge_count(), 3u);
  const auto heights = heights_on(network, [](double x, double) {
    return x > 280 && x < 320 ? std::numeric_limits<double>::quiet_NaN() : 0.1 * x;
  });
  EXPECT_EQ(heights.level_edges(), 1u);
  EXPECT_EQ(heights.level_m(), 800);
  const ModeGraph graph{network, climber(), &heights};
  EXPECT_EQ(ms(graph, EdgeId{0}, true), 800'000u) << "A to B";
  EXPECT_EQ(ms(graph, EdgeId{2}, true), std::lround(400'000 * std::exp(3.5 * 0.1))) << "B to C";
}

TEST(Slope, RoadsThatAreTooSteepAreClosed) {
  const Town town{"A-------B----C"};
  const Network network{town.roads};
  const auto heights = heights_on(network, [](double x, double) {
    return x < 300 ? 0 : x < 500 ? 0.12 * (x - 300) : x < 800 ? 24 : 24 - 0.08 * (x - 800);
  });
  Profile chair = climber();
  chair.slope.steepest = 0.083;
  // 12 % over 200 m are 24 m, where 16.6 m and 2 m of noise are allowed; 8 % are allowed anywhere.
  ASSERT_EQ(network.edge_count(), 1u) << "B is no junction";
  EXPECT_FALSE((ModeGraph{network, chair, &heights}).usable(EdgeId{0}));
  EXPECT_TRUE((ModeGraph{network, chair}).usable(EdgeId{0})) << "nothing is known of its heights";
  EXPECT_DOUBLE_EQ(too_steep_m(network, heights, chair), 1300);
  chair.slope.steepest = 0.12;
  EXPECT_TRUE((ModeGraph{network, chair, &heights}).usable(EdgeId{0}));
  EXPECT_EQ(too_steep_m(network, heights, chair), 0);
  chair.slope.steepest = 0.01;
  chair.slope.not_on = {"street"};
  EXPECT_TRUE((ModeGraph{network, chair, &heights}).usable(EdgeId{0}));
}

/// Hills, a step and a plain.
double hills(double x, double y) {
  return 40 * std::sin(x / 90) * std::cos(y / 130) + (x > 500 ? 9 : 0) + 0.03 * y;
}

std::vector<Profile> climbers() {
  std::vector<Profile> all = random_town_profiles();
  for (Profile& p : all) {
    p.slope.law = Slope::Law::tobler;
    p.obeys_speed_limits = false;
  }
  all[0].slope.not_on = {"steps"};
  return all;
}

TEST(Slope, LevelGroundChangesNotOneMillisecond) {
  holds_for_all(100, [](const Recipe& recipe) {
    const auto town = make_town(recipe);
    const Network network{town.roads};
    const auto heights = heights_on(network, [](double, double) { return 1234.567; });
    for (const Profile& p : climbers()) {
      const ModeGraph with{network, p, &heights}, without{network, p};
      for (std::size_t e = 0; e < network.edge_count(); ++e)
        for (const bool forward : {true, false}) {
          RC_ASSERT(with.open({EdgeId{e}, forward}) == without.open({EdgeId{e}, forward}));
          for (std::uint32_t i = 0; i < network.piece_count(EdgeId{e}); ++i)
            RC_ASSERT(with.piece_time(EdgeId{e}, i, forward) ==
                      without.piece_time(EdgeId{e}, i, forward));
        }
    }
  });
}

TEST(Slope, TimesAreThoseOfTheJudge) {
  holds_for_all(60, [](Recipe recipe) {
    recipe = recipe.without({test::Odd::stated_times, test::Odd::speed_limits});
    const auto town = make_town(recipe);
    const Network network{town.roads};
    const auto heights = heights_on(network, hills);
    const test::SlopeJudge judge{network, hills};
    std::size_t compared = 0, off_by_one = 0;
    for (const Profile& p : climbers()) {
      const ModeGraph graph{network, p, &heights};
      for (std::size_t e = 0; e < network.edge_count(); ++e) {
        const EdgeId edge{e};
        const auto named = p.speed.find(network.kind(edge).road_class);
        if (!graph.usable(edge) || named == p.speed.end() || !named->second.kmh) continue;
        for (std::uint32_t i = 0; i < network.piece_count(edge); ++i)
          for (const bool forward : {true, false}) {
            const auto ours = static_cast<std::int64_t>(graph.piece_time(edge, i, forward).ticks());
            const auto theirs = static_cast<std::int64_t>(judge.time(edge, i, forward, p));
            ++compared;
            // Where a height lies on the border of two millimetres, sums in another order may
            // round it to the other one.
            if (ours == theirs) continue;
            ++off_by_one;
            RC_ASSERT(std::abs(ours - theirs) <= 30);
          }
      }
    }
    RC_ASSERT(off_by_one * 50 <= compared + 50);
  });
}

TEST(Slope, OrderAndDirectionOfTheInputLeaveNoTrace) {
  holds_for_all(100, [](const Recipe& recipe, std::uint64_t seed) {
    const auto town = make_town(recipe);
    Roads other = town.roads;
    Dice dice{seed, 1};
    test::turn_some_lines(other, dice);
    test::shuffle_roads(other, dice);
    test::cut_some_lines(other, dice);
    const auto times = [](const Roads& roads) {
      const Network network{roads};
      const auto heights = heights_on(network, hills);
      std::vector<std::tuple<std::vector<Point>, std::uint32_t, std::uint32_t, bool, bool>> all;
      for (const Profile& p : climbers()) {
        const ModeGraph graph{network, p, &heights};
        for (std::size_t e = 0; e < network.edge_count(); ++e) {
          const EdgeId edge{e};
          const auto shape = network.shape(edge);
          all.push_back({{shape.begin(), shape.end()},
                         ms(graph, edge, true),
                         ms(graph, edge, false),
                         graph.open({edge, true}),
                         graph.open({edge, false})});
        }
      }
      return all;
    };
    RC_ASSERT(times(town.roads) == times(other));
  });
}

TEST(Slope, ALineDrawnFromItsOtherEndSwapsUpAndDown) {
  holds_for_all(100, [](std::uint64_t seed) {
    Dice dice{seed, 2};
    Roads roads;
    RoadKind street;
    street.road_class = "street";
    street.not_backward = Modes::of(Mode::car);
    std::vector<std::uint32_t> vertices;
    for (int i = 0; i < 8; ++i)
      vertices.push_back(roads.add_vertex({static_cast<std::int32_t>(dice.below(400'000)),
                                           static_cast<std::int32_t>(dice.below(400'000))}));
    Roads turned = roads;
    roads.add_line(roads.add_kind(street), vertices);
    std::reverse(vertices.begin(), vertices.end());
    turned.add_line(turned.add_kind(street), vertices);
    const Network one{roads}, other{turned};
    const auto heights = heights_on(one, hills), others = heights_on(other, hills);
    const ModeGraph a{one, climber(), &heights}, b{other, climber(), &others};
    const auto from_first = [&](const Network& network, const ModeGraph& graph) {
      const bool drawn = network.shape(EdgeId{0}).front() == roads.position[0];
      return std::pair{ms(graph, EdgeId{0}, drawn), ms(graph, EdgeId{0}, !drawn)};
    };
    RC_ASSERT(from_first(one, a) == from_first(other, b));
  });
}

}  // namespace
}  // namespace lifecircle
