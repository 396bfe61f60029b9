#pragma once

#include <memory>
#include <string>

#include <ogr_core.h>

#include "engine/base/messages.hpp"
#include "engine/base/result.hpp"
#include "engine/study/table.hpp"
#include "io/frame/frame.hpp"
#include "io/write/shape_geometry.hpp"
#include "io/write/target_crs.hpp"
#include "io/write/vector_file.hpp"

namespace lifecircle {

/// What is known of a file before its rows.
struct LayerPlan {
  std::string path, shown;
  Layer layer;  ///< without rows
  OGRwkbGeometryType type = wkbUnknown;
  TargetCrs crs;
  Frame frame;
  Language language = Language::en;
};

/// One format in the making: what stands behind VectorFile. Its plan outlives it.
class LayerWriter {
 public:
  virtual ~LayerWriter() = default;
  /// Appends the rows of `batch` that are in `slab`.
  virtual Result<Done> add(const Table& batch, const Slab& slab) = 0;
  /// Ends the file, brings it to the disk, reads it back and counts `written.rows` rows and
  /// `written.shapes` shapes. Fills in the rest of `written`.
  virtual Result<Done> finish(Written& written) = 0;
};

}  // namespace lifecircle
