#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/search/rows.hpp"

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
/// point. In parallel; ordered by (from, to), the same for any number of threads and either way of
/// for_each_row, of which `way` says which it was. Cancelled by `progress`: returns what is done,
/// the caller knows. Memory: 20 bytes an entry.
std::vector<TimeBetween> times_between(const ModeGraph& graph,
                                       std::span<const std::vector<Leg>> origins,
                                       std::span<const std::vector<Leg>> destinations,
                                       Duration limit, const Progress& progress = {},
                                       SearchWay* way = nullptr);

}  // namespace lifecircle
