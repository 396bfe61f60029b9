#pragma once

#include <cstdint>
#include <vector>

#include "engine/search/hierarchy/adjacency.hpp"

namespace lifecircle {

/// A graph without what hangs on it: dead ends and trees, chains, and whatever else falls apart
/// into such, taken away one vertex of at most two neighbours after the other, whose neighbours
/// are neighbours from then on. What is left is the core: every vertex has three neighbours or
/// more, or is the last of its part.
///
/// Every vertex taken away hangs on one or two of the core: without these it is cut off from the
/// rest. The order depends on nothing but the graph. O(n + m), but that a vertex of degree d is
/// looked through for each neighbour it loses. Memory: 16 bytes a vertex beside a copy of the
/// graph.
struct Reduction {
  std::vector<std::uint32_t> taken;       ///< in this order
  std::vector<std::uint32_t> core;        ///< the rest, in the order of their numbers
  Adjacency core_adjacency;               ///< of the core, numbered as in `core`
  std::vector<std::uint32_t> anchor;      ///< one each of `taken`: a neighbour when it was taken
  std::vector<std::uint32_t> anchor_too;  ///< the other; the same again where there was one
};
Reduction reduce(const Adjacency& graph);

}  // namespace lifecircle
