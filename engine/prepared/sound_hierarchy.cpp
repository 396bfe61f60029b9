#include "engine/prepared/checks.hpp"
#include "engine/prepared/sound.hpp"

namespace lifecircle {
namespace {

constexpr std::uint64_t kMostIds = ~std::uint32_t{0};
using Cell = EliminationOrder::Cell;

/// Cells hold all ranks in order without gaps, and each with those below it ends a stretch of the
/// table that its children fill.
bool cells_hold(const Array<Cell>& cells, const Array<std::uint32_t>& parent, std::size_t ranks) {
  std::uint64_t rank = 0;
  std::vector<std::uint32_t> roots;  // of what was seen so far
  for (std::size_t c = 0; c < cells.size(); ++c) {
    const Cell& cell = cells[c];
    if (cell.first != rank || cell.last < cell.first || cell.last > ranks) return false;
    if (cell.cells < 1 || cell.cells > c + 1) return false;
    rank = cell.last;
    const std::size_t begin = c + 1 - cell.cells;
    std::size_t below = c;
    for (; below > begin && !roots.empty(); roots.pop_back()) {
      if (parent[roots.back()] != c) return false;
      below -= cells[roots.back()].cells;
    }
    if (below != begin) return false;
    roots.push_back(static_cast<std::uint32_t>(c));
  }
  return rank == ranks &&
         std::ranges::all_of(roots, [&](std::uint32_t c) { return parent[c] == c; });
}

/// Whether ranks from some on lead only to higher ones of their own cell and of cells above it.
/// Without branches: which cell a step leads to cannot be foreseen.
template <class To>
bool all_climb(const Topology::Parts& topology, const Array<std::uint64_t>& first_of, To to,
               std::size_t first, std::size_t last) {
  const Cell* const cells = topology.order.cells.data();
  const std::uint32_t* const cell_of = topology.cell_of.data();
  const auto highest = static_cast<std::uint32_t>(topology.cell_of.size() - 1);
  std::uint32_t bad = 0;
  for (std::size_t r = first; r < last; ++r) {
    const std::uint32_t here = cell_of[r];
    for (std::uint64_t i = first_of[r]; i < first_of[r + 1]; ++i) {
      const std::uint32_t rank = to(i);
      const std::uint32_t above = cell_of[std::min(rank, highest)];
      bad |= static_cast<std::uint32_t>(rank <= r) | static_cast<std::uint32_t>(rank > highest) |
             static_cast<std::uint32_t>(above + 1 - cells[above].cells > here);
    }
  }
  return bad == 0;
}

}  // namespace

std::string topology_fault(const Topology::Parts& topology) {
  const EliminationOrder& order = topology.order;
  const std::size_t size = order.vertex.size(), cells = order.cells.size();
  if (size >= kMostIds || order.rank_of.size() != size) return "vertex";
  if (topology.cell_of.size() != size) return "cell_of";
  if (topology.parent.size() != cells) return "parent";
  if (!spans_all(topology.first, size, topology.head.size())) return "first";
  if (!spans_all(topology.first_border, cells, topology.border.size())) return "first_border";
  if (!cells_hold(order.cells, topology.parent, size)) return "cells";

  const std::uint32_t *const vertex = order.vertex.data(), *const rank_of = order.rank_of.data(),
                             *const cell_of = topology.cell_of.data(),
                             *const border = topology.border.data();
  const Cell* const cell = order.cells.data();
  const auto same = [](std::uint32_t v) { return v; };
  Checks checks;
  checks.add("vertex", size, all_below(vertex, size, same));
  checks.add("first", size, rise(topology.first.data(), 0));
  checks.add("first_border", cells, rise(topology.first_border.data(), 0));
  checks.add("border", topology.border.size(), all_below(border, size, same));
  checks.add("cell_of", cells, [=](std::size_t first, std::size_t last) {
    std::uint32_t bad = 0;
    for (std::size_t c = first; c < last; ++c)
      for (std::uint32_t r = cell[c].first; r < cell[c].last; ++r)
        bad |= cell_of[r] ^ static_cast<std::uint32_t>(c);
    return bad == 0;
  });
  if (std::string fault = checks.fault(); !fault.empty()) return fault;

  const std::uint32_t* const head = topology.head.data();
  Checks linked;
  linked.add("rank_of", size, [=](std::size_t first, std::size_t last) {
    std::uint32_t bad = 0;
    for (std::size_t r = first; r < last; ++r)
      bad |= rank_of[vertex[r]] ^ static_cast<std::uint32_t>(r);
    return bad == 0;
  });
  linked.add("head", size, [&, head](std::size_t first, std::size_t last) {
    std::uint32_t bad = 0;
    for (std::size_t r = first; r < last; ++r)
      for (std::uint64_t a = topology.first[r] + 1; a < topology.first[r + 1]; ++a)
        bad |= static_cast<std::uint32_t>(head[a] <= head[a - 1]);
    return bad == 0 &&
           all_climb(
               topology, topology.first, [=](std::uint64_t a) { return head[a]; }, first, last);
  });
  return linked.fault();
}

std::string steps_fault(const Topology::Parts& topology, const Hierarchy::Steps& steps) {
  const std::size_t size = topology.cell_of.size();
  if (!spans_all(steps.first, size, steps.steps.size())) return "first";
  Checks offsets;
  offsets.add("first", size, rise(steps.first.data(), 0));
  if (std::string fault = offsets.fault(); !fault.empty()) return fault;
  const Hierarchy::Step* const step = steps.steps.data();
  Checks climbing;
  climbing.add("steps", size, [&, step](std::size_t first, std::size_t last) {
    std::uint32_t bad = 0;
    for (std::size_t r = first; r < last; ++r)  // sweeps stop at the first that takes too long
      for (std::uint64_t i = steps.first[r] + 1; i < steps.first[r + 1]; ++i)
        bad |= static_cast<std::uint32_t>(step[i].ticks < step[i - 1].ticks);
    return bad == 0 &&
           all_climb(
               topology, steps.first, [=](std::uint64_t i) { return step[i].rank; }, first, last);
  });
  return climbing.fault();
}

}  // namespace lifecircle
