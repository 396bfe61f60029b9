#include "algorithms/siting/rooms.hpp"

#include <algorithm>
#include <cmath>

#include "algorithms/siting/exact/room_program.hpp"
#include "algorithms/siting/exact/solver_process.hpp"
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

/// What the prices prove, and which sites earn most.
struct RoomProof {
  Wide bound = 0;
  std::vector<std::uint32_t> open;  ///< kept, required and the best of the others
  std::vector<std::int32_t> taken;  ///< [demand] by how many of them
};

/// Who of `payers` is taken, greedily by what they pay for their load: near to the best, for steps.
std::vector<std::uint32_t> likely(const Relation& relation, const RoomProblem& q, std::uint32_t c,
                                  const std::vector<std::int64_t>& price, int bits) {
  std::vector<std::pair<double, std::uint32_t>> order;
  for (const Pair& pair : relation.of_candidate(c)) {
    if (pair.time > q.problem.limit) continue;
    const std::int64_t pays =
        price[pair.other] -
        ((q.problem.weight[pair.other] * std::int64_t{pair.time.ticks()}) << bits);
    if (pays > 0)
      order.emplace_back(-static_cast<double>(pays) /
                             static_cast<double>(std::max<std::int64_t>(q.load[pair.other], 1)),
                         pair.other);
  }
  std::ranges::sort(order);
  std::vector<std::uint32_t> taken;
  std::int64_t left = q.room[c];
  for (const auto& [rank, d] : order) {
    if (q.load[d] > left) continue;
    left -= q.load[d];
    taken.push_back(d);
  }
  return taken;
}

RoomProof prove(const Relation& relation, const RoomProblem& q,
                const std::vector<std::int64_t>& price, int bits) {
  RoomProof proof;
  const Problem& p = q.problem;
  proof.taken.assign(relation.demands(), 0);
  for (std::size_t d = 0; d < relation.demands(); ++d)
    proof.bound += std::min(price[d], (p.weight[d] * std::int64_t{p.far.ticks()}) << bits);
  std::vector<Earner> earners;
  std::vector<std::uint32_t> choices;
  std::optional<Wide> left = p.budget ? std::optional<Wide>{*p.budget} : std::nullopt;
  std::size_t most = p.sites ? *p.sites : relation.candidates();
  for (std::uint32_t c = 0; c < relation.candidates(); ++c) {
    const Standing s = p.standing_of(c);
    if (s == Standing::forbidden) continue;
    std::vector<Payer> payers;
    for (const Pair& pair : relation.of_candidate(c)) {
      if (pair.time > p.limit) continue;
      const std::int64_t pays =
          price[pair.other] - ((p.weight[pair.other] * std::int64_t{pair.time.ticks()}) << bits);
      if (pays > 0) payers.push_back({pays, q.load[pair.other]});
    }
    const Wide paid = most_paid(std::move(payers), q.room[c]);
    if (s == Standing::choice) {
      earners.push_back({paid, p.cost_of(c)});
      choices.push_back(c);
      continue;
    }
    proof.bound -= paid;
    proof.open.push_back(c);
    if (s == Standing::kept) continue;
    --most;
    if (left) *left -= p.cost_of(c);
  }
  const MostEarned earned = most_earned(earners, most, left);
  proof.bound -= earned.bound;
  std::vector<std::pair<Wide, std::uint32_t>> order;
  for (std::size_t k = 0; k < choices.size(); ++k)
    order.emplace_back(earned.price * earners[k].cost - (earners[k].earns << kEarnedBits),
                       choices[k]);
  std::ranges::sort(order);
  std::vector<std::uint8_t> is_open(relation.candidates(), 0);
  const auto take = [&](std::uint32_t c) {
    if (most == 0 || is_open[c] || (left && p.cost_of(c) > *left)) return false;
    --most;
    if (left) *left -= p.cost_of(c);
    is_open[c] = 1;
    proof.open.push_back(c);
    return true;
  };
  // Those that have to stay come first, the cheapest where money counts; the bound does without.
  std::vector<std::pair<std::int64_t, std::uint32_t>> staying;
  for (const auto& [rank, c] : order)
    if (p.exists(c)) staying.emplace_back(p.budget ? p.cost_of(c) : 0, c);
  std::ranges::stable_sort(staying, {}, [](const auto& e) { return e.first; });
  std::int64_t stay = must_stay(p, relation.candidates());
  for (std::size_t k = 0; k < staying.size() && stay > 0; ++k)
    stay -= take(staying[k].second) ? 1 : 0;
  for (const auto& [rank, c] : order) take(c);
  for (const std::uint32_t c : proof.open)
    for (const std::uint32_t d : likely(relation, q, c, price, bits)) ++proof.taken[d];
  return proof;
}

