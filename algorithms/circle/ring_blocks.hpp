#pragma once

#include <span>
#include <vector>

#include "algorithms/circle/sampler.hpp"
#include "algorithms/circle/zones.hpp"

namespace lifecircle {

/// Appends the borders of a tile between zones 0, 1, ...: what the first of some growing circles
/// covers, what the second covers beside it, and so on. For one circle, that is its outline.
void add_ring_paths(std::span<const TileSamples> circles, Tile tile, const Grid& grid,
                    std::vector<BorderPath>& paths);

}  // namespace lifecircle
