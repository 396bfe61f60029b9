#pragma once

#include <cstdint>

#include "engine/places/shape.hpp"

namespace lifecircle::page {

/// The shapes with every vertex moved to the nearest crossing of a grid of `step_mm`, and without
/// what then falls together. Borders that two areas share stay shared: each vertex is moved by its
/// own place alone, not by its neighbours. No shape is lost: an area that shrinks to nothing
/// becomes one cell, a line its two ends. Layers of single points are returned as they are.
Shapes snapped(const Shapes& shapes, std::int64_t step_mm);

}  // namespace lifecircle::page
