#pragma once

#include <cstdint>
#include <vector>

#include "engine/search/hierarchy/hierarchy.hpp"
#include "engine/search/label.hpp"

namespace lifecircle {

/// For each state on a cell's border how long it takes at most from there to any state of the cell
/// and those below it (or, to_facility, from these to there), by ways inside: a search that comes
/// to the border so long before its limit reaches all of them, and need not look.
///
/// kBeyond where a state is not reached so. Not the least such bounds: ways that leave the cell
/// again are not looked at. One sweep down for each cell in as many lanes as its border has states:
/// some ten milliseconds for a city, beside its hierarchy. Memory: 4 bytes a state on a border, 12
/// a cell.
class CellSpans {
 public:
  CellSpans(const Hierarchy& hierarchy, Direction direction);

  Direction direction() const { return direction_; }
  /// One for each of topology().border(cell).
  const std::uint32_t* of(std::size_t cell) const { return most_.data() + first_[cell]; }
  /// The least of them.
  std::uint32_t least(std::size_t cell) const { return least_[cell]; }

 private:
  Direction direction_;
  std::vector<std::uint64_t> first_;  ///< one a cell
  std::vector<std::uint32_t> most_, least_;
};

}  // namespace lifecircle
