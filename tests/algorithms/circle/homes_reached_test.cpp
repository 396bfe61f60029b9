#include "algorithms/circle/homes_reached.hpp"

#include <gtest/gtest.h>

#include "algorithms/circle/reached.hpp"
#include "tests/algorithms/circle/circle_town.hpp"

// Whom places reach, and by which roads, against the definition: all legs, all fields.

namespace lifecircle::test {
namespace {

struct Reaching {
  explicit Reaching(const Recipe& recipe) : t{recipe}, base{t.ground, t.pointers, t.access_m} {
    for (int i = 0; i < 25; ++i) homes.push_back(t.some_point());
  }
  std::vector<std::vector<Leg>> legs_of(std::size_t f) const {
    std::vector<std::vector<Leg>> legs;
    for (const ModeGraph& graph : t.graphs)
      legs.push_back(join_facility(t.ground, graph, t.town.facilities[f], t.access_m).legs);
    return legs;
  }
  /// The field of one place alone, of one mode.
  NearestField field_of(std::size_t f, std::size_t g) const {
    std::vector<Seed> seeds;
    const auto legs = legs_of(f);
    for (const Leg& leg : legs[g]) seeds.push_back({leg.place, Label{leg.time, FacilityId{0u}}});
    return NearestField{t.graphs[g], t.rules.direction, std::move(seeds)};
  }
  Duration time_of(std::size_t f, Point home) const {
    Duration best = Duration::never();
    for (std::size_t g = 0; g < t.graphs.size(); ++g) {
      const NearestField field = field_of(f, g);
      for (const Leg& leg : t.ground.legs(t.graphs[g], home, t.access_m))
        best = std::min(best, field.at(leg.place).time() + leg.time);
    }
    return best;
  }

  CircleTown t;
  CircleBase base;
  std::vector<Point> homes;
};

TEST(HomesReached, AreThoseWhoseLegsSaySoToTheMillisecond) {
  holds_for_all(200, [](const Recipe& recipe) {
    Reaching r{recipe};
    RC_LOG(describe(r.t.town));
    const Duration limit = r.t.rules.limits.back();
    const HomesByEdge by_edge{r.base, r.t.rules.direction, r.homes};
    CircleSearch search{r.base, r.t.rules};
    std::vector<std::uint32_t> count(r.homes.size(), 0);
    for (std::size_t f = 0; f < r.t.town.facilities.size(); ++f) {
      std::vector<Reached> expected;
      for (std::uint32_t h = 0; h < r.homes.size(); ++h)
        if (const Duration time = r.time_of(f, r.homes[h]); time <= limit) {
          expected.push_back({h, time});
          ++count[h];
        }
      search.search(r.legs_of(f));
      RC_ASSERT(by_edge.reached(search, limit) == expected);
      // Limits are closed: who comes in the very last millisecond is within.
      if (!expected.empty()) {
        const Duration last = expected[r.t.dice.below(expected.size())].time;
        std::erase_if(expected, [&](const auto& one) { return one.time > last; });
        RC_ASSERT(by_edge.reached(search, last) == expected);
      }
    }
    force_search_way(r.t.dice.chance(50) ? SearchWay::sweeps : SearchWay::searches);
    const auto places = places_reaching(
        r.base, r.t.town.facilities.size(), [&](std::size_t f) { return r.legs_of(f); }, r.t.rules,
        by_edge);
    force_search_way(std::nullopt);
    const auto fields = fields_of(r.t);
    const auto nearest = nearest_to_homes(r.base, pointers_to(fields), r.homes);
    for (std::uint32_t h = 0; h < r.homes.size(); ++h) {
      RC_ASSERT(places[h].count == count[h]);
      if (count[h] > 0) {
        RC_ASSERT(r.time_of(places[h].last, r.homes[h]) <= limit);
      }
      Duration best = Duration::never();
      for (std::size_t f = 0; f < r.t.town.facilities.size(); ++f)
        best = std::min(best, r.time_of(f, r.homes[h]));
      RC_ASSERT(nearest[h].time() == best);
    }
  });
}

TEST(ReachedRoads, OfOnePlaceAreThoseOfItsField) {
  holds_for_all(200, [](const Recipe& recipe) {
    Reaching r{recipe};
    RC_LOG(describe(r.t.town));
    CircleSearch search{r.base, r.t.rules};
    const Duration limit = r.t.rules.limits[r.t.dice.below(r.t.rules.limits.size())];
    for (std::size_t f = 0; f < r.t.town.facilities.size(); ++f) {
      search.search(r.legs_of(f));
      for (std::size_t g = 0; g < r.t.graphs.size(); ++g) {
        const auto ours = reached_roads(search.reaches()[g], search.edges(g, limit), limit),
                   all = reached_roads(r.field_of(f, g), limit);
        double ours_m = 0, all_m = 0;
        const auto length = [](const ReachedRoad& road) {
          double sum = 0;
          for (std::size_t i = 0; i + 1 < road.line.size(); ++i)
            sum += distance_mm(road.line[i], road.line[i + 1]) / 1e3;
          return sum;
        };
        for (const ReachedRoad& road : ours) ours_m += length(road);
        for (const ReachedRoad& road : all) all_m += length(road);
        // Lines may be cut at other places where legs of no use meet them; each cut is rounded.
        RC_ASSERT(std::abs(ours_m - all_m) <= 0.01 * static_cast<double>(ours.size() + all.size()));
      }
    }
  });
}

}  // namespace
}  // namespace lifecircle::test
