#pragma once

#include <cstdint>
#include <span>

namespace lifecircle::county {

/// A kind of facility: its word in the files, how its places are called, how large they are.
struct FacilityKind {
  const char* word;
  const char* town_suffix;          ///< in towns and seats: 社区卫生服务站
  const char* village_suffix;       ///< 卫生室
  int floor_low, floor_high;        ///< m2; 0: none
  int capacity_low, capacity_high;  ///< beds, places, stalls...; 0: not counted
};

enum class Kind : std::uint8_t {
  clinic,
  health_center,
  hospital,
  pharmacy,
  kindergarten,
  primary_school,
  middle_school,
  eldercare,
  market,
  park,
  fitness_site,
  culture_station,
  bus_stop,
  service_center,
  fire_station
};
std::span<const FacilityKind> facility_kinds();  ///< by Kind

}  // namespace lifecircle::county
