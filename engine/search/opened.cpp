#include "engine/search/opened.hpp"

#include <algorithm>
#include <tuple>

#include "engine/search/doors.hpp"
#include "engine/search/heap.hpp"

namespace lifecircle {
namespace {

/// The place on an edge where it leaves the tail of an arc over it.
PlaceTimes start_of(const ModeGraph& graph, Arc arc) {
  const auto points = graph.network().shape(arc.edge);
  const std::uint32_t piece =
      arc.forward ? 0 : static_cast<std::uint32_t>(graph.network().piece_count(arc.edge) - 1);
  const bool smaller_first = points[piece] <= points[piece + 1];
  return graph.times({arc.edge, piece, arc.forward == smaller_first ? 0.0 : 1.0});
}

}  // namespace

ClosedJunctions::ClosedJunctions(const ModeGraph& graph, const Incidence& incidence)
    : graph_{&graph}, incidence_{&incidence} {
  for (std::size_t s = graph.network().node_count(); s < graph.state_count(); ++s)
    copies_.emplace_back(graph.node(StateId{s}), StateId{s});
  std::ranges::sort(copies_);
}

void ClosedJunctions::at(Point place, std::vector<NodeId>& nodes) const {
  const Network& network = graph_->network();
  std::size_t low = 0, high = network.node_count();  // nodes are ordered by place
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (network.position(NodeId{middle}) < place)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < network.node_count() && network.position(NodeId{low}) == place; ++low)
    if (network.closed(NodeId{low}).has(graph_->profile().mode)) nodes.push_back(NodeId{low});
}

std::vector<StateId> ClosedJunctions::states(NodeId node) const {
  std::vector<StateId> all{StateId{node.index()}};
  for (auto at = std::ranges::lower_bound(copies_, std::pair{node, StateId{0}});
       at != copies_.end() && at->first == node; ++at)
    all.push_back(at->second);
  return all;
}

OwnGates::OwnGates(const ClosedJunctions& junctions, std::vector<NodeId> nodes) {
  std::ranges::sort(nodes);
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  const ModeGraph& graph = junctions.graph();
  const Network& network = graph.network();
  for (const NodeId node : nodes) {
    const std::size_t gate = states_.size();
    states_.push_back(junctions.states(node));
    for (const StateId s : states_.back()) gate_of_.emplace(s.index(), gate);
    for (const EdgeId edge : junctions.edges(node))
      for (const bool forward : {true, false})
        if (const Arc arc{edge, forward}; network.tail(arc) == node && graph.open(arc))
          outs_.push_back({gate, arc, graph.exit(arc), graph.time(arc), start_of(graph, arc)});
  }
  std::ranges::sort(outs_, {}, [](const Out& o) { return std::tuple{o.to, o.arc, o.gate}; });
}

std::span<const OwnGates::Out> OwnGates::to(StateId state) const {
  const auto first = std::ranges::lower_bound(outs_, state, {}, &Out::to);
  auto last = first;
  while (last != outs_.end() && last->to == state) ++last;
  return {first, last};
}

OpenedField::OpenedField(const NearestField& field, const OwnGates& gates)
    : field_{&field}, gates_{&gates} {
  const ModeGraph& graph = field.graph();
  const bool to = field.direction() == Direction::to_facility;
  StateHeap<Label> heap;
  const auto offer = [&](StateId state, Label offered) {
    if (offered >= label(state)) return;
    lower_[state.index()] = offered;
    heap.push(offered, state);
  };
  // Towards the facility, whoever stands at a gate may go on along any of its roads.
  const auto offer_at_gate = [&](std::size_t gate, Label offered) {
    for (const StateId s : gates.states(gate)) offer(s, offered);
  };
  for (const OwnGates::Out& out : gates.outs())
    if (to)
      offer_at_gate(out.gate, field.at(out.arc.edge, out.start));
    else
      offer(out.to, gate_label(out.gate) + out.time);
  while (!heap.empty()) {
    const auto [here, state] = heap.pop();
    if (label(state) < here) continue;  // a better copy came first
    for (const auto& step : to ? graph.arriving(state) : graph.leaving(state))
      offer(step.to, here + step.time);
    if (to)
      for (const OwnGates::Out& out : gates.to(state)) offer_at_gate(out.gate, here + out.time);
    else
      gates.at(state, [&, from = here](std::size_t gate) {
        for (const OwnGates::Out& out : gates.outs())
          if (out.gate == gate) offer(out.to, from + out.time);
      });
  }
}

Label OpenedField::gate_label(std::size_t gate) const {
  Label best;
  for (const StateId s : gates_->states(gate)) best = std::min(best, label(s));
  return best;
}

Label OpenedField::at(EdgeId edge, const PlaceTimes& times) const {
  const ModeGraph& graph = field_->graph();
  const Direction direction = field_->direction();
  Label best = field_->at(edge, times);
  for_each_door(graph, direction, edge, times,
                [&](StateId state, Duration time) { best = std::min(best, label(state) + time); });
  if (direction == Direction::to_facility) return best;
  // Nobody else comes in through these.
  for (const bool forward : {true, false}) {
    if (!graph.open({edge, forward})) continue;
    const Duration time = forward ? times.forward : graph.backward_total(edge) - times.backward;
    gates_->at(StateId{graph.network().tail(Arc{edge, forward}).index()},
               [&](std::size_t gate) { best = std::min(best, gate_label(gate) + time); });
  }
  return best;
}

}  // namespace lifecircle
