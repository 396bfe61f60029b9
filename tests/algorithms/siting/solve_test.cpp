// The answers of siting against every choice there is, on small relations.

#include "algorithms/siting/solve.hpp"

#include <gtest/gtest.h>

#include "algorithms/siting/check.hpp"
#include "engine/base/parallel.hpp"
#include "tests/algorithms/siting/small_problems.hpp"

namespace lifecircle::siting {
namespace {

class SmallSiting : public testing::TestWithParam<Aim> {};

TEST_P(SmallSiting, IsTheBestOfAllChoicesWithAProofThatHolds) {
  int possible = 0, branched = 0, closings = 0;
  for (std::uint32_t seed = 1; seed <= 500; ++seed) {
    const auto small = test::small_case(seed, GetParam());
    const auto best = test::best_of_all(small);
    Effort effort;
    // Little, so that the tree has something to do.
    effort.kicks = seed % 3 == 0 ? 20 : 0;
    effort.root_rounds = seed % 2 == 0 ? 5 : 200;
    effort.node_rounds = 5;
    const Solved solved = solve(small.relation, small.problem, effort);
    ASSERT_TRUE(solved.fits);
    ASSERT_EQ(solved.answer.feasible, best.has_value()) << "seed " << seed;
    EXPECT_EQ(check(small.relation, small.problem, solved.certificate), Flaw::none)
        << "seed " << seed << ": "
        << flaw_name(check(small.relation, small.problem, solved.certificate));
    if (!best) continue;
    ++possible;
    closings += small.problem.closings && !small.problem.existing.empty() ? 1 : 0;
    branched += solved.nodes > 1;
    EXPECT_EQ(solved.answer.value, *best) << "seed " << seed;
    EXPECT_EQ(solved.answer.bound, *best) << "seed " << seed;
    EXPECT_EQ(solved.answer.value, value_of(small.relation, small.problem, solved.answer.sites))
        << "seed " << seed;
  }
  EXPECT_GT(possible, 250);
  EXPECT_GT(branched, 10);
  EXPECT_GT(closings, 50);
}

std::string aim_name(const testing::TestParamInfo<Aim>& aim) {
  constexpr const char* kNames[] = {"CoverAll", "CoverMost", "LeastTime", "LeastWorst"};
  return kNames[static_cast<int>(aim.param)];
}
INSTANTIATE_TEST_SUITE_P(Aims, SmallSiting,
                         testing::Values(Aim::cover_all, Aim::cover_most, Aim::least_time,
                                         Aim::least_worst),
                         aim_name);

}  // namespace
}  // namespace lifecircle::siting
