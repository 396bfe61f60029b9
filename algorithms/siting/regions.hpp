#pragma once

#include <cstdint>
#include <vector>

#include "algorithms/siting/core.hpp"

namespace lifecircle::siting {

/// Betters a choice region by region: some neighbouring sites, half of the time of two
/// neighbourhoods, are set free with all candidates between them, the others stay, and a small
/// branch and bound looks for the best there (Taillard and Voss, POPMUSIC, 2002). So it finds swaps
/// that only help together, and moves a site from where there is one too many.
///
/// `chosen`: sorted numbers of the core, within sites and budget. Tries `count` regions, drawn by
/// `random`; no more once the loss is `enough`. The same for any number of threads. A region costs
/// a pass over the core's pairs and a tree of a few nodes over its own: some 50 ms of New York.
std::vector<std::uint32_t> improve_by_regions(const Core& core, const CoreColumns& columns,
                                              int bits, std::vector<std::uint32_t> chosen,
                                              int count, std::int64_t enough,
                                              std::uint64_t& random);

/// The best of the candidates that are free, all other chosen ones staying; `chosen` if the few
/// nodes of its tree find none better. `is_free`: [candidate].
std::vector<std::uint32_t> best_among(const Core& core, int bits,
                                      const std::vector<std::uint32_t>& chosen,
                                      const std::vector<std::uint8_t>& is_free, int nodes);

}  // namespace lifecircle::siting
