#pragma once

#include <span>
#include <utility>
#include <vector>

#include "engine/base/column.hpp"
#include "engine/search/hierarchy/hierarchy.hpp"
#include "engine/search/label.hpp"

namespace lifecircle {

/// For every state its best label, from all starts at once: one sweep up the hierarchy and one
/// down (PHAST: Delling, Goldberg, Nowatzyk, Werneck 2011), with labels (time, facility) in place
/// of numbers. The same as Dijkstra's algorithm, whatever the order of the starts; labels beyond
/// `limit` are never().
///
/// One addition and comparison a step of the hierarchy, in the order of memory, however many
/// facilities there are and however near the limit. Memory: 16 bytes a state.
Column<StateId, Label> nearest_labels(const Hierarchy& hierarchy, Direction direction,
                                      std::span<const std::pair<StateId, Label>> starts,
                                      Duration limit);

}  // namespace lifecircle
