#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/search/doors.hpp"
#include "engine/search/nearest.hpp"
#include "engine/search/reach.hpp"

namespace lifecircle {

/// A point of a piece where the time is known: one of its ends, or a place where facilities meet
/// it.
struct Knot {
  double x, y;  ///< millimetres
  PlaceTimes times;
  Label label;
};

/// The part of a piece between two neighbouring knots, `a` nearer the edge's tail. People between
/// them travel over a or over b, where that direction is open, and the time is the smaller of two
/// linear ones.
struct Stretch {
  std::uint32_t piece;
  Knot a, b;
  bool by_a, by_b;
  Duration over_a, over_b;  ///< from b to a, and from a to b, in the direction of travel
};

inline Label label_at(const NearestField& field, EdgeId edge, const PlaceTimes& times) {
  return field.at(edge, times);
}
inline Label label_at(const Reach& reach, EdgeId edge, const PlaceTimes& times) {
  return {reach.at(edge, times), FacilityId{0u}};
}
inline Label label_at(const NearestField& field, StateId state) {
  return field.at(state);
}
inline Label label_at(const Reach& reach, StateId state) {
  return {reach.at(state), FacilityId{0u}};
}

/// The best label of the junction states one passes when one travels over an end of the edge by one
/// of its arcs; nothing where the arc is closed.
template <class Field>
Label label_at_door(const Field& field, Arc arc) {
  const ModeGraph& graph = field.graph();
  if (!graph.open(arc)) return {};
  // The place of the edge that is at the door itself.
  const bool at_head = arc.forward == (field.direction() == Direction::to_facility);
  const PlaceTimes at{at_head ? graph.forward_total(arc.edge) : Duration{},
                      at_head ? graph.backward_total(arc.edge) : Duration{},
                      {}};
  Label best;
  for_each_door_by(graph, field.direction(), arc, at,
                   [&](StateId state, Duration) { best = std::min(best, label_at(field, state)); });
  return best;
}

/// The stretches of an edge no facility meets: its pieces.
template <class Field, class F>
void for_each_piece(const Field& field, EdgeId edge, F f) {
  const ModeGraph& graph = field.graph();
  const bool to = field.direction() == Direction::to_facility;
  const bool by_a = graph.open({edge, !to}), by_b = graph.open({edge, to});
  const auto points = graph.network().shape(edge);
  const auto forward = graph.running(edge, true), backward = graph.running(edge, false);
  const Label over_tail = label_at_door(field, {edge, !to}),
              over_head = label_at_door(field, {edge, to});
  if (over_tail.is_never() && over_head.is_never()) return;
  // Going to the facility over the tail one travels backward; from it, forward.
  const auto& from_tail = to ? backward : forward;
  const auto& from_head = to ? forward : backward;
  const auto knot = [&](std::size_t i) {
    const Label label =
        std::min(over_tail + from_tail[i], over_head + (from_head.back() - from_head[i]));
    return Knot{static_cast<double>(points[i].x),
                static_cast<double>(points[i].y),
                {forward[i], backward[i], {}},
                label};
  };
  Knot a = knot(0);
  for (std::uint32_t piece = 0; piece + 1 < points.size(); ++piece) {
    const Knot b = knot(piece + 1);
    f(Stretch{piece, a, b, by_a, by_b, from_tail[piece + 1] - from_tail[piece],
              from_head[piece + 1] - from_head[piece]});
    a = b;
  }
}

/// Calls f(Stretch) for every stretch of an edge from its tail. Both ends of a piece are read as
/// places of that piece: on a one-way street a facility at the end of one piece is behind the
/// beginning of the next.
template <class Field, class F>
void for_each_stretch(const Field& field, EdgeId edge, F f) {
  if (!field.has_places_on(edge)) return for_each_piece(field, edge, f);
  const ModeGraph& graph = field.graph();
  const bool to = field.direction() == Direction::to_facility;
  const bool by_a = graph.open({edge, !to}), by_b = graph.open({edge, to});
  const auto points = graph.network().shape(edge);
  const std::vector<Place> places = field.places_on(edge);
  auto next = places.begin();
  for (std::uint32_t piece = 0; piece + 1 < points.size(); ++piece) {
    const Point tail = points[piece], head = points[piece + 1];
    const auto knot = [&](double place_share) {
      const PlaceTimes times = graph.times({edge, piece, place_share});
      const double share = tail <= head ? place_share : 1 - place_share;
      return Knot{tail.x + share * (static_cast<double>(head.x) - tail.x),
                  tail.y + share * (static_cast<double>(head.y) - tail.y), times,
                  label_at(field, edge, times)};
    };
    Knot a = knot(tail <= head ? 0 : 1);
    const auto end_at = [&](const Knot& b) {
      f(Stretch{piece, a, b, by_a, by_b,
                to ? b.times.backward - a.times.backward : b.times.forward - a.times.forward,
                to ? b.times.forward - a.times.forward : b.times.backward - a.times.backward});
      a = b;
    };
    for (; next != places.end() && next->piece == piece; ++next)
      if (next->share > 0 && next->share < 1) end_at(knot(next->share));
    end_at(knot(tail <= head ? 1 : 0));
  }
}

}  // namespace lifecircle
