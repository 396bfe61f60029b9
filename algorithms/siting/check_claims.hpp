#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "algorithms/siting/check.hpp"

/// The parts check() is made of: sites and their value (check_sites.cpp), what demands lose
/// (check_losses.cpp), the tree of prices (check_tree.cpp). Not for other rooms, and with no code
/// of the search for answers.
namespace lifecircle::siting::checking {

constexpr std::uint32_t kNone = 0xffffffff;

/// What a demand still loses, as the open sites serve it; not in units.
struct Losing {
  Wide first = 0, second = 0;
};

/// The losses of the problem, as check.hpp has them.
class Claims {
 public:
  Claims(const Relation& relation, const Problem& problem, const Certificate& certificate)
      : relation_{relation}, problem_{problem}, certificate_{certificate} {}

  Flaw all();

 private:
  bool is_timed() const { return problem_.aim == Aim::least_time; }
  bool has_budget() const { return problem_.budget && problem_.aim != Aim::cover_all; }
  Wide cost(std::uint32_t c) const {
    return problem_.aim == Aim::cover_all ? problem_.cost_of(c) : 0;
  }
  Wide price(std::uint32_t c) const { return has_budget() ? problem_.cost_of(c) : 0; }
  bool counts(const Pair& p) const { return p.time <= problem_.limit; }

  /// How many of the existing ones that may close have to stay open; more than there are if too
  /// many are closed by decree.
  Wide stay() const;

  /// Whether `stay` of the existing ones that are free can be open, the cheapest if need be.
  template <class IsFree>
  bool can_stay(Wide stay, Wide sites, Wide budget, IsFree is_free) const {
    if (stay <= 0) return true;
    std::vector<Wide> prices;
    for (std::uint32_t c = 0; c < relation_.candidates(); ++c)
      if (problem_.exists(c) && is_free(c)) prices.push_back(price(c));
    if (stay > sites || stay > Wide{prices.size()}) return false;
    std::ranges::sort(prices);
    Wide spent = 0;
    for (std::size_t k = 0; Wide{k} < stay; ++k) spent += prices[k];
    return !has_budget() || spent <= budget;
  }

  /// The sites themselves, and their value.
  Flaw sites() const;

  /// Losses and who is free, before anything is decided.
  void begin();

  /// Whether a pair could lessen what its demand loses.
  bool helps(std::uint32_t d, const Pair& p) const;

  Flaw proof();

  /// Candidates left out for others.
  Flaw drop();

  /// The pairs of a demand that can still matter: who, and how far, sorted.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> row(std::uint32_t d) const;

  Flaw classes();

  /// Whatever is chosen, the loss differs from `rest_` by whole units.
  Flaw units();

  /// Where the proof stands.
  struct State {
    std::vector<std::int64_t> price;  ///< [class]
    std::vector<std::uint8_t> is_free, is_open;
    std::uint32_t node = 0;
  };

  /// What the prices prove at a node: the bound without anything forced, and each free candidate's
  /// cost less its earnings, sorted; all times 2^bits.
  struct Bound {
    Wide all = 0, rest = 0;     ///< with the least choice, without any
    std::vector<Wide> reduced;  ///< [candidate]; meaningless where not free
    std::vector<std::pair<Wide, std::uint32_t>> sorted;
    Wide sites = 0, budget = 0, stay = 0;
  };
  Bound bound(const State& s, std::int64_t budget_price) const;

  /// The bound if `c` must be taken, or left.
  Wide forced(const Bound& b, std::uint32_t c, bool taken) const;

  /// The least sum of at most `sites` free candidates without `without`, `stay` of them at least
  /// existing: the least of these, then the least below 0 of all others. Beyond any claim if there
  /// are not so many.
  Wide least(const Bound& b, Wide sites, Wide stay, std::uint32_t without) const;

  /// Whether a loss of at least `scaled` is a loss of at least what is claimed.
  bool reaches(Wide scaled) const;

  /// Whether what the budget costs at the prices of a node stays within 128 bits: strangers'
  /// numbers may not, and a sum that runs over would prove anything.
  bool is_countable() const;

  /// All leaves of the tree. A node stands before those that go on from it.
  Flaw tree();

  Flaw worst();

  const Relation& relation_;
  const Problem& problem_;
  const Certificate& certificate_;
  std::vector<bool> is_free_;
  std::vector<Losing> losing_;  ///< [demand]
  Wide sites_left_ = 0, budget_left_ = 0, stay_ = 0, lost_ = 0, rest_ = 0, claimed_ = 0;
  std::vector<Losing> class_;
  std::vector<Wide> weight_;                                                ///< [class]
  std::vector<std::uint32_t> member_;                                       ///< [class] its first
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> rows_;  ///< [class]
};

}  // namespace lifecircle::siting::checking
