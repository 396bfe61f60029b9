// Spreadsheets and packed tiles are zip files of XML: bombs of both kinds.

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "io/read/elevation.hpp"
#include "tests/io/door.hpp"
#include "tests/io/layer_files.hpp"
#include "tests/io/must_end.hpp"
#include "tests/io/zip_files.hpp"

namespace lifecircle {
namespace {

using test::Door;
using test::Folder;
using test::frame_around;
using test::MustEnd;
using test::source_of;
using test::write_layer;
using test::zip_of;
using test::Zipped;

const Frame kFrame = frame_around(108.9, 34.2, 109.1, 34.4);

struct Outcome {
  std::string key;  ///< "" where the table was read
  std::vector<std::string> names;
};

Outcome outcome(const std::string& file) {
  Problems problems;
  LayerSource source = source_of(file);
  source.x = "lon";
  source.y = "lat";
  const auto features = read_features(source, kFrame, {"name"}, false, problems);
  if (!features) return {features.error().key, {}};
  return {"", features.value().columns[0]};
}

/// What is in a zip file, unpacked.
std::vector<Zipped> unzipped(const std::string& file) {
  prepare_gdal();
  std::vector<Zipped> all;
  VSIDIR* folder = VSIOpenDir(("/vsizip/" + file).c_str(), -1, nullptr);
  EXPECT_NE(folder, nullptr);
  while (const VSIDIREntry* entry = VSIGetNextDirEntry(folder)) {
    if (VSI_ISDIR(entry->nMode)) continue;
    const std::string path = "/vsizip/" + file + "/" + entry->pszName;
    GByte* bytes = nullptr;
    vsi_l_offset size = 0;
    EXPECT_NE(VSIIngestFile(nullptr, path.c_str(), &bytes, &size, -1), 0) << path;
    all.push_back({entry->pszName, {reinterpret_cast<char*>(bytes), size}});
    VSIFree(bytes);
  }
  VSICloseDir(folder);
  return all;
}

/// A table of one place, as a spreadsheet of that ending; the file in it that holds its words.
std::vector<Zipped> spreadsheet(const Folder& folder, const std::string& ending) {
  const std::string file = folder.file("good." + ending);
  if (!std::filesystem::exists(file))
    write_layer(file, ending == "xlsx" ? "XLSX" : "ODS",
                {.name = "places",
                 .epsg = 0,
                 .fields = {{"lon", OFTReal}, {"lat", OFTReal}, {"name", OFTString}},
                 .rows = {{"", {"109", "34.3", "WORD"}}},
                 .type = wkbNone});
  return unzipped(file);
}

std::string words_in(const std::string& ending) {
  return ending == "xlsx" ? "xl/sharedStrings.xml" : "content.xml";
}

/// The spreadsheet with `name` for its one name, and `declared` before its root.
std::string with(const Folder& folder, const std::string& ending, const std::string& declared,
                 const std::string& name) {
  auto entries = spreadsheet(folder, ending);
  int changed = 0;
  for (Zipped& entry : entries) {
    if (entry.name != words_in(ending)) continue;
    const auto word = entry.bytes.find("WORD");
    EXPECT_NE(word, std::string::npos);
    entry.bytes.replace(word, 4, name);
    const auto head = entry.bytes.find("?>");
    EXPECT_NE(head, std::string::npos);
    entry.bytes.insert(head + 2, declared);
    ++changed;
  }
  EXPECT_EQ(changed, 1);
  return folder.write("a." + ending, zip_of(entries));
}

const std::vector<std::string> kEndings{"xlsx", "ods"};

TEST(RefusedZip, TheGoodOnesAreRead) {  // else the tests below prove nothing
  const Folder folder;
  for (const std::string& ending : kEndings)
    EXPECT_EQ(outcome(with(folder, ending, "", "a &amp; b")).names,
              std::vector<std::string>{"a & b"})
        << ending;
}

TEST(RefusedZip, BombsAreRefusedByTheirListOfFiles) {
  const MustEnd must_end;
  const Folder folder;
  const std::string blanks(4 << 20, ' ');
  std::string noise;  // does not pack
  for (std::uint32_t i = 0, random = 1; i < (6u << 20); ++i) {
    random = random * 1664525 + 1013904223;
    noise += static_cast<char>(random >> 24);
  }
  std::vector<Zipped> shared{{"0", blanks}};
  for (int i = 1; i < 200; ++i) shared.push_back({std::to_string(i), "", -1, 0});
  std::vector<Zipped> many;
  for (int i = 0; i < 10'001; ++i) many.push_back({std::to_string(i), ""});
  const std::vector<std::pair<std::string, std::string>> bombs{
      {"one file that unpacks to more than 200 times",
       zip_of({{"0", blanks + blanks + blanks + blanks + blanks}})},
      {"files that share the same bytes", zip_of(shared)},
      {"more than 1 GiB", zip_of({{"0", noise, std::int64_t{1100} << 20}})},
      {"more than 1 GiB together",
       zip_of({{"0", noise, std::int64_t{600} << 20}, {"1", "", std::int64_t{600} << 20}})},
      {"more than 10,000 files", zip_of(many)},
  };
  for (const auto& [what, bytes] : bombs) {
    for (const std::string& ending : kEndings)
      EXPECT_EQ(outcome(folder.write("a." + ending, bytes)).key, "spreadsheet_too_large")
          << what << " " << ending;
    Problems problems;
    const auto tile = read_heights(std::vector{source_of(folder.write("N34E109.hgt.zip", bytes))},
                                   kFrame, std::vector{kFrame.to_plane(109.05, 34.3)}, problems);
    ASSERT_FALSE(tile) << what;
    EXPECT_EQ(tile.error().key, "zip_too_large") << what;
  }
}

TEST(RefusedZip, AListThatLiesIsNotBelieved) {
  const MustEnd must_end;
  const Folder folder;
  for (const std::string& ending : kEndings) {
    auto entries = spreadsheet(folder, ending);
    for (Zipped& entry : entries)
      if (entry.name == words_in(ending)) {
        // 20 MiB of blanks where the list says that there is little.
        entry.said_size = static_cast<std::int64_t>(entry.bytes.size());
        entry.bytes.insert(entry.bytes.find("WORD"), std::string(20 << 20, ' '));
      }
    const std::string file = folder.write("a." + ending, zip_of(entries));
    EXPECT_EQ(outcome(file).key, "spreadsheet_too_large") << ending;
  }
}

/// Words that mean ten of the words before them: the last means 10^`depth` letters.
std::string laughs(int depth) {
  std::string text = "<!DOCTYPE x [<!ENTITY l0 \"ha\">";
  for (int i = 1; i <= depth; ++i) {
    text += "<!ENTITY l" + std::to_string(i) + " \"";
    for (int j = 0; j < 10; ++j) text += "&l" + std::to_string(i - 1) + ";";
    text += "\">";
  }
  return text + "]>";
}

TEST(RefusedZip, WordsThatMeanManyWordsStayFew) {
  const MustEnd must_end;
  const Folder folder;
  for (const std::string& ending : kEndings) {
    for (const int depth : {9, 12}) {
      const Outcome became =
          outcome(with(folder, ending, laughs(depth), "&l" + std::to_string(depth) + ";"));
      for (const std::string& name : became.names) EXPECT_LT(name.size(), 1000u) << ending;
      EXPECT_EQ(became.names.empty(), !became.key.empty()) << ending;
    }
    // The same with one long word, meant many times.
    std::string many;
    for (int i = 0; i < 50'000; ++i) many += "&l;";
    const Outcome quadratic = outcome(with(
        folder, ending, "<!DOCTYPE x [<!ENTITY l \"" + std::string(50'000, 'h') + "\">]>", many));
    for (const std::string& name : quadratic.names) EXPECT_LT(name.size(), 1u << 20) << ending;
  }
}

TEST(RefusedZip, WordsFromElsewhereStayThere) {
  const MustEnd must_end;
  const Door door;
  const Folder folder;
  const std::string secret = folder.write("secret.txt", "PASSWORD");
  for (const std::string& ending : kEndings)
    for (const std::string& from :
         {"file://" + secret, secret, door.url + "/a", "/vsicurl/" + door.url})
      for (const std::string& declared :
           {"<!DOCTYPE x [<!ENTITY e SYSTEM \"" + from + "\">]>",
            "<!DOCTYPE x SYSTEM \"" + from + "\">",
            "<!DOCTYPE x [<!ENTITY % p SYSTEM \"" + from + "\"> %p; <!ENTITY e \"\">]>"}) {
        const Outcome became = outcome(with(folder, ending, declared, "a&e;b"));
        for (const std::string& name : became.names)
          EXPECT_EQ(name.find("PASSWORD"), std::string::npos) << ending << declared;
      }
  EXPECT_FALSE(door.knocked());
}

TEST(RefusedZip, NamesThatLeadOutOfItLeadNowhere) {
  const MustEnd must_end;
  const Folder folder;
  std::filesystem::create_directory(folder.file("in"));
  for (const std::string& ending : kEndings) {
    auto entries = spreadsheet(folder, ending);
    entries.push_back({"../outside.txt", "x"});
    entries.push_back({"/" + folder.file("outside.txt"), "x"});
    EXPECT_EQ(outcome(folder.write("in/a." + ending, zip_of(entries))).key, "") << ending;
    EXPECT_FALSE(std::filesystem::exists(folder.file("outside.txt")));
  }
}

}  // namespace
}  // namespace lifecircle
