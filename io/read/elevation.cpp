#include "io/read/elevation.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include <gdal_priv.h>

#include "io/read/child/readers.hpp"
#include "io/read/child/whole.hpp"
#include "io/read/raster_open.hpp"
#include "io/read/text.hpp"

namespace lifecircle {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kLowestM = -500, kHighestM = 9'000;

bool says_metres(const std::string& unit) {
  for (const char* word : {"", "m", "metre", "metres", "meter", "meters"})
    if (EQUAL(unit.c_str(), word)) return true;
  return false;
}

/// The two cells a place lies between, in one direction, and how far towards the second.
struct Between {
  std::int64_t first = 0;
  double share = 0;
  Between(double place, std::int64_t cells) {
    const double last = static_cast<double>(cells - 1);
    const double at = std::clamp(place - 0.5, 0.0, last);
    first = std::min(static_cast<std::int64_t>(at), std::max<std::int64_t>(0, cells - 2));
    share = at - static_cast<double>(first);
  }
};

/// Gives heights of one raster to the places that have none yet.
class HeightReader {
 public:
  HeightReader(const Raster& raster, const LayerSource& source)
      : raster_{raster}, source_{source}, meaning_{*raster.band} {}

  Result<Done> read(const Frame& frame, std::span<const Point> places, std::vector<double>& heights,
                    Problems& problems, const Progress& progress) {
    find_wanted(frame, places, heights);
    if (wanted_.empty()) return Done{};
    std::int64_t first_column = raster_.width, last_column = 0;
    for (const Wanted& w : wanted_) {
      const Between columns{w.column, raster_.width};
      first_column = std::min(first_column, columns.first);
      last_column = std::max(last_column, std::min(columns.first + 2, raster_.width));
    }
    const std::int64_t width = last_column - first_column;
    const std::int64_t first_row = row_of(wanted_.front());
    const std::int64_t last_row = std::min(row_of(wanted_.back()) + 2, raster_.height);
    if (!holds_few_cells(width, last_row - first_row) || !holds_small_blocks(*raster_.band))
      return Error{Fault::limit,
                   "elevation_too_large",
                   source_.file,
                   {std::to_string(width), std::to_string(last_row - first_row)}};
    const std::int64_t rows_at_once = std::max<std::int64_t>(2, kCellsAtOnce / width);
    for (auto next = wanted_.begin(); next != wanted_.end();) {
      const std::int64_t row = row_of(*next);
      if (!tell(progress, "stage_elevation", static_cast<std::uint64_t>(row - first_row),
                static_cast<std::uint64_t>(last_row - first_row)))
        return Error{Fault::interrupted, "reading_interrupted", source_.file};
      strip_ = {first_column, row, width, std::min(rows_at_once, last_row - row)};
      if (auto done = read_strip(); !done) return done.error();
      for (; next != wanted_.end() &&
             row_of(*next) + 2 <= row + std::max<std::int64_t>(strip_.rows, 2);
           ++next)
        heights[next->place] = height_at(*next);
    }
    report(problems);
    return Done{};
  }

 private:
  struct Wanted {
    double column, row;
    std::size_t place;
  };
  struct Strip {
    std::int64_t column = 0, row = 0, columns = 0, rows = 0;
  };

  std::int64_t row_of(const Wanted& w) const { return Between{w.row, raster_.height}.first; }

  /// Places within the raster that have no height yet, by row.
  void find_wanted(const Frame& frame, std::span<const Point> places,
                   const std::vector<double>& heights) {
    std::vector<double> x, y;
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (!std::isnan(heights[i])) continue;
      const LonLat at = frame.to_lonlat(places[i]);
      x.push_back(at.lon);
      y.push_back(at.lat);
      open.push_back(i);
    }
    raster_.to_lonlat.unapply(x, y);
    const auto& to = raster_.inverse;
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (!std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
      const double column = to[0] + x[i] * to[1] + y[i] * to[2];
      const double row = to[3] + x[i] * to[4] + y[i] * to[5];
      if (column >= 0 && column <= static_cast<double>(raster_.width) && row >= 0 &&
          row <= static_cast<double>(raster_.height))
        wanted_.push_back({column, row, open[i]});
    }
    std::ranges::stable_sort(wanted_, {}, [&](const Wanted& w) { return row_of(w); });
  }

