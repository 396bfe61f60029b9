#include "algorithms/indicators/shapes.hpp"

#include <algorithm>
#include <limits>

namespace lifecircle::indicators {

namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();

std::vector<const Shape*> areas_of(const std::vector<const Shape*>& shapes) {
  std::vector<const Shape*> areas;
  for (const Shape* shape : shapes)
    if (shape->kind == ShapeKind::area) areas.push_back(shape);
  return areas;
}

/// A point is a segment without length.
std::vector<Segment> segments_of(const std::vector<const Shape*>& shapes) {
  std::vector<Segment> all;
  for (const Shape* shape : shapes)
    for (const auto& part : shape->parts) {
      if (part.size() == 1) all.push_back({part.front(), part.front(), all.size()});
      for (std::size_t i = 0; i + 1 < part.size(); ++i)
        all.push_back({part[i], part[i + 1], all.size()});
    }
  return all;
}

bool cross(const Segment& s, const Segment& t) {
  return side_of(s.a, s.b, t.a) * side_of(s.a, s.b, t.b) < 0 &&
         side_of(t.a, t.b, s.a) * side_of(t.a, t.b, s.b) < 0;
}

double apart_mm(const Segment& s, const Segment& t) {
  if (cross(s, t)) return 0;
  return std::min({nearest_on_segment(s.a, s.b, t.a).distance_mm,
                   nearest_on_segment(s.a, s.b, t.b).distance_mm,
                   nearest_on_segment(t.a, t.b, s.a).distance_mm,
                   nearest_on_segment(t.a, t.b, s.b).distance_mm});
}

}  // namespace

NearShapes::NearShapes(const std::vector<const Shape*>& shapes)
    : areas_{areas_of(shapes)}, segments_{segments_of(shapes)}, index_{segments_} {
  for (const Shape* shape : shapes)
    if (!shape->parts.empty()) points_.push_back(shape->parts.front().front());
}

double NearShapes::distance_mm(Point p, double reach_mm) const {
  if (!areas_.holding(p).empty()) return 0;
  double least = kFar;
  std::vector<Segment> near;
  index_.within(box_around(p, reach_mm), near);
  for (const Segment& s : near)
    least = std::min(least, nearest_on_segment(s.a, s.b, p).distance_mm);
  return least;
}

double NearShapes::distance_mm(const Shape& shape, double reach_mm) const {
  double least = kFar;
  std::vector<Segment> near;
  for (const Segment& mine : segments_of({&shape})) {
    if (!areas_.holding(mine.a).empty()) return 0;
    near.clear();
    Box box = box_around(mine.a, reach_mm);
    const Box other = box_around(mine.b, reach_mm);
    box.low = {std::min(box.low.x, other.low.x), std::min(box.low.y, other.low.y)};
    box.high = {std::max(box.high.x, other.high.x), std::max(box.high.y, other.high.y)};
    index_.within(box, near);
    for (const Segment& s : near) least = std::min(least, apart_mm(mine, s));
  }
  if (shape.kind == ShapeKind::area &&
      std::ranges::any_of(points_, [&](Point p) { return covers(shape, p); }))
    return 0;
  return least;
}

}  // namespace lifecircle::indicators
