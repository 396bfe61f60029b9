// How far shapes are from each other, against GEOS, which knows nothing of ours.

#include "engine/places/shape_distance.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>

#include <geos_c.h>
#include <gtest/gtest.h>

namespace lifecircle {
namespace {

Shape box(std::int32_t x0, std::int32_t y0, std::int32_t x1, std::int32_t y1) {
  return {ShapeKind::area, {{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}}}};
}

/// GEOS's own words for shapes; of an area the first ring is the outer one.
class Judge {
 public:
  Judge() : geos_{GEOS_init_r()} {}
  ~Judge() { GEOS_finish_r(geos_); }
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  double distance(const Shape& a, const Shape& b) const {
    const auto of_a = geometry(a), of_b = geometry(b);
    double distance = -1;
    EXPECT_EQ(GEOSDistance_r(geos_, of_a.get(), of_b.get(), &distance), 1);
    return distance;
  }
  bool is_valid(const Shape& shape) const {
    return GEOSisValid_r(geos_, geometry(shape).get()) == 1;
  }

 private:
  struct Destroy {
    GEOSContextHandle_t geos;
    void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(geos, g); }
  };
  using Geometry = std::unique_ptr<GEOSGeometry, Destroy>;

  GEOSCoordSequence* corners(const std::vector<Point>& part) const {
    GEOSCoordSequence* all = GEOSCoordSeq_create_r(geos_, static_cast<unsigned>(part.size()), 2);
    for (unsigned i = 0; i < part.size(); ++i)
      GEOSCoordSeq_setXY_r(geos_, all, i, part[i].x, part[i].y);
    return all;
  }
  Geometry geometry(const Shape& shape) const {
    std::vector<GEOSGeometry*> parts;
    for (const auto& part : shape.parts)
      parts.push_back(shape.kind == ShapeKind::point ? GEOSGeom_createPoint_r(geos_, corners(part))
                      : shape.kind == ShapeKind::line
                          ? GEOSGeom_createLineString_r(geos_, corners(part))
                          : GEOSGeom_createLinearRing_r(geos_, corners(part)));
    const auto count = static_cast<unsigned>(parts.size());
    GEOSGeometry* made =
        shape.kind == ShapeKind::area
            ? GEOSGeom_createPolygon_r(geos_, parts[0], parts.data() + 1, count - 1)
            : GEOSGeom_createCollection_r(
                  geos_, shape.kind == ShapeKind::point ? GEOS_MULTIPOINT : GEOS_MULTILINESTRING,
                  parts.data(), count);
    return Geometry{made, Destroy{geos_}};
  }
  GEOSContextHandle_t geos_;
};

/// Neither has a corner in the other.
TEST(ShapeDistance, IsZeroWhereTwoCrossLikeAPlusSign) {
  EXPECT_EQ(distance_mm(box(0, 40, 100, 60), box(40, 0, 60, 100)), 0);
  const Shape street{ShapeKind::line, {{{-10, 50}, {110, 50}}}};
  EXPECT_EQ(distance_mm(street, box(0, 0, 100, 100)), 0);
  EXPECT_EQ(distance_mm(box(0, 0, 100, 100), street), 0);
  EXPECT_EQ(distance_mm(street, Shape{ShapeKind::line, {{{50, 0}, {50, 100}}}}), 0);
}

TEST(ShapeDistance, IsZeroInsideAndOnTheBorderButNotInAHole) {
  Shape ring = box(0, 0, 100, 100);
  ring.parts.push_back(box(20, 20, 80, 80).parts[0]);
  EXPECT_EQ(distance_mm(ring, Shape::of({10, 10})), 0);
  EXPECT_EQ(distance_mm(ring, Shape::of({100, 3})), 0);
  EXPECT_EQ(distance_mm(ring, Shape::of({50, 50})), 30);
  EXPECT_EQ(distance_mm(ring, box(40, 40, 60, 60)), 20);
  EXPECT_EQ(distance_mm(box(40, 40, 60, 60), ring), 20);
  EXPECT_EQ(distance_mm(box(5, 5, 6, 6), ring), 0);
  EXPECT_EQ(distance_mm(Shape::of({3, 4}), Shape::of({0, 0})), 5);
}

TEST(ShapeDistance, IsWhatGeosSays) {
  const Judge judge;
  int zero = 0, apart = 0;
  for (unsigned seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random{seed};
    const auto pick = [&](std::int32_t below) {
      return static_cast<std::int32_t>(random() % static_cast<unsigned>(below));
    };
    const auto some = [&]() -> Shape {
      const Point at{pick(200) - 100, pick(200) - 100};
      const auto near = [&] { return Point{at.x + pick(121) - 60, at.y + pick(121) - 60}; };
      Shape shape;
      switch (pick(3)) {
        case 0:
          for (int n = 1 + pick(3); n > 0; --n) shape.parts.push_back({near()});
          return shape;
        case 1:
          shape.kind = ShapeKind::line;
          for (int n = 1 + pick(2); n > 0; --n) {
            auto& part = shape.parts.emplace_back();
            for (int k = 2 + pick(4); k > 0; --k) part.push_back(near());
            if (part.front() == part.back()) part.back().x += 1;
          }
          return shape;
        default:
          break;
      }
      do {  // a star around its place, with a hole now and then
        shape = {ShapeKind::area, {{}}};
        const int corners = 3 + pick(8);
        for (int k = 0; k < corners; ++k) {
          const double angle = 2 * std::acos(-1.0) * k / corners, far = 15 + pick(60);
          shape.parts[0].push_back({at.x + static_cast<std::int32_t>(far * std::cos(angle)),
                                    at.y + static_cast<std::int32_t>(far * std::sin(angle))});
        }
        shape.parts[0].push_back(shape.parts[0].front());
        if (pick(3) == 0)
          shape.parts.push_back(box(at.x - 4, at.y - 4, at.x + 4, at.y + 4).parts[0]);
      } while (!judge.is_valid(shape));
      return shape;
    };
    const Shape a = some(), b = some();
    const double ours = distance_mm(a, b), theirs = judge.distance(a, b);
    EXPECT_EQ(ours == 0, theirs == 0);
    EXPECT_NEAR(ours, theirs, 1e-9);
    EXPECT_EQ(distance_mm(b, a), ours);
    (theirs == 0 ? zero : apart) += 1;
  }
  EXPECT_GT(zero, 300);
  EXPECT_GT(apart, 300);
}

}  // namespace
}  // namespace lifecircle
