#include <algorithm>

#include "algorithms/siting/problem.hpp"

namespace lifecircle::siting {

std::int64_t value_of(const Relation& relation, const Problem& p,
                      const std::vector<std::uint32_t>& sites) {
  std::vector<std::uint8_t> is_open(relation.candidates(), 0);
  for (std::size_t c = 0; c < relation.candidates(); ++c)
    is_open[c] = p.standing_of(c) == Standing::kept;
  std::int64_t spent = 0, served = 0, time = 0, worst = 0;
  for (const std::uint32_t c : sites) {
    is_open[c] = 1;
    spent += p.cost_of(c);
  }
  for (std::size_t d = 0; d < relation.demands(); ++d) {
    int reached = 0;
    std::int64_t nearest = p.far.ticks();
    for (const Pair& pair : relation.of_demand(d)) {
      if (!is_open[pair.other] || pair.time > p.limit) continue;
      if (reached++ == 0) nearest = pair.time.ticks();
    }
    served += p.weight[d] * ((reached > 0 ? p.once : 0) + (reached > 1 ? p.twice : 0));
    time += p.weight[d] * nearest;
    if (reached > 0 && p.weight[d] > 0) worst = std::max(worst, nearest);
  }
  switch (p.aim) {
    case Aim::cover_all:
      return spent;
    case Aim::cover_most:
      return served;
    case Aim::least_time:
      return time;
    default:
      return worst;
  }
}

std::int64_t must_stay(const Problem& p, std::size_t candidates) {
  if (!p.closings) return 0;
  std::int64_t can = 0, closed = 0;
  for (std::size_t c = 0; c < candidates; ++c) {
    if (!p.exists(c)) continue;
    can += p.standing_of(c) == Standing::choice ? 1 : 0;
    closed += p.standing_of(c) == Standing::forbidden ? 1 : 0;
  }
  return std::max<std::int64_t>(can + closed - *p.closings, 0);
}

Problem everyone_within(const Relation& relation, const Problem& problem, Duration limit) {
  Problem within = problem;
  within.aim = Aim::cover_most;
  within.limit = limit;
  within.once = 1;
  within.twice = 0;
  for (std::size_t d = 0; d < relation.demands(); ++d) {
    bool can = false;
    for (const Pair& pair : relation.of_demand(d))
      can = can ||
            (pair.time <= problem.limit && problem.standing_of(pair.other) != Standing::forbidden);
    within.weight[d] = can && problem.weight[d] > 0 ? 1 : 0;
  }
  return within;
}

}  // namespace lifecircle::siting
