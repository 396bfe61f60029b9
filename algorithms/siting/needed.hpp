#pragma once

#include <cstdint>
#include <vector>

#include "algorithms/siting/curve.hpp"

namespace lifecircle::siting {

/// What it takes to serve all who can be served within the limit, where less was allowed.
struct Needed {
  Along along = Along::sites;
  std::int64_t allowed = 0;
  std::int64_t at_least = 0;  ///< proven: with less nobody can
  std::int64_t enough = 0;    ///< found: with so much it can be done, and not more is needed
  bool is_impossible() const { return at_least > allowed; }
};

/// Why least_worst has no answer though the required sites are allowed: it asks for a choice that
/// serves everybody who can be served, and so many sites, or so much money, do not reach them all.
/// One for the number of sites and one for the budget, as they are stated, each for itself. Empty
/// where it has an answer, or what is required is too much already. Costs a solve() for each.
std::vector<Needed> needed_for_all(const Relation& relation, const Problem& problem,
                                   const Answer& answer, const Effort& effort,
                                   const Progress& progress = {});

}  // namespace lifecircle::siting
