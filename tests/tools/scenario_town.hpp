#pragma once

// A made county, the sample's study of it, and hands that edit its files: what tests of scenarios
// stand on.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include "tests/tools/program_run.hpp"

namespace lifecircle::test {

struct ScenarioFolder {
  fs::path path =
      fs::temp_directory_path() / ("lifecircle_scenario_" + std::to_string(std::random_device{}()));
  ScenarioFolder() { fs::create_directories(path); }
  ~ScenarioFolder() { fs::remove_all(path); }
};

/// A made county and the sample's study of it.
class ScenarioTown : public testing::Test {
 protected:
  void SetUp() override {
    const std::string make = (fs::path{LIFECIRCLE_BINARY_DIR} / "tools" / "make_town").string() +
                             " --junctions 1000 --seed 3 --out " + county.string() + " > " +
                             (folder.path / "made.txt").string();
    ASSERT_EQ(std::system(make.c_str()), 0);
    fs::copy_file(fs::path{LIFECIRCLE_SOURCE_DIR} / "data" / "sample" / "study.toml", study);
  }
  Ended run_with(const std::string& scenario, const fs::path& out) {
    std::ofstream{folder.path / "scenario.toml"} << scenario;
    return run({"run", study.string(), "--scenario", (folder.path / "scenario.toml").string(),
                "--out", out.string()});
  }
  /// Writes a file beside the study; its path.
  std::string file(const char* name, const std::string& text) const {
    std::ofstream{folder.path / name} << text;
    return at(name);
  }
  std::string at(const char* name) const { return (folder.path / name).string(); }
  /// Ids of facilities of a kind, by id.
  std::vector<int> ids(const std::string& kind) const {
    GDALAllRegister();
    const std::unique_ptr<GDALDataset> file{
        GDALDataset::Open(county.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
    OGRLayer* layer = file->GetLayerByName("facilities");
    layer->SetAttributeFilter(("kind = '" + kind + "'").c_str());
    std::vector<int> all;
    for (const auto& feature : *layer) all.push_back(feature->GetFieldAsInteger("id"));
    std::ranges::sort(all);
    return all;
  }

  /// "x, y" of a home of a unit.
  std::string home_in(const std::string& unit) const {
    GDALAllRegister();
    const std::unique_ptr<GDALDataset> file{
        GDALDataset::Open(county.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
    OGRLayer* layer = file->GetLayerByName("dwellings");
    layer->SetAttributeFilter(("code = '" + unit + "'").c_str());
    const OGRFeatureUniquePtr home{layer->GetNextFeature()};
    const OGRPoint* at = home->GetGeometryRef()->toPoint();
    return std::to_string(at->getX()) + ", " + std::to_string(at->getY());
  }

  ScenarioFolder folder;
  fs::path county = folder.path / "county.gpkg", study = folder.path / "study.toml";
};

/// A layer edited by hand.
class Hand {
 public:
  Hand(GDALDataset& file, const char* layer) : layer_{file.GetLayerByName(layer)} {}
  OGRFeatureUniquePtr row(int id) {
    layer_->SetAttributeFilter(("id = " + std::to_string(id)).c_str());
    OGRFeatureUniquePtr found{layer_->GetNextFeature()};
    layer_->SetAttributeFilter(nullptr);
    return found;
  }
  void remove(int id) { EXPECT_EQ(layer_->DeleteFeature(row(id)->GetFID()), OGRERR_NONE); }
  template <class F>
  void change(int id, F f) {
    const auto feature = row(id);
    f(*feature);
    EXPECT_EQ(layer_->SetFeature(feature.get()), OGRERR_NONE);
  }
  template <class F>
  void add(const char* wkt, F f) {
    OGRFeature feature{layer_->GetLayerDefn()};
    place(feature, wkt);
    f(feature);
    EXPECT_EQ(layer_->CreateFeature(&feature), OGRERR_NONE);
  }
  static void place(OGRFeature& feature, const char* wkt) {
    OGRGeometry* made = nullptr;
    ASSERT_EQ(OGRGeometryFactory::createFromWkt(wkt, nullptr, &made), OGRERR_NONE);
    feature.SetGeometryDirectly(made);
  }

 private:
  OGRLayer* layer_;
};

/// Holds that two folders of results have the same files with the same bytes, but for those that
/// name the study, the scenario and their files. How many were compared.
inline std::size_t expect_same_results(const fs::path& a, const fs::path& b) {
  std::size_t compared = 0;
  for (const auto& entry : fs::directory_iterator{a}) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("run.") || name == "report.html" || name == "indicators.xlsx" ||
        name == "problems.csv")
      continue;
    ++compared;
    EXPECT_TRUE(bytes_of(entry.path()) == bytes_of(b / name)) << name;
  }
  return compared;
}

}  // namespace lifecircle::test
