#include "io/write/vector_file.hpp"

#include <set>

#include <gtest/gtest.h>

#include "io/write/clean_text.hpp"
#include "io/write/dbf.hpp"
#include "io/write/geopackage.hpp"
#include "tests/io/vector_layers.hpp"
#include "tests/support/property.hpp"

namespace lifecircle {
namespace {

using test::bytes_of;
using test::endings;
using test::ReadBack;
using test::Scratch;
using test::some_layer;
using test::wuhan;

std::string why(const Error& error) {
  std::string text = error.key + " at " + error.where;
  for (const std::string& arg : error.args) text += " | " + arg;
  return text;
}

Result<Written> write(const std::string& path, const Layer& layer,
                      const std::string& crs = "EPSG:4490") {
  return write_vector_file(path, "shown" + path.substr(path.rfind('.')), layer, wuhan(), crs,
                           Language::zh);
}

/// The number of a column in a file: by its name, which a Shapefile cuts.
int field_of(const OGRFeature& row, const std::string& name, const std::string& ending) {
  static const std::map<std::string, std::string> kShort{{"a long name one", "a long nam"},
                                                         {"a long name two", "a long n_1"}};
  const auto found = kShort.find(name);
  return row.GetFieldIndex(
      (ending == ".shp" && found != kShort.end() ? found->second : name).c_str());
}

std::string text_in_file(const std::string& text, const std::string& ending) {
  std::string clean = clean_text(text);
  if (ending != ".shp" && ending != ".kml") return clean;
  // GDAL trims blanks in both formats as it reads them.
  if (ending == ".shp") clean = cut_text(clean, 254);
  clean.erase(0, clean.find_first_not_of(' '));
  clean.erase(clean.find_last_not_of(' ') + 1);
  return clean;
}

void expect_same_values(const Table& table, std::size_t row, const OGRFeature& found,
                        const std::string& ending) {
  for (const TableColumn& column : table.columns) {
    const int field = field_of(found, column.name, ending);
    const bool there = field >= 0 && found.IsFieldSetAndNotNull(field) != 0;
    const std::string what = ending + ' ' + column.name + " of row " + std::to_string(row);
    if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
      const std::int64_t value = (*integers)[row];
      ASSERT_EQ(there, value != kNoInteger) << what;
      if (!there) continue;
      if (ending == ".kml")
        EXPECT_EQ(found.GetFieldAsDouble(field), static_cast<double>(value)) << what;
      else
        EXPECT_EQ(found.GetFieldAsInteger64(field), value) << what;
    } else if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
      ASSERT_EQ(there, std::isfinite((*numbers)[row])) << what << ' ' << (*numbers)[row];
      if (!there) continue;
      EXPECT_EQ(found.GetFieldAsDouble(field), (*numbers)[row]) << what;
    } else {
      const std::string text =
          text_in_file(std::get<std::vector<std::string>>(column.values)[row], ending);
      ASSERT_EQ(there, !text.empty()) << what;
      if (!there) continue;
      EXPECT_EQ(found.GetFieldAsString(field), text) << what;
    }
  }
}

using Ring = std::vector<std::pair<double, double>>;

void collect(const OGRGeometry& geometry, std::vector<Ring>& parts) {
  const auto add = [&](const OGRSimpleCurve& curve) {
    Ring ring;
    for (int i = 0; i < curve.getNumPoints(); ++i) ring.emplace_back(curve.getX(i), curve.getY(i));
    parts.push_back(std::move(ring));
  };
  switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPoint:
      parts.push_back({{geometry.toPoint()->getX(), geometry.toPoint()->getY()}});
      break;
    case wkbLineString:
      add(*geometry.toLineString());
      break;
    case wkbPolygon:
      for (const OGRLinearRing* ring : *geometry.toPolygon()) add(*ring);
      break;
    default:
      for (const OGRGeometry* part : *geometry.toGeometryCollection()) collect(*part, parts);
  }
}

bool close(const Ring& a, const Ring& b) {
  const auto near = [](double p, double q) { return std::abs(p - q) < 1e-9; };  // rounded to that
  return std::ranges::equal(a, b, [&](const auto& p, const auto& q) {
    return near(p.first, q.first) && near(p.second, q.second);
  });
}

