#include "algorithms/siting/exact/room_program.hpp"

#include <algorithm>

namespace lifecircle::siting {

std::optional<IntegerProgram> program_of(const Relation& relation, const RoomProblem& q,
                                         const RoomAnswer& known) {
  const Problem& p = q.problem;
  constexpr Wide kMost = Wide{1} << 40;
  Wide sum = 0;
  for (std::size_t d = 0; d < relation.demands(); ++d)
    sum += Wide{p.weight[d]} * p.far.ticks() + q.load[d];
  for (const std::int64_t r : q.room)
    if (r >= kMost) return std::nullopt;
  if (p.budget) {
    sum += std::max<std::int64_t>(*p.budget, 0);
    for (std::size_t c = 0; c < relation.candidates(); ++c) sum += p.cost_of(c);
  }
  if (sum >= kMost || relation.size() > 500'000) return std::nullopt;
  IntegerProgram program;
  const std::size_t n = relation.candidates();
  for (std::size_t c = 0; c < n; ++c) {
    const Standing s = p.standing_of(c);
    const bool must = s == Standing::kept || s == Standing::required;
    program.add_column(0, must ? 1 : 0, s == Standing::forbidden ? 0 : 1, true);
    program.known.push_back(must ? 1 : 0);
  }
  for (const std::uint32_t c : known.answer.sites) program.known[c] = 1;
  for (std::size_t c = 0; c < n; ++c)
    if (p.standing_of(c) != Standing::kept) program.add(static_cast<int>(c), 1);
  program.end_row(-kUnlimited, p.sites ? static_cast<double>(*p.sites) : kUnlimited);
  if (p.budget) {
    for (std::size_t c = 0; c < n; ++c)
      if (p.standing_of(c) != Standing::kept && p.cost_of(c) > 0)
        program.add(static_cast<int>(c), static_cast<double>(p.cost_of(c)));
    program.end_row(-kUnlimited, static_cast<double>(*p.budget));
  }
  if (const std::int64_t stay = must_stay(p, n); stay > 0) {
    for (std::size_t c = 0; c < n; ++c)
      if (p.exists(c) && p.standing_of(c) == Standing::choice) program.add(static_cast<int>(c), 1);
    program.end_row(static_cast<double>(stay), kUnlimited);
  }
  std::vector<std::vector<std::pair<int, double>>> loads(n);
  for (std::uint32_t d = 0; d < relation.demands(); ++d) {
    const auto w = static_cast<double>(p.weight[d]);
    std::vector<std::pair<int, std::uint32_t>> here;
    for (const Pair& pair : relation.of_demand(d)) {
      if (pair.time > p.limit) break;
      const int x = program.add_column(w * pair.time.ticks(), 0, 1, true);
      program.known.push_back(known.site_of[d] == pair.other ? 1 : 0);
      here.emplace_back(x, pair.other);
      loads[pair.other].emplace_back(x, static_cast<double>(q.load[d]));
    }
    const int nowhere = program.add_column(w * p.far.ticks(), 0, 1, true);
    program.known.push_back(known.site_of[d] == RoomAnswer::kNowhere ? 1 : 0);
    program.add(nowhere, 1);
    for (const auto& [x, c] : here) program.add(x, 1);
    program.end_row(1, 1);
    for (const auto& [x, c] : here) {
      program.add(x, 1);
      program.add(static_cast<int>(c), -1);
      program.end_row(-kUnlimited, 0);
    }
  }
  for (std::size_t c = 0; c < n; ++c) {
    for (const auto& [x, load] : loads[c])
      if (load > 0) program.add(x, load);
    program.add(static_cast<int>(c), -static_cast<double>(q.room[c]));
    program.end_row(-kUnlimited, 0);
  }
  return program;
}

void take_solution(const Relation& relation, const RoomProblem& q,
                   const std::vector<double>& solution, RoomAnswer& answer) {
  const Problem& p = q.problem;
  if (solution.size() < relation.candidates()) return;
  RoomAnswer found = answer;
  found.answer.sites.clear();
  for (std::uint32_t c = 0; c < relation.candidates(); ++c)
    if (solution[c] > 0.5 && p.standing_of(c) != Standing::kept) found.answer.sites.push_back(c);
  found.answer.value = 0;
  std::size_t x = relation.candidates();
  for (std::uint32_t d = 0; d < relation.demands(); ++d) {
    found.site_of[d] = RoomAnswer::kNowhere;
    std::int64_t ticks = p.far.ticks();
    for (const Pair& pair : relation.of_demand(d)) {
      if (pair.time > p.limit) break;
      if (solution[x++] <= 0.5) continue;
      found.site_of[d] = pair.other;
      ticks = pair.time.ticks();
    }
    ++x;
    found.answer.value += p.weight[d] * ticks;
  }
  // Solvers count in doubles: what they hand over is held to the rooms before it is believed.
  if (found.answer.value < answer.answer.value && check_room(relation, q, found) == Flaw::none)
    answer = std::move(found);
}

}  // namespace lifecircle::siting
