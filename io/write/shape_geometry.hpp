#pragma once

#include <cstddef>
#include <memory>

#include <ogr_geometry.h>

#include "engine/base/result.hpp"
#include "engine/study/table.hpp"
#include "io/frame/frame.hpp"
#include "io/write/target_crs.hpp"

namespace lifecircle {

/// Rows [first_row, last_row) of a table and the coordinates of all their points: as many rows as
/// make converting on all cores worth while, and few enough to hold.
struct Slab {
  std::size_t first_row = 0, last_row = 0;
  std::size_t first_point = 0;
  Coordinates at;
};

/// The slab that begins with `first_row`. The table has that row.
Result<Slab> next_slab(const Table& table, std::size_t first_row, const TargetCrs& crs,
                       const Frame& frame);

/// What a layer of these shapes is: points or lines, Multi- where any has several parts; areas are
/// always MultiPolygon.
OGRwkbGeometryType layer_type(const Shapes& shapes);

/// One row, which is in the slab, as the layer's type; null where it has no parts. Outer rings run
/// against the clock, holes with it.
std::unique_ptr<OGRGeometry> geometry_of(const Shapes& shapes, std::size_t row, const Slab& slab,
                                         OGRwkbGeometryType type);

}  // namespace lifecircle
