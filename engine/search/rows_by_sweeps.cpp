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
#include "engine/search/hierarchy/rank_order.hpp"
#include "engine/search/rows.hpp"
#include "engine/search/seeds.hpp"

namespace lifecircle {
namespace {

constexpr std::uint32_t kLanes = 64;

/// By which states one comes to each end: cell by cell, state by state.
class Doors {
 public:
  using Step = Hierarchy::Step;  ///< `rank` is the point's number here

  Doors(const RowQuestion& question, const Topology& topology)
      : first_(topology.order().cells.size() + 1, 0) {
    std::vector<std::pair<std::uint32_t, Step>> all;  // by rank of the state
    for (const End& end : question.ends->all())
      for_each_door(
          *question.graph, question.direction, end.edge, end.times,
          [&](StateId state, Duration time) {
            if (const Duration whole = time + end.leg; whole <= question.limit)
              all.push_back({topology.rank_of(state.index()), {end.point, whole.ticks()}});
          });
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
    std::vector<std::uint32_t> ranks;
    for (const State& state : states_) ranks.push_back(state.rank);
    cells_ = cells_asked(topology, ranks);
    states_.push_back({0, steps_.size()});
  }

  /// Where one comes to an end: see LaneSweep::run.
  std::span<const char> cells() const { return cells_; }
  /// Calls f(rank, step, end) for the states of a cell by which one comes to an end.
  template <class F>
  void for_each_state(std::uint32_t cell, F f) const {
    for (std::size_t s = first_[cell]; s < first_[cell + 1]; ++s)
      f(states_[s].rank, steps_.data() + states_[s].first, steps_.data() + states_[s + 1].first);
  }

 private:
  struct State {
    std::uint32_t rank;
    std::size_t first;
  };
  std::vector<char> cells_;
  std::vector<std::size_t> first_;  ///< one a cell, and the end: into states_
  std::vector<State> states_;
  std::vector<Step> steps_;
};

/// One batch after another, by one thread.
class Batches {
 public:
  Batches(const RowQuestion& question, const Hierarchy& hierarchy, const Doors& doors)
      : q_{question},
        doors_{doors},
        sweep_{hierarchy, question.direction, kLanes},
        touched_in_(question.ends->point_count(), 0),
        times_{static_cast<Lane*>(std::aligned_alloc(
            64, std::max<std::size_t>(question.ends->point_count(), 1) * kLanes * sizeof(Lane)))} {
    if (!times_) throw std::bad_alloc{};
  }

  /// Rows of some origins.
  void run(std::span<const std::uint32_t> batch, const OnRow& on_row) {
    const Topology& topology = sweep_.hierarchy().topology();
    ++run_;
    starts_.clear();
    touched_.clear();
    along_.assign(batch.size(), {});
    for (std::uint32_t lane = 0; lane < batch.size(); ++lane) {
      std::vector<Seed> seeds;
      for (const Leg& leg : q_.origins[batch[lane]])
        if (leg.time <= q_.limit) seeds.push_back({leg.place, Label{leg.time, FacilityId{0}}});
      for (const auto& [state, label] : starts_of(*q_.graph, q_.direction, seeds))
        starts_.push_back({lane, topology.rank_of(state.index()), label.time()});
      find_along_edges(std::move(seeds), along_[lane]);
    }
    sweep_.run(
        starts_, q_.limit,
        [&](const LaneSweep::Rows& rows) {
          doors_.for_each_state(
              rows.cell, [&](std::uint32_t rank, const auto* step, const auto* end) {
                const Lane* lanes = rows.row(rank);
                for (const auto* s = step; s != end; ++s) {
                  Lane* const times = times_.get() + std::size_t{s->rank} * kLanes;
                  if (touched_in_[s->rank] != run_) {
                    touched_in_[s->rank] = run_;
                    touched_.push_back(s->rank);
                    std::fill_n(times, kLanes, kBeyond);
                  }
                  for (const std::uint8_t group : rows.groups) {
                    sweep_.kernels().lower(times + group * kGroup, lanes + group * kGroup,
                                           static_cast<Lane>(s->ticks));
                  }
                }
              });
        },
        doors_.cells());
    std::ranges::sort(touched_);
    for (std::size_t lane = 0; lane < batch.size(); ++lane) {
      if (lane % kGroup == 0) read(lane);
      merge(along_[lane], rows_[lane % kGroup]);
      on_row(batch[lane], rows_[lane % kGroup]);
    }
  }

