#include "algorithms/siting/check_claims.hpp"

#include <array>

namespace lifecircle::siting::checking {

Wide Claims::stay() const {
  if (!problem_.closings) return 0;
  Wide can = 0, closed = 0;
  for (std::uint32_t c = 0; c < relation_.candidates(); ++c) {
    if (!problem_.exists(c)) continue;
    if (problem_.standing_of(c) == Standing::choice) can += 1;
    if (problem_.standing_of(c) == Standing::forbidden) closed += 1;
  }
  return std::max(can + closed - *problem_.closings, Wide{0});
}

Flaw Claims::sites() const {
  Wide most = problem_.sites && problem_.aim != Aim::cover_all ? Wide{*problem_.sites}
                                                               : Wide{relation_.candidates()};
  Wide spent = 0, required = 0, required_spent = 0;
  std::vector<bool> open(relation_.candidates(), false);
  for (std::uint32_t c = 0; c < relation_.candidates(); ++c) {
    if (problem_.standing_of(c) != Standing::required) continue;
    ++required;
    required_spent += problem_.cost_of(c);
  }
  if (!certificate_.feasible) {
    const bool hopeless =
        required > most || (has_budget() && required_spent > *problem_.budget) ||
        !can_stay(stay(), most - required,
                  has_budget() ? Wide{*problem_.budget} - required_spent : Wide{0},
                  [&](std::uint32_t c) { return problem_.standing_of(c) == Standing::choice; });
    return hopeless ? Flaw::none : Flaw::hopeless;
  }
  const std::vector<std::uint32_t>& s = certificate_.sites;
  for (std::size_t k = 0; k < s.size(); ++k) {
    if (s[k] >= relation_.candidates() || (k > 0 && s[k - 1] >= s[k])) return Flaw::sites;
    const Standing standing = problem_.standing_of(s[k]);
    if (standing == Standing::forbidden || standing == Standing::kept) return Flaw::sites;
    if (standing == Standing::required) --required;
    spent += problem_.cost_of(s[k]);
    open[s[k]] = true;
  }
  if (required != 0 || Wide{s.size()} > most) return Flaw::sites;
  if (has_budget() && spent > *problem_.budget) return Flaw::sites;
  for (std::uint32_t c = 0; c < relation_.candidates(); ++c)
    if (problem_.standing_of(c) == Standing::kept) open[c] = true;
  Wide closed = 0;
  for (std::uint32_t c = 0; c < relation_.candidates(); ++c)
    if (problem_.exists(c) && !open[c]) closed += 1;
  if (problem_.closings && closed > *problem_.closings) return Flaw::sites;
  Wide gain = 0, time = 0, worst = 0;
  for (std::uint32_t d = 0; d < relation_.demands(); ++d) {
    Wide nearest = problem_.far.ticks();
    int reached = 0;
    bool could = false;
    for (const Pair& p : relation_.of_demand(d)) {
      if (!counts(p)) continue;
      could = could || problem_.standing_of(p.other) != Standing::forbidden;
      if (!open[p.other]) continue;
      nearest = reached == 0 ? Wide{p.time.ticks()} : std::min(nearest, Wide{p.time.ticks()});
      ++reached;
    }
    const Wide w = problem_.weight[d];
    if (reached > 0) gain += w * problem_.once;
    if (reached > 1) gain += w * problem_.twice;
    time += w * nearest;
    if (w > 0 && reached > 0) worst = std::max(worst, nearest);
    const bool all = problem_.aim == Aim::cover_all || problem_.aim == Aim::least_worst;
    if (all && w > 0 && could && reached == 0) return Flaw::unserved;
  }
  const std::array<Wide, 4> value{spent, gain, time, worst};
  return value[static_cast<std::size_t>(problem_.aim)] == certificate_.value ? Flaw::none
                                                                             : Flaw::value;
}

Flaw Claims::worst() {
  if (certificate_.feasible) {
    if (const Flaw f = sites(); f != Flaw::none) return f;
  }
  // Nobody can be nearer than the nearest who is not forbidden.
  Wide least = 0;
  for (std::uint32_t d = 0; d < relation_.demands(); ++d)
    for (const Pair& p : relation_.of_demand(d)) {
      if (!counts(p) || problem_.standing_of(p.other) == Standing::forbidden) continue;
      if (problem_.weight[d] > 0) least = std::max(least, Wide{p.time.ticks()});
      break;
    }
  if (certificate_.feasible && certificate_.bound <= least) return Flaw::none;
  // Within less than the bound (or, where it says that nothing is possible, within the limit) a
  // choice leaves somebody out: somebody is lost.
  const Problem within = everyone_within(
      relation_, problem_,
      certificate_.feasible
          ? Duration::from_ticks(static_cast<Duration::Ticks>(certificate_.bound - 1))
          : problem_.limit);
  Claims claims{relation_, within, certificate_};
  claims.begin();
  if (claims.sites_left_ < 0 || (claims.has_budget() && claims.budget_left_ < 0)) return Flaw::none;
  if (!claims.can_stay(claims.stay_, claims.sites_left_, claims.budget_left_,
                       [&](std::uint32_t c) { return claims.is_free_[c]; }))
    return Flaw::none;
  claims.claimed_ = 1;
  return claims.proof();
}

}  // namespace lifecircle::siting::checking
