#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/progress.hpp"
#include "engine/places/shape.hpp"

namespace lifecircle {

/// What is asked: how much land lies in circles. The one figure that hangs on drawings (people are
/// counted where they live, and no drawing counts for them). All shapes are areas, inside by the
/// even-odd rule; what is no area holds no ground. Everything named must outlive the question.
struct LandQuestion {
  std::vector<const Shape*> land;     ///< parcels; ground of several counts once
  std::vector<const Shape*> within;   ///< the study area, in parts; none: everywhere
  std::vector<const Shape*> units;    ///< ground of several counts in the first
  std::vector<const Shape*> circles;  ///< as drawn, rings never crossing
  /// 0: each circle is asked about for itself. Else all of them are asked about at once: land
  /// counts as covered that lies in so many of them at least.
  std::size_t at_least = 0;
  double tolerance_m = 5;  ///< of the circles
  double earth_radius_m = 6'371'000;
};

/// Whole square metres of the Earth, so that sums are exact.
struct LandShare {
  std::int64_t land_m2 = 0;
  std::int64_t covered_m2 = 0;  ///< of it, inside the drawn circle
  /// How far `covered_m2` may be off because circles are drawn: the length of the circle's border
  /// on land, or within the tolerance of land, times the tolerance; never more than the land. The
  /// drawn border lies within the tolerance of the true one, to one side or the other, so the strip
  /// between them is no larger. (Length is taken in pieces of at most the tolerance, each whole,
  /// so it is too long rather than too short. Holes and islands too small to be drawn are not in
  /// it.)
  std::int64_t doubt_m2 = 0;
  LandShare& operator+=(const LandShare& other);
  friend bool operator==(const LandShare&, const LandShare&) = default;
};

struct LandShares {
  /// [circle][unit], and last the land in no unit. Their sum is the whole. Of several circles at
  /// once there is one share, and its doubt is that of all their borders: only there may what is
  /// drawn tell another number of circles than what is true.
  std::vector<std::vector<LandShare>> of;
  std::int64_t outside_m2 = 0;      ///< land outside the study area; in no share
  std::vector<std::size_t> mended;  ///< places in `land` whose rings cross, see Overlay::ground_of
};

/// A pure function: the same for any number of threads; parcels and units in a fixed order give the
/// same to the last square metre.
///
/// The ground is cut into quarters, and these again, until no more than some thousand points of
/// land, of units and of each circle are left in one; only there is anything overlaid. So it costs
/// O(n log n) in the points of all that is given, and nothing for circles and units where no land
/// is: 100,000 parcels meet only the piece of a circle beside them (with a border of 100,000
/// points, some 9 s of one core). Memory: all points once, and once more while they are cut. If
/// `progress` asks to stop, the result is not to be used.
LandShares land_shares(const LandQuestion& question, const Progress& progress = {});

}  // namespace lifecircle
