#include "algorithms/circle/regions.hpp"

#include <geos_c.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "engine/places/nest_rings.hpp"

namespace lifecircle {

struct Overlay::Handle {
  GEOSContextHandle_t geos = GEOS_init_r();
  std::string said = {};  ///< the last thing that went wrong
  Handle() {
    GEOSContext_setErrorMessageHandler_r(
        geos, [](const char* message, void* self) { static_cast<Handle*>(self)->said = message; },
        this);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { GEOS_finish_r(geos); }
};
void Overlay::Close::operator()(Handle* handle) const {
  delete handle;
}
Overlay::Overlay() : handle_{new Handle} {}

namespace {

constexpr double kGrid = 1;  // millimetre
constexpr std::size_t kFewPoints = 200;

/// A handle and what belongs to it for as long as an overlay takes.
class Geos {
 public:
  Geos(GEOSContextHandle_t handle, const std::string& said) : geos_{handle}, said_{&said} {}

  struct Destroy {
    GEOSContextHandle_t geos;
    void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(geos, g); }
    void operator()(const GEOSPreparedGeometry* g) const { GEOSPreparedGeom_destroy_r(geos, g); }
  };
  using Geometry = std::unique_ptr<GEOSGeometry, Destroy>;
  using Prepared = std::unique_ptr<const GEOSPreparedGeometry, Destroy>;

  GEOSContextHandle_t handle() const { return geos_; }
  /// On valid input nothing fails but memory.
  Geometry checked(GEOSGeometry* g) const {
    if (g == nullptr) throw std::runtime_error{"GEOS: " + *said_};
    return {g, Destroy{geos_}};
  }
  template <class Value>
  Value checked(Value value, Value failure) const {
    if (value == failure) throw std::runtime_error{"GEOS: " + *said_};
    return value;
  }

  GEOSCoordSequence* sequence(const std::vector<Point>& points) {
    numbers_.clear();
    for (const Point p : points) {
      numbers_.push_back(p.x);
      numbers_.push_back(p.y);
    }
    return checked<GEOSCoordSequence*>(
        GEOSCoordSeq_copyFromBuffer_r(geos_, numbers_.data(), static_cast<unsigned>(points.size()),
                                      0, 0),
        nullptr);
  }
  Geometry line(const std::vector<Point>& points) {
    return checked(GEOSGeom_createLineString_r(geos_, sequence(points)));
  }
  Geometry ring(const std::vector<Point>& points) {
    return checked(GEOSGeom_createLinearRing_r(geos_, sequence(points)));
  }
  Geometry polygon(const Polygon& rings) {
    std::vector<Geometry> made;
    for (const auto& points : rings) made.push_back(ring(points));
    std::vector<GEOSGeometry*> holes;
    for (std::size_t i = 1; i < made.size(); ++i) holes.push_back(made[i].release());
    return checked(GEOSGeom_createPolygon_r(geos_, made.front().release(), holes.data(),
                                            static_cast<unsigned>(holes.size())));
  }
  Geometry together(int type, std::vector<Geometry> parts) {
    std::vector<GEOSGeometry*> all;
    for (Geometry& part : parts) all.push_back(part.release());
    return checked(
        GEOSGeom_createCollection_r(geos_, type, all.data(), static_cast<unsigned>(all.size())));
  }
  Geometry of(const Region& region) {
    std::vector<Geometry> parts;
    for (const Polygon& rings : region) parts.push_back(polygon(rings));
    if (parts.size() == 1) return std::move(parts.front());
    return together(GEOS_MULTIPOLYGON, std::move(parts));
  }

