#include "engine/search/hierarchy/nearest_sweep.hpp"

#include <algorithm>
#include <limits>

namespace lifecircle {
namespace {

constexpr std::uint64_t kNothing = std::numeric_limits<std::uint64_t>::max();

/// Label + Duration on bare bits: a sum too large is nothing. (A time of never() with a facility
/// may come out; whatever is added to that is nothing.)
std::uint64_t later(std::uint64_t label, std::uint32_t ticks) {
  const std::uint64_t sum = label + (std::uint64_t{ticks} << 32);
  return sum < label ? kNothing : sum;
}

}  // namespace

Column<StateId, Label> nearest_labels(const Hierarchy& hierarchy, Direction direction,
                                      std::span<const std::pair<StateId, Label>> starts,
                                      Duration limit) {
  const Topology& topology = hierarchy.topology();
  const std::size_t size = hierarchy.size();
  std::vector<std::uint64_t> best(size, kNothing);
  for (const auto& [state, label] : starts) {
    std::uint64_t& here = best[topology.rank_of(state.index())];
    here = std::min(here, label.bits);
  }
  // Spreading towards the facilities' people runs against the steps.
  const bool to = direction == Direction::to_facility;
  for (std::size_t r = 0; r < size; ++r) {
    if (best[r] == kNothing) continue;
    for (const auto& step : to ? hierarchy.descending(r) : hierarchy.climbing(r))
      best[step.rank] = std::min(best[step.rank], later(best[r], step.ticks));
  }
  for (std::size_t r = size; r-- > 0;) {
    std::uint64_t here = best[r];
    for (const auto& step : to ? hierarchy.climbing(r) : hierarchy.descending(r))
      here = std::min(here, later(best[step.rank], step.ticks));
    best[r] = here;
  }
  Column<StateId, Label> labels(size);
  for (std::size_t s = 0; s < size; ++s) {
    Label label;
    label.bits = best[topology.rank_of(s)];
    if (!label.time().is_never() && label.time() <= limit) labels[StateId{s}] = label;
  }
  return labels;
}

}  // namespace lifecircle
