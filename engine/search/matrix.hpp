#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/progress.hpp"
#include "engine/network/join.hpp"

namespace lifecircle {

class Hierarchy;

/// One entry of a table of times.
struct TimeBetween {
  std::uint32_t from;
  std::uint32_t to;
  Duration time;
  friend auto operator<=>(const TimeBetween&, const TimeBetween&) = default;
};

/// Two ways to the same table.
enum class MatrixWay : std::uint8_t {
  searches,  ///< one search an origin
  sweeps     ///< 64 origins at a time, over a hierarchy made for it
};
const char* matrix_way_name(MatrixWay way);

/// Times from every origin to every destination within `limit` (closed), access legs at both
/// ends counted; pairs beyond it are left out. `origins` and `destinations` are the legs of each
/// point. In parallel; ordered by (from, to), the same for any number of threads and either way.
/// Cancelled by `progress`: returns what is done, the caller knows.
///
/// By itself it tries some origins and takes the way that looks cheaper by what they reach: a
/// hierarchy costs as much as reaching each state a hundred times or so. `way` says which it was.
/// By searches a row costs one search within the limit and one reading for each destination leg on
/// the roads it touches; by sweeps see LaneSweep, and one reading for each leg of a destination
/// that a batch touches.
std::vector<TimeBetween> times_between(const ModeGraph& graph,
                                       std::span<const std::vector<Leg>> origins,
                                       std::span<const std::vector<Leg>> destinations,
                                       Duration limit, const Progress& progress = {},
                                       MatrixWay* way = nullptr);

/// By searches alone: the judge of the other.
std::vector<TimeBetween> times_by_searches(const ModeGraph& graph,
                                           std::span<const std::vector<Leg>> origins,
                                           std::span<const std::vector<Leg>> destinations,
                                           Duration limit, const Progress& progress = {});
/// By sweeps alone, over a hierarchy of the graph; LaneSweep::can_count_to(limit).
std::vector<TimeBetween> times_by_sweeps(const ModeGraph& graph, const Hierarchy& hierarchy,
                                         std::span<const std::vector<Leg>> origins,
                                         std::span<const std::vector<Leg>> destinations,
                                         Duration limit, const Progress& progress = {});

}  // namespace lifecircle
