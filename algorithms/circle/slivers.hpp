#pragma once

#include <cstdint>
#include <vector>

#include "algorithms/circle/plain_lines.hpp"

namespace lifecircle {

/// The area a closed line goes round, in square millimetres; to the left: positive. Small
/// rings are measured without rounding, large ones roughly.
double area_mm2(const BorderLine& line);

/// Gives every piece of ground between three zones or more that is smaller than `least_mm2` to the
/// neighbour it has the longest border with, and takes the line between them out of both. A piece
/// stays where its new owner would then touch itself. Lines that nobody has any more stay in
/// `lines`. `begins` goes with `rings`. O(lines).
void give_away_slivers(std::vector<BorderLine>& lines, std::vector<RingOfLines>& rings,
                       std::vector<std::uint64_t>& begins, double least_mm2);

}  // namespace lifecircle
