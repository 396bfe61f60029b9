#include "engine/places/shape.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include "engine/places/nest_rings.hpp"

namespace lifecircle {
namespace {

__extension__ using Wide = __int128;

/// Twice the signed area of a ring, from its own first point to keep the numbers small.
double twice_area_mm2(const std::vector<Point>& ring) {
  Wide sum = 0;
  for (std::size_t i = 1; i + 1 < ring.size(); ++i)
    sum += Wide{std::int64_t{ring[i].x} - ring[0].x} * (std::int64_t{ring[i + 1].y} - ring[0].y) -
           Wide{std::int64_t{ring[i].y} - ring[0].y} * (std::int64_t{ring[i + 1].x} - ring[0].x);
  return static_cast<double>(sum);
}

/// For each ring whether it is a hole.
std::vector<bool> holes_of(const Shape& area) {
  std::vector<bool> holes(area.parts.size(), false);
  if (area.parts.size() < 2) return holes;
  for (const NestedRings& polygon : nest_rings({area.parts.begin(), area.parts.end()}))
    for (const std::size_t hole : polygon.holes) holes[hole] = true;
  return holes;
}

Point rounded(double x, double y) {
  return {static_cast<std::int32_t>(std::floor(x + 0.5)),
          static_cast<std::int32_t>(std::floor(y + 0.5))};
}

}  // namespace

int side_of(Point a, Point b, Point p) {
  // Every factor has 33 bits.
  const Wide cross = Wide{std::int64_t{b.x} - a.x} * (std::int64_t{p.y} - a.y) -
                     Wide{std::int64_t{b.y} - a.y} * (std::int64_t{p.x} - a.x);
  return cross > 0 ? 1 : cross < 0 ? -1 : 0;
}

bool on_segment(Point a, Point b, Point p) {
  return side_of(a, b, p) == 0 && std::min(a.x, b.x) <= p.x && p.x <= std::max(a.x, b.x) &&
         std::min(a.y, b.y) <= p.y && p.y <= std::max(a.y, b.y);
}

bool covers(const Shape& area, Point p) {
  bool inside = false;
  for (const auto& ring : area.parts)
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      const Point a = ring[i], b = ring[i + 1];
      if (on_segment(a, b, p)) return true;
      // A ray to the east: each ring edge owns its lower end, so a corner counts once.
      if ((a.y <= p.y) == (b.y <= p.y)) continue;
      if (side_of(a, b, p) == (a.y < b.y ? 1 : -1)) inside = !inside;
    }
  return inside;
}

double area_m2(const Shape& area) {
  double sum = 0;
  const auto holes = holes_of(area);
  for (std::size_t r = 0; r < area.parts.size(); ++r) {
    const double ring = std::abs(twice_area_mm2(area.parts[r])) / 2e6;
    sum += holes[r] ? -ring : ring;
  }
  return sum;
}

double area_on_earth_m2(const Shape& area, double radius_m) {
  // The scale at x is cosh(x / R), so a strip of ground between x = 0 and x holds R tanh(x / R) to
  // its width x. Along a straight line, that is integrated by the rule of Gauss with two places.
  const double r = 1e3 * radius_m;
  const auto width = [&](double x) { return r * std::tanh(x / r); };
  double sum = 0;
  const auto holes = holes_of(area);
  for (std::size_t k = 0; k < area.parts.size(); ++k) {
    const auto& ring = area.parts[k];
    double ground = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      const double x = ring[i].x, dx = static_cast<double>(ring[i + 1].x) - x;
      const double dy = static_cast<double>(ring[i + 1].y) - ring[i].y;
      constexpr double kFirst = 0.21132486540518713;  // (1 - 1 / sqrt 3) / 2
      ground += dy * (width(x + kFirst * dx) + width(x + (1 - kFirst) * dx)) / 2;
    }
    sum += (holes[k] ? -1 : 1) * std::abs(ground) / 1e6;
  }
  return sum;
}

