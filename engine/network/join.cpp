#include "engine/network/join.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace lifecircle {
namespace {

// A piece's number holds its edge and its place on it, so that nobody has to look for them.
std::uint64_t piece_number(EdgeId edge, std::size_t piece) {
  return (std::uint64_t{edge.index()} << 32) | piece;
}
EdgeId edge_of(const Segment& piece) {
  return EdgeId{static_cast<std::size_t>(piece.number >> 32)};
}
std::uint32_t piece_of(const Segment& piece) {
  return static_cast<std::uint32_t>(piece.number);
}

std::vector<Segment> pieces_of(const Network& network) {
  std::vector<Segment> pieces;
  pieces.reserve(network.piece_count());
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const auto points = network.shape(EdgeId{e});
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
      pieces.push_back({points[i], points[i + 1], piece_number(EdgeId{e}, i)});
  }
  return pieces;
}

std::vector<Segment> segments_of(const Shapes& lines) {
  std::vector<Segment> segments;
  for (std::size_t part = 0; part + 1 < lines.part_first.size(); ++part)
    for (std::uint64_t i = lines.part_first[part]; i + 1 < lines.part_first[part + 1]; ++i)
      segments.push_back({lines.points[i], lines.points[i + 1], i});
  return segments;
}

/// What is nearer than a thousandth of a millimetre touches: more than doubles lose in a leg.
constexpr double kSame_mm = 0.001;

struct Spot {
  double x, y;
};
Spot spot(Point p) {
  return {static_cast<double>(p.x), static_cast<double>(p.y)};
}

bool touches(Spot p, Spot a, Spot b) {
  const double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
  const double px = p.x - a.x, py = p.y - a.y;
  const double share = length2 > 0 ? std::clamp((px * dx + py * dy) / length2, 0.0, 1.0) : 0.0;
  const double ex = px - share * dx, ey = py - share * dy;
  return ex * ex + ey * ey <= kSame_mm * kSame_mm;
}

/// On which side of the line from p to q; 0 on it, as far as doubles can tell.
int side(Spot p, Spot q, Spot r) {
  const double ux = q.x - p.x, uy = q.y - p.y;
  const double cross = ux * (r.y - p.y) - uy * (r.x - p.x);
  const double same = kSame_mm / 2 * std::sqrt(ux * ux + uy * uy);
  return cross > same ? 1 : cross < -same ? -1 : 0;
}

/// Whether two closed segments meet. Where they cross with an end on the other's line, that end or
/// one of the other's touches: so the doubtful sides decide nothing.
bool meet(Spot a, Spot b, Spot c, Spot d) {
  if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
  return touches(c, a, b) || touches(d, a, b) || touches(a, c, d) || touches(b, c, d);
}

/// Appends a leg to a place of `piece`. A piece without length has all its places, and its whole
/// stated time, at one point: they are equally near, and one of its ends is as good as any.
void add_leg(std::vector<Leg>& legs, const Segment& piece, Leg leg) {
  legs.push_back(leg);
  if (piece.a != piece.b) return;
  legs.back().place.share = 0;
  leg.place.share = 1;
  legs.push_back(leg);
}

void sort_legs(std::vector<Leg>& legs) {
  std::ranges::sort(legs, [](const Leg& a, const Leg& b) {
    return std::tie(a.time, a.place.edge, a.place.piece, a.place.share, a.from) <
           std::tie(b.time, b.place.edge, b.place.piece, b.place.share, b.from);
  });
}

}  // namespace

Ground::Ground(const Network& network, const Barriers& barriers)
    : network_{&network}, pieces_{pieces_of(network)}, barriers_{segments_of(barriers)} {}

void Ground::ways_within(Point p, double limit_m, std::vector<Leg>& ways) const {
  thread_local std::vector<Segment> found;
  found.clear();
  const double limit_mm = limit_m * 1e3;
  pieces_.within(box_around(p, limit_mm), found);
  std::ranges::sort(found, {}, &Segment::number);
  for (const Segment& piece : found) {
    const SegmentPlace on = nearest_on_segment(piece.a, piece.b, p);
    if (on.distance_mm <= limit_mm)
      add_leg(ways, piece,
              {{edge_of(piece), piece_of(piece), on.share}, {}, on.distance_mm, p, on.x, on.y});
  }
}

