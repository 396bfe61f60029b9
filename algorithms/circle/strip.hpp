#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "algorithms/circle/clearance.hpp"
#include "algorithms/circle/stretches.hpp"

namespace lifecircle {

/// The ground one stretch of a piece reaches: whoever stands there walks to the nearest place of
/// the piece (a leg, as semantics.md has it) and needs no more time than is left there. Across the
/// piece that is a strip that tapers where time runs out; beyond an end of the piece, half a disc.
///
/// Millimetres throughout, in floats: the origin is whole, so that what lies within some kilometres
/// of it is exact to a tenth of a millimetre. On the piece from (ax, ay) in the unit direction
/// (ux, uy) a place `q` from its start, low <= q <= high, has left, in walking distance,
///   r(q) = max(ra - ca (q - low), rb - cb (high - q)),
/// and a leg may be no longer than that, nor than the access limit.
struct Strip {
  std::int32_t ax, ay;
  float ux, uy, length;
  float low, high;
  float ra, ca;  ///< left at `low`, and what each millimetre away from it takes; kClosed: closed
  float rb, cb;  ///< left at `high`, and what each millimetre away from it takes
  float clear_a, clear_b;  ///< how far the nearest barrier is from the ends of the piece
  FacilityId facility;     ///< whose time it is
  float worth;             ///< of a millimetre, where strips of several speeds are compared

  static constexpr float kClosed = -1e30f;

  bool whole() const { return low == 0 && high == length; }
  float left_on_road(float q) const { return std::max(ra - ca * (q - low), rb - cb * (high - q)); }
  /// No place has more left.
  float most() const { return std::max(ra, rb); }
  /// How much what is left off the road changes a millimetre, at most.
  float steepness() const {
    const float slope = std::max(ca, cb);
    return std::sqrt(1 + slope * slope);
  }
};

/// Makes strips of edges: with scratch of its own, for one thread.
template <class Field>
class StripMaker {
 public:
  /// `by_facility`: stretches between two facilities become a strip for each, and what is left is
  /// worth milliseconds.
  StripMaker(const Field& field, const Clearance& clearance, bool by_facility = false)
      : field_{&field}, clearance_{&clearance}, by_facility_{by_facility} {
    speed_ = Speed::kilometres_per_hour(field.graph().profile().access_kmh)
                 .metres_per_second();  // mm a ms
    worth_ = by_facility ? static_cast<float>(1 / speed_) : 1.0f;
  }

  /// Appends the strips of an edge within `limit`. Nothing where the edge is not joinable.
  void add(EdgeId edge, Duration limit, std::vector<Strip>& strips) const {
    const ModeGraph& graph = field_->graph();
    if (!graph.joinable(edge)) return;
    const auto points = graph.network().shape(edge);
    const std::uint64_t first = graph.network().first_point(edge);
    for_each_stretch(*field_, edge, [&](const Stretch& s) {
      add(s, points[s.piece], points[s.piece + 1], first + s.piece, limit, strips);
    });
  }

 private:
  float left(const Knot& knot, Duration limit) const {
    return knot.label.time() > limit
               ? Strip::kClosed
               : static_cast<float>(speed_ * (limit - knot.label.time()).ticks());
  }

  void add(const Stretch& s, Point tail, Point head, std::uint64_t point, Duration limit,
           std::vector<Strip>& strips) const {
    const float ra = left(s.a, limit), rb = left(s.b, limit);
    if (std::max(ra, rb) < 0) return;
    const double dx = static_cast<double>(head.x) - tail.x,
                 dy = static_cast<double>(head.y) - tail.y;
    const double length = std::sqrt(dx * dx + dy * dy);
    // The ends of the piece are its ends to the last bit: beyond them lie the half discs.
    const auto along = [&](const Knot& knot) {
      if (knot.x == tail.x && knot.y == tail.y) return 0.0;
      if (knot.x == head.x && knot.y == head.y) return length;
      const double ex = knot.x - tail.x, ey = knot.y - tail.y;
      return std::sqrt(ex * ex + ey * ey);
    };
    const double low = along(s.a), high = along(s.b);
    // A place within the piece stays within it, however near its end: what lies beyond the end is
    // another matter.
    const auto within = [&](double q) {
      const float end = static_cast<float>(length), place = static_cast<float>(q);
      return q < length && place >= end ? std::nextafter(end, 0.0f) : place;
    };
    Strip strip{.ax = tail.x,
                .ay = tail.y,
                .ux = length > 0 ? static_cast<float>(dx / length) : 1.0f,
                .uy = length > 0 ? static_cast<float>(dy / length) : 0.0f,
                .length = static_cast<float>(length),
                .low = within(low),
                .high = within(high),
                .ra = s.by_a ? ra : Strip::kClosed,
                .ca = 0,
                .rb = s.by_b ? rb : Strip::kClosed,
                .cb = 0,
                .clear_a = clearance_->at(point),
                .clear_b = clearance_->at(point + 1),
                .facility = {},
                .worth = worth_};
    if (high > low) {
      if (s.by_a) strip.ca = static_cast<float>(speed_ * s.over_a.ticks() / (high - low));
      if (s.by_b) strip.cb = static_cast<float>(speed_ * s.over_b.ticks() / (high - low));
      if (by_facility_ && s.by_a && s.by_b && s.a.label.facility() != s.b.label.facility()) {
        Strip by_a = strip, by_b = strip;
        by_a.rb = by_b.ra = Strip::kClosed;
        by_a.cb = by_b.ca = 0;
        put(by_a, s.a, strips);
        put(by_b, s.b, strips);
      } else {
        put(strip, s.by_a && (!s.by_b || s.a.label < s.b.label) ? s.a : s.b, strips);
      }
      // Where a direction is closed, its knot is reached at its own place alone: that is a point,
      // or all that lies beyond the end of the piece.
      if (!s.by_a && low == 0) put_end(strip, 0, ra, s.a, strips);
      if (!s.by_b && high == length) put_end(strip, strip.length, rb, s.b, strips);
    } else {
      put_end(strip, strip.low, std::max(ra, rb), ra >= rb ? s.a : s.b, strips);
    }
  }
  static void put(Strip strip, const Knot& knot, std::vector<Strip>& strips) {
    if (strip.most() < 0) return;
    strip.facility = knot.label.facility();
    strips.push_back(strip);
  }
  static void put_end(Strip strip, float q, float left_there, const Knot& knot,
                      std::vector<Strip>& strips) {
    strip.low = strip.high = q;
    strip.ra = strip.rb = left_there;
    strip.ca = strip.cb = 0;
    put(strip, knot, strips);
  }

  const Field* field_;
  const Clearance* clearance_;
  bool by_facility_;
  double speed_;
  float worth_;
};

}  // namespace lifecircle
