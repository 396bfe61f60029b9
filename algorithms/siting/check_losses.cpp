#include "algorithms/siting/check_claims.hpp"

#include <map>

namespace lifecircle::siting::checking {

void Claims::begin() {
  is_free_.assign(relation_.candidates(), false);
  sites_left_ = problem_.sites && problem_.aim != Aim::cover_all ? Wide{*problem_.sites}
                                                                 : Wide{relation_.candidates()};
  budget_left_ = has_budget() ? *problem_.budget : 0;
  stay_ = stay();
  std::vector<bool> open(relation_.candidates(), false);
  for (std::uint32_t c = 0; c < relation_.candidates(); ++c) {
    const Standing s = problem_.standing_of(c);
    is_free_[c] = s == Standing::choice;
    open[c] = s == Standing::kept || s == Standing::required;
    if (s != Standing::required) continue;
    sites_left_ -= 1;
    budget_left_ -= price(c);
    lost_ += cost(c);
  }
  losing_.assign(relation_.demands(), {});
  for (std::uint32_t d = 0; d < relation_.demands(); ++d) {
    const Wide w = problem_.weight[d];
    Losing& l = losing_[d];
    int reached = 0;
    Wide nearest = problem_.far.ticks(), cheapest = -1;
    for (const Pair& p : relation_.of_demand(d)) {
      if (!counts(p)) continue;
      if (is_free_[p.other]) {
        const Wide c = cost(p.other);
        if (cheapest < 0 || c < cheapest) cheapest = c;
      }
      if (!open[p.other]) continue;
      nearest = std::min(nearest, Wide{p.time.ticks()});
      ++reached;
    }
    if (is_timed()) {
      l.first = w * nearest;
    } else if (problem_.aim == Aim::cover_all) {
      if (reached == 0 && w > 0 && cheapest > 0) l.first = cheapest;
    } else {
      l.first = reached == 0 ? w * problem_.once : reached == 1 ? w * problem_.twice : 0;
      l.second = reached == 0 ? w * problem_.twice : 0;
    }
  }
}

bool Claims::helps(std::uint32_t d, const Pair& p) const {
  if (!counts(p)) return false;
  return is_timed() ? losing_[d].first > Wide{problem_.weight[d]} * p.time.ticks()
                    : losing_[d].first > 0;
}

Flaw Claims::drop() {
  std::vector<bool> gone(relation_.candidates(), false);
  for (const Dropped& x : certificate_.dropped) {
    if (x.candidate >= relation_.candidates() || !is_free_[x.candidate] || gone[x.candidate])
      return Flaw::dropped;
    if (stay_ > 0 && problem_.exists(x.candidate)) return Flaw::dropped;
    gone[x.candidate] = true;
  }
  for (const Dropped& x : certificate_.dropped) {
    std::map<std::uint32_t, Duration> other;
    if (x.by != kNone) {
      if (x.by >= relation_.candidates() || !is_free_[x.by] || gone[x.by]) return Flaw::dropped;
      if (cost(x.by) > cost(x.candidate) || price(x.by) > price(x.candidate)) return Flaw::dropped;
      for (const Pair& p : relation_.of_candidate(x.by)) other.emplace(p.other, p.time);
    }
    for (const Pair& p : relation_.of_candidate(x.candidate)) {
      if (!helps(p.other, {x.candidate, p.time})) continue;
      const auto found = other.find(p.other);
      if (found == other.end() || losing_[p.other].second > 0) return Flaw::dropped;
      if (found->second > (is_timed() ? p.time : problem_.limit)) return Flaw::dropped;
    }
  }
  for (std::uint32_t c = 0; c < relation_.candidates(); ++c)
    if (gone[c] || (has_budget() && price(c) > budget_left_)) is_free_[c] = false;
  return Flaw::none;
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> Claims::row(std::uint32_t d) const {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> row;
  for (const Pair& p : relation_.of_demand(d))
    if (is_free_[p.other] && helps(d, p))
      row.emplace_back(p.other, is_timed() ? p.time.ticks() : 0);
  std::ranges::sort(row);
  return row;
}

Flaw Claims::classes() {
  std::size_t count = 0;
  for (const std::uint32_t c : certificate_.class_of)
    if (c != kNone) count = std::max<std::size_t>(count, std::size_t{c} + 1);
  if (count > relation_.demands()) return Flaw::classes;
  class_.assign(count, {});
  member_.assign(count, kNone);
  weight_.assign(count, 0);
  for (std::uint32_t d = 0; d < relation_.demands(); ++d) {
    const auto mine = row(d);
    const std::uint32_t c = certificate_.class_of[d];
    if (c == kNone) {
      // Whom nobody can help loses all; of others this proof says nothing.
      if (mine.empty()) lost_ += losing_[d].first + losing_[d].second;
      continue;
    }
    if (member_[c] == kNone) {
      member_[c] = d;
    } else {
      const std::uint32_t m = member_[c];
      if (mine != row(m)) return Flaw::classes;
      if (is_timed() &&
          losing_[d].first * problem_.weight[m] != losing_[m].first * problem_.weight[d])
        return Flaw::classes;
    }
    class_[c].first += losing_[d].first;
    class_[c].second += losing_[d].second;
    weight_[c] += problem_.weight[d];
  }
  for (const std::uint32_t m : member_)
    if (m == kNone) return Flaw::classes;
  rows_.reserve(count);
  for (const std::uint32_t m : member_) rows_.push_back(row(m));
  return Flaw::none;
}

Flaw Claims::units() {
  const Wide unit = certificate_.unit;
  rest_ = lost_;
  const auto fits = [&](Wide amount) { return amount % unit == 0; };
  for (std::uint32_t c = 0; c < relation_.candidates(); ++c)
    if (is_free_[c] && !fits(cost(c))) return Flaw::unit;
  for (std::uint32_t d = 0; d < relation_.demands(); ++d) {
    if (losing_[d].first == 0) continue;
    const bool can_change = !row(d).empty();
    if (!can_change) continue;
    if (!fits(losing_[d].first) || !fits(losing_[d].second)) return Flaw::unit;
    for (const auto& [c, time] : row(d))
      if (is_timed() && !fits(Wide{problem_.weight[d]} * time)) return Flaw::unit;
  }
  return Flaw::none;
}

}  // namespace lifecircle::siting::checking
