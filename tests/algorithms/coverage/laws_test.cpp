#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/algorithms/coverage/asked.hpp"
#include "tests/support/changes.hpp"
#include "tests/support/property.hpp"

// The laws of coverage on random towns: what a change of the town may and may not change.

namespace lifecircle::test {
namespace {

/// Whom and which way a law is tried for: without `turn_rules`, on foot or by car without rules.
struct Question {
  Profile profile;
  Direction direction;
  Question(const Recipe& recipe, bool turn_rules) {
    Dice dice{recipe.seed, 10};
    profile = dice.one_of(random_town_profiles());
    if (!turn_rules) profile.obeys_turn_rules = false;
    direction = dice.chance(50) ? Direction::to_facility : Direction::from_facility;
  }
};

bool same_ladder(const Asked& a, const Asked& b) {
  return a.survey.ladder == b.survey.ladder;
}

void never_farther(const Asked& before, const Asked& after) {
  for (std::size_t h = 0; h < before.homes(); ++h)
    if (after.nearest(h).time() > before.nearest(h).time())
      RC_FAIL("home " + std::to_string(h) + " was " + show(before.nearest(h)) + " and is " +
              show(after.nearest(h)));
}

void the_same(const Asked& before, const Asked& after, const std::vector<std::size_t>& home_now,
              const std::vector<std::size_t>& facility_now) {
  for (std::size_t h = 0; h < before.homes(); ++h) {
    const Label was = before.nearest(h), is = after.nearest(home_now[h]);
    const Label wanted =
        was.is_never() ? was : Label{was.time(), FacilityId{facility_now[was.facility().index()]}};
    if (is != wanted)
      RC_FAIL("home " + std::to_string(h) + " was " + show(wanted) + " and is " + show(is));
    const Connection &c = before.survey.homes[DemandId{h}],
                     &d = after.survey.homes[DemandId{home_now[h]}];
    RC_ASSERT(c.connected == d.connected);
    RC_ASSERT(c.distance_m == d.distance_m);
  }
}
std::vector<std::size_t> unmoved(std::size_t count) {
  std::vector<std::size_t> places(count);
  std::iota(places.begin(), places.end(), std::size_t{0});
  return places;
}

TEST(Law1, AddingARoadMakesNoOneFarther) {
  holds_for_all(2000, [](const Recipe& recipe) {
    const Question q{recipe, false};
    const RandomTown town = make_town(recipe);
    RandomTown more = town;
    Dice dice{recipe.seed, 11};
    add_some_road(more, dice);
    RC_LOG(q.profile.name + describe(more));
    const Asked before{town, q.profile, q.direction}, after{more, q.profile, q.direction};
    if (same_ladder(before, after)) never_farther(before, after);
  });
}

TEST(Law1, OpeningAGateMakesNoOneFarther) {
  holds_for_all(1600, [](const Recipe& drawn) {
    const Recipe recipe = drawn.with({Odd::gates});
    const Question q{recipe, false};
    const RandomTown town = make_town(recipe);
    RandomTown opened = town;
    Dice dice{recipe.seed, 12};
    for (Modes& closed : opened.roads.closed)
      if (dice.chance(40))
        closed = dice.chance(50) ? Modes::none() : closed - Modes::of(q.profile.mode);
    RC_LOG(q.profile.name + describe(town));
    never_farther({town, q.profile, q.direction}, {opened, q.profile, q.direction});
  });
}

TEST(Law1, AddingAFacilityMakesNoOneFarther) {
  holds_for_all(1600, [](const Recipe& recipe) {
    const Question q{recipe, true};
    RandomTown town = make_town(recipe);
    const RandomTown more = town;
    Dice dice{recipe.seed, 13};
    town.facilities.erase(town.facilities.begin() + dice.below(town.facilities.size()));
    RC_LOG(q.profile.name + describe(more));
    never_farther({town, q.profile, q.direction}, {more, q.profile, q.direction});
  });
}

TEST(Law1, TakingAwayABarrierMakesNoOneFarther) {
  holds_for_all(1000, [](const Recipe& drawn) {
    const Recipe recipe = drawn.with({Odd::barriers});
    const Question q{recipe, true};
    const RandomTown town = make_town(recipe);
    RandomTown open = town;
    open.barriers = {};
    const Asked before{town, q.profile, q.direction}, after{open, q.profile, q.direction};
    RC_LOG(q.profile.name + describe(town));
    if (same_ladder(before, after)) never_farther(before, after);
  });
}

TEST(Law2, AWiderLimitReachesNoLess) {
  holds_for_all(1000, [](const Recipe& recipe) {
    const Question q{recipe, true};
    const RandomTown town = make_town(recipe);
    RC_LOG(q.profile.name + describe(town));
    const Asked asked{town, q.profile, q.direction};
    const Ground ground{asked.network, town.barriers};
    std::vector<Seed> seeds;
    for (std::size_t f = 0; f < town.facilities.size(); ++f)
      for (const Leg& leg : join_facility(ground, asked.graph, town.facilities[f],
                                          town.access.of(town.facilities[f].setting))
                                .legs)
        seeds.push_back({leg.place, Label{leg.time, FacilityId{f}}});
    Dice dice{recipe.seed, 14};
    // Limits among which are some that a home meets exactly.
    std::vector<Duration> limits{Duration{}, Duration::never()};
    for (int i = 0; i < 3; ++i)
      if (const Label l = asked.nearest(dice.below(asked.homes())); !l.is_never()) {
        limits.push_back(l.time());
        if (l.time() > Duration{}) limits.push_back(l.time() - Duration::from_ticks(1));
      }
    std::ranges::sort(limits);
    std::vector<bool> covered_before(asked.homes(), false);
    for (const Duration limit : limits) {
      const NearestField field{asked.graph, q.direction, seeds, limit};
      for (std::size_t h = 0; h < asked.homes(); ++h) {
        Label best;
        for (const Leg& leg :
             ground.legs(asked.graph, town.homes.at[h], town.access.of(town.homes.setting[h])))
          best = std::min(best, field.at(leg.place) + leg.time);
        const bool covered = !best.is_never() && best.time() <= limit;
        RC_ASSERT(covered || !covered_before[h]);
        RC_ASSERT(covered == (!asked.nearest(h).is_never() && asked.nearest(h).time() <= limit));
        covered_before[h] = covered;
      }
    }
  });
}

TEST(Law3, CuttingLinesWhereNoOtherTouchesThemChangesNothing) {
  holds_for_all(1600, [](const Recipe& recipe) {
    const Question q{recipe, true};
    const RandomTown town = make_town(recipe);
    RandomTown cut = town;
    Dice dice{recipe.seed, 15};
    cut_some_lines(cut.roads, dice);
    RC_LOG(q.profile.name + describe(town));
    the_same({town, q.profile, q.direction}, {cut, q.profile, q.direction},
             unmoved(town.homes.size()), unmoved(town.facilities.size()));
  });
}

TEST(Law3, TurningLinesRoundChangesNothing) {
  holds_for_all(1600, [](const Recipe& recipe) {
    const Question q{recipe, true};
    const RandomTown town = make_town(recipe);
    RandomTown turned = town;
    Dice dice{recipe.seed, 16};
    turn_some_lines(turned.roads, dice);
    RC_LOG(q.profile.name + describe(town));
    the_same({town, q.profile, q.direction}, {turned, q.profile, q.direction},
             unmoved(town.homes.size()), unmoved(town.facilities.size()));
  });
}

TEST(Law3, RenumberingAndReorderingChangesNothing) {
  holds_for_all(2400, [](const Recipe& recipe) {
    const Question q{recipe, true};
    const RandomTown town = make_town(recipe);
    RandomTown other = town;
    Dice dice{recipe.seed, 17};
    shuffle_roads(other.roads, dice);
    shuffle_barriers(other.barriers, dice);
    const auto home_now = shuffle_homes(other.homes, dice);
    shuffle(other.facilities, dice);
    sort_facilities(other.facilities);
    RC_LOG(q.profile.name + describe(town));
    the_same({town, q.profile, q.direction}, {other, q.profile, q.direction}, home_now,
             unmoved(town.facilities.size()));
  });
}

// Law 5, for the one group that every survey has: everyone is covered or not, the unconnected among
// them.
TEST(Law5, CoveredAndUncoveredAreAll) {
  holds_for_all(300, [](const Recipe& recipe) {
    const Question q{recipe, true};
    const RandomTown town = make_town(recipe);
    const Asked asked{town, q.profile, q.direction};
    RC_ASSERT(asked.homes() == town.homes.size());
    std::int64_t covered = 0, uncovered = 0;
    for (std::size_t h = 0; h < asked.homes(); ++h) {
      const bool is =
          !asked.nearest(h).is_never() && asked.nearest(h).time() <= Duration::seconds(30);
      (is ? covered : uncovered) += town.homes.count[0][h];
      if (!asked.survey.homes[DemandId{h}].connected) RC_ASSERT(asked.nearest(h).is_never());
    }
    RC_ASSERT(covered + uncovered == std::accumulate(town.homes.count[0].begin(),
                                                     town.homes.count[0].end(), std::int64_t{0}));
  });
}

}  // namespace
}  // namespace lifecircle::test
