#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "algorithms/siting/problem.hpp"

namespace lifecircle::siting {

__extension__ typedef __int128 Wide;

/// A candidate in a demand's row.
struct CoreEntry {
  std::uint32_t candidate;  ///< number in the core
  std::uint32_t time;       ///< in the core's ticks; 0 where only reaching counts
};

/// What is left of a problem to decide, always in one form: choose at most `sites` of the
/// candidates, their prices within `budget`, so that what they cost plus what each demand loses is
/// least. A demand loses
///
///   min(first, weight x time of its nearest chosen candidate)    where times count (`timed`),
///   first + second, second, or nothing                           as none, one or two reach it.
///
/// Coverage, backup coverage, set covering (a demand loses what its cheapest site costs, so leaving
/// one out is never cheaper) and p-median are all that. Sites that are open anyhow are in `first`,
/// `second` and `fixed` already; demands with equal rows are one. All amounts are whole multiples
/// of `unit`, and divided by it. Their sum is below 2^58: load() says no otherwise.
struct Core {
  bool timed = false;
  bool has_budget = false;
  std::uint32_t sites = 0;
  std::uint32_t stay = 0;  ///< of the existing ones at least so many are chosen
  Wide budget = 0;         ///< where there is one
  Wide offset = 0;         ///< lost and spent whatever is chosen, not in units
  std::int64_t fixed = 0;  ///< the same, in units: of candidates opened later
  std::int64_t unit = 1;
  std::vector<std::uint32_t> candidate;  ///< [candidate] number in the relation
  std::vector<std::int64_t> cost;        ///< [candidate] part of what is to be least
  std::vector<std::int64_t> price;       ///< [candidate] for the budget; empty where there is none
  std::vector<std::uint8_t> exists;      ///< [candidate] 1: existing; empty where `stay` began as 0
  std::vector<std::uint32_t> demand;     ///< [demand] its first in the relation
  std::vector<std::int64_t> first, second, weight;  ///< [demand]
  std::vector<std::uint64_t> start{0};              ///< [demand]
  std::vector<CoreEntry> entries;                   ///< of a demand by (time, candidate)

  bool must_count(std::size_t c) const { return !exists.empty() && exists[c] != 0; }
  std::size_t candidates() const { return candidate.size(); }
  std::size_t demands() const { return first.size(); }
  std::span<const CoreEntry> row(std::size_t d) const {
    return {entries.data() + start[d], entries.data() + start[d + 1]};
  }
};

/// The same pairs by candidate.
struct CoreColumns {
  struct Entry {
    std::uint32_t demand;
    std::uint32_t time;
  };
  std::vector<std::uint64_t> start{0};
  std::vector<Entry> entries;  ///< of a candidate by demand

  explicit CoreColumns(const Core& core);
  std::span<const Entry> column(std::size_t candidate) const {
    return {entries.data() + start[candidate], entries.data() + start[candidate + 1]};
  }
};

/// Whether a choice (numbers of the core) is one: not too many, not too dear, enough that exist.
bool is_choice(const Core& core, std::span<const std::uint32_t> chosen);
/// Whether there is any: the cheapest of the existing ones that have to stay.
bool has_choice(const Core& core);

/// What a choice (numbers of the core) costs and loses beside `fixed`, in units.
std::int64_t loss_of(const Core& core, std::span<const std::uint32_t> chosen);

/// Which row of the relation went into which demand of the core.
struct Loaded {
  Core core;
  bool possible = true;                 ///< false: the required sites (and those that have to
                                        ///< stay) are too many or too dear
  bool fits = true;                     ///< false: sums beyond 2^58
  std::vector<std::uint32_t> class_of;  ///< [demand of the relation]; kNone: nothing to decide
  static constexpr std::uint32_t kNone = 0xffffffff;
};

/// A problem's core without the candidates `dropped` names; `aim` not least_worst. Cost
/// O(pairs log pairs).
Loaded load(const Relation& relation, const Problem& problem,
            std::span<const std::uint32_t> dropped = {});

/// Candidates of a core that some answer of least loss does without, because another one, which is
/// not dropped itself, serves all they could still help, as fast and for no more. `by` is kNone
/// where they help nobody.
struct Dropped {
  std::uint32_t candidate, by;
  friend auto operator<=>(const Dropped&, const Dropped&) = default;
};
std::vector<Dropped> dominated(const Core& core);

/// The core that is left when some candidates are opened and some closed: demands that lose nothing
/// more and entries that can help no more are gone. `from_demand[d]` is the demand's number before.
Core restricted(const Core& core, std::span<const std::uint32_t> opened,
                std::span<const std::uint32_t> closed, std::vector<std::uint32_t>& from_demand);

}  // namespace lifecircle::siting
