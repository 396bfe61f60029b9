#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"
#include "io/frame/gcj02.hpp"
#include "io/read/raw_numbers.hpp"

class OGRSpatialReference;
class OGRCoordinateTransformation;

namespace lifecircle {

/// Takes the coordinates of one file to longitude and latitude. One thread at a time.
///
/// WGS 84 and CGCS2000 count as equal, and so does, where no proper transformation is
/// known, any other datum on their ellipsoid (decimetres to two metres). Beijing 1954 and
/// Xian 1980 are refused: for them PROJ offers no shift at all or one for another place, and the
/// error is tens of metres and more. A WKT that brings its own seven parameters is taken.
///
/// GCJ-02 and BD-09 are taken back to WGS 84 by iteration (io/frame/gcj02.hpp) where China is
/// (io/frame/china.hpp) and left as they are elsewhere.
class ToLonLat {
 public:
  /// `stated`: "EPSG:n", WKT, "gcj02" or "bd09" as the user wrote it, wins; empty: `of_file`, which
  /// may be null. `numbers` describes the coordinates for the message when neither is there.
  static Result<ToLonLat> make(const std::string& stated, const OGRSpatialReference* of_file,
                               const std::string& where, const RawNumbers& numbers);
  /// Whether a file's CRS is one, and no placeholder for "unknown".
  static bool says_something(const OGRSpatialReference* crs);
  /// For coordinates that are longitude and latitude already.
  static ToLonLat degrees();

  /// Changes x, y in place to lon, lat. A place that cannot be changed becomes NaN.
  void apply(std::span<double> x, std::span<double> y) const;

  /// The other way, for finding the part of a raster that a box covers.
  void unapply(std::span<double> lon, std::span<double> lat) const;

  /// "EPSG:4526, CGCS2000 / 3-degree Gauss-Kruger zone 38", "GCJ-02"; empty for degrees().
  const std::string& name() const { return name_; }
  /// What apply does, for the report.
  const Conversion::Step& step() const { return step_; }
  std::optional<ShiftedCrs> shifted() const { return shift_; }
  /// Whether x and y are angles.
  bool of_angles() const { return of_angles_; }
  /// Of a transverse Mercator projection in metres.
  std::optional<double> false_easting() const { return false_easting_; }

 private:
  Result<ToLonLat> find_way(const OGRSpatialReference& from, const std::string& where) &&;
  void describe(const OGRSpatialReference& from);

  std::shared_ptr<OGRCoordinateTransformation> there_, back_;  // null: nothing to do
  std::optional<ShiftedCrs> shift_;
  std::string name_;
  Conversion::Step step_{.key = "crs_done_degrees", .args = {""}};
  bool of_angles_ = true;
  std::optional<double> false_easting_;
};

/// How a file's own CRS is shown: its code, if it has one, and its name; empty where it says none.
std::string shown_crs(const OGRSpatialReference* crs);

}  // namespace lifecircle
