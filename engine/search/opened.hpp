#pragma once

#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/network/incidence.hpp"
#include "engine/network/mode_graph.hpp"
#include "engine/search/nearest.hpp"

namespace lifecircle {

/// What is to be known of a mode's graph to open closed junctions of it, once for all who open any.
/// 4 bytes a junction, 8 an edge and 8 a copied state.
class ClosedJunctions {
 public:
  ClosedJunctions(const ModeGraph& graph, const Incidence& incidence);

  const ModeGraph& graph() const { return *graph_; }
  /// Junctions at a place that are closed to the mode. Appends.
  void at(Point place, std::vector<NodeId>& nodes) const;
  std::vector<StateId> states(NodeId node) const;
  std::span<const EdgeId> edges(NodeId node) const { return incidence_->at(node); }

 private:
  const ModeGraph* graph_;
  const Incidence* incidence_;
  std::vector<std::pair<NodeId, StateId>> copies_;  ///< sorted
};

/// Some closed junctions, opened to somebody: own gates.
class OwnGates {
 public:
  /// `nodes`: closed to the mode.
  OwnGates(const ClosedJunctions& junctions, std::vector<NodeId> nodes);

  /// A way out of a gate.
  struct Out {
    std::size_t gate;
    Arc arc;
    StateId to;
    Duration time;
    PlaceTimes start;  ///< of the place on the edge where the gate is
  };
  bool empty() const { return states_.empty(); }
  std::size_t size() const { return states_.size(); }
  const std::vector<StateId>& states(std::size_t gate) const { return states_[gate]; }
  const std::vector<Out>& outs() const { return outs_; }  ///< sorted by `to`
  std::span<const Out> to(StateId state) const;
  /// Calls f(gate) for the gate a state stands at, if it stands at one.
  template <class F>
  void at(StateId state, F f) const {
    const auto found = gate_of_.find(state.index());
    if (found != gate_of_.end()) f(found->second);
  }

 private:
  std::vector<std::vector<StateId>> states_;  ///< [gate]
  std::vector<Out> outs_;
  std::unordered_map<std::size_t, std::size_t> gate_of_;
};

/// A field as it is for those who may pass some closed junctions of its graph: exactly the field of
/// the graph with these junctions open, but that a turn rule which begins before an own gate and
/// ends behind it does not bind.
///
/// Labels are lowered from where the gates lower them, outward, and nowhere else (as in
/// incremental Dijkstra; Ramalingam and Reps 1996): O(k log k) for the k states that are nearer by
/// an own gate, most often those within the walls. `field` and `gates` must outlive it.
class OpenedField {
 public:
  OpenedField(const NearestField& field, const OwnGates& gates);

  /// Best label at a place, gates open.
  Label at(EdgeId edge, const PlaceTimes& times) const;
  /// States that are nearer.
  std::size_t lowered() const { return lower_.size(); }

 private:
  Label label(StateId state) const {
    const auto found = lower_.find(state.index());
    return found == lower_.end() ? field_->at(state) : found->second;
  }
  Label gate_label(std::size_t gate) const;

  const NearestField* field_;
  const OwnGates* gates_;
  std::unordered_map<std::size_t, Label> lower_;
};

}  // namespace lifecircle
