#include "io/write/flatgeobuf_buffers.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <variant>
#include <vector>

#include <cpl_conv.h>

#include "io/write/byte_order.hpp"
#include "io/write/clean_text.hpp"
#include "io/write/flat_buffer.hpp"
#include "io/write/geopackage_sql.hpp"
#include "io/write/hilbert_index.hpp"

namespace lifecircle {
namespace {

using Field = FlatBuffer::Field;
using Place = FlatBuffer::Place;
constexpr Field kAbsent{}, kLeads{4, 0};

// The fields of each table are in the order of the schema (header.fbs, feature.fbs).

std::uint64_t geometry_number(OGRwkbGeometryType type) {
  return static_cast<std::uint64_t>(type);  // 1 to 6: point to multipolygon, as in WKB
}

void add_columns(FlatBuffer& buffer, Place from, const LayerPlan& plan) {
  constexpr std::array<std::uint64_t, 3> kTypes{7, 10, 11};  // long, double, string
  const std::vector<TableColumn>& columns = plan.layer.table.columns;
  const std::vector<Place> places = buffer.add_list(from, columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string title = clean_text(title_of(columns[i], plan.language));
    const Field type{1, kTypes[columns[i].values.index()]};
    const auto fields =
        buffer.add_table(places[i], {kLeads, type, title.empty() ? kAbsent : kLeads});
    buffer.add_text(fields[0], clean_text(columns[i].name));
    if (!title.empty()) buffer.add_text(fields[2], title);
  }
}

void add_system(FlatBuffer& buffer, Place from, const OGRSpatialReference& reference) {
  const char* const options[] = {"FORMAT=WKT2_2019", nullptr};
  char* wkt = nullptr;
  reference.exportToWkt(&wkt, options);
  const char* const code = reference.GetAuthorityCode(nullptr);
  const auto number = static_cast<std::uint64_t>(code == nullptr ? 0 : std::atoi(code));
  // org, code, name, description, wkt
  const auto fields = buffer.add_table(from, {kLeads, Field{4, number}, kLeads, kAbsent, kLeads});
  buffer.add_text(fields[0], "EPSG");
  buffer.add_text(fields[2], reference.GetName());
  buffer.add_text(fields[4], wkt == nullptr ? "" : wkt);
  CPLFree(wkt);
}

// ------------------------------------------------------------------------------- rows

/// The corners of one or several parts.
struct Corners {
  std::vector<double> xy;
  std::vector<std::uint32_t> ends;  // of the parts, in corners

  void add(double x, double y) {
    xy.push_back(x);
    xy.push_back(y);
  }
  void add(const OGRSimpleCurve& curve) {
    for (int i = 0; i < curve.getNumPoints(); ++i) add(curve.getX(i), curve.getY(i));
    ends.push_back(static_cast<std::uint32_t>(xy.size() / 2));
  }
};

void add_corners(FlatBuffer& buffer, Place from, const Corners& corners) {
  const auto fields =
      buffer.add_table(from, {corners.ends.empty() ? kAbsent : kLeads, kLeads});  // ends, xy
  if (!corners.ends.empty()) buffer.add_numbers(fields[0], corners.ends);
  buffer.add_numbers(fields[1], corners.xy);
}

void add_geometry(FlatBuffer& buffer, Place from, const OGRGeometry& geometry) {
  Corners corners;
  switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPoint:
      corners.add(geometry.toPoint()->getX(), geometry.toPoint()->getY());
      break;
    case wkbMultiPoint:
      for (const OGRPoint* point : *geometry.toMultiPoint())
        corners.add(point->getX(), point->getY());
      break;
    case wkbLineString:
      corners.add(*geometry.toLineString());
      corners.ends.clear();
      break;
    case wkbMultiLineString:
      for (const OGRLineString* line : *geometry.toMultiLineString()) corners.add(*line);
      break;
    case wkbPolygon:
      for (const OGRLinearRing* ring : *geometry.toPolygon()) corners.add(*ring);
      break;
    default: {
      // ends, xy, z, m, t, tm, type, parts
      const auto fields = buffer.add_table(
          from, {kAbsent, kAbsent, kAbsent, kAbsent, kAbsent, kAbsent, kAbsent, kLeads});
      const OGRMultiPolygon& area = *geometry.toMultiPolygon();
      const auto parts =
          buffer.add_list(fields[7], static_cast<std::size_t>(area.getNumGeometries()));
      for (std::size_t i = 0; i < parts.size(); ++i)
        add_geometry(buffer, parts[i], *area.getGeometryRef(static_cast<int>(i)));
      return;
    }
  }
  add_corners(buffer, from, corners);
}

/// Values one after the other, each with the number of its column before it; what is missing is
/// left out.
std::string properties_of(const Table& table, std::size_t row) {
  std::string bytes;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& values = table.columns[i].values;
    if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&values)) {
      if ((*integers)[row] == kNoInteger) continue;
      append_small_end(bytes, i, 2);
      append_small_end(bytes, static_cast<std::uint64_t>((*integers)[row]), 8);
    } else if (const auto* numbers = std::get_if<std::vector<double>>(&values)) {
      if (!std::isfinite((*numbers)[row])) continue;
      append_small_end(bytes, i, 2);
      append_small_end(bytes, std::bit_cast<std::uint64_t>((*numbers)[row]), 8);
    } else {
      const std::string text = clean_text(std::get<std::vector<std::string>>(values)[row]);
      if (text.empty()) continue;
      append_small_end(bytes, i, 2);
      append_small_end(bytes, text.size(), 4);
      bytes += text;
    }
  }
  return bytes;
}

}  // namespace

std::string flatgeobuf_head(const LayerPlan& plan, std::uint64_t rows, const OGREnvelope& all) {
  FlatBuffer buffer;
  const Table& table = plan.layer.table;
  const std::string title = clean_text(title_of(table, plan.language));
  const bool has_box = all.IsInit() != 0;
  // name, envelope, geometry_type, has_z, has_m, has_t, has_tm, columns, features_count,
  // index_node_size, crs, title
  const auto fields = buffer.add_table(
      FlatBuffer::kRoot, {kLeads, has_box ? kLeads : kAbsent, Field{1, geometry_number(plan.type)},
                          kAbsent, kAbsent, kAbsent, kAbsent, kLeads, Field{8, rows},
                          Field{2, rows == 0 ? 0 : std::uint64_t{kIndexNodeSize}}, kLeads,
                          title.empty() ? kAbsent : kLeads});
  buffer.add_text(fields[0], clean_text(table.name));
  const std::array<double, 4> box{all.MinX, all.MinY, all.MaxX, all.MaxY};
  if (has_box) buffer.add_numbers(fields[1], box);
  add_columns(buffer, fields[7], plan);
  add_system(buffer, fields[10], plan.crs.reference());
  if (!title.empty()) buffer.add_text(fields[11], title);
  return std::move(buffer).finish();
}

std::string flatgeobuf_row(const OGRGeometry* geometry, const Table& table, std::size_t row) {
  FlatBuffer buffer;
  const auto fields =
      buffer.add_table(FlatBuffer::kRoot, {geometry == nullptr ? kAbsent : kLeads, kLeads});
  if (geometry != nullptr) add_geometry(buffer, fields[0], *geometry);
  buffer.add_bytes(fields[1], properties_of(table, row));
  return std::move(buffer).finish();
}

}  // namespace lifecircle
