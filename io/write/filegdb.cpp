#include "io/write/filegdb.hpp"

#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "io/write/checked_file.hpp"
#include "io/write/clean_text.hpp"
#include "io/write/gdal_errors.hpp"
#include "io/write/geopackage_check.hpp"
#include "io/write/geopackage_sql.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDriver = "OpenFileGDB";
constexpr std::int64_t kExactly = std::int64_t{1} << 53;  // doubles hold every whole number to here

/// Options of GDAL for this thread, while it lives.
class GdbSettings {
 public:
  GdbSettings() { CPLSetThreadLocalConfigOption(kReproducible, "YES"); }
  GdbSettings(const GdbSettings&) = delete;
  GdbSettings& operator=(const GdbSettings&) = delete;
  ~GdbSettings() { CPLSetThreadLocalConfigOption(kReproducible, nullptr); }

 private:
  static constexpr const char* kReproducible = "OPENFILEGDB_REPRODUCIBLE_UUID";
};

OGRFieldType type_of(const TableColumn& column) {
  return std::holds_alternative<std::vector<std::string>>(column.values) ? OFTString : OFTReal;
}

/// A geodatabase in the making: begin, then for each table begin_table and add..., then close.
/// Where GDAL refuses, GdalErrors hears why and the call says false.
class Gdb {
 public:
  Gdb(const TargetCrs& crs, Language language) : crs_{crs}, language_{language} {}

  Gdb(const Gdb&) = delete;
  Gdb& operator=(const Gdb&) = delete;
  ~Gdb() {
    const GdalErrors unheard;  // who is here without close() has failed already
    close();
  }

  bool create(const std::string& path) {
    const GdbSettings settings;
    RegisterOGROpenFileGDB();
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(kDriver);
    if (driver == nullptr) return false;
    data_.reset(driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    return data_ != nullptr;
  }

  bool begin_table(const Table& like, OGRwkbGeometryType type, Written& written) {
    const GdbSettings settings;
    CPLStringList options;
    options.SetNameValue("FID", free_column_name(like, "OBJECTID").c_str());
    options.SetNameValue("GEOMETRY_NAME", free_column_name(like, "SHAPE").c_str());
    const std::string title = clean_text(title_of(like, language_));
    if (!title.empty()) options.SetNameValue("LAYER_ALIAS", title.c_str());
    type_ = like.has_shapes ? type : wkbNone;
    OGRSpatialReference reference{crs_.reference()};
    layer_ = data_->CreateLayer(like.name.c_str(), like.has_shapes ? &reference : nullptr, type_,
                                options.List());
    if (layer_ == nullptr) return false;
    for (const TableColumn& column : like.columns) {
      OGRFieldDefn field{column.name.c_str(), type_of(column)};
      const std::string alias = clean_text(title_of(column, language_));
      if (!alias.empty()) field.SetAlternativeName(alias.c_str());
      if (layer_->CreateField(&field) != OGRERR_NONE) return false;
      const OGRFeatureDefn& made = *layer_->GetLayerDefn();
      const std::string name = made.GetFieldDefn(made.GetFieldCount() - 1)->GetNameRef();
      if (name != column.name) written.renamed.emplace_back(column.name, name);
    }
    expected_.push_back({layer_->GetName(), 0, like.has_shapes, 0});
    return true;
  }

  bool add(const Table& batch, const Slab& slab, Written& written) {
    const GdbSettings settings;
    Expected& counts = expected_.back();
    OGRFeature feature{layer_->GetLayerDefn()};
    for (std::size_t row = slab.first_row; row < slab.last_row; ++row) {
      feature.SetFID(OGRNullFID);  // the next one
      for (std::size_t i = 0; i < batch.columns.size(); ++i)
        set_field(feature, static_cast<int>(i), batch.columns[i], row, written);
      if (type_ != wkbNone) {
        auto geometry = geometry_of(batch.shapes, row, slab, type_);
        if (geometry) ++counts.shapes;
        feature.SetGeometryDirectly(geometry.release());
      }
      if (layer_->CreateFeature(&feature) != OGRERR_NONE) return false;
      ++counts.rows;
    }
    return true;
  }

  /// Some failures show only now.
  void close() {
    const GdbSettings settings;
    data_.reset();
  }
  const std::vector<Expected>& expected() const { return expected_; }

 private:
  static void set_field(OGRFeature& feature, int field, const TableColumn& column, std::size_t row,
                        Written& written) {
    feature.SetFieldNull(field);
    if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
      const std::int64_t value = (*integers)[row];
      if (value == kNoInteger) return;
      if (value > kExactly || value < -kExactly)
        ++written.numbers_absent;
      else
        feature.SetField(field, static_cast<double>(value));
    } else if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
      if (std::isfinite((*numbers)[row])) feature.SetField(field, (*numbers)[row]);
    } else {
      const std::string& value = std::get<std::vector<std::string>>(column.values)[row];
      if (!value.empty()) feature.SetField(field, clean_text(value).c_str());
    }
  }

  const TargetCrs& crs_;
  Language language_;
  std::unique_ptr<GDALDataset> data_;
  std::vector<Expected> expected_;  ///< the last is that of the table in the making
  OGRLayer* layer_ = nullptr;
  OGRwkbGeometryType type_ = wkbNone;
};

Error failed(const GdalErrors& errors, const std::string& path, const std::string& shown) {
  return Error{
      Fault::storage, "output_gdal_failed", shown, {shown_words(errors.first(), path, shown)}};
}