RoomAnswer least_time_with_room(const Relation& relation, const RoomProblem& q,
                                const Effort& effort) {
  const Problem& p = q.problem;
  RoomAnswer best;
  best.answer.feasible = has_choice(p, relation.candidates());
  if (!best.answer.feasible) return best;

  Wide all = 1;
  for (std::size_t d = 0; d < relation.demands(); ++d) all += Wide{p.weight[d]} * p.far.ticks();
  while (best.bits < 16 && (all << (best.bits + 1)) < (Wide{1} << 58)) ++best.bits;
  const int bits = best.bits;
  best.price.assign(relation.demands(), 0);
  best.site_of.assign(relation.demands(), RoomAnswer::kNowhere);
  const auto consider = [&](const std::vector<std::uint32_t>& open) {
    const Sent sent = send(relation, q, open);
    if (!best.answer.sites.empty() && sent.value >= best.answer.value) return false;
    best.answer.value = sent.value;
    best.site_of = sent.site_of;
    best.answer.sites.clear();
    for (const std::uint32_t c : open)
      if (p.standing_of(c) != Standing::kept) best.answer.sites.push_back(c);
    std::ranges::sort(best.answer.sites);
    return true;
  };
  std::vector<std::int64_t> price(relation.demands(), 0);
  for (std::size_t d = 0; d < relation.demands(); ++d)
    if (const auto row = relation.of_demand(d); !row.empty())
      price[d] = (p.weight[d] * std::int64_t{row[row.size() / 4].time.ticks()}) << bits;
  RoomProof proof = prove(relation, q, price, bits);
  Wide bound = proof.bound;
  best.price = price;
  consider(proof.open);
  double step = 1;
  for (int round = 0, stale = 0; round < effort.root_rounds && step > 1e-4; ++round) {
    double norm = 0;
    for (const std::int32_t t : proof.taken) norm += (1 - t) * (1 - t);
    if (norm == 0) break;
    const double wanted = static_cast<double>((Wide{best.answer.value} << bits) - proof.bound);
    for (std::size_t d = 0; d < relation.demands(); ++d) {
      const std::int64_t most = (p.weight[d] * std::int64_t{p.far.ticks()}) << bits;
      price[d] = std::clamp<std::int64_t>(
          price[d] + std::llround(step * wanted / norm * (1 - proof.taken[d])), 0, most);
    }
    proof = prove(relation, q, price, bits);
    consider(proof.open);
    if (proof.bound > bound) {
      bound = proof.bound;
      best.price = price;
      stale = 0;
    } else if (++stale == 15) {
      step /= 2;
      stale = 0;
      price = best.price;
      proof = prove(relation, q, price, bits);
    }
  }
  best.answer.bound = std::min(best.answer.value,
                               static_cast<std::int64_t>((bound + (Wide{1} << bits) - 1) >> bits));
  if (best.answer.is_proven_best() || !solves_in_children() || effort.solver.nodes <= 0)
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
RoomAnswer most_with_room(const Relation& relation, const RoomProblem& q, const Effort& effort) {
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
  RoomAnswer answer = least_time_with_room(reached, asked, effort);
  Answer& a = answer.answer;
  if (!a.feasible) return answer;
  a.value = all - a.value;
  a.bound = all - a.bound;
  if (a.bound_by_solver) a.bound_by_solver = all - *a.bound_by_solver;
  return answer;
}

}  // namespace

RoomAnswer solve_with_room(const Relation& relation, const RoomProblem& q, const Effort& effort) {
  return q.problem.aim == Aim::cover_most ? most_with_room(relation, q, effort)
                                          : least_time_with_room(relation, q, effort);
}

}  // namespace lifecircle::siting
