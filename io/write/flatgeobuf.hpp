#pragma once

#include <memory>

#include "engine/base/result.hpp"
#include "io/write/layer_writer.hpp"

namespace lifecircle {

/// A layer as FlatGeobuf (version 3.1), with a packed Hilbert R-tree; rows are in the order of that
/// index, those without shape last. Titles of layer and columns, in the language asked for, are in
/// its head.
///
/// Rows wait in a file beside the output (its name and ".rows") until all are known and their order
/// with them: on the disk twice the size while it is made, in memory about 130 bytes a row.
///
/// Written here and not by GDAL, whose 3.6 driver leaves out rows without shape and says nothing,
/// and makes an empty file of a layer without rows. Every byte is compared when read back, then
/// GDAL, as a reader of its own, counts rows and shapes, one after the other and through the index.
Result<std::unique_ptr<LayerWriter>> begin_flatgeobuf(const LayerPlan& plan);

}  // namespace lifecircle
