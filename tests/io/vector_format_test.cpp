// What is particular to each file of one layer.

#include <cstring>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "io/write/drawing.hpp"
#include "io/write/hilbert_index.hpp"
#include "io/write/outputs.hpp"
#include "io/write/shapefile.hpp"
#include "tests/io/vector_layers.hpp"
#include "tests/support/property.hpp"

namespace lifecircle {
namespace {

using test::bytes_of;
using test::Child;
using test::endings;
using test::holds;
using test::ReadBack;
using test::Scratch;
using test::some_layer;
using test::wuhan;

std::string written(const Scratch& scratch, const std::string& name, const Layer& layer,
                    Language language = Language::zh) {
  const Result<Written> done =
      write_vector_file(scratch / name, name, layer, wuhan(), "EPSG:4490", language);
  EXPECT_TRUE(done) << name << ' ' << done.error().key;
  return bytes_of(scratch / name);
}

// ------------------------------------------------------------------------------ GeoJSON

TEST(GeoJson, IsWhatRfc7946Says) {
  test::holds_for_all(30, [] {
    const Scratch scratch;
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const auto kind = *rc::gen::element(ShapeKind::point, ShapeKind::line, ShapeKind::area);
    const Layer layer = some_layer(10, kind, Parts::many, false, seed);
    const auto file = nlohmann::json::parse(written(scratch, "a.geojson", layer));
    EXPECT_EQ(file.size(), 2U) << "no crs, no name";
    EXPECT_EQ(file["type"], "FeatureCollection");
    ASSERT_EQ(file["features"].size(), 10U);
    for (const auto& feature : file["features"]) {
      EXPECT_EQ(feature.size(), 3U);
      EXPECT_EQ(feature["type"], "Feature");
      ASSERT_EQ(feature["properties"].size(), layer.table.columns.size()) << "null, never absent";
      EXPECT_FALSE(feature["properties"]["key"].is_null());
      if (feature["geometry"].is_null() || kind != ShapeKind::area) continue;
      ASSERT_EQ(feature["geometry"]["type"], "MultiPolygon");
      for (const auto& polygon : feature["geometry"]["coordinates"]) {
        bool outer = true;
        for (const auto& ring : polygon) {
          ASSERT_GE(ring.size(), 4U);
          EXPECT_EQ(ring.front(), ring.back());
          double twice_area = 0;
          for (std::size_t i = 0; i + 1 < ring.size(); ++i)
            twice_area += ring[i][0].get<double>() * ring[i + 1][1].get<double>() -
                          ring[i + 1][0].get<double>() * ring[i][1].get<double>();
          EXPECT_EQ(twice_area > 0, outer) << "outer rings against the clock, holes with it";
          outer = false;
        }
      }
    }
  });
}

TEST(GeoJson, IsReadableLineByLine) {
  const Scratch scratch;
  Layer layer = some_layer(0, ShapeKind::point, Parts::one, true, 1);
  EXPECT_EQ(written(scratch, "empty.geojson", layer),
            "{\"type\":\"FeatureCollection\",\"features\":[]}\n");
  layer.table.columns = {
      {"a", "A", "甲", std::vector<std::int64_t>{1, kNoInteger}},
      {"b", "B", "乙", std::vector<double>{2, kNoNumber}},
      {"c\"", "C", "丙", std::vector<std::string>{"<x>\n\"字\"", ""}},
  };
  layer.table.shapes.add(wuhan().to_plane(114.25, 30.5));
  layer.table.shapes.add_nothing();
  const std::string text = written(scratch, "two.geojson", layer);
  const std::size_t at = text.find("\"coordinates\":[") + 15;
  const std::string place = text.substr(at, text.find(']', at) - at);
  EXPECT_EQ(
      text,
      "{\"type\":\"FeatureCollection\",\"features\":[\n"
      "{\"type\":\"Feature\",\"properties\":{\"a\":1,\"b\":2.0,\"c\\\"\":\"<x>\\n\\\"字\\\"\"},"
      "\"geometry\":{\"type\":\"Point\",\"coordinates\":[" +
          place +
          "]}},\n"
          "{\"type\":\"Feature\",\"properties\":{\"a\":null,\"b\":null,\"c\\\"\":null},"
          "\"geometry\":null}\n]}\n");
  EXPECT_LE(place.size(), std::string{"114.123456789,30.123456789"}.size());
}

// ---------------------------------------------------------------------------- Shapefile

TEST(ShapefileSet, RingsRunAsEsriWantsThem) {
  // Read byte by byte, as GDAL turns rings as it likes.
  const Scratch scratch;
  Layer layer = some_layer(0, ShapeKind::area, Parts::one, true, 1);
  layer.table.columns.clear();
  layer.table.shapes.add(
      Shape{ShapeKind::area,
            {test::square({0, 0}, 1'000'000, false), test::square({0, 0}, 9'000'000, false)}});
  const std::string shp = written(scratch, "a.shp", layer);
  const auto number = [&](std::size_t at, auto value) {
    std::memcpy(&value, shp.data() + at, sizeof value);
    return value;
  };
  constexpr std::size_t kRecord = 108;  // after the heads of the file and of the record
  ASSERT_EQ(number(kRecord, std::int32_t{}), 5);
  ASSERT_EQ(number(kRecord + 36, std::int32_t{}), 2) << "parts";
  ASSERT_EQ(number(kRecord + 40, std::int32_t{}), 10) << "points";
  const auto twice_area = [&](std::size_t first) {
    double sum = 0;
    for (std::size_t i = first; i < first + 4; ++i) {
      const std::size_t at = kRecord + 52 + 16 * i;
      sum += number(at, 0.0) * number(at + 24, 0.0) - number(at + 16, 0.0) * number(at + 8, 0.0);
    }
    return sum;
  };
  EXPECT_LT(twice_area(0), 0) << "the outer ring, first, with the clock";
  EXPECT_GT(twice_area(5), 0) << "the hole against it";
  EXPECT_LT(std::abs(twice_area(5)), std::abs(twice_area(0)));
  EXPECT_EQ(shp.size(), 100U + 8 + 52 + 160);
}

TEST(ShapefileSet, HasItsFiveFilesWithFixedDates) {
  const Scratch scratch;
  const Layer layer = some_layer(3, ShapeKind::line, Parts::many, false, 1);
  written(scratch, "a.shp", layer);
  EXPECT_EQ(test::names_in(scratch.path()),
            (std::set<std::string>{"a.cpg", "a.dbf", "a.prj", "a.shp", "a.shx"}));
  EXPECT_EQ(bytes_of(scratch / "a.cpg"), "UTF-8");
  EXPECT_EQ(bytes_of(scratch / "a.dbf").substr(0, 4), "\x03\x64\x01\x01") << "2000-01-01";
  EXPECT_TRUE(bytes_of(scratch / "a.prj")
                  .starts_with("GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM[\"D_"));
  const std::string first = bytes_of(scratch / "a.shx").substr(100, 4);
  EXPECT_EQ(first, (std::string{"\0\0\0\x32", 4})) << "words, the big end first";
}

TEST(ShapefileSet, NamesOfColumnsStayDifferent) {
  const Scratch scratch;
  Layer layer = some_layer(0, ShapeKind::point, Parts::one, true, 1);
  layer.table.columns.clear();
  for (const char* name :
       {"minutes_to_a", "Minutes_to_b", "minutes_to_c", "minutes__1", "设施名称", "设施名册", "x"})
    layer.table.columns.push_back({name, "", "", std::vector<std::int64_t>{}});
  const Result<Written> done =
      write_vector_file(scratch / "a.shp", "a.shp", layer, wuhan(), "EPSG:4490", Language::en);
  ASSERT_TRUE(done);
  const ReadBack back{scratch / "a.shp"};
  std::vector<std::string> names;
  for (int i = 0; i < back.layer().GetLayerDefn()->GetFieldCount(); ++i)
    names.emplace_back(back.layer().GetLayerDefn()->GetFieldDefn(i)->GetNameRef());
  EXPECT_EQ(names, (std::vector<std::string>{"minutes_to", "Minutes__1", "minutes__2", "minutes__3",
                                             "设施名", "设施_1", "x"}));
  EXPECT_EQ(done.value().renamed.size(), 6U);
}

TEST(ShapefileSet, ATableWithoutColumnsGetsOne) {
  const Scratch scratch;
  Layer layer = some_layer(3, ShapeKind::point, Parts::one, true, 1);
  layer.table.columns.clear();
  for (const std::string& ending : endings()) {
    written(scratch, "a" + ending, layer);
    EXPECT_EQ(ReadBack{scratch / ("a" + ending)}.rows.size(), 3U) << ending;
  }
  EXPECT_EQ(ReadBack{scratch / "a.shp"}.rows[2]->GetFieldAsInteger("row"), 3);
}

TEST(ShapefileSet, WhatIsTooLargeForItIsRefused) {
  const Scratch scratch;
  const Layer layer = some_layer(50, ShapeKind::area, Parts::one, true, 1);
  written(scratch, "whole.shp", layer);
  const std::uint64_t shp = test::fs::file_size(scratch / "whole.shp");
  const std::uint64_t dbf = test::fs::file_size(scratch / "whole.dbf");
  ASSERT_GT(dbf, shp);
  LayerPlan plan{scratch / "a.shp",
                 "a.shp",
                 layer,
                 wkbMultiPolygon,
                 TargetCrs::of("EPSG:4490", "a.shp").value(),
                 wuhan(),
                 Language::en};
  const auto failure = [&](std::uint64_t most) -> Error {
    for (const char* ending : {".shp", ".shx", ".dbf", ".prj", ".cpg"})
      test::fs::remove(scratch / (std::string{"a"} + ending));
    auto writer = begin_shapefile(plan, most);
    EXPECT_TRUE(writer);
    const auto slab = next_slab(layer.table, 0, plan.crs, plan.frame);
    const Result<Done> done = writer.value()->add(layer.table, slab.value());
    return done ? Error{} : done.error();
  };
  EXPECT_EQ(failure(dbf).key, "");
  EXPECT_EQ(failure(dbf - 1).key, "output_shapefile_too_large");
  EXPECT_EQ(failure(dbf - 1).where, "a.dbf");
  EXPECT_EQ(failure(shp / 2).fault, Fault::limit);
  EXPECT_EQ(failure(110).where, "a.shp");

  Layer wide = some_layer(0, ShapeKind::point, Parts::one, true, 1);
  wide.table.columns.clear();
  for (int i = 0; i < 256; ++i)
    wide.table.columns.push_back({"c" + std::to_string(i), "", "", std::vector<std::int64_t>{}});
  const auto done =
      write_vector_file(scratch / "w.shp", "w.shp", wide, wuhan(), "EPSG:4490", Language::en);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().key, "output_shapefile_too_wide");
  wide.table.columns.pop_back();
  written(scratch, "x.shp", wide);
}

// --------------------------------------------------------------------------- FlatGeobuf

TEST(FlatGeobuf, ItsIndexFindsEveryRowAndNoOther) {
  for (const std::size_t rows : {1U, 2U, 16U, 17U, 256U, 257U, 3000U}) {
    const Scratch scratch;
    const Layer layer = some_layer(rows, ShapeKind::line, Parts::one, rows < 100, rows);
    written(scratch, "a.fgb", layer);
    ReadBack all{scratch / "a.fgb"};
    ASSERT_EQ(all.rows.size(), rows);
    EXPECT_NE(all.layer().TestCapability(OLCFastSpatialFilter), 0);
    std::uint64_t seed = rows;
    for (int window = 0; window < 40; ++window) {
      const Point p = test::some_point(seed);
      const LonLat low = wuhan().to_lonlat(p);
      const double size = test::next_random(seed) % 200 / 1000.0;
      OGREnvelope asked;
      asked.Merge(low.lon, low.lat);
      asked.Merge(low.lon + size, low.lat + size);
      std::set<std::int64_t> wanted, found;
      for (const auto& row : all.rows) {
        if (row->GetGeometryRef() == nullptr) continue;
        OGREnvelope box;
        row->GetGeometryRef()->getEnvelope(&box);
        // GDAL refines by geometry, and so do we.
        OGRLinearRing ring;
        ring.addPoint(asked.MinX, asked.MinY);
        ring.addPoint(asked.MaxX, asked.MinY);
        ring.addPoint(asked.MaxX, asked.MaxY);
        ring.addPoint(asked.MinX, asked.MaxY);
        ring.closeRings();
        OGRPolygon polygon;
        polygon.addRing(&ring);
        if (box.Intersects(asked) && row->GetGeometryRef()->Intersects(&polygon))
          wanted.insert(row->GetFieldAsInteger64("key"));
      }
      all.layer().SetSpatialFilterRect(asked.MinX, asked.MinY, asked.MaxX, asked.MaxY);
      for (const auto& row : all.layer()) found.insert(row->GetFieldAsInteger64("key"));
      EXPECT_EQ(found, wanted) << rows;
    }
  }
}

TEST(FlatGeobuf, NeighboursAreNear) {
  // The whole grid: along the curve, every step leads to a cell beside the last.
  constexpr int kSide = 64;
  std::vector<IndexedRow> rows;
  OGREnvelope all;
  for (int x = 0; x < kSide; ++x) {
    for (int y = 0; y < kSide; ++y) {
      IndexedRow row;
      row.box.Merge(x, y);
      row.place = rows.size();
      all.Merge(row.box);
      rows.push_back(row);
    }
  }
  sort_along_hilbert(rows, all);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    EXPECT_EQ(std::abs(rows[i].box.MinX - rows[i - 1].box.MinX) +
                  std::abs(rows[i].box.MinY - rows[i - 1].box.MinY),
              1)
        << i;
  }
}

