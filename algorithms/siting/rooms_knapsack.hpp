#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "algorithms/siting/core.hpp"

namespace lifecircle::siting {

/// The most the demands of a site can pay above their time within its room: exactly where room /
/// (what loads have in common) is below 4,096, else the bound of the fractional knapsack (Dantzig
/// 1957), rounded up. `pays` > 0.
struct Payer {
  std::int64_t pays, load;
};
Wide most_paid(std::vector<Payer> payers, std::int64_t room);

/// What a site would earn, what it takes of the budget (>= 0), and whether it is there today.
/// Countable within 128 bits: earnings below 2^60, all costs together and the budget at most
/// kMostSpent.
struct Earner {
  Wide earns;
  std::int64_t cost;
  bool exists = false;
};
inline constexpr Wide kMostSpent = Wide{1} << 46;

/// No choice of at most `sites` of the earners within the budget, at least `stay` of them among
/// those that exist, earns more: the linear relaxation's value, rounded up. Of one limit alone that
/// is the sum of the best or the fractional knapsack of Dantzig; where both bind, the least over
/// prices of the budget (Lagrange), to 2^-20.
struct MostEarned {
  Wide bound = 0;
  Wide price = 0;  ///< of one of the budget, times 2^20: what a site earns above it ranks it
};
inline constexpr int kEarnedBits = 20;
MostEarned most_earned(const std::vector<Earner>& earners, std::size_t sites,
                       std::optional<Wide> budget, std::size_t stay = 0);

}  // namespace lifecircle::siting
