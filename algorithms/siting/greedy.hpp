#pragma once

#include <cstdint>
#include <vector>

#include "algorithms/siting/core.hpp"

namespace lifecircle::siting {

/// Takes the candidate that saves most, again and again, while any saves more than it costs. What a
/// candidate saves never grows, so an old figure is a bound and few are counted anew (Minoux,
/// Optimization Techniques, 1978). Savings for each of price where there is a budget, for each of
/// cost where there are costs. Ties go to the smaller number.
std::vector<std::uint32_t> greedy(const Core& core, const CoreColumns& columns);

}  // namespace lifecircle::siting
