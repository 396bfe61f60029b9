#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/places/point.hpp"
#include "engine/places/shape.hpp"

namespace lifecircle {

/// A straight segment and the number its owner knows it by.
struct Segment {
  Point a, b;
  std::uint64_t number = 0;
};

/// Which segments lie near a place: a packed R-tree (Boost.Geometry; Leutenegger, Lopez
/// and Edgington 1997). Immutable, safe to read from any number of threads.
///
/// Building O(n log n), 50 bytes a segment; a question O(log n + found).
class SegmentIndex {
 public:
  explicit SegmentIndex(std::span<const Segment> segments);
  SegmentIndex(SegmentIndex&&) noexcept;
  SegmentIndex& operator=(SegmentIndex&&) noexcept;
  ~SegmentIndex();

  /// Appends every segment whose box meets the box, in no promised order.
  void within(const Box& box, std::vector<Segment>& found) const;
  bool empty() const;

 private:
  struct Tree;
  std::unique_ptr<Tree> tree_;
};

/// The box of all places at most `reach_mm` from `p`, cut at the end of the plane.
Box box_around(Point p, double reach_mm);

}  // namespace lifecircle
