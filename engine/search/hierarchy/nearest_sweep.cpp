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

/// Most states are above no facility: they are passed over some at a time.
constexpr std::size_t kBlock = 16;
bool holds_nothing(const std::uint64_t* block) {
  std::uint64_t all = kNothing;
  for (std::size_t i = 0; i < kBlock; ++i) all &= block[i];
  return all == kNothing;
}

}  // namespace

Column<StateId, Label> nearest_labels(const Hierarchy& hierarchy, Direction direction,
                                      std::span<const std::pair<StateId, Label>> starts,
                                      Duration limit) {
  const Topology& topology = hierarchy.topology();
  const std::size_t size = hierarchy.size();
  std::vector<std::uint64_t> best(size + kBlock, kNothing);  // whole blocks, all of them
  for (const auto& [state, label] : starts) {
    std::uint64_t& here = best[topology.rank_of(state.index())];
    here = std::min(here, label.bits);
  }
  // Spreading towards the facilities' people runs against the steps.
  const bool to = direction == Direction::to_facility;
  const auto& up = to ? hierarchy.descending() : hierarchy.climbing();
  const auto& down = to ? hierarchy.climbing() : hierarchy.descending();
  for (std::size_t first = 0; first < size; first += kBlock) {
    if (holds_nothing(best.data() + first)) continue;
    for (std::size_t r = first; r < std::min(first + kBlock, size); ++r) {
      const std::uint64_t here = best[r];
      if (here == kNothing) continue;
      for (const auto& step : up.of(r))
        best[step.rank] = std::min(best[step.rank], later(here, step.ticks));
    }
  }
  Column<StateId, Label> labels(size);
  for (std::size_t r = size; r-- > 0;) {
    std::uint64_t here = best[r];
    for (const auto& step : down.of(r)) here = std::min(here, later(best[step.rank], step.ticks));
    best[r] = here;
    Label label;
    label.bits = here;
    if (!label.time().is_never() && label.time() <= limit)
      labels[StateId{topology.vertex(r)}] = label;
  }
  return labels;
}

}  // namespace lifecircle
