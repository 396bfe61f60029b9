// Heights out of rasters: interpolated, nodata, several tiles, what is refused.

#include "io/read/elevation.hpp"

#include <cmath>
#include <filesystem>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
using ::testing::DoubleNear;
using ::testing::Each;
using ::testing::ElementsAre;

const Frame kXian = frame_around(108.9, 34.2, 109.1, 34.4);

std::vector<double> read(const std::vector<LayerSource>& sources, const std::vector<LonLat>& at,
                         Problems& problems, const Frame& frame = kXian) {
  std::vector<Point> places;
  for (const LonLat& p : at) places.push_back(frame.to_plane(p.lon, p.lat));
  auto heights = read_heights(sources, frame, places, problems);
  EXPECT_TRUE(heights) << heights.error().key;
  return heights ? std::move(heights).value() : std::vector<double>{};
}
std::string key_of_error(const LayerSource& source) {
  Problems problems;
  const std::vector<Point> places{kXian.to_plane(109.015, 34.39)};
  const auto heights = read_heights(std::vector{source}, kXian, places, problems);
  return heights ? "" : heights.error().key;
}

/// 3 x 2 cells of 0.01 degrees from 109 E, 34.4 N.
DrawnRaster drawn(std::vector<double> cells) {
  return {.cells = std::move(cells), .nodata = -9999};
}

TEST(Elevation, IsLinearBetweenTheCentresOfCells) {
  const Folder folder;
  Problems problems;
  const auto source =
      source_of(write_raster(folder.file("a.tif"), drawn({100, 200, 400, 300, 500, 900})));
  const auto heights = read({source},
                            {{109.005, 34.395},    // the centre of a cell
                             {109.010, 34.395},    // between two
                             {109.010, 34.390},    // amid four
                             {109.0225, 34.3875},  // a quarter of the way
                             {109.0001, 34.3999},  // the outer half of a corner cell
                             {109.0299, 34.385},   // of a border cell
                             {109.04, 34.39},      // outside
                             {109.015, 34.3799}},  // outside, too
                            problems);
  ASSERT_EQ(heights.size(), 8u);
  const double close = 0.01;  // places are whole millimetres
  EXPECT_NEAR(heights[0], 100, close);
  EXPECT_NEAR(heights[1], 150, close);
  EXPECT_NEAR(heights[2], (100 + 200 + 300 + 500) / 4.0, close);
  EXPECT_NEAR(heights[3],
              (0.25 * 0.25 * 200 + 0.75 * 0.25 * 400 + 0.25 * 0.75 * 500 + 0.75 * 0.75 * 900),
              close);
  EXPECT_NEAR(heights[4], 100, close);
  EXPECT_NEAR(heights[5], 900, close);
  EXPECT_TRUE(std::isnan(heights[6]));
  EXPECT_TRUE(std::isnan(heights[7]));
  EXPECT_TRUE(problems.empty());
}

TEST(Elevation, WhereACellIsMissingThereIsNone) {
  const Folder folder;
  Problems problems;
  const auto source =
      source_of(write_raster(folder.file("a.tif"), drawn({100, -9999, 400, 300, 500, 32767})));
  const auto heights =
      read({source}, {{109.002, 34.398}, {109.0051, 34.395}, {109.002, 34.389}, {109.025, 34.388}},
           problems);
  EXPECT_NEAR(heights[0], 100, 1e-6) << "missing cells that are not needed do no harm";
  EXPECT_TRUE(std::isnan(heights[1]));
  EXPECT_NEAR(heights[2], 0.4 * 100 + 0.6 * 300, 0.01);
  EXPECT_TRUE(std::isnan(heights[3])) << "no height on Earth";
  ASSERT_EQ(problems.list().size(), 1u);
  EXPECT_EQ(problems.list()[0].key, "elevation_unusable");
  EXPECT_THAT(problems.list()[0].args, ElementsAre("1", "1:2 = 32767"));
}

TEST(Elevation, TheFirstRasterWithAValueWins) {
  const Folder folder;
  Problems problems;
  const auto first = source_of(
                 write_raster(folder.file("a.tif"), drawn({100, 100, -9999, 100, 100, -9999}))),
             second = source_of(
                 write_raster(folder.file("b.tif"),
                              {.width = 6, .height = 2, .cells = std::vector<double>(12, 700)}));
  const std::vector<LonLat> at{{109.008, 34.39}, {109.025, 34.39}, {109.055, 34.39}};
  EXPECT_THAT(read({first, second}, at, problems),
              ElementsAre(DoubleNear(100, 1e-6), DoubleNear(700, 1e-6), DoubleNear(700, 1e-6)));
  EXPECT_THAT(read({second, first}, at, problems), Each(DoubleNear(700, 1e-6)));
}

