#include "algorithms/circle/homes_reached.hpp"

#include <algorithm>

#include "engine/base/parallel.hpp"

namespace lifecircle {

HomesByEdge::HomesByEdge(const CircleBase& base, Direction direction, std::span<const Point> homes)
    : joined_(homes.size(), 0) {
  const auto from = [&](std::size_t h) {
    return std::optional{AccessFrom{homes[h], base.access.at_m(homes[h])}};
  };
  ends_ = ends_around(*base.ground, base.graphs, direction, homes.size(), from);
  for (const Ends& ends : ends_)
    for (const End& end : ends.all()) joined_[end.point] = 1;
}

std::vector<Reached> HomesByEdge::reached(CircleSearch& search, Duration limit) const {
  std::vector<std::vector<Reached>> found(1);
  for (std::size_t g = 0; g < ends_.size(); ++g) {
    const Reach& reach = search.reaches()[g];
    for (const EdgeId edge : search.edges(g, limit))
      for (const End& end : ends_[g].on(edge))
        if (const Duration time = reach.at(edge, end.times) + end.leg; time <= limit)
          found.front().push_back({end.point, time});
  }
  keep_best(found);
  return std::move(found.front());
}

std::vector<Label> nearest_to_homes(const CircleBase& base,
                                    std::span<const NearestField* const> fields,
                                    std::span<const Point> homes) {
  std::vector<Label> nearest(homes.size());
  parallel_for(
      homes.size(), [] { return 0; },
      [&](std::size_t h, int) {
        for (const NearestField* field : fields)
          for (const Leg& leg :
               base.ground->legs(field->graph(), homes[h], base.access.at_m(homes[h])))
            nearest[h] = std::min(nearest[h], field->at(leg.place) + leg.time);
      },
      16);
  return nearest;
}

std::vector<ReachingPlaces> places_reaching(const CircleBase& base, std::size_t count,
                                            const LegsOf& legs_of, const CircleRules& rules,
                                            const HomesByEdge& homes, const Progress& progress,
                                            SearchLog* log) {
  const std::size_t graphs = base.graphs.size();
  std::vector<std::vector<std::vector<Leg>>> legs(graphs, std::vector<std::vector<Leg>>(count));
  parallel_for(
      count, [] { return 0; },
      [&](std::size_t p, int) {
        auto of_place = legs_of(p);
        for (std::size_t g = 0; g < graphs; ++g) legs[g][p] = std::move(of_place[g]);
      });
  std::vector<std::vector<Reached>> rows(count);
  for (std::size_t g = 0; g < graphs; ++g) {
    const RowQuestion question{.graph = base.graphs[g],
                               .direction = rules.direction,
                               .origins = legs[g],
                               .ends = &homes.ends()[g],
                               .limit = rules.limits.back(),
                               .stage = "stage_homes"};
    const SearchWay way = for_each_row(
        question,
        [&](std::size_t p, std::span<const Reached> row) {
          rows[p].insert(rows[p].end(), row.begin(), row.end());
        },
        progress);
    if (log != nullptr) log->add({base.graphs[g]->profile().name, "homes reached", count, way});
  }
  keep_best(rows);
  std::vector<ReachingPlaces> places(homes.count());
  for (std::size_t p = 0; p < count; ++p)
    for (const Reached& r : rows[p]) {
      ++places[r.point].count;
      places[r.point].last = p;
    }
  return places;
}

}  // namespace lifecircle
