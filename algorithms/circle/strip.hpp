#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "algorithms/circle/stretches.hpp"

namespace lifecircle {

/// The ground one stretch of a piece reaches: whoever stands there walks to the nearest place of
/// the piece (a leg, as semantics.md has it) and needs no more time than is left there. Across the
/// piece that is a strip that tapers where time runs out; beyond an end of the piece, half a disc.
///
/// Millimetres throughout. On the piece from (ax, ay) in the unit direction (ux, uy) a place `q`
/// from its start, low <= q <= high, has left, in walking distance,
///   r(q) = min(limit, max(ra - ca (q - low), rb - cb (high - q))).
struct Strip {
  double ax, ay, ux, uy, length;
  double low, high;
  double ra, ca;  ///< left at `low`, and what each millimetre away from it takes; -inf: closed
  double rb, cb;  ///< left at `high`, and what each millimetre away from it takes
  double limit;   ///< longest leg

  /// How much walking distance is left after the leg from (x, y) to the piece: covered where it is
  /// not negative. -inf where the nearest place of the piece lies on another stretch.
  double left_at(double x, double y) const {
    const double q = place_near(x, y);
    return q < low || q > high ? -std::numeric_limits<double>::infinity() : left_to(q, x, y);
  }
  /// The same to the nearest place of the stretch: nowhere less than left_at, and changing by no
  /// more than `steepness` a millimetre.
  double bound_at(double x, double y) const {
    return left_to(std::clamp(place_near(x, y), low, high), x, y);
  }
  /// Whether the nearest place of the piece lies on the stretch for all points this near.
  bool owns(double x, double y, double around) const {
    const double t = (x - ax) * ux + (y - ay) * uy;
    return std::clamp(t - around, 0.0, length) >= low &&
           std::clamp(t + around, 0.0, length) <= high;
  }
  /// The nearest place of the piece.
  double place_near(double x, double y) const {
    return std::clamp((x - ax) * ux + (y - ay) * uy, 0.0, length);
  }
  /// No place has more left.
  double most() const { return std::min(limit, std::max(ra, rb)); }
  /// How much bound_at changes a millimetre, at most.
  double steepness() const {
    const double slope = std::max(ca, cb);
    return std::sqrt(1 + slope * slope);
  }

 private:
  double left_to(double q, double x, double y) const {
    const double ex = x - ax - q * ux, ey = y - ay - q * uy;
    const double r = std::min(limit, std::max(ra - ca * (q - low), rb - cb * (high - q)));
    return r - std::sqrt(ex * ex + ey * ey);
  }
};

/// Appends the strips of an edge within `limit`: `field` says how long each place takes, legs are
/// at most `access_m` long. Nothing where the edge is not joinable.
template <class Field>
void add_strips(const Field& field, EdgeId edge, Duration limit, double access_m,
                std::vector<Strip>& strips) {
  const ModeGraph& graph = field.graph();
  if (!graph.joinable(edge)) return;
  const double speed =
      Speed::kilometres_per_hour(graph.profile().access_kmh).metres_per_second();  // mm a ms
  const auto points = graph.network().shape(edge);
  constexpr double kClosed = -std::numeric_limits<double>::infinity();
  for_each_stretch(field, edge, [&](const Stretch& s) {
    const auto left = [&](const Knot& knot) {
      return knot.label.time() > limit ? kClosed : speed * (limit - knot.label.time()).ticks();
    };
    const double ra = left(s.a), rb = left(s.b);
    if (std::max(ra, rb) < 0) return;
    const Point tail = points[s.piece], head = points[s.piece + 1];
    const double dx = static_cast<double>(head.x) - tail.x,
                 dy = static_cast<double>(head.y) - tail.y;
    const double length = std::sqrt(dx * dx + dy * dy);
    Strip strip{.ax = static_cast<double>(tail.x),
                .ay = static_cast<double>(tail.y),
                .ux = length > 0 ? dx / length : 0,
                .uy = length > 0 ? dy / length : 0,
                .length = length,
                .low = std::hypot(s.a.x - tail.x, s.a.y - tail.y),
                .high = std::hypot(s.b.x - tail.x, s.b.y - tail.y),
                .ra = s.by_a ? ra : kClosed,
                .ca = 0,
                .rb = s.by_b ? rb : kClosed,
                .cb = 0,
                .limit = 1e3 * access_m};
    // The ends of the piece are its ends to the last bit: beyond them lie the half discs.
    if (s.a.x == tail.x && s.a.y == tail.y) strip.low = 0;
    if (s.b.x == head.x && s.b.y == head.y) strip.high = length;
    // Where a direction is closed, its knot is reached at its own place alone: that is a point, or
    // all that lies beyond the end of the piece.
    const auto add_end = [&](double q, double left_there) {
      Strip end = strip;
      end.low = end.high = q;
      end.ra = end.rb = left_there;
      if (end.most() >= 0) strips.push_back(end);
    };
    if (strip.high > strip.low) {
      if (s.by_a) strip.ca = speed * s.over_a.ticks() / (strip.high - strip.low);
      if (s.by_b) strip.cb = speed * s.over_b.ticks() / (strip.high - strip.low);
      if (strip.most() >= 0) strips.push_back(strip);
      if (!s.by_a && strip.low == 0) add_end(0, ra);
      if (!s.by_b && strip.high == length) add_end(length, rb);
    } else {
      add_end(strip.low, std::max(ra, rb));
    }
  });
}

}  // namespace lifecircle
