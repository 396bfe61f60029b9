#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "tests/io/layer_files.hpp"

namespace lifecircle::test {

/// A GeoTIFF as a test writes it down.
struct DrawnRaster {
  int width = 3, height = 2;
  std::vector<double> cells = {};
  std::array<double, 6> grid{109, 0.01, 0, 34.4, 0, -0.01};
  int epsg = 4490;
  GDALDataType type = GDT_Float32;
  std::optional<double> nodata = {};
  int bands = 1;
  std::vector<std::string> options = {};
};

inline std::string write_raster(const std::string& path, const DrawnRaster& drawn) {
  prepare_gdal();
  CPLStringList options;
  for (const auto& option : drawn.options) options.AddString(option.c_str());
  GDALDataset* dataset = GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
      path.c_str(), drawn.width, drawn.height, drawn.bands, drawn.type, options.List());
  EXPECT_NE(dataset, nullptr);
  if (dataset == nullptr) return path;
  auto grid = drawn.grid;
  if (grid[1] != 0 || grid[2] != 0) dataset->SetGeoTransform(grid.data());
  if (drawn.epsg != 0) {
    OGRSpatialReference crs;
    crs.importFromEPSG(drawn.epsg);
    dataset->SetSpatialRef(&crs);
  }
  if (drawn.nodata) dataset->GetRasterBand(1)->SetNoDataValue(*drawn.nodata);
  if (!drawn.cells.empty()) {
    auto cells = drawn.cells;
    EXPECT_EQ(
        dataset->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, drawn.width, drawn.height, cells.data(),
                                            drawn.width, drawn.height, GDT_Float64, 0, 0, nullptr),
        CE_None);
  }
  GDALClose(dataset);
  return path;
}

}  // namespace lifecircle::test
