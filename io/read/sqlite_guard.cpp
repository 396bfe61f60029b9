#include "io/read/sqlite_guard.hpp"

#include <initializer_list>
#include <string_view>

#include <sqlite3.h>

namespace lifecircle {
namespace {

constexpr int kMostBytes = 256 << 20;

bool is_geopackage(sqlite3* data) {
  const char* const file = sqlite3_db_filename(data, "main");
  const std::string_view name{file == nullptr ? "" : file};
  return name.size() >= 5 && sqlite3_strnicmp(name.substr(name.size() - 5).data(), ".gpkg", 5) == 0;
}

int guard(sqlite3* data, char**, const sqlite3_api_routines*) {
  if (sqlite3_db_readonly(data, "main") != 1 || !is_geopackage(data)) return SQLITE_OK;
  int now = 0;
  for (const int off : {SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_ENABLE_TRIGGER,
                        SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION})
    sqlite3_db_config(data, off, 0, &now);
  sqlite3_db_config(data, SQLITE_DBCONFIG_DEFENSIVE, 1, &now);
  sqlite3_limit(data, SQLITE_LIMIT_LENGTH, kMostBytes);
  sqlite3_limit(data, SQLITE_LIMIT_ATTACHED, 0);
  return SQLITE_OK;
}

}  // namespace

void guard_sqlite() {
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(guard));
}

}  // namespace lifecircle
