#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>

#include <gdal_priv.h>

#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"
#include "io/read/crs.hpp"
#include "io/read/gdal_open.hpp"
#include "io/read/layer.hpp"

namespace lifecircle {

/// Blocks are read whole: larger ones are refused.
inline constexpr std::int64_t kMostBlockBytes = std::int64_t{1} << 30;
/// Cells to look at in one raster.
inline constexpr std::int64_t kMostCells = 400'000'000;
/// Cells in memory at a time, of which there is a double each.
inline constexpr std::int64_t kCellsAtOnce = 4'000'000;

/// An open raster whose place on Earth is known.
struct Raster {
  Dataset dataset;
  GDALRasterBand* band = nullptr;
  std::array<double, 6> grid{};     ///< column, row -> x, y
  std::array<double, 6> inverse{};  ///< x, y -> column, row
  ToLonLat to_lonlat = ToLonLat::degrees();
  std::int64_t width = 0, height = 0;

  double x(double column, double row) const { return grid[0] + column * grid[1] + row * grid[2]; }
  double y(double column, double row) const { return grid[3] + column * grid[4] + row * grid[5]; }
};

/// The first band of a raster: real numbers, with a place on Earth. `problems` gets what is
/// doubtful about its coordinate system, and how it was understood.
Result<Raster> open_raster(const LayerSource& source, Problems& problems,
                           std::initializer_list<FileFamily> families = {FileFamily::geotiff});

/// Whether `rows` x `columns` cells are few enough to look at.
inline bool holds_few_cells(std::int64_t columns, std::int64_t rows) {
  return columns <= 0 || rows <= kMostCells / columns;
}
/// Whether a block of the band fits into kMostBlockBytes.
inline bool holds_small_blocks(GDALRasterBand& band) {
  int width = 0, height = 0;
  band.GetBlockSize(&width, &height);
  const std::int64_t cell_bytes = GDALGetDataTypeSizeBytes(band.GetRasterDataType());
  return cell_bytes * width <= kMostBlockBytes / (height > 1 ? height : 1);
}

/// Which numbers of a band are numbers.
class CellMeaning {
 public:
  explicit CellMeaning(GDALRasterBand& band) {
    int there = 0;
    if (band.GetRasterDataType() == GDT_Int64) {
      const auto value = band.GetNoDataValueAsInt64(&there);
      if (there != 0) nodata_ = static_cast<double>(value);
    } else if (band.GetRasterDataType() == GDT_UInt64) {
      const auto value = band.GetNoDataValueAsUInt64(&there);
      if (there != 0) nodata_ = static_cast<double>(value);
    } else {
      const double value = band.GetNoDataValue(&there);
      if (there != 0) nodata_ = value;
    }
    single_ = band.GetRasterDataType() == GDT_Float32;
    const double scale = band.GetScale(&there);
    if (there != 0) scale_ = scale;
    const double offset = band.GetOffset(&there);
    if (there != 0) offset_ = offset;
  }

  bool is_missing(double raw) const {
    if (!nodata_) return false;
    if (std::isnan(*nodata_)) return std::isnan(raw);
    return raw == *nodata_ || (single_ && static_cast<float>(raw) == narrowed(*nodata_));
  }
  double value(double raw) const { return raw * scale_ + offset_; }

 private:
  static float narrowed(double value) {
    return std::abs(value) <= static_cast<double>(std::numeric_limits<float>::max())
               ? static_cast<float>(value)
               : std::numeric_limits<float>::quiet_NaN();
  }
  std::optional<double> nodata_;
  bool single_ = false;
  double scale_ = 1, offset_ = 0;
};

}  // namespace lifecircle