/// Every vertex of every part, each part once; areas in any order and direction.
void expect_same_shape(const Shapes& shapes, std::size_t row, const OGRGeometry* found,
                       const std::string& ending) {
  const std::string what = ending + " row " + std::to_string(row);
  std::vector<Ring> wanted, have;
  const Frame frame = wuhan();
  for (std::uint64_t part = shapes.shape_first[row]; part < shapes.shape_first[row + 1]; ++part) {
    Ring ring;
    for (std::uint64_t i = shapes.part_first[part]; i < shapes.part_first[part + 1]; ++i) {
      const LonLat place = frame.to_lonlat(shapes.points[i]);
      ring.emplace_back(place.lon, place.lat);
    }
    wanted.push_back(std::move(ring));
  }
  ASSERT_EQ(found == nullptr, wanted.empty()) << what;
  if (found == nullptr) return;
  collect(*found, have);
  ASSERT_EQ(have.size(), wanted.size()) << what;
  if (shapes.kind != ShapeKind::area) {
    for (std::size_t i = 0; i < have.size(); ++i) EXPECT_TRUE(close(have[i], wanted[i])) << what;
    return;
  }
  for (const Ring& ring : wanted) {
    const Ring back{ring.rbegin(), ring.rend()};
    const auto same =
        std::ranges::find_if(have, [&](const Ring& r) { return close(r, ring) || close(r, back); });
    ASSERT_NE(same, have.end()) << what;
    have.erase(same);
  }
}

/// Holes are where they were, however the file nests its rings.
void expect_good_area(const Shapes& shapes, std::size_t row, const OGRGeometry& found,
                      const std::string& what) {
  EXPECT_TRUE(found.IsValid()) << what;
  Shape shape{ShapeKind::area, {}};
  for (std::uint64_t part = shapes.shape_first[row]; part < shapes.shape_first[row + 1]; ++part)
    shape.parts.emplace_back(
        shapes.points.begin() + static_cast<std::ptrdiff_t>(shapes.part_first[part]),
        shapes.points.begin() + static_cast<std::ptrdiff_t>(shapes.part_first[part + 1]));
  // A point just within each corner of a ring and one just outside tell the nesting.
  const Frame frame = wuhan();
  for (const auto& ring : shape.parts) {
    for (const std::int32_t step : {-10'000, 10'000}) {
      const Point p{ring.front().x + step, ring.front().y + step};
      const LonLat place = frame.to_lonlat(p);
      const OGRPoint point{place.lon, place.lat};
      EXPECT_EQ(found.Contains(&point) != 0, covers(shape, p)) << what;
    }
  }
}

struct Drawn {
  Layer layer;
  Parts parts;
  bool all_have_shapes;
};

Drawn draw(std::size_t most_rows) {
  const auto rows = *rc::gen::inRange<std::size_t>(0, most_rows);
  const auto kind = *rc::gen::element(ShapeKind::point, ShapeKind::line, ShapeKind::area);
  const auto parts = *rc::gen::element(Parts::one, Parts::many);
  const bool all = *rc::gen::arbitrary<bool>();
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  return {some_layer(rows, kind, parts, all, seed), parts, all};
}

TEST(VectorFile, EveryValueAndVertexComesBack) {
  test::holds_for_all(60, [] {
    const Drawn drawn = draw(40);
    const Table& table = drawn.layer.table;
    const Scratch scratch;
    for (const std::string& ending : endings()) {
      const std::string path = scratch / ("a" + ending);
      const Result<Written> done = write(path, drawn.layer);
      ASSERT_TRUE(done) << ending << ' ' << why(done.error());
      const ReadBack back{path};
      ASSERT_EQ(back.rows.size(), table.rows()) << ending;
      std::set<std::size_t> seen;
      for (std::size_t i = 0; i < back.rows.size(); ++i) {
        const OGRFeature& found = *back.rows[i];
        const auto row =
            static_cast<std::size_t>(found.GetFieldAsDouble(field_of(found, "key", ending)));
        const bool in_order = ending != ".fgb";
        ASSERT_TRUE(!in_order || row == i) << ending;
        ASSERT_LT(row, table.rows());
        seen.insert(row);
        expect_same_values(table, row, found, ending);
        expect_same_shape(table.shapes, row, found.GetGeometryRef(), ending);
        if (table.shapes.kind == ShapeKind::area && found.GetGeometryRef() != nullptr)
          expect_good_area(table.shapes, row, *found.GetGeometryRef(), ending);
      }
      EXPECT_EQ(seen.size(), table.rows()) << ending;
    }
  });
}

