#include <algorithm>
#include <vector>

#include "engine/prepared/prepared.hpp"
#include "engine/search/hierarchy/adjacency.hpp"

namespace lifecircle {
namespace {

/// The neighbours that any of some graphs of the same states has.
Adjacency together(std::span<ModeGraph* const> graphs) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const ModeGraph* graph : graphs)
    for (std::size_t s = 0; s < graph->state_count(); ++s)
      for (const auto& step : graph->leaving(StateId{s}))
        pairs.emplace_back(static_cast<std::uint32_t>(s), step.to.index());
  return {graphs.front()->state_count(), std::move(pairs)};
}

}  // namespace

bool make_hierarchies(std::span<ModeGraph* const> graphs, const Progress& progress) {
  std::vector<std::vector<ModeGraph*>> alike;  // in the order given
  for (ModeGraph* graph : graphs) {
    const auto same = std::ranges::find_if(alike, [&](const std::vector<ModeGraph*>& others) {
      return others.front()->parts().copy_node == graph->parts().copy_node;
    });
    if (same == alike.end())
      alike.push_back({graph});
    else
      same->push_back(graph);
  }
  std::uint64_t done = 0;
  for (const auto& group : alike) {
    if (!tell(progress, "stage_hierarchy", done, graphs.size())) return false;
    const ModeGraph& first = *group.front();
    std::vector<Point> positions;
    positions.reserve(first.state_count());
    for (std::size_t s = 0; s < first.state_count(); ++s)
      positions.push_back(first.network().position(first.node(StateId{s})));
    const auto topology = std::make_shared<const Topology>(together(group), positions);
    for (ModeGraph* graph : group) {
      if (!tell(progress, "stage_hierarchy", done++, graphs.size())) return false;
      graph->carry(std::make_shared<const Hierarchy>(topology, *graph));
    }
  }
  return true;
}

}  // namespace lifecircle
