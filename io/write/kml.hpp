#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/base/result.hpp"
#include "io/write/layer_writer.hpp"

namespace lifecircle {

/// A layer as KML 2.2: WGS 84 longitude and latitude, one placemark a row, in order, with its
/// values as typed ExtendedData (whole numbers as double, as KML's int has 32 bits; what is missing
/// is left out) and a shared style for each class of the layer's style, so that Google Earth and
/// its like show it in the same colours as QGIS. What no class holds is grey. Placemarks have no
/// names: which column names a row is not known here. Outer rings run against the clock.
///
/// Written here and not by GDAL: its LIBKML driver holds the whole file in memory, its KML driver
/// knows no styles, and both say nothing when the disk is full. For the same reason every byte is
/// compared when read back, and expat, not GDAL, reads it as XML and counts rows and shapes.
Result<std::unique_ptr<LayerWriter>> begin_kml(const LayerPlan& plan);

/// Reads a file as XML and compares how many placemarks, and how many with a geometry, there are.
Result<Done> check_kml(const std::string& path, const std::string& shown, const Written& written);

}  // namespace lifecircle
