#include "io/write/geopackage.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "io/write/checked_file.hpp"
#include "io/write/clean_text.hpp"
#include "io/write/gdal_errors.hpp"
#include "io/write/geopackage_check.hpp"
#include "io/write/geopackage_sql.hpp"
#include "io/write/packed_rtree.hpp"
#include "io/write/shape_geometry.hpp"
#include "io/write/target_crs.hpp"

namespace lifecircle {
namespace {

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
      {"OGR_CURRENT_DATE", kGeoPackageDate},
      {"OGR_SQLITE_SYNCHRONOUS", "OFF"},  // we sync the whole file once, after close
      {"OGR_SQLITE_JOURNAL", "DELETE"},
      {"OGR_SQLITE_PRAGMA", ""},  // nobody else's page size
      {"SQLITE_USE_OGR_VFS", "NO"},
  }};
};

/// SQL takes names that differ by case for the same, and has some names of its own.
Result<Done> check_names(const std::vector<const Table*>& tables, const std::string& shown) {
  std::set<std::string> names{"layer_styles"};
  for (const Table* table : tables) {
    const std::string name = lower_ascii(table->name);
    const bool reserved = name.empty() || name.starts_with("gpkg_") || name.starts_with("rtree_") ||
                          name.starts_with("sqlite_");
    if (reserved || !names.insert(name).second) {
      return Error{Fault::input, "output_layer_name", shown, {table->name}};
    }
    std::set<std::string> columns;
    for (const TableColumn& column : table->columns) {
      if (column.name.empty() || !columns.insert(lower_ascii(column.name)).second) {
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

RowBox box_of(const OGRGeometry& geometry, std::size_t row) {
  OGREnvelope box;
  geometry.getEnvelope(&box);
  return {static_cast<std::int64_t>(row) + 1, box.MinX, box.MaxX, box.MinY, box.MaxY};
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
  Result<Done> write_rows(OGRLayer& layer, const Table& table, std::vector<RowBox>& boxes);

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

Result<Done> Writer::write_rows(OGRLayer& layer, const Table& table, std::vector<RowBox>& boxes) {
  const OGRwkbGeometryType type = layer.GetGeomType();
  OGRFeature feature{layer.GetLayerDefn()};
  for (std::size_t row = 0; row < table.rows();) {
    const Result<Slab> made = next_slab(table, row, crs_, frame_);
    if (!made) return made.error();
    const Slab& slab = made.value();
    for (; row < slab.last_row; ++row) {
      feature.SetFID(OGRNullFID);  // the next one
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        set_field(feature, static_cast<int>(i), table.columns[i], row);
      }
      if (table.has_shapes) {
        auto geometry = geometry_of(table.shapes, row, slab, type);
        if (geometry) boxes.push_back(box_of(*geometry, row));
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
  const std::string geometry = free_column_name(table, "geom");
  CPLStringList options;
  options.SetNameValue("FID", free_column_name(table, "fid").c_str());
  options.SetNameValue("GEOMETRY_NAME", geometry.c_str());
  options.SetNameValue("SPATIAL_INDEX", "NO");  // made here: SpatialIndex
  options.SetNameValue("ASPATIAL_VARIANT", "GPKG_ATTRIBUTES");
  const std::string title = clean_text(title_of(table, language_));
  if (!title.empty()) options.SetNameValue("DESCRIPTION", title.c_str());

  OGRSpatialReference reference{crs_.reference()};
  OGRLayer* layer =
      data_->CreateLayer(table.name.c_str(), table.has_shapes ? &reference : nullptr,
                         table.has_shapes ? layer_type(table.shapes) : wkbNone, options.List());
  if (layer == nullptr) return stopped();
  for (const TableColumn& column : table.columns) {
    assert(column.size() == table.rows());
    OGRFieldDefn field{column.name.c_str(), type_of(column)};
    if (layer->CreateField(&field) != OGRERR_NONE) return stopped();
  }
  if (layer->SyncToDisk() != OGRERR_NONE) return stopped();
  std::optional<SpatialIndex> index;
  if (table.has_shapes) index.emplace(*data_, table.name, geometry);

  std::vector<RowBox> boxes;
  if (data_->StartTransaction() != OGRERR_NONE) return stopped();
  if (Result<Done> rows = write_rows(*layer, table, boxes); !rows) return rows;
  if (index) index->fill(boxes);
  if (data_->CommitTransaction() != OGRERR_NONE) return stopped();
  expected_.push_back({table.name, table.rows(), table.has_shapes, boxes.size()});
  return layer->SyncToDisk() == OGRERR_NONE ? Result<Done>{Done{}} : stopped();
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
    describe_columns(*data_, tables, language_);
    styles_ = add_styles(*data_, layers, language_);
    if (data_->CommitTransaction() != OGRERR_NONE) done = stopped();
  }
  data_.reset();  // GDALClose: some failures show only now
  return done;
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
      return Error{
          Fault::storage, "output_gdal_failed", shown, {shown_words(errors.first(), path, shown)}};
    }
  }
  if (Result<Done> synced = sync_to_disk(path, shown); !synced) return synced;
  return check_geopackage(path, shown, writer.expected(), writer.styles());
}

Result<Done> check_geopackage_plan(const std::vector<Layer>& layers,
                                   const std::vector<Table>& tables, const Frame& frame,
                                   const std::string& crs, const std::string& shown) {
  if (Result<Done> names = check_names(all_tables(layers, tables), shown); !names) return names;
  const Result<TargetCrs> target = TargetCrs::of(crs, shown);
  if (!target) return target.error();
  return target.value().check_place(frame.centre());
}

std::uint64_t geopackage_size_forecast(const std::vector<Layer>& layers,
                                       const std::vector<Table>& tables) {
  constexpr std::uint64_t kFile = 150'000, kTable = 40'000;  // schema, triggers, styles
  constexpr std::uint64_t kRow = 12, kShape = 20, kBox = 32, kIndexEntry = 90, kPart = 9,
                          kPoint = 16;
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
