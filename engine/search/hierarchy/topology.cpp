#include "engine/search/hierarchy/topology.hpp"

#include <algorithm>

namespace lifecircle {
namespace {

constexpr std::uint32_t kNone = ~std::uint32_t{0};

}  // namespace

Topology::Topology(const Adjacency& graph, const std::vector<Point>& positions,
                   std::uint32_t cell_size) {
  parts_.order = elimination_order(graph, positions, cell_size);
  fill(graph);
  find_borders();
}

void Topology::fill(const Adjacency& graph) {
  const auto size = static_cast<std::uint32_t>(parts_.order.vertex.size());
  std::vector<std::uint32_t> child(size, kNone), sibling(size, kNone);
  std::vector<std::uint32_t> above, head;
  std::vector<std::uint64_t> first{0};
  first.reserve(size + std::size_t{1});
  for (std::uint32_t r = 0; r < size; ++r) {
    above.clear();
    for (const std::uint32_t w : graph.of(parts_.order.vertex[r]))
      if (parts_.order.rank_of[w] > r) above.push_back(parts_.order.rank_of[w]);
    for (std::uint32_t c = child[r]; c != kNone; c = sibling[c])
      for (std::uint64_t a = first[c]; a < first[c + std::size_t{1}]; ++a)
        if (head[a] != r) above.push_back(head[a]);
    std::ranges::sort(above);
    above.erase(std::unique(above.begin(), above.end()), above.end());
    head.insert(head.end(), above.begin(), above.end());
    first.push_back(head.size());
    if (above.empty()) continue;
    sibling[r] = child[above.front()];
    child[above.front()] = r;
  }
  head.shrink_to_fit();
  parts_.first = std::move(first);
  parts_.head = std::move(head);
}

void Topology::find_borders() {
  const auto& cells = parts_.order.cells;
  std::vector<std::uint32_t> cell_of(size()), parent(cells.size()), border_of_all, border;
  std::vector<std::uint64_t> first_border{0};
  for (std::uint32_t c = 0; c < cells.size(); ++c) {
    std::fill(cell_of.begin() + cells[c].first, cell_of.begin() + cells[c].last, c);
    parent[c] = c;
  }
  first_border.reserve(cells.size() + 1);
  for (std::uint32_t c = 0; c < cells.size(); ++c) {
    border.clear();
    for (std::uint32_t below = c; below + cells[c].cells > c + 1;) {  // its children, last first
      const std::uint32_t child = below - 1;
      parent[child] = c;
      const auto of_child = [&](std::size_t c_or_next) {
        return border_of_all.begin() + static_cast<std::ptrdiff_t>(first_border[c_or_next]);
      };
      border.insert(border.end(), of_child(child), of_child(child + std::size_t{1}));
      below -= cells[child].cells;
    }
    for (std::uint32_t r = cells[c].first; r < cells[c].last; ++r)
      border.insert(border.end(), heads(r).begin(), heads(r).end());
    std::erase_if(border, [&](std::uint32_t r) { return r < cells[c].last; });
    std::ranges::sort(border);
    border.erase(std::unique(border.begin(), border.end()), border.end());
    border_of_all.insert(border_of_all.end(), border.begin(), border.end());
    first_border.push_back(border_of_all.size());
  }
  border_of_all.shrink_to_fit();
  parts_.cell_of = std::move(cell_of);
  parts_.parent = std::move(parent);
  parts_.border = std::move(border_of_all);
  parts_.first_border = std::move(first_border);
}

std::uint64_t Topology::arc(std::uint32_t lower, std::uint32_t higher) const {
  const auto all = heads(lower);
  const auto found = std::ranges::lower_bound(all, higher);
  if (found == all.end() || *found != higher) return arc_count();
  return parts_.first[lower] + static_cast<std::uint64_t>(found - all.begin());
}

}  // namespace lifecircle
