#include "io/write/shapefile_shapes.hpp"

#include <utility>
#include <vector>

#include "io/write/byte_order.hpp"

namespace lifecircle {
namespace {

void append_int(std::string& bytes, std::int64_t number) {
  append_small_end(bytes, static_cast<std::uint64_t>(number), 4);
}

void append_box(std::string& bytes, const OGREnvelope& box) {
  for (const double side : {box.MinX, box.MinY, box.MaxX, box.MaxY}) append_double(bytes, side);
}

/// The points of parts, one after the other.
struct Content {
  std::vector<std::size_t> first;
  std::string points;
  std::size_t count = 0;

  void add_point(double x, double y) {
    append_double(points, x);
    append_double(points, y);
    ++count;
  }
  void add_part(const OGRSimpleCurve& curve, bool backwards) {
    first.push_back(count);
    const int n = curve.getNumPoints();
    for (int i = 0; i < n; ++i) {
      const int at = backwards ? n - 1 - i : i;
      add_point(curve.getX(at), curve.getY(at));
    }
  }
};

Content content_of(const OGRGeometry& geometry) {
  Content content;
  switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPoint:
      content.add_point(geometry.toPoint()->getX(), geometry.toPoint()->getY());
      break;
    case wkbMultiPoint:
      for (const OGRPoint* point : *geometry.toMultiPoint())
        content.add_point(point->getX(), point->getY());
      break;
    case wkbLineString:
      content.add_part(*geometry.toLineString(), false);
      break;
    case wkbMultiLineString:
      for (const OGRLineString* line : *geometry.toMultiLineString())
        content.add_part(*line, false);
      break;
    default:
      // Ours run the other way round.
      for (const OGRPolygon* polygon : *geometry.toMultiPolygon()) {
        for (const OGRLinearRing* ring : *polygon) content.add_part(*ring, true);
      }
  }
  return content;
}

}  // namespace

ShpKind shp_kind_of(OGRwkbGeometryType type) {
  switch (type) {
    case wkbPoint:
      return ShpKind::point;
    case wkbMultiPoint:
      return ShpKind::points;
    case wkbLineString:
    case wkbMultiLineString:
      return ShpKind::lines;
    default:
      return ShpKind::areas;
  }
}

std::string shp_record(const OGRGeometry* geometry, ShpKind kind) {
  std::string bytes;
  if (geometry == nullptr) {
    append_int(bytes, 0);
    return bytes;
  }
  const Content content = content_of(*geometry);
  append_int(bytes, static_cast<std::int32_t>(kind));
  if (kind == ShpKind::point) return bytes + content.points;
  OGREnvelope box;
  geometry->getEnvelope(&box);
  append_box(bytes, box);
  if (kind != ShpKind::points) append_int(bytes, static_cast<std::int64_t>(content.first.size()));
  append_int(bytes, static_cast<std::int64_t>(content.count));
  for (const std::size_t first : content.first) append_int(bytes, static_cast<std::int64_t>(first));
  return bytes + content.points;
}

std::string shp_head(ShpKind kind, const OGREnvelope& box, std::uint64_t file_bytes) {
  constexpr int kMagic = 9994, kVersion = 1000, kUnused = 20, kHeightsAndMeasures = 32;
  std::string bytes;
  append_big_end(bytes, kMagic, 4);
  bytes.append(kUnused, '\0');
  append_big_end(bytes, file_bytes / 2, 4);  // counted in 16-bit words
  append_small_end(bytes, kVersion, 4);
  append_int(bytes, static_cast<std::int32_t>(kind));
  if (box.IsInit() != 0) {
    append_box(bytes, box);
  } else {
    bytes.append(32, '\0');  // no shapes: no infinities
  }
  bytes.append(kHeightsAndMeasures, '\0');
  return bytes;
}

}  // namespace lifecircle
