#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/column.hpp"
#include "engine/places/places.hpp"
#include "engine/search/label.hpp"
#include "engine/study/study.hpp"

namespace lifecircle {

/// A cluster of homes a service does not reach: each lies within the gap distance of another
/// (single linkage; between two homes the smaller of their distances counts).
struct Gap {
  std::vector<DemandId> homes;      ///< by id
  std::vector<std::int64_t> count;  ///< one a measure, thousandths
  Label nearest;  ///< the facility that is nearest in time to any of its homes; never: none can be
                  ///< reached
  Duration farthest =
      Duration::never();         ///< longest time of its homes that reach a facility at all
  std::int64_t unreachable = 0;  ///< of the ranking measure: homes without any way, thousandths
  std::optional<double>
      straight_m;  ///< least straight distance of its homes to an admitted facility
  std::optional<FacilityId> straight_to;
  std::optional<UnitId> unit;  ///< the unit most of its people live in
};

/// What one service left out.
struct Uncovered {
  Column<DemandId, char> homes;     ///< 1: in scope and not covered
  Column<DemandId, Label> nearest;  ///< without a limit
  Column<FacilityId, char> admitted;
  std::size_t ranked_by = 0;  ///< the measure whose people rank the gaps
};

/// All gaps with anyone of the ranking measure in them (or, where nobody is counted, all), most of
/// them first, then by their first home. O(n log n + near pairs).
std::vector<Gap> find_gaps(const Homes& homes, const std::vector<Facility>& facilities,
                           const Uncovered& uncovered, const GapDistances& distances);

}  // namespace lifecircle
