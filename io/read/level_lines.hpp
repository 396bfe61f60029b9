#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/places/point.hpp"
#include "engine/places/segment_index.hpp"

namespace lifecircle {

/// A line and the level it runs at. Only lines of one level meet where they cross.
struct LevelLine {
  int level = 0;
  std::vector<Point> points;
};

/// All segments of one level; a segment's number is its place in `segments`.
struct Level {
  std::vector<Segment> segments;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> owner;  ///< line, place of the first point
  std::optional<SegmentIndex> index;
};

std::map<int, Level> levels_of(const std::vector<LevelLine>& lines);

/// Rebuilds lines with the points of `added` (segment -> points on or near it) put in along the
/// way.
void insert_points(std::vector<LevelLine>& lines, const Level& level,
                   std::vector<std::pair<std::size_t, Point>>& added);

/// Leaves out points that repeat the one before.
void drop_repeats(std::vector<Point>& points);

/// A difference of points. Exact: coordinates differ by less than 2^31, so 64 bits hold the
/// products below (on the plane of a Frame, which ends at 1,000 km).
struct Vector {
  std::int64_t x, y;
};
inline Vector operator-(Point a, Point b) {
  return {std::int64_t{a.x} - b.x, std::int64_t{a.y} - b.y};
}
inline std::int64_t cross(Vector a, Vector b) {
  return a.x * b.y - a.y * b.x;
}
inline std::int64_t dot(Vector a, Vector b) {
  return a.x * b.x + a.y * b.y;
}

}  // namespace lifecircle
