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
#include <zlib.h>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <nlohmann/json.hpp>

#include "engine/search/nearest.hpp"
#include "engine/search/reach.hpp"
#include "tests/support/effort.hpp"
#include "tests/support/test_data.hpp"

// Graphs of real cities, against Boost.Graph on the same whole weights and against results that
// others computed.

namespace lifecircle::test {
namespace {

struct WeightedArc {
  std::uint32_t from, to;
  std::uint32_t ms;
};
/// A directed graph with whole weights, as roads with stated times: vertex i lies at (i, 0), so
/// that each has a place of its own whatever the junctions.
class RealGraph {
 public:
  RealGraph(std::uint32_t vertices, std::vector<WeightedArc> arcs)
      : vertices_{vertices}, arcs_{std::move(arcs)} {
    Roads roads;
    for (std::uint32_t v = 0; v < vertices; ++v)
      roads.add_vertex({static_cast<std::int32_t>(v), 0});
    RoadKind street;
    street.road_class = "street";
    roads.add_kind(street);
    // Arcs there and back make one line; what is left over is a one-way line.
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>> open;
    for (const WeightedArc& arc : arcs_) {
      auto& back = open[{arc.to, arc.from}];
      if (!back.empty()) {
        add(roads, arc.to, arc.from, back.back(), arc.ms);
        back.pop_back();
      } else {
        open[{arc.from, arc.to}].push_back(arc.ms);
      }
    }
    for (const auto& [ends, times] : open)
      for (const std::uint32_t ms : times) add(roads, ends.first, ends.second, ms, std::nullopt);
    network_ = std::make_unique<Network>(roads);
    Profile profile;
    profile.mode = Mode::car;
    profile.speed = {{"street", {50, ""}}};
    graph_ = std::make_unique<ModeGraph>(*network_, profile);
    // A vertex lies at an end of each of its pieces: where one of them is one-way, only the others
    // lead to it.
    places_.resize(vertices);
    for (std::size_t e = 0; e < network_->edge_count(); ++e) {
      const auto shape = network_->shape(EdgeId{e});
      for (std::uint32_t p = 0; p + 1 < shape.size(); ++p)
        for (const std::uint32_t end : {p, p + 1})
          places_[static_cast<std::size_t>(shape[end].x)].push_back(
              {EdgeId{e}, p, shape[end] < std::max(shape[p], shape[p + 1]) ? 0.0 : 1.0});
    }
  }

  std::uint32_t vertices() const { return vertices_; }
  std::size_t arcs() const { return arcs_.size(); }
  const Network& network() const { return *network_; }

  /// Nearest source (by its place in `sources`) and time from it, for every vertex, by one
  /// NearestField.
  std::vector<Label> labels(const std::vector<std::uint32_t>& sources,
                            Duration limit = Duration::never()) const {
    std::vector<Seed> seeds;
    for (std::uint32_t s = 0; s < sources.size(); ++s)
      for (const Place& place : places_[sources[s]])
        seeds.push_back({place, Label{Duration{}, FacilityId{s}}});
    const NearestField field{*graph_, Direction::from_facility, seeds, limit};
    std::vector<Label> found(vertices_);
    for (std::uint32_t v = 0; v < vertices_; ++v)
      for (const Place& place : places_[v]) found[v] = std::min(found[v], field.at(place));
    return found;
  }
  std::vector<std::uint32_t> nearest(const std::vector<std::uint32_t>& sources) const {
    std::vector<std::uint32_t> times;
    for (const Label label : labels(sources)) times.push_back(label.time().ticks());
    return times;
  }
  /// Times from one source to every vertex, by a Reach.
  std::vector<std::uint32_t> reached(std::uint32_t source) const {
    Reach reach{*graph_};
    std::vector<Leg> legs;
    for (const Place& place : places_[source]) legs.push_back({place, Duration{}, 0, {}, 0, 0});
    reach.run(Direction::from_facility, legs, Duration::never());
    std::vector<std::uint32_t> times(vertices_, Duration::never().ticks());
    for (std::uint32_t v = 0; v < vertices_; ++v)
      for (const Place& place : places_[v])
        times[v] = std::min(times[v], reach.at(place.edge, graph_->times(place)).ticks());
    return times;
  }
  /// By states in place of places, for junctions only.
  void expect_states_agree(const std::vector<std::uint32_t>& sources) const {
    std::map<std::uint32_t, StateId> state;
    for (std::size_t n = 0; n < network_->node_count(); ++n)
      state.emplace(static_cast<std::uint32_t>(network_->position(NodeId{n}).x), StateId{n});
    std::vector<std::pair<StateId, Label>> starts;
    std::vector<std::uint32_t> junctions;
    for (const std::uint32_t s : sources)
      if (state.contains(s)) {
        starts.emplace_back(state.at(s), Label{Duration{}, FacilityId{junctions.size()}});
        junctions.push_back(s);
      }
    const NearestField field{*graph_, Direction::from_facility, starts, Duration::never()};
    const auto wanted = labels(junctions);
    for (const auto& [vertex, s] : state) ASSERT_EQ(field.at(s), wanted[vertex]) << vertex;
  }

