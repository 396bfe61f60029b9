#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/ranked_bits.hpp"
#include "engine/network/join.hpp"
#include "engine/search/label.hpp"

namespace lifecircle {

/// A place on the roads where a facility is, and how long one takes between the two.
struct Seed {
  Place place;
  Label label;  ///< the leg, and whose it is
};

/// What seeds give the junction states: label of a state, before any search.
std::vector<std::pair<StateId, Label>> starts_of(const ModeGraph& graph, Direction direction,
                                                 const std::vector<Seed>& seeds);

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
    const auto place = place_of(edge);
    return place ? read(*place, edge, times) : Label{};
  }

  /// Whether an edge has seeds.
  bool has(EdgeId edge) const { return place_of(edge).has_value(); }
  /// Places of the seeds of an edge, from its tail, each once.
  std::vector<Place> places_on(EdgeId edge) const;
  /// Edges with seeds, sorted.
  const std::vector<EdgeId>& edges() const { return edges_; }

 private:
  struct At {
    std::pair<std::uint32_t, double> position;
    std::int64_t left;   ///< running best from the tail side, see seeds.cpp
    std::int64_t right;  ///< running best from the head side
  };
  /// Where the edge is among those with seeds.
  std::optional<std::size_t> place_of(EdgeId edge) const {
    if (!bits_.empty()) return bits_.rank(edge.index());
    const auto found = std::lower_bound(edges_.begin(), edges_.end(), edge);
    if (found == edges_.end() || *found != edge) return std::nullopt;
    return static_cast<std::size_t>(found - edges_.begin());
  }
  Label read(std::size_t place, EdgeId edge, const PlaceTimes& times) const;

  const ModeGraph* graph_ = nullptr;
  Direction direction_ = Direction::to_facility;
  RankedBits bits_;                      ///< the edges again; empty for few
  std::vector<EdgeId> edges_;            ///< sorted
  std::vector<std::uint64_t> first_{0};  ///< one an edge, and the end: into at_
  std::vector<At> at_;
};

}  // namespace lifecircle
