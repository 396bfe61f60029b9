// The real program on damaged inputs: it ends, with a documented code, a clear sentence, and little
// memory.

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "io/read/profile_file.hpp"
#include "io/read/study_file.hpp"
#include "tests/io/osm_sample.hpp"
#include "tests/io/raster_files.hpp"
#include "tests/support/effort.hpp"
#include "tests/support/test_data.hpp"
#include "tests/tools/damaged_files.hpp"

namespace lifecircle::test {
namespace {

namespace fs = std::filesystem;

struct Ended {
  int code = -1;  ///< -1: by a signal
  long peak_mb = 0;
  std::string said;
};

/// Runs the program as a person does.
Ended run(const std::vector<std::string>& words, const std::string& said_to) {
  std::string program = (fs::path{LIFECIRCLE_BINARY_DIR} / "tools" / "lifecircle").string();
  std::vector<char*> all{program.data()};
  std::vector<std::string> kept = words;
  for (std::string& word : kept) all.push_back(word.data());
  all.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    const int to = open(said_to.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(to, STDOUT_FILENO);
    dup2(to, STDERR_FILENO);
    execv(all[0], all.data());
    _exit(99);
  }
  int status = 0;
  rusage used{};
  EXPECT_EQ(wait4(child, &status, 0, &used), child);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, used.ru_maxrss / 1024,
          bytes_of_file(said_to)};
}

/// A street with homes and a clinic, one part of which is cut.
class DamagedRuns : public ::testing::Test {
 protected:
  DamagedRuns() {
    std::string homes = "id,people,lon,lat\n", clinics = "id,lon,lat\n";
    DrawnLayer roads;
    roads.fields = {{"class", OFTString}};
    roads.type = wkbLineString;
    for (int i = 0; i < 60; ++i) {
      const std::string x = std::to_string(109.0 + i * 1e-3),
                        y = std::to_string(109.0 + (i + 1) * 1e-3);
      roads.rows.push_back({"LINESTRING (" + x + " 34.2," + y + " 34.2)", {"residential"}});
      homes += std::to_string(i) + "," + std::to_string(i % 9) + "," + x + ",34.2\n";
    }
    clinics += "a,109.01,34.2\nb,109.05,34.2\n";
    folder_.write("homes.csv", homes);
    folder_.write("clinics.csv", clinics);
    for (const auto& [file, driver] :
         std::vector<std::pair<const char*, const char*>>{{"roads.gpkg", "GPKG"},
                                                          {"roads.shp", "ESRI Shapefile"},
                                                          {"roads.geojson", "GeoJSON"},
                                                          {"roads.fgb", "FlatGeobuf"},
                                                          {"roads.gdb", "OpenFileGDB"}})
      write_layer(folder_.file(file), driver, roads);
    DrawnLayer table;
    table.fields = {{"id", OFTString}, {"people", OFTInteger}, {"lon", OFTReal}, {"lat", OFTReal}};
    table.type = wkbNone;
    table.epsg = 0;
    for (int i = 0; i < 60; ++i)
      table.rows.push_back(
          {"", {std::to_string(i), "3", std::to_string(109.0 + i * 1e-3), "34.2"}});
    write_layer(folder_.file("homes.xlsx"), "XLSX", table);
    write_layer(folder_.file("homes.ods"), "ODS", table);
    write_raster(folder_.file("people.tif"), {.width = 60,
                                              .height = 4,
                                              .cells = std::vector<double>(240, 2),
                                              .grid = {109, 0.001, 0, 34.202, 0, -0.001}});
    std::string heights;
    for (int i = 0; i < 1201 * 1201; ++i) heights += std::string{"\1\x90", 2};
    folder_.write("N34E109.hgt", heights);
    OsmText town;
    for (int i = 0; i < 60; ++i) town.node_at(i + 1, 109.0 + i * 1e-3, 34.2);
    for (int i = 1; i < 60; ++i) town.way(1000 + i, {i, i + 1}, "highway=residential");
    folder_.write("roads.osm", town.text());
  }

