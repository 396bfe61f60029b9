#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "algorithms/siting/core.hpp"

namespace lifecircle::siting {

/// Betters a choice by opening a candidate, closing one, or one for another, the best such move at
/// a time until none helps (Teitz and Bart 1968), with what each move is worth kept up to date
/// instead of counted anew (Resende and Werneck, J. Heuristics 10, 2004; here for two levels of
/// coverage too). Ties go to the smaller numbers.
///
/// Memory: 8 bytes for each candidate and place of a chosen one. A move costs the rows of the
/// demands of its two candidates, finding it one pass over that table.
class SwapSearch {
 public:
  SwapSearch(const Core& core, const CoreColumns& columns);
  /// Whether the table of moves is below 512 MB: else there is no such search.
  static bool is_affordable(const Core& core, std::size_t places);

  /// `chosen`: is_choice(). `places`: as many may be open at once.
  void start(std::span<const std::uint32_t> chosen);
  /// Moves until none helps. Returns how many.
  int descend();
  /// Swaps some chosen ones for some others, drawn from `random`, good or bad.
  void kick(int swaps, std::uint64_t& random);

  std::int64_t loss() const { return loss_; }
  std::vector<std::uint32_t> chosen() const;

 private:
  static constexpr std::uint32_t kNobody = 0xffffffff;
  /// Either may be missing: then it is opening or closing alone.
  struct Move {
    std::int64_t saves = 0;
    std::uint32_t place = kNobody, candidate = kNobody;
  };
  Move best_move() const;
  bool fits(std::uint32_t place, std::uint32_t candidate) const;
  void make(std::uint32_t place, std::uint32_t candidate);
  void count(std::uint32_t demand, std::int64_t sign);
  void count_around(std::uint32_t out, std::uint32_t in, std::int64_t sign);

  const Core& core_;
  const CoreColumns& columns_;
  std::size_t places_ = 0;
  std::vector<std::uint32_t> at_place_;     ///< [place] candidate or kNobody
  std::vector<std::uint32_t> place_of_;     ///< [candidate] place or kNobody
  std::vector<std::int64_t> gain_;          ///< [candidate] saved by opening it
  std::vector<std::int64_t> loss_without_;  ///< [place] lost by closing it
  std::vector<std::int64_t> both_;          ///< [candidate x place] what the two do not tell
  std::vector<std::uint32_t> seen_;         ///< [demand] stamp
  std::uint32_t stamp_ = 0;
  std::int64_t loss_ = 0;
  Wide spent_ = 0;
  std::size_t staying_ = 0;  ///< existing ones that are open
};

/// Numbers from a seed, the same everywhere (Steele, Lea, Flood 2014: SplitMix64).
std::uint64_t next_random(std::uint64_t& state);

/// Descends from `chosen`, then `kicks` times from the best found so far after a kick. Returns the
/// best.
std::vector<std::uint32_t> improve(const Core& core, const CoreColumns& columns,
                                   std::vector<std::uint32_t> chosen, int kicks,
                                   std::uint64_t seed);

}  // namespace lifecircle::siting
