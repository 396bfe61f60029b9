#pragma once

#include <span>
#include <vector>

#include "engine/search/nearest.hpp"

namespace lifecircle {

/// Several fields of one mode and direction side by side, so that a place is read in all of them at
/// the price of one: labels of a state lie together.
///
/// A reading touches 8 bytes a field at each end of the edge; memory 8 bytes a field and state, a
/// bit an edge. Immutable, safe to read from any number of threads. The fields must outlive it.
class NearestTable {
 public:
  NearestTable(const ModeGraph& graph, Direction direction,
               std::vector<const NearestField*> fields);

  std::size_t size() const { return fields_.size(); }
  Direction direction() const { return direction_; }

  /// Lowers `best[i]` to field i's label at the place plus `leg`, where that is less. `best` has
  /// one label a field; labels that are never() must be Label{}, and stay so.
  void lower(EdgeId edge, const PlaceTimes& times, Duration leg, std::span<Label> best) const;

 private:
  const ModeGraph* graph_;
  Direction direction_;
  std::vector<const NearestField*> fields_;
  std::vector<Label> labels_;    ///< [state][field]
  std::vector<bool> has_seeds_;  ///< one an edge: some field's facility wins along it
};

}  // namespace lifecircle
