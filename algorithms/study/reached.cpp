#include "algorithms/study/reached.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <tuple>

namespace lifecircle {
namespace {

/// A point of an edge where the time is known: a vertex or a facility's place.
struct Knot {
  double x, y;
  PlaceTimes times;
  Label label;
};

Point rounded(double x, double y) {
  return {static_cast<std::int32_t>(std::floor(x + 0.5)),
          static_cast<std::int32_t>(std::floor(y + 0.5))};
}

/// Joins stretches of one edge that follow each other.
class Line {
 public:
  explicit Line(EdgeId edge, std::vector<ReachedRoad>& out) : edge_{edge}, out_{&out} {}
  void add(Point a, Duration at_a, Point b, Duration at_b, FacilityId facility) {
    if (!open_ || open_->line.back() != a || open_->to != at_a) {
      close();
      open_ = ReachedRoad{edge_, {a}, at_a, at_b, facility};
    }
    if (open_->line.back() != b) open_->line.push_back(b);
    open_->to = at_b;
  }
  void close() {
    if (open_ && open_->line.size() >= 2) out_->push_back(std::move(*open_));
    open_.reset();
  }

 private:
  EdgeId edge_;
  std::vector<ReachedRoad>* out_;
  std::optional<ReachedRoad> open_;
};

/// Knots of one piece of an edge from its tail to its head. Both ends are read as places of this
/// piece: on a one-way street a facility at the end of one piece is behind the beginning of the
/// next.
void knots_of(const NearestField& field, EdgeId edge, std::uint32_t piece,
              std::span<const Place> facilities, std::vector<Knot>& knots) {
  const ModeGraph& graph = field.graph();
  const auto points = graph.network().shape(edge);
  const Point tail = points[piece], head = points[piece + 1];
  const auto add = [&](double place_share) {
    const PlaceTimes times = graph.times({edge, piece, place_share});
    const double share = tail <= head ? place_share : 1 - place_share;
    knots.push_back({tail.x + share * (static_cast<double>(head.x) - tail.x),
                     tail.y + share * (static_cast<double>(head.y) - tail.y), times,
                     field.at(edge, times)});
  };
  const double first = tail <= head ? 0 : 1;
  add(first);
  for (const Place& place : facilities)
    if (place.share > 0 && place.share < 1) add(place.share);
  add(1 - first);
}

}  // namespace

std::vector<ReachedRoad> reached_roads(const NearestField& field, Duration limit) {
  const ModeGraph& graph = field.graph();
  const bool to = field.direction() == Direction::to_facility;
  std::vector<ReachedRoad> reached;
  std::vector<Knot> knots;
  std::vector<Place> facilities;
  for (std::size_t e = 0; e < graph.network().edge_count(); ++e) {
    const EdgeId edge{e};
    if (!graph.usable(edge)) continue;
    const auto places = field.places_on(edge);
    Line line{edge, reached};
    std::size_t next = 0;
    for (std::uint32_t piece = 0; piece < graph.network().piece_count(edge); ++piece) {
      facilities.clear();
      for (; next < places.size() && places[next].piece == piece; ++next)
        facilities.push_back(places[next]);
      knots.clear();
      knots_of(field, edge, piece, facilities, knots);
      for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
        const Knot &a = knots[i], &b = knots[i + 1];
        // Towards the facility one leaves the stretch over the near knot: backward to a, forward to
        // b.
        const bool by_a = graph.open({edge, !to}), by_b = graph.open({edge, to});
        const Duration over_a =
            to ? b.times.backward - a.times.backward : b.times.forward - a.times.forward;
        const Duration over_b =
            to ? b.times.forward - a.times.forward : b.times.backward - a.times.backward;
        const auto share = [&](const Knot& knot, bool open, Duration over) {
          if (!open || knot.label.time() > limit) return 0.0;
          const double spare = (limit - knot.label.time()).ticks();
          return over.ticks() == 0 ? 1.0 : std::min(1.0, spare / over.ticks());
        };
        const double from_a = share(a, by_a, over_a), from_b = share(b, by_b, over_b);
        const Point pa = rounded(a.x, a.y), pb = rounded(b.x, b.y);
        const auto along = [&](double s) {
          return rounded(a.x + s * (b.x - a.x), a.y + s * (b.y - a.y));
        };
        if (from_a + from_b >= 1) {
          const bool both = a.label.time() <= limit && b.label.time() <= limit;
          line.add(pa, both ? a.label.time() : std::min(a.label.time(), limit), pb,
                   std::min(b.label.time(), limit), std::min(a.label, b.label).facility());
        } else {
          if (from_a > 0) line.add(pa, a.label.time(), along(from_a), limit, a.label.facility());
          if (from_b > 0)
            line.add(along(1 - from_b), limit, pb, b.label.time(), b.label.facility());
        }
      }
    }
    line.close();
  }
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

}  // namespace lifecircle
