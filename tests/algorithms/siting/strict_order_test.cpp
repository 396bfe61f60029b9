// Groups in strict order, against every choice compared group by group.

#include "algorithms/siting/strict_order.hpp"

#include <gtest/gtest.h>

#include "algorithms/siting/check.hpp"
#include "algorithms/siting/solve.hpp"
#include "tests/algorithms/siting/small_problems.hpp"

namespace lifecircle::siting {
namespace {

/// Weight served in each group by `sites`.
std::vector<std::int64_t> served(const test::SmallCase& of, const std::vector<std::uint8_t>& group,
                                 const std::vector<std::uint32_t>& sites) {
  std::vector<std::int64_t> sum(3, 0);
  for (std::size_t d = 0; d < of.relation.demands(); ++d)
    for (const Pair& pair : of.relation.of_demand(d))
      if (pair.time <= of.problem.limit && std::ranges::binary_search(sites, pair.other)) {
        sum[group[d]] += of.problem.weight[d];
        break;
      }
  return sum;
}

TEST(SitingInStrictOrder, ServesTheFirstGroupBestAndTheNextAsFarAsThatAllows) {
  int differs = 0;
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    auto small = test::small_case(seed, Aim::cover_most);
    small.problem.standing.clear();
    small.problem.budget.reset();
    small.problem.closings.reset();
    small.problem.sites = 2;
    small.problem.once = 1;
    small.problem.twice = 0;
    std::mt19937 random{seed};
    std::vector<std::uint8_t> group{2};  // there is one of the last
    while (group.size() < small.relation.demands())
      group.push_back(static_cast<std::uint8_t>(test::pick(random, 3)));
    const auto order = in_strict_order(small.problem.weight, group);
    ASSERT_TRUE(order);
    Problem ordered = small.problem;
    ordered.weight = order->weight;
    const Solved solved = solve(small.relation, ordered);
    EXPECT_EQ(check(small.relation, ordered, solved.certificate), Flaw::none);
    std::vector<std::int64_t> best(3, -1);
    const auto n = static_cast<std::uint32_t>(small.relation.candidates());
    for (std::uint32_t a = 0; a < n; ++a)
      for (std::uint32_t b = a + 1; b < n; ++b) best = std::max(best, served(small, group, {a, b}));
    EXPECT_EQ(served(small, group, solved.answer.sites), best) << "seed " << seed;
    EXPECT_EQ(order->by_group(solved.answer.value), best) << "seed " << seed;
    EXPECT_EQ(order->by_group(solved.answer.bound), best) << "seed " << seed;
    const Solved plain = solve(small.relation, small.problem);
    differs += served(small, group, plain.answer.sites) != best;
  }
  EXPECT_GT(differs, 20);
}

TEST(SitingInStrictOrder, SaysWhereTheNumbersDoNotFit) {
  const std::vector<std::int64_t> weight(3, 1'000'000'007);
  EXPECT_TRUE(in_strict_order(weight, std::vector<std::uint8_t>{0, 1, 2}));
  const std::vector<std::int64_t> odd{1'000'000'007, 3, 1'000'000'007, 4, 1'000'000'007, 5};
  EXPECT_FALSE(in_strict_order(odd, std::vector<std::uint8_t>{0, 0, 1, 1, 2, 2}));
}

}  // namespace
}  // namespace lifecircle::siting
