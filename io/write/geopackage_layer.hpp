#pragma once

#include <memory>

#include "engine/base/result.hpp"
#include "io/write/layer_writer.hpp"

namespace lifecircle {

/// A GeoPackage of one layer, row by row: the same bytes as write_geopackage makes of it. Of its
/// rows it keeps their boxes, for the index.
Result<std::unique_ptr<LayerWriter>> begin_geopackage(const LayerPlan& plan);

}  // namespace lifecircle