  static std::string layer_roads(const std::string& file) {
    return "[[network.roads]]\nfile = \"" + file + "\"\nclass = \"class\"\n";
  }
  static std::string osm_roads(const std::string& file) {
    return "[[network.osm]]\nfile = \"" + file + "\"\n";
  }
  static std::string homes(const std::string& file) {
    return "[[people]]\nfile = \"" + file +
           "\"\ncrs = \"EPSG:4490\"\nid = \"id\"\npeople = \"people\"\n";
  }
  static std::string raster(const std::string& file) {
    return "[[people]]\nraster = \"" + file + "\"\n";
  }
  std::string study(const std::string& roads, const std::string& people) const {
    return "[study]\nname = \"Street\"\n" + roads + people +
           "[[facilities]]\nkind = \"clinic\"\nfile = \"clinics.csv\"\ncrs = \"EPSG:4490\"\nid = "
           "\"id\"\n[[services]]\nname = \"clinic\"\nkinds = [\"clinic\"]\nmodes = "
           "[\"walk\"]\nminutes = 15\n";
  }

  Ended run_study() const {
    fs::remove_all(folder_.file("out"));
    return run({"run", folder_.file("study.toml"), "--out", folder_.file("out"), "--no-progress",
                "--lang", "en"},
               folder_.file("said"));
  }

  /// Runs the study with `file` cut at places spread over its length, and once whole.
  void cut(const std::string& file, const std::string& study, int places) {
    folder_.write("study.toml", study);
    const std::string whole = bytes_of_file(folder_.file(file));
    ASSERT_GT(whole.size(), 50u) << file;
    Tally tally;
    long peak = 0;
    for (int i = 0; i <= places; ++i) {
      const std::size_t length =
          whole.size() * static_cast<std::size_t>(i) / static_cast<std::size_t>(places);
      std::ofstream{folder_.file(file), std::ios::binary | std::ios::trunc}
          << whole.substr(0, length);
      SCOPED_TRACE(file + " cut at " + std::to_string(length) + " of " +
                   std::to_string(whole.size()));
      const Ended ended = run_study();
      EXPECT_TRUE(ended.code == 0 || (ended.code >= 3 && ended.code <= 5)) << ended.code << "\n"
                                                                           << ended.said;
      EXPECT_EQ(ended.said.find("reader crashed"), std::string::npos) << ended.said;
      EXPECT_TRUE(i < places || ended.code == 0) << "the whole file: " << ended.said;
      // Results are there whole or not at all.
      EXPECT_EQ(fs::exists(folder_.file("out/run.json")), ended.code == 0);
      if (ended.code != 0) {
        EXPECT_NE(ended.said, "");
        EXPECT_EQ(std::ranges::count(ended.said, '\n'), 3) << ended.said;
      }
      tally.add("code " + std::to_string(ended.code));
      peak = std::max(peak, ended.peak_mb);
    }
    std::cout << file << ": " << tally.text() << "; most memory " << peak << " MB\n";
    EXPECT_TRUE(peak <= 2048 || !kMemoryIsLimited) << peak;
  }

