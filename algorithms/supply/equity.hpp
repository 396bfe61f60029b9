#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace lifecircle {

/// What some people have of something: access, minutes. Not negative, finite.
struct Share {
  double value = 0;
  std::int64_t people = 0;  ///< thousandths
};

/// How unequally people have it. None where nobody is there, or nobody has any.
struct Equity {
  /// The mean difference between two people over twice the mean: 0 all alike, towards 1 one has all
  /// (Gini 1912).
  std::optional<double> gini;
  /// What the tenth of the people with most have, over what the four tenths with least have (Palma
  /// 2011). None, too, where those four tenths have nothing. People at a boundary count by the part
  /// that lies on its side.
  std::optional<double> palma;
  std::optional<double> mean;  ///< of a person; 0 is a mean
  /// The least that half of the people, or more, have no more than.
  std::optional<double> median = {};
};

/// Of shares in any order: the same bytes for every order. O(n log n).
Equity equity_of(std::vector<Share> shares);

}  // namespace lifecircle
