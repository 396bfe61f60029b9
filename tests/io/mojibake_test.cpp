#include "io/read/check/mojibake.hpp"

#include <fstream>
#include <iostream>

#include <gtest/gtest.h>

#include "io/read/layer.hpp"
#include "io/read/osm.hpp"
#include "io/read/text.hpp"
#include "tests/io/layer_files.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle {
namespace {

TEST(Mojibake, IsRecognisedAndUndone) {
  const auto was = [](const std::string& text) {
    const auto found = garbled(text);
    return found ? found->was + " " + found->encoding : "sound";
  };
  EXPECT_EQ(was("±±¾©"), "北京 GB18030");
  EXPECT_EQ(was("鍖椾含"), "北京 UTF-8");
  EXPECT_EQ(was("åŒ—äº¬"), "北京 UTF-8");
  EXPECT_EQ(was("锟斤拷锟斤拷"), " ");
  EXPECT_EQ(was("????"), " ");
  for (const char* sound :
       {"", "?", "北京", "联通", "Café", "Zürich", "Çankırı", "Łódź", "São José", "岐山县第一小学",
        "C-3 号楼", "凤鸣镇（城北）", "Ðà Nẵng", "ÅÄÖ"})
    EXPECT_EQ(was(sound), "sound") << sound;
}

/// Every wrong turn that a name can take, taken.
TEST(Mojibake, OfEveryVillageOfACountyIsUndone) {
  const auto path = test::data("qishan/adcode_610323.csv");
  if (path.empty()) GTEST_SKIP() << "no test data";
  LayerSource source = test::source_of(path);
  source.columns = {"code", "parent", "name", "kind",   "level", "c",      "zip",
                    "ph",   "class",  "a",    "b",      "cc",    "lon",    "lat",
                    "wkb",  "prov",   "city", "county", "town",  "village"};
  source.crs = "gcj02";
  Problems problems;
  const auto rows =
      read_features(source, test::frame_around(107, 34, 108, 35), {"name"}, true, problems);
  ASSERT_TRUE(rows);
  const auto latin = Decoder::from("ISO-8859-1").value(), gbk = Decoder::from("GBK").value();
  std::size_t names = 0, undone = 0, whole = 0;
  for (const std::string& name : rows.value().columns[0]) {
    EXPECT_FALSE(garbled(name)) << name;
    ++names;
    // UTF-8 read as Latin-1 comes back whole.
    const auto as_latin = garbled(latin.decode(name));
    if (as_latin && as_latin->was == name) ++whole;
    // UTF-8 read as GBK loses a byte where the number of bytes is odd.
    std::string failed;
    const std::string read = gbk.decode(name, &failed);
    const auto as_gbk = garbled(read);
    if (as_gbk && (as_gbk->was == name || !failed.empty())) ++undone;
  }
  std::cout << names << " names: " << whole << " back from Latin-1, " << undone << " from GBK\n";
  EXPECT_EQ(whole, names);
  EXPECT_GE(undone * 10, names * 8) << "the rest lost bytes in the middle";
}

TEST(Mojibake, IsSeenInNoRealName) {
  std::size_t names = 0;
  const Frame china = test::frame_around(114, 22, 122, 40);
  for (const char* file :
       {"china_osm/beijing_tsinghua.osm.gz", "china_osm/beijing_bupt.osm.gz",
        "china_osm/guixi_jiangxi.osm.gz", "china_osm/shanghai_huangpu_drive.osm.gz",
        "china_osm/shenzhen_longgang.osm.gz"}) {
    const auto path = test::data(file);
    if (path.empty()) GTEST_SKIP() << "no test data";
    Problems problems;
    const auto found = read_osm_features(path, china, {{"name=*"}}, {"name"}, problems);
    ASSERT_TRUE(found) << file;
    const Features& features = found.value().features;
    for (std::size_t i = 0; i < features.size(); ++i) {
      ++names;
      EXPECT_FALSE(garbled(features.text("name", i))) << features.text("name", i);
    }
  }
  for (const char* file : {"andorra/andorra.osm.pbf", "liechtenstein/liechtenstein-latest.osm.pbf",
                           "poa/poa_osm.pbf"}) {
    const auto path = test::data(file);
    if (path.empty()) GTEST_SKIP() << "no test data";
    Problems problems;
    const auto box = osm_extent(path);
    ASSERT_TRUE(box);
    const auto found = read_osm_features(path, Frame::around(box.value()).value(), {{"name=*"}},
                                         {"name"}, problems);
    ASSERT_TRUE(found) << file;
    const Features& features = found.value().features;
    for (std::size_t i = 0; i < features.size(); ++i) {
      ++names;
      EXPECT_FALSE(garbled(features.text("name", i))) << features.text("name", i);
    }
  }
  std::cout << names << " names\n";
  EXPECT_GT(names, 1000u);
}

}  // namespace
}  // namespace lifecircle
