#pragma once

#include <optional>
#include <string>
#include <vector>

class GDALDataset;
class OGRLayer;

namespace lifecircle {

/// The column of geometry that "table(column)" names of the table called `table`; none where it
/// names another table or no column.
std::optional<std::string> column_in_brackets(const std::string& named, const std::string& table);

/// The names of a table's columns of geometry, in its order.
std::vector<std::string> geometry_columns(OGRLayer& table);

/// Whether the server says that this column of a table is of the type geography. Asks for all such
/// columns of the database, so that no name goes to the server. `table`: as GDAL calls it.
bool is_geography(GDALDataset& database, const std::string& table, const std::string& column);

}  // namespace lifecircle