void Ground::legs_within(const ModeGraph& graph, Point p, double limit_m,
                         std::vector<Leg>& legs) const {
  const std::size_t first = legs.size();
  ways_within(p, limit_m, legs);
  const auto after =
      std::remove_if(legs.begin() + static_cast<std::ptrdiff_t>(first), legs.end(),
                     [&](const Leg& way) { return !graph.joinable(way.place.edge); });
  legs.erase(after, legs.end());
  const Speed speed = Speed::kilometres_per_hour(graph.profile().access_kmh);
  for (std::size_t i = first; i < legs.size(); ++i)
    legs[i].time = speed.time_over(legs[i].distance_mm);
}

namespace {

/// A leg without what is too near its ends to be blocked there; nothing where that is all of it.
struct Inner {
  Spot a, b;
};
std::optional<Inner> inner_of(const Leg& leg) {
  constexpr double kTouch_mm = 2;
  if (leg.distance_mm <= 2 * kTouch_mm) return std::nullopt;
  const double share = kTouch_mm / leg.distance_mm;
  const double dx = leg.to_x - leg.from.x, dy = leg.to_y - leg.from.y;
  return Inner{{leg.from.x + share * dx, leg.from.y + share * dy},
               {leg.to_x - share * dx, leg.to_y - share * dy}};
}

}  // namespace

bool Ground::blocked(const Leg& leg) const {
  if (barriers_.empty()) return false;
  const auto inner = inner_of(leg);
  if (!inner) return false;
  thread_local std::vector<Segment> found;
  found.clear();
  const auto low = [](double a, double b) {
    return static_cast<std::int32_t>(std::floor(std::min(a, b)));
  };
  const auto high = [](double a, double b) {
    return static_cast<std::int32_t>(std::ceil(std::max(a, b)));
  };
  const Spot a = inner->a, b = inner->b;
  barriers_.within({{low(a.x, b.x), low(a.y, b.y)}, {high(a.x, b.x), high(a.y, b.y)}}, found);
  return std::ranges::any_of(found,
                             [&](const Segment& s) { return meet(a, b, spot(s.a), spot(s.b)); });
}

bool Ground::blocked_by(const Leg& leg, std::span<const Segment> barriers) {
  const auto inner = inner_of(leg);
  return inner && std::ranges::any_of(barriers, [&](const Segment& s) {
           return meet(inner->a, inner->b, spot(s.a), spot(s.b));
         });
}

std::vector<Leg> Ground::legs(const ModeGraph& graph, Point p, double limit_m) const {
  std::vector<Leg> legs;
  legs_within(graph, p, limit_m, legs);
  std::erase_if(legs, [&](const Leg& leg) { return blocked(leg); });
  sort_legs(legs);
  return legs;
}

std::optional<double> Ground::distance_to_roads_m(const ModeGraph& graph, Point p) const {
  std::vector<Leg> legs;
  // Twice as far each time: the nearest piece lies within the first circle that holds any.
  for (double reach_m = 1000; reach_m < 8e6; reach_m *= 2) {
    legs_within(graph, p, reach_m, legs);
    if (legs.empty()) continue;
    return std::ranges::min(legs, {}, &Leg::distance_mm).distance_mm / 1e3;
  }
  return std::nullopt;
}

const char* ladder_name(Ladder step) {
  constexpr const char* kNames[kLadderSteps] = {"point",     "entrances", "gates",
                                                "crossings", "border",    "centroid"};
  return kNames[static_cast<int>(step)];
}

