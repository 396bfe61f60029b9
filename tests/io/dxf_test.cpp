// Drawings of CAD programs as layers of lines.

#include "io/read/dxf.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/messages.hpp"
#include "io/read/layer.hpp"
#include "tests/io/layer_files.hpp"

namespace lifecircle::test {
namespace {

// Where Gauss-Krueger zone 36 (108 degrees east) has these metres, near Qishan.
constexpr double kEast = 36'528'000, kNorth = 3'800'000;
const Frame kHere = frame_around(108.25, 34.25, 108.4, 34.4);
// 道路 and 河流 as GBK writes them.
const std::string kRoadGbk = "\xB5\xC0\xC2\xB7", kRiverGbk = "\xBA\xD3\xC1\xF7";

std::string group(int code, const std::string& value) {
  return std::to_string(code) + "\n" + value + "\n";
}
std::string at(int code, double x, double y) {
  return group(code, std::to_string(kEast + x)) + group(code + 10, std::to_string(kNorth + y));
}
std::string entity(const std::string& kind, const std::string& layer, const std::string& rest) {
  return group(0, kind) + group(8, layer) + rest;
}
std::string line(const std::string& layer, double x1, double y1, double x2, double y2) {
  return entity("LINE", layer, at(10, x1, y1) + at(11, x2, y2));
}

struct Drawing {
  std::string version = "AC1015", page = "ANSI_936", entities = {}, blocks = {};
  std::string text() const {
    std::string head = group(9, "$ACADVER") + group(1, version);
    if (!page.empty()) head += group(9, "$DWGCODEPAGE") + group(3, page);
    const auto section = [](const std::string& name, const std::string& body) {
      return group(0, "SECTION") + group(2, name) + body + group(0, "ENDSEC");
    };
    return section("HEADER", head) + section("TABLES", "") +
           (blocks.empty() ? "" : section("BLOCKS", blocks)) + section("ENTITIES", entities) +
           group(0, "EOF");
  }
};

struct Read {
  Features features;
  Problems problems;
  std::string error;
  std::vector<std::string> layers() const {
    return features.columns.empty() ? std::vector<std::string>{} : features.columns[0];
  }
};
Read read(LayerSource source) {
  Read read;
  auto features = read_features(source, kHere, {"Layer"}, true, read.problems);
  if (features)
    read.features = std::move(features).value();
  else
    read.error = features.error().key;
  return read;
}
Read read(const Folder& folder, const Drawing& drawing, const std::string& encoding = {}) {
  LayerSource source = source_of(folder.write("a.dxf", drawing.text()));
  source.encoding = encoding;
  return read(source);
}

TEST(Dxf, GivesChineseLayerNamesWhateverTheDrawingSaysOfItsText) {
  struct Case {
    std::string version, page, road, encoding;
    bool told;
  };
  const std::vector<Case> cases{
      {"AC1015", "ANSI_936", kRoadGbk, "", false},      // AutoCAD 2000 in Chinese
      {"AC1015", "gb2312", kRoadGbk, "", false},        // as release 12 wrote it
      {"AC1015", "ANSI_1252", kRoadGbk, "", true},      // by a program that never thought of it
      {"AC1015", "", kRoadGbk, "", true},               // says nothing
      {"AC1015", "ANSI_1252", kRoadGbk, "GBK", false},  // stated
      {"AC1032", "ANSI_936", "道路", "", false},        // from 2007 on UTF-8, whatever the page
      {"AC1032", "ANSI_936", kRoadGbk, "", true},       // and what is not UTF-8 all the same
      {"AC1015", "ANSI_1252", "道路", "", false},
      {"AC1015", "ANSI_1252", "\\U+9053\\U+8DEF", "", false},  // by an English AutoCAD
      {"AC1015", "ANSI_950", "\xB9\x44\xB8\xF4", "", false},   // Big5
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.version + " " + one.page + " " + one.encoding);
    const Folder folder;
    const Read got =
        read(folder,
             {.version = one.version, .page = one.page, .entities = line(one.road, 0, 0, 100, 0)},
             one.encoding);
    EXPECT_EQ(got.error, "");
    EXPECT_EQ(got.layers(), std::vector<std::string>{"道路"});
    EXPECT_EQ(count_of(got.problems, "text_decoded"), one.told ? 1U : 0U);
  }
}

TEST(Dxf, DecodesCodesOfCharactersAndLeavesWhatOnlyLooksLikeOne) {
  EXPECT_EQ(without_codes("\\U+4E2D\\U+00E9\\U+0041 x"), "中éA x");
  for (const char* text :
       {"\\U+4E2", "\\U+4E2G", "\\U+D800", "\\U+0007", "\\U4E2D", "\\u+4E2D", ""})
    EXPECT_EQ(without_codes(text), text);
}

TEST(Dxf, IsOneLayerOfLinesInARecognisedZone) {
  const std::string vertex = entity("VERTEX", kRiverGbk, at(10, 0, 10) + group(30, "5")) +
                             entity("VERTEX", kRiverGbk, at(10, 100, 10) + group(30, "7"));
  const Folder folder;
  const Read got =
      read(folder, {.entities = line(kRoadGbk, 0, 0, 100, 0) +
                                entity("POLYLINE", kRiverGbk, group(66, "1") + group(70, "8")) +
                                vertex + entity("SEQEND", kRiverGbk, "")});
  ASSERT_EQ(got.error, "");
  EXPECT_EQ(got.features.layer, "entities");
  EXPECT_EQ(count_of(got.problems, "crs_recognised"), 1U);
  EXPECT_EQ(got.layers(), (std::vector<std::string>{"道路", "河流"}));
  for (const Shape& shape : got.features.shape) {
    ASSERT_EQ(shape.kind, ShapeKind::line);
    ASSERT_EQ(shape.parts.size(), 1U);
    ASSERT_EQ(shape.parts[0].size(), 2U);  // heights are gone
    EXPECT_NEAR(distance_mm(shape.parts[0][0], shape.parts[0][1]), 100'000, 50);
  }
}

TEST(Dxf, CutsArcsAndBulgesIntoStraightPieces) {
  // A half circle of 50 m twice: as an arc, and as the bulge of a polyline.
  const Folder folder;
  const Read got = read(
      folder,
      {.entities =
           entity("ARC", "a", at(10, 0, 0) + group(40, "50") + group(50, "0") + group(51, "180")) +
           entity("LWPOLYLINE", "b",
                  group(100, "AcDbPolyline") + group(90, "2") + group(70, "0") + at(10, 0, 0) +
                      group(42, "1.0") + at(10, 100, 0)) +
           entity("CIRCLE", "c", at(10, 0, 0) + group(40, "50"))});
  ASSERT_EQ(got.error, "");
  ASSERT_EQ(got.features.size(), 3U);
  const double half = std::acos(-1.0) * 50'000;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& points = got.features.shape[i].parts.at(0);
    double length = 0;
    for (std::size_t k = 0; k + 1 < points.size(); ++k)
      length += distance_mm(points[k], points[k + 1]);
    EXPECT_NEAR(length, i == 2 ? 2 * half : half, half / 500);
  }
}

TEST(Dxf, LeavesBlocksClosedAndPaperOutAndSaysSo) {
  const std::string block = group(0, "BLOCK") + group(8, "0") + group(2, "LAMP") + group(70, "0") +
                            group(10, "0") + group(20, "0") + group(0, "LINE") + group(8, "0") +
                            group(10, "0") + group(20, "0") + group(11, "1") + group(21, "0") +
                            group(0, "ENDBLK") + group(8, "0");
  const std::string lamp = entity("INSERT", kRoadGbk, group(2, "LAMP") + at(10, 5, 5));
  const Folder folder;
  const Read got = read(
      folder, {.entities = line(kRoadGbk, 0, 0, 100, 0) + lamp + lamp +
                           entity("LINE", kRoadGbk, group(67, "1") + at(10, 0, 0) + at(11, 9, 9)) +
                           entity("TEXT", kRiverGbk, at(10, 0, 0) + group(40, "5") + group(1, "x")),
               .blocks = block});
  ASSERT_EQ(got.error, "") << "blocks are no second layer to choose from";
  ASSERT_EQ(got.features.size(), 4U);
  EXPECT_EQ(got.features.shape[1].kind, ShapeKind::point);
  ASSERT_EQ(count_of(got.problems, "dxf_blocks"), 1U);
  ASSERT_EQ(count_of(got.problems, "dxf_paper"), 1U);
  for (const Problem& problem : got.problems.list()) {
    const std::string count = problem.key == "dxf_blocks" ? "2" : "1";
    if (problem.key.starts_with("dxf_")) {
      EXPECT_EQ(problem.args, std::vector<std::string>{count});
    }
    EXPECT_FALSE(say(problem.key, Language::zh, problem.args).empty());
  }
}

TEST(Dxf, IsRoadsByItsCadLayers) {
  const Folder folder;
  const Drawing drawing{
      .entities = line(kRoadGbk, 0, 0, 100, 0) + line(kRoadGbk, 100, 0, 100, 80) +
                  line(kRiverGbk, 0, 10, 100, 10) +
                  entity("TEXT", kRoadGbk, at(10, 0, 0) + group(40, "5") + group(1, "x"))};
  LayerSource source = source_of(folder.write("a.dxf", drawing.text()));
  source.where["Layer"] = {"道路"};
  RoadColumns columns;
  columns.road_class = "Layer";
  Problems problems;
  const auto roads = read_roads(source, kHere, columns, problems);
  ASSERT_TRUE(roads) << roads.error().key;
  EXPECT_EQ(roads.value().line_count(), 2U);
  ASSERT_EQ(roads.value().kinds.size(), 1U);
  EXPECT_EQ(roads.value().kinds[0].road_class, "道路");
  EXPECT_EQ(count_of(problems, "road_no_line"), 1U) << "a text is no road, and not lost in silence";
}

TEST(Dxf, TakesWhatIsStatedOfItsCoordinates) {
  const Folder folder;
  std::string text = Drawing{.entities = line("a", 0, 0, 100, 0)}.text();
  for (std::size_t p; (p = text.find("36528")) != std::string::npos;) text.replace(p, 2, "");
  LayerSource source = source_of(folder.write("a.dxf", text));
  EXPECT_EQ(read(source).error, "crs_missing_meridian");
  source.crs = "EPSG:4545";  // the meridian 108 without a zone in front
  const Read got = read(source);
  EXPECT_EQ(got.error, "");
  ASSERT_EQ(got.features.size(), 1U);
  EXPECT_EQ(got.features.shape[0].kind, ShapeKind::line);
}

TEST(Dxf, ThatIsCutOrNoTextIsToldAtAnyPlace) {
  const Folder folder;
  std::string lines;
  for (int i = 0; i < 40; ++i) lines += line(kRoadGbk, i, 0, i, 100);
  const std::string whole = Drawing{.entities = lines}.text();
  ASSERT_EQ(read(source_of(folder.write("a.dxf", whole))).features.size(), 40U);
  for (std::size_t i = 0; i < 200; ++i) {
    const std::size_t size = (whole.size() - 4) * i / 200;  // the last, without EOF, is one too
    const Read got = read(source_of(folder.write("a.dxf", whole.substr(0, size))));
    EXPECT_TRUE(got.error == "dxf_cut" || got.error == "file_unreadable") << size << got.error;
  }
  EXPECT_EQ(read(source_of(folder.write(
                     "b.dxf", std::string{"AutoCAD Binary DXF\r\n\x1A\0", 22} + "0\nEOF\n")))
                .error,
            "file_unreadable");
  // A number that is none, in the middle: what GDAL makes of it is a row or a sentence.
  std::string odd = whole;
  odd.replace(odd.find("3800000", odd.size() / 2), 4, "zzzz");
  const Read got = read(source_of(folder.write("c.dxf", odd)));
  EXPECT_TRUE(!got.error.empty() || got.features.size() == 40U) << got.features.size();
  EXPECT_EQ(read(source_of(folder.write("d.dxf", Drawing{}.text()))).features.size(), 0U);
}

}  // namespace
}  // namespace lifecircle::test
