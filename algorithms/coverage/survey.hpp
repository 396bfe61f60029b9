#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/column.hpp"
#include "engine/base/progress.hpp"
#include "engine/network/join.hpp"
#include "engine/places/places.hpp"
#include "engine/search/nearest.hpp"
#include "engine/study/study.hpp"

namespace lifecircle {

/// Something asked of every home about one mode: the nearest of the admitted facilities.
struct ModeQuestion {
  Column<FacilityId, char> admitted;  ///< one a facility
  Direction direction = Direction::to_facility;
};

/// How a home or a facility met the roads of one mode.
struct Connection {
  bool connected = false;
  double distance_m =
      0;  ///< of the shortest leg no barrier blocks; unconnected: to the nearest road
  std::optional<EdgeId> edge;  ///< of that leg
};

/// What one mode answers.
struct ModeSurvey {
  std::vector<NearestField> fields;              ///< [question]: on the roads themselves
  std::vector<Column<DemandId, Label>> nearest;  ///< [question][home]; without a limit
  Column<DemandId, Connection> homes;
  Column<FacilityId, Connection> facilities;
  Column<FacilityId, Ladder> ladder;
  /// [question][home]: time to the edge of the loaded roads, in the question's direction.
  std::vector<Column<DemandId, Duration>> to_edge;
};

/// Answers all questions about one mode: one search outward from the facilities for each, then one
/// look around every home for all of them together. Exact by the rules of joining in semantics.md;
/// legs are taken by growing length and the look ends when the leg alone is no better than what is
/// found. The same for any number of threads.
///
/// Costs one search over the whole network a question, and a few microseconds for each piece within
/// the access limit of a home.
ModeSurvey survey(const Ground& ground, const ModeGraph& graph,
                  const std::vector<Facility>& facilities, const Homes& homes,
                  const AccessLimits& access, std::span<const ModeQuestion> questions,
                  const Progress& progress = {});

/// Junctions at the edge of the loaded roads: those within `within_m` of the border of their convex
/// hull. A search that comes to one of them might have gone on outside.
std::vector<NodeId> junctions_at_the_edge(const Network& network, double within_m = 100);

}  // namespace lifecircle
