#include "algorithms/siting/rooms.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "algorithms/siting/exact/room_program.hpp"
#include "algorithms/siting/exact/solver_process.hpp"
#include "algorithms/siting/rooms_prices.hpp"
#include "algorithms/siting/rooms_search.hpp"
#include "algorithms/siting/rooms_send.hpp"

namespace lifecircle::siting {
namespace {

/// Whether what is required and has to stay is few and cheap enough.
bool has_choice(const Problem& p, std::size_t candidates) {
  Wide count = 0, spent = 0;
  std::vector<std::int64_t> can_stay;  // what they cost
  for (std::size_t c = 0; c < candidates; ++c) {
    if (p.standing_of(c) == Standing::required) {
      ++count;
      spent += p.cost_of(c);
    } else if (p.standing_of(c) == Standing::choice && p.exists(c)) {
      can_stay.push_back(p.cost_of(c));
    }
  }
  const auto stay = static_cast<std::size_t>(must_stay(p, candidates));
  if (stay > can_stay.size()) return false;
  std::ranges::sort(can_stay);
  for (std::size_t k = 0; k < stay; ++k) spent += can_stay[k];
  count += stay;
  return (!p.sites || count <= *p.sites) && (!p.budget || spent <= *p.budget);
}

RoomAnswer least_time_with_room(const Relation& relation, const RoomProblem& q,
                                const Effort& effort, const Progress& progress) {
  // Sending all anew, as the prices choose, takes 20 seconds of a million pairs.
  constexpr std::size_t kFew = 100'000;
  // Pairs that the prices may look at: some 15 seconds. More rounds than that change little.
  constexpr std::size_t kMost = 500'000'000;
  const Problem& p = q.problem;
  RoomAnswer best;
  best.answer.feasible = has_choice(p, relation.candidates());
  if (!best.answer.feasible) return best;

  Wide all = 1;
  for (std::size_t d = 0; d < relation.demands(); ++d) all += Wide{p.weight[d]} * p.far.ticks();
  while (best.bits < 16 && (all << (best.bits + 1)) < (Wide{1} << 58)) ++best.bits;
  std::vector<std::uint32_t> open;
  best.answer.value = std::numeric_limits<std::int64_t>::max();
  const auto consider = [&](const std::vector<std::uint32_t>& sites, const Sent& sent) {
    if (sent.value >= best.answer.value) return;
    best.answer.value = sent.value;
    best.site_of = sent.site_of;
    open = sites;
  };
  const RoomFound first = build_with_room(relation, q);
  consider(first.open, first.sent);
  const auto rounds = static_cast<int>(std::min<std::size_t>(
      static_cast<std::size_t>(std::max(effort.root_rounds, 0)), kMost / (relation.size() + 1)));
  RoomPrices prices = find_prices(
      relation, q, best.bits, rounds, best.answer.value,
      [&](const RoomProof& proof) {
        if (relation.size() <= kFew) consider(proof.open, send(relation, q, proof.open));
        return best.answer.value;
      },
      progress);
  best.price = std::move(prices.price);
  const auto bound =
      static_cast<std::int64_t>((prices.bound + (Wide{1} << best.bits) - 1) >> best.bits);
  if (best.answer.value > bound) {
    const RoomFound found =
        search_with_room(relation, q, open, effort.search.room_work, bound, effort.seed, progress);
    consider(found.open, found.sent);
    if (relation.size() <= kFew) consider(open, send(relation, q, open));
  }
  for (const std::uint32_t c : open)
    if (p.standing_of(c) != Standing::kept) best.answer.sites.push_back(c);
  std::ranges::sort(best.answer.sites);
  best.answer.bound = std::min(best.answer.value, bound);
  best.cut = !tell(progress, "stage_siting", 0, 0);
  if (best.cut || best.answer.is_proven_best() || !solves_in_children() || effort.solver.nodes <= 0)
    return best;

  const auto program = program_of(relation, q, best);
  if (!program) return best;
  const ProgramAnswer said = solve_apart(*program, effort.solver);
  best.cut = said.by_clock;
  if (said.how == ProgramAnswer::How::none) return best;
  take_solution(relation, q, said.solution, best);
  const double least = said.how == ProgramAnswer::How::done ? said.value : said.bound;
  best.answer.bound_by_solver = std::clamp(static_cast<std::int64_t>(std::ceil(least - 1e-4)),
                                           best.answer.bound, best.answer.value);
  return best;
}

/// Serving as many as possible as a question of least time: who is served loses nothing, who is not
/// loses the weight, one tick long.
RoomAnswer most_with_room(const Relation& relation, const RoomProblem& q, const Effort& effort,
                          const Progress& progress) {
  std::vector<TimeBetween> rows;
  for (std::uint32_t c = 0; c < relation.candidates(); ++c)
    for (const Pair& pair : relation.of_candidate(c))
      if (pair.time <= q.problem.limit) rows.push_back({c, pair.other, Duration{}});
  RoomProblem asked = q;
  Problem& p = asked.problem;
  p.aim = Aim::least_time;
  p.limit = Duration::never();
  p.far = Duration::from_ticks(1);
  std::int64_t all = 0;
  for (std::int64_t& w : p.weight) all += w *= p.once;
  const Relation reached{relation.candidates(), relation.demands(), rows};
  RoomAnswer answer = least_time_with_room(reached, asked, effort, progress);
  Answer& a = answer.answer;
  if (!a.feasible) return answer;
  a.value = all - a.value;
  a.bound = all - a.bound;
  if (a.bound_by_solver) a.bound_by_solver = all - *a.bound_by_solver;
  return answer;
}

}  // namespace

RoomAnswer solve_with_room(const Relation& relation, const RoomProblem& q, const Effort& effort,
                           const Progress& progress) {
  return q.problem.aim == Aim::cover_most ? most_with_room(relation, q, effort, progress)
                                          : least_time_with_room(relation, q, effort, progress);
}

}  // namespace lifecircle::siting