  std::vector<Point> points(const GEOSGeometry* line) {
    const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(geos_, line);
    unsigned count = 0;
    checked(GEOSCoordSeq_getSize_r(geos_, sequence, &count), 0);
    numbers_.resize(2 * std::size_t{count});
    checked(GEOSCoordSeq_copyToBuffer_r(geos_, sequence, numbers_.data(), 0, 0), 0);
    std::vector<Point> all;
    for (std::size_t i = 0; i < count; ++i)
      all.push_back({static_cast<std::int32_t>(std::lround(numbers_[2 * i])),
                     static_cast<std::int32_t>(std::lround(numbers_[2 * i + 1]))});
    return all;
  }
  /// The polygons of a result; where ground only touches it has lines and points, too.
  void add_polygons(const GEOSGeometry* g, Region& region) {
    const int type = GEOSGeomTypeId_r(geos_, g);
    if (type == GEOS_POLYGON) {
      if (GEOSisEmpty_r(geos_, g) != 0) return;
      Polygon rings{points(GEOSGetExteriorRing_r(geos_, g))};
      const int holes = GEOSGetNumInteriorRings_r(geos_, g);
      for (int i = 0; i < holes; ++i) rings.push_back(points(GEOSGetInteriorRingN_r(geos_, g, i)));
      region.push_back(std::move(rings));
    } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
      for (int i = 0; i < GEOSGetNumGeometries_r(geos_, g); ++i)
        add_polygons(GEOSGetGeometryN_r(geos_, g, i), region);
    }
  }
  Region region(const Geometry& g) {
    Region all;
    add_polygons(g.get(), all);
    return all;
  }

 private:
  GEOSContextHandle_t geos_;
  const std::string* said_;
  std::vector<double> numbers_;
};

bool has_ground(const std::vector<Point>& ring) {
  return ring.size() >= 4;
}

/// Whether a place that need not be a whole millimetre is inside: even-odd.
bool is_inside(const std::vector<std::vector<Point>>& rings, double x, double y) {
  bool inside = false;
  for (const auto& ring : rings)
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      const Point a = ring[i], b = ring[i + 1];
      if ((a.y <= y) == (b.y <= y)) continue;
      const double at =
          a.x + (y - a.y) * (static_cast<double>(b.x) - a.x) / (static_cast<double>(b.y) - a.y);
      if (x < at) inside = !inside;
    }
  return inside;
}

/// Rings that cross: their lines are cut wherever they meet, and of the faces between them those
/// are kept that the even-odd rule calls inside.
Region faces_inside(Geos& geos, const std::vector<std::vector<Point>>& rings) {
  std::vector<Geos::Geometry> lines;
  for (const auto& ring : rings)
    if (has_ground(ring)) lines.push_back(geos.line(ring));
  const auto all = geos.together(GEOS_MULTILINESTRING, std::move(lines));
  const auto cut = geos.checked(GEOSUnaryUnionPrec_r(geos.handle(), all.get(), kGrid));
  const GEOSGeometry* const pieces[] = {cut.get()};
  const auto faces = geos.checked(GEOSPolygonize_r(geos.handle(), pieces, 1));
  Region inside;
  for (int f = 0; f < GEOSGetNumGeometries_r(geos.handle(), faces.get()); ++f) {
    const GEOSGeometry* face = GEOSGetGeometryN_r(geos.handle(), faces.get(), f);
    const auto point = geos.checked(GEOSPointOnSurface_r(geos.handle(), face));
    double x = 0, y = 0;
    geos.checked(GEOSGeomGetX_r(geos.handle(), point.get(), &x), 0);
    geos.checked(GEOSGeomGetY_r(geos.handle(), point.get(), &y), 0);
    if (is_inside(rings, x, y)) geos.add_polygons(face, inside);
  }
  return inside;
}

bool disjoint(const Box& a, const Box& b) {
  return a.high.x <= b.low.x || b.high.x <= a.low.x || a.high.y <= b.low.y || b.high.y <= a.low.y;
}
bool holds(const Box& outer, const Box& inner) {
  return outer.low.x <= inner.low.x && outer.low.y <= inner.low.y && inner.high.x <= outer.high.x &&
         inner.high.y <= outer.high.y;
}
Box box_of(const std::vector<Point>& ring) {
  Box box{ring.front(), ring.front()};
  for (const Point p : ring) {
    box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y)};
    box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y)};
  }
  return box;
}

