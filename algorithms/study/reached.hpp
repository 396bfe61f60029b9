#pragma once

#include <vector>

#include "engine/network/mode_graph.hpp"
#include "engine/search/nearest.hpp"

namespace lifecircle {

/// A stretch of road within a service's limit, cut where time runs out.
struct ReachedRoad {
  EdgeId edge;
  std::vector<Point> line;  ///< two points or more
  Duration from, to;        ///< times at its ends
  FacilityId facility;      ///< nearest to its start
};

/// Every stretch of usable road from which (or to which) the nearest facility is within `limit`, by
/// edge and along it. A piece is linear in time between its ends and the facilities on it, so the
/// cut is exact to the millimetre of the plane. O(points + stretches).
std::vector<ReachedRoad> reached_roads(const NearestField& field, Duration limit);

}  // namespace lifecircle