  /// The judge: Boost.Graph on the arcs themselves, from a source of its own.
  std::vector<std::uint32_t> judged(const std::vector<std::uint32_t>& sources) const {
    using Graph = boost::compressed_sparse_row_graph<boost::directedS>;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
    std::vector<std::uint64_t> weights;
    std::vector<std::size_t> order(arcs_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return arcs_[i].from; });
    for (const std::size_t i : order) {
      ends.emplace_back(arcs_[i].from, arcs_[i].to);
      weights.push_back(arcs_[i].ms);
    }
    for (const std::uint32_t s : sources) {
      ends.emplace_back(vertices_, s);
      weights.push_back(0);
    }
    const Graph graph(boost::edges_are_sorted, ends.begin(), ends.end(), vertices_ + 1);
    std::vector<std::uint64_t> distance(vertices_ + 1);
    boost::dijkstra_shortest_paths(
        graph, boost::vertex(vertices_, graph),
        boost::weight_map(
            boost::make_iterator_property_map(weights.begin(), get(boost::edge_index, graph)))
            .distance_map(boost::make_iterator_property_map(distance.begin(),
                                                            get(boost::vertex_index, graph)))
            .distance_inf(std::uint64_t{Duration::never().ticks()}));
    return {distance.begin(), distance.end() - 1};
  }

 private:
  static void add(Roads& roads, std::uint32_t from, std::uint32_t to, std::uint32_t forth,
                  std::optional<std::uint32_t> back) {
    const std::uint32_t ends[] = {from, to};
    roads.add_line(0, ends);
    roads.line_times.push_back(
        StatedTimes{forth / 1e3, back ? std::optional{*back / 1e3} : std::nullopt});
  }

  std::uint32_t vertices_;
  std::vector<WeightedArc> arcs_;
  std::unique_ptr<Network> network_;
  std::unique_ptr<ModeGraph> graph_;
  std::vector<std::vector<Place>> places_;  ///< of each vertex
};

std::string unzipped(const std::string& path) {
  std::string text;
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file{gzopen(path.c_str(), "rb"), gzclose};
  std::array<char, 1 << 16> block;
  for (int n = 0; file && (n = gzread(file.get(), block.data(), block.size())) > 0;)
    text.append(block.data(), static_cast<std::size_t>(n));
  return text;
}

/// "u v seconds" a line; lines with # are words.
RealGraph read_city(const std::string& folder, const std::string& name) {
  std::istringstream text{unzipped(data(folder + "/" + name + ".road-t.gz"))};
  std::vector<WeightedArc> arcs;
  std::uint32_t vertices = 0;
  for (std::string line; std::getline(text, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream fields{line};
    std::uint32_t u = 0, v = 0;
    double seconds = 0;
    fields >> u >> v >> seconds;
    arcs.push_back({u, v, static_cast<std::uint32_t>(std::floor(seconds * 1e3 + 0.5))});
    vertices = std::max({vertices, u + 1, v + 1});
  }
  return {vertices, std::move(arcs)};
}

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
  const RealGraph city = read_city(folder, name);
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

std::uint64_t splitmix64(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/// PACE: "p tw n m", then "u v" with vertices from 1; the weights are those of the data's README.
std::optional<RealGraph> read_pace(const std::string& path) {
  const std::string command = "xz -dc '" + path + "'";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe{popen(command.c_str(), "r"), pclose};
  if (!pipe) return std::nullopt;
  std::uint32_t vertices = 0;
  std::vector<WeightedArc> arcs;
  std::array<char, 256> line;
  while (std::fgets(line.data(), static_cast<int>(line.size()), pipe.get()) != nullptr) {
    unsigned long u = 0, v = 0;
    if (std::sscanf(line.data(), "p %*s %lu %lu", &u, &v) == 2) {
      vertices = static_cast<std::uint32_t>(u);
    } else if (std::sscanf(line.data(), "%lu %lu", &u, &v) == 2) {
      if (v < u) std::swap(u, v);
      const auto weight =
          static_cast<std::uint32_t>(1 + splitmix64((std::uint64_t{u} << 32) | v) % 1000);
      arcs.push_back(
          {static_cast<std::uint32_t>(u - 1), static_cast<std::uint32_t>(v - 1), weight});
      arcs.push_back(
          {static_cast<std::uint32_t>(v - 1), static_cast<std::uint32_t>(u - 1), weight});
    }
  }
  if (vertices == 0) return std::nullopt;
  return RealGraph{vertices, std::move(arcs)};
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
