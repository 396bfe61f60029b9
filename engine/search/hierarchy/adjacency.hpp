#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace lifecircle {

class ModeGraph;

/// Which vertices are neighbours, whatever the direction: both ways, each once, sorted, none its
/// own. Vertices are 0, 1, ... size - 1. Memory: 8 bytes a vertex, 8 a pair.
class Adjacency {
 public:
  Adjacency() = default;
  /// Pairs in any order, again and again, with loops among them. O(pairs log pairs).
  Adjacency(std::size_t vertices, std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs);

  std::size_t size() const { return first_.size() - 1; }
  std::size_t arc_count() const { return neighbour_.size(); }
  std::span<const std::uint32_t> of(std::size_t vertex) const {
    return {neighbour_.data() + first_[vertex], neighbour_.data() + first_[vertex + 1]};
  }

 private:
  friend Adjacency adjacency_of(const ModeGraph& graph);
  std::vector<std::uint64_t> first_{0};
  std::vector<std::uint32_t> neighbour_;
};

/// States that one step joins. Takes no memory beside the result.
Adjacency adjacency_of(const ModeGraph& graph);

}  // namespace lifecircle
