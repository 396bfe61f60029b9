#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/array.hpp"
#include "engine/base/parallel.hpp"

namespace lifecircle {

/// Things to be seen of long arrays, cut into blocks that all threads look at together.
class Checks {
 public:
  /// `holds(first, last)`: whether it is so of the values from first to last, without the last.
  void add(std::string what, std::size_t count,
           std::function<bool(std::size_t first, std::size_t last)> holds) {
    const std::size_t check = checks_.size();
    checks_.push_back({std::move(what), std::move(holds)});
    for (std::size_t first = 0; first < count; first += kBlock)
      blocks_.push_back({check, first, std::min(first + kBlock, count)});
  }
  /// The first that does not hold; "" where all do.
  std::string fault() const {
    std::vector<char> holds(blocks_.size(), 0);
    const auto look = [&](std::size_t b) {
      const Block& block = blocks_[b];
      holds[b] = checks_[block.check].holds(block.first, block.last);
    };
    if (blocks_.size() <= checks_.size())  // so little that threads would only be waited for
      for (std::size_t b = 0; b < blocks_.size(); ++b) look(b);
    else
      parallel_for(
          blocks_.size(), [] { return 0; }, [&](std::size_t b, int&) { look(b); });
    const auto bad = std::ranges::find(holds, 0);
    if (bad == holds.end()) return "";
    return checks_[blocks_[static_cast<std::size_t>(bad - holds.begin())].check].what;
  }

 private:
  static constexpr std::size_t kBlock = std::size_t{1} << 16;
  struct Check {
    std::string what;
    std::function<bool(std::size_t, std::size_t)> holds;
  };
  struct Block {
    std::size_t check, first, last;
  };
  std::vector<Check> checks_;
  std::vector<Block> blocks_;
};

/// Ids are below their count. Without branches, so that many are looked at together.
template <class T, class Index>
auto all_below(const T* values, std::uint64_t count, Index index) {
  return [=](std::size_t first, std::size_t last) {
    std::uint32_t most = 0;
    for (std::size_t i = first; i < last; ++i)
      most = std::max<std::uint32_t>(most, index(values[i]));
    return first == last || most < count;
  };
}

/// Whether offsets into an array of `values` begin with 0, end with all and never fall: quickly for
/// few, see `rise` for the rest.
inline bool spans_all(const Array<std::uint64_t>& first, std::size_t owners, std::size_t values) {
  return first.size() == owners + 1 && first.front() == 0 && first.back() == values;
}
/// No offset is less than `least` above the one before, or 2^32 and more. To be looked at for all
/// but the first.
inline auto rise(const std::uint64_t* offsets, std::uint64_t least) {
  return [=](std::size_t first, std::size_t last) {
    std::uint64_t bad = 0;
    for (std::size_t i = first; i < last; ++i) {
      const std::uint64_t step = offsets[i + 1] - offsets[i];
      bad |= static_cast<std::uint64_t>(step < least) | (step >> 32);
    }
    return bad == 0;
  };
}

}  // namespace lifecircle
