#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "engine/base/parallel.hpp"
#include "engine/search/matrix.hpp"
#include "tests/support/property.hpp"
#include "tests/support/random_town.hpp"

// Laws of the roads themselves: times between places on them.

namespace lifecircle::test {
namespace {

/// Places on usable roads, each by itself, without a leg; ends and middles of pieces among them.
std::vector<std::vector<Leg>> some_places(const ModeGraph& graph, Dice& dice, int count) {
  std::vector<std::vector<Leg>> places;
  for (int i = 0; i < 10 * count && places.size() < static_cast<std::size_t>(count); ++i) {
    const EdgeId edge{dice.below(graph.network().edge_count())};
    if (!graph.usable(edge)) continue;
    constexpr double kShares[] = {0, 0.25, 0.5, 1.0 / 3, 0.999, 1};
    Leg leg;
    leg.place = {edge, dice.below(graph.network().piece_count(edge)), kShares[dice.below(6)]};
    places.push_back({leg});
  }
  return places;
}

std::vector<std::vector<Duration>> table(const ModeGraph& graph,
                                         const std::vector<std::vector<Leg>>& places) {
  std::vector<std::vector<Duration>> times(places.size(),
                                           std::vector<Duration>(places.size(), Duration::never()));
  for (const TimeBetween& t : times_between(graph, places, places, Duration::never()))
    times[t.from][t.to] = t.time;
  return times;
}

TEST(Law4, WithoutDirectionsTheWayBackIsAsLong) {
  holds_for_all(600, [](const Recipe& drawn) {
    const Recipe recipe = drawn.without({Odd::one_ways, Odd::turn_rules, Odd::stated_times});
    const RandomTown town = make_town(recipe);
    RC_LOG(describe(town));
    Dice dice{recipe.seed, 20};
    const Network network{town.roads};
    const ModeGraph graph{network, dice.one_of(random_town_profiles())};
    const auto times = table(graph, some_places(graph, dice, 8));
    for (std::size_t a = 0; a < times.size(); ++a)
      for (std::size_t b = 0; b < times.size(); ++b) RC_ASSERT(times[a][b] == times[b][a]);
  });
}

TEST(Law4, NoDetourIsShorter) {
  holds_for_all(600, [](const Recipe& drawn) {
    const Recipe recipe = drawn.without({Odd::turn_rules});
    const RandomTown town = make_town(recipe);
    RC_LOG(describe(town));
    Dice dice{recipe.seed, 21};
    const Network network{town.roads};
    const ModeGraph graph{network, dice.one_of(random_town_profiles())};
    const auto times = table(graph, some_places(graph, dice, 8));
    for (std::size_t a = 0; a < times.size(); ++a) {
      RC_ASSERT(times[a][a] == Duration{});
      for (std::size_t b = 0; b < times.size(); ++b)
        for (std::size_t c = 0; c < times.size(); ++c)
          RC_ASSERT(times[a][c] <= times[a][b] + times[b][c]);
    }
  });
}

TEST(Law6, TimesAreTheSameForOneTwoOrEightThreads) {
  holds_for_all(200, [](const Recipe& recipe) {
    const RandomTown town = make_town(recipe);
    Dice dice{recipe.seed, 22};
    const Network network{town.roads};
    const ModeGraph graph{network, dice.one_of(random_town_profiles())};
    const auto places = some_places(graph, dice, 12);
    set_threads(1);
    const auto first = table(graph, places);
    for (const int count : {2, 8}) {
      set_threads(count);
      const auto again = table(graph, places);
      set_threads(1);
      RC_ASSERT(again == first);
    }
  });
}

}  // namespace
}  // namespace lifecircle::test
