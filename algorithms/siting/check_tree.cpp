#include "algorithms/siting/check_claims.hpp"

namespace lifecircle::siting::checking {

Claims::Bound Claims::bound(const State& s, std::int64_t budget_price) const {
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
    if (s.is_free[c]) b.reduced[c] = scaled(cost(c)) + price(c) * budget_price * certificate_.unit;
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

Wide Claims::forced(const Bound& b, std::uint32_t c, bool taken) const {
  const Wide stay = b.stay - (problem_.exists(c) ? 1 : 0);
  return taken ? b.rest + b.reduced[c] + least(b, b.sites - 1, stay, c)
               : b.rest + least(b, b.sites, b.stay, c);
}

Wide Claims::least(const Bound& b, Wide sites, Wide stay, std::uint32_t without) const {
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

bool Claims::reaches(Wide scaled) const {
  // The least possible loss below the claim is a whole number of units below `rest_` + units.
  const Wide unit = certificate_.unit;
  Wide below = claimed_ - 1;  // the greatest possible loss below the claim
  Wide off = (below - rest_) % unit;
  if (off < 0) off += unit;
  below -= off;
  return scaled > below << certificate_.bits;
}

bool Claims::is_countable() const {
  const auto length = [](Wide amount) {
    int bits = 0;
    for (; amount > 0; amount >>= 1) ++bits;
    return bits;
  };
  Wide dearest = 0, price = 0;
  for (std::uint32_t c = 0; c < relation_.candidates(); ++c) dearest += this->price(c);
  if (has_budget()) dearest = std::max(dearest, Wide{*problem_.budget});
  for (const ProofNode& node : certificate_.nodes) price = std::max(price, Wide{node.budget_price});
  return length(dearest) + length(price) + length(certificate_.unit) <= 120;
}

Flaw Claims::tree() {
  if (certificate_.nodes.empty()) return Flaw::tree;
  if (!is_countable()) return Flaw::unit;
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

}  // namespace lifecircle::siting::checking
