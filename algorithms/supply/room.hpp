#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "algorithms/supply/in_reach.hpp"

namespace lifecircle {

/// How many people (thousandths) a supply (thousandths) has room for at a norm of `norm_micro`
/// millionths of supply for 1,000 people: 30 beds at 6 beds per 1,000 have room for 5,000. Rounded
/// down, so that nobody is promised a place who has none.
std::int64_t room_of(std::int64_t supply, std::int64_t norm_micro);

/// Homes in the order in which they win ties: by stated id, then by place, then by the town's own
/// order. [home]: its rank.
std::vector<std::uint32_t> taking_ranks(const Homes& homes);

/// Who wants to go where, and what room there is. Counts in thousandths, not negative.
struct TakingQuestion {
  std::span<const InReach> pairs;        ///< as in_reach has them
  std::span<const std::int64_t> people;  ///< [home]
  std::span<const std::uint32_t> ranks;  ///< [home]; taking_ranks
  /// [facility]; none: nobody knows.
  std::span<const std::optional<std::int64_t>> room;
};

/// Who found room. Counts in thousandths of people.
struct Taken {
  std::vector<std::int64_t> with_room;     ///< [home]: taken by a facility of known room
  std::vector<std::int64_t> room_unknown;  ///< [home]: at a facility whose room nobody knows
  std::vector<std::int64_t> taken;         ///< [facility]
  std::vector<std::int64_t> came;          ///< [facility]: taken, turned away, or nobody knows
};

/// Coverage as far as there is room: everyone goes to the nearest facility within the limit (of
/// equally near ones to the first), and nowhere else. A facility takes people in the order of their
/// travel time, ties by the homes' ranks, until its room is full; of the home where that happens
/// the part that still fits. The others are within reach and without room.
///
/// This is the headline: what the plan's words "served by the nearest" come to. O(pairs + homes
/// log homes). Holds: the sum taken by a facility <= its room; with_room + room_unknown <= people.
Taken take_at_nearest(const TakingQuestion& question);

/// The other bound: whoever finds no room goes on to the next nearest within the limit that has
/// some. One queue for the whole town: pairs of home and facility by (time, rank of the home,
/// facility), and at each as many of the home's people who have no place yet are taken as still
/// fit. So nobody is turned away by a facility that has taken somebody from farther away (the only
/// stable matching when both sides prefer less time: Gale and Shapley, Amer. Math. Monthly 69,
/// 1962).
///
/// No facility takes fewer than in take_at_nearest. At a facility of unknown room all who come
/// stay, and nobody knows whether they have a place. O(pairs log pairs).
Taken take_at_next(const TakingQuestion& question);

}  // namespace lifecircle
