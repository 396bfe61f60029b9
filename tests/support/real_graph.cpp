#include "tests/support/real_graph.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <sstream>
#include <utility>

#include <gtest/gtest.h>
#include <zlib.h>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

#include "engine/search/reach.hpp"

namespace lifecircle::test {
namespace {

void add(Roads& roads, std::uint32_t from, std::uint32_t to, std::uint32_t forth,
         std::optional<std::uint32_t> back) {
  const std::uint32_t ends[] = {from, to};
  roads.add_line(0, ends);
  roads.line_times.push_back(
      StatedTimes{forth / 1e3, back ? std::optional{*back / 1e3} : std::nullopt});
}

std::string unzipped(const std::string& path) {
  std::string text;
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file{gzopen(path.c_str(), "rb"), gzclose};
  std::array<char, 1 << 16> block;
  for (int n = 0; file && (n = gzread(file.get(), block.data(), block.size())) > 0;)
    text.append(block.data(), static_cast<std::size_t>(n));
  return text;
}

}  // namespace

RealGraph::RealGraph(std::uint32_t vertices, std::vector<WeightedArc> arcs)
    : vertices_{vertices}, arcs_{std::move(arcs)} {
  Roads roads;
  for (std::uint32_t v = 0; v < vertices; ++v) roads.add_vertex({static_cast<std::int32_t>(v), 0});
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

std::vector<Label> RealGraph::labels(const std::vector<std::uint32_t>& sources,
                                     Duration limit) const {
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

std::vector<std::uint32_t> RealGraph::nearest(const std::vector<std::uint32_t>& sources) const {
  std::vector<std::uint32_t> times;
  for (const Label label : labels(sources)) times.push_back(label.time().ticks());
  return times;
}

std::vector<std::uint32_t> RealGraph::reached(std::uint32_t source) const {
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

void RealGraph::expect_states_agree(const std::vector<std::uint32_t>& sources) const {
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

std::vector<std::uint32_t> RealGraph::judged(const std::vector<std::uint32_t>& sources) const {
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
          .distance_map(
              boost::make_iterator_property_map(distance.begin(), get(boost::vertex_index, graph)))
          .distance_inf(std::uint64_t{Duration::never().ticks()}));
  return {distance.begin(), distance.end() - 1};
}

RealGraph read_city(const std::string& path) {
  std::istringstream text{unzipped(path)};
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

std::uint64_t splitmix64(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

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

}  // namespace lifecircle::test
