#pragma once

#include <span>
#include <vector>

#include "algorithms/circle/outline.hpp"
#include "engine/network/incidence.hpp"

namespace lifecircle {

/// How circles are drawn; all of it stands beside them in the report.
struct CircleRules {
  Direction direction = Direction::to_facility;
  std::vector<Duration> limits;  ///< growing; closed
  double access_m = 500;         ///< longest leg between the ground and a road
  double tolerance_m = 5;        ///< of the drawing, see outline_of
};

/// The circle of one place for each limit: all ground x that, joined by the rule of semantics.md,
/// is within the limit. Cut within edges; holes and islands kept; never across a barrier. Searches
/// again and again with the same memory: one for each thread.
///
/// Costs a search within the largest limit, and outline_of for each limit.
class CircleSearch {
 public:
  /// By the best of `graphs`. All must outlive it.
  CircleSearch(const Ground& ground, const Incidence& incidence,
               std::span<const ModeGraph* const> graphs);

  /// [limit]; `legs` are the place's own, [graph].
  std::vector<Shape> circles_of(std::span<const std::vector<Leg>> legs, const CircleRules& rules);

 private:
  const Ground* ground_;
  const Incidence* incidence_;
  std::vector<Reach> reaches_;
  std::vector<EdgeId> edges_;
  std::vector<Strip> strips_;
};

/// The circles of all places together, dissolved: [limit]. `fields` answer for them in the rules'
/// direction, one for each mode; the best counts.
std::vector<Shape> dissolved_circles(const Ground& ground,
                                     std::span<const NearestField* const> fields,
                                     const CircleRules& rules);

}  // namespace lifecircle
