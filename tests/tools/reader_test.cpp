// Files read by another process: the same rows, and what becomes of a reader that a file breaks.

#include "io/read/child/reader_process.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "io/read/layer.hpp"
#include "tests/io/layer_files.hpp"
#include "tests/support/test_data.hpp"
#include "tests/tools/reader_children.hpp"

namespace lifecircle::test {
namespace {

namespace fs = std::filesystem;

/// The tests of the program read as the program does.
class AsTheProgram : public ::testing::Environment {
 public:
  void SetUp() override { read_in_children({worker(), "__read"}); }
};
[[maybe_unused]] const auto* const as_the_program =
    ::testing::AddGlobalTestEnvironment(new AsTheProgram);

/// Everything that reading a layer gives, as text.
std::string all_of(const LayerSource& source, const Frame& frame) {
  Problems problems;
  const auto features = read_features(source, frame, {}, true, problems);
  std::ostringstream text;
  if (!features) {
    text << features.error().key << ' ' << features.error().where;
    for (const auto& arg : features.error().args) text << '|' << arg;
    text << '\n';
  } else {
    const Features& f = features.value();
    text << f.layer << ' ' << f.size() << '\n';
    for (const auto& name : f.column_names) text << name << '\t';
    for (std::size_t i = 0; i < f.size(); ++i) {
      text << '\n' << f.row[i];
      for (const auto& column : f.columns) text << '\t' << column[i];
      for (const auto& part : f.shape[i].parts)
        for (const Point p : part) text << ' ' << p.x << ',' << p.y;
    }
  }
  return text.str() + '\n' + told(problems);
}

Frame frame_over(const LonLatBox& box) {
  return Frame::around(box).value();
}

TEST(Reader, GivesTheSameRowsAsReadingHere) {
  const Folder folder;
  std::vector<LayerSource> sources;
  const auto add = [&](const std::string& file, const std::string& crs = {}) {
    if (file.empty()) return;
    sources.push_back({});
    sources.back().file = file;
    sources.back().crs = crs;
  };
  for (const char* name : {"road.shp", "development.shp", "town.shp", "adcode_610323.csv"})
    add(data(std::string{"qishan/"} + name));
  if (const std::string malformed = data("malformed/geojson"); !malformed.empty())
    for (const auto& entry : fs::directory_iterator{fs::path{malformed}})
      add(entry.path().string(), "EPSG:4326");
  add(folder.file("missing.gpkg"));
  add(folder.write("text.gpkg", "no database"));
  add(folder.write(
      "drawing.dxf",
      "0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1015\n0\nENDSEC\n0\nSECTION\n2\nENTITIES"
      "\n0\nLINE\n8\n\xB5\xC0\xC2\xB7\n10\n36528000\n20\n3800000\n11\n36528100\n21\n"
      "3800000\n0\nENDSEC\n0\nEOF\n"));
  add(folder.write("half.csv", "lon,lat,name\n108.9,34.2,\"open"));
  for (const char* driver : {"GPKG", "FlatGeobuf", "GeoJSON", "ESRI Shapefile"}) {
    DrawnLayer drawn;
    drawn.fields = {{"name", OFTString}, {"lanes", OFTInteger}, {"width", OFTReal}};
    for (int i = 0; i < 3000; ++i) {
      const std::string x = std::to_string(108.9 + i * 1e-4);
      drawn.rows.push_back(
          {i % 7 == 0 ? "" : "LINESTRING (" + x + " 34.2," + x + " 34.3)",
           {"路" + std::to_string(i), std::to_string(i), i % 5 ? "3.25" : "NULL"}});
    }
    const std::string ending = std::string{driver} == "GPKG"             ? "gpkg"
                               : std::string{driver} == "FlatGeobuf"     ? "fgb"
                               : std::string{driver} == "ESRI Shapefile" ? "shp"
                                                                         : "geojson";
    const std::string path = folder.file("drawn." + ending);
    write_layer(path, driver, drawn);
    add(path);
  }
  ASSERT_GT(sources.size(), 6u);
  const Frame frame = frame_over({107, 34, 109.5, 35});
  read_in_children({});
  std::vector<std::string> here;
  for (const LayerSource& source : sources) here.push_back(all_of(source, frame));
  const InChildren children;
  for (std::size_t i = 0; i < sources.size(); ++i)
    EXPECT_EQ(all_of(sources[i], frame), here[i]) << sources[i].file;
}

TEST(Reader, StartsOverAsOftenAsAsked) {
  const Folder folder;
  std::string lines = "lon,lat,n\n";
  for (int i = 0; i < 50'000; ++i) lines += "108.9,34.2," + std::to_string(i) + "\n";
  LayerSource source;
  source.file = folder.write("many.csv", lines);
  const InChildren children;
  Problems problems;
  auto opened = open_raw_rows(source, true, problems);
  ASSERT_TRUE(opened);
  RawRows& rows = *opened.value();
  LayerRow row;
  for (int taken : {0, 1, 20'000, 50'000}) {
    ASSERT_TRUE(rows.want({2}, false));
    for (int i = 0; i < taken; ++i) {
      const auto more = rows.next(row, problems);
      ASSERT_TRUE(more && more.value());
      ASSERT_EQ(row.values, std::vector<std::string>{std::to_string(i)});
    }
  }
  const auto end = rows.next(row, problems);
  EXPECT_TRUE(end && !end.value());
}

std::string line_of(const fs::path& file, const std::string& word) {
  std::ifstream text{file};
  for (std::string line; std::getline(text, line);)
    if (line.starts_with(word)) return line;
  return {};
}

/// A file so long that its reader waits for someone to take its rows.
LayerSource long_file(const Folder& folder) {
  std::string lines = "lon,lat,n\n";
  for (int i = 0; i < 400'000; ++i) lines += "108.9,34.2," + std::to_string(i) + "\n";
  LayerSource source;
  source.file = folder.write("long.csv", lines);
  return source;
}

TEST(Reader, HasGivenUpItsRights) {
  const Folder folder;
  const InChildren children;
  Problems problems;
  auto opened = open_raw_rows(long_file(folder), true, problems);
  ASSERT_TRUE(opened);
  ASSERT_TRUE(opened.value()->want({0}, false));
  const auto readers = below(getpid());
  ASSERT_EQ(readers.size(), 2u);  // the one that waits, and the one that reads
  const fs::path proc = fs::path{"/proc"} / std::to_string(readers.back());
  EXPECT_EQ(line_of(proc / "status", "Seccomp:"), "Seccomp:\t2");
  EXPECT_EQ(line_of(proc / "status", "NoNewPrivs:"), "NoNewPrivs:\t1");
  EXPECT_NE(line_of(proc / "limits", "Max file size").find(" 0 "), std::string::npos);
  EXPECT_NE(line_of(proc / "limits", "Max core file size").find(" 0 "), std::string::npos);
  EXPECT_NE(line_of(proc / "limits", "Max cpu time").find(" 1800 "), std::string::npos);
}

TEST(Reader, ThatCrashesBecomesOneSentence) {
  const Folder folder;
  const InChildren children;
  for (const auto& [word, key] :
       {std::pair{SIGSEGV, "reader_crashed"}, std::pair{SIGBUS, "reader_crashed"},
        std::pair{SIGKILL, "reader_stopped"}}) {
    Problems problems;
    auto opened = open_raw_rows(long_file(folder), true, problems);
    ASSERT_TRUE(opened);
    ASSERT_TRUE(opened.value()->want({0}, false));
    const auto readers = below(getpid());
    ASSERT_EQ(readers.size(), 2u);
    kill(readers.back(), word);
    LayerRow row;
    int rows = 0;
    for (;; ++rows) {
      const auto more = opened.value()->next(row, problems);
      if (more) {
        ASSERT_TRUE(more.value()) << "the file seemed to end after " << rows << " rows";
        continue;
      }
      EXPECT_EQ(more.error().key, key);
      EXPECT_NE(more.error().where.find("long.csv"), std::string::npos);
      break;
    }
    EXPECT_LT(rows, 400'000);
  }
  // The next file is read as if nothing had been; so it is when the one that waits is gone.
  for (const pid_t waits : below(getpid())) kill(waits, SIGKILL);
  LayerSource source;
  source.file = folder.write("next.csv", "lon,lat\n108.9,34.2\n");
  Problems problems;
  EXPECT_TRUE(open_raw_rows(source, true, problems));
}

TEST(Reader, ThatWantsTooMuchIsStopped) {
  const Folder folder;
  // GDAL takes a whole feature of GeoJSON into memory, many times its size.
  std::string text =
      R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"n":1},)"
      R"("geometry":{"type":"LineString","coordinates":[[1,1])";
  for (int i = 0; i < 3'000'000; ++i) text += ",[1,2]";
  LayerSource source;
  source.file = folder.write("large.geojson", text + "]}}]}");
  if (kMemoryIsLimited) {
    const InChildren children{{.memory_mb = 300}};
    Problems problems;
    const auto opened = open_raw_rows(source, false, problems);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().key, "reader_no_memory") << opened.error().key;
    EXPECT_EQ(opened.error().fault, Fault::limit);
  }
  {
    // One feature too large for GDAL is refused in less than a second on a fast machine; many small
    // ones take seconds to look through.
    std::string many = R"({"type":"FeatureCollection","features":[)";
    for (int i = 0; i < 4'000'000; ++i)
      many += (i == 0 ? "" : ",") +
              std::string{R"({"type":"Feature","properties":{"n":1},"geometry":null})"};
    LayerSource busy;
    busy.file = folder.write("many.geojson", many + "]}");
    const InChildren children{{.cpu_seconds = 1}};
    Problems problems;
    auto opened = open_raw_rows(busy, false, problems);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().key, "reader_stopped");
  }
  {
    const InChildren children{{.silent_seconds = 0}};
    Problems problems;
    const auto opened = open_raw_rows(source, false, problems);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().key, "reader_late");
  }
}

TEST(Reader, CannotBeHadIsToldToo) {
  read_in_children({"/nowhere/at/all", "__read"});
  const Folder folder;
  LayerSource source;
  source.file = folder.write("next.csv", "lon,lat\n108.9,34.2\n");
  Problems problems;
  const auto opened = open_raw_rows(source, true, problems);
  read_in_children({});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().key, "reader_gone");
}

}  // namespace
}  // namespace lifecircle::test
