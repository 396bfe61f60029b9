#include "algorithms/siting/rooms_state.hpp"

#include <algorithm>

namespace lifecircle::siting {

RoomState::RoomState(const Relation& relation, const RoomProblem& question)
    : relation_{relation},
      question_{question},
      left_(relation.candidates(), -1),
      site_of_(relation.demands(), RoomAnswer::kNowhere),
      at_(relation.candidates()),
      place_at_(relation.demands(), 0),
      loses_(relation.demands(), 0) {
  for (std::uint32_t d = 0; d < relation.demands(); ++d) {
    loses_[d] = cost(d, question.problem.far);
    value_ += loses_[d];
  }
}

void RoomState::open(std::uint32_t c) {
  left_[c] = question_.room[c];
  steps_.push_back({kNobody, c, 0});
}

void RoomState::close(std::uint32_t c) {
  while (!at_[c].empty()) {
    const std::uint32_t d = at_[c].back();
    put(d, RoomAnswer::kNowhere, cost(d, question_.problem.far));
  }
  left_[c] = -1;
  steps_.push_back({kNobody, c, 0});
}

void RoomState::undo() {
  for (; !steps_.empty(); steps_.pop_back()) {
    const Step& last = steps_.back();
    if (last.demand != kNobody)
      move(last.demand, last.site, last.lost);
    else
      left_[last.site] = is_open(last.site) ? -1 : question_.room[last.site];
  }
}

void RoomState::put(std::uint32_t d, std::uint32_t to, std::int64_t lost) {
  steps_.push_back({d, site_of_[d], loses_[d]});
  move(d, to, lost);
}

void RoomState::move(std::uint32_t d, std::uint32_t to, std::int64_t lost) {
  if (const std::uint32_t from = site_of_[d]; from != RoomAnswer::kNowhere) {
    left_[from] += question_.load[d];
    std::vector<std::uint32_t>& there = at_[from];
    place_at_[there.back()] = place_at_[d];
    there[place_at_[d]] = there.back();
    there.pop_back();
  }
  value_ += lost - loses_[d];
  site_of_[d] = to;
  loses_[d] = lost;
  if (to == RoomAnswer::kNowhere) return;
  left_[to] -= question_.load[d];
  place_at_[d] = static_cast<std::uint32_t>(at_[to].size());
  at_[to].push_back(d);
}

bool RoomState::place(std::uint32_t d) {
  const auto row = relation_.of_demand(d);
  work_ += static_cast<std::int64_t>(row.size());
  for (const Pair& pair : row) {
    const std::int64_t here = cost(d, pair.time);
    if (pair.time > question_.problem.limit || here >= loses_[d]) return false;
    if (!is_open(pair.other) || left_[pair.other] < question_.load[d]) continue;
    put(d, pair.other, here);
    return true;
  }
  return false;
}

bool RoomState::push(std::uint32_t d) {
  const std::int64_t load = question_.load[d];
  work_ += static_cast<std::int64_t>(relation_.of_demand(d).size());
  for (const Pair& pair : relation_.of_demand(d)) {
    const std::int64_t here = cost(d, pair.time);
    if (pair.time > question_.problem.limit || here >= loses_[d]) break;
    const std::uint32_t c = pair.other;
    if (!is_open(c) || load > question_.room[c]) continue;
    if (left_[c] >= load) {
      put(d, c, here);
      return true;
    }
    work_ += static_cast<std::int64_t>(at_[c].size());
    for (const std::uint32_t o : at_[c]) {
      if (left_[c] + question_.load[o] < load) continue;
      if (!send_away(o, d, c, loses_[d] - here)) continue;
      put(d, c, here);
      return true;
    }
  }
  return false;
}

/// Sends `o` away from `c` for less than `most` more than it loses: to a site with room, or with
/// the room that `d` leaves there, or nowhere.
bool RoomState::send_away(std::uint32_t o, std::uint32_t d, std::uint32_t c, std::int64_t most) {
  work_ += 4;
  for (const Pair& pair : relation_.of_demand(o)) {
    const std::int64_t there = cost(o, pair.time);
    if (pair.time > question_.problem.limit || there - loses_[o] >= most) break;
    const std::uint32_t e = pair.other;
    if (e == c || !is_open(e)) continue;
    if (left_[e] + (site_of_[d] == e ? question_.load[d] : 0) < question_.load[o]) continue;
    put(o, e, there);
    return true;
  }
  const std::int64_t nowhere = cost(o, question_.problem.far);
  if (nowhere - loses_[o] >= most) return false;
  put(o, RoomAnswer::kNowhere, nowhere);
  return true;
}

void RoomState::fill(std::uint32_t first) {
  struct Offer {
    double rank;
    std::uint32_t demand;
    std::int64_t here;
  };
  std::vector<Offer> offers;
  std::vector<std::uint32_t> queue{first};
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const std::uint32_t c = queue[next];
    if (!is_open(c) || left_[c] == 0) continue;
    offers.clear();
    const auto column = relation_.of_candidate(c);
    work_ += static_cast<std::int64_t>(column.size());
    for (const Pair& pair : column) {
      if (pair.time > question_.problem.limit) continue;
      const std::uint32_t d = pair.other;
      const std::int64_t here = cost(d, pair.time);
      if (here >= loses_[d] || question_.load[d] > left_[c]) continue;
      offers.push_back({static_cast<double>(here - loses_[d]) /
                            static_cast<double>(std::max<std::int64_t>(question_.load[d], 1)),
                        d, here});
    }
    std::ranges::sort(offers, [](const Offer& a, const Offer& b) {
      return a.rank != b.rank ? a.rank < b.rank : a.demand < b.demand;
    });
    for (const Offer& o : offers) {
      if (question_.load[o.demand] > left_[c]) continue;
      const std::uint32_t from = site_of_[o.demand];
      put(o.demand, c, o.here);
      if (from != RoomAnswer::kNowhere && (queue.back() != from || next + 1 == queue.size()))
        queue.push_back(from);
    }
  }
}

}  // namespace lifecircle::siting
