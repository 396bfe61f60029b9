// Files that are small and say that they are large, or large in one place.

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "io/read/elevation.hpp"
#include "tests/io/layer_files.hpp"
#include "tests/io/must_end.hpp"
#include "tests/io/raster_files.hpp"

namespace lifecircle {
namespace {

using test::count_of;
using test::DrawnRaster;
using test::Folder;
using test::frame_around;
using test::MustEnd;
using test::source_of;
using test::write_raster;

const Frame kFrame = frame_around(108.9, 34.2, 109.1, 34.4);

std::string outcome(const LayerSource& source, Problems& problems) {
  const auto features = read_features(source, kFrame, {}, false, problems);
  return features ? std::to_string(features.value().size()) : features.error().key;
}
std::string outcome(const std::string& file) {
  Problems problems;
  return outcome(source_of(file), problems);
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(RefusedSize, DeepNestingEndsInASentence) {
  const MustEnd must_end;
  const Folder folder;
  const std::string head = R"({"type":"FeatureCollection","features":[{"type":"Feature",)";
  const std::string point = R"("geometry":{"type":"Point","coordinates":[109,34.3]}}]})";
  for (const int depth : {1000, 200'000}) {
    const std::string open = repeated("[", depth), close = repeated("]", depth);
    for (const std::string& text : {
             open + close,
             open,
             repeated("{\"a\":", depth) + "1" + repeated("}", depth),
             head + R"("properties":{},"geometry":{"type":"Polygon","coordinates":)" + open +
                 "109,34.3" + close + "}}]}",
             head + R"("properties":{},"geometry":)" +
                 repeated(R"({"type":"GeometryCollection","geometries":[)", depth / 10) +
                 R"({"type":"Point","coordinates":[109,34.3]})" + repeated("]}", depth / 10) +
                 "}]}",
             head + R"("properties":{"a":)" + open + close + "}," + point,
         }) {
      const std::string became = outcome(folder.write("a.geojson", text));
      EXPECT_TRUE(became == "file_unreadable" || became == "layer_breaks_off" || became == "0" ||
                  (depth == 1000 && became == "1") || became == "no_layers")
          << depth << " " << text.substr(0, 120) << " " << became;
    }
  }
}

TEST(RefusedSize, DeepWktIsARowSetAside) {
  const MustEnd must_end;
  const Folder folder;
  for (const int depth : {40, 1000, 100'000}) {
    LayerSource source = source_of(
        folder.write("a.csv", "name,wkt\nbad,\"" + repeated("GEOMETRYCOLLECTION (", depth) +
                                  "POINT (109 34.3)" + repeated(")", depth) + "\"\nalso bad,\"" +
                                  repeated("(", depth) + "\"\ngood,POINT (109 34.3)\n"));
    source.wkt = "wkt";
    Problems problems;
    EXPECT_EQ(outcome(source, problems), "1") << depth;
    std::uint64_t told = 0;
    for (const auto& [key, count] : problems.counts()) told += count;
    EXPECT_GE(told, 2u) << depth;
  }
}

TEST(RefusedSize, ALineOfATableHasAnEnd) {
  const MustEnd must_end;
  const Folder folder;
  const std::string head = "lon,lat,name\n109,34.3,a\n";
  EXPECT_EQ(outcome(folder.write("long.csv", head + "109,34.3," + std::string(70 << 20, 'x'))),
            "csv_record_too_long");
  EXPECT_EQ(outcome(folder.write("quoted.csv", head + "109,34.3,\"" + std::string(70 << 20, '\n'))),
            "csv_record_too_long");
  EXPECT_EQ(outcome(folder.write("wide.csv", head + std::string(1 << 20, ','))),
            "csv_record_too_long");
  EXPECT_EQ(outcome(folder.write("head.csv", std::string(70 << 20, 'x'))), "csv_record_too_long");
}

TEST(RefusedSize, AFeatureOfGeoJsonHasAnEnd) {
  const MustEnd must_end;
  const Folder folder;
  const std::string became = outcome(folder.write(
      "a.geojson",
      R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"n":")" +
          std::string(210 << 20, 'x') +
          R"("},"geometry":{"type":"Point","coordinates":[109,34.3]}}]})"));
  EXPECT_TRUE(became == "file_unreadable" || became == "layer_breaks_off") << became;
}

TEST(RefusedSize, RastersThatSayTheyAreLargeAreMeasuredBeforeTheyAreRead) {
  const MustEnd must_end;
  const Folder folder;
  const std::vector<DrawnRaster> rasters{
      {.width = 400'000,
       .height = 400'000,
       .grid = {108.9, 1e-6, 0, 34.4, 0, -1e-6},
       .options = {"SPARSE_OK=YES", "TILED=YES", "BIGTIFF=YES", "BLOCKXSIZE=4096",
                   "BLOCKYSIZE=4096"}},
      {.width = 30'000,
       .height = 30'000,
       .grid = {108.9, 1e-5, 0, 34.4, 0, -1e-5},
       .type = GDT_Float64,
       .options = {"SPARSE_OK=YES", "TILED=YES", "BLOCKXSIZE=20000", "BLOCKYSIZE=20000",
                   "COMPRESS=DEFLATE"}},
  };
  for (std::size_t i = 0; i < rasters.size(); ++i) {
    const std::string file =
        write_raster(folder.file("r" + std::to_string(i) + ".tif"), rasters[i]);
    EXPECT_LT(std::filesystem::file_size(file), 40u << 20);
    Problems problems;
    const auto cells = read_raster(source_of(file), kFrame, problems);
    ASSERT_FALSE(cells) << i;
    EXPECT_EQ(cells.error().key, "raster_too_large") << i;
    EXPECT_EQ(cells.error().fault, Fault::limit);
    // Heights are asked for at two corners: all that lies between is looked at.
    const auto heights = read_heights(
        std::vector{source_of(file)}, kFrame,
        std::vector{kFrame.to_plane(108.91, 34.39), kFrame.to_plane(109.09, 34.21)}, problems);
    if (!heights)
      EXPECT_EQ(heights.error().key, "elevation_too_large") << i;
    else
      EXPECT_EQ(heights.value().size(), 2u) << i;
  }
}

TEST(RefusedSize, HeadsThatLieAboutSizes) {
  const MustEnd must_end;
  const Folder folder;
  // A TIFF of 2^31 - 1 cells each way with one strip of ten bytes; one whose tags never end.
  const auto tag = [](int code, int type, std::uint32_t count, std::uint32_t value) {
    std::string text;
    for (const auto& [number, bytes] :
         {std::pair<std::uint32_t, int>{code, 2}, {type, 2}, {count, 4}, {value, 4}})
      for (int i = 0; i < bytes; ++i) text += static_cast<char>((number >> (8 * i)) & 255);
    return text;
  };
  const std::string head{"II*\0\x08\0\0\0", 8};
  const auto tiff = [&](std::uint32_t side, std::uint32_t strips) {
    return head + std::string{"\x09\0", 2} + tag(256, 4, 1, side) + tag(257, 4, 1, side) +
           tag(258, 3, 1, 32) + tag(259, 3, 1, 1) + tag(262, 3, 1, 1) + tag(273, 4, strips, 130) +
           tag(277, 3, 1, 1) + tag(278, 4, 1, side) + tag(279, 4, strips, 10) +
           std::string(40, '\0');
  };
  for (const std::string& bytes :
       {tiff(2147483647u, 1), tiff(4294967295u, 1), tiff(100'000, 4'000'000'000u),
        head + std::string{"\xFF\xFF", 2} + tag(256, 4, 1, 10),
        head.substr(0, 4) + head.substr(0, 4), head + std::string{"\0\0\x08\0\0\0", 6}}) {
    const std::string file = folder.write("a.tif", bytes);
    Problems problems;
    LayerSource source = source_of(file);
    source.crs = "EPSG:4490";
    const auto cells = read_raster(source, kFrame, problems);
    ASSERT_FALSE(cells);
    EXPECT_TRUE(cells.error().key == "file_unreadable" || cells.error().key == "raster_no_place" ||
                cells.error().key == "raster_too_large" || cells.error().key == "raster_empty")
        << cells.error().key;
  }
  // Every 32-bit number of a good file's head made as large as may be.
  for (const auto& [name, driver] :
       {std::pair{"a.shp", "ESRI Shapefile"}, std::pair{"a.fgb", "FlatGeobuf"},
        std::pair{"a.gpkg", "GPKG"}}) {
    const Folder own;
    test::DrawnLayer drawn{.fields = {{"name", OFTString}}};
    for (int i = 0; i < 20; ++i)
      drawn.rows.push_back({"LINESTRING (109 34.3, 109.01 34.3)", {std::to_string(i)}});
    const std::string file = test::write_layer(own.file(name), driver, drawn);
    std::ifstream in{file, std::ios::binary};
    const std::string good{std::istreambuf_iterator<char>{in}, {}};
    for (std::size_t at = 0; at + 4 <= std::min<std::size_t>(good.size(), 400); at += 4)
      for (const std::string& large :
           {std::string{"\x7F\xFF\xFF\xFF"}, std::string{"\xFF\xFF\xFF\x7F"}}) {
        std::string bad = good;
        bad.replace(at, 4, large);
        own.write(name, bad);
        Problems problems;
        const auto features = read_features(source_of(file), kFrame, {}, true, problems);
        EXPECT_LE(features ? features.value().size() : 0, 20u) << name << " " << at;
      }
  }
}

}  // namespace
}  // namespace lifecircle
