#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "algorithms/siting/certificate.hpp"
#include "algorithms/siting/core.hpp"
#include "algorithms/siting/exact/integer_program.hpp"
#include "algorithms/siting/variants.hpp"
#include "engine/base/progress.hpp"

namespace lifecircle::siting {

/// How much work may be spent. All are counts, so the same answer comes out of any machine and any
/// number of threads; what is asked to stop by `progress` says so.
struct Effort {
  int kicks = 200;           ///< restarts of the swap search
  int root_rounds = 3000;    ///< of the first bound
  int node_rounds = 40;      ///< of each node of the tree
  int nodes = 400;           ///< of the tree
  SolverLimits solver = {};  ///< for what the tree leaves open; solve_in_children() says by whom
  std::uint64_t seed = 1;
  SearchEffort search = {};  ///< where the first bound leaves a gap
};

/// The best choice found, the loss no choice goes below, and the tree that proves it.
struct Branched {
  std::vector<std::uint32_t> chosen;  ///< numbers of the core, sorted
  std::int64_t loss = 0;              ///< of `chosen`, with core.fixed
  std::int64_t bound = 0;             ///< <= loss; in units, with core.fixed
  std::vector<ProofNode> nodes;       ///< in order: each node before those that go on from it
  /// Decided before the first branching: nothing better than `chosen` does otherwise.
  std::vector<std::uint32_t> opened, closed;
  int counted = 0;   ///< nodes bounded by prices of their own
  bool cut = false;  ///< stopped by `progress`
};

/// Looks for a choice better than one whose loss is not known to be the least: no choice loses less
/// than `enough`. Returns one that is not worse.
using Better = std::function<std::vector<std::uint32_t>(std::vector<std::uint32_t> chosen,
                                                        std::int64_t enough)>;

/// Branch and bound on which candidates are open, the node of the least bound first, eight at a
/// time. Every node starts from its parent's prices, betters them, decides what they decide
/// (reduced costs), and branches on the candidate of which the prices are least sure. Only what is
/// below `cutoff` is looked for: where nothing is, loss and bound are `cutoff`. `better` is asked
/// once, when the first prices are found and leave something open.
Branched branch_and_bound(const Core& core, int bits, std::vector<std::uint32_t> start,
                          const Effort& effort, const Progress& progress = {},
                          std::int64_t cutoff = std::numeric_limits<std::int64_t>::max(),
                          const Better& better = {});

}  // namespace lifecircle::siting
