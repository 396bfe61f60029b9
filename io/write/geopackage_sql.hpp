#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gdal_priv.h>

#include "engine/base/messages.hpp"
#include "engine/study/table.hpp"
#include "io/write/packed_rtree.hpp"

namespace lifecircle {

// What a GeoPackage of ours has beside its rows, written in SQL. What fails is told to GdalErrors.

/// The one date in all our files: their bytes must not hang on the clock.
inline constexpr const char* kGeoPackageDate = "2000-01-01T00:00:00.000Z";

/// The first row of an answer, as texts; nothing where there is none.
std::optional<std::vector<std::string>> first_row(GDALDataset& data, const std::string& sql);

/// `wanted`, or `wanted_`, `wanted__`, ...: the first that is no column of the table.
std::string free_column_name(const Table& table, std::string wanted);

const std::string& title_of(const Table& table, Language language);
const std::string& title_of(const TableColumn& column, Language language);

/// Titles of columns, as the schema extension of GeoPackage has them. GDAL reads them as aliases
/// from 3.7 on.
void describe_columns(GDALDataset& data, const std::vector<const Table*>& tables,
                      Language language);

/// The table `layer_styles`, a default style for each layer and its others; returns how many.
std::uint64_t add_styles(GDALDataset& data, const std::vector<Layer>& layers, Language language);

/// The spatial index of a layer, packed at once instead of row by row.
class SpatialIndex {
 public:
  /// Makes it as GDAL does, and stops it from hearing of new rows. The layer exists, without rows.
  SpatialIndex(GDALDataset& data, std::string table, std::string geometry);
  /// Fills it with the boxes of all rows, and lets it hear of new rows again.
  void fill(const std::vector<RowBox>& boxes);

 private:
  void fill_table(const char* suffix, std::size_t count, std::size_t at_once,
                  const std::function<std::string(std::size_t)>& row);

  GDALDataset& data_;
  std::string table_, geometry_, name_;
  std::string insert_trigger_;  ///< SQL that makes it
};

}  // namespace lifecircle
