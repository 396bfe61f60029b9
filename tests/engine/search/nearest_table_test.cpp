#include "engine/search/nearest_table.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/support/property.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle::test {
namespace {

TEST(NearestTable, ReadsWhatItsFieldsRead) {
  holds_for_all(300, [](const Recipe& recipe) {
    const RandomTown town = make_town(recipe);
    RC_LOG(describe(town));
    Dice dice{recipe.seed, 24};
    const Network network{town.roads};
    const ModeGraph graph{network, dice.one_of(random_town_profiles())};
    const Direction direction = dice.chance(50) ? Direction::to_facility : Direction::from_facility;
    const auto some_place = [&] {
      const EdgeId edge{dice.below(network.edge_count())};
      return Place{edge, dice.below(network.piece_count(edge)), dice.below(5) / 4.0};
    };
    // Times up to the last that can be told, so that sums leave the range.
    const auto some_time = [&] {
      return Duration::from_ticks(dice.chance(20) ? Duration::never().ticks() - dice.below(50'000)
                                                  : dice.below(100'000));
    };
    std::vector<NearestField> fields;
    for (int f = 0; f < 4; ++f) {
      std::vector<Seed> seeds;
      for (std::uint32_t s = 0; s < 3; ++s)
        if (const Place place = some_place(); graph.usable(place.edge))
          seeds.push_back({place, Label{some_time(), FacilityId{s}}});
      fields.emplace_back(graph, direction, seeds);
    }
    std::vector<const NearestField*> columns;
    for (const NearestField& field : fields) columns.push_back(&field);
    const NearestTable table{graph, direction, columns};
    for (int i = 0; i < 20; ++i) {
      const Place place = some_place();
      if (!graph.usable(place.edge)) continue;
      const Duration leg = some_time();
      std::vector<Label> best(fields.size()), wanted;
      if (dice.chance(50)) best[1] = Label{some_time(), FacilityId{9u}};
      for (std::size_t f = 0; f < fields.size(); ++f)
        wanted.push_back(std::min(best[f], fields[f].at(place) + leg));
      table.lower(place.edge, graph.times(place), leg, best);
      RC_ASSERT(best == wanted);
    }
  });
}

}  // namespace
}  // namespace lifecircle::test
