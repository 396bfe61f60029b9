#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gdal_priv.h>

#include "io/read/crs.hpp"
#include "io/read/gdal_open.hpp"
#include "io/read/layer.hpp"

namespace lifecircle {
namespace {

constexpr std::int64_t kMostCells = 400'000'000;
constexpr std::int64_t kMostBlockBytes = std::int64_t{1} << 30;
constexpr std::int64_t kCellsAtOnce = 4'000'000;

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

Result<Raster> open_raster(const LayerSource& source) {
  const auto family = family_of(source.file);
  if (!family) return family.error();
  if (family.value() != FileFamily::geotiff)
    return Error{Fault::input, "layer_is_no_raster", source.file};
  auto opened = open_dataset(source.file, family.value(), Holds::cells);
  if (!opened) return opened.error();
  Raster raster;
  raster.dataset = std::move(opened).value();
  const GdalMessages quiet;
  raster.width = raster.dataset->GetRasterXSize();
  raster.height = raster.dataset->GetRasterYSize();
  if (raster.dataset->GetRasterCount() < 1 || raster.width < 1 || raster.height < 1)
    return Error{Fault::input, "raster_empty", source.file};
  raster.band = raster.dataset->GetRasterBand(1);
  if (GDALDataTypeIsComplex(raster.band->GetRasterDataType()) != 0)
    return Error{Fault::input, "raster_complex", source.file};
  if (raster.dataset->GetGeoTransform(raster.grid.data()) != CE_None ||
      GDALInvGeoTransform(raster.grid.data(), raster.inverse.data()) == 0)
    return Error{Fault::input, "raster_no_place", source.file};
  LonLatBox numbers;
  for (const std::int64_t column : {std::int64_t{0}, raster.width})
    for (const std::int64_t row : {std::int64_t{0}, raster.height}) {
      const auto c = static_cast<double>(column), r = static_cast<double>(row);
      if (!std::isfinite(raster.x(c, r)) || !std::isfinite(raster.y(c, r)))
        return Error{Fault::input, "raster_no_place", source.file};
      numbers.add(raster.x(c, r), raster.y(c, r));
    }
  auto crs = ToLonLat::make(source.crs, raster.dataset->GetSpatialRef(), source.file, numbers);
  if (!crs) return crs.error();
  raster.to_lonlat = std::move(crs).value();
  return raster;
}

/// Rows and columns [first, last) of a raster.
struct Window {
  std::int64_t column = 0, row = 0, last_column = 0, last_row = 0;
  std::int64_t width() const { return last_column - column; }
  std::int64_t height() const { return last_row - row; }
};

/// Points along the border of a box, so that what bends between projections is seen.
template <class Take>
void along_border(double west, double south, double east, double north, Take take) {
  constexpr int kSteps = 64;
  for (int i = 0; i <= kSteps; ++i) {
    const double share = static_cast<double>(i) / kSteps;
    const double x = west + (east - west) * share, y = south + (north - south) * share;
    take(x, south);
    take(x, north);
    take(west, y);
    take(east, y);
  }
}

/// The cells that may have their centre in `within`, and some more.
Window window_of(const Raster& raster, const LonLatBox& within) {
  const Window whole{0, 0, raster.width, raster.height};
  if (within.empty()) return whole;
  std::vector<double> x, y;
  along_border(within.west, within.south, within.east, within.north, [&](double lon, double lat) {
    x.push_back(lon);
    y.push_back(lat);
  });
  raster.to_lonlat.unapply(x, y);
  constexpr double kMargin = 4;  // cells
  double low_column = 1e18, low_row = 1e18, high_column = -1e18, high_row = -1e18;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!std::isfinite(x[i]) || !std::isfinite(y[i])) return whole;
    const auto& to = raster.inverse;
    const double column = to[0] + x[i] * to[1] + y[i] * to[2];
    const double row = to[3] + x[i] * to[4] + y[i] * to[5];
    low_column = std::min(low_column, column - kMargin);
    low_row = std::min(low_row, row - kMargin);
    high_column = std::max(high_column, column + kMargin);
    high_row = std::max(high_row, row + kMargin);
  }
  const auto cut = [](double value, std::int64_t most) {
    return static_cast<std::int64_t>(std::clamp(value, 0.0, static_cast<double>(most)));
  };
  return {cut(std::floor(low_column), raster.width), cut(std::floor(low_row), raster.height),
          cut(std::ceil(high_column), raster.width), cut(std::ceil(high_row), raster.height)};
}

