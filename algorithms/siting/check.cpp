#include "algorithms/siting/check.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>

namespace lifecircle::siting {
namespace {

constexpr std::uint32_t kNone = 0xffffffff;

/// What a demand still loses, as the open sites serve it; not in units.
struct Losing {
  Wide first = 0, second = 0;
};

/// The losses of the problem, as check.hpp has them.
class Claims {
 public:
  Claims(const Relation& relation, const Problem& problem, const Certificate& certificate)
      : relation_{relation}, problem_{problem}, certificate_{certificate} {}

  Flaw all() {
    if (problem_.aim == Aim::least_worst) return worst();
    if (const Flaw f = sites(); f != Flaw::none || !certificate_.feasible) return f;
    begin();
    Wide all_weight = 0;
    for (const std::int64_t w : problem_.weight)
      all_weight += Wide{w} * (problem_.once + problem_.twice);
    claimed_ = problem_.aim == Aim::cover_most ? all_weight - certificate_.bound
                                               : Wide{certificate_.bound};
    return proof();
  }

 private:
  bool is_timed() const { return problem_.aim == Aim::least_time; }
  bool has_budget() const { return problem_.budget && problem_.aim != Aim::cover_all; }
  Wide cost(std::uint32_t c) const {
    return problem_.aim == Aim::cover_all ? problem_.cost_of(c) : 0;
  }
  Wide price(std::uint32_t c) const { return has_budget() ? problem_.cost_of(c) : 0; }
  bool counts(const Pair& p) const { return p.time <= problem_.limit; }

  /// How many of the existing ones that may close have to stay open; more than there are if too
  /// many are closed by decree.
  Wide stay() const {
    if (!problem_.closings) return 0;
    Wide can = 0, closed = 0;
    for (std::uint32_t c = 0; c < relation_.candidates(); ++c) {
      if (!problem_.exists(c)) continue;
      if (problem_.standing_of(c) == Standing::choice) can += 1;
      if (problem_.standing_of(c) == Standing::forbidden) closed += 1;
    }
    return std::max(can + closed - *problem_.closings, Wide{0});
  }

  /// Whether `stay` of the existing ones that are free can be open, the cheapest if need be.
  template <class IsFree>
  bool can_stay(Wide stay, Wide sites, Wide budget, IsFree is_free) const {
    if (stay <= 0) return true;
    std::vector<Wide> prices;
    for (std::uint32_t c = 0; c < relation_.candidates(); ++c)
      if (problem_.exists(c) && is_free(c)) prices.push_back(price(c));
    if (stay > sites || stay > Wide{prices.size()}) return false;
    std::ranges::sort(prices);
    Wide spent = 0;
    for (std::size_t k = 0; Wide{k} < stay; ++k) spent += prices[k];
    return !has_budget() || spent <= budget;
  }

