#include "tests/support/hierarchy_judge.hpp"

#include <limits>

#include <gtest/gtest.h>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

#include "engine/search/hierarchy/lane_sweep.hpp"
#include "engine/search/hierarchy/nearest_sweep.hpp"
#include "engine/search/nearest.hpp"
#include "tests/support/effort.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle::test {
namespace {

using Starts = std::vector<std::pair<StateId, Label>>;

/// The steps that leave each state, in a graph of Boost's own; turned round for who travels to a
/// facility.
class Boosted {
 public:
  Boosted(const ModeGraph& graph, Direction direction) : roads_(graph.state_count()) {
    for (std::size_t s = 0; s < graph.state_count(); ++s)
      for (const auto& step : graph.leaving(StateId{s}))
        if (direction == Direction::from_facility)
          boost::add_edge(s, step.to.index(), std::uint64_t{step.time.ticks()}, roads_);
        else
          boost::add_edge(step.to.index(), s, std::uint64_t{step.time.ticks()}, roads_);
  }
  std::vector<std::uint64_t> times(StateId from) const {
    std::vector<std::uint64_t> time(boost::num_vertices(roads_));
    boost::dijkstra_shortest_paths(roads_, from.index(), boost::distance_map(time.data()));
    return time;
  }

 private:
  boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                        boost::property<boost::edge_weight_t, std::uint64_t>>
      roads_;
};

}  // namespace

void expect_sweeps_agree(const ModeGraph& graph, const std::vector<Duration>& limits) {
  const Hierarchy hierarchy{graph};
  const Topology& topology = hierarchy.topology();
  std::printf("[  figures ] %zu states, %zu arcs, %zu steps, %zu cells\n", hierarchy.size(),
              topology.arc_count(), hierarchy.step_count(), topology.order().cells.size());
  Dice dice{2026, 71};
  const auto some = [&] { return StateId{dice.below(graph.state_count())}; };
  for (const Direction direction : {Direction::to_facility, Direction::from_facility}) {
    const Boosted boosted{graph, direction};
    for (const std::uint32_t count : {1u, 200u}) {
      Starts starts;
      for (std::uint32_t i = 0; i < count; ++i)
        starts.emplace_back(some(), Label{Duration::from_ticks(dice.below(60'000)), FacilityId{i}});
      const NearestField field{graph, direction, starts, Duration::never()};
      const auto labels = nearest_labels(hierarchy, direction, starts, Duration::never());
      for (std::size_t s = 0; s < graph.state_count(); ++s)
        ASSERT_EQ(labels[StateId{s}], field.at(StateId{s})) << s;
    }
    for (const Duration limit : limits) {
      // A batch of neighbours, and one from all over.
      for (const bool near : {true, false}) {
        LaneSweep sweep{hierarchy, direction, 64};
        std::vector<LaneSweep::Start> starts;
        const std::uint32_t middle = dice.below(graph.state_count() - 64);
        for (std::uint32_t lane = 0; lane < 64; ++lane)
          starts.push_back({lane, near ? middle + lane : dice.below(graph.state_count()),
                            Duration::from_ticks(dice.below(60'000))});
        std::vector<std::vector<std::uint32_t>> found(
            64, std::vector<std::uint32_t>(graph.state_count(), Duration::never().ticks()));
        sweep.run(starts, limit, [&](const LaneSweep::Rows& rows) {
          for (std::uint32_t rank = rows.first; rank < rows.last; ++rank)
            rows.for_each_lane([&](std::size_t lane) {
              if (const Lane time = rows.row(rank)[lane]; time <= sweep.limit())
                found[lane][topology.vertex(rank)] = static_cast<std::uint32_t>(time);
            });
        });
        const int judged = std::min(64, by_effort(8));
        const auto boosted_from = StateId{topology.vertex(starts.front().rank)};
        const auto times = boosted.times(boosted_from);
        for (std::size_t s = 0; s < graph.state_count(); ++s) {
          const std::uint64_t time = times[s] == std::numeric_limits<std::uint64_t>::max()
                                         ? times[s]
                                         : times[s] + starts.front().time.ticks();
          ASSERT_EQ(found[0][s], time <= limit.ticks() ? time : Duration::never().ticks()) << s;
        }
        for (int j = 0; j < judged; ++j) {
          const std::size_t lane = static_cast<std::size_t>(64 * j / judged);
          const LaneSweep::Start& start = starts[lane];
          const NearestField field{
              graph, direction,
              Starts{{StateId{topology.vertex(start.rank)}, Label{start.time, FacilityId{0}}}},
              limit};
          for (std::size_t s = 0; s < graph.state_count(); ++s)
            ASSERT_EQ(found[lane][s], field.at(StateId{s}).time().ticks()) << s;
        }
      }
    }
  }
}

void expect_times_exchange(const ModeGraph& graph, const ModeGraph& other) {
  const Hierarchy first{graph};
  const Hierarchy again{first.shared_topology(), other}, fresh{other};
  const auto same = [](const Hierarchy::Steps& a, const Hierarchy::Steps& b) {
    return a.first == b.first && std::equal(a.steps.begin(), a.steps.end(), b.steps.begin(),
                                            b.steps.end(), [](const auto& x, const auto& y) {
                                              return x.rank == y.rank && x.ticks == y.ticks;
                                            });
  };
  EXPECT_TRUE(same(again.climbing(), fresh.climbing()));
  EXPECT_TRUE(same(again.descending(), fresh.descending()));
  EXPECT_FALSE(same(again.climbing(), first.climbing()));  // or it was no other
}

}  // namespace lifecircle::test
