#pragma once

// A little town as files and a study of it, for tests of what `run` writes.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tools/lifecircle/program.hpp"

namespace lifecircle::little {

namespace fs = std::filesystem;

inline std::string bytes_of(const fs::path& path) {
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
inline std::string run(const fs::path& folder, const std::string& out, int threads,
                       const std::vector<std::string>& more = {}) {
  std::ostringstream said, complained;
  Terminal terminal;
  terminal.data_folder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
  std::vector<std::string> words{"run",       (folder / "study.toml").string(),
                                 "--out",     (folder / out).string(),
                                 "--threads", std::to_string(threads)};
  words.insert(words.end(), more.begin(), more.end());
  const int code = run_program(words, said, complained, terminal);
  EXPECT_EQ(code, 0) << complained.str();
  return said.str();
}

}  // namespace lifecircle::little
