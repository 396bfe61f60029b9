#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "io/read/level_lines.hpp"

namespace lifecircle {

/// Gives lines of one level a common vertex wherever they meet. First an end within `tolerance_mm`
/// of another line's inside moves onto it (nearest place). Then every level is snap-rounded on the
/// millimetre grid: crossings are rounded to the millimetre, and every segment is bent to each
/// vertex and crossing whose grid square it passes (Hobby, Comput. Geom. 13, 1999; Guibas and
/// Marimont 1998). Exact arithmetic throughout, so afterwards two segments of a level share
/// nothing, an end of both, or all (lines on top of each other), in whatever order the lines came.
///
/// Points that repeat the one before are dropped: a line shorter than the tolerance may end up
/// with one point. O((n + k) log n) for n segments with k crossings; an Error (limit) past
/// `kMostCrossings`. Coordinates: |x|, |y| <= 1,001 km.
Result<Done> node_lines(std::vector<LevelLine>& lines, double tolerance_mm,
                        const Progress& progress = {});

inline constexpr std::uint64_t kMostCrossings = 50'000'000;

}  // namespace lifecircle
