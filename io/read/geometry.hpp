#pragma once

#include <string>

#include "engine/places/shape.hpp"
#include "io/frame/frame.hpp"
#include "io/read/crs.hpp"

class OGRGeometry;

namespace lifecircle {

/// What became of one geometry: a shape, or the message key of why it is of no use.
struct Outline {
  Shape shape;
  std::string fault;
};

/// Puts a file's geometry on the plane. Curves become short straight pieces, Z and M go, the
/// members of a collection (all points, all lines or all areas) become parts of one shape, rings
/// are closed, points that repeat the one before go, and so do lines of one point and rings without
/// ground. Faults: geometry_missing (null or empty), geometry_coordinates (not finite,
/// or not of this CRS), geometry_far (outside frame.holds), geometry_degenerate, geometry_mixed.
Outline outline_on_plane(const OGRGeometry* geometry, const ToLonLat& to_lonlat,
                         const Frame& frame);

/// Adds the vertices that lie on Earth to `box`; those that do not are left for the reading to
/// report.
void add_extent(const OGRGeometry* geometry, const ToLonLat& to_lonlat, LonLatBox& box);

/// Adds the raw coordinates of the file to `box`.
void add_raw_extent(const OGRGeometry* geometry, LonLatBox& box);

}  // namespace lifecircle
