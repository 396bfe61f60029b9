// What `check` and `run` say of a raster of people that is not what it should be.

#include <sstream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/io/raster_files.hpp"
#include "tests/tools/check_town.hpp"
#include "tests/tools/reader_children.hpp"

namespace lifecircle::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kSide = 40;  // cells of 100 m: the town without its edge

/// A sound town whose people are cells of a raster.
class RasterTown {
 public:
  explicit RasterTown(const DrawnRaster& raster) : town_{31} {
    town_.write(folder_);
    write_raster(folder_.file("people.tif"), raster);
    write("");
  }
  void write(const std::string& keys) {
    const std::string homes =
        "file = \"homes.csv\"\nid = \"name\"\npeople = \"people\"\n" + town_.home_keys;
    study_ = town_.study();
    study_.replace(study_.find(homes), homes.size(), "raster = \"people.tif\"\n" + keys);
    folder_.write("study.toml", study_);
  }
  CheckAnswer check() const { return check_study(folder_.file("study.toml")); }
  CheckAnswer check_mended(const CheckAnswer& said, const std::string& key) const {
    folder_.write("study.toml", said.mended(key, study_));
    return check();
  }
  std::string run() const {
    std::ostringstream out, err;
    Terminal terminal;
    terminal.data_folder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
    const int code = run_program({"run", folder_.file("study.toml"), "--out", folder_.file("out")},
                                 out, err, terminal);
    return std::to_string(code) + ": " + out.str() + err.str();
  }

 private:
  Folder folder_;
  SoundTown town_;
  std::string study_;
};

/// The town's ground in the numbers of `crs`, said to be of `label`; the same people in each cell.
DrawnRaster drawn(const std::string& crs, int label, double people = 5) {
  const auto [lon, lat] = SoundTown::degrees(200, 4200);
  const auto [x, y] = SoundTown::as_epsg(crs)(lon, lat);
  return {.width = kSide,
          .height = kSide,
          .cells = std::vector<double>(kSide * kSide, people),
          .grid = {x, 100, 0, y, 0, -100},
          .epsg = label};
}

std::string evidence_of(const CheckAnswer& said, const std::string& key) {
  const auto* one = said.finding(key);
  return one == nullptr ? "" : (*one)["evidence"].dump();
}

TEST(CheckRaster, IsSoundWhereItsZoneIsRight) {
  const CheckAnswer said = RasterTown{drawn("EPSG:4528", 4528)}.check();
  EXPECT_EQ(said.finding("check_elsewhere"), nullptr) << said.document.dump(1);
}

TEST(CheckRaster, SaysWhatAWrongZoneWasReadAsAndWhichIsRight) {
  for (const bool in_children : {false, true}) {
    const InChildren children;
    if (!in_children) read_in_children({});
    const RasterTown town{drawn("EPSG:4528", 4527)};
    const CheckAnswer said = town.check();
    EXPECT_THAT(evidence_of(said, "check_elsewhere"), HasSubstr("EPSG:4527"));
    EXPECT_THAT(evidence_of(said, "check_elsewhere"), Not(HasSubstr("WGS 84 it lies")));
    EXPECT_EQ(said.fix("check_elsewhere"), "crs = \"EPSG:4528\"\n") << said.document.dump(1);
    EXPECT_EQ(town.check_mended(said, "check_elsewhere").finding("check_elsewhere"), nullptr);
  }
}

TEST(CheckRaster, NamesNoKeyThatRastersHaveNotWhereItsAxesAreExchanged) {
  const auto [lon, lat] = SoundTown::degrees(200, 200);
  DrawnRaster raster = drawn("EPSG:4528", 4490);
  raster.grid = {lat, 0.0009, 0, lon + 0.04, 0, -0.001};
  RasterTown town{raster};
  CheckAnswer said = town.check();
  EXPECT_NE(said.finding("raster_looks_swapped"), nullptr) << said.document.dump(1);
  EXPECT_EQ(said.fix("check_elsewhere"), "");
  EXPECT_THAT(evidence_of(said, "check_elsewhere"), HasSubstr("x and y exchanged"));
  EXPECT_THAT(said.document.dump(), Not(HasSubstr("axes =")));
  EXPECT_THAT(town.run(), Not(HasSubstr("axes =")));
  // Nor where nobody says the system, or a web map's is stated.
  town.write("crs = \"gcj02\"\n");
  EXPECT_THAT(town.check().document.dump(), Not(HasSubstr("axes =")));
  raster.epsg = 0;
  said = RasterTown{raster}.check();
  EXPECT_NE(said.finding("raster_swapped"), nullptr) << said.document.dump(1);
  EXPECT_THAT(said.document.dump(), Not(HasSubstr("axes =")));
}

TEST(CheckRaster, SaysWhyNobodyIsCounted) {
  const double nodata = -99;
  DrawnRaster nowhere = drawn("EPSG:4528", 4528, nodata);
  nowhere.nodata = nodata;
  for (const auto& [raster, key, word] :
       {std::tuple{drawn("EPSG:4528", 4528, 0.0004), "raster_all_below", "square metre"},
        std::tuple{drawn("EPSG:4528", 4528, 0), "raster_no_people", "nodata"},
        std::tuple{nowhere, "raster_no_people", "nodata"}}) {
    const RasterTown town{raster};
    const CheckAnswer said = town.check();
    ASSERT_NE(said.finding(key), nullptr) << said.document.dump(1);
    EXPECT_THAT((*said.finding(key))["remedy"].get<std::string>(), HasSubstr(word));
    EXPECT_NE(said.finding("no_homes"), nullptr);
    EXPECT_THAT(town.run(), HasSubstr(key == std::string{"raster_no_people"}
                                          ? "No cell of the raster holds people"
                                          : "All 1600 cells of the raster"));
  }
}

TEST(CheckRaster, LeavesAFewThinCellsInPeace) {
  DrawnRaster raster = drawn("EPSG:4528", 4528);
  raster.cells[0] = 0.0001;
  const CheckAnswer said = RasterTown{raster}.check();
  EXPECT_EQ(said.finding("raster_all_below"), nullptr);
  EXPECT_EQ(said.finding("raster_no_people"), nullptr);
}

}  // namespace
}  // namespace lifecircle::test
