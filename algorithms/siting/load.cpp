#include <algorithm>
#include <limits>
#include <numeric>

#include "algorithms/siting/core.hpp"

namespace lifecircle::siting {
namespace {

/// A demand as it stands before anything is chosen.
struct Standing0 {
  Wide first = 0, second = 0;
};

/// What a demand of weight `w` loses while only open sites serve it.
Standing0 losses(const Relation& relation, const Problem& p, std::size_t d,
                 const std::vector<std::uint8_t>& is_open) {
  const std::int64_t w = p.weight[d];
  int reached = 0;
  std::int64_t nearest = p.far.ticks(), cheapest = std::numeric_limits<std::int64_t>::max();
  for (const Pair& pair : relation.of_demand(d)) {
    if (pair.time > p.limit) break;
    if (p.standing_of(pair.other) == Standing::forbidden) continue;
    cheapest = std::min(cheapest, p.cost_of(pair.other));
    if (!is_open[pair.other]) continue;
    nearest = std::min<std::int64_t>(nearest, pair.time.ticks());
    ++reached;
  }
  switch (p.aim) {
    case Aim::cover_all:
      if (reached > 0 || w == 0 || cheapest == std::numeric_limits<std::int64_t>::max()) return {};
      return {cheapest, 0};
    case Aim::cover_most:
      if (reached == 0) return {Wide{w} * p.once, Wide{w} * p.twice};
      return {reached == 1 ? Wide{w} * p.twice : 0, 0};
    default:
      return {Wide{w} * nearest, 0};
  }
}

std::int64_t gcd_of(std::int64_t a, Wide b) {
  return std::gcd(a, static_cast<std::int64_t>(b));
}

}  // namespace

Loaded load(const Relation& relation, const Problem& p, std::span<const std::uint32_t> dropped) {
  constexpr Wide kMost = Wide{1} << 58;
  Loaded loaded;
  Core& core = loaded.core;
  core.timed = p.aim == Aim::least_time;
  const std::size_t n = relation.candidates();
  std::vector<std::uint8_t> is_open(n, 0);
  std::vector<std::uint32_t> number(n, Loaded::kNone);
  std::vector<std::uint8_t> is_dropped(n, 0);
  for (const std::uint32_t c : dropped) is_dropped[c] = 1;
  Wide sites = p.sites && p.aim != Aim::cover_all ? *p.sites : static_cast<Wide>(n), spent = 0;
  const bool has_budget = p.budget && p.aim != Aim::cover_all;
  core.has_budget = has_budget;
  for (std::uint32_t c = 0; c < n; ++c) {
    const Standing s = p.standing_of(c);
    is_open[c] = s == Standing::kept || s == Standing::required;
    if (s == Standing::required) {
      --sites;
      spent += p.cost_of(c);
    }
  }
  if (has_budget) core.budget = *p.budget - spent;
  if (p.aim == Aim::cover_all) core.offset = spent;
  const std::int64_t stay = must_stay(p, n);
  if (sites < 0 || (has_budget && core.budget < 0)) {
    loaded.possible = false;
    return loaded;
  }
  core.sites = static_cast<std::uint32_t>(sites);
  core.stay = static_cast<std::uint32_t>(stay);

  // Demands, what they lose, and the unit of it all.
  std::vector<Standing0> loss(relation.demands());
  Wide most = 0;
  std::int64_t unit = 0, weights = 0, times = core.timed ? p.far.ticks() : 0;
  for (std::size_t d = 0; d < relation.demands(); ++d) {
    loss[d] = losses(relation, p, d, is_open);
    most += loss[d].first + loss[d].second;
    if (most >= kMost) {
      loaded.fits = false;
      return loaded;
    }
    weights = std::gcd(weights, p.weight[d]);
    if (core.timed) {
      for (const Pair& pair : relation.of_demand(d)) {
        if (pair.time > p.limit) break;
        times = std::gcd(times, std::int64_t{pair.time.ticks()});
      }
    } else {
      unit = gcd_of(gcd_of(unit, loss[d].first), loss[d].second);
    }
  }
  for (std::uint32_t c = 0; c < n; ++c) {
    if (p.standing_of(c) != Standing::choice || is_dropped[c]) continue;
    if (has_budget && p.cost_of(c) > core.budget) continue;
    number[c] = static_cast<std::uint32_t>(core.candidate.size());
    core.candidate.push_back(c);
    core.cost.push_back(p.aim == Aim::cover_all ? p.cost_of(c) : 0);
    if (stay > 0) core.exists.push_back(p.exists(c) ? 1 : 0);
    if (has_budget) core.price.push_back(p.cost_of(c));
    unit = std::gcd(unit, core.cost.back());
    most += core.cost.back();
  }
  if (most >= kMost) {
    loaded.fits = false;
    return loaded;
  }
  core.sites = static_cast<std::uint32_t>(std::min<std::size_t>(core.sites, core.candidates()));
  if (!has_choice(core)) {
    loaded.possible = false;
    return loaded;
  }
  times = std::max<std::int64_t>(times, 1);
  weights = std::max<std::int64_t>(weights, 1);
  core.unit = core.timed ? times * weights : std::max<std::int64_t>(unit, 1);

  // Rows, equal ones together: sorted by a hash of the row, then compared whole.
  loaded.class_of.assign(relation.demands(), Loaded::kNone);
  struct Hashed {
    std::uint64_t hash;
    std::uint32_t demand;
  };
  std::vector<Hashed> rows;
  const auto row_of = [&](std::uint32_t d, std::vector<CoreEntry>& row) {
    row.clear();
    for (const Pair& pair : relation.of_demand(d)) {
      if (pair.time > p.limit) break;
      if (core.timed && Wide{p.weight[d]} * pair.time.ticks() >= loss[d].first) break;
      if (number[pair.other] == Loaded::kNone) continue;
      row.push_back({number[pair.other],
                     core.timed ? static_cast<std::uint32_t>(pair.time.ticks() / times) : 0});
    }
    if (!core.timed) std::ranges::sort(row, {}, [](const CoreEntry& e) { return e.candidate; });
    // Two demands are one only if they lose alike for each of their weight.
    return core.timed ? static_cast<std::uint64_t>(loss[d].first / p.weight[d]) : 0;
  };
  std::vector<CoreEntry> row, other;
  for (std::uint32_t d = 0; d < relation.demands(); ++d) {
    const auto settle = [&] { core.offset += loss[d].first + loss[d].second; };
    if (loss[d].first == 0) {
      settle();
      continue;
    }
    std::uint64_t hash = row_of(d, row);
    if (row.empty()) {
      settle();
      continue;
    }
    for (const CoreEntry& e : row)
      hash = (hash ^ ((std::uint64_t{e.candidate} << 32) | e.time)) * 0x9e3779b97f4a7c15ULL +
             (hash >> 29);
    rows.push_back({hash, d});
  }
  std::ranges::sort(rows, [](const Hashed& a, const Hashed& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.demand < b.demand;
  });
  std::vector<std::uint32_t> head(relation.demands(), Loaded::kNone);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const std::uint32_t d = rows[k].demand;
    head[d] = d;
    const std::uint64_t base = row_of(d, row);
    for (std::size_t before = k; before-- > 0 && rows[before].hash == rows[k].hash;) {
      const std::uint32_t b = rows[before].demand;
      if (head[b] != b) continue;
      const bool alike = row_of(b, other) == base &&
                         std::ranges::equal(row, other, [](const CoreEntry& x, const CoreEntry& y) {
                           return x.candidate == y.candidate && x.time == y.time;
                         });
      if (alike) {
        head[d] = b;
        break;
      }
    }
  }
  // In the order of the relation's demands; a class has the number of its first.
  for (std::uint32_t d = 0; d < relation.demands(); ++d) {
    if (head[d] == Loaded::kNone) continue;
    const auto units = [&](Wide amount) { return static_cast<std::int64_t>(amount / core.unit); };
    if (head[d] == d) {
      loaded.class_of[d] = static_cast<std::uint32_t>(core.demands());
      row_of(d, row);
      core.entries.insert(core.entries.end(), row.begin(), row.end());
      core.start.push_back(core.entries.size());
      core.demand.push_back(d);
      core.first.push_back(units(loss[d].first));
      core.second.push_back(units(loss[d].second));
      core.weight.push_back(p.weight[d] / weights);
    } else {
      const std::uint32_t c = loaded.class_of[head[d]];
      loaded.class_of[d] = c;
      core.first[c] += units(loss[d].first);
      core.second[c] += units(loss[d].second);
      core.weight[c] += p.weight[d] / weights;
    }
  }
  for (std::int64_t& c : core.cost) c /= core.unit;
  return loaded;
}

}  // namespace lifecircle::siting
