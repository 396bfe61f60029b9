#include "algorithms/supply/resident_reach.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/base/parallel.hpp"

namespace lifecircle {
namespace {

constexpr std::size_t kMemory = std::size_t{512} << 20;

/// Keeps of equal pairs the shortest.
void merge(std::vector<InReach> more, std::vector<InReach>& pairs) {
  pairs.insert(pairs.end(), more.begin(), more.end());
  std::ranges::sort(pairs);
  pairs.erase(std::unique(pairs.begin(), pairs.end(),
                          [](const InReach& a, const InReach& b) {
                            return a.home == b.home && a.facility == b.facility;
                          }),
              pairs.end());
}

}  // namespace

bool add_resident_reach(const Ground& ground, const ReachQuestion& q, const AccessLimits& access,
                        const Residents& residents, std::vector<InReach>& pairs,
                        const Progress& progress) {
  if (std::ranges::all_of(residents.homes, [](const auto& homes) { return homes.empty(); }))
    return true;
  std::vector<FacilityId> asked;
  for (std::size_t f = 0; f < q.facilities->size(); ++f)
    if (q.admitted[FacilityId{f}] != 0) asked.push_back(FacilityId{f});
  std::vector<InReach> found;
  for (const ModeGraph* graph : q.graphs) {
    const std::size_t each = 8 * (graph->state_count() + q.homes->size()) + 1;
    const std::size_t at_once = std::clamp<std::size_t>(kMemory / each, 1, 256);
    for (std::size_t first = 0; first < asked.size(); first += at_once) {
      const std::size_t n = std::min(at_once, asked.size() - first);
      std::vector<std::optional<NearestField>> fields(n);
      std::vector<Column<DemandId, Label>> nearest(n, Column<DemandId, Label>(q.homes->size()));
      parallel_for(
          n, [] { return 0; },
          [&](std::size_t i, int) {
            const FacilityId id = asked[first + i];
            const Facility& f = (*q.facilities)[id.index()];
            std::vector<Seed> seeds;
            for (const Leg& leg : join_facility(ground, *graph, f, access.of(f.setting)).legs)
              seeds.push_back({leg.place, Label{leg.time, id}});
            fields[i].emplace(*graph, q.direction, std::move(seeds), q.limit);
          },
          1);
      std::vector<ReadField> reads;
      for (std::size_t i = 0; i < n; ++i)
        reads.push_back({.field = &*fields[i], .nearest = &nearest[i]});
      if (!let_residents_pass(ground, reads, *q.homes, access, residents, progress)) return false;
      for (std::size_t i = 0; i < n; ++i)
        for (const auto& homes : residents.homes)
          for (const DemandId home : homes)
            if (const Label label = nearest[i][home];
                q.asked[home] != 0 && !label.is_never() && label.time() <= q.limit)
              found.push_back({home, asked[first + i], label.time()});
    }
  }
  merge(std::move(found), pairs);
  return true;
}

}  // namespace lifecircle
