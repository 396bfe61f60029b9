// Names on map sheets: where they stand, and that they are nothing but text.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "io/write/sheet/composition.hpp"
#include "tests/io/sheet_parts.hpp"
#include "tests/io/sheet_town.hpp"

namespace lifecircle {
namespace {

using test::bytes_as;
using test::composed;
using test::SheetTown;
using test::square;
using test::text_of_pdf;

/// `count` squares of falling size in a grid, each with a name.
Layer many_units(int count) {
  Layer units;
  std::vector<std::string> names;
  units.table.shapes.kind = ShapeKind::area;
  for (int i = 0; i < count; ++i) {
    units.table.shapes.add(square(i % 40 * 200'000, i / 40 * 150'000, 70'000 - i * 40));
    names.push_back("第" + std::to_string(i) + "号村");
  }
  units.table.columns = {{"name", "", "", names}};
  return units;
}

TEST(SheetNames, NamesNeverOverlapAndThoseOfLargeAreasComeFirst) {
  const Layer units = many_units(1200);
  SheetTown town;
  town.sheet.layers = {{&units, true, "name"}};
  const Composition made = composed(town.sheet);
  const auto& names = made.names();
  EXPECT_GT(names.size(), 100U);
  EXPECT_LT(names.size(), 1200U) << "all have room: this shows nothing";
  EXPECT_EQ(names.front().text, "第0号村");
  for (std::size_t i = 0; i < names.size(); ++i) {
    const PaperRect& at = names[i].at;
    EXPECT_TRUE(made.page().map.holds({at.x, at.y}) &&
                made.page().map.holds({at.right(), at.bottom()}));
    for (std::size_t k = 0; k < i; ++k)
      EXPECT_FALSE(at.meets(names[k].at)) << names[i].text << ' ' << names[k].text;
  }
}

TEST(SheetNames, PiecesOfOneVillageAreNamedOnceInEachPartOfTheMap) {
  SheetTown town;
  Layer pieces;
  pieces.table.shapes.kind = ShapeKind::area;
  for (int i = 0; i < 10; ++i) pieces.table.shapes.add(square(i * 100'000, 0, 40'000 - i));
  pieces.table.columns = {{"name", "", "", std::vector<std::string>(10, "一村")}};
  town.sheet.layers = {{&pieces, true, "name"}};
  town.sheet.scale_number = 10'000;  // 10 mm from one to the next
  const auto names = composed(town.sheet).names();
  ASSERT_EQ(names.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < i; ++k) EXPECT_GE(std::abs(names[i].at.x - names[k].at.x), 39.9);
}

TEST(SheetNames, NoNameLiesOnAPointThatHasOne) {
  SheetTown town;
  const Composition made = composed(town.sheet);
  EXPECT_EQ(made.names().size(), 5U);
  for (const PlacedName& name : made.names())
    for (const Point p : town.clinics.table.shapes.points)
      EXPECT_FALSE(name.at.holds(made.view().to_paper(p))) << name.text;
}

TEST(SheetNames, HostileNamesStayText) {
  std::string heap = "堆", invalid = "坏\xff\xfe\xe7\xa4", huge;
  for (int i = 0; i < 400; ++i) heap += "\u0301";
  for (int i = 0; i < 2000; ++i) huge += "长名村、";
  const std::vector<std::string> names{"<b>粗</b>&amp;",
                                       "<span foreground='red' size='9999999'>x</span>",
                                       "]]><script>alert(1)</script>",
                                       "\u202e反转\u2066",
                                       "a\nb\r\n\x01\x1b[31m",
                                       heap,
                                       invalid,
                                       huge,
                                       std::string{"零\0后", 7},
                                       "%s%n{0}{}"};
  SheetTown town;
  Layer units;
  units.table.shapes.kind = ShapeKind::area;
  for (std::size_t i = 0; i < names.size(); ++i)
    units.table.shapes.add(square(0, static_cast<std::int32_t>(i) * 300'000, 100'000));
  units.table.columns = {{"name", "", "", names}};
  units.style.look = Style::Look::categories;
  units.style.by = "name";
  for (const std::string& name : names)
    units.style.classes.push_back({name, name, name, "#99ccff"});
  town.sheet.layers = {{&units, true, "name"}};
  town.sheet.title = {names[2], ""};
  town.sheet.subtitle = {huge, ""};
  town.sheet.date = names[4];
  town.sheet.notes = {{names[1], ""}, {huge, ""}, {invalid, ""}};
  town.sheet.attribution = {names[3], ""};
  town.sheet.review_number = heap;
  const Composition made = composed(town.sheet);
  ASSERT_EQ(made.names().size(), names.size());
  for (const PlacedName& name : made.names()) {
    EXPECT_LE(name.at.width, 42);
    EXPECT_LE(name.at.height, 4);
  }
  const std::string text = text_of_pdf(bytes_as(SheetFormat::pdf, town.sheet));
  for (const char* words : {"<b>粗</b>&amp;", "]]><script>alert(1)</script>", "%s%n{0}{}", "?反转?",
                            "a b", "零?后", "长名村、"})
    EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
  EXPECT_LT(std::ranges::count_if(text, [](char c) { return c != ' '; }), 12'000)
      << "long names are not cut";
  for (const char* gone : {"\u202e", "\u2066", "\x1b", "\x01"})
    EXPECT_EQ(text.find(gone), std::string::npos);
  const std::string svg = bytes_as(SheetFormat::svg, town.sheet);
  EXPECT_GT(test::SvgPaths{svg}.elements, 100U);
  EXPECT_EQ(svg.find("<script"), std::string::npos);
  EXPECT_NE(svg.find("<title>]]&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>"),
            std::string::npos);
  EXPECT_EQ(bytes_as(SheetFormat::svg, town.sheet), svg);
}

}  // namespace
}  // namespace lifecircle
