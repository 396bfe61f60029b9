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
  // Whoever leaves to s or comes from it, state by state: no list of all pairs is needed.
  const std::size_t states = graph.state_count();
  std::vector<std::uint32_t> around;
  const auto look_around = [&](std::size_t s) {
    around.clear();
    for (const auto steps : {graph.leaving(StateId{s}), graph.arriving(StateId{s})})
      for (const auto& step : steps)
        if (step.to.index() != s) around.push_back(static_cast<std::uint32_t>(step.to.index()));
    std::ranges::sort(around);
    around.erase(std::unique(around.begin(), around.end()), around.end());
  };
  Adjacency result;
  result.first_.resize(states + 1, 0);
  for (std::size_t s = 0; s < states; ++s) {
    look_around(s);
    result.first_[s + 1] = result.first_[s] + around.size();
  }
  result.neighbour_.reserve(result.first_[states]);
  for (std::size_t s = 0; s < states; ++s) {
    look_around(s);
    result.neighbour_.insert(result.neighbour_.end(), around.begin(), around.end());
  }
  return result;
}

}  // namespace lifecircle
