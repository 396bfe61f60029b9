#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <gdal_priv.h>

#include "io/read/child/readers.hpp"
#include "io/read/child/whole.hpp"
#include "io/read/gdal_open.hpp"
#include "io/read/layer.hpp"
#include "io/read/people_count.hpp"
#include "io/read/raster_open.hpp"
#include "io/read/raster_place.hpp"
#include "io/read/text.hpp"

namespace lifecircle {
namespace {

constexpr std::size_t kMostPeopledCells = 20'000'000;

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

}  // namespace

Result<RasterPlace> raster_place(const LayerSource& source) {
  if (reads_in_children()) return in_child::raster_place(source);
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
  RasterPlace place;
  place.crs = raster.to_lonlat.name();
  for (std::size_t i = 0; i < x.size(); ++i)
    if (std::isfinite(x[i]) && std::isfinite(y[i])) place.box.add(x[i], y[i]);
  constexpr int kSide = 20;
  static_assert(kSide * kSide <= RasterPlace::kSample);
  for (int row = 0; row < kSide; ++row)
    for (int column = 0; column < kSide; ++column) {
      const double at_column = (column + 0.5) / kSide * static_cast<double>(raster.width);
      const double at_row = (row + 0.5) / kSide * static_cast<double>(raster.height);
      place.x.push_back(raster.x(at_column, at_row));
      place.y.push_back(raster.y(at_column, at_row));
    }
  return place;
}

Result<LonLatBox> raster_extent(const LayerSource& source) {
  const auto place = raster_place(source);
  if (!place) return place.error();
  return place.value().box;
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
    if (!holds_few(window) || !holds_small_blocks(*raster_.band))
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
  static bool holds_few(const Window& w) { return holds_few_cells(w.width(), w.height()); }

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
  const CellMeaning meaning_;
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
  if (reads_in_children()) return in_child::read_raster(source, frame, problems, progress, within);
  auto opened = open_raster(source, problems);
  if (!opened) return opened.error();
  return CellReader{opened.value(), source, frame, within}.read(problems, progress);
}

}  // namespace lifecircle
