#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "algorithms/siting/rooms.hpp"

namespace lifecircle::siting {

/// What prices of the demands prove (least_time), and which sites they would choose. Asked to be
/// served at its price, a demand loses at most the price, and a site is worth the knapsack of its
/// room by what its demands pay above their time: the sum over the worthiest sites is the bound
/// (Lagrange; Sherali, Park and others for p-median with room).
struct RoomProof {
  Wide bound = 0;                   ///< no choice loses less; scaled
  std::vector<std::uint32_t> open;  ///< a choice: kept, required and the worthiest of the others
  std::vector<float> taken;         ///< [demand] by how many of them
};

/// `exactly`: with most_paid() as the check does; else with fractions of demands, which takes the
/// time of one sort and proves a little less.
RoomProof prove(const Relation& relation, const RoomProblem& question,
                const std::vector<std::int64_t>& price, int bits, bool exactly);

struct RoomPrices {
  std::vector<std::int64_t> price;  ///< [demand]
  Wide bound = 0;                   ///< as check_room() finds it
};

/// Prices by steps along what is served too little or too much, deflected by the step before; they
/// aim at `value`, what some choice loses. `hear` gets what the prices choose every 20 rounds and
/// gives the value from then on. Ends early if `progress` asks to stop.
RoomPrices find_prices(const Relation& relation, const RoomProblem& question, int bits, int rounds,
                       std::int64_t value,
                       const std::function<std::int64_t(const RoomProof&)>& hear,
                       const Progress& progress = {});

}  // namespace lifecircle::siting
