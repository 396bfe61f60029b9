#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/join.hpp"
#include "engine/search/label.hpp"

namespace lifecircle {

/// A place on the roads where a facility is, and how long one takes between the two.
struct Seed {
  Place place;
  Label label;  ///< the leg, and whose it is
};

/// The seeds of a search along one edge: what a place on the same edge reads without going
/// round by a junction. Sorted by position with running best labels both ways, so that a reading
/// costs O(log seeds on the edge).
///
/// Holds: `at(place)` is the best over the edge's seeds of label + travel along the edge between
/// seed and place in the direction of the search, exactly.
class EdgeSeeds {
 public:
  EdgeSeeds() = default;
  EdgeSeeds(const ModeGraph& graph, Direction direction, std::vector<Seed> seeds);

  /// Best label at a place whose times are `times`, from the seeds of its own edge.
  Label at(EdgeId edge, const PlaceTimes& times) const {
    return edges_.empty() || (!has_seeds_.empty() && !has_seeds_[edge.index()]) ? Label{}
                                                                                : find(edge, times);
  }

  /// What the seeds give the junction states: label of a state, before any search.
  const std::vector<std::pair<StateId, Label>>& starts() const { return starts_; }
  /// Positions of the seeds of an edge, from its tail, each once.
  std::vector<std::pair<std::uint32_t, double>> places_on(EdgeId edge) const;
  /// Edges with seeds, sorted.
  const std::vector<EdgeId>& edges() const { return edges_; }

 private:
  struct At {
    std::pair<std::uint32_t, double> position;
    std::int64_t left;   ///< running best from the tail side, see seeds.cpp
    std::int64_t right;  ///< running best from the head side
  };
  Label find(EdgeId edge, const PlaceTimes& times) const;

  const ModeGraph* graph_ = nullptr;
  Direction direction_ = Direction::to_facility;
  std::vector<bool> has_seeds_;          ///< one an edge; empty for few seeds
  std::vector<EdgeId> edges_;            ///< sorted
  std::vector<std::uint64_t> first_{0};  ///< one an edge, and the end: into at_
  std::vector<At> at_;
  std::vector<std::pair<StateId, Label>> starts_;
};

}  // namespace lifecircle
