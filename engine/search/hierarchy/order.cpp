#include "engine/search/hierarchy/order.hpp"

#include <algorithm>

#include "engine/search/hierarchy/reduction.hpp"

namespace lifecircle {
namespace {

/// What hangs on the core, by the place in the core's order of the vertex it hangs on (of two, the
/// one that comes first): indices into `taken`, in their order.
class Hanging {
 public:
  Hanging(const Reduction& reduced, const Dissection& core, std::size_t vertices) {
    constexpr std::uint32_t none = ~std::uint32_t{0};
    std::vector<std::uint32_t> place(vertices, none);
    for (std::uint32_t i = 0; i < core.order.size(); ++i) place[reduced.core[core.order[i]]] = i;
    first_.assign(core.order.size() + 1, 0);
    for (std::size_t i = reduced.taken.size(); i-- > 0;) {
      const std::uint32_t at = std::min(place[reduced.anchor[i]], place[reduced.anchor_too[i]]);
      place[reduced.taken[i]] = at;
      ++first_[at + 1];
    }
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
    taken_.resize(reduced.taken.size());
    std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
    for (const std::uint32_t v : reduced.taken) taken_[next[place[v]]++] = v;
  }
  /// On the vertices of the core from one place to another.
  std::span<const std::uint32_t> on(std::uint32_t from, std::uint32_t to) const {
    return {taken_.data() + first_[from], taken_.data() + first_[to]};
  }

 private:
  std::vector<std::uint32_t> first_, taken_;
};

}  // namespace

EliminationOrder elimination_order(const Adjacency& graph, const std::vector<Point>& positions,
                                   std::uint32_t cell_size) {
  const Reduction reduced = reduce(graph);
  std::vector<Point> core_positions;
  core_positions.reserve(reduced.core.size());
  for (const std::uint32_t v : reduced.core) core_positions.push_back(positions[v]);
  const Dissection core = dissect(reduced.core_adjacency, core_positions, cell_size);
  const Hanging hanging{reduced, core, graph.size()};

  std::vector<std::uint32_t> vertex;
  std::vector<EliminationOrder::Cell> cells;
  vertex.reserve(graph.size());
  const auto add = [&](std::span<const std::uint32_t> vertices) {
    vertex.insert(vertex.end(), vertices.begin(), vertices.end());
  };
  const auto here = [&] { return static_cast<std::uint32_t>(vertex.size()); };
  std::vector<std::uint32_t> cells_of;  // of a cell of the dissection and all below it
  for (const auto& cell : core.cells) {
    std::uint32_t below = 0;
    for (std::uint32_t children = cell.cells - 1; children > 0;) {
      const std::size_t child = cells_of.size() - (cell.cells - 1 - children) - 1;
      below += cells_of[child];
      children -= core.cells[child].cells;
    }
    const bool leaf = cell.cells == 1;
    const auto all = hanging.on(cell.first, cell.last);
    EliminationOrder::Cell own;
    // Few things that hang on a leaf are its own; many are cells below it, so that where nobody
    // gets to they are passed over.
    if (leaf && all.size() <= cell_size) {
      own.first = here();
      add(all);
    } else {
      for (std::uint32_t from = cell.first; from < cell.last;) {
        std::uint32_t to = from + 1;
        while (to < cell.last && hanging.on(from, to + 1).size() <= cell_size) ++to;
        if (const auto some = hanging.on(from, to); !some.empty()) {
          EliminationOrder::Cell loose;
          loose.first = here();
          add(some);
          loose.last = here();
          cells.push_back(loose);
          ++below;
        }
        from = to;
      }
      own.first = here();
    }
    for (std::uint32_t i = cell.first; i < cell.last; ++i)
      vertex.push_back(reduced.core[core.order[i]]);
    own.last = here();
    own.cells = 1 + below;
    cells.push_back(own);
    cells_of.push_back(own.cells);
  }
  cells.shrink_to_fit();
  std::vector<std::uint32_t> rank_of(graph.size());
  for (std::uint32_t r = 0; r < vertex.size(); ++r) rank_of[vertex[r]] = r;
  return {std::move(rank_of), std::move(vertex), std::move(cells)};
}

}  // namespace lifecircle
