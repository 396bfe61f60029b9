#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/network/join.hpp"
#include "engine/search/label.hpp"

namespace lifecircle {

/// How a point beside the roads is come to: a place on an edge, and the leg between the two.
struct End {
  EdgeId edge;
  std::uint32_t point = 0;
  Duration leg;
  PlaceTimes times;  ///< of the place
};

/// Points beside the roads, by the edges where one comes to them: what searches from many places
/// read, so that none of them looks at points it does not reach. Immutable.
///
/// Memory: 40 bytes an end, 8 an edge of the network; made in O(ends log ends + edges).
class Ends {
 public:
  Ends(const Network& network, std::size_t points, std::vector<End> ends);
  /// Ends of points by their legs.
  Ends(const ModeGraph& graph, std::span<const std::vector<Leg>> points);

  std::size_t point_count() const { return points_; }
  /// All of them, by edge.
  const std::vector<End>& all() const { return ends_; }
  std::span<const End> on(EdgeId edge) const {
    return {ends_.data() + first_[edge.index()], ends_.data() + first_[edge.index() + 1]};
  }

 private:
  std::size_t points_;
  std::vector<End> ends_;
  std::vector<std::uint64_t> first_;  ///< one an edge, and the end
};

/// Where a point is, and how far off a road it may join; nothing: it is not asked.
struct AccessFrom {
  Point at;
  double limit_m;
};

/// The ends of many points by the legs that may win for people who travel in a direction, and are
/// within `limit`: [graph]. On all cores, a look around each point for all graphs together; the
/// same for any number of threads. Needs twice its memory while it is made.
std::vector<Ends> ends_around(const Ground& ground, std::span<const ModeGraph* const> graphs,
                              Direction direction, std::size_t points,
                              const std::function<std::optional<AccessFrom>(std::size_t)>& from,
                              Duration limit = Duration::never());

}  // namespace lifecircle
