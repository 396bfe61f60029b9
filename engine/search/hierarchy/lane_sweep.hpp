#pragma once

#include <bit>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

#include "engine/search/hierarchy/cell_spans.hpp"
#include "engine/search/hierarchy/lane_kernels.hpp"
#include "engine/search/hierarchy/rank_set.hpp"
#include "engine/search/label.hpp"

namespace lifecircle {

/// Many searches at once, a lane each, stopped at one limit: up the hierarchy from the starts of
/// all lanes, then down, cell by cell, through those cells that a lane comes to within the limit
/// (isoPHAST: Baum, Buchhold, Dibbelt, Wagner 2016). Starts near each other share their cells:
/// sort them by rank, so that lanes of a group are near each other too. A cell costs only the
/// groups of lanes that come to it.
///
/// Holds: in every cell that is visited, the row of a state has in each lane of the groups that are
/// there the travel time, where that is within the limit; what is more is beyond it. Other groups,
/// and states of other cells, are beyond it. The same for every processor and number of lanes.
///
/// What one thread needs, to be used again and again; `hierarchy` must outlive it. A run costs one
/// vector operation for 16 lanes and step of the cells visited, whatever the size of the network.
/// Rows of cells that nothing lies below stand in one place, that of the last of them: most states
/// never get farther than the nearest cache. Memory: 12 bytes a state, 8 a cell, and 4 a lane for
/// states visited of other cells.
class LaneSweep {
 public:
  /// from_facility: how long one takes from the starts; to_facility: to them. `lanes`: 16 to 128,
  /// by sixteens.
  LaneSweep(const Hierarchy& hierarchy, Direction direction, int lanes = kGroup * kMostGroups,
            Processor processor = best_processor());

  struct Start {
    std::uint32_t lane;
    std::uint32_t rank;
    Duration time;
  };
  /// Whether lanes can count as far.
  static bool can_count_to(Duration limit) {
    return limit.ticks() < static_cast<Duration::Ticks>(kBeyond);
  }

  /// The own states of a cell, by rank, in the lanes of the groups that come to it.
  struct Rows {
    std::uint32_t cell;
    std::uint32_t first, last;             ///< ranks
    std::span<const std::uint8_t> groups;  ///< group g: lanes 16 g to 16 g + 15
    std::uint32_t stride;                  ///< from row to row, in groups
    const Lane* lanes;                     ///< those of other groups mean nothing

    const Lane* row(std::uint32_t rank) const {
      return lanes + std::size_t{rank - first} * stride * kGroup;
    }
    /// Calls f(lane) for each lane of the groups.
    template <class F>
    void for_each_lane(F f) const {
      for (const std::size_t group : groups)
        for (std::size_t lane = group * kGroup; lane < (group + 1) * kGroup; ++lane) f(lane);
    }
  };

  /// Calls on_cell(rows) for each visited cell where a lane is within the limit; they are gone when
  /// it returns. `asked`: empty, or one a cell (cells_asked()): only cells that are asked for are
  /// visited (RPHAST: Delling, Goldberg, Werneck 2011).
  template <class OnCell>
  void run(std::span<const Start> starts, Duration limit, OnCell on_cell,
           std::span<const char> asked = {}) {
    climb(starts, limit);
    for (auto cell = static_cast<std::uint32_t>(cells_.size()); cell > 0;) {
      --cell;
      if (!asked.empty() && asked[cell] == 0) {
        cell -= cells_[cell].cells - 1;
        continue;
      }
      if (const std::uint32_t mask = groups_at(cell); mask != 0) {
        if (descend(cell, mask)) on_cell(rows_of(cell));
      } else if (holds_[cell] != run_) {
        cell -= cells_[cell].cells - 1;
      }
    }
  }

