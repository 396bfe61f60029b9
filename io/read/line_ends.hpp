#pragma once

#include <cstdint>
#include <vector>

#include "io/read/flat_lines.hpp"
#include "io/read/level_lines.hpp"

namespace lifecircle {

/// Makes line ends that lie within `tolerance_mm` of each other one, from end to end of a chain of
/// such ends: all move to the smallest of them. With tolerance 0 nothing moves. What the
/// lines are called and in which order they come makes no difference.
void join_ends(std::vector<LevelLine>& lines, double tolerance_mm);
/// The same. Memory beside the lines: 16 bytes a line for their ends, 20 for each place of an end;
/// nothing with tolerance 0.
void join_ends(FlatLines& lines, double tolerance_mm);

/// How many line ends lie on, or within `tolerance_mm` of, the inside of another line of
/// their level: they would meet if the lines were noded. Memory beside the lines: 16 bytes a line,
/// and 16 a line that is not of the commonest level.
std::uint64_t ends_that_touch(const FlatLines& lines, double tolerance_mm);

/// Moves every such end onto the nearest place of the other line, which gets a vertex there.
void land_ends(std::vector<LevelLine>& lines, double tolerance_mm);

}  // namespace lifecircle
