#include "io/read/check/raw_rows.hpp"

#include <ogr_geometry.h>

#include "io/read/check/sources.hpp"
#include "io/read/geometry.hpp"
#include "io/read/layer_rows.hpp"

namespace lifecircle::check_sources {

namespace {

constexpr double kBeside_deg = 0.05;

bool reads_all(const LayerSource& source) {
  Problems problems;
  auto opened = LayerRows::open(
      source, {.columns = {}, .all_columns = true, .geometry_optional = true}, problems);
  if (!opened) return false;
  for (LayerRow row;;) {
    const auto more = opened.value().next(row, problems);
    if (!more) return false;
    if (!more.value()) break;
  }
  return !problems.counts().contains("text_undecodable");
}

}  // namespace

LonLatBox box_of_roads(const LoadedTown& loaded) {
  LonLatBox box;
  for (const Point& p : loaded.town.roads.position) {
    const LonLat at = loaded.frame.to_lonlat(p);
    box.add(at.lon, at.lat);
  }
  return box;
}

std::set<std::int64_t> rows_exchanged(const LayerSource& source, const LonLatBox& roads) {
  std::set<std::int64_t> exchanged;
  if (roads.empty()) return exchanged;
  Problems ignored;
  auto opened = LayerRows::open(source, {.columns = {}, .geometry_optional = true}, ignored);
  if (!opened) return exchanged;
  LayerRows& rows = opened.value();
  const auto inside = [&](double x, double y) {
    rows.to_lonlat().apply({&x, 1}, {&y, 1});
    return x >= roads.west - kBeside_deg && x <= roads.east + kBeside_deg &&
           y >= roads.south - kBeside_deg && y <= roads.north + kBeside_deg;
  };
  for (LayerRow row;;) {
    const auto more = rows.next(row, ignored);
    if (!more || !more.value()) break;
    LonLatBox raw;
    add_raw_extent(row.geometry.get(), raw);
    if (raw.empty()) continue;
    const double x = (raw.west + raw.east) / 2, y = (raw.south + raw.north) / 2;
    if (!inside(x, y) && inside(y, x)) exchanged.insert(row.id);
  }
  return exchanged;
}

void say_encoding(const StudyFile& study, Finding& undecodable) {
  for (const Source& source : sources_of(study)) {
    if (source.osm || source.raster || source.layer.file != undecodable.where) continue;
    for (const char* encoding : {"UTF-8", "GB18030"}) {
      LayerSource other = source.layer;
      other.encoding = encoding;
      if (!reads_all(other)) continue;
      undecodable.where = source.stated_at;
      undecodable.fix = std::string{"encoding = \""} + encoding + "\"";
      return;
    }
  }
}

}  // namespace lifecircle::check_sources
