#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/network/gates.hpp"
#include "engine/network/roads.hpp"
#include "engine/places/compound.hpp"
#include "engine/places/places.hpp"

namespace lifecircle {

/// A piece of land, and the row it came from.
struct Parcel {
  Shape area;
  std::size_t source;  ///< place in Town::land_files
  std::int64_t row;
};

/// Ground of one kind, asked how much of it is reached: residential land.
struct Land {
  std::string name;
  std::vector<Parcel> parcels;  ///< sorted by their points; may overlap
};

/// A file and its layer, as messages name them.
struct LandFile {
  std::string file, layer;
};

/// Which columns the study names, whatever its rows say.
struct StatedColumns {
  std::map<std::string, std::set<std::string>> facilities;  ///< [kind]: of any of its sources
  std::set<std::string> kinds_with_hours;
  std::set<std::string> partly_counted =
      {};  ///< measures that some source of people does not count
  std::set<std::string> units;
  bool unit_groups = false;
};

/// Facilities that are known and not there in the study's year.
struct OtherYears {
  std::size_t open_later = 0, closed_by_then = 0;
};

/// Everything a study has read, on one plane, before anything is computed.
///
/// Holds: facilities are sorted (sort_facilities), units by code, homes by (unit, id, place,
/// counts): the order of input features leaves no trace. Units of homes and facilities name units
/// of this town.
struct Town {
  Roads roads;
  Barriers barriers;
  /// On the roads, at the study's time: those of which nobody knows stand in `roads` as the study's
  /// default has it.
  std::vector<UnknownGate> unknown_gates;
  GateCounts gates;
  std::vector<Compound> compounds;  ///< sorted by code and area
  std::vector<Facility> facilities;
  std::map<std::string, OtherYears> other_years = {};  ///< [kind], of a study with a year
  Homes homes;
  std::vector<Unit> units;
  StatedColumns stated;
  std::vector<Land> lands;  ///< as the study states them, names differ
  std::vector<LandFile> land_files;
  std::vector<Shape>
      area;  ///< the study area, in one or more parts; none: everything read is inside
  double earth_radius_m = 6'371'000;  ///< where the plane hangs, see area_on_earth_m2
};

}  // namespace lifecircle
