#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gdal_priv.h>

#include "engine/base/messages.hpp"
#include "engine/study/table.hpp"
#include "io/write/geopackage_check.hpp"
#include "io/write/geopackage_sql.hpp"
#include "io/write/packed_rtree.hpp"
#include "io/write/shape_geometry.hpp"
#include "io/write/target_crs.hpp"

namespace lifecircle {

/// Options of GDAL for this thread, while it lives: around every call of GeoPackageWriter.
class GeoPackageSettings {
 public:
  GeoPackageSettings() {
    for (const auto& [name, value] : kAll) CPLSetThreadLocalConfigOption(name, value);
  }
  GeoPackageSettings(const GeoPackageSettings&) = delete;
  GeoPackageSettings& operator=(const GeoPackageSettings&) = delete;
  ~GeoPackageSettings() {
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

/// A GeoPackage in the making, table by table and row by row: create, then for each table
/// begin_table, add..., end_table, then finish. Where GDAL refuses, GdalErrors hears why and the
/// call says false: nothing more may be written then.
class GeoPackageWriter {
 public:
  GeoPackageWriter(const TargetCrs& crs, Language language) : crs_{crs}, language_{language} {}

  bool create(const std::string& path);
  /// Rows of a table with these columns follow, whose shapes, if it has any, are of `type`.
  bool begin_table(const Table& like, OGRwkbGeometryType type);
  bool add(const Table& batch, const Slab& slab);
  bool end_table();
  /// Titles and styles of all that was written.
  bool finish(const std::vector<Layer>& layers, const std::vector<const Table*>& tables);
  /// Some failures show only now.
  void close() { data_.reset(); }

  const std::vector<Expected>& expected() const { return expected_; }
  std::uint64_t styles() const { return styles_; }

 private:
  const TargetCrs& crs_;
  Language language_;
  std::unique_ptr<GDALDataset> data_;
  std::vector<Expected> expected_;  ///< the last is that of the table in the making
  std::uint64_t styles_ = 0;
  // of the table in the making
  OGRLayer* layer_ = nullptr;
  OGRwkbGeometryType type_ = wkbNone;
  std::optional<SpatialIndex> index_;
  std::vector<RowBox> boxes_;
};

/// Whether the names of tables and of their columns differ, and none is one of SQL's own.
Result<Done> check_geopackage_names(const std::vector<const Table*>& tables,
                                    const std::string& shown);

}  // namespace lifecircle
