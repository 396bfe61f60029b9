#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace lifecircle {

/// Finds numbers by what they stand for, which lies elsewhere. (Open addressing with linear probes:
/// Knuth, TAOCP 3, 6.4.) 4 bytes a slot, of which three in four at most are taken; twice that while
/// it grows.
class NumberTable {
 public:
  std::size_t size() const { return size_; }

  /// The number for which `same` is true; where there is none, `next`, which is from now on in it.
  /// `hash_of` says the hash of a number in it; all bits of a hash should depend on all it stands
  /// for.
  template <class Same, class HashOf>
  std::uint32_t find_or_add(std::uint64_t hash, std::uint32_t next, Same same, HashOf hash_of) {
    if (4 * (size_ + 1) > 3 * slots_.size()) grow(hash_of);
    std::uint32_t& slot = slots_[place_of(hash, same)];
    if (slot == kFree) slot = next, ++size_;
    return slot;
  }

 private:
  static constexpr std::uint32_t kFree = ~std::uint32_t{0};

  template <class Same>
  std::size_t place_of(std::uint64_t hash, Same same) const {
    const std::size_t most = slots_.size() - 1;
    std::size_t place = static_cast<std::size_t>(hash >> (64 - std::countr_zero(slots_.size())));
    while (slots_[place] != kFree && !same(slots_[place])) place = (place + 1) & most;
    return place;
  }

  template <class HashOf>
  void grow(HashOf hash_of) {
    constexpr std::size_t kFirst = 64;
    const std::vector<std::uint32_t> old = std::exchange(
        slots_, std::vector<std::uint32_t>(slots_.empty() ? kFirst : 2 * slots_.size(), kFree));
    for (const std::uint32_t number : old)
      if (number != kFree)
        slots_[place_of(hash_of(number), [](std::uint32_t) { return false; })] = number;
  }

  std::vector<std::uint32_t> slots_;  ///< a power of two of them
  std::size_t size_ = 0;
};

}  // namespace lifecircle
