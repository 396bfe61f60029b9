#pragma once

#include <vector>

#include "engine/places/shape.hpp"

namespace lifecircle {

/// The ground within a distance of some shapes as the crow flies, as one area (see
/// Overlay::around).
Shape ground_within(const std::vector<const Shape*>& shapes, double radius_m);

}  // namespace lifecircle
