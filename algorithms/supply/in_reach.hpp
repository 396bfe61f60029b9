#pragma once

#include <compare>
#include <span>
#include <vector>

#include "engine/base/column.hpp"
#include "engine/base/progress.hpp"
#include "engine/network/join.hpp"
#include "engine/places/places.hpp"
#include "engine/search/label.hpp"
#include "engine/search/plan.hpp"
#include "engine/study/study.hpp"

namespace lifecircle {

/// A home and a facility within the limit of each other. Sorted: by home, then by facility.
struct InReach {
  DemandId home;
  FacilityId facility;
  Duration time;
  friend auto operator<=>(const InReach&, const InReach&) = default;
};

/// Which homes and facilities are asked how far they are from each other.
struct ReachQuestion {
  std::span<const ModeGraph* const> graphs;  ///< the best of them counts
  Direction direction = Direction::to_facility;
  Duration limit;  ///< closed
  const std::vector<Facility>* facilities;
  Column<FacilityId, char> admitted;  ///< one a facility
  const Homes* homes;
  Column<DemandId, char> asked;  ///< one a home
};

/// Every asked home with every admitted facility within the limit, and the time between: exactly
/// the times coverage has (semantics.md: legs by the setting of home and facility, barriers,
/// direction, the best of the modes), so the first of a home by (time, facility) is its nearest
/// facility. Sorted; the same for any number of threads.
///
/// As visitors travel: the gates residents have of their own are not passed here.
///
/// Costs a look around every asked home, and for each mode the rows of all facilities (rows.hpp;
/// `log` is told in which way). Memory: 80 bytes a leg that may win, 20 bytes a pair (50,000 homes
/// with 20 facilities each: 20 MB). Empty if `progress` asks to stop.
std::vector<InReach> in_reach(const Ground& ground, const ReachQuestion& question,
                              const AccessLimits& access, const Progress& progress = {},
                              SearchLog* log = nullptr);

}  // namespace lifecircle
