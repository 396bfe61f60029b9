// Both ways to a table of times give the same.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "engine/base/parallel.hpp"
#include "engine/search/hierarchy/hierarchy.hpp"
#include "engine/search/hierarchy/lane_sweep.hpp"
#include "engine/search/matrix.hpp"
#include "tests/support/property.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle::test {
namespace {

/// Points with some legs each, to places all over; more than a batch of them.
std::vector<std::vector<Leg>> some_points(const ModeGraph& graph, Dice& dice, std::uint32_t count) {
  std::vector<std::vector<Leg>> points(count);
  constexpr double kShares[] = {0, 0.25, 0.5, 1.0 / 3, 0.999, 1};
  for (auto& legs : points)
    for (std::uint32_t l = dice.below(4); l > 0; --l) {
      const EdgeId edge{dice.below(static_cast<std::uint32_t>(graph.network().edge_count()))};
      if (!graph.usable(edge)) continue;
      Leg leg;
      leg.place = {edge, dice.below(static_cast<std::uint32_t>(graph.network().piece_count(edge))),
                   kShares[dice.below(6)]};
      leg.time = Duration::from_ticks(dice.below(5) * 7'000);
      legs.push_back(leg);
    }
  return points;
}

TEST(Matrix, BySweepsIsThatBySearches) {
  holds_for_all(1000, [](const Recipe& recipe) {
    const RandomTown town = make_town(recipe);
    RC_LOG(describe(town));
    Dice dice{recipe.seed, 80};
    const Network network{town.roads};
    const ModeGraph graph{network, dice.one_of(random_town_profiles())};
    if (network.edge_count() == 0) return;
    const auto origins = some_points(graph, dice, dice.below(150)),
               destinations = some_points(graph, dice, dice.below(150));
    const Hierarchy hierarchy{graph, 1 + dice.below(32)};
    constexpr Duration::Ticks kLimits[] = {0, 7'000, 65'535, 65'536, 300'000, (1u << 30) - 2};
    const Duration limit = Duration::from_ticks(kLimits[dice.below(6)]);
    const auto wanted = times_by_searches(graph, origins, destinations, limit);
    for (const int count : {1, 3}) {
      set_threads(count);
      const auto found = times_by_sweeps(graph, hierarchy, origins, destinations, limit);
      set_threads(1);
      RC_ASSERT(found == wanted);
    }
    RC_ASSERT(times_between(graph, origins, destinations, limit) == wanted);
  });
}

}  // namespace
}  // namespace lifecircle::test
