#include "engine/search/matrix.hpp"

#include <algorithm>

#include "engine/base/loop_teller.hpp"
#include "engine/base/parallel.hpp"
#include "engine/search/reach.hpp"

namespace lifecircle {
namespace {

/// Where the destinations are, by edge and by junction.
struct Destinations {
  struct End {
    EdgeId edge;
    PlaceTimes times;
    Duration leg;
    std::uint32_t destination;
  };
  std::vector<End> ends;                              ///< by edge
  std::vector<std::pair<EdgeId, std::size_t>> edges;  ///< sorted: where an edge's ends begin
  std::vector<std::pair<NodeId, std::size_t>>
      at_node;  ///< sorted: edges (by place in `edges`) at a junction

  Destinations(const ModeGraph& graph, std::span<const std::vector<Leg>> legs) {
    for (std::size_t d = 0; d < legs.size(); ++d)
      for (const Leg& leg : legs[d])
        ends.push_back(
            {leg.place.edge, graph.times(leg.place), leg.time, static_cast<std::uint32_t>(d)});
    std::ranges::stable_sort(ends, {}, &End::edge);
    for (std::size_t i = 0; i < ends.size(); ++i)
      if (i == 0 || ends[i].edge != ends[i - 1].edge) {
        const EdgeId edge = ends[i].edge;
        at_node.emplace_back(graph.network().tail(edge), edges.size());
        at_node.emplace_back(graph.network().head(edge), edges.size());
        edges.emplace_back(edge, i);
      }
    std::ranges::sort(at_node);
  }
  std::span<const End> on(std::size_t edge) const {
    const std::size_t last = edge + 1 < edges.size() ? edges[edge + 1].second : ends.size();
    return {ends.data() + edges[edge].second, ends.data() + last};
  }
};

struct Scratch {
  Reach reach;
  std::vector<std::uint32_t> edge_run;  ///< row that read an edge last, + 1
  std::vector<Duration> best;           ///< one a destination
  std::vector<std::uint32_t> touched;
};

}  // namespace

std::vector<TimeBetween> times_by_searches(const ModeGraph& graph,
                                           std::span<const std::vector<Leg>> origins,
                                           std::span<const std::vector<Leg>> destinations,
                                           Duration limit, const Progress& progress) {
  const Destinations to{graph, destinations};
  std::vector<std::vector<TimeBetween>> rows(origins.size());
  LoopTeller teller{progress, "stage_matrix", origins.size()};
  parallel_for(
      origins.size(),
      [&] {
        return Scratch{Reach{graph},
                       std::vector<std::uint32_t>(to.edges.size(), 0),
                       std::vector<Duration>(destinations.size(), Duration::never()),
                       {}};
      },
      [&](std::size_t i, Scratch& s) {
        if (!teller.go_on()) return;
        s.reach.run(Direction::from_facility, origins[i], limit);
        const auto read = [&](std::size_t edge) {
          if (s.edge_run[edge] == i + 1) return;
          s.edge_run[edge] = static_cast<std::uint32_t>(i + 1);
          for (const auto& end : to.on(edge)) {
            const Duration time = s.reach.at(end.edge, end.times) + end.leg;
            if (time > limit || time.is_never()) continue;
            Duration& best = s.best[end.destination];
            if (best.is_never()) s.touched.push_back(end.destination);
            best = std::min(best, time);
          }
        };
        for (const StateId state : s.reach.settled()) {
          const NodeId node = graph.node(state);
          auto at = std::ranges::lower_bound(to.at_node, std::pair{node, std::size_t{0}});
          for (; at != to.at_node.end() && at->first == node; ++at) read(at->second);
        }
        for (const EdgeId edge : s.reach.own_edges()) {
          const auto at = std::ranges::lower_bound(to.edges, std::pair{edge, std::size_t{0}});
          if (at != to.edges.end() && at->first == edge)
            read(static_cast<std::size_t>(at - to.edges.begin()));
        }
        std::ranges::sort(s.touched);
        for (const std::uint32_t d : s.touched) {
          rows[i].push_back({static_cast<std::uint32_t>(i), d, s.best[d]});
          s.best[d] = Duration::never();
        }
        s.touched.clear();
      });
  std::vector<TimeBetween> all;
  for (auto& row : rows) {
    all.insert(all.end(), row.begin(), row.end());
    row = {};
  }
  return all;
}

}  // namespace lifecircle
