#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "algorithms/circle/grid.hpp"
#include "engine/places/shape.hpp"

namespace lifecircle {

/// What a corner belongs to: a circle, a ring between two times, the nearest facility.
using Zone = std::int32_t;
inline constexpr Zone kOutside = -1;

/// The corners of one block and their zones, and where borders cross between them.
class ZonedBlock {
 public:
  virtual ~ZonedBlock() = default;
  /// How far from corner `a` to its neighbour `b` (a < b, to the east or north of it) the border
  /// between their zones lies, 0 ... 1.
  virtual double border_between(int a, int b) const = 0;
  /// In a cell with one zone on the south-west and north-east corners and another on the other
  /// two: whether the first hangs together through the middle, rather than the second.
  virtual bool joined(int south_west) const = 0;

  std::int64_t i = 0, j = 0;  ///< of its first corner
  std::array<Zone, Grid::kCorners> zone;
};

/// A part of a zone's border within one cell, the zone on its left: from one side of the cell to
/// another, straight or by the middle of the cell where three zones or more meet.
struct BorderPath {
  std::uint64_t from, to;  ///< sides of cells
  Point at;                ///< where `from` is crossed
  Point middle;
  bool by_middle;
  Zone zone, beyond_from, beyond_to;  ///< what lies on the right
};

/// Appends the paths of a block: marching squares (Lorensen & Cline, 1987) for any number of
/// zones. Borders keep 10 mm from corners, so that rings never touch there.
void add_paths(const ZonedBlock& block, const Grid& grid, std::vector<BorderPath>& paths);

/// How border lines are made plainer.
struct Plainer {
  double simplify_m = 0;  ///< no point moves the line by more; 0: only what is straight (1 mm)
};

/// The areas of all zones, sorted by zone; the order of paths does not matter. Rings are closed and
/// valid, and two zones have the very same line between them. A ring that alone parts two zones and
/// is smaller than the square of the tolerance is left out of both; such a piece between several
/// zones goes to a neighbour (slivers.hpp).
///
/// Simplified lines are checked: what would cross another line, or itself, stays as it was.
std::vector<std::pair<Zone, Shape>> areas_of(std::span<const BorderPath> paths, const Grid& grid,
                                             const Plainer& plainer = {});

}  // namespace lifecircle
