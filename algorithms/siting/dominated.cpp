#include <algorithm>

#include "algorithms/siting/core.hpp"

namespace lifecircle::siting {
namespace {

/// Whether `b` serves all that `a` serves, each at most as far away.
bool serves_all_of(const CoreColumns& columns, std::uint32_t a, std::uint32_t b) {
  const auto mine = columns.column(a), others = columns.column(b);
  if (mine.size() > others.size()) return false;
  std::size_t k = 0;
  for (const CoreColumns::Entry& e : mine) {
    while (k < others.size() && others[k].demand < e.demand) ++k;
    if (k == others.size() || others[k].demand != e.demand || others[k].time > e.time) return false;
  }
  return true;
}

}  // namespace

std::vector<Dropped> dominated(const Core& core) {
  const CoreColumns columns{core};
  const auto is_dearer = [&](std::uint32_t a, std::uint32_t b) {
    return core.cost[a] > core.cost[b] || (core.has_budget && core.price[a] > core.price[b]);
  };
  std::vector<std::uint32_t> by(core.candidates(), Loaded::kNone);
  std::vector<Dropped> found;
  for (std::uint32_t a = 0; a < core.candidates(); ++a) {
    const auto mine = columns.column(a);
    if (core.must_count(a)) continue;  // it counts as one that stays, whatever it serves
    if (mine.empty()) {
      found.push_back({a, Loaded::kNone});
      continue;
    }
    // Whoever serves all its demands is in the shortest of their rows.
    std::uint32_t rarest = mine.front().demand;
    bool counts_twice = false;
    for (const CoreColumns::Entry& e : mine) {
      if (core.row(e.demand).size() < core.row(rarest).size()) rarest = e.demand;
      counts_twice = counts_twice || core.second[e.demand] > 0;
    }
    if (counts_twice) continue;
    for (const CoreEntry& e : core.row(rarest)) {
      const std::uint32_t b = e.candidate;
      if (b == a || is_dearer(b, a) || !serves_all_of(columns, a, b)) continue;
      // Of two that are equal the first stays.
      const bool equal = b > a && !is_dearer(a, b) && serves_all_of(columns, b, a);
      if (equal) continue;
      by[a] = b;
      break;
    }
  }
  for (std::uint32_t a = 0; a < core.candidates(); ++a) {
    if (by[a] == Loaded::kNone) continue;
    std::uint32_t last = by[a];
    while (by[last] != Loaded::kNone) last = by[last];
    found.push_back({a, last});
  }
  return found;
}

}  // namespace lifecircle::siting
