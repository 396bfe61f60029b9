#include "algorithms/siting/rooms_send.hpp"

#include <algorithm>
#include <numeric>

namespace lifecircle::siting {
namespace {

/// Where everybody goes, and what room is left.
class Sending {
 public:
  Sending(const Relation& relation, const RoomProblem& q, const std::vector<std::uint32_t>& open)
      : relation_{relation},
        q_{q},
        left_(relation.candidates(), -1),
        site_of_(relation.demands(), RoomAnswer::kNowhere),
        at_(relation.candidates()),
        pays_(relation.demands(), 0) {
    for (const std::uint32_t c : open) left_[c] = q.room[c];
    for (std::uint32_t d = 0; d < relation.demands(); ++d) pays_[d] = cost(d, q.problem.far);
  }

  void one_after_the_other() {
    for (const std::uint32_t d : in_order())
      for (const Pair& pair : relation_.of_demand(d)) {
        if (pair.time > q_.problem.limit || cost(d, pair.time) >= pays_[d]) break;
        if (left_[pair.other] < q_.load[d]) continue;
        put(d, pair.other, cost(d, pair.time));
        break;
      }
  }

  void improve() {
    for (bool better = true; better;) {
      better = false;
      for (std::uint32_t d = 0; d < relation_.demands(); ++d) better = improve(d) || better;
    }
  }

  Sent take() {
    return {std::move(site_of_), std::accumulate(pays_.begin(), pays_.end(), std::int64_t{0})};
  }

 private:
  std::int64_t cost(std::uint32_t d, Duration t) const {
    return q_.problem.weight[d] * std::int64_t{t.ticks()};
  }

  /// Whoever loses most by not getting the nearest comes first.
  std::vector<std::uint32_t> in_order() const {
    std::vector<std::pair<std::int64_t, std::uint32_t>> order;
    for (std::uint32_t d = 0; d < relation_.demands(); ++d) {
      std::int64_t near = cost(d, q_.problem.far), next = near;
      for (const Pair& pair : relation_.of_demand(d)) {
        if (pair.time > q_.problem.limit || left_[pair.other] < 0) continue;
        const std::int64_t here = cost(d, pair.time);
        if (here < near) {
          next = near;
          near = here;
        } else {
          next = std::min(next, here);
        }
      }
      order.emplace_back(-(next - near) - q_.load[d], d);
    }
    std::ranges::sort(order);
    std::vector<std::uint32_t> demands;
    for (const auto& [rank, d] : order) demands.push_back(d);
    return demands;
  }

  void put(std::uint32_t d, std::uint32_t c, std::int64_t pays) {
    const std::uint32_t from = site_of_[d];
    if (from != RoomAnswer::kNowhere) {
      left_[from] += q_.load[d];
      std::erase(at_[from], d);
    }
    site_of_[d] = c;
    pays_[d] = pays;
    if (c == RoomAnswer::kNowhere) return;
    left_[c] -= q_.load[d];
    at_[c].push_back(d);
  }

  /// A better place for `d`, if need be by sending another one elsewhere.
  bool improve(std::uint32_t d) {
    for (const Pair& pair : relation_.of_demand(d)) {
      const std::int64_t here = cost(d, pair.time);
      if (pair.time > q_.problem.limit || here >= pays_[d]) break;
      const std::uint32_t c = pair.other;
      if (left_[c] < 0 || q_.load[d] > q_.room[c]) continue;
      if (left_[c] >= q_.load[d]) {
        put(d, c, here);
        return true;
      }
      for (const std::uint32_t o : at_[c]) {
        if (left_[c] + q_.load[o] < q_.load[d]) continue;
        if (!send_away(o, d, c, pays_[d] - here)) continue;
        put(d, c, here);
        return true;
      }
    }
    return false;
  }

  /// Sends `o` away from `c` for less than `most` more than it pays: to a site with room, or with
  /// the room that `d` leaves there, or nowhere.
  bool send_away(std::uint32_t o, std::uint32_t d, std::uint32_t c, std::int64_t most) {
    for (const Pair& pair : relation_.of_demand(o)) {
      const std::int64_t there = cost(o, pair.time);
      if (pair.time > q_.problem.limit || there - pays_[o] >= most) break;
      const std::uint32_t e = pair.other;
      if (e == c || left_[e] < 0) continue;
      if (left_[e] + (site_of_[d] == e ? q_.load[d] : 0) < q_.load[o]) continue;
      put(o, e, there);
      return true;
    }
    const std::int64_t nowhere = cost(o, q_.problem.far);
    if (nowhere - pays_[o] >= most) return false;
    put(o, RoomAnswer::kNowhere, nowhere);
    return true;
  }

  const Relation& relation_;
  const RoomProblem& q_;
  std::vector<std::int64_t> left_;  ///< [candidate]; -1: closed. Below 0 for a moment in improve()
  std::vector<std::uint32_t> site_of_;
  std::vector<std::vector<std::uint32_t>> at_;  ///< [candidate] who is there
  std::vector<std::int64_t> pays_;
};

}  // namespace

Sent send(const Relation& relation, const RoomProblem& question,
          const std::vector<std::uint32_t>& open) {
  Sending sending{relation, question, open};
  sending.one_after_the_other();
  sending.improve();
  return sending.take();
}

}  // namespace lifecircle::siting
