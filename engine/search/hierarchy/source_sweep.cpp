#include "engine/search/hierarchy/source_sweep.hpp"

#include <algorithm>

namespace lifecircle {
namespace {

constexpr std::uint32_t kNever = Duration::never().ticks();

std::uint32_t later(std::uint32_t time, std::uint32_t ticks) {
  const std::uint32_t sum = time + ticks;
  return sum < time ? kNever : sum;
}

}  // namespace

SourceSweep::SourceSweep(const Hierarchy& hierarchy)
    : hierarchy_{&hierarchy}, time_(hierarchy.size(), kNever), queue_{hierarchy.size()} {}

const std::vector<SourceSweep::Found>& SourceSweep::run(
    Direction direction, std::span<const std::pair<StateId, Label>> starts, Duration limit) {
  // What is never() away is not within any limit.
  const std::uint32_t farthest = std::min(limit.ticks(), kNever - 1);
  found_.clear();
  climbed_.clear();
  for (const auto& [state, label] : starts) {
    const std::uint32_t rank = hierarchy_->topology().rank_of(state.index());
    if (label.time().ticks() > farthest || label.time().ticks() >= time_[rank]) continue;
    time_[rank] = label.time().ticks();
    queue_.add(rank);
  }
  // Spreading towards the starts runs against the steps.
  const bool to = direction == Direction::to_facility;
  climb(to ? hierarchy_->descending() : hierarchy_->climbing(), farthest);
  descend(to ? hierarchy_->climbing() : hierarchy_->descending(), farthest);
  for (const Found& found : found_) time_[found.rank] = kNever;
  return found_;
}

/// Times by way of lower ranks alone.
void SourceSweep::climb(const Hierarchy::Steps& steps, std::uint32_t limit) {
  for (std::uint32_t rank; (rank = queue_.take()) != RankSet::kNone;) {
    climbed_.push_back(rank);
    const std::uint32_t here = time_[rank];
    for (const auto& step : steps.of(rank)) {
      const std::uint32_t time = later(here, step.ticks);
      if (time > limit || time >= time_[step.rank]) continue;
      time_[step.rank] = time;
      queue_.add(step.rank);
    }
  }
}

/// Whether the search comes to where it may go on into a cell or one below it.
bool SourceSweep::border_is_live(std::uint32_t cell, std::uint32_t limit) const {
  for (const std::uint32_t rank : hierarchy_->topology().border(cell))
    if (time_[rank] <= limit) return true;
  return false;
}

void SourceSweep::descend(const Hierarchy::Steps& steps, std::uint32_t limit) {
  const auto& cells = hierarchy_->topology().order().cells;
  std::size_t below = climbed_.size();  // those of climbed_ in cells not yet passed
  for (auto cell = static_cast<std::uint32_t>(cells.size()); cell > 0;) {
    --cell;
    const auto [first, last, count] = cells[cell];
    if (!border_is_live(cell, limit)) {
      // Nobody comes from above: what is within the limit here climbed to it, or starts in it.
      const std::uint32_t lowest = cells[cell + 1 - count].first;
      if (below == 0 || climbed_[below - 1] < lowest) {
        cell -= count - 1;
        continue;
      }
      if (climbed_[below - 1] < first) continue;
    }
    while (below > 0 && climbed_[below - 1] >= first) --below;
    for (std::uint32_t rank = last; rank-- > first;) {
      std::uint32_t here = time_[rank];
      for (const auto& step : steps.of(rank))
        here = std::min(here, later(time_[step.rank], step.ticks));
      if (here > limit) continue;  // as if it were never(): it leads nowhere within the limit
      time_[rank] = here;
      found_.push_back({rank, here});
    }
  }
}

}  // namespace lifecircle
