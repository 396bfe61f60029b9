#include "algorithms/supply/in_reach.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "engine/base/parallel.hpp"
#include "engine/search/rows.hpp"

namespace lifecircle {
namespace {

std::vector<std::vector<Leg>> legs_of(const Ground& ground, const ReachQuestion& q,
                                      const ModeGraph& graph, const AccessLimits& access) {
  const std::vector<Facility>& facilities = *q.facilities;
  std::vector<std::vector<Leg>> legs(facilities.size());
  parallel_for(
      facilities.size(), [] { return 0; },
      [&](std::size_t f, int) {
        if (q.admitted[FacilityId{f}] != 0)
          legs[f] =
              join_facility(ground, graph, facilities[f], access.of(facilities[f].setting)).legs;
      });
  return legs;
}

}  // namespace

std::vector<InReach> in_reach(const Ground& ground, const ReachQuestion& q,
                              const AccessLimits& access, const Progress& progress,
                              SearchLog* log) {
  const Homes& homes = *q.homes;
  const auto from = [&](std::size_t h) {
    return q.asked[DemandId{h}] == 0
               ? std::nullopt
               : std::optional{AccessFrom{homes.at[h], access.of(homes.setting[h])}};
  };
  const std::vector<Ends> ends =
      ends_around(ground, q.graphs, q.direction, homes.size(), from, q.limit);

  std::vector<std::vector<Reached>> rows(q.facilities->size());
  bool stopped = false;
  const Progress noting = [&](std::string_view stage, std::uint64_t done, std::uint64_t all) {
    if (!tell(progress, stage, done, all)) stopped = true;
    return !stopped;
  };
  for (std::size_t g = 0; g < q.graphs.size() && !stopped; ++g) {
    const auto legs = legs_of(ground, q, *q.graphs[g], access);
    const RowQuestion question{.graph = q.graphs[g],
                               .direction = q.direction,
                               .origins = legs,
                               .ends = &ends[g],
                               .limit = q.limit,
                               .stage = "stage_supply"};
    const SearchWay way = for_each_row(
        question,
        [&](std::size_t f, std::span<const Reached> row) {
          rows[f].insert(rows[f].end(), row.begin(), row.end());
        },
        noting);
    if (log != nullptr) log->add({q.graphs[g]->profile().name, "supply", legs.size(), way});
  }
  if (stopped) return {};
  keep_best(rows);

  // Home by home, by counting; of a home the facilities come in their order.
  std::vector<std::size_t> next(homes.size() + 1, 0);
  for (const auto& row : rows)
    for (const Reached& r : row) ++next[r.point + std::size_t{1}];
  for (std::size_t h = 0; h + 1 < next.size(); ++h) next[h + 1] += next[h];
  std::vector<InReach> all(next.back());
  for (std::size_t f = 0; f < rows.size(); ++f) {
    for (const Reached& r : rows[f])
      all[next[r.point]++] = {DemandId{r.point}, FacilityId{f}, r.time};
    rows[f] = {};
  }
  return all;
}

}  // namespace lifecircle
