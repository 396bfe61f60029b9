#include "engine/search/nearest.hpp"

#include <algorithm>

#include "engine/search/doors.hpp"
#include "engine/search/heap.hpp"
#include "engine/search/hierarchy/nearest_sweep.hpp"

namespace lifecircle {

NearestField::NearestField(const ModeGraph& graph, Direction direction, std::vector<Seed> seeds,
                           Duration limit)
    : graph_{&graph}, direction_{direction}, label_(graph.state_count()) {
  spread(limit, starts_of(graph, direction, seeds));
  std::erase_if(seeds, [&](const Seed& seed) { return wins_nowhere(seed); });
  seeds_ = EdgeSeeds{graph, direction, std::move(seeds)};
}

NearestField::NearestField(const ModeGraph& graph, Direction direction,
                           std::vector<std::pair<StateId, Label>> starts, Duration limit)
    : graph_{&graph}, direction_{direction}, label_(graph.state_count()) {
  spread(limit, starts);
}

void NearestField::spread(Duration limit, const std::vector<std::pair<StateId, Label>>& starts) {
  constexpr std::size_t kFew =
      16;  // sweeps touch each state for what a search does in a 16th of it
  const auto hierarchy = graph_->hierarchy();
  const std::size_t states = graph_->state_count();
  if (spread_as_far_as(hierarchy == nullptr ? states : states / kFew, limit, starts)) return;
  label_ = nearest_labels(*hierarchy, direction_, starts, limit);
}

/// By Dijkstra's algorithm; false, where there is more than so many states to settle.
bool NearestField::spread_as_far_as(std::size_t settled, Duration limit,
                                    const std::vector<std::pair<StateId, Label>>& starts) {
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
    if (settled-- == 0) return false;
    for (const auto& step : to ? graph_->arriving(state) : graph_->leaving(state))
      offer(step.to, label + step.time);
  }
  return true;
}

/// A facility joins every road within its access limit, but most of these legs lead nowhere sooner:
/// whoever passes the place, either way, does as well by going on.
bool NearestField::wins_nowhere(const Seed& seed) const {
  const PlaceTimes times = graph_->times(seed.place);
  for (const bool forward : {true, false}) {
    if (!graph_->open({seed.place.edge, forward})) continue;
    Label on;
    for_each_door_by(*graph_, direction_, {seed.place.edge, forward}, times,
                     [&](StateId s, Duration time) { on = std::min(on, label_[s] + time); });
    if (on > seed.label) return false;
  }
  return true;
}

Label NearestField::at(EdgeId edge, const PlaceTimes& times) const {
  Label best = seeds_.at(edge, times);
  for_each_door(*graph_, direction_, edge, times,
                [&](StateId state, Duration time) { best = std::min(best, label_[state] + time); });
  return best;
}

}  // namespace lifecircle
