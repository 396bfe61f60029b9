#pragma once

#include "engine/network/mode_graph.hpp"
#include "engine/search/label.hpp"

namespace lifecircle {

constexpr Direction opposite(Direction d) {
  return d == Direction::to_facility ? Direction::from_facility : Direction::to_facility;
}

/// How a place on an edge and the junctions at its ends meet. Calls f(state, time):
///   to_facility    for every state one comes to when one leaves the place along the edge;
///   from_facility  for every state from which one comes to the place along the edge.
template <class F>
void for_each_door(const ModeGraph& graph, Direction direction, EdgeId edge,
                   const PlaceTimes& times, F f) {
  const Arc along{edge, true}, against{edge, false};
  if (direction == Direction::to_facility) {
    if (graph.open(along)) f(graph.exit(along), graph.forward_total(edge) - times.forward);
    if (graph.open(against)) f(graph.exit(against), times.backward);
  } else {
    graph.for_each_entry(along, [&](StateId s) { f(s, times.forward); });
    graph.for_each_entry(against,
                         [&](StateId s) { f(s, graph.backward_total(edge) - times.backward); });
  }
}

}  // namespace lifecircle
