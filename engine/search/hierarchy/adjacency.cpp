#include "engine/search/hierarchy/adjacency.hpp"

#include <algorithm>
#include <numeric>

#include "engine/network/mode_graph.hpp"

namespace lifecircle {

Adjacency::Adjacency(std::size_t vertices,
                     std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs)
    : first_(vertices + 1, 0) {
  // Counted into place twice, by one end and then by the other: sorted without comparing.
  std::vector<std::uint64_t> at(vertices + 1, 0);
  for (const auto& [a, b] : pairs)
    if (a != b) ++at[a + 1], ++at[b + 1];
  std::partial_sum(at.begin(), at.end(), at.begin());
  std::vector<std::uint32_t> loose(at[vertices]);
  std::vector<std::uint64_t> next(at.begin(), at.end() - 1);
  for (const auto& [a, b] : pairs)
    if (a != b) loose[next[a]++] = b, loose[next[b]++] = a;
  pairs = {};
  for (std::size_t v = 0; v < vertices; ++v) {
    const auto begin = loose.begin() + static_cast<std::ptrdiff_t>(at[v]),
               end = loose.begin() + static_cast<std::ptrdiff_t>(at[v + 1]);
    std::sort(begin, end);
    neighbour_.insert(neighbour_.end(), begin, std::unique(begin, end));
    first_[v + 1] = neighbour_.size();
  }
  neighbour_.shrink_to_fit();
}

Adjacency adjacency_of(const ModeGraph& graph) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  pairs.reserve(graph.step_count());
  for (std::size_t s = 0; s < graph.state_count(); ++s)
    for (const auto& step : graph.leaving(StateId{s}))
      pairs.emplace_back(static_cast<std::uint32_t>(s), step.to.index());
  return {graph.state_count(), std::move(pairs)};
}

}  // namespace lifecircle