TEST(VectorFile, BatchesLeaveNoTrace) {
  test::holds_for_all(40, [] {
    const Drawn drawn = draw(60);
    const Table& table = drawn.layer.table;
    const Scratch scratch;
    // Cuts anywhere, empty batches too.
    auto cuts = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, table.rows() + 1));
    cuts.push_back(0);
    cuts.push_back(table.rows());
    std::ranges::sort(cuts);
    for (const std::string& ending : endings()) {
      std::vector<std::string> bytes;
      for (const bool whole : {true, false}) {
        const std::string name = (whole ? "whole" : "batched") + ending;
        Layer like = drawn.layer;
        like.table = test::rows_of(table, 0, 0);
        Result<VectorFile> file = VectorFile::begin(scratch / name, name, like, drawn.parts,
                                                    wuhan(), "EPSG:4326", Language::en);
        ASSERT_TRUE(file) << why(file.error());
        if (whole) {
          ASSERT_TRUE(file.value().add(table));
        } else {
          for (std::size_t i = 0; i + 1 < cuts.size(); ++i)
            ASSERT_TRUE(file.value().add(test::rows_of(table, cuts[i], cuts[i + 1])));
        }
        const Result<Written> done = file.value().finish();
        ASSERT_TRUE(done) << why(done.error());
        EXPECT_EQ(done.value().rows, table.rows());
        std::string all;
        for (const std::string& one : files_of(vector_format_of(name).value(), scratch / name))
          all += bytes_of(one);
        bytes.push_back(std::move(all));
      }
      EXPECT_EQ(bytes[0], bytes[1]) << ending;
    }
  });
}

TEST(VectorFile, TheEndOfTheNameSaysTheFormat) {
  EXPECT_EQ(vector_format_of("a.gpkg").value(), VectorFormat::geopackage);
  EXPECT_EQ(vector_format_of("x/a.geojson").value(), VectorFormat::geojson);
  EXPECT_EQ(vector_format_of("a.fgb").value(), VectorFormat::flatgeobuf);
  EXPECT_EQ(vector_format_of("a.b.shp").value(), VectorFormat::shapefile);
  EXPECT_EQ(vector_format_of("生活圈.kml").value(), VectorFormat::kml);
  for (const char* name : {"", "a", "a.json", "shp", "a.shp.zip", "a.SHP", "a.gml", "a.kml "}) {
    const Result<VectorFormat> format = vector_format_of(name);
    ASSERT_FALSE(format) << name;
    EXPECT_EQ(format.error().key, "output_format_unknown");
    EXPECT_EQ(format.error().fault, Fault::usage);
    EXPECT_EQ(say_remedy(format.error().key, Language::en, format.error().args),
              "Use one of these: .gpkg .geojson .fgb .shp .kml .gdb");
  }
  EXPECT_EQ(files_of(VectorFormat::shapefile, "a.shp"),
            (std::vector<std::string>{"a.shp", "a.shx", "a.dbf", "a.prj", "a.cpg"}));
  EXPECT_EQ(files_of(VectorFormat::kml, "a.kml"), std::vector<std::string>{"a.kml"});
}

