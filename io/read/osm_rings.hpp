#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "engine/places/point.hpp"

namespace lifecircle::osm {

using Piece = std::pair<Point, Point>;

/// The rings that pieces of outline make: closed, no point of one visited twice, not
/// crossing each other where pieces do not, each from its smallest point in the direction of the
/// smaller neighbour, sorted. So the order, the direction and the cutting of the pieces leave no
/// trace.
///
/// A piece that is there twice is a border between two parts of one area and drops out;
/// a piece of no length does too. None if the rest does not close: some point
/// has an odd number of pieces. Pieces may cross: under the even-odd rule of Shape that
/// too is an area, and nothing can go wrong. O(n log n).
std::optional<std::vector<std::vector<Point>>> rings_of(std::vector<Piece> pieces);

}  // namespace lifecircle::osm
