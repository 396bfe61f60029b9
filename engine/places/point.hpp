#pragma once

#include <cmath>
#include <compare>
#include <cstdint>

namespace lifecircle {

/// A place on the study's plane, in whole millimetres east and north of its centre.
///
/// Whole millimetres make the order of points, the side of a line and the equality
/// of places exact, on every machine. The plane reaches 2,147 km each way; io/frame
/// refuses what lies outside. Ordered by x, then y: the canonical order of ends.
struct Point {
  std::int32_t x = 0;
  std::int32_t y = 0;
  friend constexpr auto operator<=>(const Point&, const Point&) = default;
};

/// Straight distance in millimetres. Symmetric to the last bit.
inline double distance_mm(Point a, Point b) {
  const double dx = static_cast<double>(a.x) - b.x;
  const double dy = static_cast<double>(a.y) - b.y;
  return std::sqrt(dx * dx + dy * dy);
}

}  // namespace lifecircle
