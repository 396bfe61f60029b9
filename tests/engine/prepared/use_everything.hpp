#pragma once

#include <vector>

#include "engine/network/islands.hpp"
#include "engine/network/useful_legs.hpp"
#include "engine/prepared/prepared.hpp"
#include "engine/search/hierarchy/lane_sweep.hpp"
#include "engine/search/hierarchy/nearest_sweep.hpp"
#include "engine/search/k_nearest.hpp"
#include "engine/search/nearest_table.hpp"
#include "engine/search/opened.hpp"
#include "engine/search/reach.hpp"
#include "engine/search/rows.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle::test {

/// Puts to a graph all that is ever asked of one, and folds the answers into a number.
class UseEverything {
 public:
  UseEverything(const RandomTown& town, const ModeGraph& graph)
      : town_{town}, graph_{graph}, ground_{graph.network(), town.barriers} {
    for (const Facility& facility : town.facilities)
      legs_.push_back(join_facility(ground_, graph, facility, 200).legs);
    for (const Point home : town.homes.at) legs_.push_back(ground_.legs(graph, home, 200));
    legs_.push_back(legs_everywhere());
    for (const Direction direction : {Direction::to_facility, Direction::from_facility})
      search(direction);
    matrices();
    open_gates();
    customize_again();
    const Islands islands = find_islands(graph);
    for (const auto junctions : islands.junctions) fold(junctions);
  }
  std::uint64_t answers() const { return answers_; }

 private:
  void fold(std::uint64_t value) { answers_ = (answers_ ^ value) * 0x9e3779b97f4a7c15u; }

  /// On the first and last piece of every edge, whatever the profile says of it.
  std::vector<Leg> legs_everywhere() const {
    std::vector<Leg> legs;
    for (std::size_t e = 0; e < graph_.network().edge_count(); ++e) {
      const auto last = static_cast<std::uint32_t>(graph_.network().piece_count(EdgeId{e}) - 1);
      if (!graph_.usable(EdgeId{e})) continue;
      legs.push_back({{EdgeId{e}, 0, 0.25}, Duration::seconds(1), 0, {}, 0, 0});
      legs.push_back({{EdgeId{e}, last, 1.0}, Duration{}, 0, {}, 0, 0});
    }
    return legs;
  }

  void search(Direction direction) {
    std::vector<Seed> seeds;
    for (std::size_t i = 0; i < legs_.size(); ++i)
      for (const Leg& leg : legs_[i]) seeds.push_back({leg.place, {leg.time, FacilityId{i}}});
    const NearestField field{graph_, direction, seeds, Duration::minutes(20)};
    const NearestTable table{graph_, direction, {&field}};
    const KNearestField several{graph_, direction, seeds, 2};
    Surroundings around;
    UsefulLegs useful;
    for (const Point home : town_.homes.at) {
      around.look(ground_, home, 200);
      std::vector<Label> best(1);
      for (const auto& way : useful.around(graph_, around, true, true))
        table.lower(way.edge, way.times, way.leg, best);
      fold(best.front().bits);
      for (const Leg& leg : ground_.legs(graph_, home, 200)) {
        fold((field.at(leg.place) + leg.time).bits);
        for (const Label label : several.at(leg.place)) fold(label.bits);
      }
    }
    Reach reach{graph_};
    for (const auto& legs : legs_) {
      reach.run(direction, legs, Duration::minutes(10));
      for (const StateId s : reach.settled()) fold(reach.at(s).ticks());
    }
    const auto hierarchy = graph_.hierarchy();
    if (hierarchy == nullptr) return;
    const auto starts = starts_of(graph_, direction, seeds);
    const auto labels = nearest_labels(*hierarchy, direction, starts, Duration::never());
    for (std::size_t s = 0; s < graph_.state_count(); ++s) fold(labels[StateId{s}].bits);
    for (const int lanes : {16, 64}) {
      LaneSweep sweep{*hierarchy, direction, lanes};
      for (const double minutes : {3.0, 400.0}) {
        std::vector<LaneSweep::Start> lane_starts;
        for (std::uint32_t r = 0; r < hierarchy->size(); ++r)
          lane_starts.push_back({r % static_cast<std::uint32_t>(lanes), r, Duration{}});
        const auto fold_rows = [&](const LaneSweep::Rows& rows) {
          for (std::uint32_t rank = rows.first; rank < rows.last; ++rank)
            rows.for_each_lane([&](std::size_t lane) {
              const Lane time = rows.row(rank)[lane];
              fold(time <= sweep.limit() ? static_cast<std::uint64_t>(time) : 0);
            });
        };
        sweep.run(lane_starts, Duration::minutes(minutes), fold_rows);
        sweep.cover(lane_starts, Duration::minutes(minutes), CellSpans{*hierarchy, direction},
                    fold_rows,
                    [&](const LaneSweep::Covered& whole) { fold(whole.first + whole.lanes); });
      }
    }
  }

  void matrices() {
    const Ends ends{graph_, legs_};
    const auto hierarchy = graph_.hierarchy();
    for (const Direction direction : {Direction::to_facility, Direction::from_facility}) {
      const RowQuestion question{&graph_, direction, legs_, &ends, Duration::minutes(600)};
      std::vector<std::uint64_t> rows(legs_.size(), 0);
      const auto on_row = [&](std::size_t origin, std::span<const Reached> row) {
        for (const Reached& r : row) rows[origin] = rows[origin] * 31 + r.point + r.time.ticks();
      };
      rows_by_searches(question, on_row);
      for (const std::uint64_t row : rows) fold(row);
      if (hierarchy) rows_by_sweeps(question, *hierarchy, on_row);
      for (const std::uint64_t row : rows) fold(row);
    }
  }

  void open_gates() {
    const Incidence incidence{graph_.network()};
    const ClosedJunctions junctions{graph_, incidence};
    std::vector<NodeId> closed;
    for (std::size_t n = 0; n < graph_.network().node_count(); ++n)
      junctions.at(graph_.network().position(NodeId{n}), closed);
    const OwnGates gates{junctions, closed};
    for (const Direction direction : {Direction::to_facility, Direction::from_facility}) {
      std::vector<Seed> seeds;
      for (const Leg& leg : legs_.back()) seeds.push_back({leg.place, {leg.time, FacilityId{0}}});
      const NearestField field{graph_, direction, seeds};
      const OpenedField opened{field, gates};
      for (const Leg& leg : legs_.back())
        fold(opened.at(leg.place.edge, graph_.times(leg.place)).bits);
    }
  }

  /// Another speed over the same network and topology.
  void customize_again() {
    Profile slower = graph_.profile();
    for (auto& [road_class, speed] : slower.speed)
      if (speed.kmh) *speed.kmh /= 2;
    const ModeGraph graph{graph_.network(), slower};
    fold(graph.step_count());
    const auto hierarchy = graph_.hierarchy();
    if (hierarchy == nullptr) return;
    const auto& topology = hierarchy->shared_topology();
    if (Hierarchy::fits(*topology, graph)) fold(Hierarchy{topology, graph}.step_count());
  }

  const RandomTown& town_;
  const ModeGraph& graph_;
  Ground ground_;
  std::vector<std::vector<Leg>> legs_;
  std::uint64_t answers_ = 0;
};

}  // namespace lifecircle::test
