#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/problems.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/network/roads.hpp"
#include "io/frame/frame.hpp"
#include "io/read/features.hpp"

namespace lifecircle {

/// Where a layer is. An empty layer name means the file's only layer (an error that lists them when
/// there are several).
struct LayerSource {
  std::string file;   ///< already resolved against the study file's folder
  std::string layer;
  std::string crs;    ///< "EPSG:4490" or WKT; empty: as the file says
  std::string encoding;  ///< empty: as GDAL finds
  std::map<std::string, std::vector<std::string>> where;  ///< column -> values admitted; all columns must match
  std::string x, y, wkt;   ///< CSV: columns of coordinates; empty: found by their usual names
};

/// Box of a layer, in degrees.
Result<LonLatBox> layer_extent(const LayerSource& source);

/// Features with the named columns (all if empty). A named column that is missing is an Error
/// with did-you-mean. Rows whose geometry is missing, empty, not finite, out of the frame or of no use are
/// set aside as Problems, unless `geometry_optional`.
Result<Features> read_features(const LayerSource& source, const Frame& frame,
                               const std::vector<std::string>& columns, bool geometry_optional,
                               Problems& problems, const Progress& progress = {});

/// How a line layer becomes roads. Empty column names: the layer has none.
struct RoadColumns {
  std::string road_class, speed_limit, oneway, level, bridge, tunnel, id;
  std::string forward_seconds, backward_seconds;
  std::string default_class = "unclassified";  ///< where there is no class column or it is empty
  Modes modes = Modes::all();      ///< who may use this layer
  bool node_crossings = false;     ///< else lines meet where they share an end
  double tolerance_m = 0;          ///< noding and joining: ends and vertices nearer than this are one
};

Result<Roads> read_roads(const LayerSource& source, const Frame& frame, const RoadColumns& columns,
                         Problems& problems, const Progress& progress = {});

/// Cells of a population raster as points: the centre of each cell whose value is a
/// positive finite number and not nodata, with its value. Cells outside `area` (if given: covers()) are left out.
struct RasterCells {
  std::vector<Point> at;
  std::vector<double> value;
  std::vector<std::int64_t> cell;   ///< row * width + column
};
Result<RasterCells> read_raster(const LayerSource& source, const Frame& frame, Problems& problems,
                                const Progress& progress = {});
Result<LonLatBox> raster_extent(const LayerSource& source);

/// The names a person may have meant, nearest first (edit distance), at most three.
std::vector<std::string> did_you_mean(const std::string& word, const std::vector<std::string>& known);

}  // namespace lifecircle