namespace {

/// The places of a piece on one segment of a border: where it crosses it, or both ends of the
/// stretch along which it runs.
std::vector<SegmentPlace> places_on_border(const Segment& piece, Point c, Point d) {
  if (!meet(spot(c), spot(d), spot(piece.a), spot(piece.b))) return {};
  const auto [a, b] = std::minmax(piece.a, piece.b);
  const double rx = static_cast<double>(b.x) - a.x, ry = static_cast<double>(b.y) - a.y;
  const double sx = static_cast<double>(d.x) - c.x, sy = static_cast<double>(d.y) - c.y;
  const double cross = rx * sy - ry * sx;
  if (cross == 0) {
    std::vector<SegmentPlace> ends;
    for (const Point p : {a, b, c, d})
      if (nearest_on_segment(a, b, p).distance_mm <= kSame_mm &&
          nearest_on_segment(c, d, p).distance_mm <= kSame_mm)
        ends.push_back(nearest_on_segment(a, b, p));
    return ends;
  }
  const double qx = static_cast<double>(c.x) - a.x, qy = static_cast<double>(c.y) - a.y;
  const double share = std::clamp((qx * sy - qy * sx) / cross, 0.0, 1.0);
  return {{share, a.x + share * rx, a.y + share * ry, 0}};
}

std::vector<Leg> crossings_of_border(const Ground& ground, const ModeGraph& graph,
                                     const Shape& shape) {
  std::vector<Leg> legs;
  std::vector<Segment> found;
  for (const auto& part : shape.parts)
    for (std::size_t i = 0; i + 1 < part.size(); ++i) {
      found.clear();
      const Point c = part[i], d = part[i + 1];
      ground.pieces_within(
          {{std::min(c.x, d.x), std::min(c.y, d.y)}, {std::max(c.x, d.x), std::max(c.y, d.y)}},
          found);
      for (const Segment& piece : found) {
        const EdgeId edge = edge_of(piece);
        if (!graph.joinable(edge)) continue;
        const auto index = piece_of(piece);
        for (const SegmentPlace& on : places_on_border(piece, c, d)) {
          const Point at{static_cast<std::int32_t>(std::floor(on.x + 0.5)),
                         static_cast<std::int32_t>(std::floor(on.y + 0.5))};
          add_leg(legs, piece, {{edge, index, on.share}, Duration{}, 0, at, on.x, on.y});
        }
      }
    }
  sort_legs(legs);
  return legs;
}

/// Legs between the border and every piece near it: from the end of the piece or the corner of the
/// border that gives the least distance; of equally near ones the smallest share, then place.
std::vector<Leg> legs_of_border(const Ground& ground, const ModeGraph& graph, const Shape& shape,
                                double limit_m) {
  const double limit_mm = limit_m * 1e3;
  const Box box = bounds(shape);
  const Box low = box_around(box.low, limit_mm), high = box_around(box.high, limit_mm);
  std::vector<Segment> found;
  ground.pieces_within({low.low, high.high}, found);
  const Speed speed = Speed::kilometres_per_hour(graph.profile().access_kmh);
  std::vector<Leg> legs;
  for (const Segment& piece : found) {
    const EdgeId edge = edge_of(piece);
    if (!graph.joinable(edge)) continue;
    const auto index = piece_of(piece);
    std::optional<Leg> best;
    const auto offer = [&](Point border, const SegmentPlace& on) {
      const double ex = border.x - on.x, ey = border.y - on.y;
      const double distance = std::sqrt(ex * ex + ey * ey);
      Leg leg{{edge, index, on.share}, speed.time_over(distance), distance, border, on.x, on.y};
      if (!best || std::tie(distance, on.share, border) <
                       std::tie(best->distance_mm, best->place.share, best->from))
        best = leg;
    };
    for (const Point end : {piece.a, piece.b})
      offer(nearest_on_outline(shape, end).place, nearest_on_segment(piece.a, piece.b, end));
    for (const auto& part : shape.parts)
      for (const Point corner : part) offer(corner, nearest_on_segment(piece.a, piece.b, corner));
    if (best->distance_mm <= limit_mm && !ground.blocked(*best)) add_leg(legs, piece, *best);
  }
  sort_legs(legs);
  return legs;
}

}  // namespace

FacilityJoin join_facility(const Ground& ground, const ModeGraph& graph, const Facility& facility,
                           double limit_m) {
  const auto legs_of = [&](const std::vector<Point>& points) {
    std::vector<Leg> all;
    for (const Point p : points)
      for (const Leg& leg : ground.legs(graph, p, limit_m)) all.push_back(leg);
    sort_legs(all);
    return all;
  };
  if (auto legs = legs_of(facility.entrances); !legs.empty()) return {Ladder::entrances, legs};
  if (auto legs = legs_of(facility.gates); !legs.empty()) return {Ladder::gates, legs};
  if (facility.shape.kind == ShapeKind::point) {
    std::vector<Point> points;
    for (const auto& part : facility.shape.parts) points.push_back(part.front());
    return {Ladder::point, legs_of(points)};
  }
  if (auto legs = crossings_of_border(ground, graph, facility.shape); !legs.empty())
    return {Ladder::crossings, legs};
  if (auto legs = legs_of_border(ground, graph, facility.shape, limit_m); !legs.empty())
    return {Ladder::border, legs};
  return {Ladder::centroid, legs_of({centroid(facility.shape)})};
}

}  // namespace lifecircle
