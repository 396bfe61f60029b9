// What less would give, against every choice there is.

#include "algorithms/siting/curve.hpp"

#include <gtest/gtest.h>

#include "tests/algorithms/siting/small_problems.hpp"

namespace lifecircle::test {
namespace {

using namespace siting;

std::int64_t spent_on(const Problem& p, const std::vector<std::uint32_t>& sites, Along along) {
  std::int64_t spent = 0;
  for (const std::uint32_t c : sites) spent += along == Along::cost ? p.cost_of(c) : 1;
  return spent;
}

/// What a point asks, in the words of a problem.
Problem asked_at(const Problem& problem, const GainCurve& curve, std::int64_t most) {
  Problem asked = problem;
  if (problem.aim == Aim::cover_all) {
    asked.aim = Aim::cover_most;
    asked.once = 1;
    asked.twice = 0;
    asked.sites.reset();
    asked.budget.reset();
  }
  if (curve.along == Along::cost)
    asked.budget = most;
  else
    asked.sites = static_cast<std::uint32_t>(most);
  return asked;
}

TEST(GainCurve, HoldsAtEveryPointAgainstEveryChoiceThereIs) {
  int by_cost = 0, of_all = 0, points = 0, staying = 0;
  for (std::uint32_t seed = 0; seed < 400; ++seed)
    for (const Aim aim : {Aim::cover_all, Aim::cover_most, Aim::least_time, Aim::least_worst}) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ", aim " +
                   std::to_string(static_cast<int>(aim)));
      const SmallCase made = small_case(seed, aim);
      const Problem& p = made.problem;
      const Solved solved = solve(made.relation, p);
      const GainCurve curve = gain_curve(made.relation, p, solved.answer, {});
      if (!solved.answer.feasible) {
        EXPECT_TRUE(curve.points.empty());
        continue;
      }
      ASSERT_FALSE(curve.points.empty());
      const GainPoint& last = curve.points.back();
      EXPECT_EQ(last.sites, solved.answer.sites);
      if (aim != Aim::cover_all) {
        EXPECT_EQ(last.value, solved.answer.value);
        EXPECT_EQ(last.bound, solved.answer.bound);
      }
      EXPECT_EQ(curve.aim, aim == Aim::cover_all ? Aim::cover_most : aim);
      EXPECT_EQ(curve.along == Along::cost,
                aim == Aim::cover_all ? !p.cost.empty() : p.budget && !p.sites);
      by_cost += curve.along == Along::cost;
      of_all += aim == Aim::cover_all && curve.points.size() > 2;
      staying += p.closings && curve.points.size() > 2;
      const bool high = curve.aim == Aim::cover_most;
      for (std::size_t i = 0; i < curve.points.size(); ++i, ++points) {
        const GainPoint& point = curve.points[i];
        const SmallCase asked{made.relation, asked_at(p, curve, point.most)};
        const auto best = best_of_all(asked);
        ASSERT_TRUE(best);
        EXPECT_LE(spent_on(p, point.sites, curve.along), point.most);
        EXPECT_EQ(value_of(made.relation, asked.problem, point.sites), point.value);
        EXPECT_EQ(point.value, *best);  // of so few choices the least effort finds the best
        EXPECT_TRUE(high ? point.bound >= *best : point.bound <= *best);
        EXPECT_EQ(curve.left_out_before(i), 0);
        if (i == 0) continue;
        const GainPoint& before = curve.points[i - 1];
        EXPECT_GT(point.most, before.most);
        EXPECT_TRUE(high ? point.value >= before.value : point.value <= before.value);
        EXPECT_TRUE(high ? point.bound >= before.bound : point.bound <= before.bound);
      }
    }
  std::printf("[  figures ] %d points, %d curves by cost, %d of all, %d where some may close\n",
              points, by_cost, of_all, staying);
  EXPECT_GT(by_cost, 20);
  EXPECT_GT(of_all, 20);
  EXPECT_GT(staying, 5);
}

/// Each of 57 serves one more person: of 57 numbers 30 are asked, and the curve says which not.
TEST(GainCurve, SaysWhichNumbersItLeavesOut) {
  std::vector<TimeBetween> rows;
  for (std::uint32_t c = 0; c < 57; ++c) rows.push_back({c, c, Duration{}});
  const Relation relation{57, 57, rows};
  Problem p;
  p.weight.assign(57, 1);
  p.sites = 57;
  const Solved solved = solve(relation, p);
  const GainCurve curve = gain_curve(relation, p, solved.answer, {});
  ASSERT_EQ(curve.points.size(), 31u);  // none at all, 29 between, and the answer
  std::int64_t left_out = 0;
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    EXPECT_EQ(curve.points[i].value, curve.points[i].most);
    left_out += curve.left_out_before(i);
  }
  EXPECT_EQ(left_out, 58 - 31);  // of 0, 1, ..., 57
}

/// Steps of money, each with what it buys: dear sites for many, cheap ones for few. All cost whole
/// hundreds, so of twenty steps seventeen amounts are left.
TEST(GainCurve, GrowsWithTheBudgetWhereOnlyOneIsAsked) {
  const Relation relation{3, 3, std::vector<TimeBetween>{{0, 0, {}}, {1, 1, {}}, {2, 2, {}}}};
  Problem p;
  p.weight = {100, 60, 10};
  p.cost = {1000, 500, 100};
  p.budget = 5000;
  const Solved solved = solve(relation, p);
  const GainCurve curve = gain_curve(relation, p, solved.answer, {});
  EXPECT_EQ(curve.along, Along::cost);
  ASSERT_EQ(curve.points.size(), 17u);
  EXPECT_EQ(curve.points.front().most, 0);
  EXPECT_EQ(curve.points.back().most, 1600);  // what the answer costs, not what it might
  for (const GainPoint& point : curve.points) {
    const std::int64_t m = point.most;
    EXPECT_EQ(m % 100, 0);
    EXPECT_EQ(point.value, m >= 1600   ? 170
                           : m >= 1500 ? 160
                           : m >= 1100 ? 110
                           : m >= 1000 ? 100
                           : m >= 600  ? 70
                           : m >= 500  ? 60
                           : m >= 100  ? 10
                                       : 0)
        << m;
  }
}

}  // namespace
}  // namespace lifecircle::test
