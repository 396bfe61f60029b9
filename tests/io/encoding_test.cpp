// Which encoding a file's texts are read in, and what becomes of bytes that are no text.

#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/read/layer.hpp"
#include "io/read/text.hpp"
#include "tests/io/layer_files.hpp"
#include "tests/support/effort.hpp"

namespace lifecircle {
namespace {

using test::count_of;
using test::DrawnLayer;
using test::Folder;
using test::source_of;
using test::write_layer;
using ::testing::ElementsAre;

Features read(const LayerSource& source, const std::vector<std::string>& columns,
              Problems& problems) {
  auto features =
      read_features(source, test::frame_around(108.9, 34.2, 109.1, 34.4), columns, false, problems);
  if (!features) ADD_FAILURE() << features.error().key << " " << features.error().where;
  return features ? std::move(features).value() : Features{};
}

std::string refusal(const LayerSource& source) {
  Problems problems;
  const auto features =
      read_features(source, test::frame_around(108.9, 34.2, 109.1, 34.4), {}, false, problems);
  return features ? "" : features.error().key;
}

/// How the texts of a file were read, as the report says it.
std::vector<std::string> told(const Problems& problems) {
  std::vector<std::string> all;
  for (const Conversion& c : problems.conversions())
    for (const Conversion::Step& step : c.steps)
      if (step.key.starts_with("text_")) all.push_back(step.key + " " + step.args.at(0));
  return all;
}

std::vector<std::string> undecodable(const Problems& problems) {
  std::vector<std::string> all;
  for (const Problem& p : problems.list())
    if (p.key == "text_undecodable")
      all.push_back(std::to_string(p.row) + " " + p.args.at(0) + " " + p.args.at(1));
  return all;
}

/// Takes away the .cpg and sets the language byte.
std::string without_cpg(const std::string& file, char language) {
  const std::string base = file.substr(0, file.size() - 4);
  std::filesystem::remove(base + ".cpg");
  std::fstream dbf{base + ".dbf", std::ios::in | std::ios::out | std::ios::binary};
  dbf.seekp(29);
  dbf.put(language);
  return file;
}

TEST(Encoding, OfACsvIsFoundOrStated) {
  const Folder folder;
  const std::string gbk =
      "\xC3\xFB\xB3\xC6,lon,lat\n\xC1\xAA\xCD\xA8,109,34.3\n\xD2\xBD\xD4\xBA,109,34.3\n";
  Problems problems;
  const Features features = read(source_of(folder.write("a.csv", gbk)), {"名称"}, problems);
  // 联通 alone would be valid UTF-8; the file as a whole is not.
  EXPECT_THAT(features.columns, ElementsAre(ElementsAre("联通", "医院")));
  EXPECT_EQ(count_of(problems, "text_decoded"), 1u);
  LayerSource big5 =
      source_of(folder.write("b.csv", "\xA6\x57,lon,lat\n\xC2\xE5\xB0\x7C,109,34.3\n"));
  big5.encoding = "Big5";
  Problems none;
  EXPECT_THAT(read(big5, {"名"}, none).columns, ElementsAre(ElementsAre("醫院")));
  EXPECT_EQ(count_of(none, "text_decoded"), 0u);
  big5.encoding = "Klingon";
  EXPECT_EQ(refusal(big5), "encoding_unknown");
}

TEST(Encoding, OfAShapefileIsFoundOrStated) {
  const Folder folder;
  const auto write = [&](const std::string& name, const std::string& encoding) {
    DrawnLayer drawn{.fields = {{"名称", OFTString}},
                     .rows = {{"POINT (109 34.3)", {"联通"}}, {"POINT (109 34.3)", {"岐山医院"}}},
                     .layer_options = {"ENCODING=" + encoding}};
    return write_layer(folder.file(name), "ESRI Shapefile", drawn);
  };
  const auto without_cpg = [&](const std::string& file, char language) {
    const std::string base = file.substr(0, file.size() - 4);
    std::filesystem::remove(base + ".cpg");
    std::fstream dbf{base + ".dbf", std::ios::in | std::ios::out | std::ios::binary};
    dbf.seekp(29);
    dbf.put(language);
    return file;
  };
  const auto names = [&](LayerSource source, Problems& problems) {
    return read(source, {"名称"}, problems).columns.at(0);
  };
  Problems problems;
  EXPECT_THAT(names(source_of(write("utf8.shp", "UTF-8")), problems),
              ElementsAre("联通", "岐山医院"));
  EXPECT_THAT(names(source_of(write("gbk.shp", "CP936")), problems),
              ElementsAre("联通", "岐山医院"));
  EXPECT_THAT(names(source_of(without_cpg(write("gbk4d.shp", "CP936"), 0x4D)), problems),
              ElementsAre("联通", "岐山医院"));
  EXPECT_EQ(count_of(problems, "text_decoded"), 0u);
  EXPECT_THAT(names(source_of(without_cpg(write("utf8_00.shp", "UTF-8"), 0)), problems),
              ElementsAre("联通", "岐山医院"));
  EXPECT_EQ(count_of(problems, "text_decoded"), 0u);
  for (const char language : {'\0', '\x57'}) {
    Problems said;
    EXPECT_THAT(names(source_of(without_cpg(write("open.shp", "CP936"), language)), said),
                ElementsAre("联通", "岐山医院"));
    EXPECT_EQ(count_of(said, "text_decoded"), 1u);
    LayerSource stated = source_of(folder.file("open.shp"));
    stated.encoding = "GBK";
    Problems none;
    EXPECT_THAT(names(stated, none), ElementsAre("联通", "岐山医院"));
    EXPECT_TRUE(none.empty());
  }
}

TEST(Encoding, WhatIsStatedWinsThenTheCpgThenTheLanguageByte) {
  const Folder folder;
  const auto write = [&](const std::string& name, const std::string& encoding) {
    return write_layer(folder.file(name), "ESRI Shapefile",
                       {.fields = {{"n", OFTString}},
                        .rows = {{"POINT (109 34.3)", {"岐山"}}, {"POINT (109 34.3)", {"扶风"}}},
                        .layer_options = {"ENCODING=" + encoding}});
  };
  const auto cpg = [&](const std::string& file, const std::string& says) {
    std::ofstream{file.substr(0, file.size() - 4) + ".cpg"} << says;
    return file;
  };
  Problems problems;
  // A language byte that is wrong, and a .cpg that is right.
  const std::string both = cpg(without_cpg(write("both.shp", "CP936"), 0x03), "GBK");
  EXPECT_THAT(read(source_of(both), {"n"}, problems).columns.at(0), ElementsAre("岐山", "扶风"));
  EXPECT_EQ(told(problems).at(0).substr(0, 9), "text_cpg ");
  // A .cpg that is wrong, and somebody who knows better.
  LayerSource stated = source_of(cpg(write("wrong.shp", "CP936"), "UTF-8"));
  stated.encoding = "GB18030";
  problems = {};
  EXPECT_THAT(read(stated, {"n"}, problems).columns.at(0), ElementsAre("岐山", "扶风"));
  EXPECT_THAT(told(problems), ElementsAre("text_stated GB18030"));
  // Nobody who knows better: the .cpg is believed, and what it makes of the bytes is told.
  stated.encoding = "";
  problems = {};
  EXPECT_EQ(read(stated, {"n"}, problems).size(), 2u);
  EXPECT_THAT(told(problems), ElementsAre("text_cpg UTF-8"));
  EXPECT_THAT(undecodable(problems), ElementsAre("0 n E1 AA", "1 n B7 F6 B7 E7"));
  problems = {};
  EXPECT_THAT(
      read(source_of(without_cpg(write("byte.shp", "CP936"), 0x4D)), {"n"}, problems).columns.at(0),
      ElementsAre("岐山", "扶风"));
  EXPECT_THAT(told(problems), ElementsAre("text_language_byte CP936"));
  problems = {};
  EXPECT_EQ(
      read(source_of(cpg(write("odd.shp", "CP936"), "whatever")), {"n"}, problems).columns.at(0),
      (std::vector<std::string>{"岐山", "扶风"}));
}

TEST(Encoding, AFewBrokenBytesDoNotTurnAUtf8FileIntoAnother) {
  const Folder folder;
  std::string text = "名称,lon,lat\n";
  for (int i = 0; i < 20; ++i) text += "岐山医院,109,34.3\n";
  text += "扶\xE9\xA3医院,109,34.3\n";  // a character cut short
  Problems problems;
  const Features features = read(source_of(folder.write("a.csv", text)), {"名称"}, problems);
  ASSERT_EQ(features.size(), 21u);
  EXPECT_EQ(features.columns[0][0], "岐山医院");
  EXPECT_EQ(features.columns[0][20], "扶\uFFFD\uFFFD医院");
  EXPECT_THAT(undecodable(problems), ElementsAre("22 名称 E9 A3"));
  EXPECT_THAT(told(problems), ElementsAre("text_utf8_mostly UTF-8"));
}

TEST(Encoding, ByteRowsAndColumnsOfAGbkCsvAreTold) {
  const Folder folder;
  const std::string text =
      "\xC3\xFB\xB3\xC6,note,lon,lat\n\xC1\xAA\xCD\xA8,\xD2\xBD\xFF,109,34.3\n";
  Problems problems;
  const Features features =
      read(source_of(folder.write("a.csv", text)), {"名称", "note"}, problems);
  EXPECT_THAT(features.columns, ElementsAre(ElementsAre("联通"), ElementsAre("医\uFFFD")));
  EXPECT_THAT(undecodable(problems), ElementsAre("2 note FF"));
}

TEST(Encoding, NoRowIsLostToBrokenBytes) {
  const unsigned seed = std::random_device{}();
  std::cout << "[   seed   ] " << seed << '\n';
  const Folder folder;
  const std::string bytes = "\xC3\xFB,lon,lat\n";  // 名
  for (int run = 0; run < test::by_effort(40); ++run) {
    std::mt19937 random{seed + static_cast<unsigned>(run)};
    std::string text = bytes;
    const int rows = 5 + static_cast<int>(random() % 40);
    std::set<int> broken;
    for (int i = 0; i < rows; ++i) {
      std::string name;
      for (int c = 0; c < 4; ++c) {  // GB 2312, level one
        name += static_cast<char>(0xB0 + random() % 39);
        name += static_cast<char>(0xA1 + random() % 90);
      }
      if (random() % 5 == 0) {
        name[(random() % 4) * 2] = '\xFF';
        broken.insert(i + 2);
      }
      text += name + ",109,34.3\n";
    }
    Problems problems;
    const Features features = read(source_of(folder.write("a.csv", text)), {"名"}, problems);
    EXPECT_EQ(features.size(), static_cast<std::size_t>(rows)) << seed + static_cast<unsigned>(run);
    std::set<int> named;
    for (const Problem& p : problems.list())
      if (p.key == "text_undecodable") named.insert(static_cast<int>(p.row));
    EXPECT_EQ(named, broken) << seed + static_cast<unsigned>(run);
  }
}

TEST(Utf8Check, CountsWhatIsBrokenAndGoesOn) {
  const auto check = [](const std::string& text) {
    Utf8Check seen;
    for (const char c : text) seen.add(std::string_view{&c, 1});
    Utf8Check at_once;
    at_once.add(text);
    EXPECT_EQ(seen.good(), at_once.good());
    EXPECT_EQ(seen.mostly_good(), at_once.mostly_good());
    EXPECT_EQ(seen.good(), is_utf8(text));
    return seen;
  };
  EXPECT_TRUE(check("").good());
  EXPECT_TRUE(check("岐山").good());
  EXPECT_FALSE(check("岐\xE5").mostly_good());
  std::string many;
  for (int i = 0; i < 18; ++i) many += "岐";
  EXPECT_TRUE(check(many + "\xFF\xFE").mostly_good());
  EXPECT_FALSE(check(many + "\xFF\xFE\xFF").mostly_good());
  EXPECT_FALSE(check(many + "\xE5\xFF").good());
}

}  // namespace
}  // namespace lifecircle
