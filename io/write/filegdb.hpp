#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/study/table.hpp"
#include "io/frame/frame.hpp"
#include "io/write/layer_writer.hpp"

namespace lifecircle {

/// File geodatabases (.gdb, a folder) as ArcGIS 10 and later read them, by GDAL's OpenFileGDB
/// driver. Layers with spatial index, tables, and titles of both as aliases.
///
/// What the format cannot take: it knows whole numbers of 32 bits only, so ours are its Double,
/// exact up to 2^53, and absent beyond (counted in Written). Coordinates lie on its grid of 1e-9
/// degree or 1e-4 metre, which is the one TargetCrs rounds to. Names that are words of SQL are
/// changed by the driver (Written::renamed).
///
/// Same rows, same bytes, from a fresh process: the ids of datasets, which GDAL makes of the clock,
/// are made of a counter of the process instead, so a second geodatabase written by one process has
/// other ids and nothing else different.
///
/// The driver tells little of a full disk: after closing, every file is synced, and the
/// geodatabase is read back as a reader would and the rows and shapes of every table counted.

/// One layer, row by row.
Result<std::unique_ptr<LayerWriter>> begin_filegdb(const LayerPlan& plan);

/// Layers and tables together. `written` gets what the format could not take, of all of them.
Result<Done> write_filegdb(const std::string& path, const std::string& shown,
                           const std::vector<Layer>& layers, const std::vector<Table>& tables,
                           const Frame& frame, const std::string& crs, Language language,
                           Written& written, const Progress& progress = {});

/// Whether a folder is one: what may be replaced by one.
bool is_filegdb(const std::string& path);

}  // namespace lifecircle
