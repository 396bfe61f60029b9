#include "algorithms/siting/core.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

namespace lifecircle::siting {

CoreColumns::CoreColumns(const Core& core) : start(core.candidates() + 1, 0) {
  for (const CoreEntry& e : core.entries) ++start[e.candidate + 1];
  for (std::size_t c = 0; c < core.candidates(); ++c) start[c + 1] += start[c];
  entries.resize(core.entries.size());
  std::vector<std::uint64_t> next(start.begin(), start.end() - 1);
  for (std::uint32_t d = 0; d < core.demands(); ++d)
    for (const CoreEntry& e : core.row(d)) entries[next[e.candidate]++] = {d, e.time};
}

bool is_choice(const Core& core, std::span<const std::uint32_t> chosen) {
  Wide spent = 0;
  std::size_t stay = 0;
  for (const std::uint32_t c : chosen) {
    if (core.has_budget) spent += core.price[c];
    stay += core.must_count(c) ? 1 : 0;
  }
  return chosen.size() <= core.sites && (!core.has_budget || spent <= core.budget) &&
         stay >= core.stay;
}

bool has_choice(const Core& core) {
  std::vector<std::int64_t> prices;
  for (std::size_t c = 0; c < core.candidates(); ++c)
    if (core.must_count(c)) prices.push_back(core.has_budget ? core.price[c] : 0);
  if (prices.size() < core.stay || core.stay > core.sites) return false;
  std::ranges::sort(prices);
  Wide spent = 0;
  for (std::size_t k = 0; k < core.stay; ++k) spent += prices[k];
  return !core.has_budget || spent <= core.budget;
}

std::int64_t loss_of(const Core& core, std::span<const std::uint32_t> chosen) {
  std::vector<std::uint8_t> is_open(core.candidates(), 0);
  std::int64_t loss = 0;
  for (const std::uint32_t c : chosen) {
    is_open[c] = 1;
    loss += core.cost[c];
  }
  for (std::size_t d = 0; d < core.demands(); ++d) {
    std::int64_t here = core.first[d] + core.second[d];
    int reached = 0;
    for (const CoreEntry& e : core.row(d)) {
      if (!is_open[e.candidate]) continue;
      if (core.timed) {
        here = std::min(here, core.weight[d] * e.time);
        break;
      }
      here -= reached == 0 ? core.first[d] : core.second[d];
      if (++reached == 2) break;
    }
    loss += here;
  }
  return loss;
}

Core restricted(const Core& core, std::span<const std::uint32_t> opened,
                std::span<const std::uint32_t> closed, std::vector<std::uint32_t>& from_demand) {
  constexpr std::uint32_t kOpened = 0xfffffffe, kGone = 0xffffffff;
  std::vector<std::uint32_t> now(core.candidates(), 0);
  for (const std::uint32_t c : opened) now[c] = kOpened;
  for (const std::uint32_t c : closed) now[c] = kGone;
  Core left;
  left.timed = core.timed;
  left.has_budget = core.has_budget;
  left.unit = core.unit;
  left.fixed = core.fixed;
  left.budget = core.budget;
  left.sites = core.sites;
  assert(opened.size() <= core.sites);
  left.sites -= static_cast<std::uint32_t>(opened.size());
  left.stay = core.stay;
  for (const std::uint32_t c : opened)
    if (core.must_count(c) && left.stay > 0) --left.stay;
  for (std::uint32_t c = 0; c < core.candidates(); ++c) {
    if (now[c] == kOpened) {
      left.fixed += core.cost[c];
      if (core.has_budget) left.budget -= core.price[c];
    }
    if (now[c] != 0) continue;
    now[c] = static_cast<std::uint32_t>(left.candidate.size());
    left.candidate.push_back(core.candidate[c]);
    left.cost.push_back(core.cost[c]);
    if (core.has_budget) left.price.push_back(core.price[c]);
    if (!core.exists.empty()) left.exists.push_back(core.exists[c]);
  }
  from_demand.clear();
  for (std::uint32_t d = 0; d < core.demands(); ++d) {
    std::int64_t first = core.first[d], second = core.second[d];
    const std::size_t begin = left.entries.size();
    for (const CoreEntry& e : core.row(d)) {
      if (core.timed && core.weight[d] * e.time >= first) break;
      if (now[e.candidate] == kOpened) {
        first = core.timed ? core.weight[d] * e.time : second;
        second = 0;
      } else if (now[e.candidate] != kGone) {
        left.entries.push_back({now[e.candidate], e.time});
      }
    }
    if (first == 0 || left.entries.size() == begin) {
      left.fixed += first + second;
      left.entries.resize(begin);
      continue;
    }
    if (core.timed) {
      // Entries as far as the opened one came before it by number, and help nobody.
      while (left.entries.size() > begin && core.weight[d] * left.entries.back().time >= first)
        left.entries.pop_back();
      if (left.entries.size() == begin) {
        left.fixed += first;
        continue;
      }
    }
    from_demand.push_back(d);
    left.demand.push_back(core.demand[d]);
    left.first.push_back(first);
    left.second.push_back(second);
    left.weight.push_back(core.weight[d]);
    left.start.push_back(left.entries.size());
  }
  return left;
}

}  // namespace lifecircle::siting
