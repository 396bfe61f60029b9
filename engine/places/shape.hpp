#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/places/point.hpp"

namespace lifecircle {

enum class ShapeKind : std::uint8_t { point, line, area };

/// The outline of one thing on the study's plane.
///
/// Parts are points (one point a part), lines (two points or more) or the rings of
/// an area: closed (first == last, four points or more), all rings of all its
/// polygons together; what is inside is decided by the even-odd rule, so the order
/// and direction of rings do not matter.
struct Shape {
  ShapeKind kind = ShapeKind::point;
  std::vector<std::vector<Point>> parts;

  static Shape of(Point p) { return Shape{ShapeKind::point, {{p}}}; }
  friend bool operator==(const Shape&, const Shape&) = default;
};

/// Inside or on the border, exactly. O(points).
bool covers(const Shape& area, Point p);

/// Twice the signed area is exact in 128 bits; this is the absolute area in square metres of the
/// plane, rings nested by the even-odd rule (outer minus holes, whatever their direction).
double area_m2(const Shape& area);

/// The same on the Earth: the plane is a transverse Mercator projection, true to scale along x = 0,
/// of a place where the Earth's mean radius is `radius_m` (io/frame knows it). Within 1e-7 of the
/// ellipsoid up to 100 km from there, 2e-6 up to 300 km. O(points).
double area_on_earth_m2(const Shape& area, double radius_m);

/// On which side of the line from a to b: 1 to the left, -1 to the right, 0 on it. Exact.
int side_of(Point a, Point b, Point p);
/// Whether p lies on the segment from a to b, ends included. Exact.
bool on_segment(Point a, Point b, Point p);

/// The centre of gravity of points, of line length or of ground, rounded to the
/// millimetre; of an area without ground, that of its vertices.
Point centroid(const Shape& shape);

/// Where a point stands for a shape: a point where it is (of several, the first), else its
/// centroid.
Point place_of(const Shape& shape);

/// How far `p` lies from the outline (border of an area, line, nearest point), in
/// millimetres, and the nearest place of it.
struct Nearest {
  double distance_mm;
  Point place;
};
Nearest nearest_on_outline(const Shape& shape, Point p);

/// The place of the segment from a to b nearest to `p`: `share` of the way from the
/// lexicographically smaller end, the same whichever way round the ends are given.
struct SegmentPlace {
  double share;  ///< 0 ... 1
  double x, y;   ///< the place, in millimetres
  double distance_mm;
};
SegmentPlace nearest_on_segment(Point a, Point b, Point p);

/// Box of all parts. The shape has at least one point.
struct Box {
  Point low, high;
};
Box bounds(const Shape& shape);

/// Many shapes of one kind in three flat arrays: what a layer of a million rows needs.
/// Shape i has parts [shape_first[i], shape_first[i+1]), part j has points
/// [part_first[j], part_first[j+1]). A shape without parts is a row without geometry.
struct Shapes {
  ShapeKind kind = ShapeKind::point;
  std::vector<Point> points;
  std::vector<std::uint64_t> part_first{0};
  std::vector<std::uint64_t> shape_first{0};

  std::size_t size() const { return shape_first.size() - 1; }
  void add(Point p);
  void add(std::span<const Point> line);
  void add(const Shape& shape);
  /// Shape `i` of others of the same kind.
  void add_from(const Shapes& others, std::size_t i);
  void add_nothing() { shape_first.push_back(part_first.size() - 1); }
};

}  // namespace lifecircle
