#include "io/write/sheet/sheet.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <regex>
#include <thread>

#include <gtest/gtest.h>

#include "io/write/sheet/composition.hpp"
#include "tests/io/sheet_parts.hpp"
#include "tests/io/sheet_town.hpp"

namespace lifecircle {
namespace {

using test::bytes_as;
using test::kFormats;
using test::SheetTown;
using test::text_of_pdf;
using test::wuhan;

std::string refusal(const MapSheet& sheet) {
  const Result<std::string> bytes = sheet_bytes(sheet, wuhan(), SheetFormat::pdf);
  return bytes ? "" : bytes.error().key;
}

/// The rows of a layer in another order.
void shuffle(Layer& layer, std::uint64_t seed) {
  Table& table = layer.table;
  std::vector<std::size_t> order(table.shapes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[test::next_random(seed) % i]);
  Shapes shapes;
  shapes.kind = table.shapes.kind;
  for (const std::size_t row : order) {
    Shape shape{table.shapes.kind, {}};
    for (auto part = table.shapes.shape_first[row]; part < table.shapes.shape_first[row + 1];
         ++part)
      shape.parts.emplace_back(
          table.shapes.points.begin() + static_cast<std::ptrdiff_t>(table.shapes.part_first[part]),
          table.shapes.points.begin() +
              static_cast<std::ptrdiff_t>(table.shapes.part_first[part + 1]));
    shapes.add(shape);
  }
  table.shapes = shapes;
  for (TableColumn& column : table.columns)
    std::visit(
        [&](auto& values) {
          auto moved = values;
          for (std::size_t i = 0; i < order.size(); ++i) moved[i] = values[order[i]];
          values = moved;
        },
        column.values);
}

// ---------------------------------------------------------------- same input, same bytes

TEST(Sheet, TheSameSheetIsTheSameBytesWhateverTheOrderOfRows) {
  const SheetTown town;
  SheetTown other;
  for (Layer* layer : {&other.units, &other.streets, &other.homes, &other.clinics})
    shuffle(*layer, 11);
  for (const SheetFormat format : kFormats) {
    const std::string bytes = bytes_as(format, town.sheet);
    EXPECT_EQ(bytes_as(format, town.sheet), bytes);
    EXPECT_EQ(bytes_as(format, other.sheet), bytes);
  }
}

TEST(Sheet, TheSameBytesOnSeveralThreads) {
  const SheetTown town;
  for (const SheetFormat format : kFormats) {
    const std::string bytes = bytes_as(format, town.sheet);
    std::vector<std::string> found(4);
    std::vector<std::thread> threads;
    for (std::string& one : found)
      threads.emplace_back([&] { one = bytes_as(format, town.sheet); });
    for (std::thread& thread : threads) thread.join();
    for (const std::string& one : found) EXPECT_EQ(one, bytes);
  }
}

// ---------------------------------------------------------------- legend and text

TEST(Sheet, TheLegendHasTheClassesThatOccurAndNoOther) {
  for (const Paper paper : {Paper::a4_landscape(), Paper::a4_portrait()}) {
    SheetTown town{Language::en};
    town.sheet.paper = paper;
    town.sheet.title.en = "A map";
    const auto says = [&](const std::string& words) {
      return text_of_pdf(bytes_as(SheetFormat::pdf, town.sheet)).find(words) != std::string::npos;
    };
    for (const char* there :
         {"Legend", "Clinics", "Streets", "Communities", "People by walking time", "50 to 80 %",
          "above 80 %", "no figure", "within 5 min", "5 to 15 min", "beyond 15 min"})
      EXPECT_TRUE(says(there)) << there;
    EXPECT_FALSE(says("up to 50 %")) << "no unit has so little";
    EXPECT_FALSE(says("not reached")) << "no home";
    // A window in which only the east is seen.
    town.sheet.window = Box{{2'000'000, -1'500'000}, {2'500'000, -1'000'000}};
    EXPECT_TRUE(says("50 to 80 %"));
    EXPECT_TRUE(says("beyond 15 min"));
    for (const char* gone : {"above 80 %", "no figure", "Clinics", "within 5 min"})
      EXPECT_FALSE(says(gone)) << gone;
    town.sheet.layers[0].in_legend = false;
    EXPECT_FALSE(says("50 to 80 %"));
  }
}

TEST(Sheet, ALegendOfMoreClassesThanRoomSaysHowManyAreLeftOut) {
  SheetTown town{Language::en};
  std::vector<std::string> kinds;
  town.clinics.table.shapes = {};
  town.clinics.style.look = Style::Look::categories;
  town.clinics.style.by = "name";
  for (int i = 0; i < 400; ++i) {
    kinds.push_back("kind" + std::to_string(i) + ".");
    town.clinics.style.classes.push_back({kinds.back(), kinds.back(), "", "#123456"});
    town.clinics.table.shapes.add(Point{i * 1000, i * 2000});
  }
  town.clinics.table.columns[0].values = kinds;
  for (const Paper paper : {Paper::a4_landscape(), Paper::a4_portrait()}) {
    town.sheet.paper = paper;
    town.sheet.layers = {{&town.clinics}};
    const std::string text = text_of_pdf(bytes_as(SheetFormat::pdf, town.sheet));
    int there = 0;
    for (const std::string& kind : kinds) there += text.find(kind) != std::string::npos;
    EXPECT_GT(there, 30);
    EXPECT_NE(text.find(std::to_string(400 - there) + " more classes have no room here"),
              std::string::npos)
        << text;
  }
}

TEST(Sheet, APdfHoldsItsTextOnOnePage) {
  const SheetTown town;
  const std::string pdf = bytes_as(SheetFormat::pdf, town.sheet);
  const std::string text = text_of_pdf(pdf);
  for (const char* words :
       {"社区卫生服务 15 分钟步行覆盖图", "按路网计算,工作日白天", "2026-11-28", "图例",
        "比例尺 1:", "步行速度 4.8 千米/时", "分母为常住人口 37.99 万人",
        "道路数据 © OpenStreetMap 贡献者", "长安街社区", "渭河新村", "北塬村", "中心卫生站",
        "5–15 分钟", "无数据", "北", "横轴墨卡托投影，中央经线 114.3°E，CGCS2000"})
    EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
  EXPECT_EQ(std::ranges::count(text, '\f'), 1) << "pages";
  EXPECT_NE(pdf.find("/MediaBox [ 0 0 841.8"), std::string::npos) << "A4";
}

TEST(Sheet, TheDateIsAsStatedAndNeverThatOfDrawing) {
  SheetTown town;
  EXPECT_NE(bytes_as(SheetFormat::pdf, town.sheet).find("/CreationDate (20261128"),
            std::string::npos);
  for (const char* date : {"", "二〇二六年十一月", "2026-13-99x"}) {
    town.sheet.date = date;
    const std::string pdf = bytes_as(SheetFormat::pdf, town.sheet);
    EXPECT_EQ(pdf.find("/CreationDate"), std::string::npos) << date;
    EXPECT_EQ(pdf.find("/ModDate"), std::string::npos);
    EXPECT_NE(text_of_pdf(pdf).find(date), std::string::npos);
  }
}

TEST(Sheet, WordsThatAreMissingStandInTheOtherLanguage) {
  SheetTown town{Language::en};
  town.sheet.title.en.clear();
  town.units.table.title_en.clear();
  const std::string text = text_of_pdf(bytes_as(SheetFormat::pdf, town.sheet));
  EXPECT_NE(text.find("社区卫生服务 15 分钟步行覆盖图"), std::string::npos);
  EXPECT_NE(text.find("社区\n"), std::string::npos);
}

TEST(Sheet, AMapForAReportHasNoTitleNotesOrDate) {
  SheetTown town;
  town.sheet.parts = SheetParts::map;
  town.sheet.paper = {170, 120};
  const std::string text = text_of_pdf(bytes_as(SheetFormat::pdf, town.sheet));
  for (const char* gone : {"覆盖图", "2026", "分母", "贡献者"})
    EXPECT_EQ(text.find(gone), std::string::npos) << gone;
  for (const char* there : {"图例", "比例尺", "5–15 分钟", "长安街社区"})
    EXPECT_NE(text.find(there), std::string::npos) << there;
}

TEST(Sheet, NotesWithoutRoomAreCounted) {
  SheetTown town{Language::en};
  for (int i = 0; i < 60; ++i)
    town.sheet.notes.push_back({"", "note " + std::to_string(i) + " of many"});
  const std::string text = text_of_pdf(bytes_as(SheetFormat::pdf, town.sheet));
  int there = 2;
  for (int i = 0; i < 60; ++i)
    there += text.find("note " + std::to_string(i) + " of many") != std::string::npos;
  EXPECT_GT(there, 5);
  EXPECT_NE(text.find(std::to_string(62 - there) + " more notes have no room"), std::string::npos)
      << text;
}

TEST(Sheet, AReviewNumberIsPrinted) {
  SheetTown town;
  town.sheet.review_number = "GS(2026)0001号";
  EXPECT_NE(text_of_pdf(bytes_as(SheetFormat::pdf, town.sheet)).find("审图号：GS(2026)0001号"),
            std::string::npos);
}

TEST(Sheet, AnSvgNeedsNoFontAndSharesNoId) {
  SheetTown town;
  const std::string svg = bytes_as(SheetFormat::svg, town.sheet);
  EXPECT_TRUE(svg.starts_with("<svg "));
  EXPECT_EQ(svg.find("<text"), std::string::npos);
  EXPECT_EQ(svg.find("font-family"), std::string::npos);
  EXPECT_NE(svg.find("<title>社区卫生服务 15 分钟步行覆盖图</title>"), std::string::npos);
  const test::SvgPaths one{svg};
  town.sheet.scale_number = 50'000;
  const test::SvgPaths two{bytes_as(SheetFormat::svg, town.sheet)};
  EXPECT_GT(one.ids.size(), 50U);
  const std::set<std::string> ids{one.ids.begin(), one.ids.end()};
  EXPECT_EQ(ids.size(), one.ids.size());
  for (const std::string& name : one.named) EXPECT_TRUE(ids.contains(name)) << name;
  for (const std::string& id : two.ids) EXPECT_FALSE(ids.contains(id)) << id;
}

// ---------------------------------------------------------------- errors

TEST(Sheet, WhatCannotBePrintedIsRefused) {
  SheetTown town;
  EXPECT_EQ(refusal(town.sheet), "");
  for (const Paper paper : {Paper{0, 200}, Paper{200, -1}, Paper{3000, 200}, Paper{NAN, 200}}) {
    town.sheet.paper = paper;
    EXPECT_EQ(refusal(town.sheet), "sheet_paper_size");
  }
  town.sheet.paper = {};
  for (const double dots : {0.0, 5000.0, double{NAN}}) {
    town.sheet.dots_per_inch = dots;
    EXPECT_EQ(refusal(town.sheet), "sheet_dots");
  }
  town.sheet.dots_per_inch = 200;
  for (const double scale : {0.0, -5.0, 1e30, double{NAN}}) {
    town.sheet.scale_number = scale;
    EXPECT_EQ(refusal(town.sheet), "sheet_scale");
  }
  town.sheet.scale_number.reset();
  town.sheet.paper = {60, 60};
  EXPECT_EQ(refusal(town.sheet), "sheet_no_room");
  EXPECT_EQ(sheet_format_of("a.pdf.txt").error().key, "output_format_unknown");
}

}  // namespace
}  // namespace lifecircle
