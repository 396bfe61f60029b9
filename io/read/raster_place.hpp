#pragma once

#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "io/frame/frame.hpp"
#include "io/read/layer.hpp"

namespace lifecircle {

/// Where a raster lies, and the numbers that say so: for asking whether they are of another system.
struct RasterPlace {
  static constexpr std::size_t kSample = 400;

  LonLatBox box;             ///< of its border, in degrees
  std::vector<double> x, y;  ///< middles of cells all over it, kSample at most, as its grid says
  std::string crs;           ///< the system it was read in, as ToLonLat::name()
};

/// Opens the raster and reads no cell.
Result<RasterPlace> raster_place(const LayerSource& source);

}  // namespace lifecircle
