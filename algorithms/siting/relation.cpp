#include "algorithms/siting/relation.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>

namespace lifecircle::siting {

Relation::Relation(std::size_t candidates, std::size_t demands, std::span<const TimeBetween> rows) {
  // Rows by candidate, each sorted by (demand, time), and of equal pairs the quickest.
  std::vector<std::uint64_t>& start = by_candidate_.start;
  start.assign(candidates + 1, 0);
  for (const TimeBetween& r : rows) {
    assert(r.from < candidates && r.to < demands);
    start[r.from + 1] += r.time.is_never() ? 0 : 1;
  }
  for (std::size_t c = 0; c < candidates; ++c) start[c + 1] += start[c];
  std::vector<Pair>& pairs = by_candidate_.pairs;
  pairs.resize(start.back());
  std::vector<std::uint64_t> next(start.begin(), start.end() - 1);
  for (const TimeBetween& r : rows)
    if (!r.time.is_never()) pairs[next[r.from]++] = {r.to, r.time};
  std::uint64_t kept = 0;
  for (std::size_t c = 0; c < candidates; ++c) {
    const std::uint64_t first = start[c], end = next[c], begin = kept;
    std::sort(pairs.begin() + static_cast<std::ptrdiff_t>(first),
              pairs.begin() + static_cast<std::ptrdiff_t>(end));
    start[c] = begin;
    for (std::uint64_t k = first; k < end; ++k)
      if (kept == begin || pairs[kept - 1].other != pairs[k].other) pairs[kept++] = pairs[k];
  }
  start[candidates] = kept;
  pairs.resize(kept);

  std::vector<std::uint64_t>& from = by_demand_.start;
  from.assign(demands + 1, 0);
  for (const Pair& p : pairs) ++from[p.other + 1];
  for (std::size_t d = 0; d < demands; ++d) from[d + 1] += from[d];
  by_demand_.pairs.resize(kept);
  next.assign(from.begin(), from.end() - 1);
  for (std::uint32_t c = 0; c < candidates; ++c)
    for (const Pair& p : of_candidate(c)) by_demand_.pairs[next[p.other]++] = {c, p.time};
  for (std::size_t d = 0; d < demands; ++d)
    std::sort(by_demand_.pairs.begin() + static_cast<std::ptrdiff_t>(from[d]),
              by_demand_.pairs.begin() + static_cast<std::ptrdiff_t>(from[d + 1]),
              [](const Pair& a, const Pair& b) {
                return std::tie(a.time, a.other) < std::tie(b.time, b.other);
              });
}

}  // namespace lifecircle::siting
