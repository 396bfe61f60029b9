// The thorough search for a good choice: regions, variants, and what two choices allow together.

#include "algorithms/siting/variants.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "algorithms/siting/dual.hpp"
#include "algorithms/siting/greedy.hpp"
#include "algorithms/siting/regions.hpp"
#include "algorithms/siting/swap.hpp"
#include "engine/base/parallel.hpp"
#include "tests/algorithms/siting/small_problems.hpp"

namespace lifecircle::siting {
namespace {

/// A town on a plane: 250 demands, 120 candidates, 16 sites, each reaching some thirtieth of it.
Core town(std::uint32_t seed, Aim aim, bool with_budget) {
  std::mt19937 random{seed};
  constexpr std::uint32_t kDemands = 250, kCandidates = 120, kSide = 1000, kReach = 110;
  std::vector<std::pair<int, int>> demand, candidate;
  const auto place = [&] {
    return std::pair{static_cast<int>(test::pick(random, kSide)),
                     static_cast<int>(test::pick(random, kSide))};
  };
  Problem p;
  p.aim = aim;
  p.sites = 16;
  p.far = Duration::from_ticks(200);
  for (std::uint32_t d = 0; d < kDemands; ++d) {
    demand.push_back(place());
    p.weight.push_back(1 + test::pick(random, 100));
  }
  for (std::uint32_t c = 0; c < kCandidates; ++c) candidate.push_back(place());
  if (with_budget) {
    for (std::uint32_t c = 0; c < kCandidates; ++c) p.cost.push_back(1 + test::pick(random, 9));
    p.budget = 60;
  }
  std::vector<TimeBetween> rows;
  for (std::uint32_t c = 0; c < kCandidates; ++c)
    for (std::uint32_t d = 0; d < kDemands; ++d) {
      const double far =
          std::hypot(candidate[c].first - demand[d].first, candidate[c].second - demand[d].second);
      if (far <= kReach) rows.push_back({c, d, Duration::from_ticks(static_cast<unsigned>(far))});
    }
  return load(Relation{kCandidates, kDemands, rows}, p).core;
}

void expect_a_choice(const Core& core, const std::vector<std::uint32_t>& chosen) {
  EXPECT_TRUE(std::ranges::is_sorted(chosen));
  EXPECT_EQ(std::ranges::adjacent_find(chosen), chosen.end());
  EXPECT_LE(chosen.size(), core.sites);
  Wide spent = 0;
  for (const std::uint32_t c : chosen) {
    ASSERT_LT(c, core.candidates());
    if (core.has_budget) spent += core.price[c];
  }
  EXPECT_TRUE(!core.has_budget || spent <= core.budget);
}

TEST(SitingVariants, AreNeverWorseThanSwapsAndOftenBetter) {
  int regions_help = 0, variants_help = 0, cases = 0;
  for (const Aim aim : {Aim::cover_most, Aim::least_time})
    for (std::uint32_t seed = 1; seed <= 6; ++seed) {
      const Core core = town(seed, aim, seed % 3 == 0);
      const CoreColumns columns{core};
      const int bits = price_bits(core);
      std::vector<std::uint32_t> swaps = improve(core, columns, greedy(core, columns), 0, 1);
      std::ranges::sort(swaps);
      std::uint64_t random = seed;
      const auto regions = improve_by_regions(core, columns, bits, swaps, 16, 0, random);
      const auto variants =
          improve_by_variants(core, columns, bits, swaps, {.regions = 16, .variants = 2}, 0, seed);
      expect_a_choice(core, regions);
      expect_a_choice(core, variants);
      const auto loss = [&](const auto& chosen) { return loss_of(core, chosen); };
      EXPECT_LE(loss(regions), loss(swaps)) << "seed " << seed;
      EXPECT_LE(loss(variants), loss(regions)) << "seed " << seed;  // the same regions first
      ++cases;
      regions_help += loss(regions) < loss(swaps) ? 1 : 0;
      variants_help += loss(variants) < loss(regions) ? 1 : 0;
    }
  EXPECT_GT(regions_help, cases / 3);
  EXPECT_GT(variants_help, 0);
}

TEST(SitingVariants, BestAmongAllIsTheBestOfATree) {
  // Everything free and nodes enough: nothing else is left to find.
  for (std::uint32_t seed = 1; seed <= 2; ++seed) {
    const Core core = town(seed, Aim::cover_most, false);
    const CoreColumns columns{core};
    const int bits = price_bits(core);
    const std::vector<std::uint8_t> all(core.candidates(), 1);
    const auto best = best_among(core, bits, {}, all, 2000);
    expect_a_choice(core, best);
    const auto other = improve_by_variants(core, columns, bits, greedy(core, columns), {}, 0, seed);
    EXPECT_LE(loss_of(core, best), loss_of(core, other)) << "seed " << seed;
  }
}

TEST(SitingVariants, StopWhereTheBoundSaysThatItIsEnough) {
  const Core core = town(1, Aim::cover_most, false);
  const CoreColumns columns{core};
  std::vector<std::uint32_t> chosen = greedy(core, columns);
  std::ranges::sort(chosen);
  const std::int64_t enough = core.fixed + loss_of(core, chosen);
  EXPECT_EQ(improve_by_variants(core, columns, price_bits(core), chosen, {}, enough, 1), chosen);
}

TEST(SitingVariants, AreTheSameForAnyNumberOfThreads) {
  const Core core = town(5, Aim::cover_most, false);
  const CoreColumns columns{core};
  std::vector<std::vector<std::uint32_t>> found;
  for (const int count : {1, 2, 8}) {
    set_threads(count);
    found.push_back(improve_by_variants(core, columns, price_bits(core), {},
                                        {.regions = 20, .variants = 2}, 0, 7));
  }
  set_threads(0);
  EXPECT_EQ(found[0], found[1]);
  EXPECT_EQ(found[0], found[2]);
}

}  // namespace
}  // namespace lifecircle::siting
