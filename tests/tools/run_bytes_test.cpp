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
#include "tools/lifecircle/program.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// A folder that is gone when the test is.
struct Folder {
  fs::path path =
      fs::temp_directory_path() / ("lifecircle_bytes_" + std::to_string(std::random_device{}()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
};

/// A little town as CSV: rows in any order.
struct LittleTown {
  std::vector<std::string> roads, homes, clinics, blocks;
  LittleTown() {
    lay_out_blocks();
    const auto lon = [](int x) { return std::to_string(108.0 + 0.002 * x); };
    const auto lat = [](int y) { return std::to_string(35.0 + 0.002 * y); };
    const auto line = [&](int x, int y, int u, int v, const char* road_class) {
      roads.push_back(std::string{road_class} + ",\"LINESTRING(" + lon(x) + " " + lat(y) + "," +
                      lon(u) + " " + lat(v) + ")\"");
    };
    for (int x = 0; x < 12; ++x)
      for (int y = 0; y < 12; ++y) {
        if (x < 11 && (x * y) % 5 != 3)
          line(x, y, x + 1, y, x % 3 == 0 ? "primary" : "residential");
        if (y < 11 && (x + y) % 4 != 1) line(x, y, x, y + 1, "footway");
        homes.push_back("h" + std::to_string(x * 12 + y) + "," +
                        std::to_string(108.0007 + 0.002 * x) + "," +
                        std::to_string(35.0005 + 0.002 * y) + "," +
                        std::to_string((x * 7 + y * 3) % 40) + "," + std::to_string((x + y) % 5));
      }
    for (int c = 0; c < 5; ++c)
      clinics.push_back(std::to_string(c) + "," + std::to_string(108.001 + 0.005 * c) + "," +
                        std::to_string(35.02 - 0.004 * c));
  }
  /// Blocks of land, some on top of others, and one that crosses itself.
  void lay_out_blocks() {
    const auto at = [](double x, double y) {
      return std::to_string(108.0 + 0.002 * x) + " " + std::to_string(35.0 + 0.002 * y);
    };
    for (int x = 0; x < 11; ++x)
      for (int y = 0; y < 11; ++y)
        blocks.push_back("\"POLYGON((" + at(x, y) + "," + at(x + 1.2, y) + "," +
                         at(x + 1.2, y + 0.7) + "," + at(x, y + 0.7) + "," + at(x, y) + "))\"");
    blocks.push_back("\"POLYGON((" + at(0, 12) + "," + at(3, 14) + "," + at(3, 12) + "," +
                     at(0, 14) + "," + at(0, 12) + "))\"");
  }
  void shuffle(unsigned seed) {
    std::mt19937 random{seed};
    for (auto* rows : {&roads, &homes, &clinics}) std::shuffle(rows->begin(), rows->end(), random);
    // The block that crosses itself is told of by its row, which stays the last.
    std::shuffle(blocks.begin(), blocks.end() - 1, random);
  }
  void write(const fs::path& folder) const {
    const auto file = [&](const char* name, const char* head,
                          const std::vector<std::string>& rows) {
      std::ofstream out{folder / name, std::ios::binary};
      out << head << '\n';
      for (const auto& row : rows) out << row << '\n';
    };
    file("roads.csv", "class,wkt", roads);
    file("homes.csv", "id,lon,lat,people,elderly", homes);
    file("clinics.csv", "id,lon,lat", clinics);
    file("blocks.csv", "wkt", blocks);
    std::ofstream{folder / "study.toml"}
        << "[study]\nname = \"Little town\"\n[[network.roads]]\nfile = \"roads.csv\"\nclass = "
           "\"class\"\ncrs = \"EPSG:4490\"\n"
           "[[people]]\nfile = \"homes.csv\"\ncrs = \"EPSG:4490\"\nid = \"id\"\npeople = "
           "\"people\"\ngroups = { elderly = \"elderly\" }\n"
           "[[facilities]]\nkind = \"clinic\"\nfile = \"clinics.csv\"\ncrs = \"EPSG:4490\"\nid = "
           "\"id\"\n"
           "[[services]]\nname = \"walk_5\"\nkinds = [\"clinic\"]\nmodes = [\"walk\", "
           "\"bicycle\"]\nminutes = 5\n"
           "[[services]]\nname = \"drive_1\"\nkinds = [\"clinic\"]\nmodes = [\"car\"]\nminutes = "
           "1\ndirection = \"from\"\n"
           "[[groups]]\nmeasure = \"elderly\"\ninstead = { walk = \"walk_elderly\" }\n"
           "[circles]\nminutes = [0.5, 3]\ntolerance = 20\n"
           "[[land]]\nname = \"blocks\"\nfile = \"blocks.csv\"\ncrs = \"EPSG:4490\"\n";
  }
};

/// Every result file but the log of times, and (for other inputs) but the record with their
/// checksums.
std::string run(const fs::path& folder, const std::string& out, int threads) {
  std::ostringstream said, complained;
  Terminal terminal;
  terminal.data_folder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
  const int code = run_program({"run", (folder / "study.toml").string(), "--out",
                                (folder / out).string(), "--threads", std::to_string(threads)},
                               said, complained, terminal);
  EXPECT_EQ(code, 0) << complained.str();
  return said.str();
}

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
