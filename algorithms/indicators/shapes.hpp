#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/places/area_index.hpp"
#include "engine/places/segment_index.hpp"
#include "engine/places/shape.hpp"

namespace lifecircle::indicators {

/// How far off the nearest of many shapes is, as the crow flies, from border to border; inside an
/// area: 0. Exact to the rounding of a double. Borrows the shapes.
class NearShapes {
 public:
  explicit NearShapes(const std::vector<const Shape*>& shapes);

  /// From a point; anything more than `reach_mm` where none is as near.
  double distance_mm(Point p, double reach_mm) const;
  /// From a shape, which is none of them.
  double distance_mm(const Shape& shape, double reach_mm) const;

  /// Whether one is as near, in whole millimetres, which is how exactly places are known: closed
  /// bounds are closed.
  template <class From>
  bool within(const From& from, std::int64_t reach_mm, bool closed) const {
    const double off = std::floor(distance_mm(from, static_cast<double>(reach_mm) + 1) + 0.5);
    return closed ? off <= static_cast<double>(reach_mm) : off < static_cast<double>(reach_mm);
  }

 private:
  AreaIndex areas_;
  std::vector<Segment> segments_;
  SegmentIndex index_;
  std::vector<Point> points_;  ///< one of each shape: of those that lie inside others
};

}  // namespace lifecircle::indicators
