// Sweeps over a hierarchy give what Dijkstra's algorithm gives, at every state: ours and Boost's.

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <boost/graph/dijkstra_shortest_paths.hpp>

#include "engine/network/boost_graph.hpp"
#include "engine/prepared/sound.hpp"
#include "engine/search/hierarchy/lane_sweep.hpp"
#include "engine/search/hierarchy/nearest_sweep.hpp"
#include "engine/search/hierarchy/rank_order.hpp"
#include "engine/search/nearest.hpp"
#include "tests/support/property.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle::test {
namespace {

/// A graph as some profile sees a random town, with its hierarchy of cells of some size.
struct Prepared {
  Dice dice;
  Network network;
  ModeGraph graph;
  Hierarchy hierarchy;

  Prepared(const Recipe& recipe, const RandomTown& town)
      : dice{recipe.seed, 70},
        network{town.roads},
        graph{network, dice.one_of(random_town_profiles())},
        hierarchy{graph, std::uint32_t{1} << dice.below(6)} {}

  StateId some_state() { return StateId{dice.below(graph.state_count())}; }
  Direction some_direction() {
    return dice.below(2) != 0 ? Direction::to_facility : Direction::from_facility;
  }
};

Recipe larger(Recipe recipe) {
  recipe.lines *= 1 + static_cast<int>(recipe.seed % 5);
  return recipe;
}

/// Times from one state to all, by Boost.Graph.
std::vector<Duration::Ticks> judged(const ModeGraph& graph, StateId from) {
  std::vector<std::uint64_t> time(graph.state_count());
  const auto index = boost_graph::index_map();
  boost::dijkstra_shortest_paths(
      graph, from,
      boost::weight_map(boost_graph::weight_map())
          .vertex_index_map(index)
          .distance_map(boost::make_iterator_property_map(time.begin(), index)));
  std::vector<Duration::Ticks> ticks;
  for (const std::uint64_t t : time)
    ticks.push_back(
        static_cast<Duration::Ticks>(std::min<std::uint64_t>(t, Duration::never().ticks())));
  return ticks;
}

TEST(Sweeps, NearestLabelsAreThoseOfDijkstra) {
  holds_for_all(3000, [](const Recipe& drawn) {
    const RandomTown town = make_town(larger(drawn));
    RC_LOG(describe(town));
    Prepared p{drawn, town};
    if (p.graph.state_count() == 0) return;
    std::vector<std::pair<StateId, Label>> starts;
    for (std::uint32_t i = 0; i < 1 + p.dice.below(4); ++i)
      starts.emplace_back(p.some_state(), Label{Duration::from_ticks(p.dice.below(3) * 50'000),
                                                FacilityId{p.dice.below(3)}});
    const Direction direction = p.some_direction();
    const NearestField all{p.graph, direction, starts, Duration::never()};
    Duration limit = Duration::never();
    if (p.dice.below(2) != 0)  // at the very edge of what some state takes
      if (const Duration edge = all.at(p.some_state()).time(); !edge.is_never() && edge.ticks() > 0)
        limit = Duration::from_ticks(edge.ticks() - p.dice.below(2));
    const NearestField field{p.graph, direction, starts, limit};
    const auto labels = nearest_labels(p.hierarchy, direction, starts, limit);
    for (std::size_t s = 0; s < p.graph.state_count(); ++s)
      RC_ASSERT(labels[StateId{s}] == field.at(StateId{s}));
  });
}

TEST(Sweeps, AFieldIsTheSameWhetherItsGraphCarriesAHierarchy) {
  holds_for_all(1000, [](const Recipe& drawn) {
    const RandomTown town = make_town(larger(drawn));
    RC_LOG(describe(town));
    Prepared p{drawn, town};
    const Network& network = p.network;
    if (network.edge_count() == 0) return;
    const auto some_place = [&] {
      const EdgeId edge{p.dice.below(network.edge_count())};
      return Place{edge, p.dice.below(static_cast<std::uint32_t>(network.piece_count(edge))),
                   p.dice.below(5) / 4.0};
    };
    std::vector<Seed> seeds;
    for (std::uint32_t i = p.dice.below(6); i > 0; --i)
      if (const Place place = some_place(); p.graph.usable(place.edge))
        seeds.push_back({place, Label{Duration::from_ticks(p.dice.below(3) * 20'000),
                                      FacilityId{p.dice.below(3)}}});
    const Direction direction = p.some_direction();
    const Duration limit = p.dice.below(2) != 0 ? Duration::never() : Duration::minutes(2);
    const NearestField without{p.graph, direction, seeds, limit};
    p.graph.carry(std::make_shared<const Hierarchy>(p.graph, std::uint32_t{1} << p.dice.below(6)));
    const NearestField with{p.graph, direction, seeds, limit};
    for (std::size_t s = 0; s < p.graph.state_count(); ++s)
      RC_ASSERT(with.at(StateId{s}) == without.at(StateId{s}));
    for (int i = 0; i < 10; ++i)
      if (const Place place = some_place(); p.graph.usable(place.edge)) {
        RC_ASSERT(with.at(place) == without.at(place));
        RC_ASSERT(with.has_places_on(place.edge) == without.has_places_on(place.edge));
      }
  });
}

TEST(Sweeps, LanesAreSearchesOfTheirOwn) {
  holds_for_all(3000, [](const Recipe& drawn) {
    const RandomTown town = make_town(larger(drawn));
    RC_LOG(describe(town));
    Prepared p{drawn, town};
    if (p.graph.state_count() == 0) return;
    const auto processor =
        static_cast<Processor>(p.dice.below(1 + static_cast<std::uint32_t>(best_processor())));
    const Direction direction = p.some_direction();
    LaneSweep sweep{p.hierarchy, direction, kGroup * (1 + static_cast<int>(p.dice.below(8))),
                    processor};
    for (int again = 0; again < 3; ++again) {  // what a run leaves behind must not show in the next
      std::vector<LaneSweep::Start> starts;
      std::vector<std::vector<std::pair<StateId, Label>>> of_lane(
          static_cast<std::size_t>(sweep.lanes()));
      for (std::uint32_t lane = 0; lane < of_lane.size(); ++lane)
        for (std::uint32_t i = p.dice.below(3); i > 0; --i) {
          const StateId state = p.some_state();
          const Duration time = Duration::from_ticks(p.dice.below(4) * 20'000);
          of_lane[lane].emplace_back(state, Label{time, FacilityId{0}});
          starts.push_back({lane, p.hierarchy.topology().rank_of(state.index()), time});
        }
      constexpr Duration::Ticks kLimits[] = {0,      1,       32'767,  65'535,
                                             65'536, 300'000, 900'000, (1u << 30) - 2};
      const Duration limit = Duration::from_ticks(kLimits[p.dice.below(8)]);
      std::vector<std::vector<Duration::Ticks>> found(
          of_lane.size(),
          std::vector<Duration::Ticks>(p.graph.state_count(), Duration::never().ticks()));
      // All cells, or those of some states alone: what is left out must not show in the next run.
      std::vector<char> cells;
      if (p.dice.below(2) != 0) {
        std::vector<std::uint32_t> ranks;
        for (std::uint32_t i = p.dice.below(4); i > 0; --i)
          ranks.push_back(p.dice.below(p.graph.state_count()));
        cells = cells_asked(p.hierarchy.topology(), ranks);
        for (const std::uint32_t rank : ranks)
          RC_ASSERT(cells[p.hierarchy.topology().cell_of(rank)] != 0);
      }
      sweep.run(
          starts, limit,
          [&](const LaneSweep::Rows& rows) {
            for (std::uint32_t rank = rows.first; rank < rows.last; ++rank)
              rows.for_each_lane([&](std::size_t lane) {
                if (const Lane time = rows.row(rank)[lane]; time <= sweep.limit())
                  found[lane][p.hierarchy.topology().vertex(rank)] =
                      static_cast<Duration::Ticks>(time);
              });
          },
          cells);
      for (std::size_t lane = 0; lane < of_lane.size(); ++lane) {
        const NearestField field{p.graph, direction, of_lane[lane], limit};
        for (std::size_t s = 0; s < p.graph.state_count(); ++s) {
          const std::uint32_t rank = p.hierarchy.topology().rank_of(s);
          const bool asked = cells.empty() || cells[p.hierarchy.topology().cell_of(rank)] != 0;
          RC_ASSERT(found[lane][s] ==
                    (asked ? field.at(StateId{s}).time() : Duration::never()).ticks());
        }
      }
    }
  });
}

/// Cells told whole and states told by themselves are together what the searches reach, each once.
TEST(Sweeps, CoverTellsEachStateOnce) {
  std::size_t told_whole = 0;
  holds_for_all(3000, [&](const Recipe& drawn) {
    const RandomTown town = make_town(larger(drawn));
    RC_LOG(describe(town));
    Prepared p{drawn, town};
    if (p.graph.state_count() == 0) return;
    const auto processor =
        static_cast<Processor>(p.dice.below(1 + static_cast<std::uint32_t>(best_processor())));
    const Direction direction = p.some_direction();
    const Topology& topology = p.hierarchy.topology();
    const CellSpans spans{p.hierarchy, direction};
    LaneSweep sweep{p.hierarchy, direction, kGroup * (1 + static_cast<int>(p.dice.below(8))),
                    processor};
    const auto lanes = static_cast<std::uint32_t>(sweep.lanes());
    for (int again = 0; again < 3; ++again) {
      // Like batches of neighbours, so that all lanes of a group cover cells.
      const StateId middle = p.some_state();
      const bool all_from_one = p.dice.below(2) != 0;
      std::vector<LaneSweep::Start> starts;
      std::vector<StateId> of_lane;
      for (std::uint32_t lane = 0; lane < lanes; ++lane) {
        of_lane.push_back(all_from_one ? middle : p.some_state());
        starts.push_back({lane, topology.rank_of(of_lane.back().index()), Duration{}});
      }
      Duration limit = Duration::from_ticks(p.dice.below(2) != 0 ? 900'000 : (1u << 30) - 2);
      const NearestField first{
          p.graph, direction, {{of_lane[0], Label{Duration{}, FacilityId{0}}}}, Duration::never()};
      if (p.dice.below(2) != 0)  // at the very edge of what some state takes
        if (const Duration edge = first.at(p.some_state()).time();
            LaneSweep::can_count_to(edge) && edge.ticks() > 0)
          limit = Duration::from_ticks(edge.ticks() - p.dice.below(2));
      std::vector<std::vector<int>> found(lanes, std::vector<int>(p.graph.state_count(), 0));
      sweep.cover(
          starts, limit, spans,
          [&](const LaneSweep::Rows& rows) {
            for (std::uint32_t rank = rows.first; rank < rows.last; ++rank)
              rows.for_each_lane([&](std::size_t lane) {
                found[lane][topology.vertex(rank)] += rows.row(rank)[lane] <= sweep.limit();
              });
          },
          [&](const LaneSweep::Covered& covered) {
            ++told_whole;
            for (std::uint32_t rank = covered.first; rank < covered.last; ++rank)
              for (std::uint32_t lane = 0; lane < kGroup; ++lane)
                found[covered.first_lane + lane][topology.vertex(rank)] +=
                    static_cast<int>(covered.lanes >> lane & 1);
          });
      for (std::uint32_t lane = 0; lane < lanes; lane += 1 + p.dice.below(8)) {
        const NearestField field{
            p.graph, direction, {{of_lane[lane], Label{Duration{}, FacilityId{0}}}}, limit};
        for (std::size_t s = 0; s < p.graph.state_count(); ++s)
          RC_ASSERT(found[lane][s] == (field.at(StateId{s}).time().is_never() ? 0 : 1));
      }
    }
  });
  EXPECT_GT(told_whole, 1000u);
}

/// Sweeps stop at the first step that takes too long: a file that has them in another order, as
/// those of former versions had, is refused.
TEST(Sweeps, StepsOfAStateAreByTime) {
  std::size_t swapped = 0;
  holds_for_all(200, [&](const Recipe& drawn) {
    const RandomTown town = make_town(larger(drawn));
    Prepared p{drawn, town};
    const Topology::Parts& parts = p.hierarchy.topology().parts();
    for (const Hierarchy::Steps* steps : {&p.hierarchy.climbing(), &p.hierarchy.descending()}) {
      RC_ASSERT(steps_fault(parts, *steps).empty());
      std::vector<Hierarchy::Step> other{steps->steps.begin(), steps->steps.end()};
      for (std::size_t rank = 0; rank < p.hierarchy.size(); ++rank) {
        const auto of = steps->of(rank);
        if (of.size() < 2 || of.front().ticks == of.back().ticks) continue;
        std::swap(other[steps->first[rank]], other[steps->first[rank + 1] - 1]);
        ++swapped;
        RC_ASSERT(steps_fault(parts, {steps->first, std::move(other)}) == "steps");
        break;
      }
    }
  });
  EXPECT_GT(swapped, 20u);
}

TEST(RankOrder, IsAStableSortByRank) {
  Dice dice{2026, 44};
  for (const std::uint32_t below : {1u, 5u, 2047u, 2048u, 2049u, 5'000'000u, ~0u}) {
    std::vector<std::uint32_t> ranks(dice.below(2000)), wanted;
    for (std::uint32_t i = 0; i < ranks.size(); ++i) {
      ranks[i] = i == 0 ? below - 1 : dice.below(below);
      wanted.push_back(i);
    }
    std::ranges::stable_sort(wanted, {}, [&](std::uint32_t i) { return ranks[i]; });
    EXPECT_EQ(rank_order(ranks), wanted) << below;
  }
  EXPECT_TRUE(rank_order({}).empty());
}

TEST(RankSet, GivesRanksInOrderWhileGreaterOnesAreAdded) {
  RankSet set{20'000};
  EXPECT_EQ(set.take(), RankSet::kNone);
  for (int again = 0; again < 2; ++again) {
    for (const std::uint32_t rank : {4096u, 63u, 64u, 0u, 12'288u, 63u}) set.add(rank);
    EXPECT_EQ(set.take(), 0u);
    set.add(19'999);
    set.add(1);
    for (const std::uint32_t rank : {1u, 63u, 64u}) EXPECT_EQ(set.take(), rank);
    set.add(65);
    for (const std::uint32_t rank : {65u, 4096u, 12'288u, 19'999u}) EXPECT_EQ(set.take(), rank);
    EXPECT_EQ(set.take(), RankSet::kNone);
  }
}

TEST(Sweeps, OneSourceIsAsBoostFindsIt) {
  holds_for_all(1500, [](const Recipe& drawn) {
    const RandomTown town = make_town(larger(drawn));
    RC_LOG(describe(town));
    Prepared p{drawn, town};
    if (p.graph.state_count() == 0) return;
    const StateId from = p.some_state();
    const std::pair<StateId, Label> start{from, Label{Duration{}, FacilityId{0}}};
    const auto labels =
        nearest_labels(p.hierarchy, Direction::from_facility, {&start, 1}, Duration::never());
    const auto wanted = judged(p.graph, from);
    for (std::size_t s = 0; s < wanted.size(); ++s)
      RC_ASSERT(labels[StateId{s}].time().ticks() == wanted[s]);
  });
}

/// Other times on the same topology give what a hierarchy made for them gives.
TEST(Sweeps, ATopologyServesOtherTimes) {
  holds_for_all(1000, [](const Recipe& drawn) {
    const RandomTown town = make_town(larger(drawn));
    RC_LOG(describe(town));
    Prepared p{drawn, town};
    if (p.graph.state_count() == 0) return;
    Profile slower = p.graph.profile();
    for (auto& [road_class, speed] : slower.speed)
      if (speed.kmh && p.dice.below(3) != 0) *speed.kmh *= 0.25 + 0.25 * p.dice.below(5);
    const ModeGraph graph{p.network, slower};
    RC_ASSERT(Hierarchy::fits(p.hierarchy.topology(), graph));
    const Hierarchy again{p.hierarchy.shared_topology(), graph};
    const std::pair<StateId, Label> start{p.some_state(), Label{Duration{}, FacilityId{0}}};
    const Direction direction = p.some_direction();
    const NearestField field{graph, direction, {start}, Duration::never()};
    const auto labels = nearest_labels(again, direction, {&start, 1}, Duration::never());
    for (std::size_t s = 0; s < graph.state_count(); ++s)
      RC_ASSERT(labels[StateId{s}] == field.at(StateId{s}));
  });
}

}  // namespace
}  // namespace lifecircle::test
