// How much memory and time each stage takes, from a file of roads to searches on it; the answers of
// some searches are compared with Dijkstra's algorithm.
//   lifecircle_memory_bench ROADS.gpkg[:LAYER] [MODE [SECONDS_OF_A_SEARCH]]
//   lifecircle_memory_bench CITY.osm.pbf [MODE [SECONDS_OF_A_SEARCH]]
// A line a stage: the most memory resident while it ran, what was resident after it, what its
// result keeps in the heap, processor time of this process, time on the clock. Reading is done by
// other processes where LIFECIRCLE_WORK names the program that reads; LIFECIRCLE_READ_ONLY=1 ends
// after the network. Then what a source costs, in lanes and by itself.

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>

#include "benchmarks/search_costs.hpp"
#include "engine/base/parallel.hpp"
#include "engine/search/hierarchy/lane_sweep.hpp"
#include "engine/search/hierarchy/nearest_sweep.hpp"
#include "engine/search/nearest.hpp"
#include "io/read/child/reader_process.hpp"
#include "io/read/profile_file.hpp"
#include "io/read/town.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle {
namespace {

double resident_mb(const std::string& name) {
  std::ifstream status{"/proc/self/status"};
  for (std::string word; status >> word;)
    if (double kb = 0; word == name && status >> kb) return kb / 1024;
  return 0;
}
double heap_mb() {
  const auto heap = mallinfo2();
  return static_cast<double>(heap.uordblks + heap.hblkhd) / (1 << 20);
}
double processor_s() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

template <class F>
auto stage(const char* name, F f) {
  malloc_trim(0);
  std::ofstream{"/proc/self/clear_refs"} << 5;  // the peak begins anew
  const double heap = heap_mb(), cpu = processor_s();
  const auto start = std::chrono::steady_clock::now();
  auto value = f();
  const std::chrono::duration<double> clock = std::chrono::steady_clock::now() - start;
  const double peak = resident_mb("VmHWM:");
  malloc_trim(0);
  std::printf("| %-26s | %8.0f | %8.0f | %8.1f | %7.1f | %7.1f |\n", name, peak,
              resident_mb("VmRSS:"), heap_mb() - heap, processor_s() - cpu, clock.count());
  return value;
}

Roads read(const std::string& name, Frame& frame) {
  std::vector<RoadSource> layers;
  std::vector<OsmRoadSource> osm;
  if (name.ends_with(".pbf") || name.ends_with(".osm")) {
    osm.push_back({.file = name, .ferries = false, .stated_at = ""});
  } else {
    RoadSource source;
    const auto colon = name.rfind(':');
    source.layer.file = name.substr(0, colon);
    if (colon != std::string::npos) source.layer.layer = name.substr(colon + 1);
    source.columns.road_class = "class";
    source.columns.oneway = "oneway";
    source.columns.speed_limit = "maxspeed";
    source.columns.level = "level";
    source.columns.bridge = "bridge";
    source.columns.tunnel = "tunnel";
    layers.push_back(source);
  }
  LonLatBox box;
  auto around = frame_of_roads(layers, osm, box);
  if (!around) std::printf("%s\n", around.error().key.c_str()), std::exit(1);
  frame = std::move(around).value();
  Roads roads;
  Barriers barriers;
  Problems problems;
  if (const auto done = load_roads(layers, osm, false, frame, roads, barriers, problems, {}); !done)
    std::printf("%s\n", done.error().key.c_str()), std::exit(1);
  return roads;
}

/// Whether searches by lanes say what Dijkstra's algorithm says.
bool same(const ModeGraph& graph, LaneSweep& sweep, const std::vector<StateId>& from,
          Duration limit) {
  const Topology& topology = sweep.hierarchy().topology();
  for (const StateId start : from) {
    const NearestField field{
        graph, Direction::from_facility, {{start, Label{{}, FacilityId{0}}}}, limit};
    std::vector<std::uint32_t> time(graph.state_count(), Duration::never().ticks());
    const LaneSweep::Start one{0, topology.rank_of(start.index()), Duration{}};
    sweep.run({&one, 1}, limit, [&](const LaneSweep::Rows& rows) {
      for (std::uint32_t r = rows.first; r < rows.last; ++r)
        if (const auto t = static_cast<std::uint32_t>(*rows.row(r)); t <= limit.ticks())
          time[topology.vertex(r)] = t;
    });
    for (std::size_t s = 0; s < graph.state_count(); ++s) {
      const Duration exact = field.at(StateId{s}).time();
      const auto expected = exact <= limit ? exact.ticks() : Duration::never().ticks();
      if (time[s] != expected) return false;
    }
  }
  return true;
}

int run(int count, char** words) {
  const std::string name = words[1], mode = count > 2 ? words[2] : "walk";
  const Duration limit = Duration::seconds(count > 3 ? std::atof(words[3]) : 900);
  const auto profile = read_profile_file(profile_path(LIFECIRCLE_DATA_DIR "/profiles", mode));
  if (!profile) return std::printf("no profile %s\n", mode.c_str()), 1;
  if (const char* const work = std::getenv("LIFECIRCLE_WORK"))
    read_in_children({work, "__read"}, {.memory_mb = 16'384, .cpu_seconds = 7200});
  std::printf(
      "| stage                      | peak MB  | after MB | keeps MB | cpu s   | clock s |\n");
  Frame around = Frame::around(LonLatBox{0, 0, 1, 1}).value();
  Roads roads = stage("read", [&] { return read(name, around); });
  read_in_children({});
  std::printf("  %zu vertices, %zu of lines, %zu lines\n", roads.vertex_count(),
              roads.line_vertex.size(), roads.line_count());
  const Network network = stage("network", [&] { return Network{std::move(roads)}; });
  std::printf("  %zu junctions, %zu edges, %zu points\n", network.node_count(),
              network.edge_count(), network.point_count());
  if (std::getenv("LIFECIRCLE_READ_ONLY") != nullptr) return 0;
  const ModeGraph graph = stage("mode", [&] { return ModeGraph{network, profile.value()}; });
  std::printf("  %zu states, %zu steps\n", graph.state_count(), graph.step_count());
  const Hierarchy hierarchy = stage("hierarchy", [&] { return Hierarchy{graph}; });
  std::printf("  %zu arcs, %zu steps, %zu cells\n", hierarchy.topology().arc_count(),
              hierarchy.step_count(), hierarchy.topology().order().cells.size());

  test::Dice dice{2026, 5};
  std::vector<StateId> some;
  while (some.size() < 1000)
    if (const StateId s{dice.below(static_cast<std::uint32_t>(graph.state_count()))};
        !graph.leaving(s).empty())
      some.push_back(s);
  LaneSweep sweep = stage("lanes, 1000 searches", [&] {
    LaneSweep lanes{hierarchy, Direction::from_facility};
    const auto at_once = static_cast<std::size_t>(lanes.lanes());
    std::vector<std::pair<std::uint32_t, StateId>> order;
    for (const StateId s : some) order.emplace_back(hierarchy.topology().rank_of(s.index()), s);
    std::ranges::sort(order);
    for (std::size_t first = 0; first < order.size(); first += at_once) {
      std::vector<LaneSweep::Start> starts;
      for (std::uint32_t lane = 0; lane < at_once && first + lane < order.size(); ++lane)
        starts.push_back({lane, order[first + lane].first, Duration{}});
      lanes.run(starts, limit, [](const LaneSweep::Rows&) {});
    }
    return lanes;
  });
  const bool lanes_agree = stage("compared with Dijkstra", [&] {
    return same(graph, sweep, {some.begin(), some.begin() + 5}, limit);
  });
  std::vector<std::pair<StateId, Label>> facilities;
  for (std::size_t f = 0; f < some.size(); ++f)
    facilities.emplace_back(some[f], Label{Duration{}, FacilityId{f}});
  const auto labels = stage("nearest of 1000", [&] {
    return nearest_labels(hierarchy, Direction::from_facility, facilities, Duration::never());
  });
  const bool fields_agree = stage("compared with Dijkstra", [&] {
    const NearestField field{graph, Direction::from_facility, facilities, Duration::never()};
    for (std::size_t s = 0; s < graph.state_count(); ++s)
      if (labels[StateId{s}] != field.at(StateId{s})) return false;
    return true;
  });
  std::printf(
      "| sources | how many | states within the limit of each | lanes: us a source | ns a state | "
      "Dijkstra: us a source | ns a state |\n");
  const bool costs_agree =
      print_costs("anywhere", hierarchy, graph, some, limit) &&
      print_costs("side by side", hierarchy, graph, dense_sources(graph, 10'000), limit);
  if (!lanes_agree || !fields_agree || !costs_agree) return std::printf("differs\n"), 1;
  return std::printf("all alike\n"), 0;
}

}  // namespace
}  // namespace lifecircle

int main(int count, char** words) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  mallopt(M_MMAP_THRESHOLD, 1 << 20);  // as the program does
  if (count < 2) return std::printf("lifecircle_memory_bench ROADS [MODE [SECONDS]]\n"), 2;
  return lifecircle::run(count, words);
}
