#include "engine/network/gates.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/judge.hpp"
#include "tests/support/property.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle {
namespace {

using test::Dice;
using test::RandomTown;
using test::Recipe;

constexpr std::int32_t kMetre = 1000;

/// A street of three vertices at 0, 100 and 200 m, and one that crosses it at 100 m.
Roads cross() {
  Roads roads;
  for (const auto& [x, y] : {std::pair{0, 0}, {100, 0}, {200, 0}, {100, 50}, {100, -50}})
    roads.add_vertex({x * kMetre, y * kMetre});
  roads.add_kind({.road_class = "street",
                  .allowed = {},
                  .forbidden = {},
                  .not_forward = {},
                  .not_backward = {}});
  roads.add_line(0, std::vector<std::uint32_t>{0, 1, 2});
  roads.add_line(0, std::vector<std::uint32_t>{3, 1, 4});
  return roads;
}

std::vector<std::uint32_t> line(const Roads& roads, std::size_t i) {
  return {roads.line(i).begin(), roads.line(i).end()};
}

TEST(Gates, StandAtVerticesOrCutALineWhereTheyAreNearest) {
  Roads roads = cross();
  const std::vector<Point> gates{{130 * kMetre, 4 * kMetre},
                                 {100 * kMetre, 0},
                                 {30 * kMetre, 6 * kMetre},
                                 {120 * kMetre, -5 * kMetre}};
  const auto vertices = place_gates(roads, gates, 5);
  EXPECT_EQ(vertices[0], std::vector<std::uint32_t>{6});
  EXPECT_EQ(vertices[1], std::vector<std::uint32_t>{1});
  EXPECT_TRUE(vertices[2].empty()) << "6 m away";
  EXPECT_EQ(vertices[3], std::vector<std::uint32_t>{5}) << "5 m is within 5 m";
  EXPECT_EQ(line(roads, 0), (std::vector<std::uint32_t>{0, 1, 5, 6, 2}));
  EXPECT_EQ(line(roads, 1), (std::vector<std::uint32_t>{3, 1, 4}));
  EXPECT_EQ(roads.position[6], (Point{130 * kMetre, 0}));
  EXPECT_EQ(roads.closed.size(), roads.position.size());
}

TEST(Gates, StandOnEveryRoadThatIsEquallyNear) {
  Roads roads = cross();
  roads.add_line(0, std::vector<std::uint32_t>{2, 1});
  const auto vertices = place_gates(roads, std::vector<Point>{{150 * kMetre, 0}}, 5);
  EXPECT_EQ(vertices[0].size(), 2u);
  EXPECT_EQ(line(roads, 2).size(), 3u);
}

TEST(Gates, LeaveTurnRulesTheirRoads) {
  Roads roads = cross();
  roads.turn_rules.push_back({{0, 1, 3}, false, Modes::all()});
  roads.turn_rules.push_back({{2, 1, 2}, false, Modes::all()});
  roads.turn_rules.push_back({{0, 1, 2}, true, Modes::all()});
  place_gates(roads,
              std::vector<Point>{{30 * kMetre, 0}, {60 * kMetre, 0}, {100 * kMetre, 20 * kMetre}},
              5);
  ASSERT_EQ(roads.turn_rules.size(), 3u);
  // 5 and 6 lie between 0 and 1, 7 between 3 and 1.
  EXPECT_EQ(roads.turn_rules[0].vertices, (std::vector<std::uint32_t>{6, 1, 7}));
  EXPECT_EQ(roads.turn_rules[1].vertices, (std::vector<std::uint32_t>{2, 1, 2}));
  EXPECT_EQ(roads.turn_rules[2].vertices, (std::vector<std::uint32_t>{6, 1, 2}));
}

/// Gates by chance: on pieces, at vertices, beside the roads.
std::vector<Point> some_gates(const Roads& roads, Dice& dice) {
  std::vector<Point> gates;
  for (std::size_t g = 1 + dice.below(6); g > 0; --g) {
    const auto way = roads.line(dice.below(roads.line_count()));
    const std::size_t i = dice.below(way.size() - 1);
    const Point a = roads.position[way[i]], b = roads.position[way[i + 1]];
    const double share = dice.below(5) / 4.0;
    gates.push_back({a.x + static_cast<std::int32_t>((b.x - a.x) * share),
                     a.y + static_cast<std::int32_t>((b.y - a.y) * share)});
  }
  return gates;
}

/// Between vertices: a leg over open ground has one more place to go to where a piece is cut.
TEST(Gates, ThatAreOpenLeaveAllTimesAsTheyWereButForRounding) {
  std::size_t compared = 0;
  test::holds_for_all(200, [&](const Recipe& recipe) {
    const RandomTown town = test::make_town(recipe);
    Roads gated = town.roads;
    Dice dice{recipe.seed, 71};
    place_gates(gated, some_gates(town.roads, dice), 5);
    std::vector<test::Judge::End> ends;
    for (int e = 0; e < 8; ++e) ends.push_back({{}, {dice.below(town.roads.vertex_count())}});
    for (const Profile& profile : test::random_town_profiles()) {
      const auto before = test::Judge{town.roads, town.barriers, profile}.times(ends);
      const auto after = test::Judge{gated, town.barriers, profile}.times(ends);
      for (std::size_t from = 0; from < ends.size(); ++from)
        for (std::size_t to = 0; to < ends.size(); ++to) {
          const auto was = before[from][to], is = after[from][to];
          if (was == test::Judge::kNever || is == test::Judge::kNever) {
            RC_ASSERT(was == is);
            continue;
          }
          // Each piece that is cut rounds once more, and bends by half a millimetre at most.
          RC_ASSERT((was > is ? was - is : is - was) <= 40u);
          if (from != to) ++compared;
        }
    }
  });
  EXPECT_GT(compared, 1000u);
}

TEST(Gates, ThatNobodyKnowsOpenAndClose) {
  Roads roads = cross();
  roads.closed[1] = Modes::of(Mode::car);
  const std::vector<UnknownGate> gates{{1, Modes::of(Mode::foot)}};
  set_unknown_gates(roads, gates, false);
  EXPECT_EQ(roads.closed[1], Modes::of(Mode::car) | Modes::of(Mode::foot));
  set_unknown_gates(roads, gates, true);
  EXPECT_EQ(roads.closed[1], Modes::of(Mode::car));
}

}  // namespace
}  // namespace lifecircle
