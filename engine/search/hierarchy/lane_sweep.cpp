#include "engine/search/hierarchy/lane_sweep.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <new>
#include <utility>

namespace lifecircle {

LaneSweep::LaneSweep(const Hierarchy& hierarchy, Direction direction, int lanes,
                     Processor processor)
    : hierarchy_{&hierarchy},
      direction_{direction},
      stride_{static_cast<std::uint32_t>(lanes / kGroup)},
      kernels_{&lane_kernels(processor)},
      cells_{hierarchy.topology().order().cells},
      states_(hierarchy.size()),
      own_(cells_.size(), 0),
      holds_(cells_.size(), 0),
      settled_(cells_.size(), 0),
      moved_(cells_.size(), 0),
      seen_(hierarchy.size()),
      marked_{hierarchy.size()} {
  assert(lanes > 0 && lanes % kGroup == 0 && stride_ <= kMostGroups);
  std::uint32_t lowest = 0, most = 0, kept = 0;
  for (const auto& [first, last, cells] : cells_) {
    most = std::max(most, last - first);
    if (cells == 1) {
      lowest = std::max(lowest, last - first);
      for (std::uint32_t rank = first; rank < last; ++rank)
        states_[rank].row = (1 + rank - first) * stride_;
    } else {
      kept += last - first;
    }
  }
  live_.resize(most);
  first_kept_ = (1 + lowest) * stride_;
  // A state may have two: one for what comes from below. Not touched here: pages that no run fills
  // are never there.
  const std::size_t rows = 1 + lowest + kept + hierarchy.size();
  rows_.reset(static_cast<Lane*>(std::aligned_alloc(64, rows * stride_ * kGroup * sizeof(Lane))));
  if (!rows_) throw std::bad_alloc{};
  std::fill_n(rows_.get(), stride_ * kGroup, kBeyond);
}

void LaneSweep::next_run(Duration limit) {
  assert(can_count_to(limit));
  limit_ = static_cast<Lane>(limit.ticks());
  if (++run_ == 1u << 24) {  // the dates begin again
    for (LaneState& state : states_) state.live = 0;
    std::ranges::fill(own_, 0u);
    std::ranges::fill(holds_, 0u);
    run_ = 1;
  }
  next_row_ = first_kept_;
}

void LaneSweep::climb(std::span<const Start> starts, Duration limit) {
  next_run(limit);
  all_groups_ = 0;
  const bool to = direction_ == Direction::to_facility;
  const auto& steps = to ? hierarchy_->descending() : hierarchy_->climbing();
  LaneClimb climb{&marked_,
                  states_.data(),
                  steps.first.data(),
                  steps.steps.data(),
                  rows_.get(),
                  run_,
                  first_kept_,
                  stride_,
                  limit_,
                  seen_.data(),
                  0};
  for (const Start& start : starts) {
    if (start.time > limit) continue;
    all_groups_ |= 1u << start.lane / kGroup;
    Lane& here = touch(climb, start.rank, start.lane / kGroup)[start.lane % kGroup];
    here = std::min(here, static_cast<Lane>(start.time.ticks()));
  }
  kernels_->climb(climb);
  next_row_ = climb.next_row;
  const Topology& topology = hierarchy_->topology();
  std::uint32_t cell = 0, end = 0;
  for (std::size_t i = 0; i < climb.seen_count; ++i) {
    const std::uint32_t rank = seen_[i];
    if (rank >= end) {
      cell = topology.cell_of(rank);
      end = cells_[cell].last;
      own_[cell] = run_ << 8;
      moved_[cell] = true;
      for (std::uint32_t c = cell; holds_[c] != run_; c = topology.parent(c)) holds_[c] = run_;
    }
    own_[cell] |= states_[rank].live & 255;
  }
}

/// The groups that have a lane within the limit on a cell's border, or something from below in the
/// cell. States of the border that no lane comes to have the row without anything from here on.
std::uint32_t LaneSweep::groups_at(std::uint32_t cell) {
  std::uint32_t mask = own_groups(cell);
  for (const std::uint32_t rank : hierarchy_->topology().border(cell)) {
    const std::uint32_t live = states_[rank].groups(run_);
    if (live == 0) states_[rank].row = 0;
    mask |= live;
  }
  return mask;
}

/// Whether all lanes of a group are within the limit all over a cell and those below it, or (where
/// nothing started there) beyond it, by what they are on its border; which of them are within.
bool LaneSweep::settles(std::uint32_t cell, const CellSpans& spans, std::uint32_t group,
                        std::uint32_t& covered) const {
  const auto border = hierarchy_->topology().border(cell);
  return kernels_->settles(
      {border.data(), border.size(), spans.of(cell), states_.data(), row(group)}, limit_,
      holds_[cell] == run_, covered);
}

/// How long it takes at most between the states of a border, by steps between them: [from][to].
std::vector<Lane> LaneSweep::across_border(std::span<const std::uint32_t> border) const {
  const std::size_t count = border.size();
  std::vector<Lane> times(count * count, kBeyond);
  const bool to = direction_ == Direction::to_facility;
  const auto& up = to ? hierarchy_->descending() : hierarchy_->climbing();
  const auto& down = to ? hierarchy_->climbing() : hierarchy_->descending();
  const auto number = [&](std::uint32_t rank) {
    const auto at = std::ranges::lower_bound(border, rank);
    return at == border.end() || *at != rank ? count
                                             : static_cast<std::size_t>(at - border.begin());
  };
  const auto time = [](const Hierarchy::Step& step) {
    return static_cast<Lane>(std::min(step.ticks, static_cast<std::uint32_t>(kBeyond)));
  };
  for (std::size_t i = 0; i < count; ++i) {
    times[i * count + i] = 0;
    for (const auto& step : up.of(border[i]))
      if (const std::size_t j = number(step.rank); j < count) times[i * count + j] = time(step);
    for (const auto& step : down.of(border[i]))
      if (const std::size_t j = number(step.rank); j < count) times[j * count + i] = time(step);
  }
  for (std::size_t by = 0; by < count; ++by)
    for (std::size_t i = 0; i < count; ++i) {
      const Lane first = times[i * count + by];
      if (first >= kBeyond) continue;
      for (std::size_t j = 0; j < count; ++j)
        times[i * count + j] = std::min(times[i * count + j], first + times[by * count + j]);
    }
  return times;
}

void LaneSweep::span(std::uint32_t top, std::uint32_t* most) {
  const auto border = hierarchy_->topology().border(top);
  const auto count = static_cast<std::uint32_t>(border.size());
  if (count > static_cast<std::uint32_t>(lanes())) return;
  next_run(Duration::from_ticks(kBeyond - 1));
  const std::uint32_t groups = (count + kGroup - 1) / kGroup, mask = (1u << groups) - 1;
  const std::vector<Lane> across = across_border(border);
  for (std::uint32_t to = 0; to < count; ++to) {
    states_[border[to]] = {next_row_, run_ << 8 | mask};
    std::fill_n(row(next_row_), groups * kGroup, kBeyond);
    for (std::uint32_t lane = 0; lane < count; ++lane)
      row(next_row_)[lane] = across[std::size_t{lane} * count + to];
    next_row_ += stride_;
  }
  std::vector<Lane> farthest(std::size_t{groups} * kGroup, 0);
  for (std::uint32_t cell = top + 1; cell-- > top + 1 - cells_[top].cells;) {
    if (groups_at(cell) != mask || !descend(cell, mask)) return;
    for (std::uint32_t rank = cells_[cell].first; rank < cells_[cell].last; ++rank) {
      const Lane* const times = row(states_[rank].row);
      for (std::size_t lane = 0; lane < farthest.size(); ++lane)
        farthest[lane] = std::max(farthest[lane], times[lane]);
    }
  }
  for (std::uint32_t lane = 0; lane < count; ++lane)
    most[lane] = static_cast<std::uint32_t>(std::min(farthest[lane], kBeyond));
}

/// Gives a cell's own states rows one after another, with what they have from below.
void LaneSweep::fetch_from_below(std::uint32_t cell) {
  for (std::uint32_t rank = cells_[cell].first; rank < cells_[cell].last; ++rank) {
    const std::uint32_t mask = states_[rank].groups(run_);
    const Lane* const from = row(states_[rank].row);
    Lane* const to = row(own_row_ + (rank - cells_[cell].first) * stride_);
    for (std::size_t g = 0; g < group_count_; ++g)
      if (const int group = groups_[g] * kGroup; (mask >> groups_[g] & 1) != 0)
        std::copy_n(from + group, kGroup, to + group);
      else
        std::fill_n(to + group, kGroup, kBeyond);
  }
}

/// Fills the rows of a cell's own states; false where none is within the limit.
bool LaneSweep::descend(std::uint32_t cell, std::uint32_t mask) {
  group_count_ = 0;
  for (std::uint32_t left = mask; left != 0; left &= left - 1)
    groups_[group_count_++] = static_cast<std::uint8_t>(std::countr_zero(left));
  const auto [first, last, cells] = cells_[cell];
  const bool from_below = own_groups(cell) != 0, is_lowest = cells == 1;
  own_row_ = is_lowest ? stride_ : std::exchange(next_row_, next_row_ + (last - first) * stride_);
  if (from_below) fetch_from_below(cell);
  if (std::exchange(moved_[cell], false) || !is_lowest)
    for (std::uint32_t rank = first; rank < last; ++rank)
      states_[rank].row = own_row_ + (rank - first) * stride_;
  if (!is_lowest) std::fill_n(live_.data(), last - first, std::uint8_t{0});
  const bool to = direction_ == Direction::to_facility;
  const auto& steps = to ? hierarchy_->climbing() : hierarchy_->descending();
  const LaneCell states{first,
                        last,
                        steps.first.data(),
                        steps.steps.data(),
                        states_.data(),
                        rows_.get(),
                        own_row_,
                        stride_,
                        from_below,
                        is_lowest ? nullptr : live_.data()};
  bool any = false;
  const auto at_once = static_cast<std::size_t>(kernels_->at_once);
  for (std::size_t g = 0; g < group_count_; g += at_once)
    any |= kernels_->descend[std::min(at_once, group_count_ - g) - 1](states, groups_ + g, limit_);
  if (any && !is_lowest) keep(cell, mask);
  return any;
}

/// Tells the cells below of a cell's rows.
void LaneSweep::keep(std::uint32_t cell, std::uint32_t mask) {
  const auto [first, last, cells] = cells_[cell];
  for (std::uint32_t rank = first; rank < last; ++rank) {
    LaneState& state = states_[rank];
    if (live_[rank - first] == 0) continue;
    state.live = run_ << 8 | live_[rank - first];
    for (std::uint32_t group = 0; group < stride_; ++group)
      if ((mask >> group & 1) == 0) std::fill_n(row(state.row + group), kGroup, kBeyond);
  }
}

void LaneSweep::weigh(const Rows& rows, const std::int32_t* weights, std::int64_t* sums) const {
  const auto at_once = static_cast<std::size_t>(kernels_->at_once);
  for (std::size_t g = 0; g < rows.groups.size(); g += at_once)
    kernels_->weigh[std::min(at_once, rows.groups.size() - g) - 1](
        rows.lanes, stride_, rows.last - rows.first, rows.groups.data() + g, limit_,
        weights + rows.first, sums);
}

std::vector<char> cells_asked(const Topology& topology, std::span<const std::uint32_t> ranks) {
  std::vector<char> asked(topology.order().cells.size(), 0);
  for (const std::uint32_t rank : ranks)
    for (std::uint32_t cell = topology.cell_of(rank); asked[cell] == 0;
         cell = topology.parent(cell))
      asked[cell] = 1;
  return asked;
}

}  // namespace lifecircle
