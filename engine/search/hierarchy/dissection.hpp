#pragma once

#include <cstdint>
#include <vector>

#include "engine/places/point.hpp"
#include "engine/search/hierarchy/adjacency.hpp"

namespace lifecircle {

/// A graph cut in two again and again by few vertices, down to cells (nested dissection: George
/// 1973): the cells as a tree, children before their parents, and in each the vertices that are
/// its own: what separated its children, or all that was left of a small part.
///
/// Between vertices of two cells there is an edge only where one cell is an ancestor of the other.
struct Dissection {
  struct Cell {
    std::uint32_t first = 0, last = 0;  ///< its own, in `order`
    std::uint32_t cells = 1;            ///< it and all below it: those before it in the table
  };
  std::vector<std::uint32_t> order;  ///< vertices; those of a cell after those of its children
  std::vector<Cell> cells;
};

/// Parts of at most so many vertices are not cut further.
inline constexpr std::uint32_t kCellSize = 32;

/// Cuts along four directions of `positions`, one for each vertex, and along steps between vertices
/// far from each other, and takes the smallest; parts of 100,000 vertices and more that lie on a
/// plane along their positions alone. The same for any number of threads. `cell_size` >= 1. Time:
/// some 10 us a vertex at 10^5 vertices, 15 at 10^6.
Dissection dissect(const Adjacency& graph, const std::vector<Point>& positions,
                   std::uint32_t cell_size = kCellSize);

}  // namespace lifecircle
