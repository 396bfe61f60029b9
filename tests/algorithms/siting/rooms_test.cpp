// Sites with room, against every choice and every way to send the demands.

#include "algorithms/siting/rooms.hpp"

#include <functional>
#include <random>

#include <gtest/gtest.h>

#include "tests/algorithms/siting/instances.hpp"
#include "tests/algorithms/siting/small_problems.hpp"
#include "tests/algorithms/siting/solver_of_tests.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle::siting {
namespace {

struct SmallRooms {
  Relation relation;
  RoomProblem problem;
};

/// Half of them with a budget, half of all with a limit of sites.
SmallRooms small_rooms(std::uint32_t seed, Aim aim = Aim::least_time) {
  std::mt19937 random{seed};
  const std::uint32_t candidates = 2 + test::pick(random, 3), demands = 2 + test::pick(random, 4);
  std::vector<TimeBetween> rows;
  for (std::uint32_t c = 0; c < candidates; ++c)
    for (std::uint32_t d = 0; d < demands; ++d)
      if (test::pick(random, 5) < 4)
        rows.push_back({c, d, Duration::from_ticks(test::pick(random, 20))});
  SmallRooms made;
  Problem& p = made.problem.problem;
  p.aim = aim;
  if (test::pick(random, 2) == 0) p.sites = 1 + test::pick(random, 3);
  if (test::pick(random, 3) == 0)
    for (std::uint32_t c = 0; c < candidates; ++c) {
      constexpr Standing kAll[] = {Standing::choice, Standing::choice, Standing::forbidden,
                                   Standing::kept, Standing::required};
      p.standing.push_back(kAll[test::pick(random, 5)]);
    }
  p.far = Duration::from_ticks(20 + test::pick(random, 30));
  if (aim == Aim::cover_most) {
    p.once = 1 + test::pick(random, 3);
    if (test::pick(random, 2) == 0) p.limit = Duration::from_ticks(8 + test::pick(random, 12));
  }
  // Loads beyond 4,096 take the bound of fractions.
  const std::int64_t scale = test::pick(random, 2) == 0 ? 1 : 10'007;
  for (std::uint32_t d = 0; d < demands; ++d) {
    p.weight.push_back(test::pick(random, 6));
    made.problem.load.push_back(scale * test::pick(random, 8) +
                                (scale > 1 ? test::pick(random, 3) : 0));
  }
  for (std::uint32_t c = 0; c < candidates; ++c)
    made.problem.room.push_back(scale * test::pick(random, 16));
  if (test::pick(random, 3) == 0) {
    for (std::uint32_t c = 0; c < candidates; ++c)
      p.existing.push_back(test::pick(random, 2) == 0 ? 1 : 0);
    p.closings = test::pick(random, 3);
  }
  if (test::pick(random, 2) == 0) {
    if (test::pick(random, 4) != 0)
      for (std::uint32_t c = 0; c < candidates; ++c) p.cost.push_back(test::pick(random, 10));
    p.budget = test::pick(random, p.cost.empty() ? 4 : 25);
  }
  made.relation = Relation{candidates, demands, rows};
  return made;
}

/// The best of all: every choice of sites, and every way to send every demand to one or nowhere.
std::optional<std::int64_t> best_of_all(const SmallRooms& of) {
  const Problem& p = of.problem.problem;
  const std::size_t n = of.relation.candidates();
  std::optional<std::int64_t> least;
  const bool counts_people = p.aim == Aim::cover_most;
  std::vector<std::int64_t> left;
  const std::function<void(std::size_t, std::int64_t)> send = [&](std::size_t d, std::int64_t sum) {
    if (d == of.relation.demands()) {
      if (!least || (counts_people ? sum > *least : sum < *least)) least = sum;
      return;
    }
    send(d + 1, sum + (counts_people ? 0 : p.weight[d] * p.far.ticks()));
    for (const Pair& pair : of.relation.of_demand(d)) {
      const std::uint32_t c = pair.other;
      if (pair.time > p.limit || left[c] < of.problem.load[d]) continue;
      left[c] -= of.problem.load[d];
      send(d + 1, sum + p.weight[d] * (counts_people ? p.once : pair.time.ticks()));
      left[c] += of.problem.load[d];
    }
  };
  for (std::uint32_t open = 0; open < (1U << n); ++open) {
    std::size_t count = 0, closed = 0;
    std::int64_t spent = 0;
    bool may = true;
    left.assign(n, -1);
    for (std::size_t c = 0; c < n; ++c) {
      const bool is_open = ((open >> c) & 1) != 0;
      const Standing s = p.standing_of(c);
      if (s != Standing::choice) may = may && is_open == (s != Standing::forbidden);
      if (is_open) left[c] = of.problem.room[c];
      closed += p.exists(c) && !is_open ? 1 : 0;
      if (!is_open || s == Standing::kept) continue;
      ++count;
      spent += p.cost_of(c);
    }
    if (!may || (p.sites && count > *p.sites) || (p.budget && spent > *p.budget)) continue;
    if (p.closings && closed > *p.closings) continue;
    send(0, 0);
  }
  return least;
}

TEST(SitingWithRoom, ServesTheMostOfAllWaysSaysTheSolverAndTheBoundIsAbove) {
  const test::SolverOfTests solver;
  int proven = 0, asked = 0;
  for (std::uint32_t seed = 1; seed <= 500; ++seed) {
    const SmallRooms small = small_rooms(seed, Aim::cover_most);
    const auto most = best_of_all(small);
    Effort effort;
    effort.root_rounds = 200;
    effort.solver.nodes = seed % 5 == 0 ? 1000 : 0;
    const RoomAnswer given = solve_with_room(small.relation, small.problem, effort);
    ASSERT_EQ(given.answer.feasible, most.has_value()) << "seed " << seed;
    const Flaw flaw = check_room(small.relation, small.problem, given);
    EXPECT_EQ(flaw, Flaw::none) << "seed " << seed << ": " << flaw_name(flaw);
    if (!most) continue;
    EXPECT_GE(given.answer.bound, *most) << "seed " << seed;
    EXPECT_LE(given.answer.value, *most) << "seed " << seed;
    RoomAnswer wrong = given;
    --wrong.answer.bound;
    if (given.answer.bound == *most) {
      EXPECT_EQ(check_room(small.relation, small.problem, wrong), Flaw::bound) << "seed " << seed;
    }
    if (given.answer.is_proven_best()) {
      ++proven;
      EXPECT_EQ(given.answer.value, *most) << "seed " << seed;
    } else if (effort.solver.nodes > 0) {
      ++asked;
      EXPECT_TRUE(given.answer.is_best_says_solver()) << "seed " << seed;
      EXPECT_EQ(given.answer.value, *most) << "seed " << seed;
    }
  }
  EXPECT_GT(proven, 100);
  EXPECT_GT(asked, 5);
}

TEST(SitingWithRoom, IsTheLeastOfAllWaysSaysTheSolverAndTheBoundIsBelow) {
  const test::SolverOfTests solver;
  int proven = 0, asked = 0;
  for (std::uint32_t seed = 1; seed <= 500; ++seed) {
    const SmallRooms small = small_rooms(seed);
    const auto least = best_of_all(small);
    Effort effort;
    effort.root_rounds = 200;
    // A process each: for some of them.
    effort.solver.nodes = seed % 5 == 0 ? 1000 : 0;
    const RoomAnswer given = solve_with_room(small.relation, small.problem, effort);
    ASSERT_EQ(given.answer.feasible, least.has_value()) << "seed " << seed;
    const Flaw flaw = check_room(small.relation, small.problem, given);
    EXPECT_EQ(flaw, Flaw::none) << "seed " << seed << ": " << flaw_name(flaw);
    if (!least) continue;
    EXPECT_LE(given.answer.bound, *least) << "seed " << seed;
    EXPECT_GE(given.answer.value, *least) << "seed " << seed;
    if (given.answer.is_proven_best()) {
      ++proven;
      EXPECT_EQ(given.answer.value, *least) << "seed " << seed;
    } else if (effort.solver.nodes > 0) {
      ++asked;
      EXPECT_TRUE(given.answer.is_best_says_solver()) << "seed " << seed;
      EXPECT_EQ(given.answer.value, *least) << "seed " << seed;
    }
  }
  EXPECT_GT(proven, 100);
  EXPECT_GT(asked, 5);
}

TEST(SitingWithRoom, RefusesAnAnswerOfWhichOneFieldIsWrong) {
  const SmallRooms small = [] {
    for (std::uint32_t seed = 1;; ++seed) {
      SmallRooms s = small_rooms(seed);
      const RoomAnswer a = solve_with_room(s.relation, s.problem);
      if (a.answer.is_proven_best() && a.answer.sites.size() > 1 && a.answer.value > 0 &&
          s.problem.problem.sites && a.site_of.front() != RoomAnswer::kNowhere &&
          s.problem.load.front() > 0)
        return s;
    }
  }();
  const RoomAnswer right = solve_with_room(small.relation, small.problem);
  ASSERT_EQ(check_room(small.relation, small.problem, right), Flaw::none);
  const auto flaw = [&](auto spoil) {
    RoomAnswer wrong = right;
    spoil(wrong);
    return check_room(small.relation, small.problem, wrong);
  };
  EXPECT_EQ(flaw([](RoomAnswer& a) { ++a.answer.value; }), Flaw::value);
  EXPECT_EQ(flaw([](RoomAnswer& a) { ++a.answer.bound; }), Flaw::bound);
  EXPECT_EQ(flaw([](RoomAnswer& a) { a.answer.feasible = false; }), Flaw::hopeless);
  EXPECT_EQ(flaw([](RoomAnswer& a) { a.answer.sites.push_back(900); }), Flaw::sites);
  EXPECT_EQ(flaw([](RoomAnswer& a) { a.site_of.front() = RoomAnswer::kNowhere; }), Flaw::value);
  EXPECT_EQ(flaw([](RoomAnswer& a) { a.site_of.front() = 900; }), Flaw::sites);
  EXPECT_EQ(flaw([](RoomAnswer& a) { a.price.front() = -1; }), Flaw::tree);
  EXPECT_EQ(flaw([](RoomAnswer& a) { a.price.pop_back(); }), Flaw::classes);
  EXPECT_EQ(flaw([](RoomAnswer& a) { a.bits = 99; }), Flaw::unit);
  RoomProblem narrow = small.problem;
  narrow.room.assign(narrow.room.size(), 0);
  EXPECT_EQ(check_room(small.relation, narrow, right), Flaw::sites);
  RoomProblem poor = small.problem;
  poor.problem.cost.assign(poor.room.size(), 5);
  poor.problem.budget = 5 * static_cast<std::int64_t>(right.answer.sites.size()) - 1;
  EXPECT_EQ(check_room(small.relation, poor, right), Flaw::sites);
}

TEST(SitingWithRoom, FirstThreeOfTheOrLibraryHaveTheirOptima) {
  const std::string path = test::data("siting/pmedcap1.txt");
  if (path.empty()) GTEST_SKIP() << "no test data";
  const test::SolverOfTests solver;
  const std::vector<test::RoomInstance> all = test::read_pmedcap(path, 3);
  ASSERT_EQ(all.size(), 3U);
  for (const test::RoomInstance& r : all) {
    const RoomAnswer given = solve_with_room(r.relation, r.problem);
    EXPECT_EQ(given.answer.value, r.published);
    EXPECT_TRUE(given.answer.is_proven_best() || given.answer.is_best_says_solver());
    EXPECT_GE(given.answer.bound, r.published * 97 / 100);
    EXPECT_LE(given.answer.bound, r.published);
    EXPECT_EQ(check_room(r.relation, r.problem, given), Flaw::none);
  }
}

TEST(SitingWithRoom, MostPaidIsTheBestOfAllThatFit) {
  std::mt19937 random{7};
  for (int round = 0; round < 500; ++round) {
    const std::int64_t scale = round % 2 == 0 ? 1 : 100'003;
    std::vector<Payer> payers;
    for (std::uint32_t k = test::pick(random, 9); k > 0; --k)
      payers.push_back(
          {1 + test::pick(random, 50), scale * test::pick(random, 12) + test::pick(random, 2)});
    const std::int64_t room = scale * test::pick(random, 40);
    std::int64_t best = 0, all = 0;
    for (std::uint32_t who = 0; who < (1U << payers.size()); ++who) {
      std::int64_t load = 0, paid = 0;
      for (std::size_t k = 0; k < payers.size(); ++k)
        if (((who >> k) & 1) != 0) {
          load += payers[k].load;
          paid += payers[k].pays;
        }
      if (load <= room) best = std::max(best, paid);
      all = std::max(all, paid);
    }
    const Wide most = most_paid(payers, room);
    EXPECT_GE(most, best) << round;
    EXPECT_LE(most, all) << round;
    if (scale == 1) {
      EXPECT_EQ(most, best) << round;
    }
  }
}

TEST(SitingWithRoom, MostEarnedIsAboveAllThatFitAndExactWhereOneLimitDoesNotBind) {
  std::mt19937 random{11};
  int both = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<Earner> earners;
    for (std::uint32_t k = test::pick(random, 9); k > 0; --k)
      earners.push_back({test::pick(random, 50), test::pick(random, 12)});
    const std::uint32_t sites = test::pick(random, 7);
    std::optional<Wide> budget;
    if (round % 4 != 0) budget = test::pick(random, 40);
    std::int64_t best = 0, best_of_sites = 0;
    for (std::uint32_t who = 0; who < (1U << earners.size()); ++who) {
      std::int64_t cost = 0, earned = 0;
      std::uint32_t count = 0;
      for (std::size_t k = 0; k < earners.size(); ++k)
        if (((who >> k) & 1) != 0) {
          cost += earners[k].cost;
          earned += static_cast<std::int64_t>(earners[k].earns);
          ++count;
        }
      if (count > sites) continue;
      best_of_sites = std::max(best_of_sites, earned);
      if (!budget || cost <= *budget) best = std::max(best, earned);
    }
    const auto most = static_cast<std::int64_t>(most_earned(earners, sites, budget).bound);
    const auto of_budget = static_cast<std::int64_t>(most_earned(earners, 99, budget).bound);
    EXPECT_GE(most, best) << round;
    EXPECT_LE(most, std::min(best_of_sites, of_budget)) << round;
    if (!budget) {
      EXPECT_EQ(most, best) << round;
    }
    both += most < std::min(best_of_sites, of_budget) ? 1 : 0;
  }
  EXPECT_GT(both, 30);  // the two limits together prove more than either
}

/// Who asks to stop soon gets what there is, which still holds, and is told that it was stopped.
TEST(SitingWithRoom, StopsWhenAskedWithAnAnswerThatHolds) {
  int stopped = 0;
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    const SmallRooms small = small_rooms(seed, seed % 2 == 0 ? Aim::cover_most : Aim::least_time);
    int asked = 0;
    const RoomAnswer given =
        solve_with_room(small.relation, small.problem, {}, [&](auto, auto, auto) {
          ++asked;
          return false;
        });
    ASSERT_EQ(check_room(small.relation, small.problem, given), Flaw::none) << "seed " << seed;
    if (!given.answer.feasible) continue;
    EXPECT_TRUE(given.cut) << "seed " << seed;
    EXPECT_LE(asked, 3) << "seed " << seed;
    ++stopped;
  }
  EXPECT_GT(stopped, 50);
}

}  // namespace
}  // namespace lifecircle::siting
