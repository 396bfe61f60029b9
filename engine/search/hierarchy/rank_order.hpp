#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace lifecircle {

/// In which order to take searches so that those near each other come together: places in `ranks`,
/// by rank, equal ones as they stand. In a few passes over them, eleven bits at a time.
inline std::vector<std::uint32_t> rank_order(std::span<const std::uint32_t> ranks) {
  constexpr std::uint32_t kBits = 11, kDigits = 1u << kBits;
  std::vector<std::uint32_t> order(ranks.size()), next(ranks.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  const std::uint32_t greatest = ranks.empty() ? 0 : *std::ranges::max_element(ranks);
  for (std::uint32_t shift = 0; shift < 32 && greatest >> shift != 0; shift += kBits) {
    std::array<std::uint32_t, kDigits + 1> first{};
    for (const std::uint32_t rank : ranks) ++first[(rank >> shift) % kDigits + 1];
    for (std::uint32_t d = 1; d < kDigits; ++d) first[d] += first[d - 1];
    for (const std::uint32_t i : order) next[first[(ranks[i] >> shift) % kDigits]++] = i;
    order.swap(next);
  }
  return order;
}

}  // namespace lifecircle