  Result<Done> read_strip() {
    const GdalMessages messages;
    raw_.resize(static_cast<std::size_t>(strip_.columns * strip_.rows));
    const int columns = static_cast<int>(strip_.columns), rows = static_cast<int>(strip_.rows);
    if (raster_.band->RasterIO(GF_Read, static_cast<int>(strip_.column),
                               static_cast<int>(strip_.row), columns, rows, raw_.data(), columns,
                               rows, GDT_Float64, 0, 0, nullptr) != CE_None)
      return Error{Fault::input, "layer_breaks_off", source_.file, {messages.failure()}};
    return Done{};
  }

  double height_at(const Wanted& w) {
    const Between columns{w.column, raster_.width}, rows{w.row, raster_.height};
    double sum = 0;
    for (const int down : {0, 1})
      for (const int right : {0, 1}) {
        const double weight = (right == 1 ? columns.share : 1 - columns.share) *
                              (down == 1 ? rows.share : 1 - rows.share);
        if (weight == 0) continue;  // what is not needed may be missing
        const std::int64_t row = rows.first + down, column = columns.first + right;
        const double raw = raw_[static_cast<std::size_t>((row - strip_.row) * strip_.columns +
                                                         column - strip_.column)];
        if (meaning_.is_missing(raw)) return kNone;
        const double metres = meaning_.value(raw);
        if (!(metres >= kLowestM && metres <= kHighestM)) {
          if (unusable_++ == 0)
            first_unusable_ =
                std::to_string(row) + ":" + std::to_string(column) + " = " + number_text(metres);
          return kNone;
        }
        sum += weight * metres;
      }
    return sum;
  }

  void report(Problems& problems) const {
    const auto add = [&](const char* key, std::vector<std::string> args) {
      problems.add({.key = key,
                    .file = source_.file,
                    .layer = {},
                    .args = std::move(args),
                    .set_aside = false});
    };
    if (const int bands = raster_.dataset->GetRasterCount(); bands > 1)
      add("raster_more_bands", {std::to_string(bands)});
    if (unusable_ > 0) add("elevation_unusable", {std::to_string(unusable_), first_unusable_});
  }

  const Raster& raster_;
  const LayerSource& source_;
  const CellMeaning meaning_;
  std::vector<Wanted> wanted_;
  Strip strip_;
  std::vector<double> raw_;
  std::uint64_t unusable_ = 0;
  std::string first_unusable_;
};

/// Asks a process a raster for the places that have no height yet.
Result<Done> read_in_child(const LayerSource& source, const Frame& frame,
                           std::span<const Point> places, std::vector<double>& heights,
                           Problems& problems, const Progress& progress) {
  std::vector<Point> open;
  for (std::size_t i = 0; i < places.size(); ++i)
    if (std::isnan(heights[i])) open.push_back(places[i]);
  auto found = in_child::read_heights(source, frame, open, problems, progress);
  if (!found) return found.error();
  auto next = found.value().begin();
  for (double& height : heights)
    if (std::isnan(height)) height = *next++;
  return Done{};
}

}  // namespace

Result<std::vector<double>> read_heights(std::span<const LayerSource> sources, const Frame& frame,
                                         std::span<const Point> places, Problems& problems,
                                         const Progress& progress) {
  std::vector<double> heights(places.size(), kNone);
  for (const LayerSource& source : sources) {
    if (reads_in_children()) {
      if (auto done = read_in_child(source, frame, places, heights, problems, progress); !done)
        return done.error();
      continue;
    }
    auto opened = open_raster(source, problems, {FileFamily::geotiff, FileFamily::srtm});
    if (!opened) return opened.error();
    const std::string unit = opened.value().band->GetUnitType();
    if (!says_metres(unit)) return Error{Fault::input, "elevation_unit", source.file, {unit}};
    HeightReader reader{opened.value(), source};
    if (auto done = reader.read(frame, places, heights, problems, progress); !done)
      return done.error();
  }
  return heights;
}

}  // namespace lifecircle
