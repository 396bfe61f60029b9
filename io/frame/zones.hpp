#pragma once

#include <optional>
#include <string>

namespace lifecircle {

/// The zones of Gauss-Krueger coordinates in China, by the number that stands before the easting:
/// 13 to 23 are 6 degrees wide, 25 to 45 are 3 (zone 24 of 3 degrees lies in the same numbers but
/// west of China).
///
/// Datum CGCS2000. EPSG numbers them in order: with the zone in the easting 4491-4501 and
/// 4513-4533, without it 4502-4512 and 4534-4554.
struct GaussZone {
  int number = 0;

  int degrees_wide() const { return number <= 23 ? 6 : 3; }
  int central_meridian() const { return number <= 23 ? 6 * number - 3 : 3 * number; }
  std::string epsg_with_zone() const;     ///< "EPSG:4526": eastings 38,500,000
  std::string epsg_without_zone() const;  ///< "EPSG:4547": eastings 500,000
};

/// The zone whose number stands before an easting, as metres; none where it is no such number or
/// lies more than 400 km from the central meridian.
std::optional<GaussZone> zone_of_easting(double easting);

/// "75E EPSG:4534, 78E EPSG:4535, ...": every system without the zone in the easting, `degrees`
/// wide.
std::string zones_by_meridian(int degrees);

}  // namespace lifecircle
