#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/effort.hpp"
#include "tests/support/real_graph.hpp"
#include "tests/support/test_data.hpp"

// Graphs of real cities, against Boost.Graph on the same whole weights and against results that
// others computed.

namespace lifecircle::test {
namespace {

std::vector<std::uint32_t> read_sources(const std::string& path) {
  std::ifstream in{path};
  std::vector<std::uint32_t> sources;
  for (std::uint32_t s = 0; in >> s;) sources.push_back(s);
  return sources;
}

/// What another's Dijkstra on the fractional seconds found, for the five source sets of a city.
struct Reference {
  double sum = 0, longest = 0;
  std::array<int, 4> within = {};  ///< 300, 600, 900, 1800 s
};
std::vector<Reference> read_references(const std::string& path, const std::string& graph) {
  std::ifstream in{path};
  std::vector<Reference> found;
  bool mine = false;
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("set", 0) != 0) mine = line.rfind(graph, 0) == 0;
    if (!mine || line.rfind("set", 0) != 0) continue;
    const auto number = [&](const std::string& word) {
      return std::stod(line.substr(line.find(word) + word.size()));
    };
    found.push_back({number(" sum "),
                     number(" max "),
                     {static_cast<int>(number("<=300:")), static_cast<int>(number("<=600:")),
                      static_cast<int>(number("<=900:")), static_cast<int>(number("<=1800:"))}});
  }
  return found;
}

