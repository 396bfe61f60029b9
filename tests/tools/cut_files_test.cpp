// One good file of every format, cut at 200 places: a result that tells what is missing, or one
// clear error; never a crash, a hang, or much memory.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <zlib.h>

#include "tests/io/osm_sample.hpp"
#include "tests/io/raster_files.hpp"
#include "tests/support/effort.hpp"
#include "tests/support/test_data.hpp"
#include "tests/tools/damaged_files.hpp"

namespace lifecircle::test {
namespace {

namespace fs = std::filesystem;

constexpr int kRows = 400;

/// A layer of streets with names and widths.
DrawnLayer streets() {
  DrawnLayer drawn;
  drawn.fields = {{"name", OFTString}, {"width", OFTReal}};
  for (int i = 0; i < kRows; ++i) {
    const std::string x = std::to_string(108.9 + i * 1e-4);
    drawn.rows.push_back({"LINESTRING (" + x + " 34.2," + x + " 34.25," + x + " 34.3)",
                          {"路" + std::to_string(i), std::to_string(i % 9) + ".25"}});
  }
  drawn.type = wkbLineString;
  return drawn;
}

/// A table without geometry.
DrawnLayer places() {
  DrawnLayer drawn;
  drawn.fields = {{"name", OFTString}, {"lon", OFTReal}, {"lat", OFTReal}};
  for (int i = 0; i < kRows; ++i)
    drawn.rows.push_back(
        {"", {"村" + std::to_string(i), std::to_string(108.9 + i * 1e-4), "34.2"}});
  drawn.type = wkbNone;
  drawn.epsg = 0;
  return drawn;
}

const Frame& frame() {
  static const Frame made = frame_around(108.8, 34.1, 109.1, 34.4);
  return made;
}

/// A good file among others, one of which is cut.
struct Good {
  std::string name;
  fs::path folder;   ///< all of the data set
  std::string cut;   ///< the file in it that is cut
  std::string open;  ///< what is read
  std::function<Outcome(const std::string& path)> read;
};

/// Reads it cut at `places` places; tells what became of it.
Tally cut_everywhere(const Good& good, int places) {
  const fs::path cut = good.folder / good.cut;
  const std::string whole = bytes_of_file(cut.string());
  const std::string open = (good.folder / good.open).string();
  const Outcome full = good.read(open);
  EXPECT_EQ(full.error, "") << good.name;
  EXPECT_GT(full.rows, 0u) << good.name;
  EXPECT_GT(whole.size(), 100u) << good.name;
  Tally tally;
  for (int i = 0; i < places; ++i) {
    const std::size_t length =
        whole.size() * static_cast<std::size_t>(i) / static_cast<std::size_t>(places);
    std::ofstream{cut, std::ios::binary | std::ios::trunc} << whole.substr(0, length);
    SCOPED_TRACE(good.name + " cut at " + std::to_string(length) + " of " +
                 std::to_string(whole.size()));
    const Outcome now = good.read(open);
    if (!now.error.empty())
      tally.add("refused (" + now.error + ")");
    else if (now.rows == full.rows)
      tally.add(now.told == full.told ? "whole" : "whole and told of");
    else if (now.told == full.told)
      tally.add("SILENT LOSS");
    else
      tally.add("part of it and told of");
  }
  std::ofstream{cut, std::ios::binary | std::ios::trunc} << whole;
  std::cout << good.name << ": " << tally.text() << "\n";
  return tally;
}

class CutFiles : public ::testing::Test {
 protected:
  void TearDown() override { expect_little_memory(); }
  fs::path fresh(const std::string& name) {
    const fs::path made = folder_.file(name);
    fs::create_directories(made);
    return made;
  }
  /// Cut so; nothing may be lost in silence but where `silent` says that the format allows no more.
  void expect_told(const Good& good, bool silent = false) {
    const InChildren children;
    const Tally tally = cut_everywhere(good, by_effort(200));
    if (silent) return;
    EXPECT_EQ(tally.of("SILENT LOSS"), 0u) << good.name << ": " << tally.text();
  }
  static std::function<Outcome(const std::string&)> layer(const std::string& crs = {}) {
    return [crs](const std::string& path) { return read_as_layer(path, frame(), crs); };
  }
  void layer_of(const std::string& driver, const std::string& file, const DrawnLayer& drawn,
                const std::vector<std::string>& cuts) {
    const fs::path folder = fresh(driver);
    write_layer((folder / file).string(), driver.c_str(), drawn);
    for (const auto& cut : cuts)
      expect_told(
          {file + " by " + cut, folder, cut, file, layer(drawn.epsg == 0 ? "EPSG:4490" : "")});
  }

