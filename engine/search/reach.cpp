#include "engine/search/reach.hpp"

#include <algorithm>

#include "engine/search/doors.hpp"

namespace lifecircle {

Reach::Reach(const ModeGraph& graph) : graph_{&graph}, label_(graph.state_count()) {}

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

  const auto offer = [&](StateId state, Duration time) {
    if (time > limit || time.is_never() || time >= at(state)) return;
    label_[state] = {time, run_};
    heap_.push(time, state);
  };
  for (const auto& [state, label] : starts) offer(state, label.time());
  const bool to = direction == Direction::to_facility;
  while (!heap_.empty()) {
    const auto [time, state] = heap_.pop();
    if (at(state) < time) continue;
    settled_.push_back(state);
    for (const auto& step : to ? graph_->arriving(state) : graph_->leaving(state))
      offer(step.to, time + step.time);
  }
}

Duration Reach::at(EdgeId edge, const PlaceTimes& times) const {
  Duration best = seeds_.at(edge, times).time();
  for_each_door(*graph_, direction_, edge, times,
                [&](StateId state, Duration time) { best = std::min(best, at(state) + time); });
  return best;
}

}  // namespace lifecircle
