#pragma once

#include <cstdint>
#include <vector>

#include "algorithms/siting/rooms.hpp"

namespace lifecircle::siting {

/// Demands sent to open sites.
struct Sent {
  std::vector<std::uint32_t> site_of;  ///< [demand] candidate or RoomAnswer::kNowhere
  std::int64_t value = 0;  ///< sum of weight x time, `far` for those sent nowhere; of least_time
};

/// Sends every demand whole to one of the `open` sites that reach it and have room: first those
/// that lose most otherwise, each to the nearest; then moves, exchanges, and pushing one out to
/// where there is room, while that helps.
Sent send(const Relation& relation, const RoomProblem& question,
          const std::vector<std::uint32_t>& open);

}  // namespace lifecircle::siting
