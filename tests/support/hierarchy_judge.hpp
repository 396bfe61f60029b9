#pragma once

#include <vector>

#include "engine/network/mode_graph.hpp"

namespace lifecircle::test {

/// Expects sweeps over a graph's hierarchy to give at every state what Dijkstra's algorithm gives,
/// ours and Boost's: nearest labels from few and many starts, and 64 searches at a time from
/// neighbours and from all over, both ways, within each limit. Prints how large the hierarchy is.
void expect_sweeps_agree(const ModeGraph& graph, const std::vector<Duration>& limits);

/// Expects a hierarchy made for `other` on the topology of `graph` to have the very steps of one
/// that was made for it alone. The two have the same open arcs.
void expect_times_exchange(const ModeGraph& graph, const ModeGraph& other);

}  // namespace lifecircle::test
