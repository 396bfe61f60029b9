#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "io/frame/frame.hpp"

class OGRSpatialReference;
class OGRCoordinateTransformation;

namespace lifecircle {

/// Takes the coordinates of one file to longitude and latitude. One thread at a time.
///
/// WGS 84 and CGCS2000 count as equal, and so does, where no proper transformation is
/// known, any other datum on their ellipsoid (decimetres to two metres). Beijing 1954 and
/// Xian 1980 are refused: for them PROJ offers no shift at all or one for another place, and the
/// error is tens of metres and more. A WKT that brings its own seven parameters is taken.
class ToLonLat {
 public:
  /// `stated`: "EPSG:n" or WKT as the user wrote it, wins; empty: `of_file`, which may be null.
  /// `numbers` describes the coordinates for the message when neither is there.
  static Result<ToLonLat> make(const std::string& stated, const OGRSpatialReference* of_file,
                               const std::string& where, const LonLatBox& numbers);
  /// Whether a file's CRS is one, and no placeholder for "unknown".
  static bool says_something(const OGRSpatialReference* crs);
  /// For coordinates that are longitude and latitude already.
  static ToLonLat degrees();

  /// Changes x, y in place to lon, lat. A place that cannot be changed becomes NaN.
  void apply(std::span<double> x, std::span<double> y) const;

  /// The other way, for finding the part of a raster that a box covers.
  void unapply(std::span<double> lon, std::span<double> lat) const;

 private:
  std::shared_ptr<OGRCoordinateTransformation> there_, back_;  // null: nothing to do
};

/// What the numbers suggest when a file does not say: "EPSG:4490", "EPSG:4526", ... or a choice.
std::string guess_crs(const LonLatBox& numbers);

}  // namespace lifecircle
