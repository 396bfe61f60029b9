#include "engine/search/hierarchy/lane_sweep.hpp"

#include <algorithm>
#include <cassert>
#include <new>

namespace lifecircle {

LaneSweep::LaneSweep(const Hierarchy& hierarchy, Direction direction, int lanes,
                     Processor processor)
    : hierarchy_{&hierarchy},
      direction_{direction},
      kernels_{&lane_kernels(lanes, processor)},
      cells_{hierarchy.topology().order().cells},
      marked_(hierarchy.size(), 0),
      live_(hierarchy.size(), 0),
      holds_(cells_.size(), 0),
      own_(cells_.size(), 0),
      clean_(cells_.size(), 0) {
  std::size_t largest = 0;
  for (const auto& cell : cells_)
    if (cell.cells == 1) largest = std::max<std::size_t>(largest, cell.last - cell.first);
  const auto rows = [&](std::size_t count) {
    const std::size_t bytes =
        std::max<std::size_t>(count, 1) * static_cast<std::size_t>(lanes) * sizeof(Lane);
    Lane* made = static_cast<Lane*>(std::aligned_alloc(64, bytes));
    if (made == nullptr) throw std::bad_alloc{};
    return made;
  };
  // Not touched here: the pages of a large network that nobody comes to are never there.
  rows_.reset(rows(hierarchy.size()));
  lowest_.reset(rows(largest));
}

void LaneSweep::mark(std::uint32_t rank) {
  marked_[rank] = run_;
  kernels_->clear(row(rank), 1);
  queue_.push_back(rank);
  std::ranges::push_heap(queue_, std::ranges::greater{});
  const Topology& topology = hierarchy_->topology();
  own_[topology.cell_of(rank)] = run_;
  for (std::uint32_t cell = topology.cell_of(rank); holds_[cell] != run_;
       cell = topology.parent(cell))
    holds_[cell] = run_;
}

void LaneSweep::climb(std::span<const Start> starts, Duration limit) {
  assert(can_count_to(limit));
  limit_ = static_cast<Lane>(limit.ticks());
  if (++run_ == 0) {  // after 2^32 runs
    for (auto* dates : {&marked_, &live_, &holds_, &own_}) std::ranges::fill(*dates, 0u);
    run_ = 1;
  }
  queue_.clear();
  for (const Start& start : starts) {
    if (start.time > limit) continue;
    if (marked_[start.rank] != run_) mark(start.rank);
    Lane& here = row(start.rank)[start.lane];
    here = std::min(here, static_cast<Lane>(start.time.ticks()));
  }
  const bool to = direction_ == Direction::to_facility;
  while (!queue_.empty()) {
    std::ranges::pop_heap(queue_, std::ranges::greater{});
    const std::uint32_t rank = queue_.back();
    queue_.pop_back();
    if (!kernels_->any_within(row(rank), limit_)) continue;
    const auto steps = to ? hierarchy_->descending(rank) : hierarchy_->climbing(rank);
    for (const auto& step : steps)
      if (marked_[step.rank] != run_) mark(step.rank);
    kernels_->climb(rows_.get(), row(rank), steps.data(), steps.data() + steps.size());
  }
}

/// Whether a lane comes to where it may go on into a cell or one below it.
bool LaneSweep::border_is_live(std::uint32_t cell) const {
  for (const std::uint32_t rank : hierarchy_->topology().border(cell))
    if (live_[rank] == run_) return true;
  return false;
}

/// The rows of a cell's own states; null where none is within the limit.
const Lane* LaneSweep::descend(std::uint32_t cell, bool from_above) {
  const auto [first, last, cells] = cells_[cell];
  const bool is_lowest = cells == 1;
  if (!from_above && own_[cell] != run_) {
    // On the way to starts further down, but nobody comes here: often so again and again.
    if (!is_lowest && !clean_[cell]) kernels_->clear(row(first), last - first);
    clean_[cell] = 1;
    return nullptr;
  }
  clean_[cell] = 0;
  const bool to = direction_ == Direction::to_facility;
  LaneRows rows{rows_.get()};
  if (is_lowest) rows = {rows_.get(), lowest_.get(), first, last};
  Lane* const own = is_lowest ? lowest_.get() : row(first);
  const auto& steps = to ? hierarchy_->climbing() : hierarchy_->descending();
  const LaneCell states{first, last,       steps.first.data(), steps.steps.data(),
                        own,   row(first), marked_.data(),     live_.data(),
                        run_};
  return kernels_->descend(states, rows, limit_) ? own : nullptr;
}

}  // namespace lifecircle
