#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/base/problems.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/study/table.hpp"
#include "io/frame/frame.hpp"

namespace lifecircle {

/// Files of one layer, by the end of their name.
///
/// | ending   | what is particular                                                               |
/// |----------|----------------------------------------------------------------------------------|
/// | .gpkg    | GeoPackage with spatial index and QGIS style: see geopackage.hpp                 |
/// | .geojson | RFC 7946: always WGS 84 longitude and latitude: see geojson.hpp                  |
/// | .fgb     | FlatGeobuf with spatial index, rows in its order: see flatgeobuf.hpp             |
/// | .shp     | ESRI Shapefile (.shp .shx .dbf .prj .cpg), 2 GB at most: see shapefile.hpp       |
/// | .gdb     | file geodatabase, a folder: see filegdb.hpp                                      |
/// | .kml     | KML 2.2, coloured as the style says, always WGS 84 degrees: see kml.hpp          |
enum class VectorFormat { geopackage, geojson, flatgeobuf, shapefile, kml, filegdb };

/// By the end of the name, in small letters; an Error says which endings there are.
Result<VectorFormat> vector_format_of(const std::string& name);
std::string_view ending_of(VectorFormat format);

/// The files that writing `name` makes, itself first: five for a Shapefile, else one (of a file
/// geodatabase a folder).
std::vector<std::string> files_of(VectorFormat format, const std::string& name);

/// Whether rows of a layer may have several parts. (Areas always may.) It decides between Point and
/// MultiPoint, LineString and MultiLineString: the type of a layer stands before its rows.
enum class Parts { one, many };

/// What was written, and what the format could not take as it was.
struct Written {
  std::uint64_t rows = 0;
  std::uint64_t shapes = 0;     ///< rows with a shape
  std::uint64_t texts_cut = 0;  ///< Shapefile: longer than 254 bytes, cut at a character
  /// Whole numbers too long: Shapefile, of more than 18 characters; geodatabase, above 2^53.
  std::uint64_t numbers_absent = 0;
  /// Shapefile and geodatabase: names of columns that had to change, from and to.
  std::vector<std::pair<std::string, std::string>> renamed = {};
};

/// That, in sentences for people; empty where everything was taken as it was.
std::vector<Problem> remarks_on(const Written& written, const std::string& shown);

/// One layer written row by row, in batches, without holding them. Used in the order begin, add...,
/// finish; whoever does not finish, or fails, leaves a file for the caller to remove.
///
/// Same rows, same bytes, however they are dealt out to batches, whatever the clock, the locale and
/// the number of threads (a .gdb but for ids: see there). What is missing (kNoInteger, a number
/// that is not finite, an empty text, a shape without parts) is null. Coordinates are rounded as
/// TargetCrs says, in all formats alike. Whatever fails is an Error: no return code of a library is
/// believed; finish() closes, syncs, reads back and counts. Memory: a batch; for their indexes
/// GeoPackage keeps 100 bytes a row and FlatGeobuf 130.
class VectorFile {
 public:
  /// `like` is a layer of such rows: its name, titles, columns, kind of shape and style; its rows
  /// are not written. It has shapes. `path` must not exist; `shown` is what errors call it.
  /// `crs`: see TargetCrs; GeoJSON and KML take EPSG:4326 and EPSG:4490 only (the same degrees, to
  /// decimetres).
  static Result<VectorFile> begin(const std::string& path, const std::string& shown,
                                  const Layer& like, Parts parts, const Frame& frame,
                                  const std::string& crs, Language language);
  VectorFile(VectorFile&&) noexcept;
  VectorFile& operator=(VectorFile&&) noexcept;
  ~VectorFile();

  /// Appends all rows of `batch`, whose columns are those of `like`. `progress` is told
  /// "writing_results", with all rows so far, of `all_rows` (0: not known).
  Result<Done> add(const Table& batch, const Progress& progress = {}, std::uint64_t all_rows = 0);
  Result<Written> finish();

 private:
  struct State;
  explicit VectorFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// A whole layer at once: begin, add, finish.
Result<Written> write_vector_file(const std::string& path, const std::string& shown,
                                  const Layer& layer, const Frame& frame, const std::string& crs,
                                  Language language, const Progress& progress = {});

/// About how many bytes it will take, all files together: for the check of free space.
std::uint64_t vector_size_forecast(VectorFormat format, const Layer& layer);

}  // namespace lifecircle
