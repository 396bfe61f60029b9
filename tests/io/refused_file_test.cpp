// What is no file though its name is one's, and what a file's companions may not be.

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "io/read/companions.hpp"
#include "io/read/study_file.hpp"
#include "io/read/toml.hpp"
#include "tests/io/door.hpp"
#include "tests/io/layer_files.hpp"
#include "tests/io/must_end.hpp"
#include "tests/io/raster_files.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;
using test::Door;
using test::DrawnLayer;
using test::Folder;
using test::frame_around;
using test::MustEnd;
using test::source_of;
using test::write_layer;
using test::write_raster;

const Frame kFrame = frame_around(108.9, 34.2, 109.1, 34.4);
const DrawnLayer kRoad{.fields = {{"name", OFTString}},
                       .rows = {{"LINESTRING (109 34.3, 109.01 34.3)", {"1"}}}};

std::string outcome(const std::string& file) {
  Problems problems;
  const auto features = read_features(source_of(file), kFrame, {}, true, problems);
  return features ? std::to_string(features.value().size()) : features.error().key;
}

/// A socket that lies in a folder.
class LyingSocket {
 public:
  explicit LyingSocket(const std::string& path) : socket_{::socket(AF_UNIX, SOCK_STREAM, 0)} {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  ~LyingSocket() { ::close(socket_); }
  LyingSocket(const LyingSocket&) = delete;
  LyingSocket& operator=(const LyingSocket&) = delete;

 private:
  int socket_;
};

const std::vector<std::string> kFiles{"gpkg", "shp", "geojson", "json", "fgb", "csv",    "tsv",
                                      "xlsx", "ods", "tif",     "tiff", "hgt", "hgt.zip"};

TEST(RefusedFile, LinksToDevicesPipesAndSocketsAreWhatTheyLeadTo) {
  const MustEnd must_end;
  const Folder folder;
  ::mkfifo(folder.file("pipe").c_str(), 0600);
  const LyingSocket socket{folder.file("socket")};
  for (const std::string& end : kFiles) {
    for (const std::string& to :
         {std::string{"/dev/zero"}, std::string{"/dev/random"}, std::string{"/dev/tty"},
          std::string{"/dev/stdin"}, folder.file("pipe"), folder.file("socket")}) {
      const std::string name = folder.file("a." + end);
      fs::remove(name);
      fs::create_symlink(to, name);
      const std::string became = outcome(name);
      // Where the tests have no terminal or a file for standard input.
      if (to == "/dev/tty" || to == "/dev/stdin")
        EXPECT_NE(became, "1") << end << " " << to;
      else
        EXPECT_EQ(became, "file_name_refused") << end << " " << to;
    }
  }
  fs::create_symlink("/dev", folder.file("devices.gdb"));
  EXPECT_EQ(outcome(folder.file("devices.gdb")), "companion_refused");
}

TEST(RefusedFile, LinksThatLeadNowhereOrInACircle) {
  const MustEnd must_end;
  const Folder folder;
  for (std::string end : kFiles) {
    fs::create_symlink(folder.file("b." + end), folder.file("a." + end));
    fs::create_symlink(folder.file("a." + end), folder.file("b." + end));
    EXPECT_EQ(outcome(folder.file("a." + end)), "file_no_permission") << end;
    fs::create_symlink(folder.file("nothing." + end), folder.file("c." + end));
    EXPECT_TRUE(outcome(folder.file("c." + end)).starts_with("file_missing")) << end;
  }
  fs::create_symlink(folder.file("d.gdb"), folder.file("d.gdb"));
  EXPECT_EQ(outcome(folder.file("d.gdb")), "file_no_permission");
}

TEST(RefusedFile, ALinkToAFileIsTheFile) {
  const Folder folder;
  fs::create_symlink(write_layer(folder.file("a.gpkg"), "GPKG", kRoad), folder.file("b.gpkg"));
  EXPECT_EQ(outcome(folder.file("b.gpkg")), "1");
}

TEST(RefusedFile, CompanionsThatArePipesOrDevicesAreNotWaitedFor) {
  const MustEnd must_end;
  for (const std::string after :
       {"a.dbf", "a.shx", "a.prj", "a.cpg", "a.qix", "a.sbn", "a.idm", "a.DBF", "a.shp.xml"})
    for (const std::string to : {"pipe", "/dev/zero"}) {
      const Folder folder;
      ::mkfifo(folder.file("pipe").c_str(), 0600);
      const std::string file = write_layer(folder.file("a.shp"), "ESRI Shapefile", kRoad);
      ASSERT_EQ(outcome(file), "1");
      fs::remove(folder.file(after));
      fs::create_symlink(to == "pipe" ? folder.file("pipe") : to, folder.file(after));
      Problems problems;
      const auto features = read_features(source_of(file), kFrame, {}, true, problems);
      ASSERT_FALSE(features) << after;
      EXPECT_EQ(features.error().key, "companion_refused") << after << " " << to;
      EXPECT_EQ(features.error().args, std::vector<std::string>{after});
    }
  {
    const Folder folder;
    const std::string file = write_layer(folder.file("a.gpkg"), "GPKG", kRoad);
    ASSERT_EQ(::mkfifo((file + "-wal").c_str(), 0600), 0);
    EXPECT_EQ(outcome(file), "companion_refused");
  }
  {
    const Folder folder;
    const std::string file = write_raster(folder.file("a.tif"), {});
    for (const char* after : {"a.tfw", "a.tif.ovr", "a.tif.msk", "a.tif.aux.xml", "a.wld"}) {
      ASSERT_TRUE(raster_extent(source_of(file)));
      ASSERT_EQ(::mkfifo(folder.file(after).c_str(), 0600), 0);
      const auto box = raster_extent(source_of(file));
      ASSERT_FALSE(box) << after;
      EXPECT_EQ(box.error().key, "companion_refused") << after;
      fs::remove(folder.file(after));
    }
  }
  {
    const Folder folder;
    DrawnLayer drawn = kRoad;
    drawn.type = wkbMultiLineString;
    const std::string file = write_layer(folder.file("a.gdb"), "OpenFileGDB", drawn);
    ASSERT_EQ(outcome(file), "1");
    ASSERT_EQ(::mkfifo((file + "/a00000099.gdbtable").c_str(), 0600), 0);
    EXPECT_EQ(outcome(file), "companion_refused");
    EXPECT_EQ(outcome(file + "/"), "companion_refused");
  }
}

TEST(RefusedFile, WhatOnlyHasABeginningInCommonIsNoCompanion) {
  const Folder folder;
  ::mkfifo(folder.file("roads_pipe").c_str(), 0600);
  ::mkfifo(folder.file("roads2.dbf").c_str(), 0600);
  ::mkfifo(folder.file("other.dbf").c_str(), 0600);
  const std::string file = write_layer(folder.file("roads.shp"), "ESRI Shapefile", kRoad);
  EXPECT_EQ(odd_companion_of(file), "");
  EXPECT_EQ(outcome(file), "1");
}

TEST(RefusedFile, ATableThatIsElsewhereIsReadAsATableOrNotAtAll) {
  const MustEnd must_end;
  const Folder folder;
  fs::create_directory(folder.file("elsewhere"));
  const std::string file = write_layer(folder.file("a.shp"), "ESRI Shapefile", kRoad);
  fs::rename(folder.file("a.dbf"), folder.file("elsewhere/b.dbf"));
  fs::create_symlink("elsewhere/b.dbf", folder.file("a.dbf"));
  EXPECT_EQ(outcome(file), "1") << "a link to a table is a table";
  // A text that is no table gives no attributes: nothing of it comes out.
  fs::remove(folder.file("a.dbf"));
  fs::create_symlink("/etc/passwd", folder.file("a.dbf"));
  Problems problems;
  const auto features = read_features(source_of(file), kFrame, {}, true, problems);
  if (features) {
    for (const auto& column : features.value().columns)
      for (const auto& text : column) EXPECT_EQ(text.find("root"), std::string::npos);
  } else {
    for (const auto& arg : features.error().args) EXPECT_EQ(arg.find("root:"), std::string::npos);
  }
  // One that says it has two thousand million rows.
  fs::remove(folder.file("a.dbf"));
  std::string head(128, '\0');
  head[0] = 3;
  head.replace(4, 4, std::string{"\x00\x94\x35\x77", 4});
  head.replace(8, 4, std::string{"\x41\x00\x20\x00", 4});
  head.replace(32, 16, std::string{"name\0\0\0\0\0\0\0C\0\0\0\0", 16});
  head[48] = 31;
  head[64] = '\r';
  folder.write("a.dbf", head);
  EXPECT_EQ(outcome(file), "dbf_cut_off");
}

TEST(RefusedFile, StudiesAndProfilesArePlainFiles) {
  const MustEnd must_end;
  const Folder folder;
  ::mkfifo(folder.file("pipe.toml").c_str(), 0600);
  fs::create_symlink("/dev/zero", folder.file("zero.toml"));
  fs::create_symlink(folder.file("circle.toml"), folder.file("circle.toml"));
  fs::create_directory(folder.file("folder.toml"));
  const LyingSocket socket{folder.file("socket.toml")};
  for (const char* name : {"pipe.toml", "zero.toml", "folder.toml", "socket.toml"}) {
    const auto read = read_toml(folder.file(name));
    ASSERT_FALSE(read) << name;
    EXPECT_EQ(read.error().key, "toml_not_a_file") << name;
  }
  for (const char* name : {"circle.toml", "nothing.toml"}) {
    const auto read = read_toml(folder.file(name));
    ASSERT_FALSE(read) << name;
    EXPECT_EQ(read.error().key, "toml_no_such_file") << name;
  }
  folder.write("large.toml", std::string(17 << 20, '#'));
  const auto large = read_toml(folder.file("large.toml"));
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().key, "toml_too_large");
}

TEST(RefusedFile, TheSystemBesideAFileIsNoAddress) {
  const MustEnd must_end;
  const Door door;
  const Folder folder;
  const std::string file = write_layer(folder.file("a.shp"), "ESRI Shapefile", kRoad);
  for (const std::string& text :
       {door.url + "/4490", "/vsicurl/" + door.url + "/4490", std::string{"/etc/passwd"},
        "+proj=longlat +nadgrids=" + door.url + "/grid.tif +type=crs",
        R"(GEOGCS["x",DATUM["x",SPHEROID["x",6378137,298.257],EXTENSION["PROJ4_GRIDS",")" +
            door.url + R"(/grid.tif"]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]])",
        "urn:ogc:def:crs:" + door.url}) {
    folder.write("a.prj", text);
    Problems problems;
    (void)read_features(source_of(file), kFrame, {}, true, problems);
    LayerSource stated = source_of(file);
    stated.crs = text;
    (void)read_features(stated, kFrame, {}, true, problems);
  }
  EXPECT_FALSE(door.knocked());
}

}  // namespace
}  // namespace lifecircle
