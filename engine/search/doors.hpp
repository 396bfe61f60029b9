#pragma once

#include "engine/network/mode_graph.hpp"
#include "engine/search/label.hpp"

namespace lifecircle {

constexpr Direction opposite(Direction d) {
  return d == Direction::to_facility ? Direction::from_facility : Direction::to_facility;
}

/// How a place on an edge and the junctions at its ends meet by one open arc of the edge. Calls
/// f(state, time):
///   to_facility    for the state one comes to when one leaves the place along the arc;
///   from_facility  for every state from which one comes to the place along the arc.
template <class F>
void for_each_door_by(const ModeGraph& graph, Direction direction, Arc arc, const PlaceTimes& times,
                      F f) {
  const bool to = direction == Direction::to_facility;
  const Duration time =
      arc.forward ? (to ? graph.forward_total(arc.edge) - times.forward : times.forward)
                  : (to ? times.backward : graph.backward_total(arc.edge) - times.backward);
  if (to)
    f(graph.exit(arc), time);
  else
    graph.for_each_entry(arc, [&](StateId s) { f(s, time); });
}

/// The same by both arcs of an edge, where they are open.
template <class F>
void for_each_door(const ModeGraph& graph, Direction direction, EdgeId edge,
                   const PlaceTimes& times, F f) {
  for (const bool forward : {true, false})
    if (graph.open({edge, forward})) for_each_door_by(graph, direction, {edge, forward}, times, f);
}

}  // namespace lifecircle
