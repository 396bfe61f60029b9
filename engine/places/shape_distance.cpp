#include "engine/places/shape_distance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lifecircle {
namespace {

/// Calls f(from, to) for each segment, and for each point as one without length, until it says yes.
template <class F>
bool any_segment(const Shape& shape, const F& f) {
  for (const auto& part : shape.parts) {
    if (part.size() == 1 && f(part[0], part[0])) return true;
    for (std::size_t i = 0; i + 1 < part.size(); ++i)
      if (f(part[i], part[i + 1])) return true;
  }
  return false;
}

/// Whether two segments have a place in common. Exact.
bool meet(Point a, Point b, Point c, Point d) {
  if (std::max(a.x, b.x) < std::min(c.x, d.x) || std::max(c.x, d.x) < std::min(a.x, b.x) ||
      std::max(a.y, b.y) < std::min(c.y, d.y) || std::max(c.y, d.y) < std::min(a.y, b.y))
    return false;
  if (on_segment(a, b, c) || on_segment(a, b, d) || on_segment(c, d, a) || on_segment(c, d, b))
    return true;
  // Neither touches the other with an end: they cross if each has its ends on both sides.
  return side_of(a, b, c) * side_of(a, b, d) < 0 && side_of(c, d, a) * side_of(c, d, b) < 0;
}

/// Whether a part of one lies inside the other, an area, whose border it does not touch.
bool holds_part(const Shape& area, const Shape& other) {
  return area.kind == ShapeKind::area &&
         std::ranges::any_of(other.parts, [&](const std::vector<Point>& part) {
           return covers(area, part.front());
         });
}

double least_from_corners(const Shape& from, const Shape& to) {
  double least = std::numeric_limits<double>::infinity();
  for (const auto& part : from.parts)
    for (const Point p : part) least = std::min(least, nearest_on_outline(to, p).distance_mm);
  return least;
}

}  // namespace

double distance_mm(const Shape& a, const Shape& b) {
  const bool touch = any_segment(a, [&](Point p, Point q) {
    return any_segment(b, [&](Point r, Point s) { return meet(p, q, r, s); });
  });
  if (touch || holds_part(a, b) || holds_part(b, a)) return 0;
  // Of segments that do not meet one is nearest to the other with an end.
  return std::min(least_from_corners(a, b), least_from_corners(b, a));
}

bool is_within(const Shape& a, const Shape& b, double most_mm) {
  const Box here = bounds(a), there = bounds(b);
  const auto reach = static_cast<std::int64_t>(std::ceil(most_mm));
  if (there.low.x - reach > here.high.x || there.high.x + reach < here.low.x ||
      there.low.y - reach > here.high.y || there.high.y + reach < here.low.y)
    return false;
  return distance_mm(a, b) <= most_mm;
}

}  // namespace lifecircle
