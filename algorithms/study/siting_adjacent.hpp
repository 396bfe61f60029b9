#pragma once

#include <vector>

#include "algorithms/supply/in_reach.hpp"
#include "engine/study/siting_plan.hpp"

namespace lifecircle {

/// Makes up in an adjacent project what an estate lacks: every asked home inside an outline, with
/// every admitted facility whose shape is within so much of that outline, joins `pairs` at the
/// limit, unless it is there already. Sorted before and after.
///
/// Costs boxes of outlines x facilities, and points x points of those that are near.
void add_adjacent(const AdjacentOutlines& adjacent, const ReachQuestion& question,
                  std::vector<InReach>& pairs);

}  // namespace lifecircle
