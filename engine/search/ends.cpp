#include "engine/search/ends.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/parallel.hpp"
#include "engine/network/useful_legs.hpp"

namespace lifecircle {
namespace {

std::vector<End> ends_of(const ModeGraph& graph, std::span<const std::vector<Leg>> points) {
  std::vector<End> ends;
  for (std::uint32_t p = 0; p < points.size(); ++p)
    for (const Leg& leg : points[p])
      ends.push_back({leg.place.edge, p, leg.time, graph.times(leg.place)});
  return ends;
}

}  // namespace

Ends::Ends(const Network& network, std::size_t points, std::vector<End> ends)
    : points_{points}, ends_{std::move(ends)}, first_(network.edge_count() + 1, 0) {
  std::ranges::stable_sort(ends_, {}, &End::edge);
  for (const End& end : ends_) ++first_[end.edge.index() + 1];
  for (std::size_t e = 0; e + 1 < first_.size(); ++e) first_[e + 1] += first_[e];
}

Ends::Ends(const ModeGraph& graph, std::span<const std::vector<Leg>> points)
    : Ends{graph.network(), points.size(), ends_of(graph, points)} {}

std::vector<Ends> ends_around(const Ground& ground, std::span<const ModeGraph* const> graphs,
                              Direction direction, std::size_t points,
                              const std::function<std::optional<AccessFrom>(std::size_t)>& from,
                              Duration limit) {
  struct Scratch {
    Surroundings here;
    UsefulLegs useful;
  };
  const bool to = direction == Direction::to_facility;
  using Ways = std::vector<UsefulLegs::Way>;
  std::vector<std::vector<Ways>> ways(graphs.size(), std::vector<Ways>(points));
  parallel_for(
      points, [] { return Scratch{}; },
      [&](std::size_t p, Scratch& s) {
        const std::optional<AccessFrom> access = from(p);
        if (!access) return;
        s.here.look(ground, access->at, access->limit_m);
        for (std::size_t g = 0; g < graphs.size(); ++g)
          for (const auto& way : s.useful.around(*graphs[g], s.here, to, !to))
            if (way.leg <= limit) ways[g][p].push_back(way);
      },
      16);
  std::vector<Ends> all;
  for (auto& of_graph : ways) {
    std::vector<End> ends;
    std::size_t count = 0;
    for (const Ways& of_point : of_graph) count += of_point.size();
    ends.reserve(count);
    for (std::uint32_t p = 0; p < points; ++p) {
      for (const auto& way : of_graph[p]) ends.push_back({way.edge, p, way.leg, way.times});
      of_graph[p] = {};
    }
    all.emplace_back(ground.network(), points, std::move(ends));
  }
  return all;
}

}  // namespace lifecircle
