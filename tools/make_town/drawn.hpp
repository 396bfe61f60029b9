#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tools/make_town/county.hpp"

namespace lifecircle::county {

/// What drawing its homes and facilities finds out about a unit, for what is drawn of it after.
struct DrawnUnit {
  std::int64_t people = 0, households = 0;
  std::optional<Spot> centre;  ///< its service centre; some villages have none
  int centre_floor_m2 = 0;
  std::optional<Spot> health_centre;
  std::vector<Spot> corners;  ///< homes with room for a shop, at most two a cell
};
/// As the county's units. Memory: up to 32 bytes a cell with streets.
using DrawnUnits = std::vector<DrawnUnit>;

}  // namespace lifecircle::county
