#include "algorithms/circle/reached.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "algorithms/circle/stretches.hpp"

namespace lifecircle {
namespace {

Point rounded(double x, double y) {
  return {static_cast<std::int32_t>(std::floor(x + 0.5)),
          static_cast<std::int32_t>(std::floor(y + 0.5))};
}

/// Joins stretches of one edge that follow each other.
class Line {
 public:
  explicit Line(EdgeId edge, std::vector<ReachedRoad>& out) : edge_{edge}, out_{&out} {}
  void add(Point a, Duration at_a, Point b, Duration at_b, FacilityId facility) {
    if (open_.line.empty() || open_.line.back() != a || open_.to != at_a) {
      close();
      open_ = ReachedRoad{edge_, {a}, at_a, at_b, facility};
    }
    if (open_.line.back() != b) open_.line.push_back(b);
    open_.to = at_b;
  }
  void close() {
    if (open_.line.size() >= 2) out_->push_back(std::move(open_));
    open_.line.clear();
  }

 private:
  EdgeId edge_;
  std::vector<ReachedRoad>* out_;
  ReachedRoad open_ = {};
};

/// `for_each_edge(f)` calls f(edge) for each edge that may be reached.
template <class Field, class ForEachEdge>
std::vector<ReachedRoad> roads_within(const Field& field, Duration limit,
                                      ForEachEdge for_each_edge) {
  const ModeGraph& graph = field.graph();
  std::vector<ReachedRoad> reached;
  for_each_edge([&](EdgeId edge) {
    if (!graph.usable(edge)) return;
    Line line{edge, reached};
    for_each_stretch(field, edge, [&](const Stretch& stretch) {
      const Knot &a = stretch.a, &b = stretch.b;
      const auto share = [&](const Knot& knot, bool open, Duration over) {
        if (!open || knot.label.time() > limit) return 0.0;
        const double spare = (limit - knot.label.time()).ticks();
        return over.ticks() == 0 ? 1.0 : std::min(1.0, spare / over.ticks());
      };
      const double from_a = share(a, stretch.by_a, stretch.over_a),
                   from_b = share(b, stretch.by_b, stretch.over_b);
      const Point pa = rounded(a.x, a.y), pb = rounded(b.x, b.y);
      const auto along = [&](double s) {
        return rounded(a.x + s * (b.x - a.x), a.y + s * (b.y - a.y));
      };
      if (from_a + from_b >= 1) {
        line.add(pa, std::min(a.label.time(), limit), pb, std::min(b.label.time(), limit),
                 std::min(a.label, b.label).facility());
      } else {
        if (from_a > 0) line.add(pa, a.label.time(), along(from_a), limit, a.label.facility());
        if (from_b > 0) line.add(along(1 - from_b), limit, pb, b.label.time(), b.label.facility());
      }
    });
    line.close();
  });
  for (ReachedRoad& road : reached) {
    std::vector<Point> back(road.line.rbegin(), road.line.rend());
    if (std::tie(road.line, road.from) <= std::tie(back, road.to)) continue;
    road.line = std::move(back);
    std::swap(road.from, road.to);
  }
  std::ranges::sort(reached, [&](const ReachedRoad& a, const ReachedRoad& b) {
    const auto kind_a = graph.network().kind_index(a.edge),
               kind_b = graph.network().kind_index(b.edge);
    return std::tie(a.line, a.from, a.to, a.facility, kind_a) <
           std::tie(b.line, b.from, b.to, b.facility, kind_b);
  });
  return reached;
}

}  // namespace

std::vector<ReachedRoad> reached_roads(const NearestField& field, Duration limit) {
  return roads_within(field, limit, [&](auto f) {
    for (std::size_t e = 0; e < field.graph().network().edge_count(); ++e) f(EdgeId{e});
  });
}

std::vector<ReachedRoad> reached_roads(const Reach& reach, std::span<const EdgeId> edges,
                                       Duration limit) {
  return roads_within(reach, limit, [&](auto f) {
    for (const EdgeId edge : edges) f(edge);
  });
}

}  // namespace lifecircle
