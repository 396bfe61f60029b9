#include <algorithm>
#include <optional>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "engine/search/doors.hpp"
#include "engine/search/hierarchy/hierarchy.hpp"
#include "engine/search/hierarchy/lane_sweep.hpp"
#include "engine/search/k_nearest.hpp"
#include "engine/search/matrix.hpp"
#include "engine/search/nearest.hpp"
#include "engine/search/reach.hpp"
#include "tests/support/judged_town.hpp"
#include "tests/support/property.hpp"

// Law 7: two independent searches agree exactly.

namespace lifecircle::test {
namespace {

constexpr Direction kDirections[] = {Direction::to_facility, Direction::from_facility};

std::vector<Seed> seeds(const JudgedTown& t, const std::vector<bool>& admitted) {
  std::vector<Seed> all;
  for (std::size_t f = 0; f < t.facilities(); ++f)
    if (admitted[f])
      for (const Leg& leg : t.facility_legs[f])
        all.push_back({leg.place, Label{leg.time, FacilityId{f}}});
  return all;
}

std::vector<bool> some_admitted(const JudgedTown& t, Dice& dice) {
  std::vector<bool> admitted(t.facilities(), true);
  if (dice.chance(50))
    for (std::size_t f = 0; f < admitted.size(); ++f) admitted[f] = dice.chance(60);
  return admitted;
}

/// A limit that some way meets exactly, now and then.
Duration some_limit(const JudgedTown& t, Dice& dice) {
  const Judge::Time time = dice.one_of(dice.one_of(t.times));
  if (time == Judge::kNever) return Duration::never();
  return ticks(time > 0 && dice.chance(30) ? time - 1 : time);
}

void nearest_equals(const JudgedTown& t, Direction direction, const std::vector<bool>& admitted,
                    Duration limit) {
  const NearestField whole{t.graph, direction, seeds(t, admitted)};
  const NearestField limited{t.graph, direction, seeds(t, admitted), limit};
  for (std::size_t h = 0; h < t.homes(); ++h) {
    Label best, near;
    for (const Leg& leg : t.home_legs[h]) {
      best = std::min(best, whole.at(leg.place) + leg.time);
      near = std::min(near, limited.at(leg.place) + leg.time);
    }
    const auto judged = t.judged_labels(h, direction, admitted);
    const Label wanted = judged.empty() ? Label{} : judged.front();
    if (best != wanted)
      RC_FAIL("home " + std::to_string(h) + ": nearest is " + show(best) + ", judged " +
              show(wanted));
    if (wanted.time() <= limit ? near != wanted : near < wanted)
      RC_FAIL("home " + std::to_string(h) + ": nearest within a limit is " + show(near) +
              ", judged " + show(wanted));
  }
}

void k_nearest_equals(const JudgedTown& t, Direction direction, const std::vector<bool>& admitted,
                      int k) {
  const KNearestField field{t.graph, direction, seeds(t, admitted), k};
  for (std::size_t h = 0; h < t.homes(); ++h) {
    std::vector<Label> labels;
    for (const Leg& leg : t.home_legs[h])
      for (const Label label : field.at(leg.place)) labels.push_back(label + leg.time);
    keep_k_best(labels, k);
    auto judged = t.judged_labels(h, direction, admitted);
    if (judged.size() > static_cast<std::size_t>(k)) judged.resize(static_cast<std::size_t>(k));
    if (labels != judged)
      RC_FAIL("home " + std::to_string(h) + ": " + std::to_string(k) + " nearest are " +
              show(labels) + ", judged " + show(judged));
  }
}

void matrix_equals(const JudgedTown& t, Duration limit) {
  std::vector<std::vector<Leg>> all = t.home_legs;
  all.insert(all.end(), t.facility_legs.begin(), t.facility_legs.end());
  std::vector<TimeBetween> judged;
  for (std::uint32_t i = 0; i < all.size(); ++i)
    for (std::uint32_t j = 0; j < all.size(); ++j)
      if (const Duration time = ticks(t.times[i][j]); !time.is_never() && time <= limit)
        judged.push_back({i, j, time});
  auto found = times_between(t.graph, all, all, limit);
  if (found == judged && LaneSweep::can_count_to(limit)) {
    found.clear();
    const Ends ends{t.graph, all};
    const RowQuestion question{.graph = &t.graph, .origins = all, .ends = &ends, .limit = limit};
    rows_by_sweeps(question, Hierarchy{t.graph, 4},
                   [&](std::size_t from, std::span<const Reached> row) {
                     for (const Reached& r : row)
                       found.push_back({static_cast<std::uint32_t>(from), r.point, r.time});
                   });
    std::ranges::sort(found);
  }
  if (found == judged) return;
  const auto print = [](const std::vector<TimeBetween>& rows) {
    std::string text;
    for (const auto& r : rows)
      text += ' ' + std::to_string(r.from) + "->" + std::to_string(r.to) + ':' +
              std::to_string(r.time.ticks());
    return text;
  };
  RC_FAIL("times within " + std::to_string(limit.ticks()) + " ms are" + print(found) + "\njudged" +
          print(judged));
}

void reach_equals(const JudgedTown& t, Direction direction, Reach& reach, std::size_t home,
                  Duration limit) {
  reach.run(direction, t.home_legs[home], limit);
  for (std::size_t f = 0; f < t.facilities(); ++f) {
    Duration best = Duration::never();
    for (const Leg& leg : t.facility_legs[f])
      best = std::min(best, reach.at(leg.place.edge, t.graph.times(leg.place)) + leg.time);
    const Duration judged = ticks(t.time(home, f, opposite(direction)));
    if (judged <= limit ? best != judged : best < judged)
      RC_FAIL("home " + std::to_string(home) + " and facility " + std::to_string(f) + ": " +
              std::to_string(best.ticks()) + " ms apart, judged " + std::to_string(judged.ticks()));
  }
  Duration before;
  for (const StateId s : reach.settled()) {
    RC_ASSERT(reach.at(s) <= limit);
    RC_ASSERT(before <= reach.at(s));
    before = reach.at(s);
  }
}

void engine_equals_judge(const Recipe& recipe, bool whole_history) {
  const RandomTown town = make_town(recipe);
  Dice dice{recipe.seed, 7};
  const auto profiles = random_town_profiles();
  const JudgedTown t{town, dice.one_of(profiles), whole_history};
  RC_LOG(t.graph.profile().name + describe(town));
  const std::string difference = t.difference_in_legs();
  if (!difference.empty()) RC_FAIL(difference);
  Reach reach{t.graph};
  for (const Direction direction : kDirections) {
    nearest_equals(t, direction, some_admitted(t, dice), some_limit(t, dice));
    k_nearest_equals(t, direction, some_admitted(t, dice), 1 + static_cast<int>(dice.below(4)));
    for (int runs = 0; runs < 3; ++runs)
      reach_equals(t, direction, reach, dice.below(t.homes()), some_limit(t, dice));
  }
  matrix_equals(t, some_limit(t, dice));
}

TEST(Judge, AgreesWithTheEngineOnRandomTowns) {
  holds_for_all(4000, [](const Recipe& recipe) { engine_equals_judge(recipe, false); });
}

TEST(Judge, AgreesWithTheEngineWhereEverythingIsOddAtOnce) {
  holds_for_all(600, [](Recipe recipe) {
    recipe.odd.fill(true);
    engine_equals_judge(recipe, false);
  });
}

// Turn rules by themselves, against a judge that forgets nothing of the way one came.
TEST(Judge, AgreesWithTheEngineOnTurnRulesWhenItRemembersTheWholeWay) {
  holds_for_all(1000, [](Recipe recipe) {
    recipe.lines = std::min(recipe.lines, 12);
    engine_equals_judge(
        recipe.with({Odd::turn_rules}).without({Odd::barriers, Odd::areas, Odd::far_part}), true);
  });
}

}  // namespace
}  // namespace lifecircle::test