/// Which numbers of a band are numbers.
class Meaning {
 public:
  explicit Meaning(GDALRasterBand& band) {
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
    if (!std::isfinite(raw)) return true;
    if (!nodata_) return false;
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

}  // namespace

Result<LonLatBox> raster_extent(const LayerSource& source) {
  auto opened = open_raster(source);
  if (!opened) return opened.error();
  const Raster& raster = opened.value();
  const GdalMessages quiet;
  std::vector<double> x, y;
  along_border(0, 0, static_cast<double>(raster.width), static_cast<double>(raster.height),
               [&](double column, double row) {
                 x.push_back(raster.x(column, row));
                 y.push_back(raster.y(column, row));
               });
  raster.to_lonlat.apply(x, y);
  LonLatBox box;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (std::isfinite(x[i]) && std::isfinite(y[i])) box.add(x[i], y[i]);
  return box;
}

Result<RasterCells> read_raster(const LayerSource& source, const Frame& frame, Problems& problems,
                                const Progress& progress, const LonLatBox& within) {
  auto opened = open_raster(source);
  if (!opened) return opened.error();
  const Raster& raster = opened.value();
  const GdalMessages messages;
  const Window window = window_of(raster, within);
  const Error too_large{Fault::limit,
                        "raster_too_large",
                        source.file,
                        {std::to_string(window.width()), std::to_string(window.height())}};
  if (window.width() > 0 && window.height() > kMostCells / window.width()) return too_large;
  int block_width = 0, block_height = 0;
  raster.band->GetBlockSize(&block_width, &block_height);
  const std::int64_t cell_bytes = GDALGetDataTypeSizeBytes(raster.band->GetRasterDataType());
  if (cell_bytes * block_width > kMostBlockBytes / std::max(block_height, 1)) return too_large;
  const auto report = [&](const char* key, std::uint64_t count, bool set_aside) {
    if (count > 0)
      problems.add({.key = key,
                    .file = source.file,
                    .layer = {},
                    .args = {std::to_string(count)},
                    .set_aside = set_aside});
  };
  if (raster.dataset->GetRasterCount() > 1)
    report("raster_more_bands", static_cast<std::uint64_t>(raster.dataset->GetRasterCount()),
           false);

  const Meaning meaning{*raster.band};
  RasterCells cells;
  std::uint64_t negative = 0, far = 0;
  std::int64_t rows_at_once =
      std::max<std::int64_t>(1, kCellsAtOnce / std::max<std::int64_t>(1, window.width()));
  if (rows_at_once > block_height) rows_at_once -= rows_at_once % block_height;
  std::vector<double> raw, x, y;
  std::vector<std::pair<std::int64_t, double>> used;  // cell, value
  for (std::int64_t row = window.row; row < window.last_row && window.width() > 0;
       row += rows_at_once) {
    if (!tell(progress, "stage_raster", static_cast<std::uint64_t>(row - window.row),
              static_cast<std::uint64_t>(window.height())))
      return Error{Fault::interrupted, "reading_interrupted", source.file};
    const std::int64_t rows = std::min(rows_at_once, window.last_row - row);
    raw.resize(static_cast<std::size_t>(rows * window.width()));
    if (raster.band->RasterIO(GF_Read, static_cast<int>(window.column), static_cast<int>(row),
                              static_cast<int>(window.width()), static_cast<int>(rows), raw.data(),
                              static_cast<int>(window.width()), static_cast<int>(rows), GDT_Float64,
                              0, 0, nullptr) != CE_None)
      return Error{Fault::input, "layer_breaks_off", source.file, {messages.failure()}};
    x.clear();
    y.clear();
    used.clear();
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (meaning.is_missing(raw[i])) continue;
      const double value = meaning.value(raw[i]);
      if (value < 0) ++negative;
      if (!(value > 0) || !std::isfinite(value)) continue;
      const std::int64_t r = row + static_cast<std::int64_t>(i) / window.width();
      const std::int64_t c = window.column + static_cast<std::int64_t>(i) % window.width();
      x.push_back(raster.x(static_cast<double>(c) + 0.5, static_cast<double>(r) + 0.5));
      y.push_back(raster.y(static_cast<double>(c) + 0.5, static_cast<double>(r) + 0.5));
      used.emplace_back(r * raster.width + c, value);
    }
    raster.to_lonlat.apply(x, y);
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (!within.empty() && !(x[i] >= within.west && x[i] <= within.east && y[i] >= within.south &&
                               y[i] <= within.north))
        continue;
      if (!frame.holds(x[i], y[i])) {
        ++far;
        continue;
      }
      cells.at.push_back(frame.to_plane(x[i], y[i]));
      cells.value.push_back(used[i].second);
      cells.cell.push_back(used[i].first);
    }
  }
  report("raster_negative", negative, true);
  report("raster_far", far, true);
  return cells;
}

}  // namespace lifecircle
