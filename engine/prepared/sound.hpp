#pragma once

#include <string>

#include "engine/network/mode_graph.hpp"
#include "engine/network/network.hpp"
#include "engine/search/hierarchy/hierarchy.hpp"
#include "engine/search/hierarchy/topology.hpp"

namespace lifecircle {

/// Whether parts that came from outside can be used: all sizes agree, every offset grows and stays
/// in its array, every id is one of its table, cells are nested, ways climb, times along an edge
/// grow. What passes, a search, join, sweep or matrix runs on to its end and reads nothing beside,
/// whatever else may be wrong with it; whether the values are those that were written is for
/// checksums.
///
/// Each says which array is at fault, or nothing: "". One look at every value, in parallel; of
/// `mode_fault` and `steps_fault` the network or topology must be without fault.
std::string network_fault(const Network::Parts& network);
std::string mode_fault(const Network::Parts& network, const ModeGraph::Parts& graph);
/// Whether edges begin and end where their junctions are: nothing hangs on that but answers.
std::string ends_fault(const Network::Parts& network);
std::string topology_fault(const Topology::Parts& topology);
/// Of climbing or descending steps.
std::string steps_fault(const Topology::Parts& topology, const Hierarchy::Steps& steps);

/// Coordinates within it, both ways, can be subtracted. The plane of a study is smaller.
inline constexpr std::int32_t kFarthestMm = 1 << 30;

}  // namespace lifecircle
