// Both ways to a table of times give the same.

#include <algorithm>

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

/// [origin], as told.
template <class Search>
std::vector<std::vector<Reached>> rows_of(std::size_t origins, Search search) {
  std::vector<std::vector<Reached>> rows(origins);
  std::vector<int> told(origins, 0);
  search([&](std::size_t origin, std::span<const Reached> row) {
    rows[origin].assign(row.begin(), row.end());
    ++told[origin];
  });
  RC_ASSERT(std::ranges::count(told, 1) == static_cast<std::ptrdiff_t>(origins));
  return rows;
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
    const Ends ends{graph, destinations};
    std::vector<TimeBetween> table;
    for (const Direction direction : {Direction::to_facility, Direction::from_facility}) {
      const RowQuestion question{.graph = &graph,
                                 .direction = direction,
                                 .origins = origins,
                                 .ends = &ends,
                                 .limit = limit};
      const auto wanted =
          rows_of(origins.size(), [&](auto on_row) { rows_by_searches(question, on_row); });
      for (const int count : {1, 3}) {
        set_threads(count);
        const auto found = rows_of(
            origins.size(), [&](auto on_row) { rows_by_sweeps(question, hierarchy, on_row); });
        set_threads(1);
        RC_ASSERT(found == wanted);
      }
      RC_ASSERT(rows_of(origins.size(), [&](auto on_row) { for_each_row(question, on_row); }) ==
                wanted);
      if (direction == Direction::from_facility)
        for (std::uint32_t from = 0; from < origins.size(); ++from)
          for (const Reached& to : wanted[from]) table.push_back({from, to.point, to.time});
    }
    RC_ASSERT(times_between(graph, origins, destinations, limit) == table);
    // Whoever goes the other way round comes by the same roads.
    auto turned = rows_of(destinations.size(), [&](auto on_row) {
      const Ends others{graph, origins};
      rows_by_searches({.graph = &graph,
                        .direction = Direction::to_facility,
                        .origins = destinations,
                        .ends = &others,
                        .limit = limit},
                       on_row);
    });
    std::vector<TimeBetween> backwards;
    for (std::uint32_t to = 0; to < turned.size(); ++to)
      for (const Reached& from : turned[to]) backwards.push_back({from.point, to, from.time});
    std::ranges::sort(backwards);
    RC_ASSERT(backwards == table);
  });
}

TEST(Matrix, BestOfSeveralGraphsIsEachPointOnce) {
  const auto ms = [](Duration::Ticks t) { return Duration::from_ticks(t); };
  std::vector<std::vector<Reached>> rows{
      {{4, ms(9)}, {7, ms(5)}, {1, ms(3)}, {4, ms(8)}, {7, ms(6)}}, {}};
  keep_best(rows);
  EXPECT_EQ(rows[0], (std::vector<Reached>{{1, ms(3)}, {4, ms(8)}, {7, ms(5)}}));
  EXPECT_TRUE(rows[1].empty());
}

}  // namespace
}  // namespace lifecircle::test
