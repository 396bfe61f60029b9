// How GDAL is set up in a process that does nothing but read: the drivers there are, and what the
// environment can say. Each runs in a fresh process.

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "io/read/gdal_open.hpp"
#include "tests/io/layer_files.hpp"

namespace lifecircle {
namespace {

using test::Folder;

class Prepared : public ::testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

void say(const std::string& text) {
  std::fputs((text + "\n").c_str(), stderr);
}

TEST_F(Prepared, TheseDriversAndNoOthers) {
  EXPECT_EXIT(
      {
        prepare_gdal();
        std::string names;
        for (int i = 0; i < GetGDALDriverManager()->GetDriverCount(); ++i)
          names += std::string{GetGDALDriverManager()->GetDriver(i)->GetDescription()} + ";";
        say(names);
        std::exit(names == "ESRI Shapefile;GPKG;GeoJSON;OpenFileGDB;FlatGeobuf;XLSX;ODS;"
                           "PostgreSQL;GTiff;SRTMHGT;DXF;"
                      ? 0
                      : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

TEST_F(Prepared, TheEnvironmentChangesNothing) {
  const Folder folder;
  const std::string settings =
      folder.write("gdalrc",
                   "[configoptions]\nOGR_SQLITE_ALLOW_EXTERNAL_ACCESS=YES\nCPL_DEBUG=ON\n"
                   "FROM_THE_FILE=YES\n");
  EXPECT_EXIT(
      {
        for (const auto& [name, value] : {
                 std::pair{"GDAL_CONFIG_FILE", settings.c_str()},
                 std::pair{"GDAL_DRIVER_PATH", "/tmp"},
                 std::pair{"OGR_DRIVER_PATH", "/tmp"},
                 std::pair{"GDAL_VRT_ENABLE_PYTHON", "YES"},
                 std::pair{"CPL_VSIL_CURL_ALLOWED_FILENAME", "http://example.org"},
                 std::pair{"OGR_SQLITE_ALLOW_EXTERNAL_ACCESS", "YES"},
                 std::pair{"OGR_SQLITE_LOAD_EXTENSIONS", "ENABLE_SQL_LOAD_EXTENSION"},
                 std::pair{"OGR_SQLITE_PRAGMA", "writable_schema=1"},
                 std::pair{"SPATIALITE_LOAD", "YES"},
                 std::pair{"PROJ_NETWORK", "ON"},
                 std::pair{"CPL_DEBUG", "ON"},
                 std::pair{"SHAPE_RESTORE_SHX", "YES"},
                 std::pair{"OGR_GEOJSON_MAX_OBJ_SIZE", "0"},
                 std::pair{"GTIFF_IGNORE_READ_ERRORS", "YES"},
                 std::pair{"GDAL_PAM_ENABLED", "YES"},
             })
          ::setenv(name, value, 1);
        prepare_gdal();
        const auto is = [](const char* name, const char* value) {
          const std::string now = CPLGetConfigOption(name, "-");
          if (now != value) say(std::string{name} + " is " + now);
          return now == value;
        };
        bool all = true;
        for (const auto& [name, value] :
             {std::pair{"GDAL_DRIVER_PATH", "disable"}, std::pair{"OGR_DRIVER_PATH", "disable"},
              std::pair{"GDAL_VRT_ENABLE_PYTHON", "NO"},
              std::pair{"CPL_VSIL_CURL_ALLOWED_FILENAME", "none"},
              std::pair{"OGR_SQLITE_ALLOW_EXTERNAL_ACCESS", "NO"},
              std::pair{"OGR_SQLITE_LOAD_EXTENSIONS", ""}, std::pair{"OGR_SQLITE_PRAGMA", ""},
              std::pair{"SPATIALITE_LOAD", "NO"}, std::pair{"CPL_DEBUG", "OFF"},
              std::pair{"SHAPE_RESTORE_SHX", "NO"}, std::pair{"OGR_GEOJSON_MAX_OBJ_SIZE", "200"},
              std::pair{"GTIFF_IGNORE_READ_ERRORS", "NO"}, std::pair{"GDAL_PAM_ENABLED", "NO"},
              std::pair{"FROM_THE_FILE", "-"}})
          all = is(name, value) && all;
        if (OSRGetPROJEnableNetwork() != 0) {
          say("PROJ may use the network");
          all = false;
        }
        std::exit(all ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

TEST_F(Prepared, DatabasesAreGuardedOnlyWhereTheyAreRead) {
  const Folder folder;
  const std::string file = folder.file("a.GPKG");
  prepare_gdal();
  const auto done = [&](int how, const std::string& words) {
    sqlite3* data = nullptr;
    EXPECT_EQ(sqlite3_open_v2(file.c_str(), &data, how, nullptr), SQLITE_OK);
    const int result = sqlite3_exec(data, words.c_str(), nullptr, nullptr, nullptr);
    sqlite3_close(data);
    return result;
  };
  const int written = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  ASSERT_EQ(done(written,
                 "CREATE TABLE t (a); INSERT INTO t VALUES (1); "
                 "CREATE VIEW v AS SELECT a FROM t; SELECT * FROM v"),
            SQLITE_OK);
  EXPECT_EQ(done(SQLITE_OPEN_READONLY, "SELECT * FROM t"), SQLITE_OK);
  EXPECT_EQ(done(SQLITE_OPEN_READONLY, "SELECT * FROM v"), SQLITE_ERROR);
  EXPECT_EQ(done(SQLITE_OPEN_READONLY, "SELECT zeroblob(300000000)"), SQLITE_TOOBIG);
  EXPECT_EQ(done(SQLITE_OPEN_READONLY, "ATTACH '/tmp/x.db' AS x"), SQLITE_ERROR);
  EXPECT_EQ(done(written, "SELECT zeroblob(300000000)"), SQLITE_OK);
}

}  // namespace
}  // namespace lifecircle
