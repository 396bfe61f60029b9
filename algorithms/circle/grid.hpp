#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "engine/places/point.hpp"

namespace lifecircle {

/// The grid circles are drawn on: corners at whole multiples of `cell` millimetres of the study's
/// plane, the same for every circle of a study; blocks of 8 by 8 cells; tiles of 64 by 64 blocks.
///
/// A cell has the drawing tolerance for diagonal, less what rounding may move: so every place lies
/// that near to four corners round it.
struct Grid {
  static constexpr int kBlock = 8;          ///< cells across a block
  static constexpr int kSide = kBlock + 1;  ///< corners across a block
  static constexpr int kCorners = kSide * kSide;
  static constexpr int kTileBlocks = 64;              ///< blocks across a tile
  static constexpr int kTile = kBlock * kTileBlocks;  ///< cells across a tile

  std::int32_t cell;  ///< millimetres

  static Grid of_tolerance(double tolerance_m) {
    constexpr double kSlack_mm = 6;
    return {std::max(40, static_cast<std::int32_t>(
                             std::floor((1e3 * tolerance_m - kSlack_mm) / std::sqrt(2.0))))};
  }
  double block_mm() const { return static_cast<double>(cell) * kBlock; }
  double tile_mm() const { return static_cast<double>(cell) * kTile; }
};

/// A tile by its place among tiles, east and north. Ordered as they are drawn.
struct Tile {
  std::int32_t i, j;
  friend auto operator<=>(const Tile&, const Tile&) = default;
};

/// Where the floor of a coordinate in grains lies.
inline std::int64_t grid_floor(double v, double grain) {
  return static_cast<std::int64_t>(std::floor(v / grain));
}

/// A coordinate of the plane, cut at its end.
inline std::int32_t on_plane(double v) {
  return static_cast<std::int32_t>(std::clamp(std::round(v), -2147483647.0, 2147483647.0));
}

}  // namespace lifecircle
