#include "io/write/vector_file.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>
#include <set>
#include <string_view>
#include <type_traits>
#include <variant>

#include <fmt/format.h>

#include "io/write/clean_text.hpp"
#include "io/write/filegdb.hpp"
#include "io/write/flatgeobuf.hpp"
#include "io/write/geojson.hpp"
#include "io/write/geopackage.hpp"
#include "io/write/geopackage_layer.hpp"
#include "io/write/kml.hpp"
#include "io/write/layer_writer.hpp"
#include "io/write/shapefile.hpp"

namespace lifecircle {
namespace {

struct Ending {
  std::string_view ending;
  VectorFormat format;
};
constexpr std::array kEndings{
    Ending{".gpkg", VectorFormat::geopackage}, Ending{".geojson", VectorFormat::geojson},
    Ending{".fgb", VectorFormat::flatgeobuf},  Ending{".shp", VectorFormat::shapefile},
    Ending{".kml", VectorFormat::kml},         Ending{".gdb", VectorFormat::filegdb},
};

bool is_degrees_only(VectorFormat format) {
  return format == VectorFormat::geojson || format == VectorFormat::kml;
}

/// "EPSG:4490", in small letters or capitals, is what GeoJSON and KML call WGS 84.
bool is_wgs84(const TargetCrs& crs) {
  const char* code = crs.reference().GetAuthorityCode(nullptr);
  return code != nullptr && (std::string_view{code} == "4326" || std::string_view{code} == "4490");
}

/// The same layer without its rows.
Layer without_rows(const Layer& layer) {
  Layer bare;
  bare.style = layer.style;
  bare.others = layer.others;
  bare.table.name = layer.table.name;
  bare.table.title_en = layer.table.title_en;
  bare.table.title_zh = layer.table.title_zh;
  bare.table.has_shapes = layer.table.has_shapes;
  bare.table.shapes.kind = layer.table.shapes.kind;
  for (const TableColumn& column : layer.table.columns) {
    TableColumn empty{column.name, column.title_en, column.title_zh, {}, column.decimals};
    std::visit([&](const auto& values) { empty.values = std::decay_t<decltype(values)>{}; },
               column.values);
    bare.table.columns.push_back(std::move(empty));
  }
  return bare;
}

OGRwkbGeometryType type_of(ShapeKind kind, Parts parts) {
  if (kind == ShapeKind::area) return wkbMultiPolygon;
  if (kind == ShapeKind::line) return parts == Parts::many ? wkbMultiLineString : wkbLineString;
  return parts == Parts::many ? wkbMultiPoint : wkbPoint;
}

/// Readers look columns up by name, some without regard to case.
Result<Done> check_columns(const Table& table, const std::string& shown) {
  std::set<std::string> names;
  for (const TableColumn& column : table.columns) {
    if (column.name.empty() || !names.insert(lower_ascii(column.name)).second)
      return Error{Fault::input, "output_column_name", shown, {table.name, column.name}};
  }
  return Done{};
}

[[maybe_unused]] bool same_columns(const Table& a, const Table& b) {
  return std::ranges::equal(a.columns, b.columns, [](const TableColumn& x, const TableColumn& y) {
    return x.name == y.name && x.values.index() == y.values.index();
  });
}

Result<std::unique_ptr<LayerWriter>> begin_format(VectorFormat format, const LayerPlan& plan) {
  switch (format) {
    case VectorFormat::geopackage:
      return begin_geopackage(plan);
    case VectorFormat::geojson:
      break;
    case VectorFormat::flatgeobuf:
      return begin_flatgeobuf(plan);
    case VectorFormat::shapefile:
      return begin_shapefile(plan);
    case VectorFormat::kml:
      return begin_kml(plan);
    case VectorFormat::filegdb:
      return begin_filegdb(plan);
  }
  return begin_geojson(plan);
}

}  // namespace

Result<VectorFormat> vector_format_of(const std::string& name) {
  std::string all;
  for (const Ending& one : kEndings) {
    if (name.ends_with(one.ending)) return one.format;
    all += (all.empty() ? "" : " ") + std::string{one.ending};
  }
  return Error{Fault::usage, "output_format_unknown", name, {all}};
}

std::string_view ending_of(VectorFormat format) {
  return std::ranges::find(kEndings, format, &Ending::format)->ending;
}

std::vector<Problem> remarks_on(const Written& written, const std::string& shown) {
  std::vector<Problem> remarks;
  const auto remark = [&](Problem problem, std::vector<std::string> args) {
    problem.file = shown;
    problem.args = std::move(args);
    problem.set_aside = false;
    remarks.push_back(std::move(problem));
  };
  const auto digits = [](std::uint64_t count) { return fmt::format("{}", count); };
  Problem cut, absent, renamed;
  cut.key = "output_texts_cut";
  absent.key = "output_numbers_absent";
  renamed.key = "output_column_renamed";
  if (shown.ends_with(".gdb")) {
    absent.key = "output_numbers_absent_gdb";
    renamed.key = "output_column_renamed_gdb";
  }
  if (written.texts_cut > 0) remark(cut, {digits(written.texts_cut)});
  if (written.numbers_absent > 0) remark(absent, {digits(written.numbers_absent)});
  for (const auto& [from, to] : written.renamed) remark(renamed, {from, to});
  return remarks;
}

std::vector<std::string> files_of(VectorFormat format, const std::string& name) {
  if (format != VectorFormat::shapefile) return {name};
  return shapefile_set(name);
}

struct VectorFile::State {
  LayerPlan plan;
  Parts parts = Parts::one;
  std::unique_ptr<LayerWriter> writer;
  Written written;
  std::optional<Error> failure;

