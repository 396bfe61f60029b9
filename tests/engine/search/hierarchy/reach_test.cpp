// A search of one place gives the same over a hierarchy: the same states in the same order.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "engine/search/reach.hpp"
#include "tests/support/property.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle::test {
namespace {

TEST(ReachOverAHierarchy, IsThatOfDijkstraInTheSameOrder) {
  holds_for_all(3000, [](const Recipe& drawn) {
    Recipe recipe = drawn;
    recipe.lines *= 1 + static_cast<int>(recipe.seed % 5);
    const RandomTown town = make_town(recipe);
    RC_LOG(describe(town));
    Dice dice{recipe.seed, 71};
    const Network network{town.roads};
    const ModeGraph graph{network, dice.one_of(random_town_profiles())};
    if (network.edge_count() == 0) return;
    const auto some_place = [&] {
      constexpr double kShares[] = {0, 0.25, 0.5, 1.0 / 3, 0.999, 1};
      const EdgeId edge{dice.below(static_cast<std::uint32_t>(network.edge_count()))};
      return Place{edge, dice.below(static_cast<std::uint32_t>(network.piece_count(edge))),
                   kShares[dice.below(6)]};
    };
    Reach alone{graph, nullptr};
    graph.carry(std::make_shared<const Hierarchy>(graph, std::uint32_t{1} << dice.below(6)));
    Reach swept{graph};
    for (int again = 0; again < 6; ++again) {  // what a run leaves behind must not show in the next
      std::vector<Leg> legs;
      for (std::uint32_t l = dice.below(4); l > 0; --l)
        if (const Place place = some_place(); graph.usable(place.edge))
          legs.push_back({place, Duration::from_ticks(dice.below(4) * 20'000), 0, {}, 0, 0});
      const Direction direction =
          dice.below(2) != 0 ? Direction::to_facility : Direction::from_facility;
      // The last two are all there is; of the others some lie at the very edge of a state.
      constexpr Duration::Ticks kLimits[] = {
          0, 20'000, 65'536, 300'000, 900'000, 0xffff'fffe, Duration::never().ticks()};
      Duration limit = Duration::from_ticks(kLimits[dice.below(7)]);
      alone.run(direction, legs, limit);
      if (!alone.settled().empty() && dice.below(3) == 0) {
        const Duration edge = alone.at(
            alone.settled()[dice.below(static_cast<std::uint32_t>(alone.settled().size()))]);
        limit = Duration::from_ticks(edge.ticks() - std::min(edge.ticks(), dice.below(2)));
        alone.run(direction, legs, limit);
      }
      swept.run(direction, legs, limit);
      RC_ASSERT(swept.settled() == alone.settled());
      for (std::size_t s = 0; s < graph.state_count(); ++s)
        RC_ASSERT(swept.at(StateId{s}) == alone.at(StateId{s}));
      if (const Place place = some_place(); graph.usable(place.edge))
        RC_ASSERT(swept.at(place.edge, graph.times(place)) ==
                  alone.at(place.edge, graph.times(place)));
    }
  });
}

}  // namespace
}  // namespace lifecircle::test
