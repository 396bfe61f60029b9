#pragma once

#include "algorithms/siting/branch.hpp"
#include "algorithms/siting/certificate.hpp"
#include "algorithms/siting/problem.hpp"
#include "engine/base/progress.hpp"

namespace lifecircle::siting {

/// An answer and how it came about.
struct Solved {
  Answer answer;
  Certificate certificate;  ///< check() accepts it for the same relation and problem
  int nodes = 0;            ///< of trees
  bool fits = true;         ///< false: the sums are beyond 2^58, and nothing was done
  bool cut = false;         ///< stopped by `progress` before the effort was spent
};

/// Answers a question of siting: reductions, lazy greedy, swaps, then bounds and branching as far
/// as the effort goes. Always a choice with its value, a bound, and the proof of that bound.
///
/// Deterministic: the same for any number of threads, unless `progress` stops it.
Solved solve(const Relation& relation, const Problem& problem, const Effort& effort = {},
             const Progress& progress = {});

}  // namespace lifecircle::siting
