#include "algorithms/supply/room.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

namespace lifecircle {
namespace {

__extension__ typedef __int128 Wide;

/// Lets the pairs have their turn, in the order of `queue`.
Taken take_in_turn(const TakingQuestion& q, std::vector<InReach>& queue) {
  std::ranges::sort(queue, {}, [&](const InReach& p) {
    return std::tuple{p.time, q.ranks[p.home.index()], p.facility};
  });
  Taken answer{.with_room = std::vector<std::int64_t>(q.people.size(), 0),
               .room_unknown = std::vector<std::int64_t>(q.people.size(), 0),
               .taken = std::vector<std::int64_t>(q.room.size(), 0),
               .came = std::vector<std::int64_t>(q.room.size(), 0)};
  for (const InReach& p : queue) {
    const std::size_t h = p.home.index(), f = p.facility.index();
    const std::int64_t here = q.people[h] - answer.with_room[h] - answer.room_unknown[h];
    answer.came[f] += here;
    if (!q.room[f]) {
      answer.room_unknown[h] += here;
      continue;
    }
    const std::int64_t fit = std::min(here, *q.room[f] - answer.taken[f]);
    answer.taken[f] += fit;
    answer.with_room[h] += fit;
  }
  return answer;
}

}  // namespace

std::int64_t room_of(std::int64_t supply, std::int64_t norm_micro) {
  const Wide room = Wide{supply} * 1'000'000'000 / norm_micro;
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / 4;
  return room > kMost ? kMost : static_cast<std::int64_t>(room);
}

std::vector<std::uint32_t> taking_ranks(const Homes& homes) {
  std::vector<std::uint32_t> order(homes.size());
  std::iota(order.begin(), order.end(), std::uint32_t{0});
  std::ranges::sort(order, {}, [&](std::uint32_t h) {
    return std::tuple<const std::string&, std::int32_t, std::int32_t, std::uint32_t>{
        homes.id[h], homes.at[h].x, homes.at[h].y, h};
  });
  std::vector<std::uint32_t> ranks(homes.size());
  for (std::uint32_t r = 0; r < order.size(); ++r) ranks[order[r]] = r;
  return ranks;
}

Taken take_at_nearest(const TakingQuestion& q) {
  std::vector<InReach> nearest;
  for (const InReach& p : q.pairs) {
    if (nearest.empty() || nearest.back().home != p.home)
      nearest.push_back(p);
    else if (p.time < nearest.back().time)  // of equally near ones the first stays
      nearest.back() = p;
  }
  return take_in_turn(q, nearest);
}

Taken take_at_next(const TakingQuestion& q) {
  std::vector<InReach> all{q.pairs.begin(), q.pairs.end()};
  return take_in_turn(q, all);
}

}  // namespace lifecircle
