#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace lifecircle {

/// A set of numbers below `size` that says of each member how many are smaller, in O(1). 1.5 bits a
/// number. (Jacobson, 1989, with machine words for its blocks.)
class RankedBits {
 public:
  RankedBits() = default;
  /// `members`: sorted, each once, all below `size`.
  template <class Indices>
  RankedBits(std::size_t size, const Indices& members)
      : words_((size + 63) / 64, 0), before_(words_.size(), 0) {
    for (const auto member : members)
      words_[member.index() / 64] |= std::uint64_t{1} << (member.index() % 64);
    std::uint32_t count = 0;
    for (std::size_t w = 0; w < words_.size(); ++w) {
      before_[w] = count;
      count += static_cast<std::uint32_t>(std::popcount(words_[w]));
    }
  }

  bool empty() const { return words_.empty(); }
  /// How many members are smaller than `index`, if it is one.
  std::optional<std::size_t> rank(std::size_t index) const {
    const std::uint64_t word = words_[index / 64], bit = std::uint64_t{1} << (index % 64);
    if ((word & bit) == 0) return std::nullopt;
    return before_[index / 64] + static_cast<std::size_t>(std::popcount(word & (bit - 1)));
  }

 private:
  std::vector<std::uint64_t> words_;
  std::vector<std::uint32_t> before_;
};

}  // namespace lifecircle
