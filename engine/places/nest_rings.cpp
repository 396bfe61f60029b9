#include "engine/places/nest_rings.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>

namespace lifecircle {
namespace {

__extension__ using Wide = __int128;

/// A place in half millimetres, so that the middle of an edge is exact.
struct Half {
  std::int64_t x, y;
};
Half half(Point p) {
  return {2 * std::int64_t{p.x}, 2 * std::int64_t{p.y}};
}
Half middle(Point a, Point b) {
  return {std::int64_t{a.x} + b.x, std::int64_t{a.y} + b.y};
}

Wide twice_area(std::span<const Point> ring) {
  Wide sum = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    sum += Wide{ring[i].x} * ring[i + 1].y - Wide{ring[i + 1].x} * ring[i].y;
  }
  return sum;
}

Wide cross(Half a, Half b, Half p) {
  return Wide{b.x - a.x} * (p.y - a.y) - Wide{b.y - a.y} * (p.x - a.x);
}

/// Inside, outside, or nothing where the place is on the ring.
std::optional<bool> inside(Half p, std::span<const Point> ring) {
  bool in = false;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const Half a = half(ring[i]), b = half(ring[i + 1]);
    const Wide side = cross(a, b, p);
    const bool in_box = std::min(a.x, b.x) <= p.x && p.x <= std::max(a.x, b.x) &&
                        std::min(a.y, b.y) <= p.y && p.y <= std::max(a.y, b.y);
    if (side == 0 && in_box) return std::nullopt;
    if ((a.y > p.y) != (b.y > p.y) && (side > 0) == (b.y > a.y)) in = !in;
  }
  return in;
}

/// Whether `inner`, the smaller one, lies within `outer`. Told by the first corner, or else the
/// first middle of an edge, that is not on the other's border; rings that run all along each other
/// lie within each other.
bool lies_within(std::span<const Point> inner, std::span<const Point> outer) {
  for (const Point p : inner) {
    if (const auto in = inside(half(p), outer)) return *in;
  }
  for (std::size_t i = 0; i + 1 < inner.size(); ++i) {
    if (const auto in = inside(middle(inner[i], inner[i + 1]), outer)) return *in;
  }
  return true;
}

struct Ring {
  std::size_t number;
  Wide size;  // twice the area
  Point low, high;
  std::size_t depth = 0;
  std::optional<std::size_t> around =
      {};  // the smallest ring around it, a place in the sorted list
};

Ring measured(std::size_t number, std::span<const Point> points) {
  const Wide area = twice_area(points);
  Ring ring{number, area < 0 ? -area : area, points.front(), points.front()};
  for (const Point p : points) {
    ring.low = {std::min(ring.low.x, p.x), std::min(ring.low.y, p.y)};
    ring.high = {std::max(ring.high.x, p.x), std::max(ring.high.y, p.y)};
  }
  return ring;
}

bool box_within(const Ring& a, const Ring& b) {
  return b.low.x <= a.low.x && b.low.y <= a.low.y && a.high.x <= b.high.x && a.high.y <= b.high.y;
}

}  // namespace

bool runs_against_clock(std::span<const Point> ring) {
  return twice_area(ring) > 0;
}

std::vector<NestedRings> nest_rings(const std::vector<std::span<const Point>>& rings) {
  std::vector<Ring> sorted;
  for (std::size_t i = 0; i < rings.size(); ++i) {
    if (!rings[i].empty()) sorted.push_back(measured(i, rings[i]));
  }
  // Large before small: what lies around a ring comes before it.
  std::ranges::stable_sort(sorted, [](const Ring& a, const Ring& b) { return a.size > b.size; });
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!box_within(sorted[i], sorted[j])) continue;
      if (!lies_within(rings[sorted[i].number], rings[sorted[j].number])) continue;
      ++sorted[i].depth;
      sorted[i].around = j;
    }
  }

  std::vector<NestedRings> polygons;
  std::vector<std::optional<std::size_t>> polygon_of(rings.size());  // of outer rings
  for (const Ring& ring : sorted) {
    if (ring.depth % 2 == 0) {
      polygon_of[ring.number] = polygons.size();
      polygons.push_back({ring.number, {}});
    }
  }
  for (const Ring& ring : sorted) {
    if (ring.depth % 2 == 0) continue;
    // What lies around a ring of odd depth has an even one, unless rings cross.
    const auto outer = polygon_of[sorted[*ring.around].number];
    if (outer) {
      polygons[*outer].holes.push_back(ring.number);
    } else {
      polygons.push_back({ring.number, {}});
    }
  }
  for (NestedRings& polygon : polygons) std::ranges::sort(polygon.holes);
  std::ranges::sort(polygons, {}, &NestedRings::outer);
  return polygons;
}

}  // namespace lifecircle
