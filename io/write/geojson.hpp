#pragma once

#include <memory>
#include <string>

#include "engine/base/result.hpp"
#include "io/write/layer_writer.hpp"

namespace lifecircle {

/// A layer as GeoJSON (RFC 7946): WGS 84 longitude and latitude without a "crs" member, outer rings
/// against the clock and holes with it, UTF-8, a feature a line, rows in order. Titles are not in
/// it. What is missing is null; numbers that are not whole by type have a point or an exponent, so
/// that readers keep the type.
///
/// Coordinates have nine decimals (0.1 mm) at most, as in all our files, and not the seven that RFC
/// 7946 finds enough: a ring whose corners are moved by a centimetre may cross itself, and then
/// tools refuse it.
///
/// Written here and not by GDAL, whose 3.6 driver says nothing when the disk is full. Every byte is
/// compared when read back, then a parser counts rows and shapes; GDAL as the reader would take as
/// long again as all the rest (604 MB: 38 s of processor time instead of 20).
Result<std::unique_ptr<LayerWriter>> begin_geojson(const LayerPlan& plan);

/// Reads a file as JSON and compares how many features, and how many with a geometry, there are.
Result<Done> check_geojson(const std::string& path, const std::string& shown,
                           const Written& written);

}  // namespace lifecircle
