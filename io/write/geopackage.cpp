#include "io/write/geopackage.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "io/write/checked_file.hpp"
#include "io/write/clean_text.hpp"
#include "io/write/gdal_errors.hpp"
#include "io/write/geopackage_check.hpp"
#include "io/write/nest_rings.hpp"
#include "io/write/style.hpp"
#include "io/write/target_crs.hpp"

namespace lifecircle {
namespace {

// The one date in all our files: the bytes must not hang on the clock.
constexpr const char* kDate = "2000-01-01T00:00:00.000Z";
constexpr std::size_t kSlabPoints = 1 << 18;
constexpr std::size_t kSlabRows = 1 << 16;

/// Options of GDAL for this thread, while it lives.
class Settings {
 public:
  Settings() {
    for (const auto& [name, value] : kAll) CPLSetThreadLocalConfigOption(name, value);
  }
  Settings(const Settings&) = delete;
  Settings& operator=(const Settings&) = delete;
  ~Settings() {
    for (const auto& [name, value] : kAll) CPLSetThreadLocalConfigOption(name, nullptr);
  }

 private:
  static constexpr std::array<std::pair<const char*, const char*>, 5> kAll{{
      {"OGR_CURRENT_DATE", kDate},
      {"OGR_SQLITE_SYNCHRONOUS", "OFF"},  // we sync the whole file once, after close
      {"OGR_SQLITE_JOURNAL", "DELETE"},
      {"OGR_SQLITE_CACHE", "256"},        // MB: the spatial index is written in random places
      {"SQLITE_USE_OGR_VFS", "NO"},
  }};
};

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

const std::string& title_of(const Table& table, Language language) {
  return language == Language::zh ? table.title_zh : table.title_en;
}
const std::string& title_of(const TableColumn& column, Language language) {
  return language == Language::zh ? column.title_zh : column.title_en;
}

/// `wanted`, or `wanted_`, `wanted__`, ...: the first that is no column of the table.
std::string free_name(const Table& table, std::string wanted) {
  const auto taken = [&](const TableColumn& column) { return lower(column.name) == wanted; };
  while (std::ranges::any_of(table.columns, taken)) wanted += '_';
  return wanted;
}

/// SQL takes names that differ by case for the same, and has some names of its own.
Result<Done> check_names(const std::vector<const Table*>& tables, const std::string& shown) {
  std::set<std::string> names{"layer_styles"};
  for (const Table* table : tables) {
    const std::string name = lower(table->name);
    const bool reserved = name.empty() || name.starts_with("gpkg_") || name.starts_with("rtree_") ||
                          name.starts_with("sqlite_");
    if (reserved || !names.insert(name).second) {
      return Error{Fault::input, "output_layer_name", shown, {table->name}};
    }
    std::set<std::string> columns;
    for (const TableColumn& column : table->columns) {
      if (column.name.empty() || !columns.insert(lower(column.name)).second) {
        return Error{Fault::input, "output_column_name", shown, {table->name, column.name}};
      }
    }
  }
  return Done{};
}

OGRFieldType type_of(const TableColumn& column) {
  constexpr std::array<OGRFieldType, 3> kTypes{OFTInteger64, OFTReal, OFTString};
  return kTypes[column.values.index()];
}

OGRwkbGeometryType type_of(const Shapes& shapes) {
  if (shapes.kind == ShapeKind::area) return wkbMultiPolygon;
  bool several = false;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    several = several || shapes.shape_first[i + 1] - shapes.shape_first[i] > 1;
  }
  if (shapes.kind == ShapeKind::line) return several ? wkbMultiLineString : wkbLineString;
  return several ? wkbMultiPoint : wkbPoint;
}

/// Rows [first_row, last_row) and the coordinates of their points.
struct Slab {
  std::size_t first_row = 0, last_row = 0;
  std::size_t first_point = 0;
  Coordinates at;
};

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

std::unique_ptr<OGRGeometry> geometry_of(const Parts& parts, OGRwkbGeometryType type) {
  if (parts.count() == 0) return nullptr;
  if (type == wkbMultiPolygon) return area_of(parts);
  if (type == wkbPoint || type == wkbMultiPoint) {
    return one_or_many<OGRMultiPoint>(type == wkbMultiPoint, parts.count(), [&](std::size_t part) {
      return std::make_unique<OGRPoint>(parts.x(part), parts.y(part));
    });
  }
  return one_or_many<OGRMultiLineString>(
      type == wkbMultiLineString, parts.count(), [&](std::size_t part) {
        auto line = std::make_unique<OGRLineString>();
        parts.copy_to(*line, part);
        return line;
      });
}

void set_field(OGRFeature& feature, int field, const TableColumn& column, std::size_t row) {
  // Null, never unset: a row of other columns would be another statement to prepare.
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    const std::int64_t value = (*integers)[row];
    value == kNoInteger ? feature.SetFieldNull(field)
                        : feature.SetField(field, static_cast<GIntBig>(value));
  } else if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
    const double value = (*numbers)[row];
    std::isfinite(value) ? feature.SetField(field, value) : feature.SetFieldNull(field);
  } else {
    const std::string& value = std::get<std::vector<std::string>>(column.values)[row];
    value.empty() ? feature.SetFieldNull(field)
                  : feature.SetField(field, clean_text(value).c_str());
  }
}

