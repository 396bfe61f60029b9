#include "algorithms/siting/regions.hpp"

#include <algorithm>

#include "algorithms/siting/branch.hpp"
#include "algorithms/siting/swap.hpp"
#include "engine/base/parallel.hpp"

namespace lifecircle::siting {
namespace {

/// Some sites and the candidates among them.
struct Region {
  std::vector<std::uint8_t> is_free;  ///< [candidate]
  std::size_t sites = 0;
};

/// Adds to `region` what lies around a demand, rows first, until `sites` more are in it.
void add_around(const Core& core, const CoreColumns& columns,
                const std::vector<std::uint8_t>& is_open, std::uint32_t demand, std::size_t sites,
                Region& region) {
  std::vector<std::uint8_t> is_seen(core.demands(), 0);
  std::vector<std::uint32_t> reached;  // candidates, in the order in which they are
  std::size_t next = 0;
  const std::size_t wanted = region.sites + sites;
  is_seen[demand] = 1;
  const auto see = [&](std::uint32_t d) {
    for (const CoreEntry& e : core.row(d)) {
      if (region.sites >= wanted) return;
      if (region.is_free[e.candidate]) continue;
      region.is_free[e.candidate] = 1;
      region.sites += is_open[e.candidate];
      reached.push_back(e.candidate);
    }
  };
  see(demand);
  while (next < reached.size() && region.sites < wanted)
    for (const CoreColumns::Entry& e : columns.column(reached[next++])) {
      if (region.sites >= wanted) break;
      if (is_seen[e.demand]) continue;
      is_seen[e.demand] = 1;
      see(e.demand);
    }
}

}  // namespace

std::vector<std::uint32_t> best_among(const Core& core, int bits,
                                      const std::vector<std::uint32_t>& chosen,
                                      const std::vector<std::uint8_t>& is_free, int nodes) {
  std::vector<std::uint32_t> opened, inside, closed, from_demand;
  std::vector<std::uint8_t> is_open(core.candidates(), 0);
  for (const std::uint32_t c : chosen) {
    is_open[c] = 1;
    if (!is_free[c]) opened.push_back(c);
  }
  for (std::uint32_t c = 0; c < core.candidates(); ++c)
    if (!is_free[c] && !is_open[c]) closed.push_back(c);
  const Core left = restricted(core, opened, closed, from_demand);
  std::vector<std::uint32_t> number;  // [candidate of `left`] in the core
  for (std::uint32_t c = 0; c < core.candidates(); ++c) {
    if (!is_free[c]) continue;
    if (is_open[c]) inside.push_back(static_cast<std::uint32_t>(number.size()));
    number.push_back(c);
  }
  Effort effort;
  effort.kicks = 0;
  effort.search = {.regions = 0, .variants = 0};
  effort.root_rounds = 200;
  effort.node_rounds = 30;
  effort.nodes = nodes;
  const std::int64_t before = left.fixed + loss_of(left, inside);
  const Branched found = branch_and_bound(left, bits, inside, effort);
  if (found.loss >= before) return chosen;
  std::vector<std::uint32_t> all = opened;
  for (const std::uint32_t c : found.chosen) all.push_back(number[c]);
  std::ranges::sort(all);
  return all;
}

std::vector<std::uint32_t> improve_by_regions(const Core& core, const CoreColumns& columns,
                                              int bits, std::vector<std::uint32_t> chosen,
                                              int count, std::int64_t enough,
                                              std::uint64_t& random) {
  constexpr std::size_t kAtOnce = 8;
  constexpr int kNodes = 8;
  constexpr std::size_t kLeastSites = 12, kMoreSites = 13;
  // Of few sites a region is a part too.
  const std::size_t most = std::max<std::size_t>(2, chosen.size() / 2);
  if (core.demands() == 0) return chosen;
  std::int64_t least = core.fixed + loss_of(core, chosen);
  for (int tried = 0; tried < count && least > enough;) {
    std::vector<std::uint8_t> is_open(core.candidates(), 0);
    for (const std::uint32_t c : chosen) is_open[c] = 1;
    std::vector<Region> regions;
    for (; regions.size() < kAtOnce && tried < count; ++tried) {
      Region region;
      region.is_free.assign(core.candidates(), 0);
      const std::size_t sites =
          std::min<std::size_t>(most, kLeastSites + next_random(random) % kMoreSites);
      const std::size_t parts = 1 + next_random(random) % 2;
      for (std::size_t part = 0; part < parts; ++part)
        add_around(core, columns, is_open,
                   static_cast<std::uint32_t>(next_random(random) % core.demands()), sites / parts,
                   region);
      regions.push_back(std::move(region));
    }
    std::vector<std::vector<std::uint32_t>> found(regions.size());
    parallel_for(
        regions.size(), [] { return 0; },
        [&](std::size_t k, int) {
          found[k] = best_among(core, bits, chosen, regions[k].is_free, kNodes);
        });
    // What two regions changed is joined where it fits together and helps.
    const std::vector<std::uint32_t> before = chosen;
    for (const std::vector<std::uint32_t>& other : found) {
      std::vector<std::uint32_t> in, out, stay, both;
      std::ranges::set_difference(other, before, std::back_inserter(in));
      std::ranges::set_difference(before, other, std::back_inserter(out));
      std::ranges::set_difference(chosen, out, std::back_inserter(stay));
      std::ranges::set_union(stay, in, std::back_inserter(both));
      if (!is_choice(core, both)) continue;
      const std::int64_t loss = core.fixed + loss_of(core, both);
      if (loss >= least) continue;
      least = loss;
      chosen = std::move(both);
    }
  }
  return chosen;
}

}  // namespace lifecircle::siting
