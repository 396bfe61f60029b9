#include "algorithms/siting/variants.hpp"

#include <algorithm>

#include "algorithms/siting/regions.hpp"
#include "algorithms/siting/swap.hpp"

namespace lifecircle::siting {
namespace {

/// `chosen` with three tenths of its sites drawn anew, within the budget.
std::vector<std::uint32_t> varied(const Core& core, std::vector<std::uint32_t> chosen,
                                  std::uint64_t& random) {
  const std::vector<std::uint32_t> whole = chosen;
  const std::size_t before = chosen.size(), keep = before * 7 / 10;
  while (chosen.size() > keep)
    chosen.erase(chosen.begin() + static_cast<std::ptrdiff_t>(next_random(random) % chosen.size()));
  std::vector<std::uint8_t> is_open(core.candidates(), 0);
  Wide left = core.budget;
  for (const std::uint32_t c : chosen) {
    is_open[c] = 1;
    if (core.has_budget) left -= core.price[c];
  }
  // Those that have to stay are drawn of the existing ones.
  std::vector<std::uint32_t> existing;
  for (std::uint32_t c = 0; c < core.candidates(); ++c)
    if (core.must_count(c)) existing.push_back(c);
  std::size_t staying = 0;
  for (const std::uint32_t c : chosen) staying += core.must_count(c) ? 1 : 0;
  for (std::size_t drawn = keep; drawn < before; ++drawn) {
    const std::uint64_t draw = next_random(random);
    const std::uint32_t c = staying < core.stay
                                ? existing[draw % existing.size()]
                                : static_cast<std::uint32_t>(draw % core.candidates());
    if (is_open[c] || (core.has_budget && core.price[c] > left)) continue;
    is_open[c] = 1;
    if (core.has_budget) left -= core.price[c];
    chosen.push_back(c);
    staying += core.must_count(c) ? 1 : 0;
  }
  std::ranges::sort(chosen);
  return is_choice(core, chosen) ? chosen : whole;
}

}  // namespace

std::vector<std::uint32_t> improve_by_variants(const Core& core, const CoreColumns& columns,
                                               int bits, std::vector<std::uint32_t> chosen,
                                               const SearchEffort& effort, std::int64_t enough,
                                               std::uint64_t seed) {
  constexpr int kNodesToMerge = 100;
  if (core.demands() == 0 || core.candidates() == 0) return chosen;
  std::uint64_t random = seed;
  const auto loss = [&](const std::vector<std::uint32_t>& of) {
    return core.fixed + loss_of(core, of);
  };
  const auto by_regions = [&](std::vector<std::uint32_t> of, int count) {
    return improve_by_regions(core, columns, bits, std::move(of), count, enough, random);
  };
  std::vector<std::uint32_t> best = by_regions(std::move(chosen), effort.regions);
  for (int futile = 0; futile < effort.variants && loss(best) > enough; ++futile) {
    const std::int64_t last = loss(best);
    std::vector<std::uint32_t> other = improve(core, columns, varied(core, best, random), 0, 0);
    other = by_regions(std::move(other), effort.regions);
    std::vector<std::uint8_t> is_free(core.candidates(), 0);
    for (const std::uint32_t c : best) is_free[c] = 1;
    for (const std::uint32_t c : other) is_free[c] = 1;
    if (loss(other) < loss(best)) std::swap(other, best);
    const std::int64_t before = loss(best);
    best = best_among(core, bits, best, is_free, kNodesToMerge);
    if (loss(best) < before) best = by_regions(std::move(best), effort.regions / 2);
    if (loss(best) < last) futile = -1;
  }
  return best;
}

}  // namespace lifecircle::siting