/// One GeoPackage in the making.
class Writer {
 public:
  Writer(std::string shown, const TargetCrs& crs, const Frame& frame, Language language,
         const Progress& progress, std::uint64_t all_rows)
      : shown_{std::move(shown)},
        crs_{crs},
        frame_{frame},
        language_{language},
        progress_{progress},
        all_rows_{all_rows} {}

  Result<Done> write(const std::string& path, const std::vector<Layer>& layers,
                     const std::vector<const Table*>& tables);
  const std::vector<Expected>& expected() const { return expected_; }
  std::uint64_t styles() const { return styles_; }

 private:
  /// What went wrong is in GdalErrors; this only stops the work.
  Error stopped() const { return Error{Fault::storage, "output_gdal_failed", shown_, {""}}; }
  Result<Done> write_table(const Table& table);
  Result<Done> write_rows(OGRLayer& layer, const Table& table);
  Result<Slab> next_slab(const Table& table, std::size_t first_row) const;
  void describe_columns(const std::vector<const Table*>& tables);
  void add_styles(const std::vector<Layer>& layers);
  void run(const std::string& sql) {
    // None of our statements has rows to give.
    data_->ReleaseResultSet(data_->ExecuteSQL(sql.c_str(), nullptr, nullptr));
  }

  std::string shown_;
  const TargetCrs& crs_;
  const Frame& frame_;
  Language language_;
  const Progress& progress_;
  std::uint64_t all_rows_, rows_done_ = 0;
  std::vector<Expected> expected_;
  std::uint64_t styles_ = 0;
  std::unique_ptr<GDALDataset> data_;
};

Result<Slab> Writer::next_slab(const Table& table, std::size_t first_row) const {
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
  Result<Coordinates> at = crs_.convert(
      std::span{shapes.points}.subspan(slab.first_point, point_of(slab.last_row) - slab.first_point),
      frame_);
  if (!at) return at.error();
  slab.at = std::move(at).value();
  return slab;
}

Result<Done> Writer::write_rows(OGRLayer& layer, const Table& table) {
  const OGRwkbGeometryType type = table.has_shapes ? type_of(table.shapes) : wkbNone;
  OGRFeature feature{layer.GetLayerDefn()};
  for (std::size_t row = 0; row < table.rows();) {
    const Result<Slab> made = next_slab(table, row);
    if (!made) return made.error();
    const Slab& slab = made.value();
    for (; row < slab.last_row; ++row) {
      feature.SetFID(OGRNullFID);  // the next one
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        set_field(feature, static_cast<int>(i), table.columns[i], row);
      }
      if (table.has_shapes) {
        auto geometry = geometry_of(Parts{table.shapes, row, slab}, type);
        if (geometry) ++expected_.back().shapes;
        feature.SetGeometryDirectly(geometry.release());
      }
      if (layer.CreateFeature(&feature) != OGRERR_NONE) return stopped();
    }
    rows_done_ += slab.last_row - slab.first_row;
    if (!tell(progress_, "writing_results", rows_done_, all_rows_)) {
      return Error{Fault::interrupted, "output_interrupted", shown_};
    }
  }
  return Done{};
}

