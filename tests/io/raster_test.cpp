#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/read/layer.hpp"
#include "tests/io/raster_files.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle {
namespace {

using test::count_of;
using test::DrawnRaster;
using test::Folder;
using test::frame_around;
using test::source_of;
using test::write_raster;
using ::testing::ElementsAre;

const Frame kXian = frame_around(108.9, 34.2, 109.1, 34.4);

RasterCells read(const std::string& file, Problems& problems, const LonLatBox& within = {}) {
  auto cells = read_raster(source_of(file), kXian, problems, {}, within);
  EXPECT_TRUE(cells) << cells.error().key;
  return cells ? std::move(cells).value() : RasterCells{};
}

TEST(Raster, GivesTheCentresOfPeopledCells) {
  const Folder folder;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Problems problems;
  const RasterCells cells =
      read(write_raster(folder.file("a.tif"),
                        {.cells = {1.5, 0, -9999, nan, 2.25, -3}, .nodata = -9999}),
           problems);
  EXPECT_THAT(cells.cell, ElementsAre(0, 4));
  EXPECT_THAT(cells.value, ElementsAre(1.5, 2.25));
  EXPECT_THAT(cells.at,
              ElementsAre(kXian.to_plane(109.005, 34.395), kXian.to_plane(109.015, 34.385)));
  EXPECT_EQ(cells.outside_cells, 0u);
}

TEST(Raster, SetsCellsAsideThatHoldNoNumberOfPeople) {
  const Folder folder;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  Problems problems;
  const RasterCells cells = read(
      write_raster(folder.file("a.tif"), {.width = 4,
                                          .cells = {1.5, nan, -9999, -3, 3.4e38, 1e20, infinite, 2},
                                          .type = GDT_Float64,
                                          .nodata = -9999}),
      problems);
  EXPECT_THAT(cells.value, ElementsAre(1.5, 2));
  ASSERT_EQ(problems.list().size(), 2u) << "one of a kind, however many cells";
  EXPECT_EQ(problems.list()[0].key, "raster_negative");
  EXPECT_THAT(problems.list()[0].args, ElementsAre("1", "0:3 = -3"));
  EXPECT_EQ(problems.list()[1].key, "raster_unusable");
  EXPECT_THAT(problems.list()[1].args, ElementsAre("4", "0:1 = nan, 1:0 = 3.4e+38, 1:1 = 1e+20"));
  for (const Problem& p : problems.list()) EXPECT_TRUE(p.set_aside);
  Problems none;
  read(write_raster(folder.file("b.tif"), {.cells = {1, nan, nan, nan, 2, 3}, .nodata = nan}),
       none);
  EXPECT_TRUE(none.empty()) << "said to be no data";
}

TEST(Raster, KnowsNodataOfEveryType) {
  const Folder folder;
  const double float_lowest = static_cast<double>(std::numeric_limits<float>::lowest());
  int number = 0;
  for (const auto& [type, nodata] :
       {std::pair{GDT_Byte, 255.0}, std::pair{GDT_Int16, -32768.0}, std::pair{GDT_UInt16, 65535.0},
        std::pair{GDT_Int32, -2147483648.0}, std::pair{GDT_Float32, float_lowest},
        std::pair{GDT_Float32, 3.4e38}, std::pair{GDT_Float64, -1e308}}) {
    Problems problems;
    const RasterCells cells = read(
        write_raster(folder.file("n" + std::to_string(number++) + ".tif"),
                     {.cells = {nodata, 1, nodata, 2, 3, nodata}, .type = type, .nodata = nodata}),
        problems);
    EXPECT_THAT(cells.value, ElementsAre(1, 2, 3)) << GDALGetDataTypeName(type);
    EXPECT_TRUE(problems.empty());
  }
}

TEST(Raster, TurnsWithItsGrid) {
  // Columns go north, rows go east.
  const Folder folder;
  Problems problems;
  const RasterCells cells =
      read(write_raster(folder.file("a.tif"),
                        {.cells = {1, 2, 3, 4, 5, 6}, .grid = {109, 0, 0.01, 34.3, 0.02, 0}}),
           problems);
  ASSERT_EQ(cells.at.size(), 6u);
  EXPECT_EQ(cells.at[1], kXian.to_plane(109.005, 34.33));
  EXPECT_EQ(cells.at[3], kXian.to_plane(109.015, 34.31));
}

TEST(Raster, ComesFromAnyProjection) {
  const Folder folder;
  Problems problems;
  const std::string file = write_raster(
      folder.file("a.tif"),
      {.cells = {1, 2, 3, 4, 5, 6}, .grid = {592000, 100, 0, 3797200, 0, -100}, .epsg = 4545});
  const RasterCells cells = read(file, problems);
  ASSERT_EQ(cells.at.size(), 6u);
  EXPECT_NEAR(distance_mm(cells.at[0], cells.at[2]), 200'000, 200);
  EXPECT_NEAR(distance_mm(cells.at[0], cells.at[3]), 100'000, 100);
  const LonLatBox box = raster_extent(source_of(file)).value();
  const LonLat first = kXian.to_lonlat(cells.at[0]);
  EXPECT_NEAR(box.west, first.lon, 0.001);
  EXPECT_NEAR(box.north, first.lat, 0.001);
  EXPECT_LT(box.west, first.lon);
  EXPECT_GT(box.north, first.lat);
}

TEST(Raster, CutsABoxOut) {
  const Folder folder;
  DrawnRaster drawn{.width = 200, .height = 100, .grid = {108, 0.01, 0, 35, 0, -0.01}};
  for (int i = 0; i < 20'000; ++i) drawn.cells.push_back(i + 1);
  for (const std::string tiled : {"TILED=NO", "TILED=YES"}) {
    drawn.options = {tiled, "BLOCKXSIZE=16", "BLOCKYSIZE=16"};
    const std::string file = write_raster(folder.file(tiled + ".tif"), drawn);
    Problems problems;
    const RasterCells all = read(file, problems);
    EXPECT_EQ(all.at.size(), 20'000u);
    LonLatBox box;
    box.add(108.9, 34.2);
    box.add(109.1, 34.4);
    const RasterCells cut = read(file, problems, box);
    EXPECT_EQ(cut.at.size(), 400u);
    EXPECT_EQ(cut.outside_cells, 19'600u);
    double sum = 0;
    for (const double value : cut.value) sum += value;
    EXPECT_EQ(cut.outside_thousandths, 200'010'000'000 - static_cast<std::int64_t>(1e3 * sum));
    std::size_t next = 0;
    for (std::size_t i = 0; i < all.at.size(); ++i) {
      const LonLat place = kXian.to_lonlat(all.at[i]);
      if (place.lon < 108.9 || place.lon > 109.1 || place.lat < 34.2 || place.lat > 34.4) continue;
      ASSERT_EQ(cut.cell[next], all.cell[i]);
      ASSERT_EQ(cut.value[next], all.value[i]);
      ASSERT_EQ(cut.at[next++], all.at[i]);
    }
    EXPECT_EQ(next, cut.at.size());
    LonLatBox elsewhere;
    elsewhere.add(0, 0);
    elsewhere.add(1, 1);
    EXPECT_TRUE(read(file, problems, elsewhere).at.empty());
  }
}

TEST(Raster, LooksAtAPartOfAVeryLargeOne) {
  const Folder folder;
  const std::string file =
      write_raster(folder.file("a.tif"), {.width = 30'000,
                                          .height = 30'000,
                                          .grid = {108, 0.0001, 0, 35, 0, -0.0001},
                                          .type = GDT_Byte,
                                          .options = {"SPARSE_OK=YES", "TILED=YES"}});
  Problems problems;
  EXPECT_EQ(read_raster(source_of(file), kXian, problems).error().key, "raster_too_large");
  LonLatBox box;
  box.add(109, 34.3);
  box.add(109.01, 34.31);
  EXPECT_TRUE(read(file, problems, box).at.empty());
  EXPECT_EQ(count_of(problems, "raster_cut"), 1u);
}

TEST(Raster, CountsCellsBeyondTheFrame) {
  const Folder folder;
  Problems problems;
  const RasterCells cells =
      read(write_raster(folder.file("a.tif"),
                        {.cells = {1, 2, 3, 4, 5, 6}, .grid = {109, 20, 0, 34.4, 0, -0.01}}),
           problems);
  EXPECT_TRUE(cells.at.empty());
  EXPECT_EQ(count_of(problems, "raster_far"), 1u);
  EXPECT_THAT(problems.list()[0].args, ElementsAre("6", "21"));
}

TEST(Raster, RefusesWhatHasNoPlaceOrIsTooLarge) {
  const Folder folder;
  int number = 0;
  const auto key = [&](const DrawnRaster& drawn) {
    Problems problems;
    const auto cells = read_raster(
        source_of(write_raster(folder.file("r" + std::to_string(number++) + ".tif"), drawn)), kXian,
        problems);
    return cells ? "" : cells.error().key;
  };
  EXPECT_EQ(key({.grid = {0, 0, 0, 0, 0, 0}, .epsg = 4490}), "raster_no_place");
  EXPECT_EQ(key({.epsg = 0}), "crs_missing");
  EXPECT_EQ(key({.epsg = 4610}), "crs_old_chinese");
  EXPECT_EQ(key({.type = GDT_CFloat32}), "raster_complex");
  EXPECT_EQ(key({.width = 400'000, .height = 400'000, .options = {"SPARSE_OK=YES", "TILED=YES"}}),
            "raster_too_large");
  EXPECT_EQ(key({.width = 12'000,
                 .height = 12'000,
                 .type = GDT_Float64,
                 .options = {"SPARSE_OK=YES", "BLOCKYSIZE=12000", "COMPRESS=DEFLATE"}}),
            "raster_too_large");
  Problems problems;
  EXPECT_EQ(read_raster(source_of(folder.write("a.csv", "a\n1\n")), kXian, problems).error().key,
            "layer_is_no_raster");
  const std::string raster = write_raster(folder.file("z.tif"), {});
  EXPECT_EQ(read_features(source_of(raster), kXian, {}, false, problems).error().key,
            "raster_is_no_layer");
  // Broken off: the head is there, the cells are not.
  DrawnRaster large{.width = 1000, .height = 1000};
  large.cells.assign(1'000'000, 1);
  const std::string cut = write_raster(folder.file("cut.tif"), large);
  std::filesystem::resize_file(cut, std::filesystem::file_size(cut) / 2);
  const auto broken = read_raster(source_of(cut), kXian, problems);
  ASSERT_FALSE(broken);
  EXPECT_TRUE(broken.error().key == "layer_breaks_off" || broken.error().key == "file_unreadable")
      << broken.error().key;
}

TEST(Raster, ReadsTheHillsOfPortoAlegre) {
  const auto path = test::data("poa/poa_elevation.tif");
  if (path.empty()) GTEST_SKIP();
  const LonLatBox box = raster_extent(source_of(path)).value();
  EXPECT_NEAR(box.west, -51.27, 0.1);
  Problems problems;
  const auto cells = read_raster(source_of(path), Frame::around(box).value(), problems);
  ASSERT_TRUE(cells);
  EXPECT_GT(cells.value().at.size(), 100'000u);
  const double highest = *std::max_element(cells.value().value.begin(), cells.value().value.end());
  EXPECT_GT(highest, 100);
  EXPECT_LT(highest, 500);
}

}  // namespace
}  // namespace lifecircle
