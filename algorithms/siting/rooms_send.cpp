#include "algorithms/siting/rooms_send.hpp"

#include <algorithm>

#include "algorithms/siting/rooms_state.hpp"

namespace lifecircle::siting {
namespace {

/// Whoever loses most by not getting the nearest comes first.
std::vector<std::uint32_t> in_order(const Relation& relation, const RoomProblem& question,
                                    const RoomState& state) {
  std::vector<std::pair<std::int64_t, std::uint32_t>> order;
  for (std::uint32_t d = 0; d < relation.demands(); ++d) {
    std::int64_t near = state.cost(d, question.problem.far), next = near;
    for (const Pair& pair : relation.of_demand(d)) {
      if (pair.time > question.problem.limit || !state.is_open(pair.other)) continue;
      const std::int64_t here = state.cost(d, pair.time);
      if (here < near) {
        next = near;
        near = here;
      } else {
        next = std::min(next, here);
      }
    }
    order.emplace_back(-(next - near) - question.load[d], d);
  }
  std::ranges::sort(order);
  std::vector<std::uint32_t> demands;
  for (const auto& [rank, d] : order) demands.push_back(d);
  return demands;
}

}  // namespace

Sent send(const Relation& relation, const RoomProblem& question,
          const std::vector<std::uint32_t>& open) {
  RoomState state{relation, question};
  for (const std::uint32_t c : open) state.open(c);
  for (const std::uint32_t d : in_order(relation, question, state)) state.place(d);
  for (bool better = true; better;) {
    better = false;
    state.forget();
    for (std::uint32_t d = 0; d < relation.demands(); ++d) better = state.push(d) || better;
  }
  return {state.sites_of_all(), state.value()};
}

}  // namespace lifecircle::siting