  /// The sites themselves, and their value.
  Flaw sites() const {
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

  /// Losses and who is free, before anything is decided.
  void begin() {
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

  /// Whether a pair could lessen what its demand loses.
  bool helps(std::uint32_t d, const Pair& p) const {
    if (!counts(p)) return false;
    return is_timed() ? losing_[d].first > Wide{problem_.weight[d]} * p.time.ticks()
                      : losing_[d].first > 0;
  }

  Flaw proof() {
    if (certificate_.bits < 0 || certificate_.bits > 40 || certificate_.unit < 1) return Flaw::unit;
    if (certificate_.class_of.size() != relation_.demands()) return Flaw::classes;
    if (const Flaw f = drop(); f != Flaw::none) return f;
    if (const Flaw f = classes(); f != Flaw::none) return f;
    if (const Flaw f = units(); f != Flaw::none) return f;
    return tree();
  }

  /// Candidates left out for others.
  Flaw drop() {
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
        if (cost(x.by) > cost(x.candidate) || price(x.by) > price(x.candidate))
          return Flaw::dropped;
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

  /// The pairs of a demand that can still matter: who, and how far, sorted.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> row(std::uint32_t d) const {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> row;
    for (const Pair& p : relation_.of_demand(d))
      if (is_free_[p.other] && helps(d, p))
        row.emplace_back(p.other, is_timed() ? p.time.ticks() : 0);
    std::ranges::sort(row);
    return row;
  }

  Flaw classes() {
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

  /// Whatever is chosen, the loss differs from `rest_` by whole units.
  Flaw units() {
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

  /// Where the proof stands.
  struct State {
    std::vector<std::int64_t> price;  ///< [class]
    std::vector<std::uint8_t> is_free, is_open;
    std::uint32_t node = 0;
  };

  /// What the prices prove at a node: the bound without anything forced, and each free candidate's
  /// cost less its earnings, sorted; all times 2^bits.
  struct Bound {
    Wide all = 0, rest = 0;     ///< with the least choice, without any
    std::vector<Wide> reduced;  ///< [candidate]; meaningless where not free
    std::vector<std::pair<Wide, std::uint32_t>> sorted;
    Wide sites = 0, budget = 0, stay = 0;
  };
  Bound bound(const State& s, std::int64_t budget_price) const {
    Bound b;
    b.sites = sites_left_;
    b.budget = budget_left_;
    b.stay = stay_;
    const auto scaled = [&](Wide amount) { return amount << certificate_.bits; };
    Wide sum = scaled(lost_);
    b.reduced.assign(relation_.candidates(), 0);
    for (std::uint32_t c = 0; c < relation_.candidates(); ++c) {
      if (s.is_open[c]) {
        sum += scaled(cost(c));
        b.sites -= 1;
        b.budget -= price(c);
        if (problem_.exists(c)) b.stay -= 1;
      }
      if (s.is_free[c])
        b.reduced[c] = scaled(cost(c)) + price(c) * budget_price * certificate_.unit;
    }
    for (std::uint32_t k = 0; k < class_.size(); ++k) {
      Losing l = class_[k];
      for (const auto& [c, time] : rows_[k]) {
        if (!s.is_open[c]) continue;
        if (is_timed())
          l.first = std::min(l.first, weight_[k] * time);
        else
          l = {l.second, 0};
      }
      bool can_change = false;
      const Wide u = std::min(Wide{s.price[k]} * certificate_.unit, scaled(l.first));
      for (const auto& [c, time] : rows_[k]) {
        if (!s.is_free[c] || l.first <= weight_[k] * time) continue;
        can_change = true;
        const Wide earns = u - scaled(weight_[k] * time);
        if (earns > 0) b.reduced[c] -= earns;
      }
      sum += can_change ? u + std::min(u, scaled(l.second)) : scaled(l.first + l.second);
    }
    sum -= b.budget * budget_price * certificate_.unit;
    for (std::uint32_t c = 0; c < relation_.candidates(); ++c)
      if (s.is_free[c]) b.sorted.emplace_back(b.reduced[c], c);
    std::ranges::sort(b.sorted);
    b.rest = sum;
    b.all = sum + least(b, b.sites, b.stay, kNone);
    return b;
  }

  /// The bound if `c` must be taken, or left.
  Wide forced(const Bound& b, std::uint32_t c, bool taken) const {
    const Wide stay = b.stay - (problem_.exists(c) ? 1 : 0);
    return taken ? b.rest + b.reduced[c] + least(b, b.sites - 1, stay, c)
                 : b.rest + least(b, b.sites, b.stay, c);
  }

  /// The least sum of at most `sites` free candidates without `without`, `stay` of them at least
  /// existing: the least of these, then the least below 0 of all others. Beyond any claim if there
  /// are not so many.
  Wide least(const Bound& b, Wide sites, Wide stay, std::uint32_t without) const {
    constexpr Wide kNever = Wide{1} << 120;
    Wide sum = 0;
    if (sites < 0 || stay > sites) return kNever;
    std::uint32_t last = kNone;  // the last of those that stay
    Wide left = stay;
    for (const auto& [r, c] : b.sorted) {
      if (left <= 0) break;
      if (c == without || !problem_.exists(c)) continue;
      sum += r;
      left -= 1;
      sites -= 1;
      last = c;
    }
    if (left > 0) return kNever;
    bool is_behind = last == kNone;
    for (const auto& [r, c] : b.sorted) {
      if (sites <= 0 || r >= 0) break;
      const bool stays = !is_behind && problem_.exists(c);
      if (c == last) is_behind = true;
      if (c == without || stays) continue;
      sum += r;
      sites -= 1;
    }
    return sum;
  }

  /// Whether a loss of at least `scaled` is a loss of at least what is claimed.
  bool reaches(Wide scaled) const {
    // The least possible loss below the claim is a whole number of units below `rest_` + units.
    const Wide unit = certificate_.unit;
    Wide below = claimed_ - 1;  // the greatest possible loss below the claim
    Wide off = (below - rest_) % unit;
    if (off < 0) off += unit;
    below -= off;
    return scaled > below << certificate_.bits;
  }

  /// All leaves of the tree. A node stands before those that go on from it.
  Flaw tree() {
    if (certificate_.nodes.empty()) return Flaw::tree;
    State s;
    s.price.assign(class_.size(), 0);
    s.is_free.assign(is_free_.begin(), is_free_.end());
    s.is_open.assign(relation_.candidates(), 0);
    std::vector<State> waiting{std::move(s)};
    std::size_t seen = 0;
    while (!waiting.empty()) {
      State now = std::move(waiting.back());
      waiting.pop_back();
      if (now.node != seen || now.node >= certificate_.nodes.size()) return Flaw::tree;
      ++seen;
      const ProofNode& node = certificate_.nodes[now.node];
      for (const ProofNode::Price& p : node.prices) {
        if (p.demand >= class_.size() || p.price < 0) return Flaw::tree;
        now.price[p.demand] = p.price;
      }
      if (node.budget_price < 0) return Flaw::tree;
      const Bound b = bound(now, node.budget_price);
      if (b.sites < 0 || (has_budget() && b.budget < 0) ||
          !can_stay(b.stay, b.sites, b.budget,
                    [&](std::uint32_t c) { return now.is_free[c] != 0; })) {
        if (node.then != ProofNode::Then::bounded) return Flaw::tree;
        continue;  // nothing can be chosen here
      }
      if (node.then == ProofNode::Then::bounded) {
        if (!reaches(b.all)) return Flaw::bound;
        continue;
      }
      for (const std::uint32_t c : node.opened) {
        if (c >= relation_.candidates() || !now.is_free[c]) return Flaw::tree;
        if (!reaches(forced(b, c, false))) return Flaw::bound;
        now.is_free[c] = 0;
        now.is_open[c] = 1;
      }
      for (const std::uint32_t c : node.closed) {
        if (c >= relation_.candidates() || !now.is_free[c]) return Flaw::tree;
        const bool too_dear = has_budget() && price(c) > b.budget;
        if (!too_dear && !reaches(forced(b, c, true))) return Flaw::bound;
        now.is_free[c] = 0;
      }
      if (node.then == ProofNode::Then::either) {
        if (node.branch >= relation_.candidates() || !now.is_free[node.branch] ||
            node.second <= now.node)
          return Flaw::tree;
        State closed = now;
        closed.is_free[node.branch] = 0;
        closed.node = node.second;
        waiting.push_back(std::move(closed));
        now.is_free[node.branch] = 0;
        now.is_open[node.branch] = 1;
      }
      ++now.node;
      waiting.push_back(std::move(now));
    }
    return seen == certificate_.nodes.size() ? Flaw::none : Flaw::tree;
  }

  Flaw worst();

  const Relation& relation_;
  const Problem& problem_;
  const Certificate& certificate_;
  std::vector<bool> is_free_;
  std::vector<Losing> losing_;  ///< [demand]
  Wide sites_left_ = 0, budget_left_ = 0, stay_ = 0, lost_ = 0, rest_ = 0, claimed_ = 0;
  std::vector<Losing> class_;
  std::vector<Wide> weight_;                                                ///< [class]
  std::vector<std::uint32_t> member_;                                       ///< [class] its first
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> rows_;  ///< [class]
};

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

}  // namespace

const char* flaw_name(Flaw flaw) {
  constexpr std::array kNames{"none",    "sites",   "unserved", "value", "unit",
                              "dropped", "classes", "tree",     "bound", "hopeless"};
  return kNames[static_cast<std::size_t>(flaw)];
}

Flaw check(const Relation& relation, const Problem& problem, const Certificate& certificate) {
  return Claims{relation, problem, certificate}.all();
}

}  // namespace lifecircle::siting
