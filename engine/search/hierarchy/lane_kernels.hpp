#pragma once

#include <cstdint>

#include "engine/search/hierarchy/hierarchy.hpp"

namespace lifecircle {

/// Times of many searches side by side: one row a state, in milliseconds, one lane a search.
/// kBeyond and above: farther than any limit that lanes may have.
using Lane = std::int32_t;
inline constexpr Lane kBeyond = (Lane{1} << 30) - 1;

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
  /// Lowers a row by those at the ends of steps; says whether a lane is within the limit. With
  /// `fresh`, what the row held is nothing.
  bool (*descend)(Lane* row, const Lane* rows, const Hierarchy::Step* step,
                  const Hierarchy::Step* end, bool fresh, Lane limit);
  /// Adds `weight` to the sums of the lanes in which a row is within the limit.
  void (*weigh)(const Lane* row, Lane limit, std::int64_t weight, std::int64_t* sums);
};

enum class Processor : std::uint8_t { plain, avx2, avx512 };
/// The best this machine has.
Processor best_processor();
/// Kernels of 16 or 64 lanes; `processor` must be one the machine has.
const LaneKernels& lane_kernels(int lanes, Processor processor);

}  // namespace lifecircle
