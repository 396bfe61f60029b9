#pragma once

#include <span>
#include <vector>

#include "io/write/sheet/paper.hpp"

namespace lifecircle {

using PaperLine = std::vector<PaperPoint>;

/// The pieces of a line within a rectangle, in their order along it (Liang and Barsky, ACM Trans.
/// Graph. 3, 1984, each segment). O(points).
std::vector<PaperLine> clipped_line(std::span<const PaperPoint> line, const PaperRect& to);

/// What of a ring (first == last) lies within a rectangle, as one ring, which may run to and fro
/// along the rectangle's border: by the even-odd rule it covers what the ring covers there
/// (Sutherland and Hodgman, Commun. ACM 17, 1974). Empty where nothing is left. O(points).
PaperLine clipped_ring(std::span<const PaperPoint> ring, const PaperRect& to);

/// The ground under a ring in square millimetres of paper, where it does not cross itself.
double ring_area(std::span<const PaperPoint> ring);

/// A line or ring of places on a grid of 0.01 mm that is nowhere farther than 0.06 mm from the
/// given one: Douglas and Peucker (Cartographica 10, 1973) on stretches of 500 points, so O(points)
/// at most 500 times, whatever the line. Ends stay; a ring starts at its first place in the order
/// of PaperPoint, wherever it was started, and collapses to fewer than four points where it is that
/// small.
PaperLine thinned_line(std::span<const PaperPoint> line);
PaperLine thinned_ring(std::span<const PaperPoint> ring);

}  // namespace lifecircle
