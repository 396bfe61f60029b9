#include "engine/search/nearest_table.hpp"

#include <algorithm>

#include "engine/search/doors.hpp"

namespace lifecircle {

NearestTable::NearestTable(const ModeGraph& graph, Direction direction,
                           std::vector<const NearestField*> fields)
    : graph_{&graph},
      direction_{direction},
      fields_{std::move(fields)},
      labels_(graph.state_count() * fields_.size()),
      has_seeds_(graph.network().edge_count(), false) {
  for (std::size_t f = 0; f < fields_.size(); ++f) {
    for (std::size_t s = 0; s < graph.state_count(); ++s)
      labels_[s * fields_.size() + f] = fields_[f]->at(StateId{s});
    for (const EdgeId edge : fields_[f]->seeds().edges()) has_seeds_[edge.index()] = true;
  }
}

void NearestTable::lower(EdgeId edge, const PlaceTimes& times, Duration leg,
                         std::span<Label> best) const {
  for_each_door(*graph_, direction_, edge, times, [&](StateId state, Duration time) {
    // Label + Duration without its branches: an overflow is never(), which no minimum takes.
    const std::uint64_t whole = std::uint64_t{(time + leg).ticks()} << 32;
    const Label* const here = labels_.data() + state.index() * fields_.size();
    for (std::size_t f = 0; f < best.size(); ++f) {
      const std::uint64_t sum = here[f].bits + whole;
      const std::uint64_t bits = sum < whole ? ~std::uint64_t{0} : sum;
      best[f].bits = bits < best[f].bits ? bits : best[f].bits;
    }
  });
  // A time of never() that is not Label{}.
  for (Label& label : best)
    if (label.time().is_never()) label = Label{};
  if (!has_seeds_[edge.index()]) return;
  for (std::size_t f = 0; f < best.size(); ++f)
    best[f] = std::min(best[f], fields_[f]->along_edge(edge, times) + leg);
}

}  // namespace lifecircle
