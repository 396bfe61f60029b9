#include "engine/search/hierarchy/hierarchy.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <tuple>

#include "engine/network/mode_graph.hpp"

namespace lifecircle {
namespace {

using Ticks = std::uint32_t;
constexpr Ticks kNever = std::numeric_limits<Ticks>::max();

Ticks sum(Ticks a, Ticks b) {
  const Ticks s = a + b;
  return s < a ? kNever : s;
}
void lower(Ticks& time, Ticks other) {
  time = std::min(time, other);
}

/// Calls f(arc of `v` to u, arc of `v` to w, arc of u to w) for all pairs u < w above a vertex.
template <class F>
void for_each_triangle(const Topology& topology, std::uint32_t v, F f) {
  const std::uint64_t first = topology.first_arc(v), last = topology.first_arc(v + std::size_t{1});
  for (std::uint64_t a = first; a < last; ++a) {
    const std::uint32_t u = topology.head(a);
    std::uint64_t across = topology.first_arc(u);
    const std::uint64_t end = topology.first_arc(u + std::size_t{1});
    for (std::uint64_t b = a + 1; b < last; ++b) {
      const std::uint32_t w = topology.head(b);
      // Few of many: by halves; else side by side. Both lists are sorted, and w is in both.
      if (end - across > 16 * (last - b)) {
        std::uint64_t low = across, high = end;
        while (low < high) {
          const std::uint64_t middle = low + (high - low) / 2;
          if (topology.head(middle) < w)
            low = middle + 1;
          else
            high = middle;
        }
        across = low;
      } else {
        while (across < end && topology.head(across) < w) ++across;
      }
      // Always there in a topology that was made; one that was read may lie about it.
      if (across < end && topology.head(across) == w) f(a, b, across);
    }
  }
}

}  // namespace

Hierarchy::Hierarchy(const ModeGraph& graph, std::uint32_t cell_size) {
  std::vector<Point> positions;
  positions.reserve(graph.state_count());
  for (std::size_t s = 0; s < graph.state_count(); ++s)
    positions.push_back(graph.network().position(graph.node(StateId{s})));
  topology_ = std::make_shared<const Topology>(adjacency_of(graph), positions, cell_size);
  customize(graph);
}

Hierarchy::Hierarchy(std::shared_ptr<const Topology> topology, const ModeGraph& graph)
    : topology_{std::move(topology)} {
  customize(graph);
}

bool Hierarchy::fits(const Topology& topology, const ModeGraph& graph) {
  if (topology.size() != graph.state_count()) return false;
  for (std::size_t s = 0; s < graph.state_count(); ++s)
    for (const auto& step : graph.leaving(StateId{s})) {
      const std::uint32_t from = topology.rank_of(s), to = topology.rank_of(step.to.index());
      if (from != to &&
          topology.arc(std::min(from, to), std::max(from, to)) == topology.arc_count())
        return false;
    }
  return true;
}

void Hierarchy::customize(const ModeGraph& graph) {
  const Topology& topology = *topology_;
  const auto size = static_cast<std::uint32_t>(topology.size());
  assert(size == graph.state_count());
  std::vector<Ticks> up(topology.arc_count(), kNever), down(topology.arc_count(), kNever);
  for (std::size_t s = 0; s < graph.state_count(); ++s)
    for (const auto& step : graph.leaving(StateId{s})) {
      const std::uint32_t from = topology.rank_of(s), to = topology.rank_of(step.to.index());
      if (from == to) continue;
      const std::uint64_t arc = topology.arc(std::min(from, to), std::max(from, to));
      assert(arc != topology.arc_count());
      lower(from < to ? up[arc] : down[arc], step.time.ticks());
    }
  // Ways between u and w through what is lower than both.
  for (std::uint32_t v = 0; v < size; ++v)
    for_each_triangle(topology, v, [&](std::uint64_t vu, std::uint64_t vw, std::uint64_t uw) {
      lower(up[uw], sum(down[vu], up[vw]));
      lower(down[uw], sum(down[vw], up[vu]));
    });
  // And through what is higher, from the top: a step that becomes quicker so is not needed.
  std::vector<Ticks> best_up = up, best_down = down;
  for (std::uint32_t v = size; v-- > 0;)
    for_each_triangle(topology, v, [&](std::uint64_t vu, std::uint64_t vw, std::uint64_t uw) {
      lower(best_up[vw], sum(up[vu], best_up[uw]));
      lower(best_up[vu], sum(up[vw], best_down[uw]));
      lower(best_down[vw], sum(best_down[uw], down[vu]));
      lower(best_down[vu], sum(best_up[uw], down[vw]));
    });
  const auto keep = [&](Steps& steps, const std::vector<Ticks>& own,
                        const std::vector<Ticks>& best) {
    std::size_t count = 0;
    for (std::size_t a = 0; a < own.size(); ++a) count += own[a] != kNever && own[a] == best[a];
    std::vector<std::uint64_t> first{0};
    std::vector<Step> kept;
    kept.reserve(count);
    first.reserve(size + std::size_t{1});
    for (std::uint32_t v = 0; v < size; ++v) {
      for (std::uint64_t a = topology.first_arc(v); a < topology.first_arc(v + std::size_t{1}); ++a)
        if (own[a] != kNever && own[a] == best[a]) kept.push_back({topology.head(a), own[a]});
      std::sort(kept.begin() + static_cast<std::ptrdiff_t>(first.back()), kept.end(),
                [](const Step& a, const Step& b) {
                  return std::tie(a.ticks, a.rank) < std::tie(b.ticks, b.rank);
                });
      first.push_back(kept.size());
    }
    steps = {std::move(first), std::move(kept)};
  };
  keep(climb_, up, best_up);
  up = {}, best_up = {};
  keep(descend_, down, best_down);
}

std::shared_ptr<const Hierarchy> hierarchy_of(const ModeGraph& graph) {
  auto hierarchy = graph.hierarchy();
  if (hierarchy == nullptr) {
    hierarchy = std::make_shared<const Hierarchy>(graph);
    graph.carry(hierarchy);
  }
  return hierarchy;
}

}  // namespace lifecircle
