#include <algorithm>

#include "algorithms/siting/rooms.hpp"

namespace lifecircle::siting {

Flaw check_room(const Relation& relation, const RoomProblem& asked, const RoomAnswer& given) {
  const Problem& p = asked.problem;
  const Answer& answer = given.answer;
  const std::size_t n = relation.candidates();
  Wide most = p.sites ? Wide{*p.sites} : Wide{n}, required = 0, spent = 0;
  Wide closed = 0;
  std::vector<std::int64_t> can_stay;  // what they cost
  for (std::size_t c = 0; c < n; ++c) {
    required += p.standing_of(c) == Standing::required;
    if (p.standing_of(c) == Standing::required) spent += p.cost_of(c);
    if (p.exists(c) && p.standing_of(c) == Standing::choice) can_stay.push_back(p.cost_of(c));
    closed += p.exists(c) && p.standing_of(c) == Standing::forbidden;
  }
  if (!answer.feasible) {
    // Even if of the existing ones only the cheapest stay, and no more than have to.
    const Wide stay =
        p.closings ? std::max(closed + Wide{can_stay.size()} - *p.closings, Wide{0}) : Wide{0};
    if (stay > Wide{can_stay.size()} || required + stay > most) return Flaw::none;
    std::ranges::sort(can_stay);
    for (std::size_t k = 0; Wide{k} < stay; ++k) spent += can_stay[k];
    return p.budget && spent > *p.budget ? Flaw::none : Flaw::hopeless;
  }
  // Beyond what 128 bits hold anything could be proven.
  Wide all_cost = 0;
  for (std::size_t c = 0; c < n; ++c) all_cost += p.budget ? p.cost_of(c) : 0;
  if (all_cost > kMostSpent) return Flaw::unit;
  Wide chosen_cost = 0;
  std::vector<bool> is_open(n, false);
  for (std::size_t k = 0; k < answer.sites.size(); ++k) {
    const std::uint32_t c = answer.sites[k];
    if (c >= n || (k > 0 && answer.sites[k - 1] >= c)) return Flaw::sites;
    const Standing s = p.standing_of(c);
    if (s == Standing::forbidden || s == Standing::kept) return Flaw::sites;
    required -= s == Standing::required;
    if (s == Standing::choice) chosen_cost += p.cost_of(c);
    is_open[c] = true;
  }
  if (required != 0 || Wide{answer.sites.size()} > most) return Flaw::sites;
  if (p.budget && spent + chosen_cost > *p.budget) return Flaw::sites;
  Wide closings = 0;
  for (std::size_t c = 0; c < n; ++c) {
    is_open[c] = is_open[c] || p.standing_of(c) == Standing::kept;
    closings += p.exists(c) && !is_open[c];
  }
  if (p.closings && closings > *p.closings) return Flaw::sites;
  if (given.site_of.size() != relation.demands() || given.price.size() != relation.demands())
    return Flaw::classes;
  // What a demand loses that is served within `ticks`, or nowhere.
  const bool counts_people = p.aim == Aim::cover_most;
  const auto served = [&](std::size_t d, Wide ticks) {
    return counts_people ? Wide{0} : p.weight[d] * ticks;
  };
  const auto nowhere = [&](std::size_t d) {
    return p.weight[d] * (counts_people ? Wide{p.once} : Wide{p.far.ticks()});
  };
  std::vector<Wide> taken(n, 0);
  Wide lost = 0, all = 0;
  for (std::size_t d = 0; d < relation.demands(); ++d) {
    const std::uint32_t c = given.site_of[d];
    Wide here = nowhere(d);
    all += here;
    if (c != RoomAnswer::kNowhere) {
      if (c >= n || !is_open[c]) return Flaw::sites;
      bool reaches = false;
      for (const Pair& pair : relation.of_demand(d)) {
        if (pair.other != c || pair.time > p.limit) continue;
        here = served(d, pair.time.ticks());
        reaches = true;
      }
      if (!reaches) return Flaw::unserved;
      taken[c] += asked.load[d];
      if (taken[c] > asked.room[c]) return Flaw::sites;
    }
    lost += here;
  }
  if ((counts_people ? all - lost : lost) != answer.value) return Flaw::value;

  // Whoever takes a demand earns its price less its time; each site takes the best that has room.
  if (given.bits < 0 || given.bits > 30 || all << given.bits > Wide{1} << 59) return Flaw::unit;
  Wide proven = 0;
  std::vector<Wide> price(relation.demands());
  for (std::size_t d = 0; d < relation.demands(); ++d) {
    if (given.price[d] < 0) return Flaw::tree;
    price[d] = std::min(Wide{given.price[d]}, nowhere(d) << given.bits);
    proven += price[d];
  }
  std::vector<Earner> earners;
  for (std::size_t c = 0; c < n; ++c) {
    const Standing s = p.standing_of(c);
    if (s == Standing::forbidden) continue;
    std::vector<Payer> payers;
    for (const Pair& pair : relation.of_candidate(c)) {
      if (pair.time > p.limit) continue;
      const Wide pays = price[pair.other] - (served(pair.other, pair.time.ticks()) << given.bits);
      if (pays > 0) payers.push_back({static_cast<std::int64_t>(pays), asked.load[pair.other]});
    }
    const Wide paid = most_paid(std::move(payers), asked.room[c]);
    if (s == Standing::choice) {
      earners.push_back({paid, p.cost_of(c), p.exists(c)});
    } else {
      proven -= paid;
      most -= s == Standing::required;
    }
  }
  std::optional<Wide> left;
  if (p.budget) left = std::min(Wide{*p.budget}, all_cost) - spent;
  const Wide stay =
      p.closings ? std::max(closed + Wide{can_stay.size()} - *p.closings, Wide{0}) : Wide{0};
  proven -=
      most_earned(earners, static_cast<std::size_t>(most), left, static_cast<std::size_t>(stay))
          .bound;
  const Wide claimed = counts_people ? all - answer.bound : Wide{answer.bound};
  return proven > (claimed - 1) << given.bits ? Flaw::none : Flaw::bound;
}

}  // namespace lifecircle::siting
