#include "algorithms/supply/in_reach.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "engine/base/loop_teller.hpp"
#include "engine/base/parallel.hpp"
#include "engine/network/incidence.hpp"
#include "engine/network/useful_legs.hpp"
#include "engine/search/reach.hpp"

namespace lifecircle {
namespace {

/// The legs of the homes by the edge they lead to.
struct LegsByEdge {
  struct Entry {
    PlaceTimes times;
    Duration leg;
    DemandId home;
  };
  std::vector<std::size_t> first;  ///< one an edge, and the end
  std::vector<Entry> entries;
};

/// [graph]
std::vector<LegsByEdge> legs_by_edge(const Ground& ground, const ReachQuestion& q,
                                     const AccessLimits& access) {
  struct Scratch {
    Surroundings here;
    UsefulLegs useful;
  };
  const bool to_facility = q.direction == Direction::to_facility;
  const std::size_t homes = q.homes->size();
  std::vector<std::vector<std::vector<UsefulLegs::Way>>> ways(
      q.graphs.size(), std::vector<std::vector<UsefulLegs::Way>>(homes));
  parallel_for(
      homes, [] { return Scratch{}; },
      [&](std::size_t h, Scratch& s) {
        if (q.asked[DemandId{h}] == 0) return;
        s.here.look(ground, q.homes->at[h], access.of(q.homes->setting[h]));
        for (std::size_t g = 0; g < q.graphs.size(); ++g)
          for (const auto& way : s.useful.around(*q.graphs[g], s.here, to_facility, !to_facility))
            if (way.leg <= q.limit) ways[g][h].push_back(way);
      },
      16);
  std::vector<LegsByEdge> all(q.graphs.size());
  for (std::size_t g = 0; g < q.graphs.size(); ++g) {
    LegsByEdge& into = all[g];
    into.first.assign(ground.network().edge_count() + 1, 0);
    for (const auto& of_home : ways[g])
      for (const auto& way : of_home) ++into.first[way.edge.index() + 1];
    for (std::size_t e = 0; e + 1 < into.first.size(); ++e) into.first[e + 1] += into.first[e];
    into.entries.resize(into.first.back());
    std::vector<std::size_t> next(into.first.begin(), into.first.end() - 1);
    for (std::size_t h = 0; h < homes; ++h)
      for (const auto& way : ways[g][h])
        into.entries[next[way.edge.index()]++] = {way.times, way.leg, DemandId{h}};
    ways[g] = {};
  }
  return all;
}

/// Searches from one facility after another: one a thread.
class Searcher {
 public:
  Searcher(const ReachQuestion& q, const Incidence& incidence, std::size_t edges)
      : incidence_{&incidence}, seen_(edges, 0) {
    for (const ModeGraph* graph : q.graphs) reaches_.emplace_back(*graph);
  }

  /// Homes within the limit of a facility, by home, each once with its best time.
  std::vector<std::pair<DemandId, Duration>> homes_of(const Ground& ground, const ReachQuestion& q,
                                                      const AccessLimits& access,
                                                      const std::vector<LegsByEdge>& homes,
                                                      const Facility& facility) {
    std::vector<std::pair<DemandId, Duration>> found;
    for (std::size_t g = 0; g < reaches_.size(); ++g) {
      Reach& reach = reaches_[g];
      const FacilityJoin join =
          join_facility(ground, *q.graphs[g], facility, access.of(facility.setting));
      reach.run(q.direction, join.legs, q.limit);
      ++date_;
      for (const EdgeId edge : reach.own_edges()) read(reach, edge, homes[g], q.limit, found);
      for (const StateId state : reach.settled())
        for (const EdgeId edge : incidence_->at(reach.graph().node(state)))
          read(reach, edge, homes[g], q.limit, found);
    }
    // The best of a home's legs and modes comes first.
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end(),
                            [](const auto& a, const auto& b) { return a.first == b.first; }),
                found.end());
    return found;
  }

 private:
  void read(const Reach& reach, EdgeId edge, const LegsByEdge& homes, Duration limit,
            std::vector<std::pair<DemandId, Duration>>& found) {
    if (std::exchange(seen_[edge.index()], date_) == date_) return;
    for (std::size_t k = homes.first[edge.index()]; k < homes.first[edge.index() + 1]; ++k) {
      const auto& entry = homes.entries[k];
      const Duration time = reach.at(edge, entry.times) + entry.leg;
      if (time <= limit && !time.is_never()) found.emplace_back(entry.home, time);
    }
  }

  const Incidence* incidence_;
  std::vector<Reach> reaches_;
  std::vector<std::uint64_t> seen_;  ///< [edge]: search that read it last
  std::uint64_t date_ = 0;
};

}  // namespace

std::vector<InReach> in_reach(const Ground& ground, const ReachQuestion& q,
                              const AccessLimits& access, const Progress& progress) {
  const std::vector<LegsByEdge> homes = legs_by_edge(ground, q, access);
  const Incidence incidence{ground.network()};
  const std::vector<Facility>& facilities = *q.facilities;
  std::vector<std::vector<std::pair<DemandId, Duration>>> rows(facilities.size());
  LoopTeller teller{progress, "stage_supply", facilities.size()};
  parallel_for(
      facilities.size(),
      [&] {
        return Searcher{q, incidence, ground.network().edge_count()};
      },
      [&](std::size_t f, Searcher& searcher) {
        if (!teller.go_on() || q.admitted[FacilityId{f}] == 0) return;
        rows[f] = searcher.homes_of(ground, q, access, homes, facilities[f]);
      });
  if (teller.stopped()) return {};
  // Home by home, by counting; of a home the facilities come in their order.
  std::vector<std::size_t> next(q.homes->size() + 1, 0);
  for (const auto& row : rows)
    for (const auto& [home, time] : row) ++next[home.index() + 1];
  for (std::size_t h = 0; h + 1 < next.size(); ++h) next[h + 1] += next[h];
  std::vector<InReach> all(next.back());
  for (std::size_t f = 0; f < rows.size(); ++f) {
    for (const auto& [home, time] : rows[f])
      all[next[home.index()]++] = {home, FacilityId{f}, time};
    rows[f] = {};
  }
  return all;
}

}  // namespace lifecircle
