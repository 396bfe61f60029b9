#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogr_geometry.h>
#include <ogrsf_frmts.h>

#include "engine/base/problems.hpp"
#include "io/read/gdal_open.hpp"
#include "io/read/layer.hpp"

namespace lifecircle::test {

/// A folder of its own for a test's files, gone afterwards.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "lifecircle_XXXXXX").string();
    path_ = ::mkdtemp(name.data()) == nullptr ? std::string{} : name;
  }
  ~Folder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string file(const std::string& name) const { return path_ + "/" + name; }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream{file(name), std::ios::binary} << text;
    return file(name);
  }

 private:
  std::string path_;
};

/// A layer as a test writes it down. The value "NULL" is null.
struct DrawnLayer {
  std::string name = "roads";
  int epsg = 4326;  ///< 0: none
  std::vector<std::pair<std::string, OGRFieldType>> fields = {};
  struct Row {
    std::string wkt;  ///< empty: no geometry
    std::vector<std::string> values;
  };
  std::vector<Row> rows = {};
  OGRwkbGeometryType type = wkbUnknown;
  std::vector<std::string> dataset_options = {}, layer_options = {};
};

/// Writes `drawn` with a GDAL driver; adds the layer where the file is there already.
inline std::string write_layer(const std::string& path, const char* driver,
                               const DrawnLayer& drawn) {
  prepare_gdal();
  CPLStringList dataset_options, layer_options;
  for (const auto& option : drawn.dataset_options) dataset_options.AddString(option.c_str());
  for (const auto& option : drawn.layer_options) layer_options.AddString(option.c_str());
  GDALDataset* dataset = nullptr;
  if (std::filesystem::exists(path))
    dataset = GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE);
  else
    dataset = GetGDALDriverManager()->GetDriverByName(driver)->Create(
        path.c_str(), 0, 0, 0, GDT_Unknown, dataset_options.List());
  EXPECT_NE(dataset, nullptr) << path;
  if (dataset == nullptr) return path;
  OGRSpatialReference crs;
  if (drawn.epsg != 0) crs.importFromEPSG(drawn.epsg);
  crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  OGRLayer* layer = dataset->CreateLayer(drawn.name.c_str(), drawn.epsg == 0 ? nullptr : &crs,
                                         drawn.type, layer_options.List());
  EXPECT_NE(layer, nullptr) << path;
  if (layer != nullptr) {
    for (const auto& [name, type] : drawn.fields) {
      OGRFieldDefn field{name.c_str(), type};
      EXPECT_EQ(layer->CreateField(&field), OGRERR_NONE);
    }
    for (const DrawnLayer::Row& row : drawn.rows) {
      OGRFeature feature{layer->GetLayerDefn()};
      for (std::size_t i = 0; i < row.values.size(); ++i)
        if (row.values[i] != "NULL")
          feature.SetField(static_cast<int>(i), row.values[i].c_str());
        else
          feature.SetFieldNull(static_cast<int>(i));
      if (!row.wkt.empty()) {
        OGRGeometry* geometry = nullptr;
        OGRGeometryFactory::createFromWkt(row.wkt.c_str(), nullptr, &geometry);
        EXPECT_NE(geometry, nullptr) << row.wkt;
        feature.SetGeometryDirectly(geometry);
      }
      EXPECT_EQ(layer->CreateFeature(&feature), OGRERR_NONE) << row.wkt;
    }
  }
  GDALClose(dataset);
  return path;
}

inline LayerSource source_of(const std::string& file, const std::string& layer = {}) {
  LayerSource source;
  source.file = file;
  source.layer = layer;
  return source;
}

inline Frame frame_around(double west, double south, double east, double north) {
  LonLatBox box;
  box.add(west, south);
  box.add(east, north);
  return Frame::around(box).value();
}

inline std::uint64_t count_of(const Problems& problems, const std::string& key) {
  const auto found = problems.counts().find(key);
  return found == problems.counts().end() ? 0 : found->second;
}

}  // namespace lifecircle::test
