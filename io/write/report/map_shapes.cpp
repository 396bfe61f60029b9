#include "io/write/report/map_shapes.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace lifecircle::page {
namespace {

std::int32_t to_grid(std::int32_t value, std::int64_t step) {
  const std::int64_t shifted = value + step / 2;
  const std::int64_t cell = shifted >= 0 ? shifted / step : -((-shifted + step - 1) / step);
  return static_cast<std::int32_t>(
      std::clamp<std::int64_t>(cell * step, std::numeric_limits<std::int32_t>::min(),
                               std::numeric_limits<std::int32_t>::max()));
}

Point to_grid(Point p, std::int64_t step) {
  return {to_grid(p.x, step), to_grid(p.y, step)};
}

/// Without repeated places and without ways that come straight back (a, b, a).
std::vector<Point> snapped_line(std::span<const Point> line, std::int64_t step) {
  std::vector<Point> out;
  for (const Point place : line) {
    const Point p = to_grid(place, step);
    if (!out.empty() && out.back() == p) continue;
    if (out.size() > 1 && out[out.size() - 2] == p)
      out.pop_back();
    else
      out.push_back(p);
  }
  return out;
}

std::vector<Point> cell_at(Point p, std::int64_t step) {
  const Point a = to_grid(p, step);
  const auto side = static_cast<std::int32_t>(step);
  const Point b{a.x > 0 ? a.x - side : a.x + side, a.y > 0 ? a.y - side : a.y + side};
  return {a, {b.x, a.y}, b, {a.x, b.y}, a};
}

Shape snapped_shape(const Shapes& shapes, std::size_t row, std::int64_t step) {
  Shape out{shapes.kind, {}};
  const auto part_of = [&](std::uint64_t part) {
    return std::span<const Point>{shapes.points}.subspan(
        shapes.part_first[part], shapes.part_first[part + 1] - shapes.part_first[part]);
  };
  const std::uint64_t first = shapes.shape_first[row], last = shapes.shape_first[row + 1];
  for (std::uint64_t part = first; part < last; ++part) {
    std::vector<Point> line = snapped_line(part_of(part), step);
    const bool stays = shapes.kind == ShapeKind::point  ? true
                       : shapes.kind == ShapeKind::line ? line.size() > 1
                                                        : line.size() > 3;
    if (stays) out.parts.push_back(std::move(line));
  }
  if (shapes.kind == ShapeKind::point) {
    std::ranges::sort(out.parts);
    out.parts.erase(std::unique(out.parts.begin(), out.parts.end()), out.parts.end());
  }
  if (out.parts.empty() && first < last) {
    const auto line = part_of(first);
    out.parts.push_back(shapes.kind == ShapeKind::area
                            ? cell_at(line.front(), step)
                            : std::vector<Point>{line.front(), line.back()});
  }
  return out;
}

}  // namespace

Shapes snapped(const Shapes& shapes, std::int64_t step_mm) {
  if (shapes.kind == ShapeKind::point && shapes.points.size() <= shapes.size()) return shapes;
  Shapes out;
  out.kind = shapes.kind;
  for (std::size_t row = 0; row < shapes.size(); ++row) {
    const Shape shape = snapped_shape(shapes, row, step_mm);
    if (shape.parts.empty())
      out.add_nothing();
    else
      out.add(shape);
  }
  return out;
}

}  // namespace lifecircle::page
