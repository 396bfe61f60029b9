#pragma once

#include <memory>
#include <string>

#include "engine/base/result.hpp"
#include "engine/places/point.hpp"

namespace lifecircle {

struct LonLat {
  double lon = 0, lat = 0;  ///< degrees, CGCS2000 or WGS 84 (the same to decimetres)
};

/// A box in degrees; empty until something is put in.
struct LonLatBox {
  double west = 1e9, south = 1e9, east = -1e9, north = -1e9;
  bool empty() const { return west > east; }
  void add(double lon, double lat);
  void add(const LonLatBox& other);
};

/// How the study's plane hangs on the Earth: a transverse Mercator projection of the
/// CGCS2000 ellipsoid, true to scale along the meridian through the centre of the
/// study. The scale error is (distance east of that meridian / Earth radius)² / 2: 5 ppm
/// at 20 km, 120 ppm at 100 km.
///
/// The centre is rounded to 0.01 degree, so it hangs on what is studied and not on
/// the order of its features. Immutable; to_plane and to_lonlat may be called from any number of
/// threads.
class Frame {
 public:
  /// `box`: everything to be studied, not empty, within ±84° and not wider than 18°.
  static Result<Frame> around(const LonLatBox& box);

  /// Rounded to the millimetre. The caller makes sure the place lies in holds().
  Point to_plane(double lon, double lat) const;
  LonLat to_lonlat(Point p) const;
  /// Whether a place is finite, on Earth and within the plane's reach (1,000 km and 9° of longitude
  /// from the centre).
  bool holds(double lon, double lat) const;

  LonLat centre() const;
  /// PROJ string of the plane, for the report.
  std::string definition() const;
  /// The mean radius of the ellipsoid at the centre (of Gauss), for area_on_earth_m2.
  double radius_m() const;
  /// Largest relative error of a distance within `box`.
  double scale_error(const LonLatBox& box) const;

 private:
  struct Projection;
  std::shared_ptr<const Projection> projection_;
};

}  // namespace lifecircle