void city_equals(const std::string& folder, const std::string& name, std::uint32_t vertices,
                 std::size_t arcs) {
  if (data(folder + "/" + name + ".road-t.gz").empty()) GTEST_SKIP() << "no " << folder;
  const RealGraph city = read_city(data(folder + "/" + name + ".road-t.gz"));
  ASSERT_EQ(city.vertices(), vertices);
  ASSERT_EQ(city.arcs(), arcs);
  EXPECT_LT(city.network().node_count(), vertices) << "bends are no junctions";
  const auto references =
      read_references(data("xian/reference_results.txt"), name + "/" + name + ".road-t ");
  ASSERT_EQ(references.size(), 5u);
  const int judged = std::min(5, by_effort(5));
  std::printf("[  effort  ] %d of 5 source sets judged by Boost too\n", judged);
  for (std::size_t set = 0; set < references.size(); ++set) {
    SCOPED_TRACE(set);
    const auto sources =
        read_sources(data(folder + "/" + name + "_road-t_set" + std::to_string(set) + ".src"));
    ASSERT_FALSE(sources.empty());
    const auto times = city.nearest(sources);
    if (set < static_cast<std::size_t>(judged)) {
      EXPECT_EQ(times, city.judged(sources)) << "exactly, for every vertex";
    }
    if (sources.size() == 1) {
      EXPECT_EQ(times, city.reached(sources.front()));
    }
    if (sources.size() == 200) city.expect_states_agree(sources);

    // A way of n arcs is off by at most n half milliseconds; no way here has 2,000 arcs.
    double sum = 0, longest = 0;
    std::array<int, 4> within = {};
    constexpr std::array<std::uint32_t, 4> kLimits{300'000, 600'000, 900'000, 1'800'000};
    for (const std::uint32_t t : times) {
      sum += t / 1e3;
      longest = std::max(longest, t / 1e3);
      for (std::size_t i = 0; i < kLimits.size(); ++i) within[i] += t <= kLimits[i] ? 1 : 0;
    }
    const Reference& wanted = references[set];
    EXPECT_NEAR(longest, wanted.longest, 1.0);
    EXPECT_NEAR(sum / vertices, wanted.sum / vertices, 0.1);
    for (std::size_t i = 0; i < within.size(); ++i) EXPECT_NEAR(within[i], wanted.within[i], 2);
    const std::string all = folder + "/" + name + "_road-t_set" + std::to_string(set) + ".f32";
    if (set > 1) continue;
    std::ifstream in{data(all), std::ios::binary};
    std::vector<float> seconds(vertices);
    in.read(reinterpret_cast<char*>(seconds.data()),
            static_cast<std::streamsize>(vertices * sizeof(float)));
    ASSERT_TRUE(in);
    double worst = 0;
    for (std::uint32_t v = 0; v < vertices; ++v)
      worst = std::max(worst, std::abs(times[v] / 1e3 - seconds[v]));
    EXPECT_LT(worst, 1.0);
  }
}

TEST(RealGraphs, XianEqualsBoostAndTheReference) {
  city_equals("xian", "Xian", 123'995, 281'542);
}
TEST(RealGraphs, HongkongEqualsBoostAndTheReference) {
  city_equals("hongkong", "Hongkong", 43'620, 91'542);
}

/// How the reference results chose their k sources. (The data's README names the weights only;
/// these give all eight of its sums.)
std::vector<std::uint32_t> pace_sources(std::uint32_t vertices, std::uint64_t k) {
  std::vector<std::uint32_t> sources;
  for (std::uint64_t i = 0; i < k; ++i)
    sources.push_back(static_cast<std::uint32_t>(splitmix64(1'000'000 * k + i) % vertices));
  return sources;
}

void pace_equals(const std::string& name) {
  const std::string path = data("scale/" + name + ".gr.xz");
  if (path.empty()) GTEST_SKIP() << "no scale data";
  if (std::system("xz --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "no xz";
  const auto graph = read_pace(path);
  ASSERT_TRUE(graph);
  std::ifstream in{data("scale/reference_results.txt")};
  bool mine = false;
  int compared = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("n ", 0) != 0) {
      mine = line == name;
      continue;
    }
    if (!mine) continue;
    std::istringstream words{line};
    std::map<std::string, std::uint64_t> wanted;
    std::string word;
    for (std::uint64_t value = 0; words >> word && word[0] != '<' && words >> value;)
      wanted[word] = value;
    std::uint64_t near_wanted = 0, far_wanted = 0;
    ASSERT_EQ(std::sscanf(line.c_str() + line.find("<="), "<=5000:%lu <=50000:%lu", &near_wanted,
                          &far_wanted),
              2);
    ASSERT_EQ(wanted["n"], graph->vertices());
    ASSERT_EQ(wanted["edges"] * 2, graph->arcs());
    const auto times = graph->nearest(pace_sources(graph->vertices(), wanted["k"]));
    std::uint64_t sum = 0, reached = 0, longest = 0, near = 0, far = 0;
    for (const std::uint32_t t : times) {
      if (t == Duration::never().ticks()) continue;
      ++reached;
      sum += t;
      longest = std::max<std::uint64_t>(longest, t);
      near += t <= 5000 ? 1 : 0;
      far += t <= 50000 ? 1 : 0;
    }
    EXPECT_EQ(sum, wanted["sum"]) << line;
    EXPECT_EQ(reached, wanted["reached"]) << line;
    EXPECT_EQ(longest, wanted["max"]) << line;
    EXPECT_EQ(near, near_wanted) << line;
    EXPECT_EQ(far, far_wanted) << line;
    ++compared;
  }
  EXPECT_EQ(compared, 4);
}

// The sample of pgRouting's documentation: pgr_drivingDistance with distance 3 (closed).
TEST(RealGraphs, PgRoutingsDrivingDistanceIsOurs) {
  const std::string path = data("expected/pgrouting_driving_distance.json");
  if (path.empty()) GTEST_SKIP() << "no expected results";
  std::ifstream in{path};
  const auto sample = nlohmann::json::parse(in);
  for (const bool directed : {true, false}) {
    std::vector<WeightedArc> arcs;
    for (const auto& edge : sample.at("edges"))
      for (const bool forth : {true, false}) {
        const double cost = edge.at(forth ? "cost" : "reverse_cost").get<double>();
        if (cost < 0) continue;
        const auto u = edge.at("source").get<std::uint32_t>(),
                   v = edge.at("target").get<std::uint32_t>();
        const auto ms = static_cast<std::uint32_t>(cost * 1000);
        if (directed || forth) arcs.push_back({forth ? u : v, forth ? v : u, ms});
        if (!directed) arcs.push_back({forth ? v : u, forth ? u : v, ms});
      }
    const RealGraph graph{18, arcs};
    const auto compare = [&](const char* name, const std::vector<std::uint32_t>& starts) {
      SCOPED_TRACE(name);
      const Duration limit = Duration::seconds(3);
      const auto labels = graph.labels(starts, limit);
      const auto& wanted = sample.at(name);
      for (std::uint32_t v = 1; v < labels.size(); ++v) {
        const auto row = wanted.find(std::to_string(v));
        const bool in_reach = !labels[v].is_never() && labels[v].time() <= limit;
        ASSERT_EQ(in_reach, row != wanted.end()) << v;
        if (!in_reach) continue;
        const double cost =
            row->is_object() ? row->at("agg_cost").get<double>() : row->get<double>();
        EXPECT_EQ(labels[v].time(), Duration::seconds(cost)) << v;
        if (row->is_object()) {
          EXPECT_EQ(starts[labels[v].facility().index()], row->at("start").get<std::uint32_t>())
              << v;
        }
      }
    };
    if (directed) {
      compare("dd_11_3_directed", {11});
      compare("dd_11_16_3_equicost", {11, 16});
    } else {
      compare("dd_11_3_undirected", {11});
    }
  }
}

TEST(RealGraphs, NewYorkHasTheExactSums) {
  pace_equals("NY");
}
TEST(RealGraphs, FloridaHasTheExactSums) {
  if (effort() < 1) GTEST_SKIP() << "a million junctions, for LIFECIRCLE_RUNS of 1 and more";
  pace_equals("FLA");
}

}  // namespace
}  // namespace lifecircle::test