Point centroid(const Shape& shape) {
  assert(!shape.parts.empty() && !shape.parts.front().empty());
  const Point base = shape.parts.front().front();
  const auto dx = [&](Point p) { return static_cast<double>(p.x) - base.x; };
  const auto dy = [&](Point p) { return static_cast<double>(p.y) - base.y; };
  double weight = 0, x = 0, y = 0;
  const auto add = [&](double w, double at_x, double at_y) {
    weight += w;
    x += w * at_x;
    y += w * at_y;
  };
  if (shape.kind == ShapeKind::area) {
    const auto holes = holes_of(shape);
    for (std::size_t r = 0; r < shape.parts.size(); ++r) {
      const auto& ring = shape.parts[r];
      const double sign = (twice_area_mm2(ring) < 0 ? -1.0 : 1.0) * (holes[r] ? -1.0 : 1.0);
      for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const double cross = dx(ring[i]) * dy(ring[i + 1]) - dx(ring[i + 1]) * dy(ring[i]);
        add(sign * cross, (dx(ring[i]) + dx(ring[i + 1])) / 3, (dy(ring[i]) + dy(ring[i + 1])) / 3);
      }
    }
  }
  if (shape.kind == ShapeKind::line)
    for (const auto& line : shape.parts)
      for (std::size_t i = 0; i + 1 < line.size(); ++i)
        add(distance_mm(line[i], line[i + 1]), (dx(line[i]) + dx(line[i + 1])) / 2,
            (dy(line[i]) + dy(line[i + 1])) / 2);
  if (weight == 0) {
    x = y = 0;
    for (const auto& part : shape.parts)
      for (const Point p : part) add(1, dx(p), dy(p));
  }
  return rounded(base.x + x / weight, base.y + y / weight);
}

Point place_of(const Shape& shape) {
  return shape.kind == ShapeKind::point ? shape.parts.front().front() : centroid(shape);
}

Nearest nearest_on_outline(const Shape& shape, Point p) {
  Nearest best{std::numeric_limits<double>::infinity(), {}};
  const auto offer = [&](double distance, Point place) {
    if (distance < best.distance_mm || (distance == best.distance_mm && place < best.place))
      best = {distance, place};
  };
  for (const auto& part : shape.parts) {
    if (part.size() == 1) offer(distance_mm(part[0], p), part[0]);
    for (std::size_t i = 0; i + 1 < part.size(); ++i) {
      const SegmentPlace on = nearest_on_segment(part[i], part[i + 1], p);
      offer(on.distance_mm, rounded(on.x, on.y));
    }
  }
  return best;
}

SegmentPlace nearest_on_segment(Point a, Point b, Point p) {
  if (b < a) std::swap(a, b);
  const double dx = static_cast<double>(b.x) - a.x, dy = static_cast<double>(b.y) - a.y;
  const double length2 = dx * dx + dy * dy;
  const double px = static_cast<double>(p.x) - a.x, py = static_cast<double>(p.y) - a.y;
  const double share = length2 > 0 ? std::clamp((px * dx + py * dy) / length2, 0.0, 1.0) : 0.0;
  // At an end, the end itself: no rounding may move a place off its vertex.
  const double x = share == 1 ? b.x : a.x + share * dx, y = share == 1 ? b.y : a.y + share * dy;
  const double ex = p.x - x, ey = p.y - y;
  return {share, x, y, std::sqrt(ex * ex + ey * ey)};
}

Box bounds(const Shape& shape) {
  Box box{shape.parts.front().front(), shape.parts.front().front()};
  for (const auto& part : shape.parts)
    for (const Point p : part) {
      box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y)};
      box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y)};
    }
  return box;
}

void Shapes::add_from(const Shapes& others, std::size_t i) {
  for (std::uint64_t part = others.shape_first[i]; part < others.shape_first[i + 1]; ++part) {
    points.insert(points.end(),
                  others.points.begin() + static_cast<std::ptrdiff_t>(others.part_first[part]),
                  others.points.begin() + static_cast<std::ptrdiff_t>(others.part_first[part + 1]));
    part_first.push_back(points.size());
  }
  shape_first.push_back(part_first.size() - 1);
}

void Shapes::add(Point p) {
  points.push_back(p);
  part_first.push_back(points.size());
  shape_first.push_back(part_first.size() - 1);
}

void Shapes::add(std::span<const Point> line) {
  points.insert(points.end(), line.begin(), line.end());
  part_first.push_back(points.size());
  shape_first.push_back(part_first.size() - 1);
}

void Shapes::add(const Shape& shape) {
  for (const auto& part : shape.parts) {
    points.insert(points.end(), part.begin(), part.end());
    part_first.push_back(points.size());
  }
  shape_first.push_back(part_first.size() - 1);
}

}  // namespace lifecircle
