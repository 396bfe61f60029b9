// A real county on paper: Qishan's roads by class, built-up land with the names of its villages,
// protected land and boundaries.

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "io/read/layer.hpp"
#include "io/write/sheet/sheet.hpp"
#include "tests/io/sheet_parts.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle {
namespace {

LayerSource source_of(const std::string& file) {
  LayerSource source;
  source.file = file;
  return source;
}

/// The rows of a file as a layer; `column` is its one column, "by".
Layer read(const std::string& file, const Frame& frame, const std::string& column) {
  Problems problems;
  const Result<Features> features =
      read_features(source_of(file), frame, {column}, false, problems);
  EXPECT_TRUE(features) << features.error().key << ' ' << features.error().where;
  Layer layer;
  std::vector<std::string> values;
  if (!features) return layer;
  for (std::size_t i = 0; i < features.value().size(); ++i) {
    const Shape& shape = features.value().shape[i];
    layer.table.shapes.kind = shape.kind;
    layer.table.shapes.add(shape);
    values.push_back(features.value().text(column, i));
  }
  layer.table.has_shapes = true;
  layer.table.columns = {{"by", column, column, values}};
  return layer;
}

TEST(SheetReal, QishanIsOneSheetOfModestSize) {
  const std::string folder = test::data("qishan");
  if (folder.empty()) GTEST_SKIP() << "test data is missing";
  LonLatBox box;
  for (const char* name : {"/town.shp", "/road.shp"}) {
    const auto extent = layer_extent(source_of(folder + name));
    ASSERT_TRUE(extent);
    box.add(extent.value());
  }
  const Frame frame = Frame::around(box).value();
  Layer borders = read(folder + "/town.shp", frame, "JXLX"),
        villages = read(folder + "/development.shp", frame, "ZLDWMC"),
        roads = read(folder + "/road.shp", frame, "TYPE"),
        green = read(folder + "/eco_protected.shp", frame, "红线类型");
  ASSERT_EQ(villages.table.rows(), 1096U);
  borders.table.title_zh = "行政界线";
  borders.style = {.colour = "#7a5195", .size = 0.4};
  villages.table.title_zh = "村庄建设用地";
  villages.style = {.colour = "#e6a23c", .opacity = 0.8};
  green.table.title_zh = "生态保护红线";
  green.style = {.colour = "#a8d5a2", .opacity = 0.6};
  roads.table.title_zh = "道路";
  roads.style = {Style::Look::categories,
                 "by",
                 {{"国道", "National", "国道", "#c0392b"},
                  {"省道", "Provincial", "省道", "#d35400"},
                  {"县道", "County", "县道", "#2c3e50"},
                  {"乡道", "Township", "乡道", "#5d6d7e"},
                  {"铁路", "Railway", "铁路", "#000000"},
                  {"", "Other", "其他道路", "#b2babb"}},
                 "",
                 0.35};
  MapSheet sheet;
  sheet.title = {"岐山县村庄与道路图", "Villages and roads of Qishan"};
  sheet.subtitle = {"审查用图", "For review"};
  sheet.date = "2026-11-28";
  sheet.paper = Paper::a3_portrait();
  sheet.layers = {{&green}, {&villages, true, "by"}, {&roads}, {&borders}};
  sheet.notes = {
      {"村名按地块所在行政村标注,放不下的省略。", "Villages are named where there is room."}};
  sheet.attribution = {"数据:岐山县", "Data: Qishan county"};

  const auto bytes = [&](SheetFormat format) {
    const Result<std::string> made = sheet_bytes(sheet, frame, format);
    EXPECT_TRUE(made) << made.error().key;
    return made ? made.value() : "";
  };
  const std::string pdf = bytes(SheetFormat::pdf), svg = bytes(SheetFormat::svg);
  EXPECT_EQ(bytes(SheetFormat::pdf), pdf);
  RecordProperty("pdf", static_cast<int>(pdf.size()));
  RecordProperty("svg", static_cast<int>(svg.size()));
  EXPECT_LT(pdf.size(), 2'000'000U);
  EXPECT_LT(svg.size(), 4'000'000U);
  const std::string text = test::text_of_pdf(pdf);
  for (const char* words : {"岐山县村庄与道路图", "图例", "国道", "县道", "村庄建设用地",
                            "生态保护红线", "行政界线", "107°", "34°", "落星堡村"})
    EXPECT_NE(text.find(words), std::string::npos) << words;
  EXPECT_EQ(text.find("铁路"), std::string::npos) << "there is none";
  EXPECT_GT(test::SvgPaths{svg}.paths.size(), 500U);
  // To be looked at: LIFECIRCLE_TEST_KEEP names a folder.
  if (const char* keep = std::getenv("LIFECIRCLE_TEST_KEEP"); keep != nullptr) {
    test::put(std::string{keep} + "/qishan.pdf", pdf);
    test::put(std::string{keep} + "/qishan.svg", svg);
    test::put(std::string{keep} + "/qishan.png", bytes(SheetFormat::png));
  }
}

}  // namespace
}  // namespace lifecircle
