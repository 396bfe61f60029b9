#pragma once

#include "algorithms/siting/certificate.hpp"
#include "algorithms/siting/problem.hpp"

namespace lifecircle::siting {

/// What is wrong with a certificate.
enum class Flaw : std::uint8_t {
  none,
  sites,  ///< not candidates, not sorted, forbidden, too many, too dear, or a required one missing
  unserved,  ///< somebody who could be served is not, though the aim is to serve all
  value,     ///< the sites are worth something else
  unit,      ///< losses are not multiples of it
  dropped,   ///< a candidate left out is not made up for by the other
  classes,   ///< demands priced as one are not alike
  tree,      ///< the steps do not make a tree, or decide what is decided
  bound,     ///< the prices prove less than it says
  hopeless   ///< it says that nothing is possible, and something is
};
const char* flaw_name(Flaw flaw);

/// Holds a certificate against the relation and the problem alone, in plain loops and whole numbers
/// of 128 bits, with no code of the search for the answer. Cost: nodes x pairs, some 5 seconds for
/// a thousand nodes over a million pairs.
///
/// Why its arithmetic proves the bound. Ask of every demand that it be served, at a price u between
/// 0 and what it may lose; whoever serves it earns the price less what serving costs. For every
/// choice S the loss is at least: for each demand min(first, u) + min(second, u), for each
/// candidate of S its cost less what it earns (if a budget binds, plus price x budget price, less
/// budget x budget price in all). The least of that over all S of at most `sites` is the sum over
/// the least ones. Losses differ by whole units, so the bound is the next possible loss. A
/// candidate that, taken (or left), brings that bound to what is claimed, need not be taken (left);
/// and what holds for a candidate opened and for it closed holds.
Flaw check(const Relation& relation, const Problem& problem, const Certificate& certificate);

}  // namespace lifecircle::siting
