#pragma once

#include <span>
#include <vector>

#include "engine/base/column.hpp"
#include "engine/search/seeds.hpp"

namespace lifecircle {

/// For every place on the roads, its nearest facility and the time between the two:
/// Dijkstra's algorithm (Numer. Math. 1, 1959) from all seeds at once, outward from the facilities
/// (on the reversed roads when people travel to them), with labels (time, facility) in place of
/// numbers.
///
/// One run costs O((n + m) log m) for the states and steps within `limit`, whatever the number
/// of facilities; where the graph carries a hierarchy, no more than two sweeps over it. A reading
/// O(1), or O(log) of the seeds on the same edge. Memory: 8 bytes a state.
/// Immutable once built; readable from any number of threads. It keeps a pointer to `graph`.
class NearestField {
 public:
  NearestField(const ModeGraph& graph, Direction direction, std::vector<Seed> seeds,
               Duration limit = Duration::never());
  /// From junction states themselves, each with its label.
  NearestField(const ModeGraph& graph, Direction direction,
               std::vector<std::pair<StateId, Label>> starts, Duration limit);

  /// Best label at a place. `times` are graph.times(place).
  Label at(EdgeId edge, const PlaceTimes& times) const;
  Label at(const Place& place) const { return at(place.edge, graph_->times(place)); }
  Label at(StateId state) const { return label_[state]; }
  /// What the facilities that meet the place's own edge give it, without going round by a junction.
  Label along_edge(EdgeId edge, const PlaceTimes& times) const { return seeds_.at(edge, times); }
  const EdgeSeeds& seeds() const { return seeds_; }
  /// Where facilities meet an edge and are nearer than by going on along it, from its tail.
  bool has_places_on(EdgeId edge) const { return seeds_.has(edge); }
  std::vector<Place> places_on(EdgeId edge) const { return seeds_.places_on(edge); }
  Direction direction() const { return direction_; }
  const ModeGraph& graph() const { return *graph_; }

 private:
  void spread(Duration limit, const std::vector<std::pair<StateId, Label>>& starts);
  bool spread_as_far_as(std::size_t settled, Duration limit,
                        const std::vector<std::pair<StateId, Label>>& starts);
  bool wins_nowhere(const Seed& seed) const;

  const ModeGraph* graph_;
  Direction direction_;
  EdgeSeeds seeds_;
  Column<StateId, Label> label_;
};

}  // namespace lifecircle
