// What a cell and the name of a sheet can hold.

#include "io/write/sheet_text.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/io/result_files.hpp"

namespace lifecircle {
namespace {

constexpr std::size_t kMost = 32'767;

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

SheetText en(const std::string& text) {
  return sheet_text(text, Language::en);
}

TEST(SheetTexts, StayAsTheyAre) {
  for (const std::string& text :
       {std::string{}, std::string{"=1+1"}, std::string{"第一卫生院 (a) \t 'x' "},
        std::string{"two\nlines"}, std::string(kMost, 'x'), repeated("院", kMost)}) {
    EXPECT_EQ(en(text).text, text);
    EXPECT_FALSE(en(text).cut);
  }
  EXPECT_EQ(en("a\r\nb\rc\n").text, "a\nb\nc\n") << "a cell knows one end of a line";
  EXPECT_EQ(en("a\x01\xFF"
               "b")
                .text,
            "a?\xEF\xBF\xBD"
            "b");
}

TEST(SheetTexts, WhatReadsAsTheCodeOfACharacterIsWrittenOut) {
  EXPECT_EQ(en("_x0041_").text, "_x005F_x0041_");
  EXPECT_EQ(en("_x0041_x00e9_").text, "_x005F_x0041_x005F_x00e9_");
  EXPECT_EQ(en("_x005F_").text, "_x005F_x005F_");
  for (const char* plain : {"_x004_", "_X0041_", "_x0041", "x0041_", "_x00g1_", "__x0041"})
    EXPECT_EQ(en(plain).text, plain);
}

TEST(SheetTexts, AreCutBetweenCharactersWithAMark) {
  const std::string mark = "... (cut)";
  const SheetText one = en(std::string(kMost + 1, 'x'));
  EXPECT_TRUE(one.cut);
  EXPECT_EQ(one.letters, kMost + 1);
  EXPECT_EQ(one.text, std::string(kMost - mark.size(), 'x') + mark);
  // 𠮷 is two of Excel's letters: an odd room is not filled with half of it.
  const SheetText rare = en("x" + repeated("𠮷", 20'000));
  EXPECT_TRUE(rare.cut);
  EXPECT_EQ(rare.letters, 40'001U);
  EXPECT_EQ(rare.text, "x" + repeated("𠮷", (kMost - mark.size() - 1) / 2) + mark);
  EXPECT_FALSE(en(repeated("𠮷", kMost / 2)).cut);
  EXPECT_TRUE(en(repeated("𠮷", kMost / 2 + 1)).cut);
  const SheetText chinese = sheet_text(repeated("院", kMost + 1), Language::zh);
  EXPECT_EQ(chinese.text, repeated("院", kMost - 7) + "……（已截断）");
  // Nor is a code cut in the middle: it would be read otherwise.
  for (std::size_t before = 0; before < 8; ++before) {
    const std::string text = en(std::string(before, 'y') + repeated("_x0041_ ", 5'000)).text;
    const std::size_t last = text.rfind("_x005F_");
    EXPECT_EQ(text.substr(0, last).size() % 14, before % 14) << "whole pieces of _x005F_x0041_ ";
    EXPECT_LE(text.size(), kMost);
  }
}

TEST(SheetTexts, WidthsAndLinesCountChineseDouble) {
  EXPECT_EQ(sheet_width(""), 0U);
  EXPECT_EQ(sheet_width("abc"), 3U);
  EXPECT_EQ(sheet_width("设施é（％）𠮷"), 4U + 1 + 6 + 2);
  EXPECT_EQ(sheet_width("ab\n设施\nc"), 4U);
  EXPECT_EQ(sheet_lines("", 10), 1U);
  EXPECT_EQ(sheet_lines("设施设施设", 10), 1U);
  EXPECT_EQ(sheet_lines("设施设施设施", 10), 2U);
  EXPECT_EQ(sheet_lines("within 15 minutes", 10), 2U) << "within 15 / minutes";
  EXPECT_EQ(sheet_lines("abcdefghijklm", 10), 2U);
  EXPECT_EQ(sheet_lines("a\nb\n", 10), 3U);
}

TEST(SheetNames, AreWhatExcelAllows) {
  EXPECT_EQ(sheet_name("设施覆盖率一览表", {}), "设施覆盖率一览表");
  EXPECT_EQ(sheet_name("a[b]:c*d?e/f\\g", {}), "a-b--c-d-e-f-g");
  EXPECT_EQ(sheet_name("人口／用地：（％）？", {}), "人口-用地-（％）-");
  EXPECT_EQ(sheet_name("'it's'", {}), "’it’s’");
  EXPECT_EQ(sheet_name("  \t\n ", {}), "Sheet");
  EXPECT_EQ(sheet_name("", {}), "Sheet");
  EXPECT_EQ(sheet_name("history", {}), "history (2)");
  EXPECT_EQ(sheet_name("历史记录", {}), "历史记录 (2)");
  EXPECT_EQ(sheet_name(std::string(40, 'x'), {}), std::string(31, 'x'));
  EXPECT_EQ(sheet_name(repeated("设", 40), {}), repeated("设", 31));
  EXPECT_EQ(sheet_name(repeated("𠮷", 40), {}), repeated("𠮷", 15)) << "31 letters, never half one";
}

TEST(SheetNames, AreCutBetweenWordsWhereThereAreSome) {
  EXPECT_EQ(sheet_name("Gaps in coverage, most people first", {}), "Gaps in coverage, most people");
  EXPECT_EQ(sheet_name("Gaps in coverage, most people first", {"gaps in coverage, most people"}),
            "Gaps in coverage, most (2)")
      << "27 letters, then the number";
  EXPECT_EQ(sheet_name("A " + std::string(40, 'x'), {}), "A " + std::string(29, 'x'));
  EXPECT_EQ(sheet_name("Coverage of the whole county in 15 min", {}),
            "Coverage of the whole county in");
}

TEST(SheetNames, ThatReadAsCellsAreSetInBrackets) {
  for (const char* name : {"A1", "xfd1048576", "R1C1", "rc", "R", "2022", "1.5", "true", "a.1_b"})
    EXPECT_EQ(sheet_name(name, {}), "(" + std::string{name} + ")");
  EXPECT_EQ(sheet_name(std::string(31, '7'), {}), "(" + std::string(29, '7') + ")");
  for (const char* name : {"Clinics", "15 分钟", "A 1", "row", "Land_use"})
    EXPECT_EQ(sheet_name(name, {}), name);
}

TEST(SheetNames, DifferWhateverTheCase) {
  EXPECT_EQ(sheet_name("Gaps", {"gaps"}), "Gaps (2)");
  EXPECT_EQ(sheet_name("ÉCOLE", {"école"}), "ÉCOLE (2)");
  EXPECT_EQ(sheet_name("ＧＡＰＳ", {"gaps", "gaps (2)"}), "ＧＡＰＳ (3)");
  std::vector<std::string> taken;
  std::set<std::string> all;
  for (int i = 0; i < 120; ++i) {
    taken.push_back(sheet_name(repeated("设施", 20), taken));
    EXPECT_LE(taken.back().size(), 31U * 3);
    all.insert(taken.back());
  }
  EXPECT_EQ(all.size(), 120U);
  EXPECT_EQ(taken[119], repeated("设施", 12) + "设 (120)");
}

/// Whatever the title, the laws hold.
TEST(SheetNames, OfRandomTitles) {
  const std::uint64_t seed = 20'261'128;
  std::cout << "[   seed   ] " << seed << '\n';
  std::uint64_t state = seed;
  const std::vector<std::string> pieces{"[",  "]",    ":",    "*",  "?",       "/",  "\\",
                                        "'",  "设",   "𠮷",   "A",  "a",       "1",  " ",
                                        "\t", "\xFF", "\x07", "．", "History", "（", "é"};
  for (int run = 0; run < 3000; ++run) {
    std::vector<std::string> taken;
    for (int sheet = 0; sheet < 4; ++sheet) {
      std::string title;
      const std::size_t length = test::next_random(state) % 45;
      for (std::size_t i = 0; i < length; ++i)
        title += pieces[test::next_random(state) % (sheet < 2 ? 4 : pieces.size())];
      const std::string name = sheet_name(title, taken);
      EXPECT_FALSE(name.empty());
      EXPECT_EQ(name.find_first_of("[]:*?/\\'\t\n"), std::string::npos) << name;
      EXPECT_NE(name.front(), ' ');
      EXPECT_NE(name.back(), ' ');
      EXPECT_EQ(sheet_text(name, Language::en).text, name) << "clean";
      EXPECT_LE(sheet_text(name, Language::en).letters, 31U);
      for (const std::string& other : taken) EXPECT_NE(name, other);
      taken.push_back(name);
    }
  }
}

}  // namespace
}  // namespace lifecircle