/// Which polygons are parted from all others by their boxes.
std::vector<bool> stand_alone(const Region& some) {
  std::vector<std::pair<Box, std::size_t>> boxes;
  for (std::size_t i = 0; i < some.size(); ++i) boxes.emplace_back(box_of(some[i].front()), i);
  std::ranges::sort(boxes, {}, [](const auto& b) { return std::pair{b.first.low, b.second}; });
  std::vector<bool> alone(some.size(), true);
  for (std::size_t i = 0; i < boxes.size(); ++i)
    for (std::size_t j = i + 1; j < boxes.size() && boxes[j].first.low.x <= boxes[i].first.high.x;
         ++j)
      if (boxes[i].first.low.y <= boxes[j].first.high.y &&
          boxes[j].first.low.y <= boxes[i].first.high.y)
        alone[boxes[i].second] = alone[boxes[j].second] = false;
  return alone;
}

}  // namespace

Overlay::Ground Overlay::ground_of(const Shape& area) {
  Geos geos{handle_->geos, handle_->said};
  Ground ground;
  std::vector<std::span<const Point>> rings;
  for (const auto& ring : area.parts)
    if (has_ground(ring)) rings.push_back(ring);
  if (area.kind != ShapeKind::area || rings.empty()) return ground;
  for (const NestedRings& nested : nest_rings(rings)) {
    const auto add = [&](std::size_t r) {
      ground.region.back().emplace_back(rings[r].begin(), rings[r].end());
    };
    ground.region.emplace_back();
    add(nested.outer);
    for (const std::size_t hole : nested.holes) add(hole);
  }
  if (geos.checked<char>(GEOSisValid_r(geos.handle(), geos.of(ground.region).get()), 2) == 1)
    return ground;
  ground.mended = true;
  ground.region = united(faces_inside(geos, area.parts));
  return ground;
}

Region Overlay::united(const Region& some) {
  // GEOS begins an overlay for each polygon, whether it meets another or not.
  Region apart, meeting;
  const std::vector<bool> alone = stand_alone(some);
  for (std::size_t i = 0; i < some.size(); ++i) (alone[i] ? apart : meeting).push_back(some[i]);
  if (meeting.empty()) return apart;
  Geos geos{handle_->geos, handle_->said};
  const auto all = geos.checked(GEOSUnaryUnionPrec_r(geos.handle(), geos.of(meeting).get(), kGrid));
  geos.add_polygons(all.get(), apart);
  return apart;
}

Region Overlay::around(const std::vector<const Shape*>& shapes, double reach_mm) {
  constexpr int kChordsAQuarter = 64;
  Region all;
  for (const Shape* shape : shapes) {
    const Region ground = ground_of(*shape).region;
    Geos geos{handle_->geos, handle_->said};
    std::vector<Geos::Geometry> parts;
    if (!ground.empty()) {
      parts.push_back(geos.of(ground));
    } else {
      for (const auto& points : shape->parts) {
        if (points.empty()) continue;
        parts.push_back(points.size() == 1 ? geos.checked(GEOSGeom_createPoint_r(
                                                 geos.handle(), geos.sequence(points)))
                                           : geos.line(points));
      }
    }
    if (parts.empty()) continue;
    const auto one = geos.together(GEOS_GEOMETRYCOLLECTION, std::move(parts));
    const auto near =
        geos.checked(GEOSBuffer_r(geos.handle(), one.get(), reach_mm, kChordsAQuarter));
    const auto drawn = geos.checked(GEOSUnaryUnionPrec_r(geos.handle(), near.get(), kGrid));
    geos.add_polygons(drawn.get(), all);
  }
  return united(all);
}

Region Overlay::in_both(const Region& a, const Region& b) {
  if (a.empty() || b.empty() || disjoint(bounds(a), bounds(b))) return {};
  Geos geos{handle_->geos, handle_->said};
  return geos.region(geos.checked(
      GEOSIntersectionPrec_r(geos.handle(), geos.of(a).get(), geos.of(b).get(), kGrid)));
}