 private:
  struct Free {
    void operator()(Lane* lanes) const { std::free(lanes); }
  };
  /// Ends on the very edges where an origin meets the roads.
  void find_along_edges(std::vector<Seed> seeds, std::vector<Reached>& along) const {
    const EdgeSeeds on_edges{*q_.graph, q_.direction, std::move(seeds)};
    for (const EdgeId edge : on_edges.edges())
      for (const End& end : q_.ends->on(edge))
        if (const Duration time = on_edges.at(edge, end.times).time() + end.leg;
            time <= q_.limit && !time.is_never())
          along.push_back({end.point, time});
  }

  /// Rows of a group of lanes, by point: all of them at once, since times of a point stand
  /// together.
  void read(std::size_t first_lane) {
    std::size_t count[kGroup] = {};
    for (auto& row : rows_) row.resize(touched_.size());
    Reached* to[kGroup];
    for (int l = 0; l < kGroup; ++l) to[l] = rows_[l].data();
    for (const std::uint32_t point : touched_) {
      const Lane* const times = times_.get() + std::size_t{point} * kLanes + first_lane;
      for (int l = 0; l < kGroup; ++l) {
        to[l][count[l]] = {point, Duration::from_ticks(static_cast<Duration::Ticks>(times[l]))};
        count[l] += times[l] <= sweep_.limit();
      }
    }
    for (int l = 0; l < kGroup; ++l) rows_[l].resize(count[l]);
  }

  /// The few that an origin's own edges give.
  static void merge(const std::vector<Reached>& along, std::vector<Reached>& row) {
    for (const Reached& a : along) {
      const auto at = std::ranges::lower_bound(row, a.point, {}, &Reached::point);
      if (at == row.end() || at->point != a.point)
        row.insert(at, a);
      else
        at->time = std::min(at->time, a.time);
    }
  }

  const RowQuestion& q_;
  const Doors& doors_;
  LaneSweep sweep_;
  std::uint32_t run_ = 0;
  std::vector<std::uint32_t> touched_in_;  ///< run in which one came near it, a point
  std::vector<std::uint32_t> touched_;
  std::vector<std::vector<Reached>> along_;  ///< [lane]
  std::vector<Reached> rows_[kGroup];
  std::vector<LaneSweep::Start> starts_;
  std::unique_ptr<Lane[], Free> times_;  ///< rows of points; only those touched are there
};

/// Origins near each other in one batch.
std::vector<std::uint32_t> by_rank(const RowQuestion& q, const Topology& topology) {
  std::vector<std::uint32_t> ranks;
  for (const std::vector<Leg>& origin : q.origins) {
    std::uint32_t rank = ~std::uint32_t{0};
    for (const Leg& leg : origin)
      for_each_door(
          *q.graph, opposite(q.direction), leg.place.edge, q.graph->times(leg.place),
          [&](StateId state, Duration) { rank = std::min(rank, topology.rank_of(state.index())); });
    ranks.push_back(rank);
  }
  return rank_order(ranks);
}

}  // namespace

void rows_by_sweeps(const RowQuestion& question, const Hierarchy& hierarchy, const OnRow& on_row,
                    const Progress& progress) {
  const Doors doors{question, hierarchy.topology()};
  const std::vector<std::uint32_t> order = by_rank(question, hierarchy.topology());
  const std::size_t batches = (order.size() + kLanes - 1) / kLanes;
  LoopTeller teller{progress, question.stage, batches};
  parallel_for(
      batches,
      [&] {
        return Batches{question, hierarchy, doors};
      },
      [&](std::size_t b, Batches& of) {
        if (!teller.go_on()) return;
        const std::size_t first = b * kLanes, last = std::min(first + kLanes, order.size());
        of.run({order.data() + first, order.data() + last}, on_row);
      });
}

}  // namespace lifecircle
