#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "tests/support/random_town.hpp"

namespace lifecircle::test {

/// Fisher and Yates.
template <class T>
void shuffle(std::vector<T>& values, Dice& dice) {
  for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[dice.below(i)]);
}

/// A road more, over old vertices and new ones; no turn rule knows it.
void add_some_road(RandomTown& town, Dice& dice);

/// Cuts lines at some vertices that no other piece touches. Lines with stated times stay whole.
void cut_some_lines(Roads& roads, Dice& dice);

/// Draws some lines from their other end, kinds and stated times turned with them. (Not lines with
/// stated times whose places read the same from both ends: nothing tells their ends apart.)
void turn_some_lines(Roads& roads, Dice& dice);

/// The same roads with vertices renumbered, and lines, kinds and turn rules in another order.
void shuffle_roads(Roads& roads, Dice& dice);

/// Barriers in another order, some drawn from their other end.
void shuffle_barriers(Barriers& barriers, Dice& dice);

/// Homes in another order; where each is now.
std::vector<std::size_t> shuffle_homes(Homes& homes, Dice& dice);

}  // namespace lifecircle::test
