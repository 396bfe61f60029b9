#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace lifecircle {

/// What one sees from a node along one road: the road, as a number that is greater where the road's
/// content is, and the node at its far end.
struct View {
  std::size_t road;
  std::uint32_t far;
};

/// Tells nodes apart that look alike, by what lies further and further away (colour refinement:
/// Weisfeiler & Leman, 1968; where nothing more can be told, one of those alike goes first and the
/// rest is told apart from there: McKay, 1981, without its search back). `nodes` come in order;
/// `rank` of a node is the place of the first in that order it looks like.
///
/// What remains alike keeps its order. From two such nodes one travels in equal times to equal
/// places: what can be told without naming nodes is the same in either order.
///
/// Costs O(log) for each view of a node that others look like, each time its far end is told apart;
/// nothing where there are none.
void order_alike(std::vector<std::uint32_t>& nodes, std::vector<std::size_t> rank,
                 const std::map<std::uint32_t, std::vector<View>>& views);

}  // namespace lifecircle
