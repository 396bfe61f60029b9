#pragma once

#include <cstdint>
#include <map>
#include <memory>
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

struct RowEdits;

/// Which number of a pair is x. Some offices write northing and easting the other way round.
enum class Axes { as_written, swapped };

/// Where a layer is. An empty layer name means the file's only layer (an error that lists them when
/// there are several).
///
/// The end of the file's name decides how it is read: .gpkg, .shp, .geojson, .json, .gdb (a
/// folder), .fgb, .csv, .tsv, .xlsx, .ods, .dxf, .tif, .tiff. Nothing that is no plain file on this
/// machine is opened, and no reader opens a socket. A GeoPackage view is no layer.
///
/// Text that is not UTF-8 is read as GB18030, and the reader says so once (problem text_decoded): a
/// CSV as a whole; of a Shapefile without .cpg and language byte all texts, if one of them is not
/// UTF-8.
struct LayerSource {
  std::string file;  ///< already resolved against the study file's folder
  std::string layer;
  std::string crs;       ///< "EPSG:4490", WKT, "gcj02", "bd09"; empty: as the file says
  std::string encoding;  ///< "GBK", "GB18030", "Big5"...; empty: as above
  /// Of a CSV without a head: what its columns are called, from the left; its first line is a row.
  std::vector<std::string> columns;
  /// column -> values admitted, compared as text; all columns must match. Rows not admitted leave
  /// no trace.
  std::map<std::string, std::vector<std::string>> where;
  /// Swapped: x and y change places before anything else. Never guessed where `crs` or the file
  /// says what the numbers are: if they look exchanged, a problem or error says so
  /// (crs_looks_swapped).
  Axes axes = Axes::as_written;
  /// Columns of coordinates of a table without geometry (CSV, XLSX, ...). Empty: found by their
  /// usual names, whatever the case: first wkt, geometry, geom, the_geom, wkt_geom (WKT, or WKB in
  /// hexadecimal digits), else lon, lng, longitude, long, 经度, point_x, x and lat, latitude, 纬度,
  /// point_y, y. Where `crs` is empty and most rows look like degrees they are taken as longitude
  /// and latitude, with a problem (crs_assumed_degrees) that says so.
  ///
  /// Layers of any kind without a CRS whose eastings carry the number of a Gauss-Krueger zone are
  /// read as CGCS2000 of that zone, with a problem (crs_recognised); else `crs` must be stated. See
  /// io/read/layer_crs.hpp.
  std::string x, y, wkt;
  /// What a scenario changes of its rows (io/read/row_edits.hpp); null: nothing.
  std::shared_ptr<const RowEdits> edits = {};
};

/// Box of a layer's rows (that `where` admits), in degrees: of every vertex that lies on Earth, not
/// of what the file claims. Reads the whole layer. Empty where there is no geometry. An Error where
/// nothing of it lies on Earth, or the axes of a projected layer are exchanged, and its numbers say
/// why (doubt_of in io/read/layer_crs.hpp).
Result<LonLatBox> layer_extent(const LayerSource& source);

/// Features with the named columns (all if empty). A named column that is missing is an Error
/// with did-you-mean; so is one that stands twice. A GeoPackage's fid may be named too. Rows whose
/// geometry is missing, empty, not finite, out of the frame or of no use are
/// set aside as Problems, unless `geometry_optional`: they then have no parts, and a Problem
/// if there was something that could not be used.
///
/// `row` is the feature id of the file, in a CSV the number of the line (the head is 1). Geometry:
/// io/read/geometry.hpp. Attributes: integers as they are, reals by the shortest text that reads
/// back the same, booleans true or false, times as in ISO 8601, lists as JSON, nothing for null and
/// for bytes.
Result<Features> read_features(const LayerSource& source, const Frame& frame,
                               const std::vector<std::string>& columns, bool geometry_optional,
                               Problems& problems, const Progress& progress = {});

/// How a line layer becomes roads. Empty column names: the layer has none. How words are
/// understood: io/read/road_words.hpp; words not understood are problems and count as empty.
struct RoadColumns {
  std::string road_class = {};
  std::string speed_limit = {};  ///< km/h unless it says mph; empty or 0: not stated
  std::string oneway = {};       ///< binds bicycle, motorcycle and car, not foot and wheelchair
  std::string level = {};  ///< a whole number; where empty, 1 for a bridge, -1 for a tunnel, else 0
  std::string bridge = {}, tunnel = {};
  std::string id = {};  ///< a whole number for line_source; else the feature id
  /// Seconds along the line and against it, for all modes. Empty or negative: closed that way. If
  /// one column is named it holds for both ways. Not finite or more than 49 days: the row is set
  /// aside. A line of several parts shares them out by length.
  std::string forward_seconds = {}, backward_seconds = {};
  std::string default_class = "unclassified";  ///< where there is no class column or it is empty
  Modes modes = Modes::all();                  ///< who may use this layer
  /// Lines of one level meet wherever they cross, touch or overlap (io/read/noding.hpp). Otherwise
  /// lines meet where they share an end and nowhere else; ends that touch the inside of another
  /// line are counted in one problem (road_ends_touch).
  bool node_crossings = false;
  /// Line ends within this distance are one; when noding, an end within it of another line moves
  /// onto that line, and it counts as 1 cm at least: straight lines bend by as much between
  /// projections. 0 to 100.
  double tolerance_m = 0;
};

/// Roads of a line layer. Each part of each row is a line. Ends at one place are one vertex, at
/// whatever level; the inside of a line is its own, unless noded. Bridges and tunnels so pass over
/// lines of other levels and meet them at their ends alone.
///
/// Lines and vertices are in the order of their coordinates: that of the file leaves no trace
/// but in line_source.
Result<Roads> read_roads(const LayerSource& source, const Frame& frame, const RoadColumns& columns,
                         Problems& problems, const Progress& progress = {});

/// Cells of a population raster (first band of a GeoTIFF) as points: the centre of each cell whose
/// value is a number of people above zero and not nodata, with its value; row by row. Scale and
/// offset of the band are applied. Cells that hold no number of people (negative, not finite, more
/// than kMostPeople) and cells outside the frame are counted, in one problem each.
struct RasterCells {
  std::vector<Point> at;
  std::vector<double> value;
  std::vector<std::int64_t> cell;        ///< row * width + column
  std::uint64_t outside_cells = 0;       ///< with people, their centre not in the box asked for
  std::int64_t outside_thousandths = 0;  ///< their people; kMostThousandths stands for more
};
/// `within`: only cells with their centre in this box, so that a county can be cut out of a
/// provincial raster, and the rest summed up; empty: all. Of a raster of more than 400 million
/// cells only the part round the box is looked at (problem raster_cut). An Error past 400 million
/// cells to look at or 20 million with people.
Result<RasterCells> read_raster(const LayerSource& source, const Frame& frame, Problems& problems,
                                const Progress& progress = {}, const LonLatBox& within = {});
/// Box of the whole raster, in degrees.
Result<LonLatBox> raster_extent(const LayerSource& source);

/// The names a person may have meant, nearest first (edit distance), at most three.
std::vector<std::string> did_you_mean(const std::string& word,
                                      const std::vector<std::string>& known);
/// The same for a file that is not there, as one text: "a.gpkg, b.gpkg", or "" for none.
std::string files_meant(const std::string& path);

}  // namespace lifecircle