TEST(FlatGeobuf, BringsTitles) {
  const Scratch scratch;
  const Layer layer = some_layer(3, ShapeKind::point, Parts::one, true, 1);
  const std::string zh = written(scratch, "zh.fgb", layer, Language::zh);
  const std::string en = written(scratch, "en.fgb", layer, Language::en);
  EXPECT_TRUE(holds(zh, "一些行") && holds(zh, "整数") && !holds(zh, "Whole"));
  EXPECT_TRUE(holds(en, "Some <rows>") && holds(en, "Whole") && !holds(en, "整数"));
}

// ---------------------------------------------------------------------------------- KML

TEST(Kml, RowsAreColouredByTheirClass) {
  const Scratch scratch;
  Layer layer = some_layer(5, ShapeKind::area, Parts::one, true, 1);
  layer.table.columns[2].values = std::vector<double>{15, 15.5, kNoNumber, 3, 1e200};
  const std::string text = written(scratch, "a.kml", layer);
  EXPECT_TRUE(holds(text,
                    "<Style id=\"class0\"><LineStyle><color>ff50981a</color><width>2</width>"
                    "</LineStyle><PolyStyle><color>6650981a</color></PolyStyle></Style>"))
      << text.substr(0, 2000);
  std::vector<std::string> classes;
  const std::string opening = "<Placemark><styleUrl>#";
  for (std::size_t at = 0; (at = text.find(opening, at)) != std::string::npos;) {
    at += opening.size();
    classes.push_back(text.substr(at, text.find('<', at) - at));
  }
  EXPECT_EQ(classes, (std::vector<std::string>{"class0", "class1", "class2", "class0", "other"}));
  EXPECT_TRUE(holds(text, "<name>一些行</name>"));
  EXPECT_TRUE(holds(text, "<SimpleField type=\"double\" name=\"number\"><displayName>数<"));
  EXPECT_TRUE(holds(written(scratch, "en.kml", layer, Language::en), "<name>Some &lt;rows&gt;<"));
}

