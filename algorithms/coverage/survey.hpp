#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "algorithms/coverage/residents.hpp"
#include "engine/base/column.hpp"
#include "engine/base/progress.hpp"
#include "engine/network/join.hpp"
#include "engine/places/places.hpp"
#include "engine/search/nearest.hpp"
#include "engine/search/plan.hpp"
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

/// A mode and what is asked about it.
struct ModeQuestions {
  const ModeGraph* graph;
  std::vector<ModeQuestion> questions;
};

/// Answers all questions about all modes: one search outward from the facilities for each, then one
/// look around every home for all of them together. Exact by the rules of joining in semantics.md.
/// The same for any number of threads. `residents` pass their own gates; fields are those of
/// visitors. [mode], as asked; empty if `progress` asks to stop.
///
/// Costs one search over the whole network a question (by sweeps where they pay: plan.hpp; `log` is
/// told), and well under a microsecond for each piece
/// within the access limit of a home and each mode. Memory beside the answer: 8 bytes a question
/// and state.
std::vector<ModeSurvey> survey(const Ground& ground, std::span<const ModeQuestions> modes,
                               const std::vector<Facility>& facilities, const Homes& homes,
                               const AccessLimits& access, const Progress& progress = {},
                               const Residents* residents = nullptr, SearchLog* log = nullptr);

/// Junctions at the edge of the loaded roads: those within `within_m` of the border of their convex
/// hull. A search that comes to one of them might have gone on outside.
std::vector<NodeId> junctions_at_the_edge(const Network& network, double within_m = 100);

}  // namespace lifecircle
