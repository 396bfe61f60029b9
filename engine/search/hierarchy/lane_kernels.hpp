#pragma once

#include <cstdint>

#include "engine/search/hierarchy/hierarchy.hpp"

namespace lifecircle {

/// Times of many searches side by side: one row a state, in milliseconds, one lane a search.
/// kBeyond and above: farther than any limit that lanes may have.
using Lane = std::int32_t;
inline constexpr Lane kBeyond = (Lane{1} << 30) - 1;

/// Where the rows of states are: those of some ranks, lower than all others asked for, in a place
/// of their own.
struct LaneRows {
  const Lane* all;
  const Lane* own = nullptr;
  std::uint32_t own_first = 0, own_end = 0;
};

/// The own states of a cell.
struct LaneCell {
  std::uint32_t first, last;        ///< ranks
  const std::uint64_t* first_step;  ///< one a rank
  const Hierarchy::Step* steps;
  Lane* to;                     ///< their rows
  const Lane* below;            ///< the row of the first of them from below
  const std::uint32_t* marked;  ///< one a rank: the run in which it has something from below
  std::uint32_t* live;          ///< one a rank: to be dated
  std::uint32_t run;
};

/// The inner loops of sweeps, once for each kind of processor; all give the same.
/// Rows have `lanes` lanes, are 64-byte aligned, and hold 0 to kBeyond.
struct LaneKernels {
  int lanes;
  const char* processor;  ///< "avx512", "avx2", "plain"
  /// Rows without anything in them.
  void (*clear)(Lane* rows, std::size_t count);
  /// Whether a lane of a row is within the limit.
  bool (*any_within)(const Lane* row, Lane limit);
  /// Lowers the rows at the ends of steps by the row they leave.
  void (*climb)(Lane* rows, const Lane* row, const Hierarchy::Step* step,
                const Hierarchy::Step* end);
  /// The rows of a cell's own states, from the last to the first: the least of what a state has
  /// from below and of the rows at the ends of its steps. Dates those with a lane within the limit,
  /// and says whether there is one.
  bool (*descend)(const LaneCell& cell, const LaneRows& rows, Lane limit);
  /// Adds the weights of rows one after another to the sums of the lanes in which they are within
  /// the limit. The weights of all of them together are less than 2^31.
  void (*weigh)(const Lane* rows, std::size_t count, Lane limit, const std::int32_t* weights,
                std::int64_t* sums);
};

enum class Processor : std::uint8_t { plain, avx2, avx512 };
/// The best this machine has.
Processor best_processor();
/// Kernels of 16 or 64 lanes; `processor` must be one the machine has.
const LaneKernels& lane_kernels(int lanes, Processor processor);

}  // namespace lifecircle
