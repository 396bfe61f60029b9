#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/places/point.hpp"
#include "io/read/growing.hpp"
#include "io/read/level_lines.hpp"

namespace lifecircle {

/// Lines and their levels in three arrays: no line is a piece of memory of its own. 8 bytes a
/// point, 6 a line. Less than 2^32 points.
class FlatLines {
 public:
  static constexpr std::uint64_t kMostPoints = std::numeric_limits<std::uint32_t>::max();

  std::size_t size() const { return first_.size(); }
  std::size_t point_count() const { return point_count_; }
  int level(std::size_t line) const { return level_[line]; }
  std::size_t point_count(std::size_t line) const { return end(line) - first_[line]; }
  std::span<const Point> points(std::size_t line) const {
    return {points_.begin() + first_[line], point_count(line)};
  }

  void add(int level, std::span<const Point> points) {
    first_.push_back(static_cast<std::uint32_t>(point_count_));
    level_.push_back(static_cast<std::int16_t>(level));
    points_.append(points);
    point_count_ = points_.size();
  }

  /// Puts all lines anew: f(points) may change the points of a line and says how many of them, from
  /// the first, it keeps.
  template <class F>
  void rewrite(F f) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < size(); ++i) {
      const std::span<Point> points{points_.begin() + first_[i], point_count(i)};
      const std::size_t count = f(points);
      first_[i] = static_cast<std::uint32_t>(kept);
      for (std::size_t j = 0; j < count; ++j) points_[kept++] = points[j];
    }
    points_.shorten(kept);
    point_count_ = kept;
  }

  /// Lets go of what nobody asks for any more: the levels, or the points, which are still counted.
  void release_levels() { level_.release(); }
  void release_points() { points_.release(); }

 private:
  std::size_t end(std::size_t line) const {
    return line + 1 < first_.size() ? first_[line + 1] : point_count_;
  }

  Growing<Point> points_;
  Growing<std::uint32_t> first_;
  Growing<std::int16_t> level_;
  std::size_t point_count_ = 0;
};

/// The same lines, each a piece of memory of its own, for who bends them; the others are used up.
std::vector<LevelLine> apart(FlatLines lines);
/// And back; each goes when it is taken.
FlatLines flat(std::vector<LevelLine> lines);

}  // namespace lifecircle
