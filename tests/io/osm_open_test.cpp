// What may be opened, and what becomes of files that are damaged or odd.

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <zlib.h>

#include "engine/base/messages.hpp"
#include "tests/io/osm_sample.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;
using test::OsmText;
using test::TempFile;

/// Reads a file in all three ways; the key of the error, or "".
std::string fault(const std::string& path) {
  Problems problems;
  const auto box = osm_extent(path);
  const auto around = box ? Frame::around(box.value()) : Frame::around({});
  const Frame frame = around ? around.value() : test::sample_frame();
  const auto roads = read_osm_roads(path, frame, true, true, problems);
  const auto features = read_osm_features(path, frame, {{"building=*"}, {"type=*"}, {"amenity=*"}},
                                          {"name"}, problems);
  for (const Error& error : {box ? Error{} : box.error(), roads ? Error{} : roads.error(),
                             features ? Error{} : features.error()})
    if (!error.key.empty()) {
      EXPECT_NE(find_message(error.key), nullptr) << error.key;
      EXPECT_EQ(error.where, path);
    }
  for (const auto& [key, count] : problems.counts()) EXPECT_NE(find_message(key), nullptr) << key;
  if (roads) {
    for (const std::uint32_t v : roads.value().roads.line_vertex)
      EXPECT_LT(v, roads.value().roads.vertex_count());
  } else {
    EXPECT_FALSE(features) << "what one reader refuses, so does the other: " << path;
    return roads.error().key;
  }
  return box ? "" : box.error().key;
}

OsmText one_road() {
  return OsmText{}.nodes({1, 2}).way(10, {1, 2}, "highway=path");
}

TEST(OsmOpen, TakesLocalFilesByTheirEnding) {
  const std::string xml = one_road().text();
  EXPECT_EQ(fault(TempFile{xml}.path()), "");
  EXPECT_EQ(fault(TempFile{xml, ".OSM"}.path()), "");
  EXPECT_EQ(fault(TempFile{xml, ".xml"}.path()), "osm_unknown_format");
  EXPECT_EQ(fault(TempFile{xml, ".osm.txt"}.path()), "osm_unknown_format");
  EXPECT_EQ(fault(TempFile{xml, ".pbf"}.path()), "osm_damaged");
  EXPECT_EQ(fault(TempFile{xml, ".osm.bz2"}.path()), "osm_damaged");
}

TEST(OsmOpen, ReadsCompressedFiles) {
  const TempFile file{"", ".osm.gz"};
  const std::string xml = one_road().text();
  gzFile out = gzopen(file.path().c_str(), "wb");
  ASSERT_EQ(gzwrite(out, xml.data(), static_cast<unsigned>(xml.size())),
            static_cast<int>(xml.size()));
  gzclose(out);
  EXPECT_EQ(fault(file.path()), "");
  std::string bytes;
  {
    std::ifstream in{file.path(), std::ios::binary};
    bytes.assign(std::istreambuf_iterator<char>{in}, {});
  }
  EXPECT_EQ(fault(TempFile{bytes.substr(0, bytes.size() - 9), ".osm.gz"}.path()), "osm_damaged");
}

TEST(OsmOpen, OfAFileThatIsNotThereTellsTheNamesBesideIt) {
  const std::string folder = TempFile{"", ".d"}.path();
  fs::create_directory(folder);
  std::ofstream{folder + "/county.osm.pbf"};
  const Error near = osm_extent(folder + "/conuty.osm.pbf").error();
  EXPECT_EQ(near.key, "osm_no_file_but");
  EXPECT_EQ(near.args, std::vector<std::string>{"county.osm.pbf"});
  EXPECT_EQ(near.fault, Fault::storage) << "exit 4, as for every file that is not there";
  const Error none = osm_extent(folder + "/x.pbf").error();
  EXPECT_EQ(none.key, "osm_no_file");
  EXPECT_EQ(none.fault, Fault::storage);
  fs::remove_all(folder);
}

TEST(OsmOpen, RefusesAddressesFoldersAndPipes) {
  EXPECT_EQ(fault("http://example.org/map.osm"), "osm_not_local");
  EXPECT_EQ(fault("file:///etc/map.osm"), "osm_not_local");
  EXPECT_EQ(fault(""), "osm_no_file");
  EXPECT_EQ(fault("-"), "osm_no_file");
  EXPECT_EQ(fault("/no/such/map.osm"), "osm_no_file");
  EXPECT_EQ(fault("http:map.osm"), "osm_no_file");
  const std::string folder = TempFile{"", ".pbf"}.path();
  fs::create_directory(folder);
  EXPECT_EQ(fault(folder), "osm_not_a_file");
  fs::remove(folder);
  const std::string pipe = TempFile{"", ".osm"}.path();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(fault(pipe), "osm_not_a_file");
  fs::remove(pipe);
}

