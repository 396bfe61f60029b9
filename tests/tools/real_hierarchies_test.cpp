// The hierarchies of real roads as their readers give them, with turn rules, gates and slopes of
// speed, against Dijkstra's algorithm: every state, for each way to travel.

#include <cstdlib>
#include <filesystem>
#include <random>

#include <gtest/gtest.h>

#include "io/read/profile_file.hpp"
#include "io/read/town.hpp"
#include "tests/support/hierarchy_judge.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle::test {
namespace {

namespace fs = std::filesystem;

Profile profile(const std::string& name) {
  return read_profile_file(std::string{LIFECIRCLE_SOURCE_DIR} + "/data/profiles/" + name + ".toml")
      .value();
}

void expect_roads_agree(const Roads& roads) {
  const Network network{roads};
  for (const char* name : {"walk", "bicycle", "car"}) {
    const ModeGraph graph{network, profile(name)};
    std::printf("[  figures ] %s: %zu junctions, %zu states\n", name, network.node_count(),
                graph.state_count());
    expect_sweeps_agree(graph, {Duration::milliseconds(65'535), Duration::milliseconds(65'536),
                                Duration::minutes(15), Duration::minutes(60)});
    Profile slower = graph.profile();
    for (auto& [road_class, speed] : slower.speed)
      if (speed.kmh) *speed.kmh *= 0.8;
    expect_times_exchange(graph, ModeGraph{network, slower});
  }
}

void expect_osm_agrees(const std::string& path) {
  const std::string osm = data(path);
  if (osm.empty()) GTEST_SKIP() << "no " << path;
  const std::vector<OsmRoadSource> sources{{.file = osm, .stated_at = "--osm"}};
  LonLatBox box;
  const auto frame = frame_of_roads({}, sources, box);
  ASSERT_TRUE(frame);
  Roads roads;
  Barriers barriers;
  Problems problems;
  ASSERT_TRUE(load_roads({}, sources, false, frame.value(), roads, barriers, problems, {}));
  expect_roads_agree(roads);
}

TEST(RealHierarchies, OfPortoAlegreAgreeWithDijkstra) {
  expect_osm_agrees("poa/poa_osm.pbf");
}
TEST(RealHierarchies, OfAndorraAgreeWithDijkstra) {
  expect_osm_agrees("andorra/andorra.osm.pbf");
}
TEST(RealHierarchies, OfPortlandAgreeWithDijkstra) {
  expect_osm_agrees("portland/portland-central-filtered.osm.pbf");
}

TEST(RealHierarchies, OfAMadeCountyAgreeWithDijkstra) {
  const fs::path folder = fs::temp_directory_path() /
                          ("lifecircle_hierarchy_" + std::to_string(std::random_device{}()));
  fs::create_directories(folder);
  const fs::path county = folder / "county.gpkg";
  const std::string make = (fs::path{LIFECIRCLE_BINARY_DIR} / "tools" / "make_town").string() +
                           " --junctions 5000 --seed 6 --out " + county.string() + " > " +
                           (folder / "made.txt").string();
  ASSERT_EQ(std::system(make.c_str()), 0);
  RoadSource source;
  source.layer.file = county.string();
  source.layer.layer = "roads";
  LonLatBox box;
  const auto frame = frame_of_roads({source}, {}, box);
  ASSERT_TRUE(frame);
  Roads roads;
  Barriers barriers;
  Problems problems;
  ASSERT_TRUE(load_roads({source}, {}, false, frame.value(), roads, barriers, problems, {}));
  fs::remove_all(folder);
  expect_roads_agree(roads);
}

}  // namespace
}  // namespace lifecircle::test
