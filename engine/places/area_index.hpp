#pragma once

#include <cstdint>
#include <vector>

#include "engine/places/segment_index.hpp"
#include "engine/places/shape.hpp"

namespace lifecircle {

/// Which of many areas hold a point. Borders belong to all areas that share them. Immutable, safe
/// to share between threads. A question costs O(log areas) and the points of the areas whose box
/// holds the point.
class AreaIndex {
 public:
  /// Areas are numbered by their place; what is no area, or has no parts, holds nothing. Borrows:
  /// `areas` must outlive it.
  explicit AreaIndex(std::vector<const Shape*> areas);

  /// Numbers of the areas that hold `p`, in order.
  std::vector<std::uint32_t> holding(Point p) const;

 private:
  static std::vector<Segment> boxes(const std::vector<const Shape*>& areas);
  std::vector<const Shape*> areas_;
  SegmentIndex index_;  ///< diagonals: their boxes are the areas' boxes
};

}  // namespace lifecircle
