// The solver of integer programs in a process of its own: this program, started again.

#include "algorithms/siting/exact/solver_process.hpp"

#include <unistd.h>

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "algorithms/siting/check.hpp"
#include "algorithms/siting/solve.hpp"
#include "tests/algorithms/siting/small_problems.hpp"
#include "tests/algorithms/siting/solver_of_tests.hpp"

namespace lifecircle::siting {
namespace {

/// Started with this word, the program of the tests serves as solver and is no test.
const bool serves = [] {
  std::ifstream own{"/proc/self/cmdline", std::ios::binary};
  const std::string words{std::istreambuf_iterator<char>{own}, {}};
  const auto first = words.find('\0');
  if (first == std::string::npos || words.substr(first + 1) != std::string{test::kSolves} + '\0')
    return false;
  _exit(serve_solver(STDIN_FILENO));
}();

/// 2 a + 3 b + c least, a + b + c >= 2, a + b <= 1, all 0 or 1: c and a.
IntegerProgram tiny() {
  IntegerProgram p;
  const int a = p.add_column(2, 0, 1, true), b = p.add_column(3, 0, 1, true),
            c = p.add_column(1, 0, 1, true);
  p.add(a, 1), p.add(b, 1), p.add(c, 1);
  p.end_row(2, kUnlimited);
  p.add(a, 1), p.add(b, 1);
  p.end_row(-kUnlimited, 1);
  return p;
}

TEST(SitingSolver, SolvesInAnotherProcess) {
  ASSERT_FALSE(serves);
  const test::SolverOfTests solver;
  const ProgramAnswer answer = solve_apart(tiny());
  ASSERT_EQ(answer.how, ProgramAnswer::How::done);
  EXPECT_NEAR(answer.value, 3, 1e-9);
  ASSERT_EQ(answer.solution.size(), 3U);
  EXPECT_NEAR(answer.solution[0], 1, 1e-6);
  EXPECT_NEAR(answer.solution[1], 0, 1e-6);
  EXPECT_NEAR(answer.solution[2], 1, 1e-6);
}

TEST(SitingSolver, SaysWhereThereIsNoSolution) {
  const test::SolverOfTests solver;
  IntegerProgram p = tiny();
  p.add(2, 1);
  p.end_row(-kUnlimited, 0);
  const ProgramAnswer answer = solve_apart(p);
  EXPECT_EQ(answer.how, ProgramAnswer::How::done);
  EXPECT_TRUE(answer.solution.empty());
}

TEST(SitingSolver, LooksForNothingDearerThanTheCutoff) {
  const test::SolverOfTests solver;
  IntegerProgram p = tiny();
  p.cutoff = 3.5;
  const ProgramAnswer answer = solve_apart(p);
  ASSERT_EQ(answer.how, ProgramAnswer::How::done);
  EXPECT_NEAR(answer.value, 3, 1e-9);
  p.cutoff = 2.5;
  const ProgramAnswer none = solve_apart(p);
  EXPECT_EQ(none.how, ProgramAnswer::How::done);
  EXPECT_TRUE(none.solution.empty());
}

TEST(SitingSolver, IsNotBelievedWhereItDiesTalksNonsenseOrHangs) {
  SolverLimits limits;
  limits.seconds = 1;
  solve_in_children({"/nowhere/at/all"});
  EXPECT_EQ(solve_apart(tiny(), limits).how, ProgramAnswer::How::none);
  solve_in_children({"/bin/false"});
  EXPECT_EQ(solve_apart(tiny(), limits).how, ProgramAnswer::How::none);
  solve_in_children({"/bin/sleep", "1000"});
  const ProgramAnswer late = solve_apart(tiny(), limits);
  EXPECT_EQ(late.how, ProgramAnswer::How::none);
  EXPECT_TRUE(late.by_clock);
  // It sends back what it gets.
  solve_in_children({"/bin/sh", "-c", "cat <&0 >&0"});
  EXPECT_EQ(solve_apart(tiny(), limits).how, ProgramAnswer::How::none);
  solve_in_children({});
  EXPECT_EQ(solve_apart(tiny(), limits).how, ProgramAnswer::How::none);
}

TEST(SitingSolver, FindsWhatTheTreeLeftOpen) {
  const test::SolverOfTests solver;
  int asked = 0;
  for (const Aim aim : {Aim::cover_all, Aim::cover_most, Aim::least_time})
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
      const auto small = test::small_case(seed, aim);
      const auto best = test::best_of_all(small);
      Effort effort;
      effort.kicks = 0;
      effort.search = {.regions = 0, .variants = 0};
      effort.root_rounds = 1;
      effort.node_rounds = 0;
      effort.nodes = 1;
      const Solved solved = solve(small.relation, small.problem, effort);
      if (!best) continue;
      EXPECT_EQ(check(small.relation, small.problem, solved.certificate), Flaw::none)
          << "seed " << seed;
      if (solved.answer.is_proven_best()) {
        EXPECT_EQ(solved.answer.value, *best) << "seed " << seed;
        continue;
      }
      ++asked;
      EXPECT_TRUE(solved.answer.is_best_says_solver()) << "seed " << seed;
      EXPECT_EQ(solved.answer.value, *best) << "seed " << seed << ", aim " << static_cast<int>(aim);
    }
  EXPECT_GT(asked, 15);
}

}  // namespace
}  // namespace lifecircle::siting
