// The same input gives the same bytes: for any number of threads and any order of the features.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "io/frame/gcj02.hpp"
#include "tests/tools/little_town.hpp"
#include "tools/lifecircle/program.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;

using little::bytes_of;
using little::Folder;
using little::LittleTown;
using little::run;

const std::vector<std::string> kFiles{"results.gpkg", "services.csv",    "units.csv",
                                      "gaps.csv",     "unconnected.csv", "islands.csv",
                                      "problems.csv", "land.csv"};

TEST(RunBytes, AreTheSameForAnyNumberOfThreads) {
  const Folder folder;
  LittleTown{}.write(folder.path);
  run(folder.path, "one", 1);
  for (const int threads : {2, 8}) {
    const std::string out = "threads" + std::to_string(threads);
    run(folder.path, out, threads);
    for (const auto& file : kFiles) {
      EXPECT_FALSE(bytes_of(folder.path / "one" / file).empty()) << file;
      EXPECT_TRUE(bytes_of(folder.path / "one" / file) == bytes_of(folder.path / out / file))
          << file << ", " << threads << " threads";
    }
    EXPECT_EQ(bytes_of(folder.path / "one" / "run.json"), bytes_of(folder.path / out / "run.json"));
  }
}

TEST(RunBytes, DoNotHangOnTheOrderOfTheFeatures) {
  const Folder folder;
  LittleTown town;
  town.write(folder.path);
  run(folder.path, "as_made", 2);
  for (const unsigned seed : {1u, 2u, 3u}) {
    town.shuffle(seed);
    town.write(folder.path);
    run(folder.path, "shuffled", 2);
    for (const auto& file : kFiles)
      EXPECT_TRUE(bytes_of(folder.path / "as_made" / file) ==
                  bytes_of(folder.path / "shuffled" / file))
          << file << ", seed " << seed;
  }
}

/// Rows "id,lon,lat,..." with their places moved.
template <class Move>
void move_places(std::vector<std::string>& rows, Move move) {
  for (std::string& row : rows) {
    std::istringstream fields{row};
    std::string id, lon, lat, rest;
    std::getline(fields, id, ',');
    std::getline(fields, lon, ',');
    std::getline(fields, lat, ',');
    std::getline(fields, rest);
    const LonLat to = move(LonLat{std::stod(lon), std::stod(lat)});
    char places[64];
    std::snprintf(places, sizeof places, "%.12f,%.12f", to.lon, to.lat);
    row = id + "," + places + (rest.empty() ? "" : "," + rest);
  }
}

TEST(RunCoordinates, OfWebMapsGiveTheSameAnswersAndEveryConversionIsOnRecord) {
  const Folder folder;
  LittleTown town;
  town.write(folder.path);
  run(folder.path, "plain", 2);
  move_places(town.homes, gcj02_of_wgs84);
  move_places(town.clinics, [](LonLat p) { return bd09_of_gcj02(gcj02_of_wgs84(p)); });
  town.write(folder.path);
  std::string study = bytes_of(folder.path / "study.toml");
  const auto state = [&](const std::string& file, const std::string& crs) {
    const std::string before = "file = \"" + file + "\"\ncrs = \"EPSG:4490\"";
    const auto at = study.find(before);
    ASSERT_NE(at, std::string::npos) << file;
    study.replace(at, before.size(), "file = \"" + file + "\"\ncrs = \"" + crs + "\"");
  };
  state("homes.csv", "gcj02");
  state("clinics.csv", "BD-09");
  std::ofstream{folder.path / "study.toml"} << study;
  const std::string said = run(folder.path, "shifted", 2);
  for (const char* file : {"services.csv", "gaps.csv", "unconnected.csv"})
    EXPECT_EQ(bytes_of(folder.path / "plain" / file), bytes_of(folder.path / "shifted" / file))
        << file;
  EXPECT_NE(said.find("BD-09"), std::string::npos) << said;
  EXPECT_NE(said.find("GCJ-02"), std::string::npos) << said;

  const auto record = nlohmann::json::parse(bytes_of(folder.path / "shifted" / "run.json"));
  std::map<std::string, nlohmann::json> by_file;
  for (const auto& entry : record.at("coordinates")) by_file[entry.at("file")] = entry;
  ASSERT_EQ(by_file.size(), 4u);
  EXPECT_EQ(by_file["homes.csv"]["stated"], "crs = \"gcj02\"");
  EXPECT_TRUE(by_file["homes.csv"]["file_says"].is_null());
  EXPECT_NE(by_file["homes.csv"]["done_en"].dump().find("GCJ-02 -> WGS 84 by inverse iteration"),
            std::string::npos);
  EXPECT_NE(by_file["clinics.csv"]["done_zh"].dump().find("逆向迭代"), std::string::npos);
  EXPECT_NE(by_file["roads.csv"]["done_en"].dump().find("EPSG:4490"), std::string::npos);
}

TEST(Run, WhereNoRowIsLeftTheProblemsSayWhy) {
  const Folder folder;
  LittleTown{}.write(folder.path);
  std::ofstream{folder.path / "homes.csv"} << "id,lon,lat,people,elderly\nh1,108,35,many,0\n";
  std::ostringstream said, complained;
  Terminal terminal;
  terminal.data_folder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
  EXPECT_EQ(run_program({"run", (folder.path / "study.toml").string(), "--out",
                         (folder.path / "out").string()},
                        said, complained, terminal),
            3);
  EXPECT_NE(complained.str().find("'many'"), std::string::npos) << complained.str();
}

TEST(RunBytes, LeaveTheOldResultsWhenTheRunFails) {
  const Folder folder;
  LittleTown{}.write(folder.path);
  run(folder.path, "out", 1);
  const std::string before = bytes_of(folder.path / "out" / "services.csv");
  std::ofstream{folder.path / "clinics.csv"} << "id,wrong\n1,2\n";
  std::ostringstream said, complained;
  Terminal terminal;
  terminal.data_folder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
  EXPECT_EQ(run_program({"run", (folder.path / "study.toml").string(), "--out",
                         (folder.path / "out").string()},
                        said, complained, terminal),
            3);
  EXPECT_EQ(bytes_of(folder.path / "out" / "services.csv"), before);
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator{folder.path / "out"}) files += entry.exists();
  EXPECT_EQ(files, kFiles.size() + 2);
}

TEST(RunChecks, FailUnderARate) {
  const Folder folder;
  LittleTown{}.write(folder.path);
  std::ostringstream said, complained;
  Terminal terminal;
  terminal.data_folder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
  const auto code = [&](const std::string& rate) {
    return run_program({"run", (folder.path / "study.toml").string(), "--out",
                        (folder.path / "out").string(), "--fail-under", rate},
                       said, complained, terminal);
  };
  EXPECT_EQ(code("0"), 0);
  EXPECT_EQ(code("100"), 1);
}

}  // namespace
}  // namespace lifecircle
