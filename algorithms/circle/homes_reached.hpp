#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "algorithms/circle/circles.hpp"

namespace lifecircle {

/// Homes by the roads their legs lead to, for telling whom a place reaches without a look at all
/// homes. Immutable. As exact as the legs: no drawing is involved. Legs that can never win are left
/// out; 32 bytes for each of the others, twice as much while it is made (of 52,000 homes in a
/// county some 150 each are left at 500 m: 0.6 GB).
class HomesByEdge {
 public:
  /// `homes` are joined by the base's access map, for questions in one direction; on all cores.
  HomesByEdge(const CircleBase& base, Direction direction, std::span<const Point> homes);

  std::size_t count() const { return joined_.size(); }
  /// Whether a home has a leg at all.
  bool joined(std::size_t home) const { return joined_[home] != 0; }

  /// The homes within `limit` of the place `search` was last run from, with their times; sorted.
  /// O(legs on the reached edges).
  std::vector<std::pair<std::uint32_t, Duration>> reached(CircleSearch& search,
                                                          Duration limit) const;

 private:
  struct Entry {
    PlaceTimes times;
    Duration leg;
    std::uint32_t home;
  };
  struct OfGraph {
    std::vector<std::uint64_t> first;  ///< one an edge, and the end
    std::vector<Entry> entries;
  };
  std::vector<OfGraph> graphs_;
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
/// For every home, whichever of `count` places reach it. The same for any number of threads.
std::vector<ReachingPlaces> places_reaching(const CircleBase& base, std::size_t count,
                                            const LegsOf& legs_of, const CircleRules& rules,
                                            const HomesByEdge& homes,
                                            const Progress& progress = {});

}  // namespace lifecircle
