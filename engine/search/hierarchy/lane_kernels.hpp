#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/search/hierarchy/hierarchy.hpp"
#include "engine/search/hierarchy/rank_set.hpp"

namespace lifecircle {

/// Times of many searches side by side, in milliseconds, one lane a search. kBeyond and above:
/// farther than any limit that lanes may have.
using Lane = std::int32_t;
inline constexpr Lane kBeyond = (Lane{1} << 30) - 1;

/// Lanes go by groups, one after another in memory: what the widest registers hold. Rows start at
/// groups, and are counted by them.
inline constexpr int kGroup = 16;
inline constexpr int kMostGroups = 8;

/// Where a state has its row, and in which run which of its groups have a lane within the limit.
struct LaneState {
  std::uint32_t row = 0;
  std::uint32_t live = 0;  ///< run << 8 | groups

  std::uint32_t groups(std::uint32_t run) const { return live >> 8 == run ? live & 255 : 0; }
};

/// What climbs from the states that are marked.
struct LaneClimb {
  RankSet* marked;
  LaneState* states;                ///< one a rank
  const std::uint64_t* first_step;  ///< one a rank
  const Hierarchy::Step* steps;     ///< those of a state by time
  Lane* rows;
  std::uint32_t run, next_row, stride;  ///< stride: groups of a row
  Lane limit;
  std::uint32_t* seen;  ///< the states that something came to, by rank, and how many
  std::size_t seen_count;
};

/// A cell whose own states are to have their rows.
struct LaneCell {
  std::uint32_t first, last;        ///< ranks of its own
  const std::uint64_t* first_step;  ///< one a rank
  const Hierarchy::Step* steps;     ///< those of a state by time
  const LaneState* states;          ///< one a rank
  Lane* rows;
  std::uint32_t own_row, stride;  ///< row of the first of its own, groups of a row
  bool from_below;                ///< the own rows hold something already; else they hold nothing
  std::uint8_t* live;  ///< null, or one an own state: the groups with a lane within the limit are
                       ///< added there
};

/// What a group is on a cell's border.
struct LaneBorder {
  const std::uint32_t* ranks;
  std::size_t count;
  const std::uint32_t* spans;  ///< CellSpans::of()
  const LaneState* states;     ///< one a rank
  const Lane* rows;            ///< from the group on
};

/// The inner loops of sweeps, once for each kind of processor; all give the same. Rows are 64-byte
/// aligned and hold 0 to kBeyond; limits are less than kBeyond.
struct LaneKernels {
  const char* processor;  ///< "avx512", "avx2", "plain"
  int at_once;            ///< groups
  /// From the least marked state to the last: lowers the rows at the ends of its steps by its own,
  /// as far as the limit; marks them.
  void (*climb)(LaneClimb& climb);
  /// The rows of a cell's own states, from the last to the first, in some of the groups: the least
  /// of what a state has from below and of the rows at the ends of its steps. Says whether any is
  /// within the limit. One for each number of groups.
  bool (*descend[kMostGroups])(const LaneCell& cell, const std::uint8_t* groups, Lane limit);
  /// Whether each lane of a group is within the limit all over a cell, or beyond it on all of its
  /// border, which does not count where lanes start within; a bit for each that is within.
  bool (*settles)(const LaneBorder& border, Lane limit, bool has_starts, std::uint32_t& within);
  /// Adds the weights of rows one after another to the sums of the lanes in which they are within
  /// the limit. The weights of all of them together are less than 2^31. One for each number of
  /// groups.
  void (*weigh[kMostGroups])(const Lane* rows, std::uint32_t stride, std::size_t count,
                             const std::uint8_t* groups, Lane limit, const std::int32_t* weights,
                             std::int64_t* sums);
  /// Lowers a group by another and a time.
  void (*lower)(Lane* group, const Lane* other, Lane time);
};

/// Gives a state a row for a group that something comes to from below.
inline Lane* touch(LaneClimb& c, std::uint32_t rank, std::uint32_t group) {
  LaneState& state = c.states[rank];
  if (state.live >> 8 != c.run) {
    state = {c.next_row, c.run << 8};
    c.next_row += c.stride;
    c.marked->add(rank);
  }
  Lane* const lanes = c.rows + (std::size_t{state.row} + group) * kGroup;
  if ((state.live >> group & 1) == 0) {
    state.live |= 1u << group;
    for (int lane = 0; lane < kGroup; ++lane) lanes[lane] = kBeyond;
  }
  return lanes;
}

enum class Processor : std::uint8_t { plain, avx2, avx512 };
/// The best this machine has.
Processor best_processor();
/// `processor` must be one the machine has.
const LaneKernels& lane_kernels(Processor processor);

}  // namespace lifecircle
