#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/study/table.hpp"
#include "io/frame/frame.hpp"

namespace lifecircle {

/// Writes layers and plain tables as one new GeoPackage, in `crs` (see TargetCrs).
///
/// Rows keep their order and get the fids 1, 2, ...; what is missing (kNoInteger, a number that is
/// not finite, an empty text, a shape without parts) is NULL. Layers are Point, LineString or their
/// Multi- kinds where any row has several parts; areas are always MultiPolygon. Every layer has a
/// spatial index and a row in `layer_styles` (QGIS draws it so at once). Titles of tables and
/// columns, in `language`, are in gpkg_contents.description, gpkg_data_columns and, as aliases, in
/// the style.
///
/// Same layers, same bytes: dates are fixed, nothing hangs on the clock, the machine's threads or
/// its locale.
///
/// GDAL is believed in nothing: failures are counted until after close, then the file
/// is synced, opened again, every page checked by SQLite and rows, shapes and index entries of
/// every table counted. A file that fails is left for the caller to remove. `path` must not exist;
/// `shown` is what errors call it.
///
/// About 6 µs of processor time a row (a million points and half a million lines of 8 points: 9 s,
/// 229 MB of file), index and reading back included; memory: about 120 bytes a row of the largest
/// layer.
Result<Done> write_geopackage(const std::string& path, const std::string& shown,
                              const std::vector<Layer>& layers, const std::vector<Table>& tables,
                              const Frame& frame, const std::string& crs, Language language,
                              const Progress& progress = {});

/// Whether these layers and tables, whatever their rows, can become a GeoPackage in `crs`: names of
/// tables and columns differ, the system is known, and made for the place of the study. For telling
/// so before anything is computed.
Result<Done> check_geopackage_plan(const std::vector<Layer>& layers,
                                   const std::vector<Table>& tables, const Frame& frame,
                                   const std::string& crs, const std::string& shown);

/// About how many bytes it will take, for the check of free space.
std::uint64_t geopackage_size_forecast(const std::vector<Layer>& layers,
                                       const std::vector<Table>& tables);

}  // namespace lifecircle
