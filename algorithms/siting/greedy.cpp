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
  std::vector<std::uint32_t> chosen;
  std::vector<std::uint8_t> is_open(core.candidates(), 0);
  Wide budget = core.budget;
  const auto open = [&](std::uint32_t c) {
    chosen.push_back(c);
    is_open[c] = 1;
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
  };
  // The best at a time of some candidates, until there are `most`.
  const auto take = [&](std::size_t most, bool must_exist) {
    std::priority_queue<Offer, std::vector<Offer>, Worse> offers;
    std::uint32_t round = 0;
    for (std::uint32_t c = 0; c < core.candidates(); ++c)
      if (!is_open[c] && (!must_exist || core.must_count(c)))
        offers.push({saves(c), asks(c), c, round});
    while (!offers.empty() && chosen.size() < most) {
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
      if (!must_exist && (best.saves == 0 || best.saves < core.cost[c])) continue;
      open(c);
      ++round;
    }
  };
  if (core.has_budget && core.stay > 0) {
    // The cheapest of those that have to stay, so that there is money for all of them.
    std::vector<std::pair<std::int64_t, std::uint32_t>> existing;
    for (std::uint32_t c = 0; c < core.candidates(); ++c)
      if (core.must_count(c)) existing.emplace_back(core.price[c], c);
    std::ranges::sort(existing);
    for (std::size_t k = 0; k < core.stay; ++k) open(existing[k].second);
  } else {
    take(core.stay, true);
  }
  take(core.sites, false);
  return chosen;
}

}  // namespace lifecircle::siting
