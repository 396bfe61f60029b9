#include "io/write/sheet/text.hpp"

#include <gtest/gtest.h>

#include "io/write/sheet/svg_text.hpp"

namespace lifecircle {
namespace {

TEST(SheetText, MarkupIsText) {
  EXPECT_EQ(paper_text("<b>粗</b> &amp; \"x\"", 100), "<b>粗</b> &amp; \"x\"");
}

TEST(SheetText, NothingSteersTheLine) {
  EXPECT_EQ(paper_text("a\x01\x1b[31m\x7f", 100), "a??[31m?");
  EXPECT_EQ(paper_text("a\tb\nc\r\nd\u2028e", 100), "a b c  d e");
  EXPECT_EQ(paper_text("\u202egpj.exe\u2066\u200f\u061c", 100), "?gpj.exe???");
  EXPECT_EQ(paper_text("村\xe7\xa4", 100), "村\ufffd\ufffd") << "cut inside a letter";
  EXPECT_EQ(paper_text(std::string_view{"a\0b", 3}, 100), "a?b");
}

TEST(SheetText, WhatIsTooLongEndsInAnEllipsis) {
  EXPECT_EQ(paper_text("社区卫生", 4), "社区卫生");
  EXPECT_EQ(paper_text("社区卫生站", 4), "社区卫生…");
  std::string long_name;
  for (int i = 0; i < 5000; ++i) long_name += "长";
  std::string wanted;
  for (int i = 0; i < 300; ++i) wanted += "长";
  EXPECT_EQ(paper_text(long_name, 300), wanted + "…");
}

TEST(SheetText, MarksHeapedOnALetterAreCut) {
  std::string heap = "a";
  for (int i = 0; i < 1000; ++i) heap += "\u0301";
  EXPECT_EQ(paper_text(heap + "b", 10), "a\u0301\u0301\u0301\u0301b")
      << "the heap may not use up the room of what follows";
}

TEST(SheetText, WordsThatDoNotFitAreBrokenAndThenCut) {
  const Typesetter letters;
  const std::string words = "城乡社区生活圈规划以常住人口为对象,按步行时间划定";
  const TextBlock one = letters.set(words, {.size_mm = 3, .width_mm = 30, .lines = 1});
  const TextBlock two = letters.set(words, {.size_mm = 3, .width_mm = 30, .lines = 2});
  const TextBlock whole = letters.set(words, {.size_mm = 3, .width_mm = 200, .lines = 2});
  EXPECT_LE(one.width_mm(), 30);
  EXPECT_GT(one.width_mm(), 24);
  EXPECT_NEAR(two.height_mm(), 2 * one.height_mm(), 0.01);
  EXPECT_NEAR(whole.height_mm(), one.height_mm(), 0.01);
  EXPECT_NEAR(whole.width_mm(), 24.7 * 3, 2.5) << "24 Han letters and a comma of 3 mm";
  EXPECT_EQ(letters.set("", {}).height_mm(), 0);
}

TEST(SheetSvgText, IdsAreNumberedAndPathsShort) {
  const std::string cairo =
      "<?xml version=\"1.0\"?>\n<svg width=\"1\">"
      "<symbol id=\"glyph0-7\"><path d=\"M 1.328125 1.59375 L 12 -0.25 L 12 -0.25 Z M 1.328125 "
      "1.59375 "
      "\"/></symbol><g id=\"surface42\" clip-path=\"url(#clip3)\"><use xlink:href=\"#glyph0-7\" "
      "x=\"0\"/></g></svg>";
  const std::string svg = tidy_svg(cairo, "a <b>");
  const std::size_t at = svg.find(" id=\"m") + 5;
  const std::string prefix = svg.substr(at, 10);
  EXPECT_EQ(svg, "<svg width=\"1\"><title>a &lt;b&gt;</title><symbol id=\"" + prefix +
                     "0\"><path d=\"M1.33 1.59L12-.25h0Z\"/></symbol><g id=\"" + prefix +
                     "1\" clip-path=\"url(#" + prefix + "2)\"><use xlink:href=\"#" + prefix +
                     "0\" x=\"0\"/></g></svg>");
  // Another number of the process, the same picture; another picture, other ids.
  std::string later = cairo, other = cairo;
  later.replace(later.find("surface42"), 9, "surface977");
  other.replace(other.find("12 -0.25"), 8, "13 -0.25");
  EXPECT_EQ(tidy_svg(later, "a <b>"), svg);
  EXPECT_EQ(tidy_svg(other, "a <b>").find(prefix), std::string::npos);
}

}  // namespace
}  // namespace lifecircle
