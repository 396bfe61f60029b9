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
#include "io/read/layer_crs.hpp"
#include "io/read/people_count.hpp"
#include "io/read/text.hpp"

namespace lifecircle {
namespace {

constexpr std::int64_t kMostCells = 400'000'000;
constexpr std::int64_t kMostBlockBytes = std::int64_t{1} << 30;
constexpr std::int64_t kCellsAtOnce = 4'000'000;
constexpr std::size_t kMostPeopledCells = 20'000'000;

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

void tell_doubts(const LayerSource& source, const LayerCrs& crs, const RawNumbers& numbers,
                 Problems& problems) {
  auto doubt = doubt_of(crs, numbers);
  if (!doubt) return;
  problems.add({.key = std::move(doubt->key),
                .file = source.file,
                .layer = {},
                .args = std::move(doubt->args),
                .set_aside = false});
}

Result<Raster> open_raster(const LayerSource& source, Problems& problems) {
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
  LonLatBox box;
  for (const std::int64_t column : {std::int64_t{0}, raster.width})
    for (const std::int64_t row : {std::int64_t{0}, raster.height}) {
      const auto c = static_cast<double>(column), r = static_cast<double>(row);
      if (!std::isfinite(raster.x(c, r)) || !std::isfinite(raster.y(c, r)))
        return Error{Fault::input, "raster_no_place", source.file};
      box.add(raster.x(c, r), raster.y(c, r));
    }
  RawNumbers numbers;
  numbers.add(box);
  auto crs = choose_crs(source, "", raster.dataset->GetSpatialRef(), false, numbers, problems);
  if (!crs) return crs.error();
  if (crs.value().swap) return Error{Fault::input, "raster_swapped", source.file};
  raster.to_lonlat = crs.value().to_lonlat;
  tell_doubts(source, crs.value(), numbers, problems);
  problems.note(std::move(crs.value().conversion));
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

}  // namespace

Result<LonLatBox> raster_extent(const LayerSource& source) {
  Problems ignored;  // reading the raster will report them
  auto opened = open_raster(source, ignored);
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

namespace {

/// Cells of one kind that hold no number of people: how many, and the first of them.
struct BadCells {
  std::uint64_t count = 0;
  std::string first;
  void add(std::int64_t row, std::int64_t column, double value) {
    constexpr std::uint64_t kShown = 3;
    if (count++ < kShown)
      first += (first.empty() ? "" : ", ") + std::to_string(row) + ":" + std::to_string(column) +
               " = " + number_text(value);
  }
};

/// Sorts the cells of a raster into those to count, those outside and those of no use.
class CellReader {
 public:
  CellReader(const Raster& raster, const LayerSource& source, const Frame& frame,
             const LonLatBox& within)
      : raster_{raster},
        source_{source},
        frame_{frame},
        within_{within},
        near_{window_of(raster, within)},
        meaning_{*raster.band} {}

  Result<RasterCells> read(Problems& problems, const Progress& progress) {
    const Window whole{0, 0, raster_.width, raster_.height};
    const bool cut = !holds_few(whole) && !within_.empty();
    const Window window = cut ? near_ : whole;
    int block_width = 0, block_height = 0;
    raster_.band->GetBlockSize(&block_width, &block_height);
    const std::int64_t cell_bytes = GDALGetDataTypeSizeBytes(raster_.band->GetRasterDataType());
    if (!holds_few(window) ||
        cell_bytes * block_width > kMostBlockBytes / std::max(block_height, 1))
      return Error{Fault::limit,
                   "raster_too_large",
                   source_.file,
                   {std::to_string(window.width()), std::to_string(window.height())}};
    std::int64_t rows_at_once =
        std::max<std::int64_t>(1, kCellsAtOnce / std::max<std::int64_t>(1, window.width()));
    if (rows_at_once > block_height) rows_at_once -= rows_at_once % block_height;
    for (std::int64_t row = window.row; row < window.last_row && window.width() > 0;
         row += rows_at_once) {
      if (!tell(progress, "stage_raster", static_cast<std::uint64_t>(row - window.row),
                static_cast<std::uint64_t>(window.height())))
        return Error{Fault::interrupted, "reading_interrupted", source_.file};
      const Window strip{window.column, row, window.last_column,
                         std::min(row + rows_at_once, window.last_row)};
      if (auto done = read_strip(strip); !done) return done.error();
    }
    report(problems, cut);
    return std::move(cells_);
  }

 private:
  static bool holds_few(const Window& w) {
    return w.width() <= 0 || w.height() <= kMostCells / w.width();
  }

  Result<Done> read_strip(const Window& strip) {
    const GdalMessages messages;
    raw_.resize(static_cast<std::size_t>(strip.height() * strip.width()));
    if (raster_.band->RasterIO(GF_Read, static_cast<int>(strip.column), static_cast<int>(strip.row),
                               static_cast<int>(strip.width()), static_cast<int>(strip.height()),
                               raw_.data(), static_cast<int>(strip.width()),
                               static_cast<int>(strip.height()), GDT_Float64, 0, 0,
                               nullptr) != CE_None)
      return Error{Fault::input, "layer_breaks_off", source_.file, {messages.failure()}};
    x_.clear();
    y_.clear();
    used_.clear();
    for (std::size_t i = 0; i < raw_.size(); ++i)
      if (!meaning_.is_missing(raw_[i]))
        look_at(strip.row + static_cast<std::int64_t>(i) / strip.width(),
                strip.column + static_cast<std::int64_t>(i) % strip.width(),
                meaning_.value(raw_[i]));
    raster_.to_lonlat.apply(x_, y_);
    for (std::size_t i = 0; i < used_.size(); ++i) place(i);
    if (cells_.at.size() <= kMostPeopledCells) return Done{};
    return Error{
        Fault::limit, "raster_too_many_cells", source_.file, {std::to_string(kMostPeopledCells)}};
  }

  /// Cells far from `within` are not worth projecting, and what is wrong with them hurts nobody.
  void look_at(std::int64_t row, std::int64_t column, double value) {
    const bool is_near = row >= near_.row && row < near_.last_row && column >= near_.column &&
                         column < near_.last_column;
    if (!thousandths(value)) {
      if (is_near) (value < 0 ? negative_ : unusable_).add(row, column, value);
    } else if (value > 0 && is_near) {
      x_.push_back(raster_.x(static_cast<double>(column) + 0.5, static_cast<double>(row) + 0.5));
      y_.push_back(raster_.y(static_cast<double>(column) + 0.5, static_cast<double>(row) + 0.5));
      used_.emplace_back(row * raster_.width + column, value);
    } else if (value > 0) {
      add_outside(value);
    }
  }

  void place(std::size_t i) {
    const double lon = x_[i], lat = y_[i], value = used_[i].second;
    if (!within_.empty() && !(lon >= within_.west && lon <= within_.east && lat >= within_.south &&
                              lat <= within_.north)) {
      add_outside(value);
    } else if (!frame_.holds(lon, lat)) {
      ++far_;
      far_thousandths_ = std::min(far_thousandths_ + *thousandths(value), kMostThousandths);
    } else {
      cells_.at.push_back(frame_.to_plane(lon, lat));
      cells_.value.push_back(value);
      cells_.cell.push_back(used_[i].first);
    }
  }

  void add_outside(double value) {
    ++cells_.outside_cells;
    cells_.outside_thousandths =
        std::min(cells_.outside_thousandths + *thousandths(value), kMostThousandths);
  }

  void report(Problems& problems, bool cut) const {
    const auto add = [&](const char* key, std::vector<std::string> args, bool set_aside) {
      problems.add({.key = key,
                    .file = source_.file,
                    .layer = {},
                    .args = std::move(args),
                    .set_aside = set_aside});
    };
    if (const int bands = raster_.dataset->GetRasterCount(); bands > 1)
      add("raster_more_bands", {std::to_string(bands)}, false);
    if (cut)
      add("raster_cut", {std::to_string(raster_.width), std::to_string(raster_.height)}, false);
    for (const auto& [key, bad] :
         {std::pair{"raster_negative", &negative_}, std::pair{"raster_unusable", &unusable_}})
      if (bad->count > 0) add(key, {std::to_string(bad->count), bad->first}, true);
    if (far_ > 0) add("raster_far", {std::to_string(far_), people_text(far_thousandths_)}, true);
  }

  const Raster& raster_;
  const LayerSource& source_;
  const Frame& frame_;
  const LonLatBox& within_;
  const Window near_;
  const Meaning meaning_;
  std::vector<double> raw_, x_, y_;
  std::vector<std::pair<std::int64_t, double>> used_;  // cell, value
  RasterCells cells_;
  BadCells negative_, unusable_;
  std::uint64_t far_ = 0;
  std::int64_t far_thousandths_ = 0;
};

}  // namespace

Result<RasterCells> read_raster(const LayerSource& source, const Frame& frame, Problems& problems,
                                const Progress& progress, const LonLatBox& within) {
  auto opened = open_raster(source, problems);
  if (!opened) return opened.error();
  return CellReader{opened.value(), source, frame, within}.read(problems, progress);
}

}  // namespace lifecircle
