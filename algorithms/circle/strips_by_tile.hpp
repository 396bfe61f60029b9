#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "algorithms/circle/grid.hpp"
#include "algorithms/circle/strip.hpp"
#include "algorithms/circle/tile_barriers.hpp"

namespace lifecircle {

/// What floats may lose beside the truth of a strip, in millimetres.
double slack_of(const Strip& strip);
/// Values lower than this do not matter for the drawing within a cell, in millimetres.
float floor_of(const Grid& grid);
/// How far from a strip something of it matters, where legs are at most `limit_mm` long.
double reach_of(const Strip& strip, const Grid& grid, double limit_mm);
WideBox box_of(const Strip& strip, double reach_mm);

/// Strips by the tiles they may reach. O(strips + their tiles).
struct StripsByTile {
  std::vector<Tile> tiles;           ///< sorted
  std::vector<std::uint32_t> first;  ///< one a tile, and the end
  std::vector<std::uint32_t> strips;

  std::span<const std::uint32_t> of(std::size_t tile) const {
    return {strips.data() + first[tile], strips.data() + first[tile + 1]};
  }
  /// Appends the strips of a tile; none where they do not reach it.
  void copy(Tile tile, std::span<const Strip> all, std::vector<Strip>& to) const;
};
StripsByTile strips_by_tile(std::span<const Strip> strips, const Grid& grid, double limit_mm);

}  // namespace lifecircle