Style::Class a_class(const std::string& value) {
  return {value, value, value, "#112233"};
}

TEST(Kml, ClassesAreFoundAsQgisFindsThem) {
  Layer layer = some_layer(4, ShapeKind::point, Parts::one, true, 1);
  const auto classes = [&] {
    const Drawing drawing = drawing_of(layer, Language::en);
    std::string text;
    for (std::size_t row = 0; row < 4; ++row) {
      const auto number = class_of(drawing, layer.table, row);
      text += number ? std::to_string(*number) : "-";
    }
    return text;
  };
  layer.table.columns[3].values = std::vector<std::string>{"a", "b", "", "c"};
  layer.style = {Style::Look::categories, "a long name one", {a_class("b"), a_class("a")}};
  EXPECT_EQ(classes(), "10--");
  layer.style.classes.push_back(a_class(""));
  EXPECT_EQ(classes(), "1022");
  layer.table.columns[1].values = std::vector<std::int64_t>{5, 15, 16, kNoInteger};
  layer.style = {Style::Look::categories, "whole", {a_class("15"), a_class("5")}};
  EXPECT_EQ(classes(), "10--");
  layer.style = {Style::Look::ramp, "whole", {a_class("15"), a_class("inf")}};
  EXPECT_EQ(classes(), "001-");
  layer.style.classes.push_back(a_class(""));
  EXPECT_EQ(classes(), "0012");
  layer.table.columns[2].values = std::vector<double>{0.5, 1, kNoNumber, 2};
  layer.style = {Style::Look::categories, "number", {a_class("1.0"), a_class("0.5")}};
  EXPECT_EQ(classes(), "10--");
  layer.style.look = Style::Look::plain;
  EXPECT_EQ(classes(), "0000");
}

