#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/search/hierarchy/order.hpp"

namespace lifecircle {

/// What a contraction hierarchy is whatever the travel times: the order, and between which
/// vertices shortcuts arise when one after the other is contracted (customizable contraction
/// hierarchies: Dibbelt, Strasser, Wagner 2016). Vertices go by rank here.
///
/// Memory, held by a test: 20 bytes a vertex, 4 an arc (of which there are some 3 a vertex of a
/// real network), 4 a vertex on a cell's border and 24 a cell.
class Topology {
 public:
  Topology() = default;
  /// O(arcs log arcs) beside the order.
  Topology(const Adjacency& graph, const std::vector<Point>& positions,
           std::uint32_t cell_size = kCellSize);

  /// What it consists of: for who keeps it in a file.
  struct Parts {
    EliminationOrder order;
    Array<std::uint64_t> first{0};         ///< one a vertex, and the end: into head
    Array<std::uint64_t> first_border{0};  ///< one a cell, and the end: into border
    Array<std::uint32_t> head, border, cell_of, parent;
    friend bool operator==(const Parts&, const Parts&) = default;
  };
  /// Of parts for which all holds that does for a Topology.
  explicit Topology(Parts parts) : parts_{std::move(parts)} {}
  const Parts& parts() const { return parts_; }

  std::size_t size() const { return parts_.order.vertex.size(); }
  std::size_t arc_count() const { return parts_.head.size(); }
  const EliminationOrder& order() const { return parts_.order; }
  std::uint32_t rank_of(std::size_t vertex) const { return parts_.order.rank_of[vertex]; }
  std::uint32_t vertex(std::size_t rank) const { return parts_.order.vertex[rank]; }

  /// Arcs of a vertex to those of higher rank, by rank; the first is its parent in the tree.
  std::uint64_t first_arc(std::size_t rank) const { return parts_.first[rank]; }
  std::uint32_t head(std::uint64_t arc) const { return parts_.head[arc]; }
  std::span<const std::uint32_t> heads(std::size_t rank) const {
    return {parts_.head.data() + parts_.first[rank], parts_.head.data() + parts_.first[rank + 1]};
  }
  /// The arc between two vertices, or arc_count().
  std::uint64_t arc(std::uint32_t lower, std::uint32_t higher) const;

  /// Vertices outside a cell and all below it that have arcs from within, by rank: whoever comes
  /// in from outside comes by one of them.
  std::span<const std::uint32_t> border(std::size_t cell) const {
    return {parts_.border.data() + parts_.first_border[cell],
            parts_.border.data() + parts_.first_border[cell + 1]};
  }
  std::uint32_t cell_of(std::size_t rank) const { return parts_.cell_of[rank]; }
  /// The cell above; its own number where there is none.
  std::uint32_t parent(std::size_t cell) const { return parts_.parent[cell]; }

 private:
  void fill(const Adjacency& graph);
  void find_borders();

  Parts parts_;
};

}  // namespace lifecircle
