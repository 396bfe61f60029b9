// One corrupt row among 100,000: the run goes on and names it, or, where the format leaves no way
// past it, ends in one sentence that says where.

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/tools/damaged_files.hpp"

namespace lifecircle::test {
namespace {

constexpr int kRows = 100'000, kBad = 54'321;

std::string lon(int i) {
  return std::to_string(108.0 + i * 1e-5);
}

DrawnLayer points() {
  DrawnLayer drawn;
  drawn.fields = {{"name", OFTString}, {"people", OFTInteger}};
  for (int i = 0; i < kRows; ++i)
    drawn.rows.push_back(
        {"POINT (" + lon(i) + " 34.2)", {"row" + std::to_string(i) + ";", std::to_string(i % 90)}});
  drawn.type = wkbPoint;
  return drawn;
}

/// Reads all rows, as the program does.
struct Read {
  Read(const std::string& path, const std::string& crs = {}) {
    const InChildren children;
    LayerSource source;
    source.file = path;
    source.crs = crs;
    const Frame frame = frame_around(107.9, 34.1, 109.1, 34.3);
    auto features = read_features(source, frame, {"name", "people"}, false, problems);
    if (features)
      rows = features.value().size();
    else
      error = features.error();
  }
  /// Problems of one row, and what they say.
  std::string told_of(std::int64_t row) const {
    std::string text;
    for (const Problem& p : problems.list())
      if (p.row == row) {
        text += p.key;
        for (const auto& arg : p.args) text += "|" + arg;
        text += " ";
      }
    return text;
  }
  /// Some rows may have been lost, but only such as are named.
  void expect_named(std::int64_t row, const std::string& file, const std::string& layer) const {
    EXPECT_EQ(error.key, "") << error.where;
    EXPECT_GE(rows, std::size_t{kRows - 1});
    EXPECT_NE(told_of(row), "") << told(problems);
    for (const Problem& p : problems.list()) {
      EXPECT_EQ(p.file, file);
      EXPECT_EQ(p.layer, layer);
      EXPECT_EQ(p.row, row) << "rows without fault are not blamed: " << p.key;
    }
  }
  void expect_ended(const std::string& key, const std::string& place) const {
    EXPECT_EQ(error.key, key) << rows << " rows, " << told(problems);
    std::string all = error.where;
    for (const auto& arg : error.args) all += " | " + arg;
    EXPECT_NE(all.find(place), std::string::npos) << all;
  }

