// The hierarchy of real cities and large graphs against Dijkstra's algorithm, every state.

#include <gtest/gtest.h>

#include "tests/support/effort.hpp"
#include "tests/support/hierarchy_judge.hpp"
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

}  // namespace
}  // namespace lifecircle::test
