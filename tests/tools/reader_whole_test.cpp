// OSM files and rasters read by another process: the same values, and what becomes of a reader that
// dies, goes on too long or lies.

#include "io/read/child/whole.hpp"

#include <signal.h>
#include <unistd.h>
#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/messages.hpp"
#include "io/read/elevation.hpp"
#include "tests/io/osm_sample.hpp"
#include "tests/io/raster_files.hpp"
#include "tests/support/test_data.hpp"
#include "tests/tools/reader_children.hpp"
#include "tools/lifecircle/program.hpp"

namespace lifecircle::test {
namespace {

namespace fs = std::filesystem;

std::string said(const Error& error) {
  std::string text = error.key + " at " + error.where;
  for (const auto& arg : error.args) text += "|" + arg;
  return text + "\n";
}

std::string points(const std::vector<Point>& all) {
  std::string text;
  for (const Point p : all) text += " " + std::to_string(p.x) + "," + std::to_string(p.y);
  return text;
}

std::string bits(double value) {
  char text[40];
  std::snprintf(text, sizeof text, " %a", value);
  return text;
}

std::string all_of(const Result<LonLatBox>& box) {
  if (!box) return said(box.error());
  const LonLatBox& b = box.value();
  return bits(b.west) + bits(b.south) + bits(b.east) + bits(b.north) + "\n";
}

/// Everything that an OSM file gives.
std::string all_of_osm(const std::string& path) {
  const auto box = osm_extent(path);
  std::string text = all_of(box);
  const Frame frame = box ? Frame::around(box.value()).value() : sample_frame();
  Problems problems;
  const auto roads = read_osm_roads(path, frame, true, true, problems);
  if (!roads) {
    text += said(roads.error());
  } else {
    text += whole(roads.value().roads);
    const Shapes& barriers = roads.value().barriers;
    text += points(barriers.points);
    for (const auto first : barriers.part_first) text += " " + std::to_string(first);
    for (const auto first : barriers.shape_first) text += " " + std::to_string(first);
  }
  const auto found = read_osm_features(
      path, frame, {{"amenity=*"}, {"leisure=*"}, {"barrier=wall"}}, {"name", "amenity"}, problems);
  if (!found) return text + said(found.error()) + told(problems);
  const Features& f = found.value().features;
  text += f.file + "|" + f.layer;
  for (const auto& name : f.column_names) text += "|" + name;
  for (std::size_t i = 0; i < f.size(); ++i) {
    text +=
        "\n" + std::to_string(f.row[i]) + " " + std::to_string(static_cast<int>(f.shape[i].kind));
    for (const auto& part : f.shape[i].parts) text += " /" + points(part);
    for (const auto& column : f.columns) text += "|" + column[i];
    text += "|" + points(found.value().entrances[i]) + "|" + points(found.value().gates[i]);
  }
  return text + "\n" + told(problems);
}

/// Everything that a raster gives.
std::string all_of_raster(const LayerSource& source) {
  const auto box = raster_extent(source);
  std::string text = all_of(box);
  const Frame frame = box ? Frame::around(box.value()).value() : sample_frame();
  Problems problems;
  LonLatBox within;
  if (box) {
    within = box.value();
    within.east = (within.west + within.east) / 2;
  }
  const auto cells = read_raster(source, frame, problems, {}, within);
  if (!cells) {
    text += said(cells.error());
  } else {
    const RasterCells& c = cells.value();
    text += points(c.at);
    for (const double value : c.value) text += bits(value);
    for (const auto cell : c.cell) text += " " + std::to_string(cell);
    text += "|" + std::to_string(c.outside_cells) + "|" + std::to_string(c.outside_thousandths);
  }
  return text + "\n" + told(problems);
}

std::string all_of_heights(const std::vector<LayerSource>& sources, const Frame& frame) {
  std::vector<Point> places;
  for (int x = -30; x <= 30; ++x)
    for (int y = -30; y <= 30; ++y) places.push_back({x * 1'500'003, y * 1'500'007});
  Problems problems;
  const auto heights = read_heights(sources, frame, places, problems);
  if (!heights) return said(heights.error()) + told(problems);
  std::string text;
  for (const double metres : heights.value()) text += bits(metres);
  return text + "\n" + told(problems);
}

/// What `all` gives, here and by another process.
void expect_same(const std::string& name, const std::function<std::string()>& all) {
  read_in_children({});
  const std::string here = all();
  const InChildren children;
  // Not EXPECT_EQ: it would print megabytes.
  EXPECT_TRUE(all() == here) << name;
  EXPECT_GT(here.size(), 20u) << name;
}

TEST(ReaderWhole, GivesTheSameOfOsmFilesAsReadingHere) {
  int read = 0;
  for (const char* name : {"liechtenstein/liechtenstein-latest.osm.pbf", "andorra/andorra.osm.pbf",
                           "andorra/andorra.osm.gz", "poa/poa_osm.pbf", "small_osm/krems.osm.gz",
                           "small_osm/monaco.osm.gz", "small_osm/one_way_dead_end.osm.pbf"}) {
    const std::string path = data(name);
    if (path.empty()) continue;
    expect_same(name, [&] { return all_of_osm(path); });
    ++read;
  }
  const Folder folder;
  for (const auto& path :
       {folder.file("missing.osm"), folder.write("text.pbf", "no such thing"),
        folder.write("what.xml", "<osm/>"), folder.write("none.osm", OsmText{}.text())})
    expect_same(path, [&] { return all_of_osm(path); });
  if (read == 0) GTEST_SKIP() << "no test data";
}

TEST(ReaderWhole, GivesTheSameOfRastersAsReadingHere) {
  const Folder folder;
  DrawnRaster drawn{.cells = {1, 2.5, -1, 1e15, 0, 7}};
  std::vector<LayerSource> sources;
  for (const auto& path : {data("poa/poa_elevation.tif"), data("portland/portland-ned.tif"),
                           write_raster(folder.file("drawn.tif"), drawn), folder.file("none.tif"),
                           folder.write("text.tif", "no such thing")})
    if (!path.empty()) sources.push_back(source_of(path));
  drawn.epsg = 0;
  sources.push_back(source_of(write_raster(folder.file("stated.tif"), drawn)));
  expect_same("no crs", [&] { return all_of_raster(sources.back()); });
  sources.back().crs = "EPSG:4490";
  for (const LayerSource& source : sources) {
    expect_same(source.file, [&] { return all_of_raster(source); });
    const auto box = raster_extent(source);
    const Frame frame = box ? Frame::around(box.value()).value() : sample_frame();
    expect_same(source.file, [&] { return all_of_heights({source}, frame); });
  }
  const auto north = data("andorra/N42E001.hgt.zip"), south = data("andorra/N41E001.hgt.zip");
  if (north.empty() || south.empty()) GTEST_SKIP() << "no test data";
  const Frame frame = frame_around(1, 42, 2, 42.01);
  expect_same("two tiles", [&] {
    return all_of_heights({source_of(north), source_of(south)}, frame);
  });
}

/// Ways without nodes, one problem each.
std::string many_ways(int count) {
  std::string text = "<osm version=\"0.6\"><node id=\"1\" lon=\"116\" lat=\"40\"/>\n";
  for (int i = 1; i <= count; ++i)
    text += "<way id=\"" + std::to_string(i) +
            "\"><nd ref=\"7\"/><nd ref=\"8\"/><tag k=\"highway\" v=\"path\"/></way>\n";
  return text + "</osm>\n";
}

TEST(ReaderWhole, CountsProblemsPastThoseListed) {
  const Folder folder;
  const int count = static_cast<int>(Problems::kListed) + 77;
  const std::string path = folder.write("many.osm", many_ways(count));
  const InChildren children;
  Problems problems;
  ASSERT_TRUE(read_osm_roads(path, sample_frame(), false, false, problems));
  EXPECT_EQ(count_of(problems, "osm_way_without_line"), static_cast<std::uint64_t>(count));
  EXPECT_EQ(problems.list().size(), Problems::kListed);
}

TEST(ReaderWhole, TellsProgressAndStopsWhenAsked) {
  const Folder folder;
  const std::string path = folder.write("many.osm", many_ways(1000));
  const auto stages = [&] {
    std::set<std::string> seen;
    Problems problems;
    EXPECT_TRUE(read_osm_roads(path, sample_frame(), true, false, problems,
                               [&](std::string_view stage, std::uint64_t, std::uint64_t) {
                                 seen.insert(std::string{stage});
                                 return true;
                               }));
    return seen;
  };
  read_in_children({});
  const auto here = stages();
  const InChildren children;
  EXPECT_EQ(stages(), here);
  EXPECT_FALSE(here.empty());
  const auto stop = [](std::string_view, std::uint64_t, std::uint64_t) { return false; };
  Problems problems;
  const auto roads = read_osm_roads(path, sample_frame(), true, false, problems, stop);
  ASSERT_FALSE(roads);
  EXPECT_EQ(roads.error().key, "osm_interrupted");
  EXPECT_EQ(roads.error().fault, Fault::interrupted);
  EXPECT_EQ(roads.error().where, path);
  const auto tif = write_raster(folder.file("drawn.tif"), {.cells = {1, 2, 3, 4, 5, 6}});
  const auto cells =
      read_raster(source_of(tif), frame_around(109, 34.3, 109.1, 34.4), problems, stop);
  ASSERT_FALSE(cells);
  EXPECT_EQ(cells.error().key, "reading_interrupted");
  EXPECT_TRUE(problems.empty());
}

TEST(ReaderWhole, ThatDiesBecomesOneSentence) {
  const Folder folder;
  // Its answer is so long that it waits for someone to take it.
  const std::string path = folder.write("many.osm", many_ways(30'000));
  const InChildren children;
  for (const auto& [word, key] :
       {std::pair{SIGSEGV, "reader_crashed"}, std::pair{SIGKILL, "reader_stopped"}}) {
    Problems problems;
    bool killed = false;
    const auto end = [&killed, death = word](std::string_view, std::uint64_t, std::uint64_t) {
      if (killed) return true;
      const auto readers = below(getpid());
      EXPECT_EQ(readers.size(), 2u);
      kill(readers.back(), death);
      return killed = true;
    };
    const auto roads = read_osm_roads(path, sample_frame(), true, false, problems, end);
    ASSERT_FALSE(roads);
    EXPECT_EQ(roads.error().key, key);
    EXPECT_EQ(roads.error().where, path);
    EXPECT_TRUE(problems.empty());
  }
  // The next is read as if nothing had been; so it is when the one that waits is gone.
  for (const pid_t waits : below(getpid())) kill(waits, SIGKILL);
  Problems problems;
  EXPECT_TRUE(read_osm_roads(path, sample_frame(), true, false, problems));
}

TEST(ReaderWhole, ThatWantsTooMuchIsStopped) {
  const Folder folder;
  // A few hundred kilobytes that become 400 MB of names.
  const std::string path = folder.file("bomb.osm.gz");
  const gzFile out = gzopen(path.c_str(), "wb1");
  ASSERT_NE(out, nullptr);
  const auto write = [&](const std::string& text) {
    ASSERT_EQ(gzwrite(out, text.data(), static_cast<unsigned>(text.size())),
              static_cast<int>(text.size()));
  };
  write("<osm version=\"0.6\">\n");
  const std::string name(1000, 'n');
  for (int i = 1; i <= 400'000; ++i)
    write("<node id=\"" + std::to_string(i) + "\" lon=\"116\" lat=\"40\"><tag k=\"name\" v=\"" +
          name + "\"/></node>\n");
  write("</osm>\n");
  gzclose(out);
  const auto ask = [&] {
    Problems problems;
    return read_osm_features(path, sample_frame(), {{"name=*"}}, {"name"}, problems);
  };
  if (kMemoryIsLimited) {
    const InChildren children{{.memory_mb = 400}};
    const auto found = ask();
    ASSERT_FALSE(found);
    EXPECT_TRUE(found.error().key == "reader_no_memory" || found.error().key == "osm_too_large")
        << found.error().key;
    EXPECT_EQ(found.error().fault, Fault::limit);
    EXPECT_EQ(found.error().where, path);
  }
  {
    const InChildren children{{.silent_seconds = 0}};
    const auto found = ask();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().key, "reader_late");
  }
}

/// All files of a folder and their bytes, but for what says when, how long and how much memory.
std::map<std::string, std::string> files_of(const fs::path& folder) {
  std::map<std::string, std::string> all;
  for (const auto& entry : fs::recursive_directory_iterator{folder}) {
    if (!entry.is_regular_file() || entry.path().extension() == ".json" ||
        entry.path().extension() == ".html")
      continue;
    std::ifstream in{entry.path(), std::ios::binary};
    all[entry.path().lexically_relative(folder).string()] = {std::istreambuf_iterator<char>{in},
                                                             {}};
  }
  return all;
}

TEST(ReaderWhole, ARunWritesTheSameBytes) {
  const std::string osm = data("small_osm/monaco.osm.gz");
  if (osm.empty()) GTEST_SKIP() << "no test data";
  const Folder folder;
  const std::string tif =
      write_raster(folder.file("people.tif"), {.width = 40,
                                               .height = 40,
                                               .cells = std::vector<double>(1600, 3),
                                               .grid = {7.40, 0.001, 0, 43.76, 0, -0.001},
                                               .epsg = 4326});
  const std::string study = folder.write(
      "study.toml", "[study]\nname = \"Monaco\"\n[[network.osm]]\nfile = \"" + osm +
                        "\"\n[[people]]\nraster = \"" + tif +
                        "\"\n[[facilities]]\nkind = \"school\"\nfile = \"" + osm +
                        "\"\nosm = [\"amenity=school\"]\n[[services]]\nname = "
                        "\"school\"\nkinds = [\"school\"]\nmodes = [\"walk\"]\nminutes = 10\n");
  const auto run = [&](const std::string& out) {
    std::ostringstream said, err;
    EXPECT_EQ(run_program({"run", study, "--out", folder.file(out), "--no-progress"}, said, err,
                          Terminal{}),
              0)
        << err.str();
    return files_of(folder.file(out));
  };
  read_in_children({});
  const auto here = run("here");
  EXPECT_GE(here.size(), 3u);
  const InChildren children;
  const auto there = run("there");
  for (const auto& [name, bytes] : here)
    EXPECT_TRUE(there.contains(name) && there.at(name) == bytes) << name;
  EXPECT_EQ(here.size(), there.size());
}

}  // namespace
}  // namespace lifecircle::test
