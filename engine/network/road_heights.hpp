#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/network.hpp"
#include "engine/network/profile.hpp"

namespace lifecircle {

/// How high the roads of a network lie, out of heights of the ground: what slope is computed from.
///
/// Every piece is cut into equal parts of at most kPart, so that a ridge between two far vertices
/// is seen; there is a height at both ends of every part.
///   - On the ground, heights are smoothed along the edge: each is the mean of the ground's over
///     kWindow around it, less near the ends of the edge, which keep the height of the ground. So
///     the noise of a raster on short pieces (SRTM: metres from cell to cell) averages out, and no
///     climb between junctions is lost. A road that is added changes the window where it meets
///     another, and so may change that other's times a little.
///   - Bridges and tunnels rise evenly from end to end of each edge, whatever lies below or above.
///     A junction that only they meet in has the mean of the heights where they come to the
///     ground, the nearest four, weighted by 1 / distance along them: along a bridge of several
///     edges that is an even rise from one bank to the other.
///   - An edge with a place without height is level, and counted: level_edges().
///
/// Hangs on the network and the ground alone, not on the order or direction of the input. Never
/// changes. Memory: 8 bytes a point and 4 a part.
class RoadHeights {
 public:
  static constexpr double kPartMm = 30'000;
  static constexpr double kWindowMm = 60'000;

  /// Where heights of the ground are wanted: the points of all edges and the places between the
  /// parts of their pieces, edge by edge from tail to head.
  static std::vector<Point> places(const Network& network);

  /// `metres`: the height of the ground at each of places(network), NaN where it is not known; all
  /// others within ±100 km.
  RoadHeights(const Network& network, std::span<const double> metres);

  /// At the ends of the parts of a piece, in whole millimetres, from the edge's tail on.
  std::span<const std::int32_t> along(std::uint64_t piece) const {
    return {height_.data() + first_[piece], height_.data() + first_[piece + 1] + 1};
  }
  /// Whether the edge climbs or falls more than `grade` allows: on some stretch of it by more than
  /// grade x length and kNoiseMm. O(parts).
  bool is_steeper(const Network& network, EdgeId edge, double grade) const;
  /// Heights of rasters are off by metres: on a short stretch no steepness can be read off them.
  /// Assumption.
  static constexpr double kNoiseMm = 2'000;

  std::size_t level_edges() const { return level_edges_; }
  double level_m() const { return level_m_; }  ///< their length

 private:
  std::vector<std::uint64_t> first_;  ///< of each point, and the end: into height_
  std::vector<std::int32_t> height_;
  std::size_t level_edges_ = 0;
  double level_m_ = 0;
};

/// Length of the roads that a profile could use but for their steepness, in metres.
double too_steep_m(const Network& network, const RoadHeights& heights, const Profile& profile);

}  // namespace lifecircle
