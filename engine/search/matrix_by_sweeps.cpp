#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>
#include <tuple>
#include <utility>

#include "engine/base/loop_teller.hpp"
#include "engine/base/parallel.hpp"
#include "engine/search/doors.hpp"
#include "engine/search/hierarchy/lane_sweep.hpp"
#include "engine/search/matrix.hpp"
#include "engine/search/seeds.hpp"

namespace lifecircle {
namespace {

constexpr std::uint32_t kLanes = 64;

/// By which states one comes to each destination: cell by cell, state by state.
class Ends {
 public:
  using Step = Hierarchy::Step;  ///< `rank` is the destination's number here

  Ends(const ModeGraph& graph, const Topology& topology,
       std::span<const std::vector<Leg>> destinations)
      : first_(topology.order().cells.size() + 1, 0) {
    std::vector<std::pair<std::uint32_t, Step>> all;  // by rank of the state
    for (std::uint32_t d = 0; d < destinations.size(); ++d)
      for (const Leg& leg : destinations[d]) {
        const PlaceTimes times = graph.times(leg.place);
        on_edge_.push_back({leg.place.edge, times, leg.time, d});
        for_each_door(graph, Direction::from_facility, leg.place.edge, times,
                      [&](StateId state, Duration time) {
                        if (const Duration whole = time + leg.time; !whole.is_never())
                          all.push_back({topology.rank_of(state.index()), {d, whole.ticks()}});
                      });
      }
    // Cells are ranks without gaps, so by rank is by cell.
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return std::tie(a.first, a.second.rank, a.second.ticks) <
             std::tie(b.first, b.second.rank, b.second.ticks);
    });
    for (const auto& [rank, step] : all) {
      if (states_.empty() || states_.back().rank != rank) {
        states_.push_back({rank, steps_.size()});
        ++first_[topology.cell_of(rank) + std::size_t{1}];
      }
      steps_.push_back(step);
    }
    for (std::size_t c = 1; c < first_.size(); ++c) first_[c] += first_[c - 1];
    states_.push_back({0, steps_.size()});
    std::ranges::stable_sort(on_edge_, {}, &OnEdge::edge);
  }

  struct OnEdge {
    EdgeId edge;
    PlaceTimes times;
    Duration leg;
    std::uint32_t destination;
  };
  /// Calls f(rank, step, end) for the states of a cell from which one comes to a destination.
  template <class F>
  void for_each_state(std::uint32_t cell, F f) const {
    for (std::size_t s = first_[cell]; s < first_[cell + 1]; ++s)
      f(states_[s].rank, steps_.data() + states_[s].first, steps_.data() + states_[s + 1].first);
  }
  std::span<const OnEdge> on_edge(EdgeId edge) const {
    const auto first = std::ranges::lower_bound(on_edge_, edge, {}, &OnEdge::edge);
    const auto last = std::ranges::upper_bound(on_edge_, edge, {}, &OnEdge::edge);
    return {first, last};
  }

 private:
  struct State {
    std::uint32_t rank;
    std::size_t first;
  };
  std::vector<std::size_t> first_;  ///< one a cell, and the end: into states_
  std::vector<State> states_;
  std::vector<Step> steps_;
  std::vector<OnEdge> on_edge_;
};

/// One batch after another, by one thread.
class Batches {
 public:
  Batches(const ModeGraph& graph, const Hierarchy& hierarchy, const Ends& ends,
          std::size_t destinations)
      : graph_{graph},
        ends_{ends},
        sweep_{hierarchy, Direction::from_facility, kLanes},
        touched_in_(destinations, 0),
        times_{static_cast<Lane*>(std::aligned_alloc(
            64, std::max<std::size_t>(destinations, 1) * kLanes * sizeof(Lane)))} {
    if (!times_) throw std::bad_alloc{};
  }

  /// Rows of some origins, by `to`.
  void run(std::span<const std::uint32_t> batch, std::span<const std::vector<Leg>> origins,
           Duration limit, std::vector<std::vector<TimeBetween>>& rows) {
    const Topology& topology = sweep_.hierarchy().topology();
    ++run_;
    starts_.clear();
    touched_.clear();
    for (std::uint32_t lane = 0; lane < batch.size(); ++lane) {
      const std::vector<Leg>& legs = origins[batch[lane]];
      std::vector<Seed> seeds;
      for (const Leg& leg : legs) seeds.push_back({leg.place, Label{leg.time, FacilityId{0}}});
      for (const auto& [state, label] : starts_of(graph_, Direction::from_facility, seeds))
        starts_.push_back({lane, topology.rank_of(state.index()), label.time()});
      along_edges(batch[lane], seeds, limit, rows[batch[lane]]);
    }
    const LaneKernels& kernels = sweep_.kernels();
    sweep_.run(starts_, limit, [&](std::uint32_t cell, const Lane* rows_of_cell) {
      const std::uint32_t first = topology.order().cells[cell].first;
      ends_.for_each_state(cell, [&](std::uint32_t rank, const auto* step, const auto* end) {
        for (const auto* s = step; s != end; ++s)
          if (touched_in_[s->rank] != run_) {
            touched_in_[s->rank] = run_;
            touched_.push_back(s->rank);
            kernels.clear(times_.get() + std::size_t{s->rank} * kLanes, 1);
          }
        kernels.climb(times_.get(), rows_of_cell + std::size_t{rank - first} * kLanes, step, end);
      });
    });
    std::ranges::sort(touched_);
    for (std::size_t lane = 0; lane < batch.size(); ++lane) {
      along_.swap(rows[batch[lane]]);
      read(lane, batch[lane], rows[batch[lane]]);
      merge_along_edges(rows[batch[lane]]);
      along_.clear();
    }
  }

