#include <algorithm>
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

/// By which states one comes to each destination, and to which destinations one comes in a cell.
class Ends {
 public:
  using Step = Hierarchy::Step;

  Ends(const ModeGraph& graph, const Topology& topology,
       std::span<const std::vector<Leg>> destinations)
      : first_cell_(topology.order().cells.size() + 1, 0) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> in_cell;
    for (std::uint32_t d = 0; d < destinations.size(); ++d) {
      const std::size_t first = steps_.size();
      for (const Leg& leg : destinations[d]) {
        const PlaceTimes times = graph.times(leg.place);
        on_edge_.push_back({leg.place.edge, times, leg.time, d});
        for_each_door(graph, Direction::from_facility, leg.place.edge, times,
                      [&](StateId state, Duration time) {
                        if (const Duration all = time + leg.time; !all.is_never())
                          steps_.push_back({topology.rank_of(state.index()), all.ticks()});
                      });
      }
      std::sort(steps_.begin() + static_cast<std::ptrdiff_t>(first), steps_.end(),
                [](const Step& a, const Step& b) {
                  return std::pair{a.rank, a.ticks} < std::pair{b.rank, b.ticks};
                });
      const auto last =
          std::unique(steps_.begin() + static_cast<std::ptrdiff_t>(first), steps_.end(),
                      [](const Step& a, const Step& b) { return a.rank == b.rank; });
      steps_.erase(last, steps_.end());
      for (std::size_t i = first; i < steps_.size(); ++i)
        in_cell.emplace_back(topology.cell_of(steps_[i].rank), d);
      first_.push_back(steps_.size());
    }
    std::ranges::sort(in_cell);
    in_cell.erase(std::unique(in_cell.begin(), in_cell.end()), in_cell.end());
    for (const auto& [cell, destination] : in_cell) {
      ++first_cell_[cell + 1];
      in_cell_.push_back(destination);
    }
    for (std::size_t c = 1; c < first_cell_.size(); ++c) first_cell_[c] += first_cell_[c - 1];
    std::ranges::stable_sort(on_edge_, {}, &OnEdge::edge);
  }

  struct OnEdge {
    EdgeId edge;
    PlaceTimes times;
    Duration leg;
    std::uint32_t destination;
  };
  std::span<const Step> steps(std::uint32_t destination) const {
    return {steps_.data() + first_[destination], steps_.data() + first_[destination + 1]};
  }
  std::span<const std::uint32_t> in_cell(std::uint32_t cell) const {
    return {in_cell_.data() + first_cell_[cell], in_cell_.data() + first_cell_[cell + 1]};
  }
  std::span<const OnEdge> on_edge(EdgeId edge) const {
    const auto first = std::ranges::lower_bound(on_edge_, edge, {}, &OnEdge::edge);
    const auto last = std::ranges::upper_bound(on_edge_, edge, {}, &OnEdge::edge);
    return {first, last};
  }

 private:
  std::vector<std::size_t> first_{0};
  std::vector<Step> steps_;
  std::vector<std::size_t> first_cell_;
  std::vector<std::uint32_t> in_cell_;
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
        touched_in_(destinations, 0) {}

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
    sweep_.run(starts_, limit, [&](std::uint32_t cell) {
      for (const std::uint32_t d : ends_.in_cell(cell))
        if (touched_in_[d] != run_) {
          touched_in_[d] = run_;
          touched_.push_back(d);
        }
    });
    for (const std::uint32_t d : touched_) read(d, batch, rows);
    for (const std::uint32_t origin : batch) put_in_order(rows[origin]);
  }

 private:
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

  void read(std::uint32_t destination, std::span<const std::uint32_t> batch,
            std::vector<std::vector<TimeBetween>>& rows) {
    // Rows of cells that were passed over are of other runs: nobody comes there in time.
    steps_.clear();
    for (const auto& step : ends_.steps(destination))
      if (sweep_.visited(sweep_.hierarchy().topology().cell_of(step.rank))) steps_.push_back(step);
    if (!sweep_.kernels().descend(times_, sweep_.row(0), steps_.data(),
                                  steps_.data() + steps_.size(), true, sweep_.limit()))
      return;
    for (std::size_t lane = 0; lane < batch.size(); ++lane)
      if (times_[lane] <= sweep_.limit())
        rows[batch[lane]].push_back(
            {batch[lane], destination,
             Duration::from_ticks(static_cast<Duration::Ticks>(times_[lane]))});
  }

  /// By destination, each with its best time.
  static void put_in_order(std::vector<TimeBetween>& row) {
    std::ranges::sort(row);
    const auto last = std::unique(row.begin(), row.end(),
                                  [](const auto& a, const auto& b) { return a.to == b.to; });
    row.erase(last, row.end());
  }

  const ModeGraph& graph_;
  const Ends& ends_;
  LaneSweep sweep_;
  std::uint32_t run_ = 0;
  std::vector<std::uint32_t> touched_in_;  ///< run in which one came near it, a destination
  std::vector<std::uint32_t> touched_;
  std::vector<LaneSweep::Start> starts_;
  std::vector<Ends::Step> steps_;
  alignas(64) Lane times_[kLanes];
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
