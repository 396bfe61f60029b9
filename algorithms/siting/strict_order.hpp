#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace lifecircle::siting {

/// Groups of demands in strict order: a smallest gain of group 0 is worth more than all of group 1,
/// and so on, without any number to be found for "more".
struct StrictOrder {
  std::vector<std::int64_t> weight;  ///< [demand] to solve cover_most with, once 1, twice 0
  std::vector<std::int64_t> factor;  ///< [group] what one step of the group is worth
  std::vector<std::int64_t> step;    ///< [group] what its weights have in common

  /// What a value or a bound of that problem says about each group, the first one's exactly: of a
  /// value what each group has; of a bound the most group 0 can have, and the most group 1 can have
  /// where group 0 has that, and so on.
  std::vector<std::int64_t> by_group(std::int64_t value) const;
};

/// The weights for `group` (0 is first) of each demand; none where they would be beyond 2^57: some
/// three groups of a million whole people, or two where people are counted in thousandths. `most`
/// ([group], may be empty): no choice has more of it, where that is less than all there is.
std::optional<StrictOrder> in_strict_order(std::span<const std::int64_t> weight,
                                           std::span<const std::uint8_t> group,
                                           std::span<const std::int64_t> most = {});

}  // namespace lifecircle::siting