Error wrong(const std::string& shown, const std::string& what, std::uint64_t wanted,
            std::uint64_t found) {
  return Error{Fault::storage,
               "output_read_back_wrong",
               shown,
               {what, fmt::format("{}", wanted), fmt::format("{}", found)}};
}

/// The files, then the way to them.
Result<Done> sync_folder(const std::string& path, const std::string& shown) {
  std::error_code failure;
  for (fs::directory_iterator entry{path, failure}, end; !failure && entry != end;
       entry.increment(failure))
    if (auto synced = sync_to_disk(entry->path().string(), shown); !synced) return synced;
  if (failure) return write_failure(shown, failure.value());
  return sync_to_disk(path, shown);
}

Result<Done> count_tables(const std::string& path, const std::string& shown,
                          const std::vector<Expected>& expected) {
  GdalErrors errors;
  const auto unread = [&] {
    return Error{
        Fault::storage, "output_not_read_back", shown, {shown_words(errors.first(), path, shown)}};
  };
  const char* const drivers[] = {kDriver, nullptr};
  const std::unique_ptr<GDALDataset> data{
      GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                        drivers, nullptr, nullptr)};
  if (!data) return unread();
  if (static_cast<std::size_t>(data->GetLayerCount()) != expected.size())
    return wrong(shown, "layers", expected.size(), static_cast<std::size_t>(data->GetLayerCount()));
  for (const Expected& one : expected) {
    OGRLayer* layer = data->GetLayerByName(one.table.c_str());
    if (layer == nullptr) return unread();
    std::uint64_t rows = 0, shapes = 0;
    while (const std::unique_ptr<OGRFeature> feature{layer->GetNextFeature()}) {
      ++rows;
      if (feature->GetGeometryRef() != nullptr) ++shapes;
    }
    if (errors.count() > 0) return unread();
    if (rows != one.rows) return wrong(shown, one.table + ", rows", one.rows, rows);
    if (shapes != one.shapes) return wrong(shown, one.table + ", shapes", one.shapes, shapes);
  }
  return Done{};
}

class GdbLayer final : public LayerWriter {
 public:
  explicit GdbLayer(const LayerPlan& plan) : plan_{plan}, gdb_{plan.crs, plan.language} {}

  Result<Done> begin() {
    const GdalErrors errors;
    return told(gdb_.create(plan_.path) && gdb_.begin_table(plan_.layer.table, plan_.type, said_),
                errors);
  }
  Result<Done> add(const Table& batch, const Slab& slab) override {
    const GdalErrors errors;
    return told(gdb_.add(batch, slab, said_), errors);
  }
  Result<Done> finish(Written& written) override {
    {
      const GdalErrors errors;
      gdb_.close();
      if (auto closed = told(true, errors); !closed) return closed;
    }
    written.numbers_absent = said_.numbers_absent;
    written.renamed = said_.renamed;
    if (auto synced = sync_folder(plan_.path, plan_.shown); !synced) return synced;
    return count_tables(plan_.path, plan_.shown, gdb_.expected());
  }

 private:
  Result<Done> told(bool good, const GdalErrors& errors) const {
    if (good && errors.count() == 0) return Done{};
    return failed(errors, plan_.path, plan_.shown);
  }

  const LayerPlan& plan_;
  Written said_;
  Gdb gdb_;
};

}  // namespace

Result<std::unique_ptr<LayerWriter>> begin_filegdb(const LayerPlan& plan) {
  auto layer = std::make_unique<GdbLayer>(plan);
  if (auto begun = layer->begin(); !begun) return begun.error();
  return std::unique_ptr<LayerWriter>{std::move(layer)};
}

Result<Done> write_filegdb(const std::string& path, const std::string& shown,
                           const std::vector<Layer>& layers, const std::vector<Table>& tables,
                           const Frame& frame, const std::string& crs, Language language,
                           Written& written, const Progress& progress) {
  const Result<TargetCrs> target = TargetCrs::of(crs, shown);
  if (!target) return target.error();
  std::vector<const Table*> all;
  std::uint64_t all_rows = 0;
  for (const Layer& layer : layers) all.push_back(&layer.table);
  for (const Table& table : tables) all.push_back(&table);
  for (const Table* table : all) all_rows += table->rows();
  GdalErrors errors;
  Gdb gdb{target.value(), language};
  if (!gdb.create(path)) return failed(errors, path, shown);
  for (const Table* table : all) {
    if (!gdb.begin_table(*table, table->has_shapes ? layer_type(table->shapes) : wkbNone, written))
      return failed(errors, path, shown);
    for (std::size_t row = 0; row < table->rows();) {
      const Result<Slab> slab = next_slab(*table, row, target.value(), frame);
      if (!slab) return slab.error();
      if (!gdb.add(*table, slab.value(), written)) return failed(errors, path, shown);
      written.rows += slab.value().last_row - row;
      row = slab.value().last_row;
      if (!tell(progress, "writing_results", written.rows, all_rows))
        return Error{Fault::interrupted, "output_interrupted", shown};
    }
  }
  gdb.close();
  if (errors.count() > 0) return failed(errors, path, shown);
  for (const Expected& one : gdb.expected()) written.shapes += one.shapes;
  if (auto synced = sync_folder(path, shown); !synced) return synced;
  return count_tables(path, shown, gdb.expected());
}

bool is_filegdb(const std::string& path) {
  std::error_code ignored;
  return fs::is_directory(fs::symlink_status(path, ignored)) &&
         fs::is_regular_file(fs::path{path} / "a00000001.gdbtable", ignored);
}

}  // namespace lifecircle
