#include "algorithms/siting/rooms_knapsack.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>

namespace lifecircle::siting {
namespace {

/// The best of all that fit into `places`, one after the other (Bellman). `Sum` holds all pays.
template <class Sum>
Sum best_that_fits(const std::vector<Payer>& payers, std::int64_t common, std::int64_t places) {
  std::vector<Sum> best(static_cast<std::size_t>(places) + 1, 0);
  for (const Payer& p : payers) {
    const auto load = static_cast<std::size_t>(p.load / common);
    for (std::size_t left = best.size() - 1; left >= load; --left)
      best[left] = std::max<Sum>(best[left], best[left - load] + p.pays);
  }
  return best.back();
}

}  // namespace

Wide most_paid(std::vector<Payer> payers, std::int64_t room) {
  Wide all = 0;
  std::int64_t common = 0;
  std::erase_if(payers, [&](const Payer& p) {
    if (p.load == 0) all += p.pays;
    return p.load == 0 || p.load > room || p.pays <= 0;
  });
  for (const Payer& p : payers) common = std::gcd(common, p.load);
  if (payers.empty()) return all;
  const std::int64_t places = room / common;
  if (places < 4096) {
    Wide sum = 0;
    for (const Payer& p : payers) sum += p.pays;
    return all + (sum < Wide{1} << 62 ? best_that_fits<std::int64_t>(payers, common, places)
                                      : best_that_fits<Wide>(payers, common, places));
  }
  std::ranges::sort(payers, [](const Payer& a, const Payer& b) {
    const Wide left = Wide{a.pays} * b.load, right = Wide{b.pays} * a.load;
    return left != right ? left > right : a.load < b.load;
  });
  std::int64_t left = room;
  for (const Payer& p : payers) {
    if (p.load > left) return all + (Wide{p.pays} * left + p.load - 1) / p.load;
    all += p.pays;
    left -= p.load;
  }
  return all;
}

namespace {

/// The fractional knapsack, and how many are in it, the broken one too.
struct Fractions {
  MostEarned most;
  std::size_t taken = 0;
};
Fractions fractions_of(std::vector<Earner> earners, Wide budget) {
  Fractions found;
  // Whoever costs nothing comes first.
  std::ranges::sort(earners, [](const Earner& a, const Earner& b) {
    const Wide left = a.earns * b.cost, right = b.earns * a.cost;
    return left != right ? left > right : a.cost < b.cost;
  });
  for (const Earner& e : earners) {
    if (e.earns <= 0 || (budget <= 0 && e.cost > 0)) continue;
    ++found.taken;
    if (e.cost > budget) {
      found.most.bound += (e.earns * budget + e.cost - 1) / e.cost;
      found.most.price = (e.earns << kEarnedBits) / e.cost;
      break;
    }
    found.most.bound += e.earns;
    budget -= e.cost;
  }
  return found;
}

}  // namespace

MostEarned most_earned(const std::vector<Earner>& earners, std::size_t sites,
                       std::optional<Wide> budget, std::size_t stay) {
  std::vector<std::pair<Wide, std::int64_t>> above, staying;
  // What the best earn at a price of the budget and what they spend; scaled. First those that have
  // to stay, whatever they earn, then of all others who earn something.
  const auto at_price = [&](Wide price) {
    above.clear();
    staying.clear();
    for (const Earner& e : earners) {
      const Wide net = (e.earns << kEarnedBits) - price * e.cost;
      if (stay > 0 && e.exists)
        staying.emplace_back(-net, e.cost);
      else if (net > 0)
        above.emplace_back(-net, e.cost);
    }
    const std::size_t first = std::min({stay, sites, staying.size()});
    if (first < staying.size()) {
      const auto end = staying.begin() + static_cast<std::ptrdiff_t>(first);
      std::ranges::nth_element(staying, end);
      std::copy_if(end, staying.end(), std::back_inserter(above),
                   [](const auto& one) { return one.first < 0; });
      staying.resize(first);
    }
    if (above.size() > sites - first) {
      std::ranges::nth_element(above, above.begin() + static_cast<std::ptrdiff_t>(sites - first));
      above.resize(sites - first);
    }
    std::pair<Wide, Wide> sum{budget ? price * *budget : Wide{0}, 0};
    for (const auto* taken : {&staying, &above})
      for (const auto& [net, cost] : *taken) {
        sum.first -= net;
        sum.second += cost;
      }
    return sum;
  };
  const auto rounded_up = [](Wide scaled) {
    return (scaled + (Wide{1} << kEarnedBits) - 1) >> kEarnedBits;
  };
  if (!budget) return {rounded_up(at_price(0).first), 0};
  *budget = std::max(*budget, Wide{0});
  if (const auto [sum, spent] = at_price(0); spent <= *budget) return {rounded_up(sum), 0};
  const Fractions fractions = fractions_of(earners, *budget);
  if (fractions.taken <= sites && stay == 0) return fractions.most;
  // What they earn at a price falls, then rises: it falls while they spend more than there is.
  Wide low = 0, high = 1;
  for (const Earner& e : earners) high = std::max(high, (e.earns << kEarnedBits) + 1);
  Wide least = std::min(at_price(0).first, fractions.most.bound << kEarnedBits), price = 0;
  while (high - low > 1) {
    const Wide middle = low + (high - low) / 2;
    const auto [sum, spent] = at_price(middle);
    if (sum < least) {
      least = sum;
      price = middle;
    }
    (spent > *budget ? low : high) = middle;
  }
  return {rounded_up(least), price};
}

}  // namespace lifecircle::siting
