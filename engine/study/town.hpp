#pragma once

#include <string>
#include <vector>

#include "engine/network/roads.hpp"
#include "engine/places/places.hpp"

namespace lifecircle {

/// Everything a study has read, on one plane, before anything is computed.
///
/// Holds: facilities are sorted (sort_facilities), units by code, homes by (unit, id, place,
/// counts): the order of input features leaves no trace. Units of homes and facilities name units
/// of this town.
struct Town {
  Roads roads;
  Barriers barriers;
  std::vector<Facility> facilities;
  Homes homes;
  std::vector<Unit> units;
  std::vector<Shape>
      area;  ///< the study area, in one or more parts; none: everything read is inside
  double earth_radius_m = 6'371'000;  ///< where the plane hangs, see area_on_earth_m2
};

}  // namespace lifecircle
