#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/base/progress.hpp"
#include "engine/network/join.hpp"

namespace lifecircle {

/// One entry of a table of times.
struct TimeBetween {
  std::uint32_t from;
  std::uint32_t to;
  Duration time;
  friend auto operator<=>(const TimeBetween&, const TimeBetween&) = default;
};

/// Times from every origin to every destination within `limit` (closed), access legs at both
/// ends counted; pairs beyond it are left out. `origins` and `destinations` are the legs of each
/// point. One search an origin, in parallel; ordered by (from, to), the same for any number of
/// threads. Cancelled by `progress`: returns what is done, the caller knows.
///
/// A row costs one search within the limit and one reading for each destination leg on the roads it
/// touches.
std::vector<TimeBetween> times_between(const ModeGraph& graph,
                                       std::span<const std::vector<Leg>> origins,
                                       std::span<const std::vector<Leg>> destinations,
                                       Duration limit, const Progress& progress = {});

}  // namespace lifecircle
