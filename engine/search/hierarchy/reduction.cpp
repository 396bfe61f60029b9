#include "engine/search/hierarchy/reduction.hpp"

#include <algorithm>

namespace lifecircle {
namespace {

/// Neighbours that can be exchanged and lost but never become more than they were.
class Shrinking {
 public:
  explicit Shrinking(const Adjacency& graph) : first_(graph.size()), degree_(graph.size()) {
    neighbour_.reserve(graph.arc_count());
    for (std::size_t v = 0; v < graph.size(); ++v) {
      first_[v] = neighbour_.size();
      const auto all = graph.of(v);
      degree_[v] = static_cast<std::uint32_t>(all.size());
      neighbour_.insert(neighbour_.end(), all.begin(), all.end());
    }
  }
  std::uint32_t degree(std::uint32_t v) const { return degree_[v]; }
  std::span<std::uint32_t> of(std::uint32_t v) {
    return {neighbour_.data() + first_[v], degree_[v]};
  }
  void lose(std::uint32_t v, std::uint32_t neighbour) {
    auto all = of(v);
    *std::ranges::find(all, neighbour) = all.back();
    --degree_[v];
  }
  /// `neighbour` goes; `in_its_place` comes, if it is not there.
  void exchange(std::uint32_t v, std::uint32_t neighbour, std::uint32_t in_its_place) {
    auto all = of(v);
    if (std::ranges::find(all, in_its_place) != all.end())
      lose(v, neighbour);
    else
      *std::ranges::find(all, neighbour) = in_its_place;
  }

 private:
  std::vector<std::uint64_t> first_;
  std::vector<std::uint32_t> degree_, neighbour_;
};

}  // namespace

Reduction reduce(const Adjacency& graph) {
  const auto vertices = static_cast<std::uint32_t>(graph.size());
  Shrinking left{graph};
  Reduction result;
  std::vector<char> gone(vertices, 0), waits(vertices, 0);
  std::vector<std::uint32_t> queue;
  const auto look_at = [&](std::uint32_t v) {
    if (waits[v] || left.degree(v) > 2 || left.degree(v) == 0) return;
    waits[v] = 1;
    queue.push_back(v);
  };
  for (std::uint32_t v = 0; v < vertices; ++v) look_at(v);
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const std::uint32_t v = queue[next];
    waits[v] = 0;
    const auto around = left.of(v);
    if (around.empty()) continue;  // the last of its part
    const std::uint32_t a = std::ranges::min(around), b = std::ranges::max(around);
    gone[v] = 1;
    result.taken.push_back(v);
    result.anchor.push_back(a);
    result.anchor_too.push_back(b);
    if (a == b) {
      left.lose(a, v);
    } else {
      left.exchange(a, v, b);
      left.exchange(b, v, a);
    }
    look_at(a);
    if (a != b) look_at(b);
  }
  std::vector<std::uint32_t> number(vertices, 0);
  for (std::uint32_t v = 0; v < vertices; ++v)
    if (!gone[v]) {
      number[v] = static_cast<std::uint32_t>(result.core.size());
      result.core.push_back(v);
    }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const std::uint32_t v : result.core)
    for (const std::uint32_t w : left.of(v))
      if (v < w) pairs.emplace_back(number[v], number[w]);
  result.core_adjacency = {result.core.size(), std::move(pairs)};
  return result;
}

}  // namespace lifecircle
