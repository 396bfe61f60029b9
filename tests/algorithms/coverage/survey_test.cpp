#include "algorithms/coverage/survey.hpp"

#include <gtest/gtest.h>

#include "engine/base/parallel.hpp"
#include "tests/support/judged_town.hpp"
#include "tests/support/property.hpp"
#include "tests/support/town.hpp"

namespace lifecircle::test {
namespace {

std::vector<ModeQuestion> some_questions(std::size_t facilities, Dice& dice) {
  std::vector<ModeQuestion> questions;
  for (const Direction direction :
       {Direction::to_facility, Direction::from_facility, Direction::to_facility}) {
    ModeQuestion q{Column<FacilityId, char>(facilities, 1), direction};
    if (dice.chance(60))
      for (std::size_t f = 0; f < facilities; ++f)
        q.admitted[FacilityId{f}] = dice.chance(50) ? 1 : 0;
    questions.push_back(q);
  }
  return questions;
}

/// Vertices of the judge's junctions within 100 m of the border of their convex hull: every line
/// through two junctions with all others on one side, as far as its outermost junctions.
std::vector<std::uint32_t> at_the_edge(const Judge& judge, const Roads& roads) {
  std::vector<std::uint32_t> junctions;
  for (std::uint32_t v = 0; v < roads.vertex_count(); ++v)
    if (judge.is_junction(v)) junctions.push_back(v);
  const auto cross = [&](Point a, Point b, Point c) {
    return (std::int64_t{b.x} - a.x) * (std::int64_t{c.y} - a.y) -
           (std::int64_t{b.y} - a.y) * (std::int64_t{c.x} - a.x);
  };
  std::vector<bool> found(roads.vertex_count(), false);
  for (const std::uint32_t i : junctions)
    for (const std::uint32_t j : junctions) {
      const Point a = roads.position[i], b = roads.position[j];
      if (b < a || (a == b && i != j)) continue;
      bool left = false, right = false, beyond = false;
      for (const std::uint32_t k : junctions) {
        const Point c = roads.position[k];
        left |= cross(a, b, c) > 0;
        right |= cross(a, b, c) < 0;
        beyond |= cross(a, b, c) == 0 && (c < a || b < c);
      }
      if ((left && right) || beyond) continue;
      for (const std::uint32_t k : junctions)
        if (nearest_on_segment(a, b, roads.position[k]).distance_mm <= 100e3) found[k] = true;
    }
  std::vector<std::uint32_t> vertices;
  for (const std::uint32_t v : junctions)
    if (found[v]) vertices.push_back(v);
  return vertices;
}

std::string words(const Connection& c) {
  return std::string{c.connected ? "connected" : "unconnected"} + " at " +
         std::to_string(c.distance_m) + " m";
}

void connections_equal(const JudgedTown& t, const ModeSurvey& ours) {
  const auto check = [&](const std::string& whose, const Connection& c,
                         const std::vector<Judge::Leg>& legs, Point p) {
    if (c.connected == legs.empty()) RC_FAIL(whose + " is " + words(c));
    double wanted = t.judge.distance_to_roads_m(p).value_or(-1);
    if (!legs.empty())
      wanted = std::ranges::min(legs, {}, &Judge::Leg::distance_mm).distance_mm / 1e3;
    if (std::abs(c.distance_m - wanted) > 1e-2)
      RC_FAIL(whose + " is " + words(c) + ", judged " + std::to_string(wanted));
    RC_ASSERT(c.edge.has_value() == c.connected);
  };
  for (std::size_t h = 0; h < t.homes(); ++h)
    check("home " + std::to_string(h), ours.homes[DemandId{h}], t.ends[h].legs, t.town.homes.at[h]);
  for (std::size_t f = 0; f < t.facilities(); ++f) {
    check("facility " + std::to_string(f), ours.facilities[FacilityId{f}], t.judged_joins[f].legs,
          centroid(t.town.facilities[f].shape));
    RC_ASSERT(ours.ladder[FacilityId{f}] == t.judged_joins[f].step);
  }
}

void survey_equals_judge(const Recipe& recipe) {
  const RandomTown town = make_town(recipe);
  Dice dice{recipe.seed, 8};
  const JudgedTown t{town, dice.one_of(random_town_profiles())};
  RC_LOG(t.graph.profile().name + describe(town));
  const auto questions = some_questions(t.facilities(), dice);
  // Another mode beside it, whose own answers another town checks.
  const ModeGraph other{t.network, dice.one_of(random_town_profiles())};
  const std::vector<ModeQuestions> modes{{&other, some_questions(t.facilities(), dice)},
                                         {&t.graph, questions}};
  if (dice.chance(50)) force_search_way(SearchWay::sweeps);
  const ModeSurvey ours =
      std::move(survey(t.ground, modes, town.facilities, town.homes, town.access)[1]);
  force_search_way(std::nullopt);
  connections_equal(t, ours);

  std::vector<Judge::End> ends = t.ends;
  ends.push_back({{}, at_the_edge(t.judge, town.roads)});
  const auto times = t.judge.times(ends);
  // Rings that meet nothing get a junction that the judge does not know.
  std::size_t junctions = 0;
  for (std::uint32_t v = 0; v < town.roads.vertex_count(); ++v)
    junctions += t.judge.is_junction(v) ? 1 : 0;
  const bool has_lone_ring = junctions != t.network.node_count();
  for (std::size_t q = 0; q < questions.size(); ++q)
    for (std::size_t h = 0; h < t.homes(); ++h) {
      const Direction direction = questions[q].direction;
      std::vector<bool> admitted;
      for (const char yes : questions[q].admitted) admitted.push_back(yes != 0);
      const auto labels = t.judged_labels(h, direction, admitted);
      const Label wanted = labels.empty() ? Label{} : labels.front(),
                  found = ours.nearest[q][DemandId{h}];
      if (found != wanted)
        RC_FAIL("home " + std::to_string(h) + ": nearest is " + show(found) + ", judged " +
                show(wanted));
      if (has_lone_ring) continue;
      const Duration edge =
          ticks(direction == Direction::to_facility ? times[h].back() : times.back()[h]);
      if (ours.to_edge[q][DemandId{h}] != edge)
        RC_FAIL("home " + std::to_string(h) + ": the edge is " +
                std::to_string(ours.to_edge[q][DemandId{h}].ticks()) + " ms away, judged " +
                std::to_string(edge.ticks()));
    }
}

// Law 7.
TEST(Survey, AgreesWithTheJudgeOnRandomTowns) {
  holds_for_all(2000, [](const Recipe& recipe) { survey_equals_judge(recipe); });
}

// Law 6.
TEST(Survey, IsTheSameForOneTwoOrEightThreads) {
  holds_for_all(300, [](const Recipe& recipe) {
    const RandomTown town = make_town(recipe);
    Dice dice{recipe.seed, 9};
    const Network network{town.roads};
    const Ground ground{network, town.barriers};
    const ModeGraph graph{network, dice.one_of(random_town_profiles())};
    const ModeQuestions asked{&graph, some_questions(town.facilities.size(), dice)};
    std::optional<ModeSurvey> first;
    for (const int count : {1, 2, 8}) {
      set_threads(count);
      ModeSurvey ours =
          std::move(survey(ground, {&asked, 1}, town.facilities, town.homes, town.access)[0]);
      set_threads(1);
      if (!first) {
        first = std::move(ours);
        continue;
      }
      RC_ASSERT(ours.nearest == first->nearest);
      RC_ASSERT(ours.to_edge == first->to_edge);
      RC_ASSERT(ours.ladder == first->ladder);
      for (std::size_t h = 0; h < town.homes.size(); ++h) {
        const Connection &a = ours.homes[DemandId{h}], &b = first->homes[DemandId{h}];
        RC_ASSERT(a.connected == b.connected && a.distance_m == b.distance_m && a.edge == b.edge);
      }
    }
  });
}

TEST(Survey, StopsWhenToldTo) {
  Recipe recipe{.seed = 5, .lines = 20, .homes = 200, .facilities = 3};
  const RandomTown town = make_town(recipe);
  const Network network{town.roads};
  const Ground ground{network, town.barriers};
  const ModeGraph graph{network, random_town_profiles().front()};
  const ModeQuestion all{Column<FacilityId, char>(town.facilities.size(), 1),
                         Direction::to_facility};
  int told = 0;
  const ModeQuestions asked{&graph, {all}};
  const auto left =
      survey(ground, {&asked, 1}, town.facilities, town.homes, town.access,
             [&](std::string_view, std::uint64_t, std::uint64_t) { return ++told, false; });
  EXPECT_EQ(told, 1);
  EXPECT_TRUE(left.empty());
}

TEST(EdgeOfRoads, IsWithinAStripAlongTheHullOfTheJunctions) {
  const Town town{
      "A--B--C\n"
      "|  |  |\n"
      "D--E--F\n"
      "|  |  |\n"
      "G--H--I"};
  const Network network{town.roads};
  ASSERT_EQ(network.node_count(), 5u) << "corners are bends";
  EXPECT_EQ(junctions_at_the_edge(network, 0).size(), 4u);
  EXPECT_EQ(junctions_at_the_edge(network, 100).size(), 4u)
      << "E is more than 100 m from the lines between the others";
  EXPECT_EQ(junctions_at_the_edge(network, 400).size(), 5u);
  EXPECT_TRUE(junctions_at_the_edge(Network{Roads{}}).empty());
}

}  // namespace
}  // namespace lifecircle::test
