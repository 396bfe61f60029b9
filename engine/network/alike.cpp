#include "engine/network/alike.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace lifecircle {

void order_alike(std::vector<std::uint32_t>& nodes, std::vector<std::size_t> rank,
                 const std::map<std::uint32_t, std::vector<View>>& views) {
  using Sight = std::vector<std::pair<std::size_t, std::size_t>>;  // roads and ranks, sorted
  const auto sight = [&](std::uint32_t node) {
    Sight seen;
    for (const View& view : views.at(node)) seen.emplace_back(view.road, rank[view.far]);
    std::ranges::sort(seen);
    return seen;
  };
  const auto end_of = [&](std::size_t first) {
    std::size_t last = first + 1;
    while (last < nodes.size() && rank[nodes[last]] == first) ++last;
    return last;
  };
  std::set<std::size_t> doubtful;  // first places of groups that may fall apart
  const auto doubt_neighbours = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i)
      for (const View& view : views.at(nodes[i]))
        if (views.contains(view.far)) doubtful.insert(rank[view.far]);
  };
  const auto look_again = [&](std::size_t first) {
    const std::size_t last = end_of(first);
    if (last - first == 1) return;
    std::vector<std::pair<Sight, std::uint32_t>> group;
    for (std::size_t i = first; i < last; ++i) group.emplace_back(sight(nodes[i]), nodes[i]);
    std::ranges::stable_sort(group, {}, &std::pair<Sight, std::uint32_t>::first);
    std::size_t stays = last;  // those before keep their rank
    for (std::size_t i = first, given = first; i < last; ++i) {
      const auto& [seen, node] = group[i - first];
      if (i > first && seen != group[i - first - 1].first) {
        given = i;
        stays = std::min(stays, i);
      }
      nodes[i] = node;
      rank[node] = given;
    }
    doubt_neighbours(stays, last);
  };
  const auto settle = [&] {
    while (!doubtful.empty()) look_again(doubtful.extract(doubtful.begin()).value());
  };
  std::vector<std::pair<std::size_t, std::size_t>> groups;
  for (std::size_t first = 0, last = 0; first < nodes.size(); first = last) {
    last = end_of(first);
    if (last - first > 1) groups.emplace_back(first, last);
  }
  for (const auto& [first, last] : groups) doubtful.insert(first);
  settle();
  for (const auto& [from, to] : groups)
    for (std::size_t first = from; first + 1 < to; ++first) {
      const std::size_t last = end_of(first);
      for (std::size_t i = first + 1; i < last; ++i) rank[nodes[i]] = first + 1;
      doubt_neighbours(first + 1, last);
      settle();
    }
}

}  // namespace lifecircle
