#include "engine/search/reach.hpp"

#include <algorithm>
#include <utility>

#include "engine/search/doors.hpp"

namespace lifecircle {

Reach::Reach(const ModeGraph& graph, std::shared_ptr<const Hierarchy> hierarchy)
    : graph_{&graph}, hierarchy_{std::move(hierarchy)}, label_(graph.state_count()) {
  if (hierarchy_ != nullptr) sweep_.emplace(*hierarchy_);
}

void Reach::run(Direction direction, std::span<const Leg> legs, Duration limit) {
  direction_ = direction;
  if (++run_ == 0) {  // after four billion runs the dates begin again
    label_ = Column<StateId, Dated>(label_.size());
    run_ = 1;
  }
  heap_.clear();
  settled_.clear();
  std::vector<Seed> seeds;
  for (const Leg& leg : legs)
    if (leg.time <= limit) seeds.push_back({leg.place, Label{leg.time, FacilityId{0}}});
  const auto starts = starts_of(*graph_, direction, seeds);
  seeds_ = EdgeSeeds{*graph_, direction, std::move(seeds)};

  if (sweep_)
    sweep(starts, limit);
  else
    search(starts, limit);
}

void Reach::search(std::span<const std::pair<StateId, Label>> starts, Duration limit) {
  const auto offer = [&](StateId state, Duration time) {
    if (time > limit || time.is_never() || time >= at(state)) return;
    label_[state] = {time, run_};
    heap_.push(time, state);
  };
  for (const auto& [state, label] : starts) offer(state, label.time());
  const bool to = direction_ == Direction::to_facility;
  while (!heap_.empty()) {
    const auto [time, state] = heap_.pop();
    if (at(state) < time) continue;
    settled_.push_back(state);
    for (const auto& step : to ? graph_->arriving(state) : graph_->leaving(state))
      offer(step.to, time + step.time);
  }
  // A step that takes no time may lead back to a smaller state.
  for (auto first = settled_.begin(); first != settled_.end();) {
    const Duration time = at(*first);
    const auto last = std::find_if(first, settled_.end(), [&](StateId s) { return at(s) != time; });
    std::sort(first, last);
    first = last;
  }
}

void Reach::sweep(std::span<const std::pair<StateId, Label>> starts, Duration limit) {
  const auto& found = sweep_->run(direction_, starts, limit);
  const Topology& topology = hierarchy_->topology();
  for (const auto& [rank, ticks] : found)
    label_[StateId{topology.vertex(rank)}] = {Duration::from_ticks(ticks), run_};
  sort_nearest_first(found);
}

/// As many spans of time as there are states, so that most have one or two to be sorted.
void Reach::sort_nearest_first(const std::vector<SourceSweep::Found>& found) {
  std::uint64_t farthest = 0;
  for (const auto& f : found) farthest = std::max<std::uint64_t>(farthest, f.ticks);
  const std::uint64_t spans = found.size();
  // span = ticks * spans / (farthest + 1), by a multiplication and a shift.
  const std::uint64_t per_tick = (spans << 32) / (farthest + 1);
  const auto span_of = [&](std::uint32_t ticks) { return (ticks * per_tick) >> 32; };
  first_.assign(spans + 1, 0);
  for (const auto& f : found) ++first_[span_of(f.ticks) + 1];
  for (std::size_t s = 1; s <= spans; ++s) first_[s] += first_[s - 1];
  sorted_.resize(found.size());
  const Topology& topology = hierarchy_->topology();
  for (const auto& f : found)
    sorted_[first_[span_of(f.ticks)]++] = std::uint64_t{f.ticks} << 32 | topology.vertex(f.rank);
  std::uint32_t begin = 0;
  for (std::size_t s = 0; s < spans; ++s) {
    const std::uint32_t end = first_[s];  // moved on to where the next begins
    if (end - begin > 1) std::sort(sorted_.begin() + begin, sorted_.begin() + end);
    begin = end;
  }
  for (const std::uint64_t key : sorted_)
    settled_.emplace_back(static_cast<StateId::Rep>(key & 0xffffffff));
}

Duration Reach::at(EdgeId edge, const PlaceTimes& times) const {
  Duration best = seeds_.at(edge, times).time();
  for_each_door(*graph_, direction_, edge, times,
                [&](StateId state, Duration time) { best = std::min(best, at(state) + time); });
  return best;
}

}  // namespace lifecircle
