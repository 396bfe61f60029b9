#pragma once

#include <span>
#include <vector>

#include "engine/network/mode_graph.hpp"
#include "engine/search/nearest.hpp"
#include "engine/search/reach.hpp"

namespace lifecircle {

/// A stretch of road within a service's limit, cut where time runs out.
struct ReachedRoad {
  EdgeId edge;
  std::vector<Point> line;  ///< two points or more
  Duration from, to;        ///< times at its ends
  FacilityId facility;      ///< nearest to the end that is nearer
};

/// Every stretch of usable road from which (or to which) the nearest facility is within `limit`.
/// Drawn from the end from which it reads smaller and sorted by what it says, not by the edge's
/// name: the same for any order of the roads. A piece is linear in time between its ends and the
/// facilities on it, so the cut is exact to the millimetre of the plane. O(points + stretches log
/// stretches).
std::vector<ReachedRoad> reached_roads(const NearestField& field, Duration limit);
/// The same of one place, on the edges its search came to (CircleSearch::edges).
std::vector<ReachedRoad> reached_roads(const Reach& reach, std::span<const EdgeId> edges,
                                       Duration limit);

}  // namespace lifecircle
