#include "engine/search/hierarchy/topology.hpp"

#include <algorithm>

namespace lifecircle {
namespace {

constexpr std::uint32_t kNone = ~std::uint32_t{0};

}  // namespace

Topology::Topology(const Adjacency& graph, const std::vector<Point>& positions,
                   std::uint32_t cell_size)
    : order_{elimination_order(graph, positions, cell_size)} {
  fill(graph);
  find_borders();
}

void Topology::fill(const Adjacency& graph) {
  const auto size = static_cast<std::uint32_t>(order_.vertex.size());
  std::vector<std::uint32_t> child(size, kNone), sibling(size, kNone);
  std::vector<std::uint32_t> above;
  first_.reserve(size + std::size_t{1});
  for (std::uint32_t r = 0; r < size; ++r) {
    above.clear();
    for (const std::uint32_t w : graph.of(order_.vertex[r]))
      if (order_.rank_of[w] > r) above.push_back(order_.rank_of[w]);
    for (std::uint32_t c = child[r]; c != kNone; c = sibling[c])
      for (const std::uint32_t h : heads(c))
        if (h != r) above.push_back(h);
    std::ranges::sort(above);
    above.erase(std::unique(above.begin(), above.end()), above.end());
    head_.insert(head_.end(), above.begin(), above.end());
    first_.push_back(head_.size());
    if (above.empty()) continue;
    sibling[r] = child[above.front()];
    child[above.front()] = r;
  }
  head_.shrink_to_fit();
}

void Topology::find_borders() {
  const auto& cells = order_.cells;
  cell_of_.resize(size());
  parent_.resize(cells.size());
  for (std::uint32_t c = 0; c < cells.size(); ++c) {
    std::fill(cell_of_.begin() + cells[c].first, cell_of_.begin() + cells[c].last, c);
    parent_[c] = c;
  }
  std::vector<std::uint32_t> border;
  for (std::uint32_t c = 0; c < cells.size(); ++c) {
    border.clear();
    for (std::uint32_t below = c; below + cells[c].cells > c + 1;) {  // its children, last first
      const std::uint32_t child = below - 1;
      parent_[child] = c;
      const auto of_child = this->border(child);
      border.insert(border.end(), of_child.begin(), of_child.end());
      below -= cells[child].cells;
    }
    for (std::uint32_t r = cells[c].first; r < cells[c].last; ++r)
      border.insert(border.end(), heads(r).begin(), heads(r).end());
    std::erase_if(border, [&](std::uint32_t r) { return r < cells[c].last; });
    std::ranges::sort(border);
    border.erase(std::unique(border.begin(), border.end()), border.end());
    border_.insert(border_.end(), border.begin(), border.end());
    first_border_.push_back(border_.size());
  }
}

std::uint64_t Topology::arc(std::uint32_t lower, std::uint32_t higher) const {
  const auto all = heads(lower);
  const auto found = std::ranges::lower_bound(all, higher);
  if (found == all.end() || *found != higher) return arc_count();
  return first_[lower] + static_cast<std::uint64_t>(found - all.begin());
}

}  // namespace lifecircle