  /// Lanes of a group, from its first: a bit each.
  struct Covered {
    std::uint32_t first, last;  ///< ranks
    std::uint32_t first_lane, lanes;
  };
  /// Which states are within the limit, without their times where that is clear for whole cells:
  /// calls on_whole(covered) for ranks that are all within it in some lanes of a group, and
  /// on_cell(rows) for the others; a lane and state comes up in one of them at most.
  template <class OnCell, class OnWhole>
  void cover(std::span<const Start> starts, Duration limit, const CellSpans& spans, OnCell on_cell,
             OnWhole on_whole) {
    climb(starts, limit);
    for (auto cell = static_cast<std::uint32_t>(cells_.size()); cell > 0;) {
      --cell;
      const std::uint32_t above = hierarchy_->topology().parent(cell);
      settled_[cell] = above == cell ? std::uint8_t{0} : settled_[above];
      std::uint32_t mask = groups_at(cell) & ~std::uint32_t{settled_[cell]};
      // Few groups get through a cell that takes most of their time.
      if (mask != 0 && spans.least(cell) <= static_cast<std::uint32_t>(limit_) / kOftenWhole) {
        for (std::uint32_t left = mask; left != 0; left &= left - 1) {
          const auto group = static_cast<std::uint32_t>(std::countr_zero(left));
          std::uint32_t lanes = 0;
          if (!settles(cell, spans, group, lanes)) continue;
          settled_[cell] |= static_cast<std::uint8_t>(1u << group);
          if (lanes != 0)
            on_whole(Covered{cells_[cell - cells_[cell].cells + 1].first, cells_[cell].last,
                             group * kGroup, lanes});
        }
        mask &= ~std::uint32_t{settled_[cell]};
      }
      if (mask != 0) {
        if (descend(cell, mask)) on_cell(rows_of(cell));
      } else if (holds_[cell] != run_ || settled_[cell] == all_groups_) {
        cell -= cells_[cell].cells - 1;
      }
    }
  }

  /// How long it takes from each state on a cell's border to the farthest state of the cell and
  /// those below it, by ways inside; to be found in `most`, which holds kBeyond.
  void span(std::uint32_t cell, std::uint32_t* most);

  int lanes() const { return static_cast<int>(stride_) * kGroup; }
  const LaneKernels& kernels() const { return *kernels_; }
  Lane limit() const { return limit_; }
  const Hierarchy& hierarchy() const { return *hierarchy_; }
  Direction direction() const { return direction_; }

  /// Adds to the sums of all lanes the weights of the states of a cell that they come to within the
  /// limit; `weights`: one a rank, all of a cell together less than 2^31.
  void weigh(const Rows& rows, const std::int32_t* weights, std::int64_t* sums) const;

 private:
  static constexpr std::uint32_t kOftenWhole = 4;
  struct Free {
    void operator()(Lane* rows) const { std::free(rows); }
  };
  Lane* row(std::size_t at) const { return rows_.get() + at * kGroup; }
  void next_run(Duration limit);
  void climb(std::span<const Start> starts, Duration limit);
  std::uint32_t own_groups(std::uint32_t cell) const {
    return own_[cell] >> 8 == run_ ? own_[cell] & 255 : 0;
  }
  std::uint32_t groups_at(std::uint32_t cell);
  bool settles(std::uint32_t cell, const CellSpans& spans, std::uint32_t group,
               std::uint32_t& covered) const;
  bool descend(std::uint32_t cell, std::uint32_t mask);
  std::vector<Lane> across_border(std::span<const std::uint32_t> border) const;
  void fetch_from_below(std::uint32_t cell);
  void keep(std::uint32_t cell, std::uint32_t mask);
  Rows rows_of(std::uint32_t cell) const {
    return {cell,    cells_[cell].first, cells_[cell].last, {groups_, group_count_},
            stride_, row(own_row_)};
  }

  const Hierarchy* hierarchy_;
  Direction direction_;
  std::uint32_t stride_;  ///< groups of a row
  const LaneKernels* kernels_;
  std::span<const EliminationOrder::Cell> cells_;
  /// First one without anything in it, for all states that no lane comes to; then those of the
  /// lowest cell at hand; then, as they come up, those that cells below will ask for.
  std::unique_ptr<Lane[], Free> rows_;
  std::uint32_t first_kept_ = 0, next_row_ = 0, own_row_ = 0;
  std::uint32_t run_ = 0;
  std::uint32_t all_groups_ = 0;  ///< that have a start
  Lane limit_ = 0;
  std::vector<LaneState> states_;      ///< by rank
  std::vector<std::uint32_t> own_;     ///< run << 8 | groups from below in its own states, a cell
  std::vector<std::uint32_t> holds_;   ///< run in which it, or one below it, has such; a cell
  std::vector<std::uint8_t> settled_;  ///< groups that need not look into it, a cell visited
  std::vector<char> moved_;            ///< rows of own states are not where they belong, a cell
  std::vector<std::uint32_t> seen_;    ///< what climbing came to, by rank
  RankSet marked_;
  std::vector<std::uint8_t> live_;  ///< of the cell at hand
  std::uint8_t groups_[kMostGroups] = {};
  std::size_t group_count_ = 0;
};

/// The cells of some states and all above them.
std::vector<char> cells_asked(const Topology& topology, std::span<const std::uint32_t> ranks);

}  // namespace lifecircle
