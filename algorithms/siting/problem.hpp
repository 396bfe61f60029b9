#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "algorithms/siting/relation.hpp"
#include "engine/base/quantity.hpp"

namespace lifecircle::siting {

/// What is asked of the sites.
enum class Aim : std::uint8_t {
  cover_all,    ///< least cost that serves all who can be served (set covering)
  cover_most,   ///< most weight served, once and twice (maximal and backup covering)
  least_time,   ///< least sum of weight x time to the nearest site (p-median)
  least_worst,  ///< least time of the worst served of all who can be served (p-center)
};

/// What may be done with a candidate.
enum class Standing : std::uint8_t {
  choice,    ///< a new place, or an existing one that may close: counts and costs if chosen
  kept,      ///< exists and stays: serves, counts and costs nothing
  required,  ///< will be built: serves, counts and costs
  forbidden  ///< serves nobody
};

/// One question of siting on a relation. "Reaches" is: in the relation, within the limit (closed).
struct Problem {
  Aim aim = Aim::cover_most;
  Duration limit = Duration::never();   ///< pairs beyond it do not count
  std::vector<std::int64_t> weight;     ///< [demand], >= 0: thousandths of people, or any count
  std::vector<Standing> standing = {};  ///< [candidate]; empty: all `choice`
  /// At most so many sites, beside the kept ones; none: any number. Not for cover_all.
  std::optional<std::uint32_t> sites = {};
  /// [candidate], >= 0; empty: 1 each. What cover_all sums up, and what the budget is for.
  std::vector<std::int64_t> cost = {};
  std::optional<std::int64_t> budget = {};  ///< cost of all sites at most; not for cover_all
  /// cover_most: what one of weight counts when one site reaches it, and how much more when two
  /// do. once >= twice >= 0.
  std::int64_t once = 1, twice = 0;
  /// least_time: what a demand counts whom no site reaches; at least `limit` and every time in it.
  Duration far = Duration::never();
  /// [candidate] 1: exists today, and closes if it is neither kept, required nor chosen; empty:
  /// none does. Of those at most `closings` may close; none: any number.
  std::vector<std::uint8_t> existing = {};
  std::optional<std::uint32_t> closings = {};

  bool exists(std::size_t candidate) const { return !existing.empty() && existing[candidate] != 0; }
  Standing standing_of(std::size_t candidate) const {
    return standing.empty() ? Standing::choice : standing[candidate];
  }
  std::int64_t cost_of(std::size_t candidate) const { return cost.empty() ? 1 : cost[candidate]; }
};

/// Chosen sites with what they are worth and what is proven about it. Of cover_most the value is to
/// be high and the bound is above it; of the others low and the bound below.
struct Answer {
  /// false: the required sites, with the existing ones that may not close, are too many or too dear
  bool feasible = false;
  std::vector<std::uint32_t> sites = {};  ///< candidates, sorted: required and chosen, not the kept
  std::int64_t value = 0;                 ///< weight, weight x ticks, cost, or ticks; see Aim
  std::int64_t bound = 0;                 ///< no choice is better; proven by the certificate
  /// No choice is better, says the solver of integer programs, which counts in doubles: the word of
  /// a program that many use, and no proof. None: it was not asked or did not finish.
  std::optional<std::int64_t> bound_by_solver = {};
  bool is_proven_best() const { return feasible && value == bound; }
  bool is_best_says_solver() const {
    return feasible && bound_by_solver && value == *bound_by_solver;
  }
};

/// The worth of `sites` beside the kept ones; `sites` holds the required ones. Plain loops over the
/// whole relation, for the final word on an answer.
std::int64_t value_of(const Relation& relation, const Problem& problem,
                      const std::vector<std::uint32_t>& sites);

/// How many of the existing candidates that may close have to stay for `closings`: more than there
/// are where those forbidden are too many already.
std::int64_t must_stay(const Problem& problem, std::size_t candidates);

/// The question whether everyone who can be served within the problem's limit can be served within
/// another: cover_most with one for each, who loses nothing if so.
Problem everyone_within(const Relation& relation, const Problem& problem, Duration limit);

}  // namespace lifecircle::siting
