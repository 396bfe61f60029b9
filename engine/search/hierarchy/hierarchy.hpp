#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "engine/base/array.hpp"
#include "engine/base/quantity.hpp"
#include "engine/search/hierarchy/topology.hpp"

namespace lifecircle {

class ModeGraph;

/// The roads of one mode with shortcuts: every shortest way first climbs, by rank, and then
/// descends, and the steps it takes are here with their times. What sweeps run on.
///
/// Holds: for any two states, the least sum of times over a way of climbing steps followed by one
/// of descending steps is the travel time between them, exactly, sums past 49 days being never().
/// A customizable contraction hierarchy (Dibbelt, Strasser, Wagner 2016) after perfect
/// customization: steps that another way is quicker than are left out.
///
/// Immutable, safe to read from any number of threads; it does not need the graph it was made of.
/// Memory, held by a test: 16 bytes a state and 8 a step, some 50 bytes a state of a real network
/// in all, beside the topology, which those of other times share. While it is made, 16 bytes an arc
/// of the topology.
class Hierarchy {
 public:
  /// Of the graph's own topology.
  explicit Hierarchy(const ModeGraph& graph, std::uint32_t cell_size = kCellSize);
  /// With the times of another graph on the same states, all of whose steps the topology knows:
  /// another speed, another slope, roads closed. A tenth of the time or less.
  Hierarchy(std::shared_ptr<const Topology> topology, const ModeGraph& graph);

  /// Whether a topology knows all steps of a graph.
  static bool fits(const Topology& topology, const ModeGraph& graph);

  struct Step {
    std::uint32_t rank;  ///< of the other end: higher
    std::uint32_t ticks;
    friend bool operator==(const Step&, const Step&) = default;
  };
  /// Steps of all states as they lie, those of one by time, then by rank: whoever has no time left
  /// for one has none for those after it.
  struct Steps {
    Array<std::uint64_t> first{0};  ///< one a rank, and the end
    Array<Step> steps;
    friend bool operator==(const Steps&, const Steps&) = default;
    std::span<const Step> of(std::size_t rank) const {
      return {steps.data() + first[rank], steps.data() + first[rank + 1]};
    }
  };
  /// Of parts for which all holds that does for a Hierarchy: for who kept them in a file.
  Hierarchy(std::shared_ptr<const Topology> topology, Steps climbing, Steps descending)
      : topology_{std::move(topology)},
        climb_{std::move(climbing)},
        descend_{std::move(descending)} {}

  const Steps& climbing() const { return climb_; }
  const Steps& descending() const { return descend_; }

  /// Steps from a state upwards.
  std::span<const Step> climbing(std::size_t rank) const { return climb_.of(rank); }
  /// Steps from above to a state.
  std::span<const Step> descending(std::size_t rank) const { return descend_.of(rank); }

  std::size_t size() const { return topology_->size(); }
  const Topology& topology() const { return *topology_; }
  const std::shared_ptr<const Topology>& shared_topology() const { return topology_; }
  std::size_t step_count() const { return climb_.steps.size() + descend_.steps.size(); }

 private:
  void customize(const ModeGraph& graph);

  std::shared_ptr<const Topology> topology_;
  Steps climb_, descend_;
};

/// The hierarchy a graph carries; made now, at the price of searching it a hundred times, if it has
/// none.
std::shared_ptr<const Hierarchy> hierarchy_of(const ModeGraph& graph);

}  // namespace lifecircle
