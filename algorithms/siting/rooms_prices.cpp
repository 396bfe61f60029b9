#include "algorithms/siting/rooms_prices.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/base/parallel.hpp"

namespace lifecircle::siting {
namespace {

std::int64_t at_most(const Problem& p, std::uint32_t d, int bits) {
  return (p.weight[d] * std::int64_t{p.far.ticks()}) << bits;
}

/// Who would pay for a site, the dearest for their load in front as far as the room goes.
struct Likely {
  struct One {
    double rank;
    std::int64_t pays, load;
    std::uint32_t demand;
  };
  std::vector<One> all;
  std::size_t whole = 0;  ///< so many of them have room
  double part = 0;        ///< of the next one
  Wide paid = 0;

  void look(const Relation& relation, const RoomProblem& q, std::uint32_t c,
            const std::vector<std::int64_t>& price, int bits) {
    all.clear();
    std::int64_t loads = 0;
    paid = 0;
    part = 0;
    for (const Pair& pair : relation.of_candidate(c)) {
      const std::uint32_t d = pair.other;
      if (pair.time > q.problem.limit || q.load[d] > q.room[c]) continue;
      const std::int64_t pays =
          price[d] - ((q.problem.weight[d] * std::int64_t{pair.time.ticks()}) << bits);
      if (pays <= 0) continue;
      const std::int64_t load = q.load[d];
      loads += load;
      paid += pays;
      all.push_back({load == 0 ? 1e300 : static_cast<double>(pays) / static_cast<double>(load),
                     pays, load, d});
    }
    whole = all.size();
    if (loads <= q.room[c]) return;
    // Halves, the better one first: no sort of all.
    paid = 0;
    std::int64_t left = q.room[c];
    std::size_t low = 0, high = all.size();
    const auto at = [&](std::size_t k) { return all.begin() + static_cast<std::ptrdiff_t>(k); };
    while (high - low > 1) {
      const std::size_t middle = low + (high - low) / 2;
      std::nth_element(at(low), at(middle), at(high), [](const One& a, const One& b) {
        return a.rank != b.rank ? a.rank > b.rank : a.demand < b.demand;
      });
      std::int64_t load = 0;
      Wide pays = 0;
      for (std::size_t k = low; k < middle; ++k) {
        load += all[k].load;
        pays += all[k].pays;
      }
      if (load > left) {
        high = middle;
        continue;
      }
      left -= load;
      paid += pays;
      low = middle;
    }
    if (all[low].load <= left) {
      left -= all[low].load;
      paid += all[low].pays;
      ++low;
    }
    whole = low;
    if (low == all.size()) return;
    part =
        static_cast<double>(left) / static_cast<double>(std::max<std::int64_t>(all[low].load, 1));
    paid += static_cast<Wide>(std::ceil(part * static_cast<double>(all[low].pays)));
  }
};

Wide paid_exactly(const Relation& relation, const RoomProblem& q, std::uint32_t c,
                  const std::vector<std::int64_t>& price, int bits) {
  std::vector<Payer> payers;
  for (const Pair& pair : relation.of_candidate(c)) {
    if (pair.time > q.problem.limit) continue;
    const std::int64_t pays =
        price[pair.other] -
        ((q.problem.weight[pair.other] * std::int64_t{pair.time.ticks()}) << bits);
    if (pays > 0) payers.push_back({pays, q.load[pair.other]});
  }
  return most_paid(std::move(payers), q.room[c]);
}

/// Opens by `order` what may be, first what has to stay.
void open_in(const std::vector<std::uint32_t>& order, const Problem& p, std::size_t candidates,
             std::size_t most, std::optional<Wide> left, std::vector<std::uint32_t>& open) {
  std::vector<std::uint8_t> is_open(candidates, 0);
  const auto take = [&](std::uint32_t c) {
    if (most == 0 || is_open[c] || (left && p.cost_of(c) > *left)) return false;
    --most;
    if (left) *left -= p.cost_of(c);
    is_open[c] = 1;
    open.push_back(c);
    return true;
  };
  // The cheapest where money counts, so that there is enough for all of them.
  std::vector<std::pair<std::int64_t, std::uint32_t>> staying;
  for (const std::uint32_t c : order)
    if (p.exists(c)) staying.emplace_back(p.budget ? p.cost_of(c) : 0, c);
  std::ranges::stable_sort(staying, {}, [](const auto& e) { return e.first; });
  std::int64_t stay = must_stay(p, candidates);
  for (std::size_t k = 0; k < staying.size() && stay > 0; ++k)
    stay -= take(staying[k].second) ? 1 : 0;
  for (const std::uint32_t c : order) take(c);
}

}  // namespace

RoomProof prove(const Relation& relation, const RoomProblem& q,
                const std::vector<std::int64_t>& price, int bits, bool exactly) {
  constexpr std::size_t kWorthThreads = 50'000;
  RoomProof proof;
  const Problem& p = q.problem;
  for (std::uint32_t d = 0; d < relation.demands(); ++d)
    proof.bound += std::min(price[d], at_most(p, d, bits));
  std::vector<Wide> paid(relation.candidates(), 0);
  const auto look = [&](std::size_t k, Likely& likely) {
    const auto c = static_cast<std::uint32_t>(k);
    if (p.standing_of(c) == Standing::forbidden) return;
    if (exactly) {
      paid[c] = paid_exactly(relation, q, c, price, bits);
    } else {
      likely.look(relation, q, c, price, bits);
      paid[c] = likely.paid;
    }
  };
  Likely likely;
  if (relation.size() < kWorthThreads)
    for (std::size_t c = 0; c < relation.candidates(); ++c) look(c, likely);
  else
    parallel_for(
        relation.candidates(), [] { return Likely{}; }, look, 16);

  std::vector<Earner> earners;
  std::vector<std::uint32_t> choices;
  std::optional<Wide> left;
  if (p.budget) {  // what nothing costs cannot be spent
    Wide all = 0;
    for (std::uint32_t c = 0; c < relation.candidates(); ++c) all += p.cost_of(c);
    left = std::min(Wide{*p.budget}, all);
  }
  std::size_t most = p.sites ? *p.sites : relation.candidates();
  for (std::uint32_t c = 0; c < relation.candidates(); ++c) {
    const Standing s = p.standing_of(c);
    if (s == Standing::forbidden) continue;
    if (s == Standing::choice) {
      earners.push_back({paid[c], p.cost_of(c), p.exists(c)});
      choices.push_back(c);
      continue;
    }
    proof.bound -= paid[c];
    proof.open.push_back(c);
    if (s == Standing::kept) continue;
    --most;
    if (left) *left -= p.cost_of(c);
  }
  const auto stay =
      static_cast<std::size_t>(std::max<std::int64_t>(must_stay(p, relation.candidates()), 0));
  const MostEarned earned = most_earned(earners, most, left, stay);
  proof.bound -= earned.bound;
  std::vector<std::pair<Wide, std::uint32_t>> ranked;
  for (std::size_t k = 0; k < choices.size(); ++k)
    ranked.emplace_back(earned.price * earners[k].cost - (earners[k].earns << kEarnedBits),
                        choices[k]);
  std::ranges::sort(ranked);
  std::vector<std::uint32_t> order;
  for (const auto& [rank, c] : ranked) order.push_back(c);
  open_in(order, p, relation.candidates(), most, left, proof.open);
  proof.taken.assign(relation.demands(), 0);
  for (const std::uint32_t c : proof.open) {
    likely.look(relation, q, c, price, bits);
    for (std::size_t k = 0; k < likely.whole; ++k) proof.taken[likely.all[k].demand] += 1;
    if (likely.whole < likely.all.size())
      proof.taken[likely.all[likely.whole].demand] += static_cast<float>(likely.part);
  }
  return proof;
}

RoomPrices find_prices(const Relation& relation, const RoomProblem& q, int bits, int rounds,
                       std::int64_t value,
                       const std::function<std::int64_t(const RoomProof&)>& hear,
                       const Progress& progress) {
  constexpr double kDeflection = 0.95, kDecay = 0.7;
  constexpr int kPatience = 30;
  const Problem& p = q.problem;
  const std::size_t n = relation.demands();
  const std::int64_t most_room = q.room.empty() ? 0 : *std::ranges::max_element(q.room);
  const bool exactly = static_cast<double>(relation.size()) * static_cast<double>(most_room) < 1e6;
  const auto proven = [&](const std::vector<std::int64_t>& price) {
    return prove(relation, q, price, bits, exactly);
  };
  // What a quarter of the sites that reach a demand would cost it, or all that it may lose.
  RoomPrices best;
  best.price.assign(n, 0);
  for (std::uint32_t d = 0; d < n; ++d)
    if (const auto row = relation.of_demand(d); !row.empty())
      best.price[d] = (p.weight[d] * std::int64_t{row[row.size() / 4].time.ticks()}) << bits;
  RoomProof best_proof = proven(best.price);
  std::vector<std::int64_t> price(n, 0);
  for (std::uint32_t d = 0; d < n; ++d) price[d] = at_most(p, d, bits);
  RoomProof proof = proven(price);
  if (proof.bound > best_proof.bound)
    best_proof = proof, best.price = price;
  else
    proof = best_proof, price = best.price;
  value = std::min(value, hear(proof));

  std::vector<double> direction(n, 0);
  double step = 0.2;
  for (int round = 0, stale = 0; round < rounds && step > 1e-5; ++round) {
    if (best_proof.bound > (Wide{value} - 1) << bits) break;  // nothing is better
    if (!tell(progress, "stage_siting", 0, 0)) break;
    const double wanted =
        static_cast<double>((Wide{value} << bits) + (Wide{1} << bits) - proof.bound);
    double norm = 0;
    for (std::uint32_t d = 0; d < n; ++d) {
      direction[d] = 1 - proof.taken[d] + kDeflection * direction[d];
      if ((price[d] == 0 && direction[d] < 0) ||
          (price[d] == at_most(p, d, bits) && direction[d] > 0))
        direction[d] = 0;  // nothing to gain beyond the ends
      norm += direction[d] * direction[d];
    }
    if (norm == 0) break;
    for (std::uint32_t d = 0; d < n; ++d)
      price[d] = std::clamp<std::int64_t>(
          price[d] + std::llround(step * wanted / norm * direction[d]), 0, at_most(p, d, bits));
    proof = proven(price);
    if (round % 20 == 19) value = std::min(value, hear(proof));
    if (proof.bound > best_proof.bound) {
      best.price = price;
      best_proof = proof;
      stale = 0;
    } else if (++stale >= kPatience) {
      step *= kDecay;
      stale = 0;
      price = best.price;
      proof = best_proof;
    }
  }
  best.bound = prove(relation, q, best.price, bits, true).bound;
  return best;
}

}  // namespace lifecircle::siting
