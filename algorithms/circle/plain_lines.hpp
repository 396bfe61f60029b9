#pragma once

#include <cstdint>
#include <vector>

#include "engine/places/point.hpp"

namespace lifecircle {

/// A border line between two places where three zones meet, or a ring: then its first point is its
/// last.
using BorderLine = std::vector<Point>;

/// A ring of lines, one after the other: place of the line, and whether it is gone along backwards.
struct RingOfLines {
  struct Part {
    std::uint32_t line;
    bool back;
  };
  std::int32_t zone;
  std::vector<Part> parts;
};

/// Leaves out points that lie within `within_mm` of the line between those kept: from the last one
/// kept, all that follow must lie in one narrowing sector. The ends stay. O(points). (Williams,
/// 1978; Sklansky & Gonzalez, 1980.)
BorderLine straightened(const BorderLine& line, double within_mm);

/// Douglas & Peucker (1973): no point of the line lies farther than `within_mm` from what is kept.
BorderLine simplified(const BorderLine& line, double within_mm);

/// Simplifies lines that rings are made of. A line that would then meet another, or itself, and
/// the lines of rings that would then lie within another or no longer do, stay as they are.
void simplify_lines(std::vector<BorderLine>& lines, const std::vector<RingOfLines>& rings,
                    double within_mm);

/// The points of a ring, closed.
std::vector<Point> points_of(const RingOfLines& ring, const std::vector<BorderLine>& lines);

}  // namespace lifecircle