// ------------------------------------------------------------------------------ all kinds

TEST(VectorBytes, SameLayerSameBytes) {
  const Scratch scratch;
  const Layer layer = some_layer(2000, ShapeKind::area, Parts::one, false, 5);
  std::map<std::string, std::string> here;
  for (const std::string& ending : endings()) written(scratch, "here" + ending, layer);
  for (const auto& entry : test::fs::directory_iterator{scratch.path()})
    here[entry.path().extension()] = bytes_of(entry.path());
  for (const char* threads : {"1", "8"}) {
    // Another process, clock, time zone, language, and heap.
    Child child{"write_same_vector_bytes",
                scratch / threads,
                {std::string{"OMP_NUM_THREADS="} + threads, "TZ=Asia/Shanghai",
                 "LC_ALL=de_DE.UTF-8", "MALLOC_PERTURB_=165"}};
    ASSERT_EQ(child.wait(), 0) << threads;
    for (const auto& [ending, bytes] : here)
      EXPECT_EQ(bytes_of(scratch / (threads + ending)), bytes) << ending;
  }
}
void write_same_vector_bytes(const std::string& what) {
  usleep(1'100'000);
  const Layer layer = some_layer(2000, ShapeKind::area, Parts::one, false, 5);
  for (const std::string& ending : endings())
    ASSERT_TRUE(write_vector_file(what + ending, "a", layer, wuhan(), "EPSG:4490", Language::zh));
}

TEST(VectorBytes, OpenInTheOrdinaryTools) {
  const Scratch scratch;
  const Layer layer = some_layer(100, ShapeKind::area, Parts::one, false, 9);
  for (const std::string& ending : endings()) {
    written(scratch, "a" + ending, layer);
    int status = 0;
    const std::string info =
        test::output_of("ogrinfo -ro -so -al '" + (scratch / ("a" + ending)) + "'", status);
    if (status == 127) GTEST_SKIP() << "ogrinfo is not installed";
    EXPECT_EQ(status, 0) << info;
    EXPECT_TRUE(holds(info, "Feature Count: 100")) << info;
    EXPECT_TRUE(ending == ".kml" || holds(info, "olygon")) << info;
    EXPECT_FALSE(holds(info, "Warning")) << info;
    EXPECT_FALSE(holds(info, "ERROR")) << info;
  }
}

const bool is_child = test::run_job({{"write_same_vector_bytes", write_same_vector_bytes}});

}  // namespace
}  // namespace lifecircle
