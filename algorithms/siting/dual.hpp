#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "algorithms/siting/core.hpp"

namespace lifecircle::siting {

/// Prices that prove a bound: of serving a demand, and of the budget. In units of the core times
/// 2^bits, whole numbers, so that what they prove can be added up again without an error.
struct Prices {
  std::vector<std::int64_t> demand;  ///< [demand], 0 .. first
  std::int64_t budget = 0;           ///< >= 0; of one of price
};

/// What prices prove. With every demand asked to be served relaxed at its price (Lagrange;
/// Cornuejols, Fisher, Nemhauser, Management Science 23, 1977) each candidate is worth what its
/// demands would pay above their time, and the best choice is simply the worthiest.
struct Proof {
  Wide bound = 0;                     ///< no choice loses less; scaled, `fixed` included
  std::vector<std::int64_t> reduced;  ///< [candidate] cost less worth, scaled
  /// The `stay` least of the existing ones, then the least of the others below 0, `sites` in all;
  /// by (reduced, number).
  std::vector<std::uint32_t> chosen;
  std::int64_t last_in = 0;    ///< greatest of the others chosen where there are `sites`; else 0
  std::int64_t first_out = 0;  ///< least of those not chosen; 0 if that is less
  // Where some have to stay:
  bool is_tight = false;              ///< no more of the existing are chosen than have to stay
  std::int64_t last_any = 0;          ///< what an existing one more lets go: as last_in, of all
  std::int64_t first_exists_out = 0;  ///< least of the existing ones not chosen
};
/// Beyond any amount: for what cannot be.
inline constexpr std::int64_t kNever = std::int64_t{1} << 60;

/// How many bits of fraction the prices of a core have.
int price_bits(const Core& core);

void prove(const Core& core, int bits, const Prices& prices, Proof& proof);

/// What the bound becomes when candidate `c` is forced in, or out.
inline Wide bound_with(const Core& core, const Proof& proof, std::uint32_t c) {
  const bool helps_stay = core.stay > 0 && core.must_count(c);
  const std::int64_t gain = proof.reduced[c] - (helps_stay ? proof.last_any : proof.last_in);
  return gain > 0 ? proof.bound + gain : proof.bound;
}
inline Wide bound_without(const Core& core, const Proof& proof, std::uint32_t c) {
  const bool must_follow = core.stay > 0 && proof.is_tight && core.must_count(c);
  const std::int64_t loss =
      (must_follow ? proof.first_exists_out : proof.first_out) - proof.reduced[c];
  return loss > 0 ? proof.bound + loss : proof.bound;
}

/// How far to go.
struct AscentLimits {
  int rounds = 60;
  double step = 0.3;        ///< of the way to the target, at first
  double deflection = 0.9;  ///< how much of the last direction stays
  double decay = 0.7;       ///< of the step, when it helps no more
  int patience = 10;        ///< rounds without a better bound until then
  /// Hears every 20 rounds what the prices choose; gives the target from then on.
  std::function<Wide(const Proof&)> hear = {};
};

/// Improves the prices by steps along the demands that are served too little or too much (Held,
/// Wolfe, Crowder, Math. Programming 6, 1974), deflected by the direction before. Stops when the
/// bound reaches `target`, a loss scaled. Prices and proof are the best met. `share[c]`: how often
/// of late the candidate was chosen, 0 to 1: near to the linear relaxation's answer.
void ascend(const Core& core, int bits, Wide target, const AscentLimits& limits, Prices& prices,
            Proof& proof, std::vector<double>& share);

}  // namespace lifecircle::siting
