#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/column.hpp"
#include "engine/search/heap.hpp"
#include "engine/search/hierarchy/source_sweep.hpp"
#include "engine/search/seeds.hpp"

namespace lifecircle {

/// How far one place reaches: Dijkstra's algorithm from one point's legs, stopped at a limit; over
/// a hierarchy a sweep (SourceSweep), which gives the same.
///
/// The graph is shared and constant; a Reach is what one thread needs to search it, again and
/// again. A run costs O((n + m) log m) for the states and steps *within the limit*, whatever the
/// size of the city: times of earlier runs are dated, not cleared. Memory: 8 bytes a state, and 4
/// with a hierarchy.
class Reach {
 public:
  /// By the hierarchy the graph carries now, if it does.
  explicit Reach(const ModeGraph& graph) : Reach{graph, graph.hierarchy()} {}
  /// By a hierarchy of the graph; null: by Dijkstra's algorithm.
  Reach(const ModeGraph& graph, std::shared_ptr<const Hierarchy> hierarchy);

  /// Spreads from the legs; `direction` as seen from the far end: to_facility asks how long others
  /// take to come to the point, from_facility how long one takes from it. Legs longer than the
  /// limit are ignored.
  void run(Direction direction, std::span<const Leg> legs, Duration limit);

  /// States within the limit, nearest first, equal times by state.
  const std::vector<StateId>& settled() const { return settled_; }
  /// Time of a state, never() beyond the limit.
  Duration at(StateId state) const {
    return label_[state].run == run_ ? label_[state].time : Duration::never();
  }
  /// Time of a place; may be beyond the limit when found, never() when not found within it.
  Duration at(EdgeId edge, const PlaceTimes& times) const;
  Direction direction() const { return direction_; }
  const ModeGraph& graph() const { return *graph_; }
  /// Places of the point's own legs on an edge, from its tail.
  bool has_places_on(EdgeId edge) const { return seeds_.has(edge); }
  std::vector<Place> places_on(EdgeId edge) const { return seeds_.places_on(edge); }
  /// Edges on which the point itself has legs.
  const std::vector<EdgeId>& own_edges() const { return seeds_.edges(); }

 private:
  struct Dated {
    Duration time = Duration::never();
    std::uint32_t run = 0;
  };
  void search(std::span<const std::pair<StateId, Label>> starts, Duration limit);
  void sweep(std::span<const std::pair<StateId, Label>> starts, Duration limit);
  void sort_nearest_first(const std::vector<SourceSweep::Found>& found);

  const ModeGraph* graph_;
  std::shared_ptr<const Hierarchy> hierarchy_;
  std::optional<SourceSweep> sweep_;
  Direction direction_ = Direction::to_facility;
  Column<StateId, Dated> label_;
  std::uint32_t run_ = 0;
  EdgeSeeds seeds_;
  StateHeap<Duration> heap_;
  std::vector<StateId> settled_;
  std::vector<std::uint64_t> sorted_;  ///< time and state, by spans of time
  std::vector<std::uint32_t> first_;   ///< of each span
};

}  // namespace lifecircle
