#pragma once

#include <algorithm>
#include <compare>

namespace lifecircle {

/// A place on paper: millimetres right of and below its upper left corner.
struct PaperPoint {
  double x = 0, y = 0;
  friend auto operator<=>(const PaperPoint&, const PaperPoint&) = default;
};

struct PaperRect {
  double x = 0, y = 0, width = 0, height = 0;  ///< upper left corner; millimetres
  double right() const { return x + width; }
  double bottom() const { return y + height; }
  bool holds(PaperPoint p) const {
    return p.x >= x && p.x <= right() && p.y >= y && p.y <= bottom();
  }
  PaperRect grown(double by) const { return {x - by, y - by, width + 2 * by, height + 2 * by}; }
  bool meets(const PaperRect& other) const {
    return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
  }
};

}  // namespace lifecircle
