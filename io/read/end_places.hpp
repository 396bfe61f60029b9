#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/places/point.hpp"
#include "engine/places/segment_index.hpp"
#include "io/read/flat_lines.hpp"
#include "io/read/level_lines.hpp"

namespace lifecircle {

// What line_ends.cpp and touching_ends.cpp reckon with.

inline std::int64_t squared(Point a, Point b) {
  return dot(a - b, a - b);
}

inline std::int64_t floor_divided(std::int64_t value, std::int64_t by) {
  return value >= 0 ? value / by : -((-value + by - 1) / by);
}

inline std::int32_t floor_half_up(double value) {
  return static_cast<std::int32_t>(std::floor(value + 0.5));
}

/// The place of a segment nearest to `p`, the same for both directions of the segment.
inline Point nearest_place(Segment segment, Point p) {
  if (segment.b < segment.a) std::swap(segment.a, segment.b);
  const Vector along = segment.b - segment.a;
  const std::int64_t length = dot(along, along);
  const std::int64_t at = dot(p - segment.a, along);
  if (at <= 0 || length == 0) return segment.a;
  if (at >= length) return segment.b;
  const double share = static_cast<double>(at) / static_cast<double>(length);
  return {floor_half_up(segment.a.x + share * static_cast<double>(along.x)),
          floor_half_up(segment.a.y + share * static_cast<double>(along.y))};
}

inline std::span<const Point> points_of(const std::vector<LevelLine>& lines, std::size_t i) {
  return lines[i].points;
}
inline std::span<const Point> points_of(const FlatLines& lines, std::size_t i) {
  return lines.points(i);
}

/// Where lines end, sorted, each place once.
template <class Lines>
std::vector<Point> unique_ends(const Lines& lines) {
  std::vector<Point> ends;
  ends.reserve(2 * lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::span<const Point> points = points_of(lines, i);
    if (points.empty()) continue;
    ends.push_back(points.front());
    ends.push_back(points.back());
  }
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  return ends;
}

}  // namespace lifecircle
