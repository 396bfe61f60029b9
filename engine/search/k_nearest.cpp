#include "engine/search/k_nearest.hpp"

#include <algorithm>
#include <cassert>

#include "engine/search/doors.hpp"
#include "engine/search/heap.hpp"

namespace lifecircle {

void keep_k_best(std::vector<Label>& labels, int k) {
  std::ranges::sort(labels);
  std::vector<Label> best;
  for (const Label label : labels) {
    if (label.is_never() || static_cast<int>(best.size()) == k) break;
    if (std::ranges::none_of(best, [&](Label b) { return b.facility() == label.facility(); }))
      best.push_back(label);
  }
  labels = std::move(best);
}

KNearestField::KNearestField(const ModeGraph& graph, Direction direction, std::vector<Seed> seeds,
                             int k, Duration limit)
    : graph_{&graph},
      direction_{direction},
      k_{k},
      label_(graph.state_count() * static_cast<std::size_t>(k)),
      count_(graph.state_count(), 0),
      seeds_{std::move(seeds)} {
  assert(k >= 1 && k <= 255);
  StateHeap<Label> heap;
  for (std::size_t i = 0; i < seeds_.size(); ++i) {
    const Seed& seed = seeds_[i];
    by_edge_.emplace_back(seed.place.edge, i);
    seed_times_.push_back(graph.times(seed.place));
    for_each_door(graph, opposite(direction), seed.place.edge, seed_times_.back(),
                  [&](StateId s, Duration time) {
                    if (const Label label = seed.label + time;
                        label.time() <= limit && !label.is_never())
                      heap.push(label, s);
                  });
  }
  std::ranges::sort(by_edge_);
  const bool to = direction == Direction::to_facility;
  while (!heap.empty()) {
    const auto [label, state] = heap.pop();
    const auto known = of(state);
    if (static_cast<int>(known.size()) == k_) continue;
    const FacilityId facility = label.facility();
    if (std::ranges::any_of(known, [&](Label l) { return l.facility() == facility; })) continue;
    label_[state.index() * static_cast<std::size_t>(k_) + count_[state.index()]++] = label;
    for (const auto& step : to ? graph.arriving(state) : graph.leaving(state))
      if (const Label next = label + step.time; next.time() <= limit && !next.is_never())
        heap.push(next, step.to);
  }
}

std::vector<Label> KNearestField::at(const Place& place) const {
  const PlaceTimes times = graph_->times(place);
  std::vector<Label> labels;
  for_each_door(*graph_, direction_, place.edge, times, [&](StateId state, Duration time) {
    for (const Label label : of(state)) labels.push_back(label + time);
  });
  const bool to = direction_ == Direction::to_facility;
  auto at = std::ranges::lower_bound(by_edge_, std::pair{place.edge, std::size_t{0}});
  for (; at != by_edge_.end() && at->first == place.edge; ++at) {
    const PlaceTimes& seed = seed_times_[at->second];
    const Label label = seeds_[at->second].label;
    // Where the one who travels begins and ends.
    const PlaceTimes& begin = to ? times : seed;
    const PlaceTimes& end = to ? seed : times;
    if (begin.position <= end.position && graph_->open({place.edge, true}))
      labels.push_back(label + (end.forward - begin.forward));
    if (begin.position >= end.position && graph_->open({place.edge, false}))
      labels.push_back(label + (begin.backward - end.backward));
  }
  keep_k_best(labels, k_);
  return labels;
}

}  // namespace lifecircle