  std::size_t rows = 0;
  Error error;
  Problems problems;
};

/// Puts other bytes in place of those at `at`.
void spoil(const std::string& path, std::size_t at, const std::string& bytes) {
  std::fstream file{path, std::ios::binary | std::ios::in | std::ios::out};
  file.seekp(static_cast<std::streamoff>(at));
  file << bytes;
  ASSERT_TRUE(file.good());
}

/// Where the text of row kBad stands, which stands once.
std::size_t place_of_bad(const std::string& bytes) {
  const std::string name = "row" + std::to_string(kBad) + ";";
  const std::size_t at = bytes.find(name);
  EXPECT_NE(at, std::string::npos);
  EXPECT_EQ(bytes.find(name, at + 1), std::string::npos);
  return at;
}

TEST(CorruptRow, OfACsvIsNamed) {
  const Folder folder;
  std::string text = "name,people,lon,lat\n";
  for (int i = 0; i < kRows; ++i)
    text += "row" + std::to_string(i) + ";," + std::to_string(i % 90) + "," + lon(i) + ",34.2\n";
  const std::size_t at = place_of_bad(text);
  const std::size_t end = text.find('\n', at);
  const auto with = [&](const std::string& row) {
    std::string other = text;
    return folder.write("homes.csv", other.replace(at, end - at, row));
  };
  const std::int64_t line = kBad + 2;
  for (const std::string& row :
       {std::string{"a,1,not a number,34.2"}, std::string{"a,1,nan,34.2"},
        std::string{"a,b,c,d,e,f,g,h"}, std::string{"half"}, std::string{"a,1,1e999,34.2"},
        std::string{"a,1,108.5,34"} + std::string(3, '\0') + "2", std::string(40, '\0')}) {
    SCOPED_TRACE(row);
    Read{with(row), "EPSG:4490"}.expect_named(line, folder.file("homes.csv"), "");
  }
  Read{with("\"a,1,108.5,34.2"), "EPSG:4490"}.expect_ended("csv_quote_open", std::to_string(line));
}

TEST(CorruptRow, OfAShapefileIsNamed) {
  const Folder folder;
  const std::string shp = folder.file("homes.shp");
  write_layer(shp, "ESRI Shapefile", points());
  const std::string dbf = folder.file("homes.dbf");
  const std::string table = bytes_of_file(dbf), shapes = bytes_of_file(shp);
  const auto again = [&] {
    folder.write("homes.dbf", table);
    folder.write("homes.shp", shapes);
  };
  // A number that is none.
  const std::size_t name = place_of_bad(table);
  spoil(dbf, name + 80, "\x01\xff#12");
  Read{shp}.expect_named(kBad, shp, "homes");
  again();
  // A record of another kind, of no kind, and off the Earth: 100 bytes of head, 28 a point, of
  // which 8 are its own head and 4 its kind.
  const std::size_t record = 100 + 28 * std::size_t{kBad};
  for (const auto& [at, bytes] :
       {std::pair<std::size_t, std::string>{8, std::string("\x05\0\0\0", 4)},
        {8, std::string("\xde\xad\xbe\xef", 4)},
        {12, std::string(16, '\xff')}}) {
    SCOPED_TRACE(at);
    spoil(shp, record + at, bytes);
    Read{shp}.expect_named(kBad, shp, "homes");
    again();
  }
  // Its size stands in the .shx too, where it is right: nothing is lost.
  spoil(shp, record + 4, std::string("\x7f\xff\xff\xff", 4));
  const Read same{shp};
  EXPECT_EQ(same.rows, std::size_t{kRows});
  EXPECT_TRUE(same.problems.empty()) << told(same.problems);
}

TEST(CorruptRow, OfAShapefileThatIsDeletedIsNoFault) {
  const Folder folder;
  DrawnLayer drawn = points();
  drawn.rows.resize(50);
  const std::string shp = folder.file("homes.shp"), dbf = folder.file("homes.dbf");
  write_layer(shp, "ESRI Shapefile", drawn);
  const std::size_t mark = bytes_of_file(dbf).find("row7;") - 1;
  spoil(dbf, mark, "*");
  const Read deleted{shp};
  EXPECT_EQ(deleted.rows, 49u);
  EXPECT_TRUE(deleted.problems.empty()) << told(deleted.problems);
  // No number is none; so are stars.
  spoil(dbf, mark, " ");
  spoil(dbf, mark + 1 + 80, std::string(9, '*'));
  const Read stars{shp};
  EXPECT_EQ(stars.rows, 50u);
  EXPECT_TRUE(stars.problems.empty()) << told(stars.problems);
}

TEST(CorruptRow, ATableOfOtherShapesIsTold) {
  const Folder folder;
  DrawnLayer drawn = points();
  drawn.rows.resize(50);
  const std::string shp = folder.file("homes.shp");
  write_layer(shp, "ESRI Shapefile", drawn);
  drawn.rows.resize(30);
  const Folder other;
  write_layer(other.file("homes.shp"), "ESRI Shapefile", drawn);
  for (const char* part : {"homes.shp", "homes.shx"})
    folder.write(part, bytes_of_file(other.file(part)));
  const Read read{shp};
  EXPECT_EQ(read.rows, 30u);
  EXPECT_EQ(count_of(read.problems, "dbf_other_rows"), 1u) << told(read.problems);
}

TEST(CorruptRow, OfGeoJsonIsNamed) {
  const Folder folder;
  const std::string path = folder.file("homes.geojson");
  std::string text = R"({"type":"FeatureCollection","features":[)";
  for (int i = 0; i < kRows; ++i)
    text += std::string{i == 0 ? "\n" : ",\n"} + R"({"type":"Feature","properties":{"name":"row)" +
            std::to_string(i) + R"(;","people":1},"geometry":{"type":"Point","coordinates":[)" +
            lon(i) + R"(,34.2]}})";
  text += "\n]}\n";
  const std::size_t at = text.find(R"("geometry")", place_of_bad(text));
  const std::size_t end = text.find('\n', at);
  const auto with = [&](const std::string& geometry) {
    std::string other = text;
    return folder.write("homes.geojson", other.replace(at, end - at, R"("geometry":)" + geometry));
  };
  for (const char* geometry : {R"({"type":"Point","coordinates":"here"}},)",
                               R"({"type":"Point"}},)", R"({"type":"Blob","coordinates":[1,2]}},)",
                               R"(7},)", R"({"type":"Point","coordinates":["a","b"]}},)",
                               R"({"type":"LineString","coordinates":[[1,2],null]}},)",
                               R"({"type":"Point","coordinates":[1e999,2]}},)"}) {
    SCOPED_TRACE(geometry);
    Read{with(geometry)}.expect_named(kBad, path, "homes");
  }
  // No JSON any more.
  Read{with(R"({"type":"Point","coordinates":[1,]!}},)")}.expect_ended(
      "file_unreadable", "line " + std::to_string(kBad + 2));
}

TEST(CorruptRow, OfAGeoPackageIsNamed) {
  const Folder folder;
  const std::string path = folder.file("homes.gpkg");
  DrawnLayer drawn = points();
  drawn.name = "homes";
  drawn.layer_options = {"SPATIAL_INDEX=NO"};
  write_layer(path, "GPKG", drawn);
  const std::string whole = bytes_of_file(path);
  // The head of a blob: GP, version, flags, the CRS; then byte order, kind, x and y.
  const std::string bytes = whole;
  const std::size_t name = place_of_bad(bytes);
  const std::size_t blob = bytes.rfind("GP", name);
  ASSERT_LT(name - blob, 60u);
  for (const auto& [at, other] : {std::pair<std::size_t, std::string>{0, "XX"},
                                  {3, std::string(1, '\x0e')},
                                  {8, std::string(1, '\x09')},
                                  {9, std::string("\xef\xbe\xad\xde", 4)},
                                  {9, std::string("\x03\0\0\0", 4)},
                                  {13, std::string(16, '\xff')}}) {
    SCOPED_TRACE(at);
    spoil(path, blob + at, other);
    Read{path}.expect_named(kBad + 1, path, "homes");
    folder.write("homes.gpkg", whole);
  }
  // A page of the database that is none any more.
  spoil(path, name / 4096 * 4096, std::string(4096, '\0'));
  Read{path}.expect_ended("layer_breaks_off", "row");
}

TEST(CorruptRow, OfAFlatGeobufEndsInAPlace) {
  const Folder folder;
  const std::string path = folder.file("homes.fgb");
  DrawnLayer drawn = points();
  drawn.name = "homes";
  drawn.layer_options = {"SPATIAL_INDEX=NO"};
  write_layer(path, "FlatGeobuf", drawn);
  const std::string whole = bytes_of_file(path);
  const std::size_t name = place_of_bad(whole);
  // Its table of offsets stands before the name; the next feature's size after it.
  spoil(path, name - 40, std::string(24, '\xff'));
  Read{path}.expect_ended("layer_breaks_off", std::to_string(kBad));
}

}  // namespace
}  // namespace lifecircle::test
