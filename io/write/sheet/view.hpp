#pragma once

#include <optional>

#include "engine/places/shape.hpp"
#include "io/write/sheet/paper.hpp"

namespace lifecircle {

/// Which part of the plane a map shows, and at which scale.
struct MapView {
  PaperRect map;                     ///< on paper
  double scale_number = 10'000;      ///< of 1:10 000
  double west_mm = 0, north_mm = 0;  ///< of the plane, at the map's upper left corner

  PaperPoint to_paper(Point p) const {
    return {map.x + (p.x - west_mm) / scale_number, map.y + (north_mm - p.y) / scale_number};
  }
  /// The nearest place of the plane; what lies beyond the plane's reach is its border.
  Point to_plane(PaperPoint p) const;
};

/// The smallest number that is at least `least` and one of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a
/// power of ten: what planners print.
double round_scale_number(double least);

/// The view of `shown` in the middle of `map`: at `scale_number`, or at the largest round
/// scale, 1:2 000 at most, that leaves `margin_mm` of paper free around it. Without `shown`: 1:10
/// 000 about the centre of the plane.
MapView view_of(const PaperRect& map, const std::optional<Box>& shown,
                std::optional<double> scale_number, double margin_mm);

}  // namespace lifecircle
