#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
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
    for (const auto member : members) {
      const std::size_t index = index_of(member);
      words_[index / 64] |= std::uint64_t{1} << (index % 64);
    }
    count_words();
  }

  /// Of those that are true.
  explicit RankedBits(const std::vector<bool>& members)
      : words_((members.size() + 63) / 64, 0), before_(words_.size(), 0) {
    for (std::size_t index = 0; index < members.size(); ++index)
      if (members[index]) words_[index / 64] |= std::uint64_t{1} << (index % 64);
    count_words();
  }

  bool empty() const { return words_.empty(); }
  bool has(std::size_t index) const { return (words_[index / 64] >> (index % 64) & 1) != 0; }
  /// How many members are smaller than `index`, if it is one.
  std::optional<std::size_t> rank(std::size_t index) const {
    if (!has(index)) return std::nullopt;
    return count_below(index);
  }
  /// How many members are smaller than `index`, which is below the size.
  std::size_t count_below(std::size_t index) const {
    const std::uint64_t below = (std::uint64_t{1} << (index % 64)) - 1;
    return before_[index / 64] +
           static_cast<std::size_t>(std::popcount(words_[index / 64] & below));
  }

 private:
  template <class Member>
  static std::size_t index_of(Member member) {
    if constexpr (std::is_integral_v<Member>)
      return member;
    else
      return member.index();
  }

  void count_words() {
    std::uint32_t count = 0;
    for (std::size_t w = 0; w < words_.size(); ++w) {
      before_[w] = count;
      count += static_cast<std::uint32_t>(std::popcount(words_[w]));
    }
  }

  std::vector<std::uint64_t> words_;
  std::vector<std::uint32_t> before_;
};

}  // namespace lifecircle
