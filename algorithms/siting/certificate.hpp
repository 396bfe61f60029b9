#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "algorithms/siting/core.hpp"

namespace lifecircle::siting {

/// One step of a proof: what its prices say where some candidates are opened and some closed.
struct ProofNode {
  enum class Then : std::uint8_t {
    bounded,  ///< no choice left here is better than the certificate's bound
    again,    ///< the next node goes on from what this one decided
    either    ///< two nodes go on: the next with `branch` opened, a later one with it closed
  };
  struct Price {
    std::uint32_t demand;  ///< class
    std::int64_t price;
    friend auto operator<=>(const Price&, const Price&) = default;
  };
  Then then = Then::bounded;
  std::uint32_t branch = 0;           ///< candidate of the relation
  std::uint32_t second = 0;           ///< `either`: number of the node where it is closed
  std::vector<Price> prices;          ///< those that differ from the node before
  std::int64_t budget_price = 0;      ///< always said
  std::vector<std::uint32_t> opened;  ///< decided by the prices: else the bound is passed
  std::vector<std::uint32_t> closed;
  friend bool operator==(const ProofNode&, const ProofNode&) = default;
};

/// What somebody else needs to see that `sites` are worth `value` and that nothing is better than
/// `bound`: the relation and the problem beside it. See check.hpp for what is held against them.
///
/// Demands with equal rows are priced as one (`class_of`), without the candidates `dropped` for
/// others that do all they do. Prices are whole numbers, 2^bits of them to a unit.
struct Certificate {
  bool feasible = true;
  std::vector<std::uint32_t> sites;
  std::int64_t value = 0, bound = 0;
  std::int64_t unit = 1;
  int bits = 0;
  std::vector<Dropped> dropped;
  std::vector<std::uint32_t> class_of;  ///< [demand]; Loaded::kNone: nothing to decide
  std::vector<ProofNode> nodes;
  friend bool operator==(const Certificate&, const Certificate&) = default;
};

/// As lines of words and numbers, and back. Unknown or missing words: false, nothing is read.
std::string to_text(const Certificate& certificate);
bool from_text(const std::string& text, Certificate& certificate);

}  // namespace lifecircle::siting