Region Overlay::only_in(const Region& a, const Region& b) {
  if (a.empty() || b.empty() || disjoint(bounds(a), bounds(b))) return a;
  Geos geos{handle_->geos, handle_->said};
  return geos.region(
      geos.checked(GEOSDifferencePrec_r(geos.handle(), geos.of(a).get(), geos.of(b).get(), kGrid)));
}

Region Overlay::within(const Region& some, const Box& box) {
  Geos geos{handle_->geos, handle_->said};
  Geos::Geometry square = geos.polygon(
      {{box.low, {box.high.x, box.low.y}, box.high, {box.low.x, box.high.y}, box.low}});
  Region inside, few_points;
  const auto cut = [&](const Region& region) {
    const auto part = geos.checked(
        GEOSIntersectionPrec_r(geos.handle(), geos.of(region).get(), square.get(), kGrid));
    geos.add_polygons(part.get(), inside);
  };
  for (const Polygon& polygon : some) {
    const Box own = box_of(polygon.front());
    if (disjoint(own, box)) continue;
    if (holds(box, own))
      inside.push_back(polygon);
    else if (point_count({polygon}) > kFewPoints)
      cut({polygon});
    else
      few_points.push_back(polygon);
  }
  // An overlay costs more to begin than these take, so they are cut together.
  if (!few_points.empty()) cut(few_points.size() == 1 ? few_points : united(few_points));
  return inside;
}

double Overlay::length_near(const Region& ground,
                            const std::vector<std::pair<Point, Point>>& segments, double reach_mm) {
  if (ground.empty() || segments.empty()) return 0;
  Geos geos{handle_->geos, handle_->said};
  const auto geometry = geos.of(ground);
  const Geos::Prepared prepared{geos.checked<const GEOSPreparedGeometry*>(
                                    GEOSPrepare_r(geos.handle(), geometry.get()), nullptr),
                                Geos::Destroy{geos.handle()}};
  double sum = 0;
  for (const auto& [a, b] : segments) {
    const double length = distance_mm(a, b);
    const auto pieces = std::max<std::int64_t>(1, std::llround(std::ceil(length / reach_mm)));
    const auto at = [&, from = a, to = b](std::int64_t i) {
      const double share = static_cast<double>(i) / static_cast<double>(pieces);
      return Point{
          static_cast<std::int32_t>(std::lround(from.x + share * (double{1} * to.x - from.x))),
          static_cast<std::int32_t>(std::lround(from.y + share * (double{1} * to.y - from.y)))};
    };
    for (std::int64_t i = 0; i < pieces; ++i)
      if (geos.checked<char>(
              GEOSPreparedDistanceWithin_r(geos.handle(), prepared.get(),
                                           geos.line({at(i), at(i + 1)}).get(), reach_mm),
              2) == 1)
        sum += length / static_cast<double>(pieces);
  }
  return sum;
}

Box bounds(const Region& region) {
  Box box = box_of(region.front().front());
  for (const Polygon& polygon : region) {
    const Box own = box_of(polygon.front());
    box.low = {std::min(box.low.x, own.low.x), std::min(box.low.y, own.low.y)};
    box.high = {std::max(box.high.x, own.high.x), std::max(box.high.y, own.high.y)};
  }
  return box;
}

std::size_t point_count(const Region& region) {
  std::size_t count = 0;
  for (const Polygon& polygon : region)
    for (const auto& ring : polygon) count += ring.size();
  return count;
}

double ground_m2(const Region& region, double earth_radius_m) {
  double sum = 0;
  for (const Polygon& polygon : region)
    for (std::size_t r = 0; r < polygon.size(); ++r) {
      const double ring = area_on_earth_m2(Shape{ShapeKind::area, {polygon[r]}}, earth_radius_m);
      sum += r == 0 ? ring : -ring;
    }
  return sum;
}

}  // namespace lifecircle
