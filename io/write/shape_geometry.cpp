#include "io/write/shape_geometry.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "engine/places/nest_rings.hpp"

namespace lifecircle {
namespace {

constexpr std::size_t kSlabPoints = 1 << 18;
constexpr std::size_t kSlabRows = 1 << 16;

/// The parts of one row.
class Parts {
 public:
  Parts(const Shapes& shapes, std::size_t row, const Slab& slab)
      : shapes_{shapes}, slab_{slab}, first_{shapes.shape_first[row]} {
    count_ = shapes.shape_first[row + 1] - first_;
  }
  std::size_t count() const { return count_; }
  std::span<const Point> points(std::size_t part) const {
    return std::span{shapes_.points}.subspan(begin(part), begin(part + 1) - begin(part));
  }
  double x(std::size_t part) const { return slab_.at.x[begin(part) - slab_.first_point]; }
  double y(std::size_t part) const { return slab_.at.y[begin(part) - slab_.first_point]; }
  void copy_to(OGRSimpleCurve& line, std::size_t part) const {
    const std::size_t at = begin(part) - slab_.first_point;
    line.setPoints(static_cast<int>(points(part).size()), slab_.at.x.data() + at,
                   slab_.at.y.data() + at);
  }

 private:
  std::size_t begin(std::size_t part) const { return shapes_.part_first[first_ + part]; }

  const Shapes& shapes_;
  const Slab& slab_;
  std::size_t first_, count_ = 0;
};

template <class Many, class MakeOne>
std::unique_ptr<OGRGeometry> one_or_many(bool many, std::size_t count, const MakeOne& make_one) {
  if (!many) return make_one(0);
  auto all = std::make_unique<Many>();
  for (std::size_t part = 0; part < count; ++part) {
    all->addGeometryDirectly(make_one(part).release());
  }
  return all;
}

std::unique_ptr<OGRLinearRing> ring_of(const Parts& parts, std::size_t part, bool against_clock) {
  auto ring = std::make_unique<OGRLinearRing>();
  parts.copy_to(*ring, part);
  if (runs_against_clock(parts.points(part)) != against_clock) ring->reverseWindingOrder();
  return ring;
}

std::unique_ptr<OGRGeometry> area_of(const Parts& parts) {
  std::vector<std::span<const Point>> rings;
  for (std::size_t part = 0; part < parts.count(); ++part) rings.push_back(parts.points(part));
  auto area = std::make_unique<OGRMultiPolygon>();
  for (const NestedRings& nested : nest_rings(rings)) {
    auto polygon = std::make_unique<OGRPolygon>();
    polygon->addRingDirectly(ring_of(parts, nested.outer, true).release());
    for (const std::size_t hole : nested.holes) {
      polygon->addRingDirectly(ring_of(parts, hole, false).release());
    }
    area->addGeometryDirectly(polygon.release());
  }
  return area;
}

}  // namespace

Result<Slab> next_slab(const Table& table, std::size_t first_row, const TargetCrs& crs,
                       const Frame& frame) {
  Slab slab;
  slab.first_row = first_row;
  slab.last_row = std::min(table.rows(), first_row + kSlabRows);
  if (!table.has_shapes) return slab;
  const Shapes& shapes = table.shapes;
  const auto point_of = [&](std::size_t row) { return shapes.part_first[shapes.shape_first[row]]; };
  slab.first_point = point_of(first_row);
  slab.last_row = first_row + 1;
  while (slab.last_row < table.rows() && slab.last_row - first_row < kSlabRows &&
         point_of(slab.last_row) - slab.first_point < kSlabPoints) {
    ++slab.last_row;
  }
  Result<Coordinates> at =
      crs.convert(std::span{shapes.points}.subspan(slab.first_point,
                                                   point_of(slab.last_row) - slab.first_point),
                  frame);
  if (!at) return at.error();
  slab.at = std::move(at).value();
  return slab;
}

OGRwkbGeometryType layer_type(const Shapes& shapes) {
  if (shapes.kind == ShapeKind::area) return wkbMultiPolygon;
  bool several = false;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    several = several || shapes.shape_first[i + 1] - shapes.shape_first[i] > 1;
  }
  if (shapes.kind == ShapeKind::line) return several ? wkbMultiLineString : wkbLineString;
  return several ? wkbMultiPoint : wkbPoint;
}

std::unique_ptr<OGRGeometry> geometry_of(const Shapes& shapes, std::size_t row, const Slab& slab,
                                         OGRwkbGeometryType type) {
  const Parts parts{shapes, row, slab};
  if (parts.count() == 0) return nullptr;
  if (type == wkbMultiPolygon) return area_of(parts);
  if (type == wkbPoint || type == wkbMultiPoint) {
    return one_or_many<OGRMultiPoint>(type == wkbMultiPoint, parts.count(), [&](std::size_t part) {
      return std::make_unique<OGRPoint>(parts.x(part), parts.y(part));
    });
  }
  return one_or_many<OGRMultiLineString>(type == wkbMultiLineString, parts.count(),
                                         [&](std::size_t part) {
                                           auto line = std::make_unique<OGRLineString>();
                                           parts.copy_to(*line, part);
                                           return line;
                                         });
}

}  // namespace lifecircle
