// Why not everybody can be reached, against every choice there is.

#include "algorithms/siting/needed.hpp"

#include <gtest/gtest.h>

#include "tests/algorithms/siting/small_problems.hpp"

namespace lifecircle::test {
namespace {

using namespace siting;

TEST(SitingNeeded, IsTheLeastThatServesAllWhoCanBeServed) {
  int told = 0, by_cost = 0, required = 0;
  for (std::uint32_t seed = 0; seed < 800; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const SmallCase made = small_case(seed, Aim::least_worst);
    const Problem& p = made.problem;
    const Solved solved = solve(made.relation, p);
    const auto needed = needed_for_all(made.relation, p, solved.answer, {});
    if (solved.answer.feasible) {
      EXPECT_TRUE(needed.empty());
      continue;
    }
    // Whether something may be chosen at all is what another aim says of the same sites.
    SmallCase any{made.relation, p};
    any.problem.aim = Aim::cover_most;
    if (!best_of_all(any)) {
      EXPECT_TRUE(needed.empty());
      ++required;
      continue;
    }
    ASSERT_EQ(needed.size(), std::size_t{p.sites.has_value()} + p.budget.has_value());
    bool impossible = false;
    for (const Needed& one : needed) {
      SmallCase all{made.relation, p};
      all.problem.aim = Aim::cover_all;
      all.problem.sites.reset();
      all.problem.budget.reset();
      if (one.along == Along::sites) all.problem.cost.clear();
      const auto least = best_of_all(all);
      ASSERT_TRUE(least);
      EXPECT_EQ(one.at_least, *least);  // so few are solved to the end
      EXPECT_EQ(one.enough, *least);
      EXPECT_EQ(one.allowed, one.along == Along::sites ? std::int64_t{*p.sites} : *p.budget);
      impossible = impossible || one.is_impossible();
      by_cost += one.along == Along::cost;
    }
    if (needed.size() == 1) {
      EXPECT_TRUE(impossible);
    }
    ++told;
  }
  std::printf("[  figures ] %d told of, %d by cost, %d where what is required is too much\n", told,
              by_cost, required);
  EXPECT_GT(told, 50);
  EXPECT_GT(by_cost, 20);
  EXPECT_GT(required, 20);
}

}  // namespace
}  // namespace lifecircle::test
