#include "algorithms/circle/plain_lines.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/places/segment_index.hpp"
#include "engine/places/shape.hpp"

namespace lifecircle {
namespace {

/// Whether closed segments have a place in common.
bool meet(Point a, Point b, Point c, Point d) {
  if (side_of(a, b, c) * side_of(a, b, d) < 0 && side_of(c, d, a) * side_of(c, d, b) < 0)
    return true;
  return on_segment(a, b, c) || on_segment(a, b, d) || on_segment(c, d, a) || on_segment(c, d, b);
}
/// Whether segments that share the end `b` (a-b, b-c) have more than it in common.
bool fold(Point a, Point b, Point c) {
  return on_segment(a, b, c) || on_segment(b, c, a);
}

/// Which lines meet another, or themselves, elsewhere than at their ends.
std::vector<bool> lines_that_meet(const std::vector<BorderLine>& lines) {
  std::vector<Segment> segments;
  for (std::size_t l = 0; l < lines.size(); ++l)
    for (std::size_t i = 0; i + 1 < lines[l].size(); ++i)
      segments.push_back({lines[l][i], lines[l][i + 1], (std::uint64_t{l} << 32) | i});
  const SegmentIndex index{segments};
  std::vector<bool> meets(lines.size(), false);
  std::vector<Segment> found;
  for (const Segment& s : segments) {
    found.clear();
    index.within({{std::min(s.a.x, s.b.x), std::min(s.a.y, s.b.y)},
                  {std::max(s.a.x, s.b.x), std::max(s.a.y, s.b.y)}},
                 found);
    for (const Segment& o : found) {
      if (o.number <= s.number) continue;
      const std::size_t l = s.number >> 32, m = o.number >> 32;
      bool wrong;
      if (s.b == o.a || s.b == o.b)
        wrong = fold(s.a, s.b, s.b == o.a ? o.b : o.a);
      else if (s.a == o.a || s.a == o.b)
        wrong = fold(s.b, s.a, s.a == o.a ? o.b : o.a);
      else
        wrong = meet(s.a, s.b, o.a, o.b);
      if (wrong) meets[l] = meets[m] = true;
    }
  }
  return meets;
}

/// The rings of the same zone that each ring lies within, by its first point.
std::vector<std::vector<std::uint32_t>> nesting(const std::vector<RingOfLines>& rings,
                                                const std::vector<BorderLine>& lines) {
  std::vector<Shape> shapes;
  std::vector<Box> boxes;
  for (const RingOfLines& ring : rings) {
    shapes.push_back({ShapeKind::area, {points_of(ring, lines)}});
    boxes.push_back(bounds(shapes.back()));
  }
  std::vector<std::vector<std::uint32_t>> within(rings.size());
  for (std::uint32_t r = 0; r < rings.size(); ++r) {
    const Point p = shapes[r].parts.front().front();
    for (std::uint32_t o = 0; o < rings.size(); ++o)
      if (o != r && rings[o].zone == rings[r].zone && boxes[o].low.x <= p.x &&
          p.x <= boxes[o].high.x && boxes[o].low.y <= p.y && p.y <= boxes[o].high.y &&
          covers(shapes[o], p))
        within[r].push_back(o);
  }
  return within;
}

double from_line(Point a, Point b, Point p) {
  return nearest_on_segment(a, b, p).distance_mm;
}

/// Marks the points of [first, last] that are kept, ends apart.
void keep(const BorderLine& line, std::size_t first, std::size_t last, double within_mm,
          std::vector<bool>& kept) {
  std::vector<std::pair<std::size_t, std::size_t>> open{{first, last}};
  while (!open.empty()) {
    const auto [a, b] = open.back();
    open.pop_back();
    double far = within_mm;
    std::size_t farthest = a;
    for (std::size_t i = a + 1; i < b; ++i)
      if (const double d = from_line(line[a], line[b], line[i]); d > far) far = d, farthest = i;
    if (farthest == a) continue;
    kept[farthest] = true;
    open.emplace_back(a, farthest);
    open.emplace_back(farthest, b);
  }
}

}  // namespace

BorderLine straightened(const BorderLine& line, double within_mm) {
  struct Way {
    double x, y;
  };
  const auto turn = [](Way a, Way b) { return a.x * b.y - a.y * b.x; };
  BorderLine kept{line.front()};
  Way low{}, high{};
  double reached = 0;
  bool open = true;  // no sector yet
  for (std::size_t i = 1; i < line.size(); ++i) {
    Way way;
    double far;
    const auto look = [&] {
      way = {static_cast<double>(line[i].x) - kept.back().x,
             static_cast<double>(line[i].y) - kept.back().y};
      far = std::sqrt(way.x * way.x + way.y * way.y);
    };
    look();
    if (!open && (turn(low, way) < 0 || turn(way, high) < 0 || far < reached)) {
      kept.push_back(line[i - 1]);
      look();
      open = true;
    }
    const double aside = far > 0 ? within_mm / far : 0;
    const Way right{way.x + aside * way.y, way.y - aside * way.x},
        left{way.x - aside * way.y, way.y + aside * way.x};
    if (open || turn(low, right) > 0) low = right;
    if (open || turn(high, left) < 0) high = left;
    open = far <= within_mm;  // so near, every direction will do
    reached = far;
  }
  kept.push_back(line.back());
  return kept;
}

BorderLine simplified(const BorderLine& line, double within_mm) {
  std::vector<bool> kept(line.size(), false);
  kept.front() = kept.back() = true;
  if (line.front() == line.back()) {
    // A ring: its farthest point stays as well, and a third one off the line between them.
    std::size_t far = 0;
    for (std::size_t i = 0; i < line.size(); ++i)
      if (distance_mm(line[0], line[i]) > distance_mm(line[0], line[far])) far = i;
    kept[far] = true;
    keep(line, 0, far, within_mm, kept);
    keep(line, far, line.size() - 1, within_mm, kept);
    if (std::ranges::count(kept, true) < 4) return line;
  } else {
    keep(line, 0, line.size() - 1, within_mm, kept);
  }
  BorderLine plain;
  for (std::size_t i = 0; i < line.size(); ++i)
    if (kept[i]) plain.push_back(line[i]);
  return plain;
}

std::vector<Point> points_of(const RingOfLines& ring, const std::vector<BorderLine>& lines) {
  std::vector<Point> points;
  for (const auto& [l, back] : ring.parts) {
    const BorderLine& line = lines[l];
    if (!points.empty()) points.pop_back();
    if (back)
      points.insert(points.end(), line.rbegin(), line.rend());
    else
      points.insert(points.end(), line.begin(), line.end());
  }
  return points;
}

void simplify_lines(std::vector<BorderLine>& lines, const std::vector<RingOfLines>& rings,
                    double within_mm) {
  std::vector<BorderLine> plain;
  for (const BorderLine& line : lines) plain.push_back(simplified(line, within_mm));
  const auto true_nesting = nesting(rings, lines);
  const auto restore = [&](std::size_t l) {
    const bool changes = plain[l].size() != lines[l].size();
    plain[l] = lines[l];
    return changes;
  };
  for (bool again = true; again;) {
    again = false;
    const auto meets = lines_that_meet(plain);
    for (std::size_t l = 0; l < plain.size(); ++l)
      if (meets[l]) again = restore(l) || again;
    if (again) continue;
    const auto now = nesting(rings, plain);
    for (std::size_t r = 0; r < rings.size(); ++r) {
      if (now[r] == true_nesting[r]) continue;
      std::vector<std::uint32_t> changed{static_cast<std::uint32_t>(r)};
      std::ranges::set_symmetric_difference(now[r], true_nesting[r], std::back_inserter(changed));
      for (const std::uint32_t c : changed)
        for (const auto& part : rings[c].parts) again = restore(part.line) || again;
    }
  }
  lines = std::move(plain);
}

}  // namespace lifecircle
