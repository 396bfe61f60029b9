#include "algorithms/circle/reached.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "engine/places/shape.hpp"
#include "tests/support/property.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle::test {
namespace {

bool lies_on(Point p, const ReachedRoad& road, double within_mm) {
  for (std::size_t i = 0; i + 1 < road.line.size(); ++i)
    if (nearest_on_segment(road.line[i], road.line[i + 1], p).distance_mm <= within_mm) return true;
  return false;
}

/// Every place of a road is on a reached stretch of its edge exactly if its own time says so, but
/// for the millimetres around a cut.
TEST(ReachedRoads, AreThePlacesWithinTheLimit) {
  holds_for_all(500, [](const Recipe& recipe) {
    const RandomTown town = make_town(recipe);
    RC_LOG(describe(town));
    Dice dice{recipe.seed, 61};
    const Network network{town.roads};
    if (network.edge_count() == 0) return;
    const ModeGraph graph{network, dice.one_of(random_town_profiles())};
    const auto place_on = [&](EdgeId edge) {
      return Place{edge, dice.below(network.piece_count(edge)), dice.below(101) / 100.0};
    };
    std::vector<Seed> seeds;
    for (std::uint32_t f = 0; f < 4; ++f)
      if (const EdgeId edge{dice.below(network.edge_count())}; graph.usable(edge))
        seeds.push_back({place_on(edge), Label{Duration::seconds(dice.below(30)), FacilityId{f}}});
    const NearestField field{
        graph, dice.chance(50) ? Direction::to_facility : Direction::from_facility, seeds};
    const Duration limit = Duration::seconds(dice.below(90));
    const auto roads = reached_roads(field, limit);
    for (std::size_t i = 0; i < roads.size(); ++i) {
      RC_ASSERT(roads[i].line.size() >= 2u);
      RC_ASSERT(std::max(roads[i].from, roads[i].to) <= limit);
      if (i > 0) RC_ASSERT(roads[i - 1].line <= roads[i].line);
    }
    for (int i = 0; i < 50; ++i) {
      const EdgeId edge{dice.below(network.edge_count())};
      if (!graph.usable(edge)) continue;
      // (A facility's own place at the end of a one-way street is a point, and no stretch.)
      const Place place{edge, dice.below(network.piece_count(edge)), (1 + dice.below(998)) / 999.0};
      const auto shape = network.shape(edge);
      const auto [a, b] = std::minmax(shape[place.piece], shape[place.piece + 1]);
      const Point p{static_cast<std::int32_t>(std::lround(a.x + place.share * (b.x - a.x))),
                    static_cast<std::int32_t>(std::lround(a.y + place.share * (b.y - a.y)))};
      const Label label = field.at(place);
      const bool drawn = std::ranges::any_of(
          roads, [&](const ReachedRoad& r) { return r.edge == edge && lies_on(p, r, 2); });
      // Cuts are drawn to the millimetre: the time of three along this piece.
      const double length = distance_mm(a, b);
      if (length < 100) continue;
      const auto piece_ms = std::max(graph.piece_time(edge, place.piece, true).ticks(),
                                     graph.piece_time(edge, place.piece, false).ticks());
      const Duration near = Duration::milliseconds(3 + 3 * piece_ms / length);
      if (label.time() + near <= limit) RC_ASSERT(drawn);
      if (drawn && !label.is_never() && label.time() > limit + near) {
        // Only where the road itself comes back to the place.
        bool again = false;
        for (std::uint32_t piece = 0; piece < network.piece_count(edge); ++piece)
          again = again || (piece != place.piece &&
                            nearest_on_segment(shape[piece], shape[piece + 1], p).distance_mm <= 4);
        RC_ASSERT(again);
      }
    }
  });
}

}  // namespace
}  // namespace lifecircle::test
