// GeoPackages are databases, and a database can compute: what none of them may do to its reader.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/io/door.hpp"
#include "tests/io/layer_files.hpp"
#include "tests/io/must_end.hpp"

namespace lifecircle {
namespace {

using test::Door;
using test::DrawnLayer;
using test::Folder;
using test::frame_around;
using test::MustEnd;
using test::source_of;
using test::write_layer;

const Frame kFrame = frame_around(108.9, 34.2, 109.1, 34.4);

std::string outcome(const std::string& file, const std::string& layer,
                    const std::vector<std::string>& columns = {}) {
  Problems problems;
  const auto features = read_features(source_of(file, layer), kFrame, columns, true, problems);
  return features ? std::to_string(features.value().size()) : features.error().key;
}

std::string bytes_of(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// A GeoPackage of one layer, roads, with one road, to which `statements` were done.
std::string geopackage(const Folder& folder, const std::vector<std::string>& statements) {
  const std::string file = folder.file("a.gpkg");
  std::filesystem::remove(file);
  write_layer(file, "GPKG",
              {.name = "roads",
               .fields = {{"name", OFTString}},
               .rows = {{"LINESTRING (109 34.3, 109.01 34.3)", {"1"}}}});
  sqlite3* data = nullptr;
  EXPECT_EQ(sqlite3_open(file.c_str(), &data), SQLITE_OK);
  for (const std::string& statement : statements) {
    char* why = nullptr;
    EXPECT_EQ(sqlite3_exec(data, statement.c_str(), nullptr, nullptr, &why), SQLITE_OK)
        << statement << ": " << (why == nullptr ? "" : why);
    sqlite3_free(why);
  }
  sqlite3_close(data);
  return file;
}

/// Says in the file's own list that `name` is a layer.
std::vector<std::string> listed(const std::string& name) {
  return {"INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('" + name +
              "', 'features', '" + name + "', 4326)",
          "INSERT INTO gpkg_geometry_columns VALUES ('" + name +
              "', 'geom', 'LINESTRING', 4326, 0, 0)"};
}

std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

const std::string kEndless =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, (SELECT geom "
    "FROM roads) AS geom FROM n WHERE i < 0";

TEST(RefusedDatabase, ALayerIsStoredRowsAndNothingElse) {
  const MustEnd must_end;
  const Door door;
  const Folder folder;
  const std::string other = folder.write("other.csv", "secret\n1\n");
  const std::string of_roads = ", geom FROM roads";
  for (const std::string& select : {
           kEndless,
           "SELECT fid, ogr_geocode('" + door.url + "')" + of_roads,
           "SELECT ogr_datasource_load_layers('" + other + "') AS fid" + of_roads,
           "SELECT load_extension('/tmp/x.so') AS fid" + of_roads,
           "SELECT readfile('/etc/passwd') AS fid" + of_roads,
           "SELECT fid, hex(zeroblob(900000000)) AS name" + of_roads,
           std::string{"SELECT a.fid, a.geom FROM roads a, roads b"},
       }) {
    const std::string file = geopackage(
        folder, listed("evil") + std::vector<std::string>{"CREATE VIEW evil AS " + select});
    if (select.find("ogr_") != std::string::npos) {  // GDAL wants nothing of the whole file
      EXPECT_EQ(outcome(file, "evil"), "file_unreadable") << select;
      continue;
    }
    EXPECT_EQ(outcome(file, "evil"), "layer_is_view") << select;
    EXPECT_EQ(outcome(file, "roads"), "1") << select;
    EXPECT_EQ(outcome(file, ""), "1") << select;
  }
  EXPECT_FALSE(door.knocked());
}

TEST(RefusedDatabase, AViewUnderAnotherNameIsAView) {
  const MustEnd must_end;
  const Folder folder;
  // The list says EVIL; SQLite takes that for evil.
  std::string file = geopackage(
      folder, listed("EVIL") + std::vector<std::string>{"CREATE VIEW evil AS " + kEndless});
  EXPECT_EQ(outcome(file, "EVIL"), "layer_is_view");
  EXPECT_EQ(outcome(file, "roads"), "1");
  // The list of tables itself says that it is no view.
  file = geopackage(
      folder, listed("evil") + std::vector<std::string>{
                                   "CREATE VIEW evil AS " + kEndless, "PRAGMA writable_schema = 1",
                                   "UPDATE sqlite_master SET type = 'table' WHERE name = 'evil'"});
  EXPECT_EQ(outcome(file, "evil"), "file_unreadable");
  // A layer in the list and not in the file, of tables that SQLite has without any file.
  for (const std::string name : {"pragma_database_list", "json_each", "sqlite_schema"}) {
    file = geopackage(folder, listed(name));
    const std::string became = outcome(file, name);
    EXPECT_TRUE(became == "layer_is_view" || became == "no_such_layer") << name << " " << became;
    EXPECT_EQ(outcome(file, "roads"), "1") << name;
  }
}

TEST(RefusedDatabase, VirtualTablesAreRefusedHoweverTheyAreWritten) {
  const MustEnd must_end;
  const Folder folder;
  const std::string passwords = folder.write("other.csv", "a\nsecret\n");
  for (const std::string& text :
       {std::string{"CREATE VIRTUAL TABLE evil USING fts4(name)"},
        "CREATE VIRTUAL TABLE evil USING VirtualText('" + passwords + "', 'UTF-8', 1)",
        "CREATE VIRTUAL TABLE evil USING VirtualShape('" + folder.file("other") +
            "', 'UTF-8', 4326)",
        "CREATE VIRTUAL TABLE evil USING VirtualOGR('" + passwords + "')",
        "create /**/ virtual table evil USING VirtualText('" + passwords + "', 'UTF-8', 1)"}) {
    std::string quoted;
    for (const char c : text) quoted += c == '\'' ? "''" : std::string{c};
    const std::string file = geopackage(
        folder, listed("evil") + std::vector<std::string>{
                                     "PRAGMA writable_schema = 1",
                                     "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, "
                                     "sql) VALUES ('table', 'evil', 'evil', 0, '" +
                                         quoted + "')"});
    EXPECT_EQ(outcome(file, "evil"), "layer_is_view") << text;
    EXPECT_EQ(outcome(file, "roads"), "1") << text;
  }
}

TEST(RefusedDatabase, WhatSaysWhatThereIsMayNotBeComputed) {
  const MustEnd must_end;
  const Folder folder;
  // Nobody chooses these: whoever opens the file reads them.
  for (const std::string name : {"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys",
                                 "gpkg_extensions", "gpkg_ogr_contents"}) {
    const std::string file = geopackage(
        folder,
        {"ALTER TABLE " + name + " RENAME TO kept",
         "CREATE VIEW " + name +
             " AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT kept.* "
             "FROM kept, n WHERE i < 0"});
    const std::string became = outcome(file, "roads");
    // Without some of them the roads can be read all the same.
    EXPECT_TRUE(became == "1" || became == "file_unreadable" || became == "no_layers" ||
                became == "no_such_layer" || became == "layer_is_view" || became == "crs_missing")
        << name << " " << became;
  }
}

TEST(RefusedDatabase, AReaderChangesNothing) {
  const MustEnd must_end;
  const Folder folder;
  const std::string file = geopackage(
      folder, {"CREATE TRIGGER t1 AFTER INSERT ON roads BEGIN DELETE FROM roads; END",
               "CREATE TRIGGER t2 AFTER UPDATE ON gpkg_contents BEGIN DELETE FROM roads; END",
               "CREATE TRIGGER t3 BEFORE DELETE ON roads BEGIN UPDATE roads SET name = '2'; END"});
  const std::string before = bytes_of(file);
  EXPECT_EQ(outcome(file, "roads"), "1");
  EXPECT_EQ(bytes_of(file), before);
}

TEST(RefusedDatabase, NamesAreNeverRunAsWords) {
  const MustEnd must_end;
  const Folder folder;
  const std::string file = geopackage(folder, {});
  const std::string before = bytes_of(file);
  const std::vector<std::string> ends{"",  "'",  "\"", "`",  "]",   ")",  "');", "\");", "\\",
                                      "%", "--", "/*", "\n", "\t ", ";;", "''",  "\"\"", "?1"};
  const std::vector<std::string> orders{"DROP TABLE roads",     "SELECT * FROM gpkg_contents",
                                        "roads UNION SELECT 1", "OR 1=1",
                                        "ATTACH '/tmp/x' AS x", "x; PRAGMA writable_schema=1"};
  int tried = 0;
  for (const std::string& end : ends)
    for (const std::string& order : orders) {
      ++tried;
      const std::string name = "roads" + end + " " + order + " --";
      EXPECT_TRUE(outcome(file, name).starts_with("no_such_layer")) << name;
      EXPECT_TRUE(outcome(file, "roads", {name}).starts_with("no_such_column")) << name;
      // A layer that has such a name is a layer.
      if (tried % 10 != 0) continue;
      const std::string odd = folder.file("odd" + std::to_string(tried) + ".gpkg");
      write_layer(odd, "GPKG",
                  {.name = name,
                   .fields = {{order + end, OFTString}},
                   .rows = {{"LINESTRING (109 34.3, 109.01 34.3)", {"1"}}}});
      const std::string odd_before = bytes_of(odd);
      EXPECT_EQ(outcome(odd, name, {order + end}), "1") << name;
      EXPECT_EQ(bytes_of(odd), odd_before);
    }
  EXPECT_GE(tried, 100);
  EXPECT_EQ(bytes_of(file), before);
  EXPECT_EQ(outcome(file, "roads"), "1");
}

TEST(RefusedDatabase, OneValueMayNotFillTheMemory) {
  const MustEnd must_end;
  const Folder folder;
  // 900 MB out of 60 bytes: a column that is computed with every row.
  const std::string file =
      geopackage(folder, {"ALTER TABLE roads ADD COLUMN bomb TEXT AS (hex(zeroblob(450000000)))"});
  const std::string became = outcome(file, "roads");
  EXPECT_TRUE(became == "1" || became == "layer_breaks_off" || became == "file_unreadable")
      << became;  // "1": the column was not asked for
  const std::string asked = outcome(file, "roads", {"bomb"});
  EXPECT_TRUE(asked == "layer_breaks_off" || asked.starts_with("no_such_column")) << asked;
}

}  // namespace
}  // namespace lifecircle
