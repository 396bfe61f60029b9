#pragma once

#include <cstdint>
#include <string>

#include <ogr_geometry.h>

namespace lifecircle {

/// Kinds of shape, as .shp numbers them.
enum class ShpKind : std::int32_t { none = 0, point = 1, lines = 3, areas = 5, points = 8 };
ShpKind shp_kind_of(OGRwkbGeometryType type);

/// The content of one record of .shp: kind, box, parts and points. `geometry` may be null.
std::string shp_record(const OGRGeometry* geometry, ShpKind kind);

/// The head of .shp and of .shx: 100 bytes. `file_bytes` counts them too.
std::string shp_head(ShpKind kind, const OGREnvelope& box, std::uint64_t file_bytes);

}  // namespace lifecircle
