// Published problems with published answers, as far as seconds go; benchmarks/siting.cpp has all.

#include <fstream>

#include <gtest/gtest.h>

#include "algorithms/siting/check.hpp"
#include "algorithms/siting/solve.hpp"
#include "engine/base/parallel.hpp"
#include "tests/algorithms/siting/instances.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle::siting {
namespace {

TEST(PublishedSiting, FirstNineOfTheOrLibraryHaveTheirOptimaAndProofs) {
  const std::string optima = test::data("siting/pmed/optima.txt");
  if (optima.empty()) GTEST_SKIP() << "no test data";
  std::ifstream in{optima};
  std::string name, word;
  in >> name >> word;
  std::int64_t optimum = 0;
  for (int k = 1; k <= 9 && in >> name >> optimum; ++k) {
    const auto pmed = test::read_pmed(test::data("siting/pmed/" + name + ".txt"));
    const Solved solved = solve(pmed.relation, pmed.problem);
    EXPECT_EQ(solved.answer.value, optimum) << name;
    EXPECT_EQ(solved.answer.bound, optimum) << name;
    EXPECT_EQ(check(pmed.relation, pmed.problem, solved.certificate), Flaw::none) << name;
  }
}

TEST(PublishedSiting, NewYorkIsWithinAThousandthOfTheBestAndTheBoundWithinAPercent) {
  const std::string path = test::data("siting/mclp/NewYork.txt");
  if (path.empty()) GTEST_SKIP() << "no test data";
  const auto city = test::read_city(path, 400, 50);
  ASSERT_EQ(city.relation.demands(), 2713U);
  ASSERT_EQ(city.problem.weight.size(), 2713U);
  constexpr std::int64_t kPublished = 1'153'640;
  // The published sites are worth what is published: distances and rows are read as they are meant.
  std::ifstream published{test::data("siting/mclp/NewYork_50_400.txt")};
  std::string word;
  std::int64_t value = 0;
  published >> word >> value >> word;
  std::vector<std::uint32_t> sites;
  for (std::uint32_t c = 0; published >> c;) sites.push_back(c);
  ASSERT_EQ(value, kPublished);
  EXPECT_EQ(value_of(city.relation, city.problem, sites), kPublished);

  Effort effort;
  effort.nodes = 8;
  effort.search.variants = 0;
  const Solved solved = solve(city.relation, city.problem, effort);
  EXPECT_GE(solved.answer.value, kPublished * 999 / 1000);
  EXPECT_GE(solved.answer.bound, kPublished);
  EXPECT_LE(solved.answer.bound, solved.answer.value * 101 / 100);
  EXPECT_EQ(check(city.relation, city.problem, solved.certificate), Flaw::none);
}

TEST(PublishedSiting, IsTheSameForAnyNumberOfThreads) {
  const std::string path = test::data("siting/pmed/pmed6.txt");
  if (path.empty()) GTEST_SKIP() << "no test data";
  const auto pmed = test::read_pmed(path);
  std::string one;
  for (const int count : {1, 2, 8}) {
    set_threads(count);
    const Solved solved = solve(pmed.relation, pmed.problem);
    EXPECT_GT(solved.nodes, 8);
    const std::string text = to_text(solved.certificate);
    if (one.empty()) one = text;
    EXPECT_EQ(text, one) << count << " threads";
  }
  set_threads(0);
}

}  // namespace
}  // namespace lifecircle::siting
