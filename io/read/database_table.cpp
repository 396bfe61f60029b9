#include "io/read/database_table.hpp"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "io/read/gdal_open.hpp"

namespace lifecircle {

std::optional<std::string> column_in_brackets(const std::string& named, const std::string& table) {
  if (!named.starts_with(table + '(') || !named.ends_with(')')) return std::nullopt;
  return named.substr(table.size() + 1, named.size() - table.size() - 2);
}

std::vector<std::string> geometry_columns(OGRLayer& table) {
  std::vector<std::string> names;
  const OGRFeatureDefn& shape = *table.GetLayerDefn();
  for (int i = 0; i < shape.GetGeomFieldCount(); ++i)
    names.emplace_back(shape.GetGeomFieldDefn(i)->GetNameRef());
  return names;
}

bool is_geography(GDALDataset& database, const std::string& table, const std::string& column) {
  const GdalMessages quiet;
  OGRLayer* found = database.ExecuteSQL(
      "SELECT CASE WHEN f_table_schema = 'public' THEN '' ELSE f_table_schema || '.' END || "
      "f_table_name, f_geography_column FROM geography_columns",
      nullptr, nullptr);
  if (found == nullptr) return false;
  bool is = false;
  for (OGRFeatureUniquePtr row{found->GetNextFeature()}; row; row.reset(found->GetNextFeature()))
    is = is || (table == row->GetFieldAsString(0) && column == row->GetFieldAsString(1));
  database.ReleaseResultSet(found);
  return is;
}

}  // namespace lifecircle
