// The same bytes again, for a whole county (units, area, barriers, parks with entrances, ten
// services) and for real roads from OSM.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <ogrsf_frmts.h>
#include <nlohmann/json.hpp>

#include "engine/search/plan.hpp"
#include "tests/support/test_data.hpp"
#include "tools/lifecircle/program.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path =
      fs::temp_directory_path() / ("lifecircle_county_" + std::to_string(std::random_device{}()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
};

std::string bytes_of(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

void run(const fs::path& study, const fs::path& out, int threads) {
  std::ostringstream said, complained;
  Terminal terminal;
  terminal.data_folder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
  EXPECT_EQ(run_program({"run", study.string(), "--out", out.string(), "--threads",
                         std::to_string(threads)},
                        said, complained, terminal),
            0)
      << complained.str();
}

void expect_same(const fs::path& one, const fs::path& other, const std::string& what) {
  for (const char* file : {"results.gpkg", "services.csv", "units.csv", "gaps.csv",
                           "unconnected.csv", "islands.csv", "problems.csv"}) {
    EXPECT_FALSE(bytes_of(one / file).empty()) << file;
    EXPECT_TRUE(bytes_of(one / file) == bytes_of(other / file)) << file << ", " << what;
  }
}

/// Runs with all searches done in one way.
void run_by(SearchWay way, const fs::path& study, const fs::path& out) {
  force_search_way(way);
  run(study, out, 2);
  force_search_way(std::nullopt);
  const auto log = nlohmann::json::parse(bytes_of(out / "run.log.json"));
  EXPECT_FALSE(log.at("searches").empty());
  for (const auto& job : log.at("searches")) EXPECT_EQ(job.at("way"), search_way_name(way));
}

/// The same layers with their features in another order.
void shuffle_into(const fs::path& from, const fs::path& to, unsigned seed) {
  GDALAllRegister();
  const std::unique_ptr<GDALDataset> in{
      GDALDataset::Open(from.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
  auto* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
  const std::unique_ptr<GDALDataset> out{driver->Create(to.c_str(), 0, 0, 0, GDT_Unknown, nullptr)};
  ASSERT_TRUE(in && out);
  std::mt19937 random{seed};
  for (OGRLayer* layer : in->GetLayers()) {
    OGRLayer* copy =
        out->CreateLayer(layer->GetName(), layer->GetSpatialRef(), layer->GetGeomType());
    ASSERT_NE(copy, nullptr);
    for (int f = 0; f < layer->GetLayerDefn()->GetFieldCount(); ++f)
      ASSERT_EQ(copy->CreateField(layer->GetLayerDefn()->GetFieldDefn(f)), OGRERR_NONE);
    std::vector<OGRFeatureUniquePtr> features;
    for (auto& feature : *layer) features.push_back(std::move(feature));
    std::shuffle(features.begin(), features.end(), random);
    ASSERT_EQ(copy->StartTransaction(), OGRERR_NONE);
    for (const auto& feature : features) {
      OGRFeature other{copy->GetLayerDefn()};
      ASSERT_EQ(other.SetFrom(feature.get()), OGRERR_NONE);
      ASSERT_EQ(copy->CreateFeature(&other), OGRERR_NONE);
    }
    ASSERT_EQ(copy->CommitTransaction(), OGRERR_NONE);
  }
}

TEST(RunBytes, OfACountyAreTheSameForAnyThreadsAndOrder) {
  const Folder folder;
  const fs::path county = folder.path / "county.gpkg";
  const std::string make = (fs::path{LIFECIRCLE_BINARY_DIR} / "tools" / "make_town").string() +
                           " --junctions 1000 --seed 3 --out " + county.string() + " > " +
                           (folder.path / "made.txt").string();
  ASSERT_EQ(std::system(make.c_str()), 0);
  const fs::path study = folder.path / "study.toml";
  fs::copy_file(fs::path{LIFECIRCLE_SOURCE_DIR} / "data" / "sample" / "study.toml", study);
  std::ofstream{study, std::ios::app}
      << "\n[[land]]\nname = \"town\"\nfile = \"county.gpkg\"\nlayer = \"units\"\nwhere = { "
         "setting = \"town\" }\n[[land]]\nname = \"parks\"\nfile = \"county.gpkg\"\nlayer = "
         "\"parks\"\n";
  run(study, folder.path / "one", 1);
  EXPECT_FALSE(bytes_of(folder.path / "one" / "land.csv").empty());
  for (const int threads : {2, 8}) {
    run(study, folder.path / "more", threads);
    expect_same(folder.path / "one", folder.path / "more", std::to_string(threads) + " threads");
    EXPECT_EQ(bytes_of(folder.path / "one" / "land.csv"),
              bytes_of(folder.path / "more" / "land.csv"));
    // The indicators of the sample's plan, and the pages made of them.
    for (const char* file : {"run.json", "indicators.csv", "indicators.xlsx", "report.html"}) {
      EXPECT_FALSE(bytes_of(folder.path / "one" / file).empty()) << file;
      EXPECT_TRUE(bytes_of(folder.path / "one" / file) == bytes_of(folder.path / "more" / file))
          << file;
    }
  }
  for (const SearchWay way : {SearchWay::searches, SearchWay::sweeps}) {
    run_by(way, study, folder.path / "more");
    expect_same(folder.path / "one", folder.path / "more", search_way_name(way));
    for (const char* file : {"run.json", "land.csv", "supply.csv", "load.csv", "indicators.csv"})
      EXPECT_TRUE(bytes_of(folder.path / "one" / file) == bytes_of(folder.path / "more" / file))
          << file << " by " << search_way_name(way);
  }
  const fs::path kept = folder.path / "as_made.gpkg";
  fs::rename(county, kept);
  for (const unsigned seed : {1u, 2u}) {
    fs::remove(county);
    shuffle_into(kept, county, seed);
    run(study, folder.path / "shuffled", 2);
    expect_same(folder.path / "one", folder.path / "shuffled",
                "shuffled with seed " + std::to_string(seed));
    for (const char* file : {"land.csv", "indicators.csv", "joint_circles.csv"})
      EXPECT_EQ(bytes_of(folder.path / "one" / file), bytes_of(folder.path / "shuffled" / file))
          << file << ", seed " << seed;
  }
}

TEST(RunBytes, OfAndorraAreTheSameForAnyThreads) {
  const std::string osm = test::data("andorra/andorra.osm.pbf");
  if (osm.empty()) GTEST_SKIP();
  const Folder folder;
  const fs::path study = folder.path / "study.toml";
  std::ofstream{study} << "[study]\nname = \"Andorra\"\n[[network.osm]]\nfile = \"" << osm
                       << "\"\n[barriers]\nosm = true\n[[people]]\nfile = \"" << osm
                       << "\"\nosm = [\"place=village|hamlet|town\"]\n[[facilities]]\nkind = "
                          "\"pharmacy\"\nfile = \""
                       << osm
                       << "\"\nosm = [\"amenity=pharmacy\"]\n[[services]]\nname = "
                          "\"pharmacy\"\nkinds = [\"pharmacy\"]\nmodes = [\"walk\", "
                          "\"car\"]\nminutes = 15\n";
  run(study, folder.path / "one", 1);
  for (const int threads : {2, 8}) {
    run(study, folder.path / "more", threads);
    expect_same(folder.path / "one", folder.path / "more", std::to_string(threads) + " threads");
  }
  for (const SearchWay way : {SearchWay::searches, SearchWay::sweeps}) {
    run_by(way, study, folder.path / "more");
    expect_same(folder.path / "one", folder.path / "more", search_way_name(way));
  }
}

}  // namespace
}  // namespace lifecircle
