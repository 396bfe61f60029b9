#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "algorithms/circle/circles.hpp"
#include "engine/search/rows.hpp"

namespace lifecircle {

/// Homes by the roads their legs lead to, for telling whom a place reaches without a look at all
/// homes. Immutable. As exact as the legs: no drawing is involved. Legs that can never win are left
/// out; 40 bytes for each of the others, twice as much while it is made (of 52,000 homes in a
/// county some 150 each are left at 500 m: 0.6 GB).
class HomesByEdge {
 public:
  /// `homes` are joined by the base's access map, for questions in one direction; on all cores.
  HomesByEdge(const CircleBase& base, Direction direction, std::span<const Point> homes);

  std::size_t count() const { return joined_.size(); }
  /// By graph of the base.
  const std::vector<Ends>& ends() const { return ends_; }
  /// Whether a home has a leg at all.
  bool joined(std::size_t home) const { return joined_[home] != 0; }

  /// The homes within `limit` of the place `search` was last run from, with their times; sorted.
  /// O(legs on the reached edges).
  std::vector<Reached> reached(CircleSearch& search, Duration limit) const;

 private:
  std::vector<Ends> ends_;
  std::vector<char> joined_;
};

/// The nearest facility of every home, by the best of `fields`: one for each graph of the base.
std::vector<Label> nearest_to_homes(const CircleBase& base,
                                    std::span<const NearestField* const> fields,
                                    std::span<const Point> homes);

/// How many places reach a home within the largest limit, and one of them.
struct ReachingPlaces {
  std::uint32_t count = 0;
  std::size_t last = 0;
};
/// For every home, whichever of `count` places reach it. The same for any number of threads. Costs
/// the rows of all places (rows.hpp; `log` is told in which way); 8 bytes a home and place that
/// reaches it.
std::vector<ReachingPlaces> places_reaching(const CircleBase& base, std::size_t count,
                                            const LegsOf& legs_of, const CircleRules& rules,
                                            const HomesByEdge& homes, const Progress& progress = {},
                                            SearchLog* log = nullptr);

}  // namespace lifecircle
