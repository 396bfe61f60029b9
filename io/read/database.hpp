#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"
#include "io/read/layer.hpp"

namespace lifecircle {

/// Databases (PostGIS) in place of files: "PG:" and what libpq understands, "PG:service=county" or
/// "PG:host=/run/postgresql dbname=county". A layer is "table" or "schema.table"; views are layers,
/// the server answers for them. "table(column)" chooses one of several columns of geometry; else
/// the first is read and the others told of (database_geometries). Nothing a study says reaches the
/// server but the names of the table and of its columns: `where` is looked at here, as of files.
///
/// Only the user may allow it (allow_databases, --allow-database), never a study. The reader
/// process (io/read/child) may then open a socket until the table is open, and no more afterwards.
/// Of libpq's words only those that say where a database is are admitted (database_option):
/// service, host, hostaddr, port, dbname, user, sslmode. A password does not belong here
/// (database_password): libpq takes it from PGPASSFILE, PGSERVICEFILE or ~/.pgpass. Statements end
/// after ten minutes unless PGOPTIONS says otherwise.
///
/// Rows are numbered by the primary key where it is one whole number; else in the order of all they
/// hold (io/read/sorted_rows.hpp), since the server's own may change with every vacuum.
bool is_database(std::string_view file);

/// What GDAL says of a database that it cannot open, for a message: the first line that libpq or
/// the server says, in one line.
std::string server_says(const std::string& failure);

/// From now on, in this process and the readers it starts.
void allow_databases(bool allow);

/// Whether this may be opened: an Error where nobody allowed it or where it holds a password.
Result<Done> check_database(const std::string& file);

/// Gives every row as bytes (primary key, values, geometry as WKB), in the order of the server. For
/// a checksum: what else says of a table that it is the same?
Result<Done> for_each_row(const LayerSource& source,
                          const std::function<void(std::string_view)>& row);

}  // namespace lifecircle
