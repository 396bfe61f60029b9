#include "algorithms/siting/strict_order.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "algorithms/siting/core.hpp"

namespace lifecircle::siting {

std::optional<StrictOrder> in_strict_order(std::span<const std::int64_t> weight,
                                           std::span<const std::uint8_t> group,
                                           std::span<const std::int64_t> most) {
  assert(weight.size() == group.size());
  std::size_t groups = 0;
  for (const std::uint8_t g : group) groups = std::max<std::size_t>(groups, std::size_t{g} + 1);
  StrictOrder order;
  order.step.assign(groups, 0);
  order.factor.assign(groups, 0);
  std::vector<Wide> sum(groups, 0);
  for (std::size_t d = 0; d < weight.size(); ++d) {
    order.step[group[d]] = std::gcd(order.step[group[d]], weight[d]);
    sum[group[d]] += weight[d];
  }
  for (std::size_t g = 0; g < std::min(groups, most.size()); ++g)
    sum[g] = std::min<Wide>(sum[g], most[g]);
  constexpr Wide kMost = Wide{1} << 57;
  Wide below = 1;  // more than all later groups together can give
  for (std::size_t g = groups; g-- > 0;) {
    order.step[g] = std::max<std::int64_t>(order.step[g], 1);
    order.factor[g] = static_cast<std::int64_t>(below);
    const Wide steps = sum[g] / order.step[g] + 1;
    if (steps > kMost / below) return std::nullopt;
    below *= steps;
  }
  for (std::size_t d = 0; d < weight.size(); ++d)
    order.weight.push_back(weight[d] / order.step[group[d]] * order.factor[group[d]]);
  return order;
}

std::vector<std::int64_t> StrictOrder::by_group(std::int64_t value) const {
  std::vector<std::int64_t> each;
  for (std::size_t g = 0; g < factor.size(); ++g) {
    each.push_back(value / factor[g] * step[g]);
    value %= factor[g];
  }
  return each;
}

}  // namespace lifecircle::siting
