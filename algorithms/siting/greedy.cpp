#include "algorithms/siting/greedy.hpp"

#include <algorithm>
#include <queue>

namespace lifecircle::siting {
namespace {

struct Offer {
  std::int64_t saves;  ///< before its own cost
  std::int64_t asks;   ///< cost or price; 1 where neither counts
  std::uint32_t candidate;
  std::uint32_t round;
};
struct Worse {
  bool operator()(const Offer& a, const Offer& b) const {
    const Wide left = Wide{a.saves} * b.asks, right = Wide{b.saves} * a.asks;
    return left != right ? left < right : a.candidate > b.candidate;
  }
};

}  // namespace

std::vector<std::uint32_t> greedy(const Core& core, const CoreColumns& columns) {
  std::vector<std::int64_t> first = core.first, second = core.second;
  const auto saves = [&](std::uint32_t c) {
    std::int64_t sum = 0;
    for (const CoreColumns::Entry& e : columns.column(c))
      sum += std::max<std::int64_t>(first[e.demand] - core.weight[e.demand] * e.time, 0);
    return sum;
  };
  const auto asks = [&](std::uint32_t c) {
    return std::max<std::int64_t>(core.has_budget ? core.price[c] : core.cost[c], 1);
  };
  std::priority_queue<Offer, std::vector<Offer>, Worse> offers;
  for (std::uint32_t c = 0; c < core.candidates(); ++c) offers.push({saves(c), asks(c), c, 0});
  std::vector<std::uint32_t> chosen;
  Wide budget = core.budget;
  for (std::uint32_t round = 0; !offers.empty() && chosen.size() < core.sites;) {
    Offer best = offers.top();
    offers.pop();
    const std::uint32_t c = best.candidate;
    if (core.has_budget && core.price[c] > budget) continue;
    if (best.round != round) {
      best.saves = saves(c);
      best.round = round;
      offers.push(best);
      continue;
    }
    // A demand left out costs as much as its cheapest site: at a tie the site is taken.
    if (best.saves == 0 || best.saves < core.cost[c]) continue;
    chosen.push_back(c);
    ++round;
    if (core.has_budget) budget -= core.price[c];
    for (const CoreColumns::Entry& e : columns.column(c)) {
      const std::uint32_t d = e.demand;
      if (core.timed) {
        first[d] = std::min(first[d], core.weight[d] * e.time);
      } else {
        first[d] = second[d];
        second[d] = 0;
      }
    }
  }
  return chosen;
}

}  // namespace lifecircle::siting
