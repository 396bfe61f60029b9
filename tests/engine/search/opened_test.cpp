// Residents and their own gates, against a search of its own on the graph of all pieces where these
// gates are open.

#include "engine/search/opened.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/support/judged_town.hpp"
#include "tests/support/property.hpp"

namespace lifecircle {
namespace {

using test::Dice;
using test::JudgedTown;
using test::RandomTown;
using test::Recipe;

/// The town with gates closed to a mode, and the same with some of them open.
struct GatedTown {
  RandomTown closed, opened;
  std::vector<Point> own;

  GatedTown(const Recipe& recipe, Mode mode) : closed{test::make_town(recipe)}, opened{closed} {
    Dice dice{recipe.seed, 81};
    std::set<Point> gates, ours;
    for (const Point p : closed.roads.position)
      if (dice.chance(25)) gates.insert(p);
    for (std::size_t v = 0; v < closed.roads.vertex_count(); ++v)
      if (gates.contains(closed.roads.position[v]))
        closed.roads.closed[v] = closed.roads.closed[v] | Modes::of(mode);
    // Also where the town itself has one.
    for (std::size_t v = 0; v < closed.roads.vertex_count(); ++v)
      if (closed.roads.closed[v].has(mode) && dice.chance(60))
        ours.insert(closed.roads.position[v]);
    own.assign(ours.begin(), ours.end());
    opened.roads = closed.roads;
    // Still a junction: closed to somebody else.
    const Modes other = Modes::of(mode == Mode::car ? Mode::foot : Mode::car);
    // Where another vertex lies that is open, no gate stands on its road.
    const auto is_own = [&](std::uint32_t v) {
      return closed.roads.closed[v].has(mode) && ours.contains(closed.roads.position[v]);
    };
    for (std::uint32_t v = 0; v < opened.roads.vertex_count(); ++v)
      if (is_own(v)) opened.roads.closed[v] = (opened.roads.closed[v] - Modes::of(mode)) | other;
    std::erase_if(opened.roads.turn_rules, [&](const TurnRule& rule) {
      return std::any_of(rule.vertices.begin() + 1, rule.vertices.end() - 1, is_own);
    });
  }
};

TEST(OwnGates, AreOpenToResidentsAsIfTheyWereOpen) {
  std::size_t nearer = 0, same = 0, never = 0;
  test::holds_for_all(300, [&](const Recipe& drawn) {
    Recipe recipe = drawn;
    recipe.lines += 6;
    for (const Profile& profile : test::random_town_profiles()) {
      const GatedTown gated{recipe, profile.mode};
      const JudgedTown town{gated.closed, profile}, judged{gated.opened, profile};
      const Incidence incidence{town.network};
      const ClosedJunctions junctions{town.graph, incidence};
      std::vector<NodeId> nodes;
      for (const Point p : gated.own) junctions.at(p, nodes);
      const OwnGates gates{junctions, nodes};
      for (const Direction direction : {Direction::to_facility, Direction::from_facility}) {
        std::vector<Seed> seeds;
        for (std::size_t f = 0; f < town.facilities(); ++f)
          for (const Leg& leg : town.facility_legs[f])
            seeds.push_back({leg.place, Label{leg.time, FacilityId{f}}});
        const NearestField field{town.graph, direction, seeds};
        const OpenedField opened{field, gates};
        for (std::size_t h = 0; h < town.homes(); ++h) {
          Label visitors, residents;
          for (const Leg& leg : town.home_legs[h]) {
            const PlaceTimes times = town.graph.times(leg.place);
            visitors = std::min(visitors, field.at(leg.place.edge, times) + leg.time);
            residents = std::min(residents, opened.at(leg.place.edge, times) + leg.time);
          }
          const auto labels =
              judged.judged_labels(h, direction, std::vector<bool>(town.facilities(), true));
          const Label wanted = labels.empty() ? Label{} : labels.front();
          if (residents != wanted)
            RC_FAIL(profile.name + (direction == Direction::to_facility ? " to" : " from") +
                    ", home " + std::to_string(h) + ": " + test::show(residents) + ", judged " +
                    test::show(wanted) + "\n" + test::describe(gated.closed));
          RC_ASSERT(residents <= visitors);
          ++(residents.is_never() ? never : residents < visitors ? nearer : same);
        }
      }
    }
  });
  std::cout << nearer << " nearer by own gates, " << same << " as near, " << never << " never\n";
  EXPECT_GT(nearer, 100u);
  EXPECT_GT(same, 100u);
}

}  // namespace
}  // namespace lifecircle
