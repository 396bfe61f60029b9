#pragma once

#include <cstddef>
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

/// The first 15 are what people go to every day, placed by the plan of the county; the others are
/// drawn beside them, unit by unit.
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
  fire_station,
  gov_terminal,
  gov_service_station,
  gov_service_center,
  gov_service_hall,
  township_service_center,
  social_work_station,
  service_point,
  volunteer_station,
  parent_school,
  legal_home,
  police_room,
  micro_fire_station,
  shelter,
  eldercare_center,
  eldercare_disability,
  childcare,
  supermarket,
  convenience_store,
  restaurant,
  hairdresser,
  repair,
  housekeeping,
  parcel_station
};
inline constexpr std::size_t kKinds = static_cast<std::size_t>(Kind::parcel_station) + 1;
std::span<const FacilityKind> facility_kinds();  ///< by Kind

}  // namespace lifecircle::county
