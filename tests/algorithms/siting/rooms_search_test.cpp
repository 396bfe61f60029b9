// The search for sites with room: what it takes back, keeps count of, and finds.

#include "algorithms/siting/rooms_search.hpp"

#include <gtest/gtest.h>

#include "algorithms/siting/rooms_savings.hpp"
#include "engine/base/parallel.hpp"
#include "tests/algorithms/siting/small_problems.hpp"

namespace lifecircle::siting {
namespace {

struct Rooms {
  Relation relation;
  RoomProblem problem;
};

/// Candidates and demands on a square; room for half of all in the sites that may be open.
Rooms on_a_square(std::uint32_t seed, std::uint32_t candidates, std::uint32_t demands) {
  std::mt19937 random{seed};
  const auto place = [&] {
    const int x = static_cast<int>(test::pick(random, 100));
    return std::pair{x, static_cast<int>(test::pick(random, 100))};
  };
  std::vector<std::pair<int, int>> site, home;
  for (std::uint32_t c = 0; c < candidates; ++c) site.push_back(place());
  for (std::uint32_t d = 0; d < demands; ++d) home.push_back(place());
  std::vector<TimeBetween> rows;
  for (std::uint32_t c = 0; c < candidates; ++c)
    for (std::uint32_t d = 0; d < demands; ++d) {
      const int far =
          std::abs(site[c].first - home[d].first) + std::abs(site[c].second - home[d].second);
      if (far <= 40) rows.push_back({c, d, Duration::from_ticks(static_cast<std::uint32_t>(far))});
    }
  Rooms made{Relation{candidates, demands, rows}, {}};
  Problem& p = made.problem.problem;
  p.aim = Aim::least_time;
  p.far = Duration::from_ticks(100);
  std::int64_t all = 0;
  for (std::uint32_t d = 0; d < demands; ++d) {
    p.weight.push_back(1 + test::pick(random, 30));
    made.problem.load.push_back(1 + test::pick(random, 30));
    all += made.problem.load.back();
  }
  p.sites = candidates / 6;
  made.problem.room.assign(candidates, all / (2 * std::int64_t{*p.sites}));
  return made;
}

TEST(SitingRoomState, IsAsBeforeWhenAllStepsAreTakenBack) {
  for (std::uint32_t seed = 1; seed <= 50; ++seed) {
    const Rooms rooms = on_a_square(seed, 24, 80);
    std::mt19937 random{seed};
    RoomState state{rooms.relation, rooms.problem};
    const auto act = [&](int steps) {
      for (int k = 0; k < steps; ++k) {
        const std::uint32_t c = test::pick(random, 24);
        if (state.is_open(c))
          state.close(c);
        else
          state.open(c);
        if (test::pick(random, 2) == 0) state.fill(test::pick(random, 24));
        for (int d = 0; d < 5; ++d) state.place(test::pick(random, 80));
        for (int d = 0; d < 5; ++d) state.push(test::pick(random, 80));
      }
    };
    act(10);
    state.forget();
    const std::vector<std::uint32_t> where = state.sites_of_all();
    const std::int64_t value = state.value();
    std::vector<std::int64_t> left;
    for (std::uint32_t c = 0; c < 24; ++c) left.push_back(state.left(c));
    act(20);
    EXPECT_NE(state.sites_of_all(), where) << "seed " << seed;
    std::vector<std::int64_t> used(24, 0);
    std::int64_t sum = 0;
    for (std::uint32_t d = 0; d < 80; ++d) {
      std::int64_t loses = state.cost(d, rooms.problem.problem.far);
      if (const std::uint32_t c = state.site_of(d); c != RoomAnswer::kNowhere) {
        used[c] += rooms.problem.load[d];
        for (const Pair& pair : rooms.relation.of_demand(d))
          if (pair.other == c) loses = state.cost(d, pair.time);
      }
      EXPECT_EQ(state.loses(d), loses) << "seed " << seed;
      sum += loses;
    }
    EXPECT_EQ(state.value(), sum) << "seed " << seed;
    for (std::uint32_t c = 0; c < 24; ++c) {
      if (state.is_open(c)) {
        EXPECT_EQ(state.left(c), rooms.problem.room[c] - used[c]) << "seed " << seed;
        EXPECT_GE(state.left(c), 0) << "seed " << seed;
      } else {
        EXPECT_EQ(used[c], 0) << "seed " << seed;
      }
    }
    state.undo();
    EXPECT_EQ(state.sites_of_all(), where) << "seed " << seed;
    EXPECT_EQ(state.value(), value) << "seed " << seed;
    for (std::uint32_t c = 0; c < 24; ++c) EXPECT_EQ(state.left(c), left[c]) << "seed " << seed;
  }
}

TEST(SitingRoomSavings, AreThoseCountedAnewWhateverStepsWereMade) {
  for (std::uint32_t seed = 1; seed <= 50; ++seed) {
    const Rooms rooms = on_a_square(seed, 24, 80);
    std::mt19937 random{seed};
    RoomState state{rooms.relation, rooms.problem};
    RoomSavings savings{rooms.relation, rooms.problem, state};
    for (int round = 0; round < 20; ++round) {
      const std::uint32_t c = test::pick(random, 24);
      if (state.is_open(c))
        state.close(c);
      else
        state.open(c);
      state.fill(c);
      state.push(test::pick(random, 80));
      if (round % 5 == 4) {
        if (round % 2 == 0) {
          savings.before_undo();
          state.undo();
        } else {
          savings.before_forget();
          state.forget();
        }
      }
      savings.look_again();
      RoomSavings anew{rooms.relation, rooms.problem, state};
      anew.look_again();
      for (std::uint32_t k = 0; k < 24; ++k) {
        if (state.is_open(k)) continue;
        EXPECT_EQ(savings.of(k), anew.of(k)) << "seed " << seed << " round " << round;
      }
    }
  }
}

/// One line: a full site A at 0 with people on both sides; B, beside it, reaches only people who
/// are at A, and there are others who wait for A.
TEST(SitingRoomSavings, ASiteBesideAFullOneSavesWhatThoseSaveWhoWaitThere) {
  //            home: 0 and 1 reach A and B, 2 and 3 reach A only
  const std::vector<TimeBetween> rows{{0, 0, Duration{}}, {0, 1, Duration{}}, {0, 2, Duration{}},
                                      {0, 3, Duration{}}, {1, 0, Duration{}}, {1, 1, Duration{}}};
  const Relation relation{2, 4, rows};
  RoomProblem asked{
      {.aim = Aim::least_time, .weight = {10, 10, 10, 7}}, {10, 10, 10, 10}, {20, 20}};
  asked.problem.far = Duration::from_ticks(1);
  RoomState state{relation, asked};
  RoomSavings savings{relation, asked, state};
  savings.look_again();
  EXPECT_EQ(savings.of(0), 10 + 10);
  EXPECT_EQ(savings.of(1), 10 + 10);
  state.open(0);
  state.place(0);
  state.place(1);
  savings.look_again();
  EXPECT_EQ(savings.of(1), 10 + 7);
}

TEST(SitingRoomSearch, BettersAndKeepsToBudgetRoomsAndClosingsWithAnyNumberOfThreads) {
  int better = 0;
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    Rooms rooms = on_a_square(seed, 60, 300);
    Problem& p = rooms.problem.problem;
    for (std::uint32_t c = 0; c < 60; ++c) p.cost.push_back(1 + (c * seed) % 7);
    if (seed % 3 != 0) p.budget = 30;
    if (seed % 3 == 1) p.sites.reset();
    if (seed % 4 == 0) {
      for (std::uint32_t c = 0; c < 60; ++c) p.existing.push_back(c < 4 ? 1 : 0);
      p.closings = 1;
    }
    const RoomFound built = build_with_room(rooms.relation, rooms.problem);
    Effort effort;
    effort.root_rounds = 300;
    effort.search.room_work = 3'000'000;
    effort.solver.nodes = 0;
    set_threads(1);
    const RoomAnswer one = solve_with_room(rooms.relation, rooms.problem, effort);
    set_threads(3);
    const RoomAnswer three = solve_with_room(rooms.relation, rooms.problem, effort);
    set_threads(0);
    EXPECT_EQ(check_room(rooms.relation, rooms.problem, one), Flaw::none) << "seed " << seed;
    EXPECT_EQ(one.site_of, three.site_of) << "seed " << seed;
    EXPECT_EQ(one.price, three.price) << "seed " << seed;
    EXPECT_LE(one.answer.value, built.sent.value) << "seed " << seed;
    if (!p.closings) {  // the bound does without them, and cuts the last site in parts
      EXPECT_LE(one.answer.value, one.answer.bound * 12 / 10) << "seed " << seed;
    }
    better += one.answer.value < built.sent.value ? 1 : 0;
  }
  EXPECT_GE(better, 10);
}

}  // namespace
}  // namespace lifecircle::siting
