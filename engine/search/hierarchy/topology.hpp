#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/search/hierarchy/order.hpp"

namespace lifecircle {

/// What a contraction hierarchy is whatever the travel times: the order, and between which
/// vertices shortcuts arise when one after the other is contracted (customizable contraction
/// hierarchies: Dibbelt, Strasser, Wagner 2016). Vertices go by rank here.
///
/// Memory: 20 bytes a vertex, 4 an arc (of which there are some 3 a vertex of a real network), 4 a
/// vertex on a cell's border.
class Topology {
 public:
  Topology() = default;
  /// O(arcs log arcs) beside the order.
  Topology(const Adjacency& graph, const std::vector<Point>& positions,
           std::uint32_t cell_size = kCellSize);

  std::size_t size() const { return order_.vertex.size(); }
  std::size_t arc_count() const { return head_.size(); }
  const EliminationOrder& order() const { return order_; }
  std::uint32_t rank_of(std::size_t vertex) const { return order_.rank_of[vertex]; }
  std::uint32_t vertex(std::size_t rank) const { return order_.vertex[rank]; }

  /// Arcs of a vertex to those of higher rank, by rank; the first is its parent in the tree.
  std::uint64_t first_arc(std::size_t rank) const { return first_[rank]; }
  std::uint32_t head(std::uint64_t arc) const { return head_[arc]; }
  std::span<const std::uint32_t> heads(std::size_t rank) const {
    return {head_.data() + first_[rank], head_.data() + first_[rank + 1]};
  }
  /// The arc between two vertices, or arc_count().
  std::uint64_t arc(std::uint32_t lower, std::uint32_t higher) const;

  /// Vertices outside a cell and all below it that have arcs from within, by rank: whoever comes
  /// in from outside comes by one of them.
  std::span<const std::uint32_t> border(std::size_t cell) const {
    return {border_.data() + first_border_[cell], border_.data() + first_border_[cell + 1]};
  }
  std::uint32_t cell_of(std::size_t rank) const { return cell_of_[rank]; }
  /// The cell above; its own number where there is none.
  std::uint32_t parent(std::size_t cell) const { return parent_[cell]; }

 private:
  void fill(const Adjacency& graph);
  void find_borders();

  EliminationOrder order_;
  std::vector<std::uint64_t> first_{0}, first_border_{0};
  std::vector<std::uint32_t> head_, border_, cell_of_, parent_;
};

}  // namespace lifecircle
