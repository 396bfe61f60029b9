#include <algorithm>

#include "algorithms/coverage/survey.hpp"

namespace lifecircle {
namespace {

__extension__ using Wide = __int128;

bool turns_left(Point a, Point b, Point c) {
  return Wide{std::int64_t{b.x} - a.x} * (std::int64_t{c.y} - a.y) >
         Wide{std::int64_t{b.y} - a.y} * (std::int64_t{c.x} - a.x);
}

/// Andrew's monotone chain (Inf. Proc. Lett. 9, 1979), closed: first == last.
std::vector<Point> convex_hull(std::vector<Point> points) {
  std::ranges::sort(points);
  points.erase(std::unique(points.begin(), points.end()), points.end());
  if (points.size() < 3) return points;
  std::vector<Point> hull;
  const auto chain = [&](auto begin, auto end) {
    const std::size_t base = hull.size();
    for (auto p = begin; p != end; ++p) {
      while (hull.size() >= base + 2 && !turns_left(hull[hull.size() - 2], hull.back(), *p))
        hull.pop_back();
      hull.push_back(*p);
    }
    hull.pop_back();
  };
  chain(points.begin(), points.end());
  chain(points.rbegin(), points.rend());
  hull.push_back(hull.front());
  return hull;
}

}  // namespace

std::vector<NodeId> junctions_at_the_edge(const Network& network, double within_m) {
  std::vector<Point> points;
  for (std::size_t n = 0; n < network.node_count(); ++n)
    points.push_back(network.position(NodeId{n}));
  if (points.empty()) return {};
  const Shape border{ShapeKind::line, {convex_hull(points)}};
  std::vector<NodeId> found;
  for (std::size_t n = 0; n < network.node_count(); ++n)
    if (nearest_on_outline(border, network.position(NodeId{n})).distance_mm <= within_m * 1e3)
      found.push_back(NodeId{n});
  return found;
}

}  // namespace lifecircle