Result<Done> Writer::write_table(const Table& table) {
  assert(!table.has_shapes || table.columns.empty() || table.shapes.size() == table.rows());
  expected_.push_back({table.name, table.rows(), table.has_shapes, 0});
  CPLStringList options;
  options.SetNameValue("FID", free_name(table, "fid").c_str());
  options.SetNameValue("GEOMETRY_NAME", free_name(table, "geom").c_str());
  options.SetNameValue("SPATIAL_INDEX", "YES");
  options.SetNameValue("ASPATIAL_VARIANT", "GPKG_ATTRIBUTES");
  const std::string title = clean_text(title_of(table, language_));
  if (!title.empty()) options.SetNameValue("DESCRIPTION", title.c_str());

  OGRSpatialReference reference{crs_.reference()};
  OGRLayer* layer = data_->CreateLayer(
      table.name.c_str(), table.has_shapes ? &reference : nullptr,
      table.has_shapes ? type_of(table.shapes) : wkbNone, options.List());
  if (layer == nullptr) return stopped();
  for (const TableColumn& column : table.columns) {
    assert(column.size() == table.rows());
    OGRFieldDefn field{column.name.c_str(), type_of(column)};
    if (layer->CreateField(&field) != OGRERR_NONE) return stopped();
  }
  if (data_->StartTransaction() != OGRERR_NONE) return stopped();
  if (Result<Done> rows = write_rows(*layer, table); !rows) return rows;
  if (data_->CommitTransaction() != OGRERR_NONE) return stopped();
  return layer->SyncToDisk() == OGRERR_NONE ? Result<Done>{Done{}} : stopped();
}

/// Titles of columns as the schema extension of GeoPackage has them; GDAL reads `name`
/// as the alias from 3.7 on.
void Writer::describe_columns(const std::vector<const Table*>& tables) {
  run("CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, "
      "title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY "
      "(table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name))");
  run("CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT "
      "NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, "
      "description TEXT, CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))");
  run("CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT "
      "NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, "
      "column_name, extension_name))");
  for (const char* table : {"gpkg_data_columns", "gpkg_data_column_constraints"}) {
    run(fmt::format("INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, "
                    "scope) VALUES ('{}', NULL, 'gpkg_schema', "
                    "'http://www.geopackage.org/spec121/#extension_schema', 'read-write')",
                    table));
  }
  for (const Table* table : tables) {
    std::set<std::string> used;
    for (const TableColumn& column : table->columns) {
      std::string title = clean_text(title_of(column, language_));
      if (title.empty()) continue;
      while (!used.insert(title).second) title += " (" + clean_text(column.name) + ")";
      run(fmt::format("INSERT INTO gpkg_data_columns (table_name, column_name, name, title) VALUES "
                      "({}, {}, {}, {})",
                      sql_text(table->name), sql_text(column.name), sql_text(title), sql_text(title)));
    }
  }
}

void Writer::add_styles(const std::vector<Layer>& layers) {
  // As QGIS makes it; catalog and schema must be '', not NULL, for QGIS to find the style.
  run("CREATE TABLE \"layer_styles\" (\"id\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
      "\"f_table_catalog\" TEXT(256), \"f_table_schema\" TEXT(256), \"f_table_name\" TEXT(256), "
      "\"f_geometry_column\" TEXT(256), \"styleName\" TEXT(30), \"styleQML\" TEXT, \"styleSLD\" TEXT, "
      "\"useAsDefault\" BOOLEAN, \"description\" TEXT, \"owner\" TEXT(30), \"ui\" TEXT(30), "
      "\"update_time\" DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))");
  run(fmt::format("INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
                  "VALUES ('layer_styles', 'attributes', 'layer_styles', '', '{}')",
                  kDate));
  for (const Layer& layer : layers) {
    if (!layer.table.has_shapes) continue;
    const StyleTexts style = style_texts(layer, language_);
    run(fmt::format("INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
                    "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, "
                    "owner, ui, update_time) VALUES ('', '', {}, {}, 'lifecircle', {}, {}, 1, {}, '', "
                    "NULL, '{}')",
                    sql_text(layer.table.name), sql_text(free_name(layer.table, "geom")),
                    sql_text(style.qml), sql_text(style.sld),
                    sql_text(title_of(layer.table, language_)), kDate));
    ++styles_;
  }
}