  /// Counts the rows of a slab, which is about to be written.
  Result<Done> count(const Table& batch, const Slab& slab) {
    const std::vector<std::uint64_t>& first = batch.shapes.shape_first;
    for (std::size_t row = slab.first_row; row < slab.last_row; ++row) {
      const std::uint64_t row_parts = first[row + 1] - first[row];
      if (row_parts > 1 && parts == Parts::one && plan.layer.table.shapes.kind != ShapeKind::area)
        return Error{Fault::input, "output_several_parts", plan.shown};
      ++written.rows;
      if (row_parts > 0) ++written.shapes;
    }
    return Done{};
  }

  Result<Done> add(const Table& batch, const Progress& progress, std::uint64_t all_rows) {
    for (std::size_t row = 0; row < batch.rows();) {
      const Result<Slab> slab = next_slab(batch, row, plan.crs, plan.frame);
      if (!slab) return slab.error();
      if (Result<Done> counted = count(batch, slab.value()); !counted) return counted;
      if (Result<Done> put = writer->add(batch, slab.value()); !put) return put;
      row = slab.value().last_row;
      if (!tell(progress, "writing_results", written.rows, all_rows))
        return Error{Fault::interrupted, "output_interrupted", plan.shown};
    }
    return Done{};
  }
};

VectorFile::VectorFile(std::unique_ptr<State> state) : state_{std::move(state)} {}
VectorFile::VectorFile(VectorFile&&) noexcept = default;
VectorFile& VectorFile::operator=(VectorFile&&) noexcept = default;
VectorFile::~VectorFile() = default;

Result<VectorFile> VectorFile::begin(const std::string& path, const std::string& shown,
                                     const Layer& like, Parts parts, const Frame& frame,
                                     const std::string& crs, Language language) {
  assert(like.table.has_shapes);
  const Result<VectorFormat> format = vector_format_of(path);
  if (!format) return format.error();
  if (auto good = check_columns(like.table, shown); !good) return good.error();
  Result<TargetCrs> target = TargetCrs::of(crs, shown);
  if (!target) return target.error();
  if (is_degrees_only(format.value()) && !is_wgs84(target.value()))
    return Error{Fault::usage, "output_crs_not_wgs84", shown, {crs}};

  auto state = std::make_unique<State>();
  state->parts = parts;
  // GDAL takes a path that begins with /vsi for one of its virtual file systems.
  state->plan = {path.starts_with("/vsi") ? "/." + path : path,
                 shown,
                 without_rows(like),
                 type_of(like.table.shapes.kind, parts),
                 std::move(target).value(),
                 frame,
                 language};
  Result<std::unique_ptr<LayerWriter>> writer = begin_format(format.value(), state->plan);
  if (!writer) return writer.error();
  state->writer = std::move(writer).value();
  return VectorFile{std::move(state)};
}

Result<Done> VectorFile::add(const Table& batch, const Progress& progress, std::uint64_t all_rows) {
  assert(same_columns(batch, state_->plan.layer.table));
  assert(batch.shapes.size() == batch.rows());
  if (state_->failure) return *state_->failure;
  const Result<Done> done = state_->add(batch, progress, all_rows);
  if (!done) state_->failure = done.error();
  return done;
}

Result<Written> VectorFile::finish() {
  if (state_->failure) return *state_->failure;
  state_->failure = Error{Fault::storage, "output_closed", state_->plan.shown};
  if (Result<Done> done = state_->writer->finish(state_->written); !done) return done.error();
  return state_->written;
}

Result<Written> write_vector_file(const std::string& path, const std::string& shown,
                                  const Layer& layer, const Frame& frame, const std::string& crs,
                                  Language language, const Progress& progress) {
  const Shapes& shapes = layer.table.shapes;
  bool several = false;
  for (std::size_t i = 0; i < shapes.size(); ++i)
    several = several || shapes.shape_first[i + 1] - shapes.shape_first[i] > 1;
  Result<VectorFile> file = VectorFile::begin(
      path, shown, layer, several ? Parts::many : Parts::one, frame, crs, language);
  if (!file) return file.error();
  if (auto put = file.value().add(layer.table, progress, layer.table.rows()); !put)
    return put.error();
  return file.value().finish();
}

std::uint64_t vector_size_forecast(VectorFormat format, const Layer& layer) {
  if (format == VectorFormat::geopackage) return geopackage_size_forecast({layer}, {});
  // Of a row, a shape, a part, a point and a value, beside the letters of names and texts.
  struct Bytes {
    std::uint64_t file, row, shape, part, point, number, name;
  };
  constexpr Bytes kGeoJson{200, 70, 60, 10, 31, 26, 1}, kKml{2000, 120, 60, 140, 30, 60, 1};
  constexpr Bytes kFlatGeobuf{4000, 200, 150, 60, 52, 30, 0},
      kShapefile{2000, 30, 60, 4, 16, 24, 0}, kGdb{120'000, 20, 60, 10, 20, 12, 0};
  const Bytes& each = format == VectorFormat::geojson      ? kGeoJson
                      : format == VectorFormat::kml        ? kKml
                      : format == VectorFormat::flatgeobuf ? kFlatGeobuf
                      : format == VectorFormat::filegdb    ? kGdb
                                                           : kShapefile;
  const Table& table = layer.table;
  std::uint64_t bytes = each.file + table.rows() * each.row + table.shapes.size() * each.shape +
                        table.shapes.part_first.size() * each.part +
                        table.shapes.points.size() * each.point;
  for (const TableColumn& column : table.columns) {
    bytes += column.size() * (each.name * column.name.size() + each.number);
    const auto* texts = std::get_if<std::vector<std::string>>(&column.values);
    if (texts == nullptr) continue;
    if (format == VectorFormat::shapefile)
      bytes += column.size() * 254;
    else
      for (const std::string& text : *texts) bytes += text.size() * 3;
  }
  return bytes;
}

}  // namespace lifecircle
