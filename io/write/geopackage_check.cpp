#include "io/write/geopackage_check.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "io/write/clean_text.hpp"
#include "io/write/gdal_errors.hpp"
#include "io/write/geopackage_sql.hpp"

namespace lifecircle {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

class Check {
 public:
  Check(GDALDataset& data, const std::string& shown) : data_{data}, shown_{shown} {}

  /// Whether an SQL question has this answer; the first that has not is kept.
  bool says(const std::string& what, const std::string& sql, const std::string& wanted) {
    const auto row = first_row(data_, sql);
    const std::string found = row ? joined(*row) : "";
    if (found == wanted) return true;
    failure_ = Error{Fault::storage, "output_read_back_wrong", shown_, {what, wanted, found}};
    return false;
  }
  const Error& failure() const { return failure_; }

 private:
  GDALDataset& data_;
  const std::string& shown_;
  Error failure_;
};

bool table_is_whole(Check& check, OGRLayer& layer, const Expected& expected) {
  const std::string table = sql_name(expected.table);
  const std::string fid = sql_name(layer.GetFIDColumn());
  const std::uint64_t n = expected.rows;
  if (!check.says(
          expected.table,
          fmt::format("SELECT count(*) AS n, ifnull(min({0}), 1) AS low, ifnull(max({0}), 0) "
                      "AS high FROM {1}",
                      fid, table),
          fmt::format("{} 1 {}", n, n))) {
    return false;
  }
  if (!expected.has_shapes) return true;
  const std::string geometry = layer.GetGeometryColumn();
  return check.says(expected.table,
                    fmt::format("SELECT count({}) AS n FROM {}", sql_name(geometry), table),
                    fmt::format("{}", expected.shapes)) &&
         check.says(expected.table,
                    fmt::format("SELECT count(*) AS n FROM {}",
                                sql_name("rtree_" + expected.table + "_" + geometry)),
                    fmt::format("{}", expected.shapes));
}

}  // namespace

Result<Done> check_geopackage(const std::string& path, const std::string& shown,
                              const std::vector<Expected>& expected, std::uint64_t styles) {
  GdalErrors errors;
  const auto unread = [&](const std::string& reason) {
    return Error{Fault::storage, "output_not_read_back", shown, {reason}};
  };
  for (const char* leftover : {"-journal", "-wal", "-shm"}) {
    if (std::filesystem::exists(path + leftover)) return unread(leftover);
  }
  RegisterOGRGeoPackage();
  const char* const drivers[] = {"GPKG", nullptr};
  std::unique_ptr<GDALDataset> data{
      GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                        drivers, nullptr, nullptr)};
  if (!data) return unread(errors.first());

  Check check{*data, shown};
  const std::uint64_t contents = expected.size() + 1;  // and layer_styles
  if (!check.says("quick_check", "PRAGMA quick_check", "ok") ||
      !check.says("gpkg_contents", "SELECT count(*) AS n FROM gpkg_contents",
                  fmt::format("{}", contents)) ||
      !check.says("layer_styles", "SELECT count(*) AS n FROM layer_styles",
                  fmt::format("{}", styles))) {
    return check.failure();
  }
  for (const Expected& table : expected) {
    OGRLayer* layer = data->GetLayerByName(table.table.c_str());
    if (layer == nullptr) return unread(table.table);
    if (!table_is_whole(check, *layer, table)) return check.failure();
  }
  data.reset();
  if (errors.count() > 0) return unread(errors.first());
  return Done{};
}

}  // namespace lifecircle
