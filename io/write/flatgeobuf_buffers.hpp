#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <ogr_geometry.h>

#include "engine/study/table.hpp"
#include "io/write/layer_writer.hpp"

namespace lifecircle {

/// The head of a FlatGeobuf: a FlatBuffer, its length first.
std::string flatgeobuf_head(const LayerPlan& plan, std::uint64_t rows, const OGREnvelope& all);

/// One row of it, the same way; `geometry` may be null.
std::string flatgeobuf_row(const OGRGeometry* geometry, const Table& table, std::size_t row);

}  // namespace lifecircle
