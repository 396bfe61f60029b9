#include "io/read/geometry.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <ogr_geometry.h>

namespace lifecircle {
namespace {

using Points = std::vector<Point>;

/// Calls take(kind, curve or point, starts_area) for every simple member, however deep.
class Members {
 public:
  struct Run {
    ShapeKind kind;
    std::vector<double> x, y;
    bool outer = false;  ///< the first ring of a polygon; the rings that follow are its holes
  };

  explicit Members(const OGRGeometry& geometry) { add(geometry); }
  std::vector<Run> runs;

 private:
  void add(const OGRGeometry& geometry) {
    switch (wkbFlatten(geometry.getGeometryType())) {
      case wkbPoint: {
        const OGRPoint& point = *geometry.toPoint();
        if (!point.IsEmpty())
          runs.push_back({ShapeKind::point, {point.getX()}, {point.getY()}, false});
        break;
      }
      case wkbLineString:
        add(*geometry.toLineString(), ShapeKind::line, false);
        break;
      case wkbPolygon:
      case wkbTriangle: {
        const OGRPolygon& polygon = *geometry.toPolygon();
        bool outer = true;
        for (const OGRLinearRing* ring : polygon) {
          add(*ring, ShapeKind::area, outer);
          outer = false;
        }
        break;
      }
      case wkbPolyhedralSurface:
      case wkbTIN:
        for (const OGRPolygon* polygon : *geometry.toPolyhedralSurface()) add(*polygon);
        break;
      case wkbMultiPoint:
      case wkbMultiLineString:
      case wkbMultiPolygon:
      case wkbGeometryCollection:
        for (const OGRGeometry* member : *geometry.toGeometryCollection()) add(*member);
        break;
      default:
        break;  // curves were made straight before
    }
  }

  void add(const OGRSimpleCurve& curve, ShapeKind kind, bool outer) {
    const int count = curve.getNumPoints();
    if (count == 0 && !outer) return;
    Run run{kind, {}, {}, outer};
    run.x.reserve(static_cast<std::size_t>(count));
    run.y.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
      run.x.push_back(curve.getX(i));
      run.y.push_back(curve.getY(i));
    }
    runs.push_back(std::move(run));
  }
};

/// The geometry itself or, where it has arcs, a straight copy kept in `kept`.
const OGRGeometry* straight(const OGRGeometry* geometry, std::unique_ptr<OGRGeometry>& kept) {
  if (geometry == nullptr || !geometry->hasCurveGeometry(FALSE)) return geometry;
  kept.reset(geometry->getLinearGeometry());
  return kept.get();
}

/// Exact, as coordinates stay below 2^30 (Frame::holds).
bool all_on_one_line(const Points& ring) {
  for (std::size_t b = 1; b < ring.size(); ++b) {
    if (ring[b] == ring[0]) continue;
    const std::int64_t ux = std::int64_t{ring[b].x} - ring[0].x;
    const std::int64_t uy = std::int64_t{ring[b].y} - ring[0].y;
    return std::all_of(ring.begin(), ring.end(), [&](Point p) {
      const std::int64_t vx = std::int64_t{p.x} - ring[0].x;
      const std::int64_t vy = std::int64_t{p.y} - ring[0].y;
      return ux * vy == uy * vx;
    });
  }
  return true;
}

/// Points of `run` on the plane without repeats, or a fault's key.
std::string put_on_plane(Members::Run& run, const ToLonLat& to_lonlat, const Frame& frame,
                         Points& points) {
  for (std::size_t i = 0; i < run.x.size(); ++i)
    if (!std::isfinite(run.x[i]) || !std::isfinite(run.y[i])) return "geometry_coordinates";
  to_lonlat.apply(run.x, run.y);
  for (std::size_t i = 0; i < run.x.size(); ++i) {
    if (!std::isfinite(run.x[i]) || !std::isfinite(run.y[i])) return "geometry_coordinates";
    if (!frame.holds(run.x[i], run.y[i])) return "geometry_far";
    const Point p = frame.to_plane(run.x[i], run.y[i]);
    if (points.empty() || points.back() != p) points.push_back(p);
  }
  return {};
}

}  // namespace

Outline outline_on_plane(const OGRGeometry* geometry, const ToLonLat& to_lonlat,
                         const Frame& frame) {
  Outline outline;
  std::unique_ptr<OGRGeometry> kept;
  geometry = straight(geometry, kept);
  if (geometry == nullptr || geometry->IsEmpty()) return {{}, "geometry_missing"};
  Members members{*geometry};
  if (members.runs.empty()) return {{}, "geometry_missing"};

  outline.shape.kind = members.runs.front().kind;
  bool outer_is_of_use = false;
  for (Members::Run& run : members.runs) {
    if (run.kind != outline.shape.kind) return {{}, "geometry_mixed"};
    Points points;
    if (std::string fault = put_on_plane(run, to_lonlat, frame, points); !fault.empty())
      return {{}, std::move(fault)};
    if (run.kind == ShapeKind::line && points.size() < 2) continue;
    if (run.kind == ShapeKind::area) {
      if (!run.outer && !outer_is_of_use) continue;  // a hole in nothing
      if (!points.empty() && points.front() != points.back()) points.push_back(points.front());
      const bool of_use = points.size() >= 4 && !all_on_one_line(points);
      if (run.outer) outer_is_of_use = of_use;
      if (!of_use) continue;
    }
    outline.shape.parts.push_back(std::move(points));
  }
  if (outline.shape.parts.empty()) outline.fault = "geometry_degenerate";
  return outline;
}

void add_extent(const OGRGeometry* geometry, const ToLonLat& to_lonlat, LonLatBox& box) {
  std::unique_ptr<OGRGeometry> kept;
  geometry = straight(geometry, kept);
  if (geometry == nullptr || geometry->IsEmpty()) return;
  Members members{*geometry};
  for (Members::Run& run : members.runs) {
    to_lonlat.apply(run.x, run.y);
    for (std::size_t i = 0; i < run.x.size(); ++i)
      if (std::abs(run.x[i]) <= 180 && std::abs(run.y[i]) <= 90) box.add(run.x[i], run.y[i]);
  }
}

void add_raw_extent(const OGRGeometry* geometry, LonLatBox& box) {
  if (geometry == nullptr || geometry->IsEmpty()) return;
  OGREnvelope envelope;
  geometry->getEnvelope(&envelope);
  if (!std::isfinite(envelope.MinX + envelope.MaxX + envelope.MinY + envelope.MaxY)) return;
  box.add(envelope.MinX, envelope.MinY);
  box.add(envelope.MaxX, envelope.MaxY);
}

}  // namespace lifecircle