TEST(OsmOpen, NeverTakesANameForAnAddress) {
  // libosmium would run a program for a name that begins like this.
  const fs::path before = fs::current_path();
  const fs::path folder = TempFile{""}.path();
  fs::create_directory(folder);
  fs::current_path(folder);
  std::ofstream{"http:map.osm"} << one_road().text();
  EXPECT_EQ(fault("http:map.osm"), "");
  fs::current_path(before);
  fs::remove_all(folder);
}

TEST(OsmOpen, SaysWhenThereIsNothing) {
  EXPECT_EQ(fault(TempFile{OsmText{}.text()}.path()), "osm_nothing_there");
  EXPECT_EQ(fault(TempFile{OsmText{}.node(1).text()}.path()), "osm_nothing_there");
  EXPECT_EQ(fault(TempFile{"", ".osm"}.path()), "osm_damaged");
  EXPECT_EQ(fault(TempFile{one_road().text().substr(0, 200)}.path()), "osm_damaged");
}

TEST(OsmExtent, IsThatOfWaysAndOfNodesWithTags) {
  OsmText map;
  map.node_at(1, 116.1, 40.1).node_at(2, 116.2, 40.3).way(10, {1, 2, 3}, "");
  map.node_at(5, 116.5, 40.05, "amenity=clinic").node_at(6, 100, 20);
  map.node_at(7, 99, 19, "amenity=clinic", "version=\"1\"");
  map.node_at(7, 116.2, 40.2, "amenity=clinic", "version=\"2\"");
  map.node_at(8, 98, 18, "amenity=clinic", "visible=\"false\"");
  for (unsigned seed = 0; seed < 10; ++seed) {
    const TempFile file{map.shuffle(seed).text()};
    const auto box = osm_extent(file.path());
    ASSERT_TRUE(box);
    EXPECT_DOUBLE_EQ(box.value().west, 116.1);
    EXPECT_DOUBLE_EQ(box.value().east, 116.5);
    EXPECT_DOUBLE_EQ(box.value().south, 40.05);
    EXPECT_DOUBLE_EQ(box.value().north, 40.3);
  }
}

std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator{folder}) {
    const std::string path = entry.path().string();
    for (const char* ending : {".pbf", ".osm", ".osm.gz", ".osm.bz2"})
      if (path.ends_with(ending)) files.push_back(path);
  }
  std::ranges::sort(files);
  return files;
}

TEST(OsmOpen, EndsEveryDamagedFileInAResultOrAnError) {
  const auto folder = test::data("malformed");
  if (folder.empty()) GTEST_SKIP();
  std::size_t read = 0, refused = 0;
  for (const char* part : {"osm_pbf", "osm_xml", "osm_misc"})
    for (const std::string& path : files_in(folder + "/" + part)) {
      SCOPED_TRACE(path);
      const std::string why = fault(path);
      ++(why.empty() ? read : refused);
    }
  EXPECT_GT(read, 40U);
  EXPECT_GT(refused, 200U);
}

TEST(OsmOpen, SurvivesEveryCutOfARealFile) {
  const auto path = test::data("malformed/osm_pbf/base_amsterdam.osm.pbf");
  if (path.empty()) GTEST_SKIP();
  std::string bytes;
  {
    std::ifstream in{path, std::ios::binary};
    bytes.assign(std::istreambuf_iterator<char>{in}, {});
  }
  for (std::size_t length = 0; length < bytes.size(); length += 331)
    fault(TempFile{bytes.substr(0, length), ".pbf"}.path());
  std::mt19937 random{7};
  for (int i = 0; i < 60; ++i) {
    std::string changed = bytes;
    for (int k = 0; k < 3; ++k)
      changed[std::uniform_int_distribution<std::size_t>{0, bytes.size() - 1}(random)] =
          static_cast<char>(std::uniform_int_distribution<int>{0, 255}(random));
    fault(TempFile{changed, ".pbf"}.path());
  }
}

}  // namespace
}  // namespace lifecircle