  Folder folder_;
};

TEST_F(CutFiles, Shapefile) {
  layer_of("ESRI Shapefile", "roads.shp", streets(),
           {"roads.shp", "roads.shx", "roads.dbf", "roads.prj"});
}
TEST_F(CutFiles, GeoPackage) {
  layer_of("GPKG", "roads.gpkg", streets(), {"roads.gpkg"});
}
TEST_F(CutFiles, GeoJson) {
  layer_of("GeoJSON", "roads.geojson", streets(), {"roads.geojson"});
}
TEST_F(CutFiles, FlatGeobuf) {
  layer_of("FlatGeobuf", "roads.fgb", streets(), {"roads.fgb"});
}
TEST_F(CutFiles, Xlsx) {
  layer_of("XLSX", "places.xlsx", places(), {"places.xlsx"});
}
TEST_F(CutFiles, Ods) {
  layer_of("ODS", "places.ods", places(), {"places.ods"});
}

TEST_F(CutFiles, FileGeodatabase) {
  const fs::path folder = fresh("gdb");
  write_layer((folder / "roads.gdb").string(), "OpenFileGDB", streets());
  // The largest table holds the rows; its index stands beside it.
  fs::path table;
  for (const auto& entry : fs::directory_iterator{folder / "roads.gdb"})
    if (entry.path().extension() == ".gdbtable" &&
        (table.empty() || entry.file_size() > fs::file_size(table)))
      table = entry.path();
  ASSERT_FALSE(table.empty());
  for (const char* ending : {".gdbtable", ".gdbtablx"}) {
    const std::string cut = "roads.gdb/" + table.stem().string() + ending;
    expect_told({"roads.gdb by its " + std::string{ending}, folder, cut, "roads.gdb", layer()});
  }
}

TEST_F(CutFiles, Csv) {
  const fs::path folder = fresh("csv");
  std::string text = "name,lon,lat\n";
  for (int i = 0; i < kRows; ++i)
    text += "\"村 " + std::to_string(i) + "\"," + std::to_string(108.9 + i * 1e-4) + ",34.2\n";
  folder_.write("csv/places.csv", text);
  // A CSV nowhere says how long it is.
  expect_told({"places.csv", folder, "places.csv", "places.csv", layer("EPSG:4490")}, true);
}

TEST_F(CutFiles, GeoTiff) {
  const fs::path folder = fresh("tif");
  DrawnRaster drawn{.width = 60, .height = 50, .grid = {108.9, 0.001, 0, 34.3, 0, -0.001}};
  for (int i = 0; i < 3000; ++i) drawn.cells.push_back(1 + i % 7);
  const auto read = [](const std::string& path) { return read_as_raster(path, frame()); };
  for (const auto& [name, options] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"plain.tif", {}},
           {"packed.tif", {"COMPRESS=DEFLATE"}},
           {"tiled.tif", {"TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "COMPRESS=LZW"}}}) {
    drawn.options = options;
    write_raster((folder / name).string(), drawn);
    expect_told({name, folder, name, name, read});
  }
}

std::vector<Point> places_over(const Frame& over) {
  std::vector<Point> places;
  for (int x = 1; x < 40; ++x)
    for (int y = 1; y < 40; ++y) places.push_back(over.to_plane(1 + x / 40.0, 42 + y / 40.0));
  return places;
}

TEST_F(CutFiles, Heights) {
  const fs::path folder = fresh("hgt");
  const std::string real = data("andorra/N42E001.hgt.zip");
  if (real.empty()) GTEST_SKIP() << "no test data";
  fs::copy_file(real, folder / "N42E001.hgt.zip");
  fs::permissions(folder / "N42E001.hgt.zip", fs::perms::owner_all);
  const Frame over = frame_around(1, 42, 2, 43);
  const auto places = places_over(over);
  const auto read = [&](const std::string& path) { return read_as_heights(path, over, places); };
  expect_told({"N42E001.hgt.zip", folder, "N42E001.hgt.zip", "N42E001.hgt.zip", read});
  // The same, unpacked.
  std::string cells;
  for (int row = 0; row < 1201; ++row)
    for (int column = 0; column < 1201; ++column) {
      const int metres = (row + column) % 2000;
      cells += static_cast<char>(metres >> 8);
      cells += static_cast<char>(metres & 255);
    }
  folder_.write("hgt/N42E001.hgt", cells);
  expect_told({"N42E001.hgt", folder, "N42E001.hgt", "N42E001.hgt", read});
}

/// Roads and houses, so many that they take several blocks of any format.
OsmText small_town() {
  OsmText town;
  for (int i = 0; i < 2000; ++i) town.node(i + 1, i % 50 == 0 ? "amenity=clinic" : "");
  for (int i = 0; i + 9 < 2000; i += 9)
    town.way(10'000 + i, {i + 1, i + 2, i + 3, i + 4, i + 5, i + 6, i + 7, i + 8, i + 9},
             i % 2 == 0 ? "highway=residential name=路" : "building=yes");
  return town;
}

TEST_F(CutFiles, OsmXml) {
  const fs::path folder = fresh("osm");
  const std::string xml = small_town().text();
  folder_.write("osm/town.osm", xml);
  const auto read = [](const std::string& path) { return read_as_osm(path, sample_frame()); };
  expect_told({"town.osm", folder, "town.osm", "town.osm", read});
  const gzFile out = gzopen((folder / "town.osm.gz").c_str(), "wb");
  ASSERT_EQ(gzwrite(out, xml.data(), static_cast<unsigned>(xml.size())),
            static_cast<int>(xml.size()));
  gzclose(out);
  expect_told({"town.osm.gz", folder, "town.osm.gz", "town.osm.gz", read});
}

TEST_F(CutFiles, OsmPbf) {
  const std::string real = data("andorra/andorra.osm.pbf");
  if (real.empty()) GTEST_SKIP() << "no test data";
  const fs::path folder = fresh("pbf");
  fs::copy_file(real, folder / "town.osm.pbf");
  fs::permissions(folder / "town.osm.pbf", fs::perms::owner_all);
  const Frame over = frame_around(1.4, 42.4, 1.8, 42.7);
  expect_told({"town.osm.pbf", folder, "town.osm.pbf", "town.osm.pbf",
               [&](const std::string& path) { return read_as_osm(path, over); }});
}

}  // namespace
}  // namespace lifecircle::test
