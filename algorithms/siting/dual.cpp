#include "algorithms/siting/dual.hpp"

#include <algorithm>
#include <cmath>

namespace lifecircle::siting {

namespace {

/// The worthiest choice by `proof.reduced`, and what it takes to change it.
void choose(const Core& core, Proof& proof) {
  const std::vector<std::int64_t>& reduced = proof.reduced;
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return reduced[a] != reduced[b] ? reduced[a] < reduced[b] : a < b;
  };
  std::vector<std::uint32_t>& chosen = proof.chosen;
  chosen.clear();
  std::uint32_t last_staying = 0;
  if (core.stay > 0) {
    for (std::uint32_t c = 0; c < core.candidates(); ++c)
      if (core.must_count(c)) chosen.push_back(c);
    std::nth_element(chosen.begin(), chosen.begin() + (core.stay - 1), chosen.end(), before);
    chosen.resize(core.stay);
    last_staying = chosen.back();
  }
  const auto stays = [&](std::uint32_t c) {
    return core.stay > 0 && core.must_count(c) && !before(last_staying, c);
  };
  for (std::uint32_t c = 0; c < core.candidates(); ++c)
    if (reduced[c] < 0 && !stays(c)) chosen.push_back(c);
  proof.last_in = 0;
  proof.first_out = 0;
  const auto others = chosen.begin() + core.stay;
  const bool is_full = chosen.size() >= core.sites;
  if (is_full) {
    if (chosen.size() > core.sites) {
      std::nth_element(others, chosen.begin() + core.sites, chosen.end(), before);
      proof.first_out = reduced[chosen[core.sites]];
      chosen.resize(core.sites);
    }
    if (chosen.size() > core.stay)
      proof.last_in = reduced[*std::max_element(chosen.begin() + core.stay, chosen.end(), before)];
    else if (core.stay > 0)
      proof.last_in = -kNever;  // no place for others
  }
  if (core.stay == 0) return;
  proof.last_any = reduced[*std::max_element(chosen.begin(), chosen.end(), before)];
  if (!is_full) proof.last_any = std::max<std::int64_t>(proof.last_any, 0);
  proof.is_tight = true;
  std::vector<std::uint8_t> is_chosen(core.candidates(), 0);
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    is_chosen[chosen[k]] = 1;
    if (k >= core.stay && core.must_count(chosen[k])) proof.is_tight = false;
  }
  proof.first_exists_out = kNever;
  for (std::uint32_t c = 0; c < core.candidates(); ++c)
    if (core.must_count(c) && !is_chosen[c])
      proof.first_exists_out = std::min(proof.first_exists_out, reduced[c]);
}

}  // namespace

int price_bits(const Core& core) {
  Wide sum = 1;
  for (std::size_t d = 0; d < core.demands(); ++d) sum += core.first[d] + core.second[d];
  for (const std::int64_t c : core.cost) sum += c;
  int bits = 0;
  while (bits < 20 && (sum << (bits + 1)) < (Wide{1} << 58)) ++bits;
  return bits;
}

void prove(const Core& core, int bits, const Prices& prices, Proof& proof) {
  const std::size_t m = core.candidates();
  std::vector<std::int64_t>& reduced = proof.reduced;
  reduced.resize(m);
  for (std::size_t c = 0; c < m; ++c) {
    reduced[c] = core.cost[c] << bits;
    if (core.has_budget) reduced[c] += prices.budget * core.price[c];
  }
  Wide bound = Wide{core.fixed} << bits;
  if (core.has_budget) bound -= Wide{prices.budget} * core.budget;
  for (std::size_t d = 0; d < core.demands(); ++d) {
    const std::int64_t u = prices.demand[d];
    if (u <= 0) continue;
    bound += std::min(u, core.first[d] << bits) + std::min(u, core.second[d] << bits);
    if (core.timed) {
      const std::int64_t w = core.weight[d] << bits;
      for (const CoreEntry& e : core.row(d)) {
        const std::int64_t pays = u - w * e.time;
        if (pays <= 0) break;
        reduced[e.candidate] -= pays;
      }
    } else {
      for (const CoreEntry& e : core.row(d)) reduced[e.candidate] -= u;
    }
  }
  choose(core, proof);
  for (const std::uint32_t c : proof.chosen) bound += reduced[c];
  proof.bound = bound;
}

void ascend(const Core& core, int bits, Wide target, const AscentLimits& limits, Prices& best,
            Proof& best_proof, std::vector<double>& share) {
  const std::size_t n = core.demands();
  share.assign(core.candidates(), 0);
  Prices now = best;
  Proof proof;
  prove(core, bits, best, best_proof);
  proof = best_proof;
  for (const std::uint32_t c : proof.chosen) share[c] = 1;
  std::vector<double> direction(n, 0);
  double budget_direction = 0, step = limits.step;
  int stale = 0;
  std::vector<std::int32_t> served(n);
  std::vector<std::uint8_t> is_chosen(core.candidates(), 0);
  for (int round = 0; round < limits.rounds && best_proof.bound < target; ++round) {
    for (const std::uint32_t c : proof.chosen) is_chosen[c] = 1;
    double norm = 0;
    for (std::size_t d = 0; d < n; ++d) {
      const std::int64_t u = now.demand[d];
      double slope = (u < (core.first[d] << bits) ? 1 : 0) + (u < (core.second[d] << bits) ? 1 : 0);
      const std::int64_t w = core.weight[d] << bits;
      for (const CoreEntry& e : core.row(d)) {
        if (core.timed && u <= w * e.time) break;
        slope -= is_chosen[e.candidate];
      }
      direction[d] = slope + limits.deflection * direction[d];
      // Nothing to gain beyond the ends.
      if ((u == 0 && direction[d] < 0) || (u >= (core.first[d] << bits) && direction[d] > 0))
        direction[d] = 0;
      norm += direction[d] * direction[d];
    }
    double budget_norm = 0;
    if (core.has_budget) {
      Wide spent = -core.budget;
      for (const std::uint32_t c : proof.chosen) spent += core.price[c];
      budget_direction = static_cast<double>(spent) + limits.deflection * budget_direction;
      if (now.budget == 0 && budget_direction < 0) budget_direction = 0;
      budget_norm = budget_direction * budget_direction;
    }
    for (const std::uint32_t c : proof.chosen) is_chosen[c] = 0;
    if (norm + budget_norm == 0) break;
    // One loss beyond the target: steps that aim at a value come near to it, not past it.
    const double wanted = static_cast<double>(target + (Wide{1} << bits) - proof.bound);
    const double length = step * wanted / (norm + budget_norm);
    for (std::size_t d = 0; d < n; ++d) {
      if (direction[d] == 0) continue;
      const std::int64_t u = now.demand[d] + std::llround(length * direction[d]);
      now.demand[d] = std::clamp<std::int64_t>(u, 0, core.first[d] << bits);
    }
    if (core.has_budget)
      now.budget = std::clamp<std::int64_t>(now.budget + std::llround(length * budget_direction), 0,
                                            std::int64_t{1} << 40);
    prove(core, bits, now, proof);
    if (limits.hear && round % 20 == 19) target = std::min(target, limits.hear(proof));
    for (double& s : share) s *= 0.9;
    for (const std::uint32_t c : proof.chosen) share[c] += 0.1;
    if (proof.bound > best_proof.bound) {
      best = now;
      best_proof = proof;
      stale = 0;
    } else if (++stale >= limits.patience) {
      step *= limits.decay;
      stale = 0;
      now = best;
      proof = best_proof;
      if (step < 1e-5) break;
    }
  }
}

}  // namespace lifecircle::siting
