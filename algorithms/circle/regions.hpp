#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/places/shape.hpp"

namespace lifecircle {

/// An outer ring, then its holes; closed.
using Polygon = std::vector<std::vector<Point>>;
/// Ground as valid polygons (OGC) that overlap nowhere, unless said otherwise.
using Region = std::vector<Polygon>;

/// Overlays of ground by GEOS (OverlayNG; Davis, 2020), one for each thread.
///
/// GEOS is given whole millimetres as they are and told a precision grid of 1: snap rounding then
/// never fails on valid input, results lie on the plane's own grid, and one overlay can follow
/// another without tolerance. In metres the same grid, 0.001, would be no number of the machine.
/// Each result is off by at most a millimetre along its borders. An overlay costs O(n log n) in the
/// points of what it is given.
class Overlay {
 public:
  Overlay();

  /// The ground of an area by the even-odd rule, and whether rings crossed or shared a stretch of
  /// border, so that its polygons had to be made anew.
  struct Ground {
    Region region;
    bool mended = false;
  };
  Ground ground_of(const Shape& area);
  /// Of polygons that may overlap.
  Region united(const Region& some);
  Region in_both(const Region& a, const Region& b);
  Region only_in(const Region& a, const Region& b);
  /// The part in a box. Where some overlap, they may still do.
  Region within(const Region& some, const Box& box);
  /// The ground within a distance of some shapes, as the crow flies. Arcs are drawn inside by 256
  /// chords a turn: off by 0.15 m at 2 km. On an empty list nothing.
  Region around(const std::vector<const Shape*>& shapes, double reach_mm);
  /// How much of the segments, millimetres, lies within `reach_mm` of the ground; cut into pieces
  /// of at most that length, each of which counts whole.
  double length_near(const Region& ground, const std::vector<std::pair<Point, Point>>& segments,
                     double reach_mm);

 private:
  struct Handle;
  struct Close {
    void operator()(Handle* handle) const;
  };
  std::unique_ptr<Handle, Close> handle_;
};

/// Box of all polygons; there is at least one.
Box bounds(const Region& region);
std::size_t point_count(const Region& region);
/// On the Earth, see area_on_earth_m2.
double ground_m2(const Region& region, double earth_radius_m);

}  // namespace lifecircle
