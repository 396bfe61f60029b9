#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/network/mode_graph.hpp"
#include "engine/places/places.hpp"
#include "engine/places/segment_index.hpp"

namespace lifecircle {

/// A way between a point and a place on the roads, over open ground.
struct Leg {
  Place place;
  Duration time;  ///< distance / access speed, rounded half up
  double distance_mm = 0;
  Point from;                 ///< the point (an entrance, for facilities)
  double to_x = 0, to_y = 0;  ///< the place, in millimetres
};

/// The ground around the roads: which pieces lie near a point, and which barriers lie
/// in between. One for all modes. Immutable, safe to share between threads.
class Ground {
 public:
  Ground(const Network& network, const Barriers& barriers);

  const Network& network() const { return *network_; }

  /// The shortest way from `p` to every piece at most `limit_m` away (closed), whoever may get on
  /// there and whatever lies between; by (edge, piece), the times left at zero. A piece without
  /// length gives two, to both its ends. Appends.
  void ways_within(Point p, double limit_m, std::vector<Leg>& ways) const;

  /// Those of them that are legs of `graph`: to joinable edges, with their times; barriers not yet
  /// looked at. Appends.
  void legs_within(const ModeGraph& graph, Point p, double limit_m, std::vector<Leg>& legs) const;

  /// Whether a barrier meets the leg strictly between its ends, that is more than 2 mm
  /// from both: a leg may end on a bank, a wall or a road closed to walkers, and begin there. What
  /// is nearer than 0.001 mm meets; the end of a wall on the way blocks it, as does a wall along
  /// it.
  bool blocked(const Leg& leg) const;

  bool has_barriers() const { return !barriers_.empty(); }
  /// Pieces of barriers whose box meets the box: without one, no leg within it is blocked. Appends.
  void barriers_within(const Box& box, std::vector<Segment>& found) const {
    barriers_.within(box, found);
  }
  /// Whether one of these pieces of barriers blocks the leg.
  static bool blocked_by(const Leg& leg, std::span<const Segment> barriers);

  /// legs_within without the blocked ones, by growing (time, edge, piece).
  std::vector<Leg> legs(const ModeGraph& graph, Point p, double limit_m) const;

  /// How far the nearest joinable piece is, whatever the limit and the barriers; nothing
  /// where the mode has no road at all.
  std::optional<double> distance_to_roads_m(const ModeGraph& graph, Point p) const;

  /// Pieces of usable edges whose box meets the box; `number` is the edge's index times 2^32 plus
  /// the place of the piece on it.
  void pieces_within(const Box& box, std::vector<Segment>& found) const {
    pieces_.within(box, found);
  }

 private:
  const Network* network_;
  SegmentIndex pieces_;
  SegmentIndex barriers_;
};

/// The step of the ladder by which a facility met the roads.
enum class Ladder : std::uint8_t { point, entrances, gates, crossings, border, centroid };
inline constexpr int kLadderSteps = 6;
const char* ladder_name(Ladder step);

struct FacilityJoin {
  Ladder step = Ladder::point;
  std::vector<Leg> legs;  ///< none: unconnected
};

/// Joins a facility to the roads of one mode: a point by its legs; a line or an area by
/// the first step of the ladder that gives a leg:
///   entrances  legs of the given entrances;
///   gates      legs of the gates on its border;
///   crossings  where usable roads cross its border at ground level: those places, without a leg
///   (of a road
///              along the border, both ends of the common stretch);
///   border     every piece within the access limit, from the nearest place of the border;
///   centroid   legs of its centre.
FacilityJoin join_facility(const Ground& ground, const ModeGraph& graph, const Facility& facility,
                           double limit_m);

}  // namespace lifecircle