TEST(Elevation, ManyPlacesOverManyRowsAreThoseOfTheFormula) {
  const Folder folder;
  Problems problems;
  // Wide enough that strips are a few rows.
  DrawnRaster raster{.width = 300'000, .height = 30};
  raster.grid = {108.9, 0.2 / 300'000, 0, 34.4, 0, -0.2 / 30};
  for (int row = 0; row < raster.height; ++row)
    for (int column = 0; column < raster.width; ++column)
      raster.cells.push_back(1000 + 10 * row + column / 1000.0);
  const auto source = source_of(write_raster(folder.file("a.tif"), raster));
  std::vector<LonLat> at;
  for (int i = 0; i < 500; ++i)
    at.push_back({108.901 + 0.00039 * i, 34.39 - 0.18 * ((i * 37) % 500) / 500});
  const auto heights = read({source}, at, problems);
  for (std::size_t i = 0; i < at.size(); ++i) {
    const double row = (34.4 - at[i].lat) / (0.2 / 30) - 0.5;
    const double column = (at[i].lon - 108.9) / (0.2 / 300'000) - 0.5;
    EXPECT_NEAR(heights[i], 1000 + 10 * row + column / 1000.0, 0.01) << i;
  }
}

TEST(Elevation, ProjectedRastersAreUnderstood) {
  const Folder folder;
  Problems problems;
  // CGCS2000, zone of 3 degrees round 108 E, without a prefix.
  DrawnRaster raster{.width = 2, .height = 2, .cells = {10, 20, 30, 40}};
  raster.epsg = 4545;
  raster.grid = {590'000, 5'000, 0, 3'810'000, 0, -5'000};
  const auto source = source_of(write_raster(folder.file("a.tif"), raster));
  const auto heights = read({source}, {{109.03, 34.37}}, problems);
  EXPECT_GT(heights[0], 10);
  EXPECT_LT(heights[0], 40);
}

TEST(Elevation, WhatIsNoRasterOfMetresIsRefused) {
  const Folder folder;
  EXPECT_EQ(key_of_error(source_of(folder.write("a.csv", "x,y\n1,2\n"))), "layer_is_no_raster");
  EXPECT_EQ(key_of_error(source_of(folder.write("a.tif", "no tiff"))), "file_unreadable");
  EXPECT_EQ(key_of_error(source_of(folder.file("missing.tif"))), "file_missing");
  EXPECT_EQ(key_of_error(source_of("/vsicurl/http://example.org/a.tif")), "file_name_refused");
  EXPECT_EQ(key_of_error(source_of(folder.write("N34E109.hgt", "short"))), "file_unreadable");
  EXPECT_EQ(key_of_error(source_of(folder.write("N34E109.hgt.zip", "short"))), "file_unreadable");
  const auto feet = write_raster(folder.file("feet.tif"), drawn({1, 2, 3, 4, 5, 6}));
  {
    GDALDataset* dataset = GDALDataset::Open(feet.c_str(), GDAL_OF_RASTER | GDAL_OF_UPDATE);
    ASSERT_NE(dataset, nullptr);
    dataset->GetRasterBand(1)->SetUnitType("ft");
    GDALClose(dataset);
  }
  EXPECT_EQ(key_of_error(source_of(feet)), "elevation_unit");
}

TEST(Elevation, TilesOfHeightsAreNoPopulation) {
  const auto tile = test::data("andorra/N42E001.hgt.zip");
  if (tile.empty()) GTEST_SKIP();
  Problems problems;
  const auto cells = read_raster(source_of(tile), kXian, problems);
  ASSERT_FALSE(cells);
  EXPECT_EQ(cells.error().key, "layer_is_no_raster");
}

TEST(Elevation, TwoTilesCoverAndorra) {
  const auto south = test::data("andorra/N41E001.hgt.zip"),
             north = test::data("andorra/N42E001.hgt.zip");
  if (south.empty() || north.empty()) GTEST_SKIP();
  const Frame frame = frame_around(1.4, 42.4, 1.8, 42.7);
  Problems problems;
  const std::vector<LonLat> at{{1.5218, 42.5063},  // Andorra la Vella, about 1,020 m
                               {1.4445, 42.5917},  // Coma Pedrosa, 2,943 m
                               {1.5, 41.99999},    // on both sides of the border
                               {1.5, 42.00001}};
  const auto heights = read({source_of(south), source_of(north)}, at, problems, frame);
  ASSERT_EQ(heights.size(), 4u);
  EXPECT_NEAR(heights[0], 1020, 60);
  EXPECT_NEAR(heights[1], 2900, 80);
  EXPECT_NEAR(heights[2], heights[3], 0.5) << "no step between the tiles";
  EXPECT_TRUE(problems.empty());
  const auto one = read({source_of(south)}, at, problems, frame);
  EXPECT_TRUE(std::isnan(one[0]));
}

}  // namespace
}  // namespace lifecircle
