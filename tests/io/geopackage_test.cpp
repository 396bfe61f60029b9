#include "io/write/geopackage.hpp"

#include <sys/mount.h>
#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <map>
#include <memory>
#include <optional>

#include <cpl_minixml.h>
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include "io/write/geopackage_check.hpp"
#include "io/write/outputs.hpp"
#include "io/write/style.hpp"
#include "tests/io/result_files.hpp"

namespace lifecircle {
namespace {

using test::bytes_of;
using test::Child;
using test::Scratch;
using test::some_layers;
using test::some_table;
using test::wuhan;

constexpr const char* kDegrees = "EPSG:4490";

Result<Done> write(const std::string& path, const std::vector<Layer>& layers,
                   const std::vector<Table>& tables = {}, const std::string& crs = kDegrees,
                   Language language = Language::zh) {
  return write_geopackage(path, "results.gpkg", layers, tables, wuhan(), crs, language);
}

std::string why(const Result<Done>& result) {
  if (result) return "";
  std::string text = result.error().key;
  for (const std::string& arg : result.error().args) text += " | " + arg;
  return text;
}

struct File {
  std::unique_ptr<GDALDataset> data;
  explicit File(const std::string& path) {
    RegisterOGRGeoPackage();
    data.reset(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
  }
  OGRLayer& layer(const char* name) const { return *data->GetLayerByName(name); }
  /// The cells of an answer, a row a line, separated by '|'.
  std::string sql(const std::string& question) const {
    OGRLayer* answer = data->ExecuteSQL(question.c_str(), nullptr, nullptr);
    std::string text;
    if (answer == nullptr) return text;
    while (const auto feature = std::unique_ptr<OGRFeature>{answer->GetNextFeature()}) {
      for (int i = 0; i < feature->GetFieldCount(); ++i) {
        text += (i > 0 ? "|" : "") +
                std::string{feature->IsFieldNull(i) ? "NULL" : feature->GetFieldAsString(i)};
      }
      text += '\n';
    }
    data->ReleaseResultSet(answer);
    return text;
  }
};

TEST(GeoPackage, RowsComeBackAsTheyWere) {
  const Scratch scratch;
  const auto layers = some_layers(50);
  const Result<Done> done = write(scratch / "a.gpkg", layers, {some_table()});
  ASSERT_TRUE(done) << why(done);

  const File file{scratch / "a.gpkg"};
  OGRLayer& people = file.layer("people");
  EXPECT_EQ(people.GetGeomType(), wkbPoint);
  EXPECT_STREQ(people.GetSpatialRef()->GetAuthorityCode(nullptr), "4490");
  const Table& table = layers[0].table;
  for (std::size_t row = 0; row < 50; ++row) {
    const std::unique_ptr<OGRFeature> feature{people.GetNextFeature()};
    ASSERT_TRUE(feature);
    EXPECT_EQ(feature->GetFID(), static_cast<GIntBig>(row + 1));
    EXPECT_EQ(feature->GetFieldAsString("id"), std::get<2>(table.columns[0].values)[row]);
    const std::int64_t count = std::get<0>(table.columns[1].values)[row];
    const double minutes = std::get<1>(table.columns[2].values)[row];
    const std::string& facility = std::get<2>(table.columns[3].values)[row];
    EXPECT_EQ(feature->IsFieldNull(1), count == kNoInteger);
    EXPECT_EQ(feature->IsFieldNull(2), std::isnan(minutes));
    EXPECT_EQ(feature->IsFieldNull(3), facility.empty());
    EXPECT_EQ(feature->GetFieldAsInteger64(1), count == kNoInteger ? 0 : count);
    EXPECT_EQ(feature->GetFieldAsDouble(2), std::isnan(minutes) ? 0 : minutes);
    EXPECT_EQ(feature->GetFieldAsString(3), facility);
    const LonLat place = wuhan().to_lonlat(table.shapes.points[row]);
    const OGRPoint* point = feature->GetGeometryRef()->toPoint();
    EXPECT_NEAR(point->getX(), place.lon, 1e-9);
    EXPECT_NEAR(point->getY(), place.lat, 1e-9);
  }
  EXPECT_FALSE(std::unique_ptr<OGRFeature>{people.GetNextFeature()});

  EXPECT_EQ(file.layer("roads").GetGeomType(), wkbLineString);
  EXPECT_EQ(file.layer("units").GetGeomType(), wkbMultiPolygon);
  EXPECT_EQ(file.layer("services").GetGeomType(), wkbNone);
  EXPECT_EQ(file.sql("SELECT service, rate FROM services"), "clinic|81.25\nschool|NULL\n");
  EXPECT_EQ(file.sql("SELECT data_type FROM gpkg_contents WHERE table_name IN ('services', "
                     "'layer_styles')"),
            "attributes\nattributes\n");
}

TEST(GeoPackage, TypesOfLayersFollowTheirShapes) {
  const Scratch scratch;
  std::vector<Layer> layers(3);
  for (std::size_t i = 0; i < 3; ++i) {
    layers[i].table.name = "l" + std::to_string(i);
    layers[i].table.has_shapes = true;
  }
  layers[0].table.shapes.add(Shape{ShapeKind::point, {{{0, 0}}, {{5000, 5000}}}});
  layers[0].table.shapes.add(Point{1000, 1000});
  layers[0].table.shapes.add_nothing();
  layers[1].table.shapes.kind = ShapeKind::line;
  layers[1].table.shapes.add(Shape{ShapeKind::line, {{{0, 0}, {1000, 0}}, {{0, 5}, {1000, 5}}}});
  layers[2].table.shapes.kind = ShapeKind::line;
  const Result<Done> done = write(scratch / "a.gpkg", layers);
  ASSERT_TRUE(done) << why(done);
  const File file{scratch / "a.gpkg"};
  EXPECT_EQ(file.layer("l0").GetGeomType(), wkbMultiPoint);
  EXPECT_EQ(file.layer("l1").GetGeomType(), wkbMultiLineString);
  EXPECT_EQ(file.layer("l2").GetGeomType(), wkbLineString) << "nothing in it";
  EXPECT_EQ(file.sql("SELECT count(*), count(geom) FROM l0"), "3|2\n");
  const std::unique_ptr<OGRFeature> first{file.layer("l0").GetNextFeature()};
  EXPECT_EQ(first->GetGeometryRef()->toMultiPoint()->getNumGeometries(), 2);
}

TEST(GeoPackage, AreasAreValidPolygonsWithTheirHoles) {
  const Scratch scratch;
  Layer layer;
  layer.table.name = "areas";
  layer.table.has_shapes = true;
  layer.table.shapes.kind = ShapeKind::area;
  const auto box = [](std::int32_t r, std::int32_t x = 0) {
    return std::vector<Point>{{x - r, -r}, {x - r, r}, {x + r, r}, {x + r, -r}, {x - r, -r}};
  };
  layer.table.shapes.add(Shape{
      ShapeKind::area, {box(1'000'000), box(3'000'000), box(500'000), box(400'000, 9'000'000)}});
  ASSERT_TRUE(write(scratch / "a.gpkg", {layer}, {}, "EPSG:4547"));
  const File file{scratch / "a.gpkg"};
  const std::unique_ptr<OGRFeature> feature{file.layer("areas").GetNextFeature()};
  const OGRMultiPolygon* area = feature->GetGeometryRef()->toMultiPolygon();
  ASSERT_EQ(area->getNumGeometries(), 3);
  EXPECT_TRUE(area->IsValid());
  int holes = 0;
  for (const OGRPolygon* polygon : *area) {
    EXPECT_FALSE(polygon->getExteriorRing()->isClockwise());
    holes += polygon->getNumInteriorRings();
    for (int i = 0; i < polygon->getNumInteriorRings(); ++i) {
      EXPECT_TRUE(polygon->getInteriorRing(i)->isClockwise());
    }
  }
  EXPECT_EQ(holes, 1);
  // 6² - 2² + 1² + 0.8² km², as true as the two projections
  EXPECT_NEAR(area->get_Area() / 1e6, 36 - 4 + 1 + 0.64, 0.001);
}

TEST(GeoPackage, CoordinatesAreEastThenNorthInEverySystem) {
  const Scratch scratch;
  Layer layer;
  layer.table.name = "here";
  layer.table.has_shapes = true;
  layer.table.shapes.add(wuhan().to_plane(114.0, 30.5));
  struct Case {
    const char* crs;
    double x, y, tolerance;
  };
  // 4547 and 4526: central meridian 114°, without and with the zone in the easting.
  const std::vector<Case> cases{{"EPSG:4490", 114, 30.5, 1.1e-8},
                                {"epsg:4326", 114, 30.5, 1.1e-8},
                                {"EPSG:4547", 500'000, 3375541.7329, 1e-3},
                                {"EPSG:4526", 38'500'000, 3375541.7329, 1e-3},
                                {"EPSG:3857", 12690421.9504, 3567983.4559, 2e-3},
                                {"EPSG:32649", 787945.8325, 3378019.7419, 2e-3}};
  for (const Case& c : cases) {
    const std::string path = scratch / (std::string{c.crs + 5} + ".gpkg");
    const Result<Done> done = write(path, {layer}, {}, c.crs);
    ASSERT_TRUE(done) << c.crs << ' ' << why(done);
    const File file{path};
    const std::unique_ptr<OGRFeature> feature{file.layer("here").GetNextFeature()};
    const OGRPoint* point = feature->GetGeometryRef()->toPoint();
    EXPECT_NEAR(point->getX(), c.x, c.tolerance) << c.crs;
    EXPECT_NEAR(point->getY(), c.y, c.tolerance) << c.crs;
    EXPECT_STREQ(file.layer("here").GetSpatialRef()->GetAuthorityCode(nullptr), c.crs + 5);
  }
}

TEST(GeoPackage, RefusesSystemsItCannotKeepItsWordIn) {
  const Scratch scratch;
  const std::map<std::string, std::string> cases{
      {"EPSG:4610", "output_crs_no_way"},    {"EPSG:2380", "output_crs_no_way"},
      {"EPSG:4214", "output_crs_no_way"},    {"EPSG:2432", "output_crs_no_way"},
      {"EPSG:4479", "output_crs_unknown"},   {"EPSG:4480", "output_crs_unknown"},
      {"gcj02", "output_crs_shifted"},       {"BD-09", "output_crs_shifted"},
      {"EPSG:0", "output_crs_unknown"},      {"EPSG:99999", "output_crs_unknown"},
      {"EPSG:4490x", "output_crs_unknown"},  {"EPSG: 4490", "output_crs_unknown"},
      {"4490", "output_crs_unknown"},        {"", "output_crs_unknown"},
      {"EPSG:-4490", "output_crs_unknown"},  {"http://x/4490", "output_crs_unknown"},
      {"/etc/passwd", "output_crs_unknown"}, {"EPSG:5773", "output_crs_unknown"}};
  for (const auto& [crs, key] : cases) {
    const Result<Done> done = write(scratch / "a.gpkg", some_layers(1), {}, crs);
    ASSERT_FALSE(done) << crs;
    EXPECT_EQ(done.error().key, key) << crs;
    EXPECT_EQ(done.error().fault, Fault::input) << crs;
    EXPECT_FALSE(test::fs::exists(scratch / "a.gpkg")) << crs;
  }
}

TEST(GeoPackage, HostileNamesAndTextsComeBack) {
  const Scratch scratch;
  const std::string long_text(10'000, 'x');
  const std::vector<std::string> texts{"<b>&\"'</b>",
                                       "'; DROP TABLE people; --",
                                       "=cmd|'/C calc'!A0",
                                       "社区卫生中心𠮷",
                                       "\x1b]0;x\x07",
                                       long_text,
                                       "\xff\xfe",
                                       "a\nb\r\nc\td",
                                       "]]>",
                                       "%s%n{0}"};
  Layer layer;
  layer.table.name = "图层 \"a\" 'b' <c>";
  layer.table.title_zh = "标题 \"x\" 'y' <z> " + long_text;
  layer.table.has_shapes = true;
  for (std::size_t i = 0; i < texts.size(); ++i) layer.table.shapes.add(Point{0, 0});
  layer.table.columns = {{"text", "", "一样", texts},
                         {"FID", "", "一样", std::vector<std::int64_t>(texts.size(), 7)},
                         {"geom", "", "", texts},
                         {"a 'b' \"c\" <d>", "", "<&>'\"", texts}};
  layer.style.look = Style::Look::categories;
  layer.style.by = "a 'b' \"c\" <d>";
  for (const std::string& text : texts) layer.style.classes.push_back({text, text, text, text});
  const Result<Done> done = write(scratch / "a.gpkg", {layer});
  ASSERT_TRUE(done) << why(done);

  const File file{scratch / "a.gpkg"};
  OGRLayer& read = file.layer(layer.table.name.c_str());
  EXPECT_STREQ(read.GetFIDColumn(), "fid_");
  EXPECT_STREQ(read.GetGeometryColumn(), "geom_");
  for (const std::string& text : texts) {
    const std::unique_ptr<OGRFeature> feature{read.GetNextFeature()};
    std::string wanted = text;
    if (text.starts_with('\x1b')) wanted = "?]0;x?";
    if (text.starts_with('\xff')) wanted = "\xEF\xBF\xBD\xEF\xBF\xBD";
    EXPECT_EQ(feature->GetFieldAsString("text"), wanted);
    EXPECT_EQ(feature->GetFieldAsString(2), wanted);
    EXPECT_EQ(feature->GetFieldAsString(3), wanted);
    EXPECT_EQ(feature->GetFieldAsInteger(1), 7);
  }
  EXPECT_EQ(
      file.sql(
          "SELECT column_name, name FROM gpkg_data_columns WHERE column_name IN ('text', 'FID')"),
      "text|一样\nFID|一样 (FID)\n");
  for (const char* kind : {"styleQML", "styleSLD"}) {
    const std::string xml = file.sql(std::string{"SELECT "} + kind + " FROM layer_styles");
    CPLXMLNode* tree = CPLParseXMLString(xml.c_str());
    EXPECT_NE(tree, nullptr) << kind << ": " << CPLGetLastErrorMsg();
    CPLDestroyXMLNode(tree);
  }
}

TEST(GeoPackage, RefusesNamesSqlWouldMixUp) {
  const Scratch scratch;
  for (const char* name : {"", "gpkg_contents", "RTREE_x", "sqlite_x", "Layer_Styles"}) {
    auto layers = some_layers(1);
    layers[0].table.name = name;
    EXPECT_EQ(why(write(scratch / "a.gpkg", layers)), std::string{"output_layer_name | "} + name);
  }
  auto layers = some_layers(1);
  layers[1].table.name = "PEOPLE";
  EXPECT_EQ(why(write(scratch / "a.gpkg", layers)), "output_layer_name | PEOPLE");
  layers = some_layers(1);
  layers[0].table.columns[1].name = "ID";
  EXPECT_EQ(why(write(scratch / "a.gpkg", layers)), "output_column_name | people | ID");
}

TEST(GeoPackage, OpensInTheOrdinaryTools) {
  const Scratch scratch;
  ASSERT_TRUE(write(scratch / "a.gpkg", some_layers(200), {some_table()}));
  int status = 0;
  const std::string checks = test::output_of(
      "sqlite3 '" + (scratch / "a.gpkg") +
          "' \"PRAGMA integrity_check; PRAGMA foreign_key_check; SELECT count(*) FROM people; "
          "SELECT rtreecheck('rtree_people_geom'); SELECT rtreecheck('rtree_units_geom')\"",
      status);
  if (status == 127) GTEST_SKIP() << "sqlite3 is not installed";
  EXPECT_EQ(checks, "ok\n200\nok\nok\n");
  const std::string info =
      test::output_of("ogrinfo -ro -so '" + (scratch / "a.gpkg") + "' units", status);
  if (status == 127) GTEST_SKIP() << "ogrinfo is not installed";
  EXPECT_EQ(status, 0);
  EXPECT_NE(info.find("Feature Count: 200"), std::string::npos) << info;
  EXPECT_NE(info.find("Multi Polygon"), std::string::npos) << info;
  EXPECT_EQ(info.find("Warning"), std::string::npos) << info;
  EXPECT_EQ(info.find("ERROR"), std::string::npos) << info;
}

TEST(GeoPackage, TheSpatialIndexFindsEveryRow) {
  const Scratch scratch;
  const auto layers = some_layers(3000);
  ASSERT_TRUE(write(scratch / "a.gpkg", layers, {}, "EPSG:4547"));
  const File file{scratch / "a.gpkg"};
  for (const char* name : {"people", "roads", "units"}) {
    OGRLayer& layer = file.layer(name);
    std::vector<OGREnvelope> boxes;
    for (const auto& feature : layer) {
      OGREnvelope box;
      feature->GetGeometryRef()->getEnvelope(&box);
      boxes.push_back(box);
    }
    std::uint64_t state = 7;
    for (int window = 0; window < 30; ++window) {
      const OGREnvelope& some = boxes[test::next_random(state) % boxes.size()];
      OGREnvelope asked;
      asked.MinX = some.MinX;
      asked.MinY = some.MinY;
      asked.MaxX = some.MaxX + (window % 3) * 1000.0;
      asked.MaxY = some.MaxY + (window % 3) * 1000.0;
      std::size_t wanted = 0;
      for (const OGREnvelope& box : boxes) wanted += box.Intersects(asked) ? 1 : 0;
      layer.SetSpatialFilterRect(asked.MinX, asked.MinY, asked.MaxX, asked.MaxY);
      // GDAL refines by geometry; the boxes of the index are asked in SQL.
      const std::string found = file.sql("SELECT count(*) FROM \"rtree_" + std::string{name} +
                                         "_geom\" WHERE maxx >= " + std::to_string(asked.MinX) +
                                         " AND minx <= " + std::to_string(asked.MaxX) +
                                         " AND maxy >= " + std::to_string(asked.MinY) +
                                         " AND miny <= " + std::to_string(asked.MaxY));
      EXPECT_GE(std::stoul(found), wanted) << name;
      EXPECT_LE(std::stoul(found), wanted + 3) << name << ": floats are wider, but not by much";
      EXPECT_GE(layer.GetFeatureCount(), 1) << name;
    }
  }
}

TEST(GeoPackage, TheSpatialIndexIsSoundAtEverySizeAndCanBeWrittenOn) {
  // 51 cells a node: one node, two levels, three.
  for (const std::size_t rows : {0U, 1U, 2U, 51U, 52U, 53U, 2601U, 2602U, 9000U}) {
    const Scratch scratch;
    auto layers = some_layers(rows);
    layers[0].table.shapes.add_nothing();  // a row without a box
    for (TableColumn& column : layers[0].table.columns) {
      std::visit([](auto& values) { values.emplace_back(); }, column.values);
    }
    ASSERT_TRUE(write(scratch / "a.gpkg", layers)) << rows;
    for (const bool edited : {false, true}) {
      const File file{scratch / "a.gpkg"};
      for (const char* name : {"people", "roads", "units"}) {
        EXPECT_EQ(file.sql("SELECT rtreecheck('rtree_" + std::string{name} + "_geom')"), "ok\n")
            << rows << ' ' << name << (edited ? " after edits" : "");
        EXPECT_EQ(file.sql("SELECT count(*) FROM \"rtree_" + std::string{name} + "_geom\""),
                  file.sql("SELECT count(geom) FROM " + std::string{name}));
      }
      if (edited) break;
      // As QGIS would: every third row goes, some come.
      std::unique_ptr<GDALDataset> data{
          GDALDataset::Open((scratch / "a.gpkg").c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE)};
      for (const char* name : {"people", "roads", "units"}) {
        OGRLayer& layer = *data->GetLayerByName(name);
        data->StartTransaction();
        for (std::size_t row = 1; row <= rows; row += 3) {
          const std::unique_ptr<OGRFeature> feature{layer.GetFeature(static_cast<GIntBig>(row))};
          EXPECT_EQ(layer.DeleteFeature(static_cast<GIntBig>(row)), OGRERR_NONE);
          if (row % 2 == 0) continue;
          feature->SetFID(OGRNullFID);
          EXPECT_EQ(layer.CreateFeature(feature.get()), OGRERR_NONE);
        }
        data->CommitTransaction();
      }
    }
  }
}

TEST(GeoPackage, SameLayersSameBytes) {
  const Scratch scratch;
  ASSERT_TRUE(write(scratch / "here.gpkg", some_layers(2000), {some_table()}));
  const std::string here = sha256_of(scratch / "here.gpkg").value();
  for (const char* threads : {"1", "2", "8"}) {
    // Another process, clock, time zone, language, and heap.
    const std::string path = scratch / (std::string{threads} + ".gpkg");
    Child child{"write_same_bytes",
                path,
                {std::string{"OMP_NUM_THREADS="} + threads, "TZ=Asia/Shanghai",
                 "LC_ALL=de_DE.UTF-8", "MALLOC_PERTURB_=165", "OGR_SQLITE_PRAGMA=page_size=8192"}};
    ASSERT_EQ(child.wait(), 0) << threads;
    EXPECT_EQ(sha256_of(path).value(), here) << threads << " threads";
  }
}
void write_same_bytes(const std::string& what) {
  usleep(1'100'000);
  ASSERT_TRUE(write(what, some_layers(2000), {some_table()}));
}

TEST(GeoPackage, TheForecastIsEnoughAndNotTooMuch) {
  for (const std::size_t rows : {0U, 1U, 100U, 20'000U}) {
    const Scratch scratch;
    const auto layers = some_layers(rows);
    ASSERT_TRUE(write(scratch / "a.gpkg", layers));
    const std::uint64_t size = test::fs::file_size(scratch / "a.gpkg");
    const std::uint64_t forecast = geopackage_size_forecast(layers, {});
    EXPECT_GE(forecast, size) << rows;
    EXPECT_LE(forecast, 2 * size + 300'000) << rows;
  }
}

TEST(GeoPackage, AFileThatLostSomethingIsFoundOut) {
  const Scratch scratch;
  ASSERT_TRUE(write(scratch / "a.gpkg", some_layers(300)));
  const std::vector<Expected> expected{
      {"people", 300, true, 300}, {"roads", 300, true, 300}, {"units", 300, true, 300}};
  const auto check = [&](const std::string& path, const std::vector<Expected>& wanted,
                         std::uint64_t styles) {
    return why(check_geopackage(path, "a.gpkg", wanted, styles));
  };
  EXPECT_EQ(check(scratch / "a.gpkg", expected, 3), "");
  EXPECT_EQ(check(scratch / "a.gpkg", expected, 2),
            "output_read_back_wrong | layer_styles | 2 | 3");
  auto more = expected;
  more[1].rows = 301;
  EXPECT_EQ(check(scratch / "a.gpkg", more, 3),
            "output_read_back_wrong | roads | 301 1 301 | 300 1 300");
  more = expected;
  more[2].shapes = 299;
  EXPECT_EQ(check(scratch / "a.gpkg", more, 3), "output_read_back_wrong | units | 299 | 300");
  more = expected;
  more[0].table = "nobody";
  EXPECT_EQ(check(scratch / "a.gpkg", more, 3), "output_not_read_back | nobody");

  // Cut at every fortieth of its length, and one page spoilt in the middle: never taken for whole.
  const std::string whole = bytes_of(scratch / "a.gpkg");
  for (std::size_t i = 0; i < 40; ++i) {
    test::put(scratch / "cut.gpkg", whole.substr(0, whole.size() * i / 40));
    EXPECT_NE(check(scratch / "cut.gpkg", expected, 3), "") << i;
    std::string spoilt = whole;
    const std::size_t page = whole.size() * i / 40 / 4096 * 4096;
    spoilt.replace(page, 4096, std::string(4096, '\0'));
    test::put(scratch / "spoilt.gpkg", spoilt);
    EXPECT_NE(check(scratch / "spoilt.gpkg", expected, 3), "") << i;
  }
  test::put(scratch / "a.gpkg-journal", "x");
  EXPECT_EQ(check(scratch / "a.gpkg", expected, 3), "output_not_read_back | -journal");
}

TEST(GeoPackage, ProgressCanStopIt) {
  const Scratch scratch;
  std::uint64_t last = 0;
  const auto stop = [&](std::string_view stage, std::uint64_t done, std::uint64_t all) {
    EXPECT_EQ(stage, "writing_results");
    EXPECT_EQ(all, 3 * 40'000U);
    last = done;
    return done < 50'000;
  };
  const Result<Done> done = write_geopackage(scratch / "a.gpkg", "a.gpkg", some_layers(40'000), {},
                                             wuhan(), kDegrees, Language::en, stop);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::interrupted);
  EXPECT_GE(last, 50'000U);
  EXPECT_LT(last, 3 * 40'000U);
}

// ------------------------------------------------------------------------ a full disk

/// Begins, writes all three kinds of file and commits: "" or the key of the failure.
std::string whole_run(const std::string& folder, std::size_t rows) {
  Result<Outputs> outputs = Outputs::begin(folder);
  if (!outputs) return outputs.error().key;
  const auto layers = some_layers(rows);
  if (auto done = outputs.value().csv("people.csv", layers[0].table); !done)
    return done.error().key;
  if (auto done = outputs.value().geopackage("results.gpkg", layers, {some_table()}, wuhan(),
                                             kDegrees, Language::zh);
      !done) {
    return done.error().key;
  }
  if (auto done = outputs.value().text("run.json", std::string(rows * 20, ' ')); !done)
    return done.error().key;
  const auto paths = outputs.value().commit();
  return paths ? "" : paths.error().key;
}

const std::set<std::string> kWholeSet{"people.csv", "results.gpkg", "run.json"};

/// Whether the folder has the old three files, untouched, and nothing else.
void put_old(const std::string& folder) {
  for (const std::string& name : kWholeSet) test::put(folder + "/" + name, "old " + name);
}
void expect_old(const std::string& folder, const std::string& when) {
  EXPECT_EQ(test::names_in(folder), kWholeSet) << when;
  for (const std::string& name : kWholeSet)
    EXPECT_EQ(bytes_of(folder + "/" + name), "old " + name) << when;
}

TEST(FullDisk, AFileThatMayNotGrowIsAFailureAndChangesNothing) {
  const Scratch scratch;
  put_old(scratch.path());
  Child child{"write_with_every_limit", scratch.path()};
  EXPECT_EQ(child.wait(), 0);
}
void write_with_every_limit(const std::string& folder) {
  std::signal(SIGXFSZ, SIG_IGN);
  int failures = 0;
  for (rlim_t kilobytes = 0;; kilobytes += 24) {
    ASSERT_LT(kilobytes, 4000U) << "never succeeds";
    const rlimit limit{kilobytes * 1024, RLIM_INFINITY};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
    const std::string failure = whole_run(folder, 800);
    if (failure.empty()) break;
    ++failures;
    expect_old(folder, failure + " at " + std::to_string(kilobytes) + " KB");
  }
  EXPECT_GT(failures, 10);
  EXPECT_EQ(test::names_in(folder), kWholeSet);
  const File file{folder + "/results.gpkg"};
  EXPECT_EQ(file.sql("SELECT count(*) FROM people"), "800\n");
}

TEST(FullDisk, ASmallDiskIsAFailureAndChangesNothing) {
  const Scratch scratch;
  test::fs::create_directory(scratch / "disk");
  // The need is a bit above 1 MB; the forecast is refused early, so most sizes lie beyond it.
  std::map<std::string, int> failures;
  bool done = false;
  for (int kilobytes = 300; kilobytes < 6000 && !done; kilobytes += 100) {
    const std::string size = "size=" + std::to_string(kilobytes) + "k";
    if (mount("none", (scratch / "disk").c_str(), "tmpfs", 0, size.c_str()) != 0) {
      GTEST_SKIP() << "mounting is for root only";
    }
    put_old(scratch / "disk");
    const std::string failure = whole_run(scratch / "disk", 800);
    done = failure.empty();
    if (!done) {
      ++failures[failure];
      expect_old(scratch / "disk", failure + " at " + size);
    } else {
      EXPECT_EQ(test::names_in(scratch / "disk"), kWholeSet);
    }
    EXPECT_EQ(umount((scratch / "disk").c_str()), 0);
  }
  EXPECT_TRUE(done);
  EXPECT_GT(failures["output_no_space"], 0);
}

TEST(FullDisk, WithoutTheForecastTheWriterStillNotices) {
  const Scratch scratch;
  test::fs::create_directory(scratch / "disk");
  int failures = 0;
  for (int kilobytes = 0; kilobytes < 6000; kilobytes += 60) {
    const std::string size = "size=" + std::to_string(kilobytes + 4) + "k";
    if (mount("none", (scratch / "disk").c_str(), "tmpfs", 0, size.c_str()) != 0) {
      GTEST_SKIP() << "mounting is for root only";
    }
    const Result<Done> done = write(scratch / "disk/a.gpkg", some_layers(800), {some_table()});
    std::string count;
    if (done) count = File{scratch / "disk/a.gpkg"}.sql("SELECT count(*) FROM units");
    EXPECT_EQ(umount((scratch / "disk").c_str()), 0);
    if (done) {
      EXPECT_EQ(count, "800\n");
      break;
    }
    ++failures;
    EXPECT_EQ(done.error().fault, Fault::storage);
    EXPECT_EQ(why(done).find(scratch.path()), std::string::npos)
        << "tells the hidden folder: " << why(done);
  }
  EXPECT_GT(failures, 5);
}

// ------------------------------------------------------------------------------ styles

std::string qml(const Layer& layer, Language language = Language::zh) {
  return style_texts(layer, language).qml;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Styles, ARampIsGraduatedUnlessMissingNumbersHaveAClass) {
  auto layers = some_layers(1);
  const std::string rules = qml(layers[0]);
  EXPECT_TRUE(has(rules, "renderer-v2 type=\"RuleRenderer\"")) << rules;
  EXPECT_TRUE(has(rules, "filter=\"&quot;minutes&quot; IS NULL\" label=\"不可达\"")) << rules;
  EXPECT_TRUE(has(rules, "&quot;minutes&quot; &lt;= 15")) << rules;
  layers[0].style.classes.pop_back();
  const std::string ramp = qml(layers[0], Language::en);
  EXPECT_TRUE(has(ramp, "renderer-v2 type=\"graduatedSymbol\" attr=\"minutes\"")) << ramp;
  EXPECT_TRUE(has(ramp, "upper=\"15\" symbol=\"0\" label=\"within 15\"")) << ramp;
  EXPECT_TRUE(has(ramp, "lower=\"15\"")) << ramp;
  EXPECT_TRUE(has(ramp, "v=\"26,152,80,255\"")) << ramp;
  EXPECT_TRUE(has(ramp, "SimpleMarker"));
  EXPECT_TRUE(has(ramp, "<alias field=\"minutes\" name=\"Minutes\"/>"));
}

TEST(Styles, CategoriesAndPlain) {
  const auto layers = some_layers(1);
  const std::string categories = qml(layers[2]);
  EXPECT_TRUE(has(categories, "renderer-v2 type=\"categorizedSymbol\" attr=\"id\"")) << categories;
  EXPECT_TRUE(has(categories, "value=\"home 0\" type=\"string\" symbol=\"0\" label=\"第一\""))
      << categories;
  EXPECT_TRUE(has(categories, "SimpleFill"));
  const std::string plain = qml(layers[1]);
  EXPECT_TRUE(has(plain, "renderer-v2 type=\"singleSymbol\"")) << plain;
  EXPECT_TRUE(has(plain, "SimpleLine"));
  EXPECT_TRUE(has(plain, "v=\"51,102,170,255\"")) << plain;
  EXPECT_TRUE(has(style_texts(layers[2], Language::en).sld, "<se:ElseFilter/>"));
  EXPECT_TRUE(has(style_texts(layers[0], Language::en).sld, "PropertyIsNull"));
  EXPECT_TRUE(
      has(style_texts(layers[1], Language::en).sld, "<se:SvgParameter name=\"stroke\">#3366aa"));
}

TEST(Styles, AMistakeIsNoBrokenFile) {
  auto layers = some_layers(1);
  layers[0].style.classes[0].value = "fifteen";
  layers[0].style.classes[1].colour = "red\"/><x";
  layers[0].style.size = kNoNumber;
  EXPECT_FALSE(has(qml(layers[0]), "nan"));
  EXPECT_FALSE(has(qml(layers[0]), "red"));
  EXPECT_TRUE(has(qml(layers[0]), "128,128,128,255"));
  layers[0].style.by = "no such column";
  EXPECT_TRUE(has(qml(layers[0]), "singleSymbol"));
}

TEST(Styles, EveryLayerHasOneThatIsItsDefault) {
  const Scratch scratch;
  ASSERT_TRUE(write(scratch / "a.gpkg", some_layers(1), {some_table()}));
  const File file{scratch / "a.gpkg"};
  EXPECT_EQ(
      file.sql(
          "SELECT f_table_catalog, f_table_schema, f_table_name, f_geometry_column, useAsDefault, "
          "'t' || update_time FROM layer_styles"),
      "||people|geom|1|t2000-01-01T00:00:00.000Z\n||roads|geom|1|t2000-01-01T00:00:00.000Z\n"
      "||units|geom|1|t2000-01-01T00:00:00.000Z\n");
  EXPECT_EQ(file.sql("SELECT DISTINCT 't' || last_change FROM gpkg_contents"),
            "t2000-01-01T00:00:00.000Z\n");
  EXPECT_EQ(file.sql("SELECT description FROM gpkg_contents WHERE table_name = 'people'"),
            "居民\n");
}

const bool is_child = test::run_job(
    {{"write_same_bytes", write_same_bytes}, {"write_with_every_limit", write_with_every_limit}});

}  // namespace
}  // namespace lifecircle
