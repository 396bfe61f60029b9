#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lifecircle {

/// Ranks to be looked at in their order, while greater ones are added: a bit each, and a bit for
/// each 64 of them. An addition touches two words; taking all costs a word for each 4,096 ranks
/// there are, beside those that are in.
class RankSet {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  explicit RankSet(std::size_t size) : bits_(size / 64 + 1), words_(size / 4096 + 1) {}

  /// No less than what was taken last, since there was nothing left.
  void add(std::uint32_t rank) {
    bits_[rank / 64] |= std::uint64_t{1} << (rank % 64);
    words_[rank / 4096] |= std::uint64_t{1} << (rank / 64 % 64);
  }

  /// Takes out the least; kNone where there is nothing.
  std::uint32_t take() {
    while (words_[at_] == 0)
      if (++at_ == words_.size()) {
        at_ = 0;
        return kNone;
      }
    const std::size_t word = at_ * 64 + static_cast<std::size_t>(std::countr_zero(words_[at_]));
    const std::uint64_t bits = bits_[word], left = bits & (bits - 1);
    bits_[word] = left;
    if (left == 0) words_[at_] &= words_[at_] - 1;
    return static_cast<std::uint32_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
  }

 private:
  std::vector<std::uint64_t> bits_, words_;
  std::size_t at_ = 0;
};

}  // namespace lifecircle
