#include <algorithm>
#include <numeric>

#include "algorithms/siting/rooms.hpp"

namespace lifecircle::siting {

Wide most_paid(std::vector<Payer> payers, std::int64_t room) {
  Wide all = 0;
  std::int64_t common = 0;
  std::erase_if(payers, [&](const Payer& p) {
    if (p.load == 0) all += p.pays;
    return p.load == 0 || p.load > room || p.pays <= 0;
  });
  for (const Payer& p : payers) common = std::gcd(common, p.load);
  if (payers.empty()) return all;
  const std::int64_t places = room / common;
  if (places < 4096) {
    std::vector<Wide> best(static_cast<std::size_t>(places) + 1, 0);
    for (const Payer& p : payers)
      for (std::int64_t left = places, load = p.load / common; left >= load; --left) {
        Wide& here = best[static_cast<std::size_t>(left)];
        here = std::max(here, best[static_cast<std::size_t>(left - load)] + p.pays);
      }
    return all + best.back();
  }
  std::ranges::sort(payers, [](const Payer& a, const Payer& b) {
    const Wide left = Wide{a.pays} * b.load, right = Wide{b.pays} * a.load;
    return left != right ? left > right : a.load < b.load;
  });
  std::int64_t left = room;
  for (const Payer& p : payers) {
    if (p.load > left) return all + (Wide{p.pays} * left + p.load - 1) / p.load;
    all += p.pays;
    left -= p.load;
  }
  return all;
}

Flaw check_room(const Relation& relation, const RoomProblem& asked, const RoomAnswer& given) {
  const Problem& p = asked.problem;
  const Answer& answer = given.answer;
  const std::size_t n = relation.candidates();
  Wide most = p.sites ? Wide{*p.sites} : Wide{n}, required = 0;
  Wide closed = 0, can_close = 0;
  for (std::size_t c = 0; c < n; ++c) {
    required += p.standing_of(c) == Standing::required;
    can_close += p.exists(c) && p.standing_of(c) == Standing::choice;
    closed += p.exists(c) && p.standing_of(c) == Standing::forbidden;
  }
  if (!answer.feasible) {
    // Even if as many stay as there are places.
    const Wide stay = std::min(can_close, std::max(most - required, Wide{0}));
    const bool hopeless =
        required > most || (p.closings && closed + can_close - stay > *p.closings);
    return hopeless ? Flaw::none : Flaw::hopeless;
  }
  std::vector<bool> is_open(n, false);
  for (std::size_t k = 0; k < answer.sites.size(); ++k) {
    const std::uint32_t c = answer.sites[k];
    if (c >= n || (k > 0 && answer.sites[k - 1] >= c)) return Flaw::sites;
    const Standing s = p.standing_of(c);
    if (s == Standing::forbidden || s == Standing::kept) return Flaw::sites;
    required -= s == Standing::required;
    is_open[c] = true;
  }
  if (required != 0 || Wide{answer.sites.size()} > most) return Flaw::sites;
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
  if (given.bits < 0 || given.bits > 30) return Flaw::unit;
  Wide proven = 0;
  for (std::size_t d = 0; d < relation.demands(); ++d) {
    if (given.price[d] < 0) return Flaw::tree;
    proven += std::min(Wide{given.price[d]}, nowhere(d) << given.bits);
  }
  std::vector<Wide> earned;
  for (std::size_t c = 0; c < n; ++c) {
    const Standing s = p.standing_of(c);
    if (s == Standing::forbidden) continue;
    std::vector<Payer> payers;
    for (const Pair& pair : relation.of_candidate(c)) {
      if (pair.time > p.limit) continue;
      const Wide pays =
          given.price[pair.other] - (served(pair.other, pair.time.ticks()) << given.bits);
      if (pays > 0) payers.push_back({static_cast<std::int64_t>(pays), asked.load[pair.other]});
    }
    const Wide paid = most_paid(std::move(payers), asked.room[c]);
    if (s == Standing::choice) {
      earned.push_back(paid);
    } else {
      proven -= paid;
      most -= s == Standing::required;
    }
  }
  std::ranges::sort(earned, std::greater<>{});
  for (std::size_t k = 0; k < earned.size() && Wide{k} < most; ++k) proven -= earned[k];
  const Wide claimed = counts_people ? all - answer.bound : Wide{answer.bound};
  return proven > (claimed - 1) << given.bits ? Flaw::none : Flaw::bound;
}

}  // namespace lifecircle::siting
