#include "io/read/layer.hpp"

#include <utility>

#include <ogr_geometry.h>

#include "io/read/geometry.hpp"
#include "io/read/layer_rows.hpp"

namespace lifecircle {

Result<LonLatBox> layer_extent(const LayerSource& source) {
  Problems ignored;  // reading the layer will report them
  auto opened = LayerRows::open(source, {.columns = {}, .geometry_optional = true}, ignored);
  if (!opened) return opened.error();
  LayerRows& rows = opened.value();
  LonLatBox box;
  for (LayerRow row;;) {
    const auto more = rows.next(row, ignored);
    if (!more) return more.error();
    if (!more.value()) break;
    add_extent(row.geometry.get(), rows.to_lonlat(), box);
  }
  // What a study is laid around must not lie in a sea, or nowhere, without a word.
  if (const auto doubt = rows.crs_doubt()) {
    const bool swapped = doubt->key == "crs_looks_swapped" || doubt->key == "crs_looks_unswapped";
    if (box.empty() || (swapped && !rows.to_lonlat().of_angles()))
      return Error{Fault::input, doubt->key, place_of(source, rows.layer()), doubt->args};
  }
  return box;
}

Result<Features> read_features(const LayerSource& source, const Frame& frame,
                               const std::vector<std::string>& columns, bool geometry_optional,
                               Problems& problems, const Progress& progress) {
  auto opened = LayerRows::open(
      source,
      {.columns = columns, .all_columns = columns.empty(), .geometry_optional = geometry_optional},
      problems);
  if (!opened) return opened.error();
  LayerRows& rows = opened.value();

  Features features;
  features.file = source.file;
  features.layer = rows.layer();
  features.column_names = rows.columns();
  features.columns.resize(features.column_names.size());
  std::uint64_t seen = 0;
  for (LayerRow row;;) {
    const auto more = rows.next(row, problems);
    if (!more) return more.error();
    if (!more.value()) break;
    if (++seen % 1024 == 0 && !tell(progress, "stage_reading", seen, rows.expected()))
      return Error{Fault::interrupted, "reading_interrupted", source.file};
    Outline outline;
    if (row.fault.empty())
      outline = outline_on_plane(row.geometry.get(), rows.to_lonlat(), frame);
    else
      outline.fault = row.fault;
    const bool merely_missing = outline.fault == "geometry_missing" && geometry_optional;
    if (!outline.fault.empty() && !merely_missing)
      problems.add({.key = outline.fault,
                    .file = source.file,
                    .layer = features.layer,
                    .row = row.id,
                    .args = row.fault_args,
                    .set_aside = !geometry_optional});
    if (!outline.fault.empty()) {
      if (!geometry_optional) continue;
      outline.shape = Shape{};
    }
    features.row.push_back(row.id);
    features.shape.push_back(std::move(outline.shape));
    for (std::size_t i = 0; i < features.columns.size(); ++i)
      features.columns[i].push_back(std::move(row.values[i]));
  }
  return features;
}

}  // namespace lifecircle
