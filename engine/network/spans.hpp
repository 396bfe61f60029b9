#pragma once

#include "engine/base/column.hpp"
#include "engine/network/network.hpp"

namespace lifecircle {

/// A bridge or a tunnel: its road does not follow the ground.
inline bool is_span(const RoadKind& kind) {
  return kind.bridge || kind.tunnel;
}

/// Gives a height to each node that only bridges and tunnels meet in: the mean of the heights of
/// the nearest nodes on the ground along them, at most four, weighted by 1 / distance. NaN where
/// there is none, or none among the nearest 4,096 nodes. `height` holds those of the ground; other
/// nodes keep theirs. O(k log k) a node for the k nodes up to the fourth on the ground.
void lift_spans(const Network& network, Column<NodeId, double>& height);

}  // namespace lifecircle