Result<Done> Writer::write(const std::string& path, const std::vector<Layer>& layers,
                           const std::vector<const Table*>& tables) {
  RegisterOGRGeoPackage();
  GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
  if (driver == nullptr) return stopped();
  CPLStringList options;
  options.SetNameValue("VERSION", "1.2");
  data_.reset(driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, options.List()));
  if (!data_) return stopped();
  Result<Done> done = Done{};
  for (std::size_t i = 0; done && i < tables.size(); ++i) done = write_table(*tables[i]);
  if (done && data_->StartTransaction() != OGRERR_NONE) done = stopped();
  if (done) {
    describe_columns(tables);
    add_styles(layers);
    if (data_->CommitTransaction() != OGRERR_NONE) done = stopped();
  }
  data_.reset();  // GDALClose: some failures show only now
  return done;
}

/// GDAL's words, with the name people know instead of that of the hidden folder.
std::string shown_words(std::string words, const std::string& path, const std::string& shown) {
  for (std::size_t at = 0; (at = words.find(path, at)) != std::string::npos; at += shown.size()) {
    words.replace(at, path.size(), shown);
  }
  return words;
}

std::vector<const Table*> all_tables(const std::vector<Layer>& layers,
                                     const std::vector<Table>& tables) {
  std::vector<const Table*> all;
  for (const Layer& layer : layers) all.push_back(&layer.table);
  for (const Table& table : tables) all.push_back(&table);
  return all;
}

}  // namespace

Result<Done> write_geopackage(const std::string& path, const std::string& shown,
                              const std::vector<Layer>& layers, const std::vector<Table>& tables,
                              const Frame& frame, const std::string& crs, Language language,
                              const Progress& progress) {
  const std::vector<const Table*> all = all_tables(layers, tables);
  if (Result<Done> names = check_names(all, shown); !names) return names;
  const Result<TargetCrs> target = TargetCrs::of(crs, shown);
  if (!target) return target.error();

  std::uint64_t rows = 0;
  for (const Table* table : all) rows += table->rows();
  Writer writer{shown, target.value(), frame, language, progress, rows};
  {
    GdalErrors errors;
    const Settings settings;
    const Result<Done> done = writer.write(path, layers, all);
    // A refusal of our own says more than what GDAL says about it.
    if (!done && done.error().key != "output_gdal_failed") return done;
    if (!done || errors.count() > 0) {
      return Error{Fault::storage,
                   "output_gdal_failed",
                   shown,
                   {shown_words(errors.first(), path, shown)}};
    }
  }
  if (Result<Done> synced = sync_to_disk(path, shown); !synced) return synced;
  return check_geopackage(path, shown, writer.expected(), writer.styles());
}

std::uint64_t geopackage_size_forecast(const std::vector<Layer>& layers,
                                       const std::vector<Table>& tables) {
  constexpr std::uint64_t kFile = 150'000, kTable = 40'000;  // schema, triggers, styles
  constexpr std::uint64_t kRow = 12, kShape = 20, kBox = 32, kIndexEntry = 90, kPart = 9, kPoint = 16;
  std::uint64_t bytes = kFile;
  for (const Table* table : all_tables(layers, tables)) {
    bytes += kTable + table->rows() * kRow;
    for (const TableColumn& column : table->columns) {
      if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
        for (const std::string& text : *texts) bytes += text.size() + 2;
      } else {
        bytes += column.size() * 9;
      }
    }
    if (!table->has_shapes) continue;
    const std::uint64_t box = table->shapes.kind == ShapeKind::point ? 0 : kBox;
    bytes += table->shapes.size() * (kShape + kIndexEntry + box) +
             table->shapes.part_first.size() * kPart + table->shapes.points.size() * kPoint;
  }
  return bytes + bytes / 5;
}

}  // namespace lifecircle
