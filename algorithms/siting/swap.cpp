#include "algorithms/siting/swap.hpp"

#include <algorithm>
#include <array>

namespace lifecircle::siting {

SwapSearch::SwapSearch(const Core& core, const CoreColumns& columns)
    : core_{core}, columns_{columns}, seen_(core.demands(), 0) {}

bool SwapSearch::is_affordable(const Core& core, std::size_t places) {
  return core.candidates() * places <= std::size_t{64} << 20;
}

void SwapSearch::start(std::span<const std::uint32_t> chosen) {
  // Where as many may be open as there are, room for a few more than are.
  places_ = std::min<std::size_t>(core_.sites, chosen.size() + 16);
  at_place_.assign(places_, kNobody);
  place_of_.assign(core_.candidates(), kNobody);
  gain_.assign(core_.candidates(), 0);
  loss_without_.assign(places_, 0);
  both_.assign(core_.candidates() * places_, 0);
  spent_ = 0;
  staying_ = 0;
  for (std::uint32_t p = 0; p < chosen.size(); ++p) {
    at_place_[p] = chosen[p];
    place_of_[chosen[p]] = p;
    if (core_.has_budget) spent_ += core_.price[chosen[p]];
    staying_ += core_.must_count(chosen[p]) ? 1 : 0;
  }
  for (std::uint32_t d = 0; d < core_.demands(); ++d) count(d, 1);
  loss_ = loss_of(core_, chosen);
}

std::vector<std::uint32_t> SwapSearch::chosen() const {
  std::vector<std::uint32_t> all;
  for (const std::uint32_t c : at_place_)
    if (c != kNobody) all.push_back(c);
  std::ranges::sort(all);
  return all;
}

void SwapSearch::count(std::uint32_t d, std::int64_t sign) {
  const auto row = core_.row(d);
  std::array<std::uint32_t, 3> open{kNobody, kNobody, kNobody};
  std::array<std::uint32_t, 2> time{};
  std::size_t reached = 0;
  for (const CoreEntry& e : row) {
    if (place_of_[e.candidate] == kNobody) continue;
    if (reached < 2) time[reached] = e.time;
    open[reached] = place_of_[e.candidate];
    if (++reached == (core_.timed ? 2U : 3U)) break;
  }
  if (core_.timed) {
    const std::int64_t w = core_.weight[d], most = core_.first[d];
    const std::int64_t near = reached > 0 ? std::min(most, w * time[0]) : most;
    const std::int64_t next = reached > 1 ? std::min(most, w * time[1]) : most;
    if (reached > 0) loss_without_[open[0]] += sign * (next - near);
    for (const CoreEntry& e : row) {
      const std::int64_t here = w * e.time;
      if (here >= next) break;
      if (place_of_[e.candidate] != kNobody) continue;
      if (here < near) gain_[e.candidate] += sign * (near - here);
      if (reached > 0)
        both_[e.candidate * places_ + open[0]] += sign * (next - std::max(here, near));
    }
    return;
  }
  if (reached == 3) return;
  const std::array<std::int64_t, 4> level{0, core_.first[d], core_.second[d], 0};
  const std::int64_t more = level[reached + 1], last = level[reached];
  if (more == 0 && last == 0) return;
  for (std::size_t k = 0; k < reached; ++k) loss_without_[open[k]] += sign * last;
  for (const CoreEntry& e : row) {
    if (place_of_[e.candidate] != kNobody) continue;
    gain_[e.candidate] += sign * more;
    for (std::size_t k = 0; k < reached; ++k)
      both_[e.candidate * places_ + open[k]] += sign * (last - more);
  }
}

void SwapSearch::count_around(std::uint32_t out, std::uint32_t in, std::int64_t sign) {
  ++stamp_;
  for (const std::uint32_t c : {out, in}) {
    if (c == kNobody) continue;
    for (const CoreColumns::Entry& e : columns_.column(c)) {
      if (seen_[e.demand] == stamp_) continue;
      seen_[e.demand] = stamp_;
      count(e.demand, sign);
    }
  }
}

bool SwapSearch::fits(std::uint32_t place, std::uint32_t candidate) const {
  const auto exists = [&](std::uint32_t c) { return c != kNobody && core_.must_count(c); };
  if (core_.stay > 0 && place != kNobody && exists(at_place_[place]) && !exists(candidate) &&
      staying_ <= core_.stay)
    return false;
  if (!core_.has_budget || candidate == kNobody) return true;
  const Wide freed = place == kNobody ? 0 : core_.price[at_place_[place]];
  return spent_ - freed + core_.price[candidate] <= core_.budget;
}

SwapSearch::Move SwapSearch::best_move() const {
  Move best;
  const auto offer = [&](std::int64_t saves, std::uint32_t place, std::uint32_t candidate) {
    if (saves > best.saves && fits(place, candidate)) best = {saves, place, candidate};
  };
  std::uint32_t empty = kNobody;
  std::vector<std::int64_t> back(places_, 0);  // what closing the place gives back
  for (std::uint32_t p = 0; p < places_; ++p) {
    if (at_place_[p] == kNobody) {
      empty = p;
      continue;
    }
    back[p] = core_.cost[at_place_[p]] - loss_without_[p];
    offer(back[p], p, kNobody);
  }
  for (std::uint32_t c = 0; c < core_.candidates(); ++c) {
    if (place_of_[c] != kNobody) continue;
    const std::int64_t saves = gain_[c] - core_.cost[c];
    if (empty != kNobody) offer(saves, kNobody, c);
    const std::int64_t* both = both_.data() + c * places_;
    for (std::uint32_t p = 0; p < places_; ++p)
      if (saves + back[p] + both[p] > best.saves && at_place_[p] != kNobody)
        offer(saves + back[p] + both[p], p, c);
  }
  return best;
}

void SwapSearch::make(std::uint32_t place, std::uint32_t in) {
  const std::uint32_t out = place == kNobody ? kNobody : at_place_[place];
  count_around(out, in, -1);
  if (place == kNobody)
    place = static_cast<std::uint32_t>(std::ranges::find(at_place_, kNobody) - at_place_.begin());
  if (out != kNobody) {
    place_of_[out] = kNobody;
    staying_ -= core_.must_count(out) ? 1 : 0;
    if (core_.has_budget) spent_ -= core_.price[out];
  }
  at_place_[place] = in;
  if (in != kNobody) {
    place_of_[in] = place;
    staying_ += core_.must_count(in) ? 1 : 0;
    if (core_.has_budget) spent_ += core_.price[in];
  }
  count_around(out, in, 1);
}

int SwapSearch::descend() {
  int moves = 0;
  for (;; ++moves) {
    const Move move = best_move();
    if (move.saves <= 0) return moves;
    make(move.place, move.candidate);
    loss_ -= move.saves;
  }
}

void SwapSearch::kick(int swaps, std::uint64_t& random) {
  for (int k = 0; k < swaps && places_ > 0 && core_.candidates() > places_; ++k) {
    const auto place = static_cast<std::uint32_t>(next_random(random) % places_);
    const auto c = static_cast<std::uint32_t>(next_random(random) % core_.candidates());
    if (at_place_[place] == kNobody || place_of_[c] != kNobody || !fits(place, c)) continue;
    make(place, c);
  }
  loss_ = loss_of(core_, chosen());
}

std::uint64_t next_random(std::uint64_t& state) {
  std::uint64_t z = state += 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

std::vector<std::uint32_t> improve(const Core& core, const CoreColumns& columns,
                                   std::vector<std::uint32_t> chosen, int kicks,
                                   std::uint64_t seed) {
  if (!SwapSearch::is_affordable(core, std::min<std::size_t>(core.sites, chosen.size() + 16)))
    return chosen;
  SwapSearch search{core, columns};
  search.start(chosen);
  search.descend();
  std::vector<std::uint32_t> best = search.chosen();
  std::int64_t least = search.loss();
  std::uint64_t random = seed;
  for (int k = 0; k < kicks; ++k) {
    search.kick(2 + static_cast<int>(next_random(random) % 4), random);
    search.descend();
    if (search.loss() < least) {
      least = search.loss();
      best = search.chosen();
    } else if (search.loss() > least) {
      search.start(best);
    }
  }
  return best;
}

}  // namespace lifecircle::siting
