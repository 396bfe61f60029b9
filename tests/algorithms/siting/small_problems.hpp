#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include "algorithms/siting/problem.hpp"

namespace lifecircle::test {

struct SmallCase {
  siting::Relation relation;
  siting::Problem problem;
};

/// A number in [0, below), the same with every library.
inline std::uint32_t pick(std::mt19937& random, std::uint32_t below) {
  return static_cast<std::uint32_t>(random() % below);
}

/// A few candidates and demands, with all that a problem can say somewhere among the seeds.
inline SmallCase small_case(std::uint32_t seed, siting::Aim aim) {
  using namespace siting;
  std::mt19937 random{seed};
  const std::uint32_t candidates = 2 + pick(random, 9), demands = 1 + pick(random, 14);
  const std::uint32_t density = 1 + pick(random, 4);
  std::vector<TimeBetween> rows;
  for (std::uint32_t c = 0; c < candidates; ++c)
    for (std::uint32_t d = 0; d < demands; ++d)
      if (pick(random, 5) < density)
        rows.push_back({c, d, Duration::from_ticks(60 * pick(random, 15))});
  SmallCase made;
  Problem& p = made.problem;
  p.aim = aim;
  if (pick(random, 2) == 0) p.limit = Duration::from_ticks(60 * (5 + pick(random, 9)));
  const std::int64_t whole = pick(random, 2) == 0 ? 1000 : 1;
  for (std::uint32_t d = 0; d < demands; ++d) p.weight.push_back(whole * pick(random, 30));
  if (pick(random, 3) == 0)
    for (std::uint32_t c = 0; c < candidates; ++c) {
      constexpr Standing kAll[] = {Standing::choice,    Standing::choice, Standing::choice,
                                   Standing::forbidden, Standing::kept,   Standing::required};
      p.standing.push_back(kAll[pick(random, 6)]);
    }
  if (aim != Aim::cover_all && pick(random, 4) != 0) p.sites = 1 + pick(random, 4);
  if (pick(random, 2) == 0) {
    for (std::uint32_t c = 0; c < candidates; ++c) p.cost.push_back(10 * (1 + pick(random, 9)));
    if (aim != Aim::cover_all) p.budget = 20 + 10 * pick(random, 15);
  }
  if (aim == Aim::cover_most && pick(random, 2) == 0) {
    p.once = 1 + pick(random, 4);
    p.twice = pick(random, static_cast<std::uint32_t>(p.once) + 1);
  }
  p.far = Duration::from_ticks(60 * (15 + pick(random, 10)));
  if (pick(random, 3) == 0) {
    for (std::uint32_t c = 0; c < candidates; ++c)
      p.existing.push_back(pick(random, 2) == 0 ? 1 : 0);
    if (pick(random, 5) != 0) p.closings = pick(random, 4);
  }
  made.relation = Relation{candidates, demands, rows};
  return made;
}

/// The best value of all choices there are, or none. Looks at every one.
inline std::optional<std::int64_t> best_of_all(const SmallCase& of) {
  using namespace siting;
  const Problem& p = of.problem;
  std::optional<std::int64_t> best;
  const std::size_t n = of.relation.candidates();
  for (std::uint32_t choice = 0; choice < (1U << n); ++choice) {
    std::vector<std::uint32_t> sites;
    std::int64_t spent = 0;
    std::uint32_t closed = 0;
    bool may = true;
    for (std::uint32_t c = 0; c < n; ++c) {
      const Standing s = p.standing_of(c);
      const bool taken = ((choice >> c) & 1) != 0;
      if (taken ? s == Standing::forbidden || s == Standing::kept : s == Standing::required)
        may = false;
      const bool stands = taken || s == Standing::kept;
      if (p.exists(c) && !stands) ++closed;
      if (!taken) continue;
      sites.push_back(c);
      spent += p.cost_of(c);
    }
    const bool is_bounded = p.aim != Aim::cover_all;
    if (is_bounded && p.sites && sites.size() > *p.sites) may = false;
    if (is_bounded && p.budget && spent > *p.budget) may = false;
    if (p.closings && closed > *p.closings) may = false;
    if (!may) continue;
    std::int64_t weighted = 0, served = 0, worst = 0;
    bool all = true;
    for (std::uint32_t d = 0; d < of.relation.demands(); ++d) {
      std::vector<std::int64_t> times;
      bool can = false;
      for (const Pair& pair : of.relation.of_demand(d)) {
        if (pair.time > p.limit) continue;
        const Standing s = p.standing_of(pair.other);
        can = can || s != Standing::forbidden;
        if (s == Standing::kept || std::ranges::binary_search(sites, pair.other))
          times.push_back(pair.time.ticks());
      }
      const std::int64_t w = p.weight[d];
      const std::int64_t nearest =
          times.empty() ? std::int64_t{p.far.ticks()} : std::ranges::min(times);
      weighted += w * nearest;
      served += w * (times.size() > 1 ? p.once + p.twice : times.size() == 1 ? p.once : 0);
      if (w == 0 || !can) continue;
      if (times.empty()) all = false;
      if (!times.empty()) worst = std::max(worst, nearest);
    }
    if (!all && (p.aim == Aim::cover_all || p.aim == Aim::least_worst)) continue;
    const std::int64_t value = p.aim == Aim::cover_all    ? spent
                               : p.aim == Aim::cover_most ? served
                               : p.aim == Aim::least_time ? weighted
                                                          : worst;
    const bool better = p.aim == Aim::cover_most ? !best || value > *best : !best || value < *best;
    if (better) best = value;
  }
  return best;
}

}  // namespace lifecircle::test
