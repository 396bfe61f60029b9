// The hierarchy of real cities and large graphs against Dijkstra's algorithm, every state.

#include <algorithm>

#include <gtest/gtest.h>

#include "engine/base/parallel.hpp"
#include "engine/search/hierarchy/hierarchy.hpp"
#include "tests/support/effort.hpp"
#include "tests/support/hierarchy_judge.hpp"
#include "tests/support/random_town.hpp"
#include "tests/support/real_graph.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle::test {
namespace {

void city_agrees(const std::string& folder, const std::string& name) {
  const std::string path = data(folder + "/" + name + ".road-t.gz");
  if (path.empty()) GTEST_SKIP() << "no " << folder;
  const RealGraph city = read_city(path);
  expect_sweeps_agree(city.graph(), {Duration::milliseconds(65'535), Duration::minutes(5),
                                     Duration::minutes(30), Duration::minutes(600)});
}
void scale_agrees(const std::string& name) {
  const std::string path = data("scale/" + name + ".gr.xz");
  if (path.empty()) GTEST_SKIP() << "no scale data";
  if (std::system("xz --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "no xz";
  const auto graph = read_pace(path);
  ASSERT_TRUE(graph);
  expect_sweeps_agree(graph->graph(),
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

/// A town so large that its order goes by places alone: exact, and the same for any number of
/// threads.
TEST(RealHierarchies, AVeryLargeGridAgreesWithDijkstra) {
  constexpr std::uint32_t kSide = 340;  // what hangs on it or lies along streets is taken off first
  Roads roads;
  Dice dice{2026, 72};
  RoadKind kind;
  kind.road_class = "street";
  const std::uint32_t street = roads.add_kind(kind);
  for (std::uint32_t v = 0; v < kSide * kSide; ++v)
    roads.add_vertex({static_cast<std::int32_t>(v / kSide * 100'000 + dice.below(60'000)),
                      static_cast<std::int32_t>(v % kSide * 100'000 + dice.below(60'000))});
  for (std::uint32_t x = 0; x < kSide; ++x)
    for (std::uint32_t y = 0; y < kSide; ++y) {
      const std::uint32_t here = x * kSide + y;
      if (x + 1 < kSide && dice.chance(90)) roads.add_line(street, std::vector{here, here + kSide});
      if (y + 1 < kSide && dice.chance(90)) roads.add_line(street, std::vector{here, here + 1});
    }
  const Network network{roads};
  Profile walk;
  walk.name = "walk";
  walk.speed["street"] = {4.8, "test"};
  const ModeGraph graph{network, walk};
  ASSERT_GT(graph.state_count(), 100'000u);
  expect_sweeps_agree(graph, {Duration::minutes(15), Duration::minutes(600)});
  std::vector<std::uint32_t> first;
  for (const int count : {1, 2, 8}) {
    set_threads(count);
    const Hierarchy hierarchy{graph};
    set_threads(1);
    const auto& vertex = hierarchy.topology().order().vertex;
    if (first.empty()) first.assign(vertex.begin(), vertex.end());
    EXPECT_TRUE(std::equal(first.begin(), first.end(), vertex.begin(), vertex.end())) << count;
  }
}

}  // namespace
}  // namespace lifecircle::test
