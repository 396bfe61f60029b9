#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <ogr_spatialref.h>

#include "engine/base/result.hpp"
#include "engine/places/point.hpp"
#include "io/frame/frame.hpp"

namespace lifecircle {

/// Easting (longitude) and northing (latitude) of places, in the order in which GIS files store
/// them, whatever the order of the authority.
struct Coordinates {
  std::vector<double> x, y;
};

/// The coordinate system results are written in, and the way from the study's plane to it.
///
/// Coordinates are rounded (to 1e-9 degree or 1e-4 of the system's unit, both about 0.1 mm), so
/// that the last bits of a projection never show in a file.
class TargetCrs {
 public:
  /// `crs`: "EPSG:n", two-dimensional. Refused: what is no such system, and systems no operation of
  /// known accuracy leads to from CGCS2000 or WGS 84 (Beijing 1954, Xian 1980: their shift of tens
  /// of metres is no public knowledge). `shown` is the file errors name.
  static Result<TargetCrs> of(const std::string& crs, const std::string& shown);

  const OGRSpatialReference& reference() const { return *reference_; }

  /// An Error where the system is a projection and `place` lies outside the area it is made for by
  /// more than 3 degrees: there its coordinates are far off or no numbers at all.
  Result<Done> check_place(LonLat place) const;

  /// On all cores. An Error where a place has no finite coordinates in this system.
  Result<Coordinates> convert(std::span<const Point> points, const Frame& frame) const;

 private:
  std::string crs_, shown_;
  std::unique_ptr<OGRSpatialReference> reference_;
  std::unique_ptr<OGRCoordinateTransformation> from_degrees_;  ///< null: degrees it is
  double grain_ = 1e9;                                         ///< roundings a unit
};

}  // namespace lifecircle