 private:
  struct Free {
    void operator()(Lane* lanes) const { std::free(lanes); }
  };
  /// Destinations on the very edges where an origin meets the roads.
  void along_edges(std::uint32_t origin, const std::vector<Seed>& seeds, Duration limit,
                   std::vector<TimeBetween>& row) const {
    const EdgeSeeds on_edges{graph_, Direction::from_facility, seeds};
    for (const EdgeId edge : on_edges.edges())
      for (const auto& end : ends_.on_edge(edge))
        if (const Duration time = on_edges.at(edge, end.times).time() + end.leg;
            time <= limit && !time.is_never())
          row.push_back({origin, end.destination, time});
  }

  /// A lane's row, by destination.
  void read(std::size_t lane, std::uint32_t origin, std::vector<TimeBetween>& row) const {
    std::size_t count = 0;
    for (const std::uint32_t d : touched_)
      count += times_[std::size_t{d} * kLanes + lane] <= sweep_.limit();
    row.reserve(count + along_.size());
    for (const std::uint32_t d : touched_)
      if (const Lane time = times_[std::size_t{d} * kLanes + lane]; time <= sweep_.limit())
        row.push_back({origin, d, Duration::from_ticks(static_cast<Duration::Ticks>(time))});
  }

  /// The few that an origin's own edges give.
  void merge_along_edges(std::vector<TimeBetween>& row) const {
    for (const TimeBetween& along : along_) {
      const auto at = std::ranges::lower_bound(row, along.to, {}, &TimeBetween::to);
      if (at == row.end() || at->to != along.to)
        row.insert(at, along);
      else
        at->time = std::min(at->time, along.time);
    }
  }

  const ModeGraph& graph_;
  const Ends& ends_;
  LaneSweep sweep_;
  std::uint32_t run_ = 0;
  std::vector<std::uint32_t> touched_in_;  ///< run in which one came near it, a destination
  std::vector<std::uint32_t> touched_;
  std::vector<TimeBetween> along_;
  std::vector<LaneSweep::Start> starts_;
  std::unique_ptr<Lane[], Free> times_;  ///< rows of destinations; only those touched are there
};

}  // namespace

std::vector<TimeBetween> times_by_sweeps(const ModeGraph& graph, const Hierarchy& hierarchy,
                                         std::span<const std::vector<Leg>> origins,
                                         std::span<const std::vector<Leg>> destinations,
                                         Duration limit, const Progress& progress) {
  const Topology& topology = hierarchy.topology();
  const Ends ends{graph, topology, destinations};
  // Origins near each other in one batch.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> by_rank;
  for (std::uint32_t o = 0; o < origins.size(); ++o) {
    std::uint32_t rank = ~std::uint32_t{0};
    for (const Leg& leg : origins[o])
      for_each_door(
          graph, Direction::to_facility, leg.place.edge, graph.times(leg.place),
          [&](StateId state, Duration) { rank = std::min(rank, topology.rank_of(state.index())); });
    by_rank.emplace_back(rank, o);
  }
  std::ranges::sort(by_rank);
  std::vector<std::uint32_t> order;
  for (const auto& [rank, origin] : by_rank) order.push_back(origin);

  std::vector<std::vector<TimeBetween>> rows(origins.size());
  const std::size_t batches = (order.size() + kLanes - 1) / kLanes;
  LoopTeller teller{progress, "stage_matrix", batches};
  parallel_for(
      batches,
      [&] {
        return Batches{graph, hierarchy, ends, destinations.size()};
      },
      [&](std::size_t b, Batches& of) {
        if (!teller.go_on()) return;
        const std::size_t first = b * kLanes, last = std::min(first + kLanes, order.size());
        of.run({order.data() + first, order.data() + last}, origins, limit, rows);
      });
  std::vector<TimeBetween> all;
  for (auto& row : rows) {
    all.insert(all.end(), row.begin(), row.end());
    row = {};
  }
  return all;
}

}  // namespace lifecircle