  Folder folder_;
};

constexpr int kPlaces = 5;

TEST_F(DamagedRuns, EndWithRoadsCutOff) {
  for (const char* file : {"roads.gpkg", "roads.geojson", "roads.fgb", "roads.shp"})
    cut(file, study(layer_roads(file), homes("homes.csv")), by_effort(kPlaces));
  for (const char* file : {"roads.shx", "roads.dbf", "roads.prj"})
    cut(file, study(layer_roads("roads.shp"), homes("homes.csv")), by_effort(kPlaces));
  cut("roads.osm", study(osm_roads("roads.osm"), homes("homes.csv")), by_effort(kPlaces));
  cut("roads.gdb/a00000009.gdbtable", study(layer_roads("roads.gdb"), homes("homes.csv")),
      by_effort(kPlaces));
}

TEST_F(DamagedRuns, EndWithPeopleCutOff) {
  const std::string roads = layer_roads("roads.gpkg");
  for (const char* file : {"homes.csv", "homes.xlsx", "homes.ods"})
    cut(file, study(roads, homes(file)), by_effort(kPlaces));
  cut("people.tif", study(roads, raster("people.tif")), by_effort(kPlaces));
  cut("N34E109.hgt", study("[network]\nelevation = \"N34E109.hgt\"\n" + roads, homes("homes.csv")),
      by_effort(kPlaces));
}

TEST_F(DamagedRuns, EndWithTheStudyCutOff) {
  const std::string text = study(layer_roads("roads.gpkg"), homes("homes.csv"));
  folder_.write("study.toml", text);
  cut("study.toml", text, by_effort(2 * kPlaces));
}

TEST_F(DamagedRuns, EveryCutOfAStudyOrAProfileIsAResultOrASentence) {
  const std::string profiles = std::string{LIFECIRCLE_SOURCE_DIR} + "/data/profiles";
  const auto cut_text = [&](const std::string& name, const std::string& whole, const auto& read) {
    Tally tally;
    const int places = by_effort(200);
    for (int i = 0; i < places; ++i) {
      const std::size_t length =
          whole.size() * static_cast<std::size_t>(i) / static_cast<std::size_t>(places);
      SCOPED_TRACE(name + " cut at " + std::to_string(length));
      const std::string path = folder_.write(name, whole.substr(0, length));
      const auto value = read(path);
      if (!value) expect_clear(value.error(), path);
      tally.add(value ? "taken" : "refused");
    }
    std::cout << name << ": " << tally.text() << "\n";
    EXPECT_GT(tally.of("refused"), 0u);
  };
  // Shorter than a file that says its length, a text may still be one.
  cut_text("study.toml", study(layer_roads("roads.gpkg"), homes("homes.csv")),
           [&](const std::string& path) { return read_study_file(path, profiles); });
  cut_text("walk.toml", bytes_of_file(profiles + "/walk.toml"),
           [](const std::string& path) { return read_profile_file(path); });
}

// --- files that people collected for being malformed --------------------------------------

TEST(MalformedFiles, AllEndInAResultOrASentence) {
  const std::string folder = data("malformed");
  if (folder.empty()) GTEST_SKIP() << "no test data";
  const InChildren children;
  const Frame geojson = frame_around(99, -2, 104, 4),
              amsterdam = frame_around(4.7, 52.2, 5.1, 52.5);
  std::map<std::string, Tally> tallies;
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator{folder})
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::ranges::sort(files);
  for (const fs::path& file : files) {
    const std::string part = file.lexically_relative(folder).begin()->string();
    const std::string path = file.string();
    SCOPED_TRACE(path);
    if (part == "gtfs") continue;
    const bool osm =
        std::ranges::any_of(std::vector<std::string>{".pbf", ".osm", ".osm.gz", ".osm.bz2"},
                            [&](const auto& end) { return path.ends_with(end); });
    // What is neither is refused by its name, and must be.
    Outcome outcome;
    if (osm) {
      const auto box = osm_extent(path);
      if (!box) expect_clear(box.error(), path);
      const auto around = box ? Frame::around(box.value()) : Result<Frame>{amsterdam};
      outcome = read_as_osm(path, around ? around.value() : amsterdam);
    } else {
      outcome = read_as_layer(path, geojson);
      const bool is_layer = path.ends_with(".geojson");
      EXPECT_TRUE(is_layer || outcome.error == "file_kind_unknown") << outcome.error;
    }
    tallies[part].add(outcome.error.empty() ? (outcome.told.empty() ? "read" : "read and told of")
                                            : "refused");
  }
  for (const auto& [part, tally] : tallies) std::cout << part << ": " << tally.text() << "\n";
  EXPECT_EQ(tallies.size(), 4u);
  EXPECT_GT(tallies["osm_pbf"].of("refused"), 100u);
  EXPECT_GT(tallies["geojson"].of("refused"), 9u);
  expect_little_memory();
}

}  // namespace
}  // namespace lifecircle::test
