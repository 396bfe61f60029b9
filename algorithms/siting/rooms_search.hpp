#pragma once

#include <cstdint>
#include <vector>

#include "algorithms/siting/rooms_send.hpp"
#include "engine/base/progress.hpp"

namespace lifecircle::siting {

/// Open sites, kept and required ones among them, and where everybody goes.
struct RoomFound {
  std::vector<std::uint32_t> open;
  Sent sent;
};

/// Opens one site after the other, each the one that seems to save most (rooms_savings.hpp).
/// Question of least_time that has a choice (rooms.hpp).
RoomFound build_with_room(const Relation& relation, const RoomProblem& question);

/// A local search from some open sites, a choice: some neighbouring sites are closed, who was there
/// goes where there is room, and new ones are opened, each the one that seems to save most. What is
/// not much worse than the best so far stays, ever less as the work goes on; else all is taken back
/// (ruin and recreate, Schrimpf et al., J. Computational Physics 159, 2000).
///
/// The answer depends on `seed` and `work` alone, pairs looked at, 3 to 15 ns each; of few sites it
/// ends before. Stops where nothing better can be: at a value of `enough`; and if `progress` asks.
RoomFound search_with_room(const Relation& relation, const RoomProblem& question,
                           const std::vector<std::uint32_t>& open, std::int64_t work,
                           std::int64_t enough, std::uint64_t seed, const Progress& progress = {});

}  // namespace lifecircle::siting
