#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/array.hpp"
#include "engine/base/id.hpp"
#include "engine/base/quantity.hpp"
#include "engine/network/roads.hpp"
#include "engine/places/point.hpp"

namespace lifecircle {

/// One direction of an edge: forward runs from its tail to its head.
struct Arc {
  EdgeId edge;
  bool forward = true;
  friend auto operator<=>(const Arc&, const Arc&) = default;
};

/// A turn rule in the network's own words: "who came along all arcs but the last may
/// not (or, if `only`, may do nothing but) go on along the last".
struct TurnBan {
  std::vector<Arc> arcs;
  bool only = false;
  Modes modes;
  friend auto operator<=>(const TurnBan&, const TurnBan&) = default;
};

/// The roads of one study: edges from junction to junction, with their straight pieces
/// and shape kept. It is the same for all modes; what a mode may use, and how long it takes,
/// is a ModeGraph over it.
///
/// A junction is where other than two pieces meet, or where class, access, one-way,
/// level, gate or turn rule changes. Loops, parallel edges and edges of zero length occur.
/// Holds for every Network:
///   - nodes are ordered by place, edges by (tail, head, shape, kind), an edge is drawn
///     in the direction whose shape is lexicographically smaller: the order and direction of the
///     input are forgotten (where a road looks alike from both ends, or two lie side by side,
///     turn rules alone may tell which is which; nothing that is told of a study does);
///   - an edge has at least two points; its first and last lie at its tail and head;
///   - it never changes and is safe to read from any number of threads.
///
/// Piece i of an edge runs from its point i to its point i + 1; the *piece number* of a piece is
/// the place of its first point among all points.
///
/// Memory, held by a test: 9 bytes a node, 20 an edge, 8 a point (+ 8 where times are stated).
/// While it is built: 1.5 to 1.7 times that, with roads that are used up; see network.cpp.
class Network {
 public:
  /// O(n log n). A turn rule over vertices that several lines join side by side holds for every one
  /// of them. Rules that name no way along the roads are left out and counted in
  /// `unplaced_turn_rules`.
  explicit Network(const Roads& roads);
  /// The same; `roads` are used up, column by column, so that both are never whole at once.
  explicit Network(Roads&& roads);

  /// What it consists of: for who keeps it in a file.
  struct Parts {
    FixedColumn<NodeId, Point> position;
    FixedColumn<NodeId, Modes> closed;
    FixedColumn<EdgeId, NodeId> tail, head;
    FixedColumn<EdgeId, std::uint32_t> kind;
    Array<std::uint64_t> first_point{0};  ///< one an edge, and the end
    Array<Point> points;
    Array<Duration> stated_forward, stated_backward;  ///< one a point, or none
    std::vector<RoadKind> kinds;
    std::vector<TurnBan> turn_bans;
    std::size_t unplaced_turn_rules = 0;
    friend bool operator==(const Parts&, const Parts&) = default;
  };
  /// Of parts for which all holds that does for a Network.
  explicit Network(Parts parts) : parts_{std::move(parts)} {}
  const Parts& parts() const { return parts_; }

  std::size_t node_count() const { return parts_.position.size(); }
  std::size_t edge_count() const { return parts_.tail.size(); }
  std::size_t point_count() const { return parts_.points.size(); }
  std::size_t piece_count() const { return parts_.points.size() - edge_count(); }

  Point position(NodeId node) const { return parts_.position[node]; }
  Modes closed(NodeId node) const { return parts_.closed[node]; }
  NodeId tail(EdgeId edge) const { return parts_.tail[edge]; }
  NodeId head(EdgeId edge) const { return parts_.head[edge]; }
  NodeId tail(Arc arc) const { return arc.forward ? parts_.tail[arc.edge] : parts_.head[arc.edge]; }
  NodeId head(Arc arc) const { return arc.forward ? parts_.head[arc.edge] : parts_.tail[arc.edge]; }
  const RoadKind& kind(EdgeId edge) const { return parts_.kinds[parts_.kind[edge]]; }
  std::uint32_t kind_index(EdgeId edge) const { return parts_.kind[edge]; }
  const std::vector<RoadKind>& kinds() const { return parts_.kinds; }

  std::uint64_t first_point(EdgeId edge) const { return parts_.first_point[edge.index()]; }
  std::size_t piece_count(EdgeId edge) const {
    return parts_.first_point[edge.index() + 1] - parts_.first_point[edge.index()] - 1;
  }
  std::span<const Point> shape(EdgeId edge) const {
    return {parts_.points.data() + parts_.first_point[edge.index()],
            parts_.points.data() + parts_.first_point[edge.index() + 1]};
  }

  /// Time a file states for a piece in one direction, or never() where it states none.
  /// (Closed directions are part of the kind.)
  bool has_stated_times() const { return !parts_.stated_forward.empty(); }
  Duration stated(std::uint64_t piece, bool forward) const {
    return forward ? parts_.stated_forward[piece] : parts_.stated_backward[piece];
  }

  const std::vector<TurnBan>& turn_bans() const { return parts_.turn_bans; }
  std::size_t unplaced_turn_rules() const { return parts_.unplaced_turn_rules; }
  double length_m() const;

 private:
  Parts parts_;
};

}  // namespace lifecircle
