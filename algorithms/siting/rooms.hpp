#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "algorithms/siting/branch.hpp"
#include "algorithms/siting/check.hpp"
#include "algorithms/siting/problem.hpp"
#include "algorithms/siting/rooms_knapsack.hpp"

namespace lifecircle::siting {

/// A question where sites have room: every demand goes whole to one open site that reaches it, and
/// the loads of those at a site (people, places, beds, area) are at most its room. Whole, because a
/// community is told of one school or clinic; a demand larger than every room is served nowhere, so
/// let the demands be finer than the rooms. Of least_time, who goes nowhere counts `far`
/// (capacitated p-median, single source); of cover_most, who goes somewhere counts `once`
/// (capacitated maximal covering) and `twice` does not count.
struct RoomProblem {
  /// Aim least_time or cover_most; where there is a budget, costs of at most kMostSpent together.
  Problem problem;
  std::vector<std::int64_t> load;  ///< [demand], >= 0
  std::vector<std::int64_t> room;  ///< [candidate], >= 0
};

/// An answer and what proves its bound: prices of the demands, 2^bits to one of weight x tick or of
/// weight x once.
struct RoomAnswer {
  static constexpr std::uint32_t kNowhere = 0xffffffff;
  Answer answer;
  std::vector<std::uint32_t> site_of;  ///< [demand] candidate or kNowhere
  std::vector<std::int64_t> price;     ///< [demand]
  int bits = 0;
  bool cut = false;  ///< stopped by `progress`, or the solver by the clock
};

/// Sites one after the other, each the one that saves most; prices by subgradients, with choices
/// from them; a local search from the best one; then the solver of integer programs. Always an
/// answer: all may go nowhere. The certified bound is that of the prices; what the solver says is
/// beside it.
///
/// Cost: `root_rounds` passes over the pairs, 30 ns a pair each, as far as that is below 500
/// million pairs in all; and `search.room_work`.
RoomAnswer solve_with_room(const Relation& relation, const RoomProblem& problem,
                           const Effort& effort = {}, const Progress& progress = {});

/// Holds an answer against relation and problem: sites, cost, rooms, value, and the bound its
/// prices prove.
Flaw check_room(const Relation& relation, const RoomProblem& problem, const RoomAnswer& answer);

/// What check_room() holds against the tables as lines of words and numbers, and back (without what
/// the solver said). Unknown or missing words: false, nothing is read.
std::string to_text(const RoomAnswer& given);
bool from_text(const std::string& text, RoomAnswer& given);

}  // namespace lifecircle::siting
