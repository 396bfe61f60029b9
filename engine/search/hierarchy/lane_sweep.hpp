#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

#include "engine/search/hierarchy/lane_kernels.hpp"
#include "engine/search/label.hpp"

namespace lifecircle {

/// Many searches at once, a lane each, stopped at one limit: up the hierarchy from the starts of
/// all lanes, then down, cell by cell, through those cells that a lane comes to within the limit
/// (isoPHAST: Baum, Buchhold, Dibbelt, Wagner 2016). Starts near each other share their cells:
/// sort them by rank.
///
/// Holds: in every cell that is visited, the row of a state has in each lane the travel time, where
/// that is within the limit; what is more is beyond it. States of other cells are beyond it in all
/// lanes. The same for every processor and number of lanes. Rows of cells that nothing lies below
/// stand in one place, that of the last of them: most states never get farther than the nearest
/// cache.
///
/// What one thread needs, to be used again and again; `hierarchy` must outlive it. A run costs one
/// vector operation for 16 lanes and step of the cells visited, whatever the size of the network.
/// Memory: 4 bytes a lane and state, of which only those visited are ever touched, and 12 a state.
class LaneSweep {
 public:
  /// from_facility: how long one takes from the starts; to_facility: to them.
  LaneSweep(const Hierarchy& hierarchy, Direction direction, int lanes = 64,
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

  /// Calls on_cell(cell, rows) for each visited cell where a lane is within the limit: the rows of
  /// its own states, by rank, gone when it returns.
  template <class OnCell>
  void run(std::span<const Start> starts, Duration limit, OnCell on_cell) {
    climb(starts, limit);
    for (std::uint32_t cell = cell_count(); cell > 0;) {
      --cell;
      const bool from_above = border_is_live(cell);
      if (!from_above && holds_[cell] != run_) {
        cell -= cells_[cell].cells - 1;
        continue;
      }
      if (const Lane* own = descend(cell, from_above)) on_cell(cell, own);
    }
  }

  int lanes() const { return kernels_->lanes; }
  const LaneKernels& kernels() const { return *kernels_; }
  Lane limit() const { return limit_; }
  const Hierarchy& hierarchy() const { return *hierarchy_; }
  Direction direction() const { return direction_; }

 private:
  struct Free {
    void operator()(Lane* rows) const { std::free(rows); }
  };
  std::uint32_t cell_count() const { return static_cast<std::uint32_t>(cells_.size()); }
  Lane* row(std::size_t rank) { return rows_.get() + rank * static_cast<std::size_t>(lanes()); }
  void climb(std::span<const Start> starts, Duration limit);
  void mark(std::uint32_t rank);
  bool border_is_live(std::uint32_t cell) const;
  const Lane* descend(std::uint32_t cell, bool from_above);

  const Hierarchy* hierarchy_;
  Direction direction_;
  const LaneKernels* kernels_;
  std::span<const EliminationOrder::Cell> cells_;
  std::unique_ptr<Lane[], Free> rows_;
  std::unique_ptr<Lane[], Free> lowest_;  ///< rows of the last cell without cells below it
  std::uint32_t run_ = 0;
  Lane limit_ = 0;
  std::vector<std::uint32_t> marked_;  ///< run in which a state got something from below, a state
  std::vector<std::uint32_t> live_;    ///< run in which a lane of it was within the limit, a state
  std::vector<std::uint32_t>
      holds_;                       ///< run in which it, or one below it, has a marked one; a cell
  std::vector<std::uint32_t> own_;  ///< run in which one of its own was marked, a cell
  std::vector<char> clean_;         ///< all rows of a cell are beyond, a cell
  std::vector<std::uint32_t> queue_;
};

}  // namespace lifecircle
