// Who reaches what, against the judge of the engine: by the definitions alone, pair by pair.

#include "algorithms/supply/in_reach.hpp"

#include <algorithm>
#include <memory>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "engine/base/parallel.hpp"
#include "tests/support/judged_town.hpp"
#include "tests/support/property.hpp"

namespace lifecircle::test {
namespace {

TEST(InReach, IsEveryPairTheJudgeFindsWithinTheLimit) {
  holds_for_all(200, [](const Recipe& recipe) {
    const RandomTown town = make_town(recipe);
    RC_LOG(describe(town));
    Dice dice{recipe.seed, 40};
    // One mode, or the best of two.
    std::vector<Profile> profiles = random_town_profiles();
    profiles.erase(profiles.begin() + dice.below(profiles.size()));
    if (dice.chance(50)) profiles.pop_back();
    std::vector<std::unique_ptr<JudgedTown>> judged;
    std::vector<const ModeGraph*> graphs;
    for (const Profile& profile : profiles)
      judged.push_back(std::make_unique<JudgedTown>(town, profile));
    // All graphs stand on one network.
    const Network network{town.roads};
    const Ground ground{network, town.barriers};
    std::vector<std::unique_ptr<ModeGraph>> own;
    for (const Profile& profile : profiles) {
      own.push_back(std::make_unique<ModeGraph>(network, profile));
      graphs.push_back(own.back().get());
    }
    ReachQuestion q{
        .graphs = graphs,
        .direction = dice.chance(50) ? Direction::to_facility : Direction::from_facility,
        .limit = {},
        .facilities = &town.facilities,
        .admitted = Column<FacilityId, char>(town.facilities.size(), 1),
        .homes = &town.homes,
        .asked = Column<DemandId, char>(town.homes.size(), 1)};
    if (dice.chance(30)) q.admitted[FacilityId{dice.below(town.facilities.size())}] = 0;
    if (dice.chance(30)) q.asked[DemandId{dice.below(town.homes.size())}] = 0;
    const auto time = [&](std::size_t h, std::size_t f) {
      Judge::Time best = Judge::kNever;
      for (const auto& mode : judged) best = std::min(best, mode->time(h, f, q.direction));
      return best;
    };
    // Limits among which are some that a pair meets exactly.
    std::vector<Duration> limits{Duration{}, Duration::minutes(2), Duration::minutes(1000)};
    const Judge::Time some =
        time(dice.below(town.homes.size()), dice.below(town.facilities.size()));
    if (some != Judge::kNever && some > 0) {
      limits.push_back(ticks(some));
      limits.push_back(ticks(some - 1));
    }
    q.limit = dice.one_of(limits);
    std::vector<InReach> wanted;
    for (std::size_t h = 0; h < town.homes.size(); ++h)
      for (std::size_t f = 0; f < town.facilities.size(); ++f)
        if (q.asked[DemandId{h}] != 0 && q.admitted[FacilityId{f}] != 0 &&
            time(h, f) <= q.limit.ticks())
          wanted.push_back({DemandId{h}, FacilityId{f}, ticks(time(h, f))});
    for (const int count : {1, 3})
      for (const SearchWay way : {SearchWay::searches, SearchWay::sweeps}) {
        set_threads(count);
        force_search_way(way);
        const auto found = in_reach(ground, q, town.access);
        force_search_way(std::nullopt);
        RC_ASSERT(found == wanted);
      }
    set_threads(1);
  });
}

}  // namespace
}  // namespace lifecircle::test