TEST(VectorFile, SystemsThatAFormatCannotSayAreRefused) {
  const Scratch scratch;
  const Layer layer = some_layer(3, ShapeKind::point, Parts::one, true, 1);
  for (const char* ending : {".geojson", ".kml"}) {
    for (const char* crs : {"EPSG:4547", "EPSG:3857", "EPSG:4326", "epsg:4490"}) {
      const std::string path = scratch / (std::string{crs}.substr(5) + ending);
      const Result<Written> done = write(path, layer, crs);
      const bool degrees = std::string{crs}.ends_with("4326") || std::string{crs}.ends_with("4490");
      ASSERT_EQ(static_cast<bool>(done), degrees) << crs;
      EXPECT_EQ(test::fs::exists(path), degrees);
      if (degrees) continue;
      EXPECT_EQ(done.error().key, "output_crs_not_wgs84");
      EXPECT_EQ(done.error().where, std::string{"shown"} + ending);
    }
  }
  for (const std::string& ending : endings())
    EXPECT_EQ(write(scratch / ("no" + ending), layer, "EPSG:4610").error().key,
              "output_crs_no_way");
}

TEST(VectorFile, ProjectedFilesSayTheirSystem) {
  const Scratch scratch;
  Layer layer = some_layer(0, ShapeKind::point, Parts::one, true, 1);
  for (TableColumn& column : layer.table.columns)
    std::visit([](auto& values) { values.resize(1); }, column.values);
  layer.table.shapes.add(wuhan().to_plane(114.0, 30.5));
  for (const std::string ending : {".gpkg", ".shp", ".fgb"}) {
    const std::string path = scratch / ("a" + ending);
    ASSERT_TRUE(write(path, layer, "EPSG:4547"));
    const ReadBack back{path};
    const OGRPoint* point = back.rows.at(0)->GetGeometryRef()->toPoint();
    EXPECT_NEAR(point->getX(), 500'000, 1e-3) << ending;
    EXPECT_NEAR(point->getY(), 3375541.7329, 1e-3) << ending;
    OGRSpatialReference found{*back.layer().GetSpatialRef()}, wanted;
    wanted.importFromEPSG(4547);
    wanted.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    found.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    found.AutoIdentifyEPSG();
    EXPECT_TRUE(found.IsSame(&wanted)) << ending;
  }
  EXPECT_TRUE(
      test::holds(bytes_of(scratch / "a.prj"), "PROJCS[\"CGCS2000_3_Degree_GK_CM_114E\",GEOGCS["));
}

TEST(VectorFile, ARowOfSeveralPartsIsNotCutWhereOneWasAgreed) {
  const Scratch scratch;
  Layer layer = some_layer(20, ShapeKind::line, Parts::many, true, 5);
  for (const std::string& ending : endings()) {
    Result<VectorFile> file = VectorFile::begin(scratch / ("a" + ending), "a", layer, Parts::one,
                                                wuhan(), "EPSG:4326", Language::en);
    ASSERT_TRUE(file);
    EXPECT_EQ(file.value().add(layer.table).error().key, "output_several_parts");
    EXPECT_EQ(file.value().finish().error().key, "output_several_parts") << "and it stays so";
  }
}

TEST(VectorFile, ColumnsWithoutTheirOwnNameAreRefused) {
  const Scratch scratch;
  Layer layer = some_layer(3, ShapeKind::point, Parts::one, true, 1);
  layer.table.columns[1].name = "KEY";
  for (const std::string& ending : endings())
    EXPECT_EQ(write(scratch / ("a" + ending), layer).error().key, "output_column_name");
}

TEST(VectorFile, ProgressCanStopIt) {
  const Layer layer = some_layer(70'000, ShapeKind::point, Parts::one, true, 1);
  for (const std::string& ending : endings()) {
    const Scratch scratch;
    const auto stop = [](std::string_view stage, std::uint64_t done, std::uint64_t all) {
      EXPECT_EQ(stage, "writing_results");
      EXPECT_EQ(all, 70'000U);
      return done < 50'000;
    };
    const Result<Written> done = write_vector_file(scratch / ("a" + ending), "a", layer, wuhan(),
                                                   "EPSG:4326", Language::en, stop);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().fault, Fault::interrupted);
  }
}

TEST(VectorFile, TheForecastIsEnoughAndNotTooMuch) {
  for (const std::string& ending : endings()) {
    for (const auto kind : {ShapeKind::point, ShapeKind::line, ShapeKind::area}) {
      for (const std::size_t rows : {0U, 1U, 3000U}) {
        const Scratch scratch;
        const Layer layer = some_layer(rows, kind, Parts::many, true, rows);
        ASSERT_TRUE(write(scratch / ("a" + ending), layer));
        std::uint64_t size = 0;
        for (const auto& file : test::fs::directory_iterator{scratch.path()})
          size += file.file_size();
        const std::uint64_t forecast =
            vector_size_forecast(vector_format_of(ending).value(), layer);
        EXPECT_GE(forecast, size) << ending << ' ' << rows;
        EXPECT_LE(forecast, 5 * size + 10'000) << ending << ' ' << rows;
      }
    }
  }
}

TEST(VectorFile, WhatAFormatCouldNotTakeIsTold) {
  const Scratch scratch;
  Layer layer = some_layer(4, ShapeKind::point, Parts::one, true, 1);
  layer.table.columns[1].values =
      std::vector<std::int64_t>{999'999'999'999'999'999, 1'000'000'000'000'000'000,
                                -99'999'999'999'999'999, -100'000'000'000'000'000};
  layer.table.columns[3].values =
      std::vector<std::string>{std::string(254, 'x'), std::string(255, 'x'),
                               std::string(253, 'x') + "字", std::string(251, 'x') + "字"};
  layer.table.columns[4].values = std::vector<std::string>(4);
  const Result<Written> done = write(scratch / "a.shp", layer);
  ASSERT_TRUE(done);
  EXPECT_EQ(done.value().texts_cut, 2U);
  EXPECT_EQ(done.value().numbers_absent, 2U);
  const ReadBack back{scratch / "a.shp"};
  const auto text = [&](std::size_t row) -> std::string {
    return back.rows[row]->GetFieldAsString(3);
  };
  EXPECT_EQ(text(1), std::string(254, 'x'));
  EXPECT_EQ(text(2), std::string(253, 'x')) << "cut before the character";
  EXPECT_EQ(text(3), std::string(251, 'x') + "字");
  EXPECT_TRUE(back.rows[1]->IsFieldNull(1));
  EXPECT_TRUE(back.rows[3]->IsFieldNull(1));
  EXPECT_EQ(back.rows[0]->GetFieldAsInteger64(1), 999'999'999'999'999'999);
  EXPECT_EQ(back.rows[2]->GetFieldAsInteger64(1), -99'999'999'999'999'999);

  std::string told;
  for (const Problem& remark : remarks_on(done.value(), "a.shp")) {
    EXPECT_FALSE(remark.set_aside);
    EXPECT_EQ(remark.file, "a.shp");
    told += say(remark.key, Language::en, remark.args) + '\n';
  }
  EXPECT_EQ(
      told,
      "2 texts are longer than the 254 bytes that a Shapefile takes and were cut.\n"
      "2 whole numbers are too long for a Shapefile (18 digits) and were left empty.\n"
      "Column a long name one is called a long nam in the Shapefile, which takes 10 letters.\n"
      "Column a long name two is called a long n_1 in the Shapefile, which takes 10 letters.\n");
  for (const std::string ending : {".gpkg", ".geojson", ".fgb", ".kml"}) {
    const Result<Written> all = write(scratch / ("a" + ending), layer);
    ASSERT_TRUE(all);
    EXPECT_TRUE(remarks_on(all.value(), "a").empty()) << ending;
  }
}

TEST(VectorFile, AGeoPackageIsTheSameByEitherDoor) {
  for (const auto kind : {ShapeKind::point, ShapeKind::line, ShapeKind::area}) {
    const Scratch scratch;
    const Layer layer = some_layer(3000, kind, Parts::many, false, 11);
    ASSERT_TRUE(write(scratch / "a.gpkg", layer));
    ASSERT_TRUE(
        write_geopackage(scratch / "b.gpkg", "b", {layer}, {}, wuhan(), "EPSG:4490", Language::zh));
    EXPECT_EQ(bytes_of(scratch / "a.gpkg"), bytes_of(scratch / "b.gpkg"));
  }
}

}  // namespace
}  // namespace lifecircle
