#pragma once

#include "engine/places/shape.hpp"

namespace lifecircle {

/// Between two shapes in a straight line, in millimetres: exactly 0 where they have a place in
/// common, on an outline or inside an area; else that of the two nearest places of their outlines,
/// which is above 0. Both have a point. O(points x points).
double distance_mm(const Shape& a, const Shape& b);

/// Whether that is at most `most_mm`. Boxes that are farther apart cost nothing.
bool is_within(const Shape& a, const Shape& b, double most_mm);

}  // namespace lifecircle
