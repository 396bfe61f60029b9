#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "engine/network/mode_graph.hpp"
#include "engine/search/heap.hpp"
#include "engine/search/hierarchy/lane_sweep.hpp"

namespace lifecircle {

/// What some searches found, so that two ways can be compared: states within the limit, and the sum
/// of their times.
struct Found {
  std::uint64_t states = 0, ticks = 0;
  friend bool operator==(const Found&, const Found&) = default;
};

/// Dijkstra's algorithm from one state, stopped at a limit; its times are dated, not cleared.
class OneSearch {
 public:
  explicit OneSearch(const ModeGraph& graph)
      : graph_{graph}, time_(graph.state_count()), run_of_(graph.state_count(), 0) {}

  void run(StateId start, Duration limit, Found& found) {
    ++run_;
    const auto offer = [&](StateId state, Duration time) {
      if (time > limit || time.is_never()) return;
      const auto s = state.index();
      if (run_of_[s] == run_ && time_[s] <= time) return;
      run_of_[s] = run_;
      time_[s] = time;
      heap_.push(time, state);
    };
    offer(start, Duration{});
    while (!heap_.empty()) {
      const auto [time, state] = heap_.pop();
      if (time_[state.index()] < time) continue;
      ++found.states;
      found.ticks += time.ticks();
      for (const auto& step : graph_.leaving(state)) offer(step.to, time + step.time);
    }
  }

 private:
  const ModeGraph& graph_;
  std::vector<Duration> time_;
  std::vector<std::uint32_t> run_of_;
  std::uint32_t run_ = 0;
  StateHeap<Duration> heap_;
};

/// The states nearest to the middle one, as the crow flies: sources as dense as homes in a city.
inline std::vector<StateId> dense_sources(const ModeGraph& graph, std::size_t count) {
  std::vector<StateId> all;
  for (std::size_t s = 0; s < graph.state_count(); ++s)
    if (!graph.leaving(StateId{s}).empty()) all.push_back(StateId{s});
  const auto place = [&](StateId s) { return graph.network().position(graph.node(s)); };
  const auto middle = place(all[all.size() / 2]);
  std::vector<std::pair<double, StateId>> by_distance;
  for (const StateId s : all) by_distance.emplace_back(distance_mm(place(s), middle), s);
  count = std::min(count, all.size());
  std::nth_element(by_distance.begin(),
                   by_distance.begin() + static_cast<std::ptrdiff_t>(count) - 1, by_distance.end());
  all.clear();
  for (std::size_t i = 0; i < count; ++i) all.push_back(by_distance[i].second);
  return all;
}

/// Prints what a source costs in lanes and by Dijkstra's algorithm, one thread, the best of three
/// rounds in turn; false where they do not find the same.
inline bool print_costs(const char* name, const Hierarchy& hierarchy, const ModeGraph& graph,
                        const std::vector<StateId>& sources, Duration limit) {
  const auto processor_us = [] {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
  };
  LaneSweep lanes{hierarchy, Direction::from_facility};
  OneSearch one{graph};
  const auto at_once = static_cast<std::size_t>(lanes.lanes());
  double by_lanes = std::numeric_limits<double>::max(), singly = by_lanes;
  Found in_lanes, alone;
  for (int round = 0; round < 3; ++round) {
    in_lanes = alone = {};
    double start = processor_us();
    std::vector<std::uint32_t> order;
    for (const StateId s : sources) order.push_back(hierarchy.topology().rank_of(s.index()));
    std::ranges::sort(order);
    for (std::size_t first = 0; first < order.size(); first += at_once) {
      std::vector<LaneSweep::Start> starts;
      for (std::uint32_t lane = 0; lane < at_once && first + lane < order.size(); ++lane)
        starts.push_back({lane, order[first + lane], Duration{}});
      lanes.run(starts, limit, [&](const LaneSweep::Rows& rows) {
        for (std::uint32_t r = rows.first; r < rows.last; ++r)
          rows.for_each_lane([&](std::size_t lane) {
            const auto ticks = static_cast<std::uint32_t>(rows.row(r)[lane]);
            if (lane >= starts.size() || ticks > limit.ticks()) return;
            ++in_lanes.states;
            in_lanes.ticks += ticks;
          });
      });
    }
    by_lanes = std::min(by_lanes, processor_us() - start);
    start = processor_us();
    for (const StateId s : sources) one.run(s, limit, alone);
    singly = std::min(singly, processor_us() - start);
  }
  const auto count = static_cast<double>(sources.size()),
             states = static_cast<double>(in_lanes.states);
  std::printf("| %s | %zu | %.0f | %.1f | %.1f | %.1f | %.1f |\n", name, sources.size(),
              states / count, by_lanes / count, by_lanes * 1e3 / states, singly / count,
              singly * 1e3 / states);
  return in_lanes == alone;
}

}  // namespace lifecircle
