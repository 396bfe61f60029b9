#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/network/join.hpp"
#include "engine/places/places.hpp"
#include "tools/lifecircle/roads_of.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

/// People of a layer of points, for counting.
struct PeoplePoints {
  std::vector<Point> at;
  std::vector<std::int64_t> count;  ///< thousandths
};

/// The places of `circles`: of --at, named by their coordinates, or of the layer; sorted as
/// facilities are, so that the rows of the file leave no trace.
Result<std::vector<Facility>> read_circle_places(const CirclesOptions& options,
                                                 const CommandRoads& roads, Problems& problems,
                                                 const Session& session);

/// The people of --people; rows without a number of people are set aside.
Result<PeoplePoints> read_circle_people(const CirclesOptions& options, const CommandRoads& roads,
                                        Problems& problems, const Session& session);

}  // namespace lifecircle
