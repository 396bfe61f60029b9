#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/array.hpp"
#include "engine/search/hierarchy/dissection.hpp"

namespace lifecircle {

/// In which order to contract the vertices of a road network, so that few shortcuts arise, and the
/// cells that order falls into: first what hangs on the core (Reduction), then the core by nested
/// dissection.
///
/// A cell's own vertices have ranks without gaps; so have those of a cell and all below it
/// together. A vertex has neighbours, also by shortcuts, only in its own cell, in those above it
/// and in those below it.
struct EliminationOrder {
  struct Cell {
    std::uint32_t first = 0, last = 0;  ///< ranks of its own
    std::uint32_t cells = 1;            ///< it and all below it: those before it in the table
    friend bool operator==(const Cell&, const Cell&) = default;
  };
  Array<std::uint32_t> rank_of;  ///< one a vertex
  Array<std::uint32_t> vertex;   ///< one a rank
  Array<Cell> cells;             ///< parents after their children
  friend bool operator==(const EliminationOrder&, const EliminationOrder&) = default;
};

/// `positions`: one a vertex. The same for any number of threads; time mostly that of dissect().
EliminationOrder elimination_order(const Adjacency& graph, const std::vector<Point>& positions,
                                   std::uint32_t cell_size = kCellSize);

}  // namespace lifecircle
