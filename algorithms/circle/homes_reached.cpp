#include "algorithms/circle/homes_reached.hpp"

#include <algorithm>

#include "engine/base/loop_teller.hpp"
#include "engine/base/parallel.hpp"
#include "engine/network/useful_legs.hpp"

namespace lifecircle {

HomesByEdge::HomesByEdge(const CircleBase& base, Direction direction, std::span<const Point> homes)
    : graphs_(base.graphs.size()), joined_(homes.size(), 0) {
  const bool to_facility = direction == Direction::to_facility;
  struct Scratch {
    Surroundings here;
    UsefulLegs useful;
  };
  // All modes of a home at once: what lies around it is the same.
  std::vector<std::vector<std::vector<UsefulLegs::Way>>> ways(
      graphs_.size(), std::vector<std::vector<UsefulLegs::Way>>(homes.size()));
  parallel_for(
      homes.size(), [] { return Scratch{}; },
      [&](std::size_t h, Scratch& s) {
        s.here.look(*base.ground, homes[h], base.access.at_m(homes[h]));
        for (std::size_t g = 0; g < graphs_.size(); ++g) {
          ways[g][h] = s.useful.around(*base.graphs[g], s.here, to_facility, !to_facility);
          if (!ways[g][h].empty()) joined_[h] = 1;
        }
      },
      16);
  for (std::size_t g = 0; g < graphs_.size(); ++g) {
    OfGraph& into = graphs_[g];
    into.first.assign(base.graphs[g]->network().edge_count() + 1, 0);
    for (const auto& of_home : ways[g])
      for (const auto& way : of_home) ++into.first[way.edge.index() + 1];
    for (std::size_t e = 0; e + 1 < into.first.size(); ++e) into.first[e + 1] += into.first[e];
    into.entries.resize(into.first.back());
    std::vector<std::uint64_t> next(into.first.begin(), into.first.end() - 1);
    for (std::uint32_t h = 0; h < homes.size(); ++h)
      for (const auto& way : ways[g][h])
        into.entries[next[way.edge.index()]++] = {way.times, way.leg, h};
    ways[g] = {};
  }
}

std::vector<std::pair<std::uint32_t, Duration>> HomesByEdge::reached(CircleSearch& search,
                                                                     Duration limit) const {
  std::vector<std::pair<std::uint32_t, Duration>> found;
  for (std::size_t g = 0; g < graphs_.size(); ++g) {
    const Reach& reach = search.reaches()[g];
    for (const EdgeId edge : search.edges(g, limit))
      for (std::uint64_t k = graphs_[g].first[edge.index()]; k < graphs_[g].first[edge.index() + 1];
           ++k) {
        const Entry& entry = graphs_[g].entries[k];
        const Duration time = reach.at(edge, entry.times) + entry.leg;
        if (time <= limit) found.emplace_back(entry.home, time);
      }
  }
  // The best of a home's legs and modes comes first.
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end(),
                          [](const auto& a, const auto& b) { return a.first == b.first; }),
              found.end());
  return found;
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
                                            const HomesByEdge& homes, const Progress& progress) {
  std::vector<std::vector<std::pair<std::uint32_t, Duration>>> reached(count);
  LoopTeller teller{progress, "stage_homes", count};
  parallel_for(
      count,
      [&] {
        return CircleSearch{base, rules};
      },
      [&](std::size_t p, CircleSearch& search) {
        if (!teller.go_on()) return;
        search.search(legs_of(p));
        reached[p] = homes.reached(search, rules.limits.back());
      });
  std::vector<ReachingPlaces> places(homes.count());
  for (std::size_t p = 0; p < count; ++p)
    for (const auto& [home, time] : reached[p]) {
      ++places[home].count;
      places[home].last = p;
    }
  return places;
}

}  // namespace lifecircle
