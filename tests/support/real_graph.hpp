#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/search/nearest.hpp"

namespace lifecircle::test {

struct WeightedArc {
  std::uint32_t from, to;
  std::uint32_t ms;
};
/// A directed graph with whole weights, as roads with stated times: vertex i lies at (i, 0), so
/// that each has a place of its own whatever the junctions.
class RealGraph {
 public:
  RealGraph(std::uint32_t vertices, std::vector<WeightedArc> arcs);

  std::uint32_t vertices() const { return vertices_; }
  std::size_t arcs() const { return arcs_.size(); }
  const Network& network() const { return *network_; }
  const ModeGraph& graph() const { return *graph_; }

  /// Nearest source (by its place in `sources`) and time from it, for every vertex, by one
  /// NearestField.
  std::vector<Label> labels(const std::vector<std::uint32_t>& sources,
                            Duration limit = Duration::never()) const;
  std::vector<std::uint32_t> nearest(const std::vector<std::uint32_t>& sources) const;
  /// Times from one source to every vertex, by a Reach.
  std::vector<std::uint32_t> reached(std::uint32_t source) const;
  /// By states in place of places, for junctions only.
  void expect_states_agree(const std::vector<std::uint32_t>& sources) const;
  /// The judge: Boost.Graph on the arcs themselves, from a source of its own.
  std::vector<std::uint32_t> judged(const std::vector<std::uint32_t>& sources) const;

 private:
  std::uint32_t vertices_;
  std::vector<WeightedArc> arcs_;
  std::unique_ptr<Network> network_;
  std::unique_ptr<ModeGraph> graph_;
  std::vector<std::vector<Place>> places_;  ///< of each vertex
};

/// "u v seconds" a line, zipped; lines with # are words.
RealGraph read_city(const std::string& path);
/// PACE: "p tw n m", then "u v" with vertices from 1; the weights are those of the data's README.
/// Needs xz.
std::optional<RealGraph> read_pace(const std::string& path);
std::uint64_t splitmix64(std::uint64_t x);

}  // namespace lifecircle::test
