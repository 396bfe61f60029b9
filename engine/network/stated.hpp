#pragma once

#include <span>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/network/roads.hpp"

namespace lifecircle {

/// The times a file states for a line, piece by piece as the line is drawn; never() in a direction
/// that is closed.
struct SharedTimes {
  std::vector<Duration> forward, backward;
};

/// Shares stated times out over the pieces between `places` by length: from the end from which the
/// places read smaller, each piece gets the rise of the rounded running share. So the sum is the
/// stated time exactly, and it does not matter from which end the line was drawn. A line without
/// length shares by count. At least two places.
SharedTimes share_out(const StatedTimes& times, std::span<const Point> places);

}  // namespace lifecircle
