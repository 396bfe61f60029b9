#include "engine/search/nearest.hpp"

#include <algorithm>

#include "engine/search/doors.hpp"
#include "engine/search/heap.hpp"

namespace lifecircle {

NearestField::NearestField(const ModeGraph& graph, Direction direction, std::vector<Seed> seeds,
                           Duration limit)
    : graph_{&graph},
      direction_{direction},
      seeds_{graph, direction, std::move(seeds)},
      label_(graph.state_count()) {
  spread(limit, seeds_.starts());
}

NearestField::NearestField(const ModeGraph& graph, Direction direction,
                           std::vector<std::pair<StateId, Label>> starts, Duration limit)
    : graph_{&graph}, direction_{direction}, label_(graph.state_count()) {
  spread(limit, starts);
}

void NearestField::spread(Duration limit, const std::vector<std::pair<StateId, Label>>& starts) {
  StateHeap<Label> heap;
  const auto offer = [&](StateId state, Label label) {
    if (label.time() > limit || label >= label_[state]) return;
    label_[state] = label;
    heap.push(label, state);
  };
  for (const auto& [state, label] : starts) offer(state, label);
  const bool to = direction_ == Direction::to_facility;
  while (!heap.empty()) {
    const auto [label, state] = heap.pop();
    if (label_[state] < label) continue;  // a better copy came first
    for (const auto& step : to ? graph_->arriving(state) : graph_->leaving(state))
      offer(step.to, label + step.time);
  }
}

Label NearestField::at(EdgeId edge, const PlaceTimes& times) const {
  Label best = seeds_.at(edge, times);
  for_each_door(*graph_, direction_, edge, times,
                [&](StateId state, Duration time) { best = std::min(best, label_[state] + time); });
  return best;
}

}  // namespace lifecircle
