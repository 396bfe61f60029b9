#pragma once

#include <cstdint>
#include <vector>

#include "algorithms/siting/core.hpp"

namespace lifecircle::siting {

/// How much the search for a good choice may do.
struct SearchEffort {
  int regions = 60;  ///< tried on each choice
  int variants = 2;  ///< of the best choice so far; in a row, without a better one
  /// With rooms: pairs looked at by the local search, 3 to 15 ns each; of few sites fewer.
  std::int64_t room_work = 1'000'000'000;
};

/// The thorough search: regions; then variants of the best, each with three tenths of its sites
/// drawn anew, bettered by swaps and regions itself, and the best there is of the sites of both
/// together (as tours are merged, Cook and Seymour, INFORMS J. Computing 15, 2003). Good choices
/// agree on most sites, so that what they disagree about is a small question.
///
/// `chosen`: sorted. Stops once the loss is `enough`, a bound known from elsewhere.
std::vector<std::uint32_t> improve_by_variants(const Core& core, const CoreColumns& columns,
                                               int bits, std::vector<std::uint32_t> chosen,
                                               const SearchEffort& effort, std::int64_t enough,
                                               std::uint64_t seed);

}  // namespace lifecircle::siting
