#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/search/matrix.hpp"

namespace lifecircle::siting {

/// The other side of a pair, and the time between.
struct Pair {
  std::uint32_t other;
  Duration time;
  friend auto operator<=>(const Pair&, const Pair&) = default;
};

/// Who can be served from where, and in what time: the sparse table of candidates and demands that
/// all siting works on. Built from rows of (candidate, demand, time) as times_between() gives them.
///
/// Holds: a pair is there once (of rows for the same pair the least time counts), its time is not
/// never(). Sixteen bytes a pair; building costs O(rows log rows).
class Relation {
 public:
  Relation() = default;
  /// `rows`: from a candidate (< candidates) to a demand (< demands), in any order.
  Relation(std::size_t candidates, std::size_t demands, std::span<const TimeBetween> rows);

  std::size_t candidates() const { return by_candidate_.start.size() - 1; }
  std::size_t demands() const { return by_demand_.start.size() - 1; }
  std::size_t size() const { return by_demand_.pairs.size(); }

  /// Demands of a candidate, by number.
  std::span<const Pair> of_candidate(std::size_t c) const { return by_candidate_.row(c); }
  /// Candidates of a demand, by (time, number).
  std::span<const Pair> of_demand(std::size_t d) const { return by_demand_.row(d); }

 private:
  struct Rows {
    std::vector<std::uint64_t> start{0};
    std::vector<Pair> pairs;
    std::span<const Pair> row(std::size_t i) const {
      return {pairs.data() + start[i], pairs.data() + start[i + 1]};
    }
  };
  Rows by_candidate_, by_demand_;
};

}  // namespace lifecircle::siting
