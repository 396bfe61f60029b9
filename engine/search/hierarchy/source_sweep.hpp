#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/search/hierarchy/hierarchy.hpp"
#include "engine/search/hierarchy/rank_set.hpp"
#include "engine/search/label.hpp"

namespace lifecircle {

/// One search over a hierarchy, stopped at a limit: up from its starts, then down through those
/// cells that it comes to within the limit, as a lane of LaneSweep does, but alone.
///
/// What one thread needs, to be used again and again; `hierarchy` must outlive it. A run costs an
/// addition and a comparison a step of the cells visited, and a word for each 4,096 states of the
/// network; nothing is queued. Memory: 4 bytes a state.
class SourceSweep {
 public:
  explicit SourceSweep(const Hierarchy& hierarchy);

  struct Found {
    std::uint32_t rank;
    std::uint32_t ticks;
  };
  /// All states within `limit` (none that is never() away) of the starts, (rank, time), each once,
  /// in no promised order; gone with the next run. from_facility: how long one takes from the
  /// starts; to_facility: to them.
  const std::vector<Found>& run(Direction direction,
                                std::span<const std::pair<StateId, Label>> starts, Duration limit);

 private:
  void climb(const Hierarchy::Steps& steps, std::uint32_t limit);
  void descend(const Hierarchy::Steps& steps, std::uint32_t limit);
  bool border_is_live(std::uint32_t cell, std::uint32_t limit) const;

  const Hierarchy* hierarchy_;
  std::vector<std::uint32_t> time_;     ///< one a rank; never but while a run is going on
  std::vector<std::uint32_t> climbed_;  ///< ranks within the limit by way of lower ones, by rank
  RankSet queue_;
  std::vector<Found> found_;
};

}  // namespace lifecircle
