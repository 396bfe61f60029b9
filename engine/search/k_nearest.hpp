#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/search/seeds.hpp"

namespace lifecircle {

/// For every place on the roads, its k nearest facilities in order: Dijkstra's algorithm in
/// which a state is settled up to k times, each time for another facility.
///
/// A run costs k times that of a NearestField; memory 8 k bytes a state. A reading looks at the
/// seeds of its own edge one by one.
class KNearestField {
 public:
  /// k >= 1.
  KNearestField(const ModeGraph& graph, Direction direction, std::vector<Seed> seeds, int k,
                Duration limit = Duration::never());

  /// Up to k labels of different facilities, best first.
  std::vector<Label> at(const Place& place) const;

 private:
  std::span<const Label> of(StateId state) const {
    const std::size_t k = static_cast<std::size_t>(k_);
    return {label_.data() + state.index() * k,
            label_.data() + state.index() * k + count_[state.index()]};
  }

  const ModeGraph* graph_;
  Direction direction_;
  int k_;
  std::vector<Label> label_;                             ///< k a state, best first
  std::vector<std::uint8_t> count_;                      ///< filled ones of a state
  std::vector<std::pair<EdgeId, std::size_t>> by_edge_;  ///< sorted: seeds of an edge
  std::vector<Seed> seeds_;
  std::vector<PlaceTimes> seed_times_;
};

/// The k best of some labels with each facility once, best first.
void keep_k_best(std::vector<Label>& labels, int k);

}  // namespace lifecircle
