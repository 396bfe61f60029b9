// The hierarchy of real cities and large graphs against Dijkstra's algorithm, every state.

#include <gtest/gtest.h>

#include "engine/search/hierarchy/lane_sweep.hpp"
#include "engine/search/hierarchy/nearest_sweep.hpp"
#include "engine/search/nearest.hpp"
#include "tests/support/effort.hpp"
#include "tests/support/random_town.hpp"
#include "tests/support/real_graph.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle::test {
namespace {

using Starts = std::vector<std::pair<StateId, Label>>;

void every_state_agrees(const ModeGraph& graph, const std::vector<Duration>& limits) {
  const Hierarchy hierarchy{graph};
  const Topology& topology = hierarchy.topology();
  std::printf("[  figures ] %zu states, %zu arcs, %zu steps, %zu cells\n", hierarchy.size(),
              topology.arc_count(), hierarchy.step_count(), topology.order().cells.size());
  Dice dice{2026, 71};
  const auto some = [&] { return StateId{dice.below(graph.state_count())}; };
  for (const Direction direction : {Direction::to_facility, Direction::from_facility}) {
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
        LaneSweep sweep{hierarchy, direction};
        std::vector<LaneSweep::Start> starts;
        const std::uint32_t middle = dice.below(graph.state_count() - 64);
        for (std::uint32_t lane = 0; lane < 64; ++lane)
          starts.push_back({lane, near ? middle + lane : dice.below(graph.state_count()),
                            Duration::from_ticks(dice.below(60'000))});
        std::vector<std::vector<std::uint32_t>> found(
            64, std::vector<std::uint32_t>(graph.state_count(), Duration::never().ticks()));
        sweep.run(starts, limit, [&](std::uint32_t cell, const Lane* rows) {
          const auto& own = topology.order().cells[cell];
          for (std::uint32_t rank = own.first; rank < own.last; ++rank)
            for (std::size_t lane = 0; lane < 64; ++lane)
              if (const Lane time = rows[(rank - own.first) * 64 + lane]; time <= sweep.limit())
                found[lane][topology.vertex(rank)] = static_cast<std::uint32_t>(time);
        });
        const int judged = std::min(64, by_effort(8));
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

void city_agrees(const std::string& folder, const std::string& name) {
  const std::string path = data(folder + "/" + name + ".road-t.gz");
  if (path.empty()) GTEST_SKIP() << "no " << folder;
  const RealGraph city = read_city(path);
  every_state_agrees(city.graph(), {Duration::milliseconds(65'535), Duration::minutes(5),
                                    Duration::minutes(30), Duration::minutes(600)});
}
void scale_agrees(const std::string& name) {
  const std::string path = data("scale/" + name + ".gr.xz");
  if (path.empty()) GTEST_SKIP() << "no scale data";
  if (std::system("xz --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "no xz";
  const auto graph = read_pace(path);
  ASSERT_TRUE(graph);
  every_state_agrees(graph->graph(),
                     {Duration::milliseconds(65'536), Duration::milliseconds(5'000)});
}

TEST(RealHierarchies, XianAgreesWithDijkstra) {
  city_agrees("xian", "Xian");
}
TEST(RealHierarchies, HongkongAgreesWithDijkstra) {
  city_agrees("hongkong", "Hongkong");
}
/// Without coordinates.
TEST(RealHierarchies, NewYorkAgreesWithDijkstra) {
  scale_agrees("NY");
}
TEST(RealHierarchies, FloridaAgreesWithDijkstra) {
  if (effort() < 1) GTEST_SKIP() << "a million junctions, for LIFECIRCLE_RUNS of 1 and more";
  scale_agrees("FLA");
}

}  // namespace
}  // namespace lifecircle::test
