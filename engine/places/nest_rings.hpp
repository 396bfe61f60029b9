#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/places/point.hpp"

namespace lifecircle {

/// One polygon: its outer ring and its holes, as places in the list of rings.
struct NestedRings {
  std::size_t outer;
  std::vector<std::size_t> holes;
};

/// Sorts the rings of an area (see Shape: closed, inside by the even-odd rule) into
/// polygons. A ring within an odd number of others is a hole of the smallest of them; an island in
/// a hole is a polygon of its own. Exact, for rings that do not cross; where rings cross, each is
/// placed by one of its points. O(rings² + points · depth).
///
/// In the order of their outer rings, holes in order too.
std::vector<NestedRings> nest_rings(const std::vector<std::span<const Point>>& rings);

/// Whether a ring runs against the clock. Of a ring without ground: false.
bool runs_against_clock(std::span<const Point> ring);

}  // namespace lifecircle
