#include "io/read/layer.hpp"

#include <cmath>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/io/layer_files.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle {
namespace {

using test::count_of;
using test::DrawnLayer;
using test::Folder;
using test::frame_around;
using test::source_of;
using test::write_layer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Texts = std::vector<std::string>;

const Frame kXian = frame_around(108.9, 34.2, 109.1, 34.4);

Features read(const LayerSource& source, const Texts& columns, Problems& problems,
              const Frame& frame = kXian, bool geometry_optional = false) {
  auto features = read_features(source, frame, columns, geometry_optional, problems);
  EXPECT_TRUE(features) << features.error().key << " " << features.error().where;
  return features ? std::move(features).value() : Features{};
}

std::string refusal(const LayerSource& source, const Texts& columns = {},
                    bool geometry_optional = false) {
  Problems problems;
  const auto features = read_features(source, kXian, columns, geometry_optional, problems);
  return features ? "" : features.error().key;
}

std::vector<std::string> keys(const Problems& problems) {
  std::vector<std::string> names;
  for (const auto& [key, count] : problems.counts()) names.push_back(key);
  return names;
}

// --- Attributes and rows --------------------------------------------------------------

TEST(ReadFeatures, BringsAttributesAsText) {
  const Folder folder;
  DrawnLayer drawn{
      .name = "clinics",
      .fields = {{"name", OFTString},
                 {"beds", OFTInteger},
                 {"code", OFTInteger64},
                 {"area", OFTReal},
                 {"built", OFTDate},
                 {"seen", OFTDateTime}},
      .rows = {
          {"POINT (109 34.3)",
           {"岐山医院", "12", "610323000000123", "0.1", "2020/02/29", "2021/03/04 05:06:07+00"}},
          {"POINT (109 34.3)", {"NULL", "NULL", "NULL", "100000", "NULL", "NULL"}}}};
  Problems problems;
  const Features features =
      read(source_of(write_layer(folder.file("a.gpkg"), "GPKG", drawn)), {}, problems);
  EXPECT_THAT(features.column_names, ElementsAre("name", "beds", "code", "area", "built", "seen"));
  ASSERT_EQ(features.size(), 2u);
  const auto row = [&](std::size_t i) {
    Texts texts;
    for (const auto& column : features.columns) texts.push_back(column[i]);
    return texts;
  };
  EXPECT_THAT(row(0), ElementsAre("岐山医院", "12", "610323000000123", "0.1", "2020-02-29",
                                  "2021-03-04T05:06:07Z"));
  EXPECT_THAT(row(1), ElementsAre("", "", "", "100000", "", ""));
  EXPECT_EQ(features.layer, "clinics");
  EXPECT_THAT(features.row, ElementsAre(1, 2));
  EXPECT_EQ(features.shape[0], Shape::of(kXian.to_plane(109, 34.3)));
  EXPECT_TRUE(problems.empty());
}

TEST(ReadFeatures, TakesNamedColumnsInTheirOrderAndTheIdWhereItHasAName) {
  const Folder folder;
  DrawnLayer drawn{.fields = {{"a", OFTString}, {"b", OFTString}},
                   .rows = {{"POINT (109 34.3)", {"x", "y"}}}};
  Problems problems;
  const Features features = read(source_of(write_layer(folder.file("a.gpkg"), "GPKG", drawn)),
                                 {"b", "fid", "a", "b"}, problems);
  ASSERT_EQ(features.size(), 1u);
  EXPECT_THAT(features.columns,
              ElementsAre(ElementsAre("y"), ElementsAre("1"), ElementsAre("x"), ElementsAre("y")));
}

TEST(ReadFeatures, AdmitsRowsByTheirWords) {
  const Folder folder;
  DrawnLayer drawn{.fields = {{"kind", OFTString}, {"level", OFTInteger}, {"name", OFTString}},
                   .rows = {{"POINT (109 34.3)", {"school", "1", "A"}},
                            {"POINT (109 34.3)", {"clinic", "1", "B"}},
                            {"POINT (109 34.3)", {"school", "3", "C"}},
                            {"", {"park", "1", "D"}},
                            {"POINT (109 34.3)", {"school", "NULL", "E"}}}};
  LayerSource source = source_of(write_layer(folder.file("a.gpkg"), "GPKG", drawn));
  source.where = {{"kind", {"school", "clinic"}}, {"level", {"1", "2"}}};
  Problems problems;
  const Features features = read(source, {"name"}, problems);
  EXPECT_THAT(features.columns, ElementsAre(ElementsAre("A", "B")));
  EXPECT_TRUE(problems.empty()) << "rows that are not admitted leave no trace";
  source.where = {{"kynd", {"school"}}};
  EXPECT_EQ(refusal(source), "no_such_column_but");
}

TEST(ReadFeatures, NamesWhatIsNotThere) {
  const Folder folder;
  DrawnLayer drawn{.name = "schools", .fields = {{"name", OFTString}, {"beds", OFTInteger}}};
  const std::string file = write_layer(folder.file("a.gpkg"), "GPKG", drawn);
  drawn.name = "clinics";
  write_layer(file, "GPKG", drawn);
  Problems problems;
  const auto error = [&](const std::string& layer, const Texts& columns) {
    return read_features(source_of(file, layer), kXian, columns, false, problems).error();
  };
  EXPECT_EQ(error("", {}).key, "which_layer");
  EXPECT_THAT(error("", {}).args, ElementsAre("schools, clinics"));
  EXPECT_EQ(error("clinic", {}).key, "no_such_layer_but");
  EXPECT_THAT(error("clinic", {}).args, ElementsAre("clinic", "schools, clinics", "clinics"));
  EXPECT_EQ(error("parks", {}).key, "no_such_layer");
  EXPECT_EQ(error("clinics", {"bed"}).key, "no_such_column_but");
  EXPECT_THAT(error("clinics", {"bed"}).args, ElementsAre("bed", "name, beds", "beds"));
  EXPECT_EQ(error("clinics", {"population"}).key, "no_such_column");
  EXPECT_EQ(error("clinics", {"bed"}).where, file + ", layer clinics");
  EXPECT_EQ(refusal(source_of(folder.file("b.gpkg"))), "file_missing_but") << "there is a.gpkg";
}

TEST(DidYouMean, KnowsSlipsOfThePen) {
  EXPECT_THAT(did_you_mean("popualtion", {"id", "population", "name"}), ElementsAre("population"));
  EXPECT_THAT(did_you_mean("NAME", {"fid", "name"}), ElementsAre("name"));
  EXPECT_THAT(did_you_mean("设施名", {"设施名称", "设施类", "人口"}),
              ElementsAre("设施名称", "设施类"));
  EXPECT_THAT(did_you_mean("name", {"village_name", "code"}), ElementsAre("village_name"));
  EXPECT_THAT(did_you_mean("name1", {"name4", "name3", "name2", "name5"}),
              ElementsAre("name2", "name3", "name4"));
  EXPECT_THAT(did_you_mean("x", {"y", "population"}), IsEmpty());
  EXPECT_THAT(did_you_mean("", {"a"}), IsEmpty());
}

// --- Geometry -------------------------------------------------------------------------

Shape shape_of(const std::string& wkt, std::string* fault = nullptr) {
  const Folder folder;
  DrawnLayer drawn{.fields = {{"a", OFTString}}, .rows = {{wkt, {"1"}}}};
  Problems problems;
  const Features features =
      read(source_of(write_layer(folder.file("a.gpkg"), "GPKG", drawn)), {"a"}, problems);
  if (fault != nullptr) *fault = problems.empty() ? "" : problems.list().front().key;
  return features.size() == 0 ? Shape{} : features.shape[0];
}

Point at(double lon, double lat) {
  return kXian.to_plane(lon, lat);
}

TEST(ReadFeatures, MakesShapesOfEveryKindOfGeometry) {
  EXPECT_EQ(shape_of("POINT ZM (109 34.3 7 8)"), Shape::of(at(109, 34.3)));
  EXPECT_EQ(shape_of("MULTIPOINT (109 34.3, 109.01 34.3)"),
            (Shape{ShapeKind::point, {{at(109, 34.3)}, {at(109.01, 34.3)}}}));
  EXPECT_EQ(shape_of("LINESTRING Z (109 34.3 1, 109 34.3 2, 109.01 34.3 3)"),
            (Shape{ShapeKind::line, {{at(109, 34.3), at(109.01, 34.3)}}}));
  EXPECT_EQ(
      shape_of(
          "MULTILINESTRING ((109 34.3, 109.01 34.3), (109 34.3, 109 34.3), (109 34.2, 109 34.3))"),
      (Shape{ShapeKind::line,
             {{at(109, 34.3), at(109.01, 34.3)}, {at(109, 34.2), at(109, 34.3)}}}));
  const std::vector<Point> square{at(109, 34.3), at(109.01, 34.3), at(109.01, 34.31),
                                  at(109, 34.31), at(109, 34.3)};
  const std::vector<Point> hole{at(109.002, 34.302), at(109.004, 34.302), at(109.004, 34.304),
                                at(109.002, 34.302)};
  EXPECT_EQ(
      shape_of("POLYGON ((109 34.3, 109.01 34.3, 109.01 34.31, 109 34.31, 109 34.3), (109.002 "
               "34.302, 109.004 34.302, 109.004 34.304, 109.002 34.302))"),
      (Shape{ShapeKind::area, {square, hole}}));
  EXPECT_EQ(
      shape_of("GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (POINT (109 34.3)), MULTIPOINT (109.01 "
               "34.3))"),
      (Shape{ShapeKind::point, {{at(109, 34.3)}, {at(109.01, 34.3)}}}));
  EXPECT_EQ(shape_of("TIN (((109 34.3, 109.01 34.3, 109 34.31, 109 34.3)))").parts.size(), 1u);
}

TEST(ReadFeatures, MakesCurvesStraight) {
  const Shape circle = shape_of(
      "CURVEPOLYGON (CIRCULARSTRING (109 34.3, 109.01 34.31, 109.02 34.3, 109.01 34.29, 109 "
      "34.3))");
  ASSERT_EQ(circle.parts.size(), 1u);
  EXPECT_EQ(circle.parts[0].size(), 91u);  // a point every 4 degrees
  EXPECT_EQ(shape_of("COMPOUNDCURVE (CIRCULARSTRING (109 34.3, 109.01 34.31, 109.02 34.3), (109.02 "
                     "34.3, 109.03 34.3))")
                .kind,
            ShapeKind::line);
}

TEST(ReadFeatures, SetsAsideWhatIsNoShape) {
  const auto fault = [](const std::string& wkt) {
    std::string key;
    EXPECT_TRUE(shape_of(wkt, &key).parts.empty()) << wkt;
    return key;
  };
  EXPECT_EQ(fault(""), "geometry_missing");
  EXPECT_EQ(fault("POINT EMPTY"), "geometry_missing");
  EXPECT_EQ(fault("POLYGON EMPTY"), "geometry_missing");
  EXPECT_EQ(fault("LINESTRING (109 34.3, 109 34.3)"), "geometry_degenerate");
  EXPECT_EQ(fault("POLYGON ((109 34.3, 109.01 34.3, 109 34.3))"), "geometry_degenerate");
  EXPECT_EQ(fault("POLYGON ((109 34.3, 109 34.31, 109 34.32, 109 34.3))"), "geometry_degenerate");
  EXPECT_EQ(fault("POINT (-51 -30)"), "geometry_far");
  EXPECT_EQ(fault("POINT (455000 3800000)"), "geometry_far");
  EXPECT_EQ(fault("LINESTRING (109 34.3, 34.3 109)"), "geometry_far");
  EXPECT_EQ(fault("GEOMETRYCOLLECTION (POINT (109 34.3), LINESTRING (109 34.3, 109 34.4))"),
            "geometry_mixed");
  // A polygon without ground takes its hole along; the good one stays.
  const Shape rest = shape_of(
      "MULTIPOLYGON (((109 34.3, 109.01 34.3, 109 34.3), (109 34.3, 109.001 34.3, 109 34.301, 109 "
      "34.3)), ((109.02 34.3, 109.03 34.3, 109.02 34.31, 109.02 34.3)))");
  EXPECT_EQ(rest.parts.size(), 1u);
}

TEST(ReadFeatures, KeepsRowsWithoutGeometryWhereItIsOptional) {
  const Folder folder;
  DrawnLayer drawn{
      .fields = {{"a", OFTString}},
      .rows = {{"", {"none"}}, {"POINT (109 34.3)", {"good"}}, {"POINT (0 0)", {"far"}}}};
  Problems problems;
  const Features features = read(source_of(write_layer(folder.file("a.gpkg"), "GPKG", drawn)),
                                 {"a"}, problems, kXian, true);
  EXPECT_THAT(features.columns, ElementsAre(ElementsAre("none", "good", "far")));
  EXPECT_TRUE(features.shape[0].parts.empty());
  EXPECT_FALSE(features.shape[1].parts.empty());
  EXPECT_TRUE(features.shape[2].parts.empty());
  ASSERT_THAT(keys(problems), ElementsAre("geometry_far"));
  EXPECT_FALSE(problems.list()[0].set_aside);
  EXPECT_EQ(problems.list()[0].row, 3);
}

TEST(ReadFeatures, ClosesOpenRings) {
  const Folder folder;
  Problems problems;
  const Features features =
      read(source_of(folder.write(
               "a.geojson",
               R"({"type":"Polygon","coordinates":[[[109,34.3],[109.01,34.3],[109,34.31]]]})")),
           {}, problems);
  ASSERT_EQ(features.size(), 1u);
  EXPECT_EQ(features.shape[0].parts[0].size(), 4u);
}

// --- Coordinate systems ---------------------------------------------------------------

TEST(ReadFeatures, KnowsTheCoordinateSystemsOfChina) {
  const Folder folder;
  const Point expected = at(109, 34.3);
  const auto read_as = [&](int epsg, const std::string& wkt, const std::string& stated) {
    DrawnLayer drawn{.epsg = epsg, .fields = {{"a", OFTString}}, .rows = {{wkt, {"1"}}}};
    static int number = 0;
    LayerSource source = source_of(
        write_layer(folder.file("c" + std::to_string(number++) + ".gpkg"), "GPKG", drawn));
    source.crs = stated;
    Problems problems;
    const Features features = read(source, {"a"}, problems);
    return features.size() == 1 ? features.shape[0].parts[0][0] : Point{};
  };
  const auto near = [&](Point p) { return distance_mm(p, expected) <= 2; };
  EXPECT_EQ(read_as(4326, "POINT (109 34.3)", ""), expected);
  EXPECT_EQ(read_as(4490, "POINT (109 34.3)", ""), expected);
  EXPECT_EQ(read_as(4480, "POINT Z (109 34.3 400)", ""), expected);
  // 3° zone 36 (108 E) with and without the zone in the easting, 6° zone 19, Web Mercator, UTM.
  OGRSpatialReference degrees;
  degrees.importFromEPSG(4490);
  degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  for (const int epsg : {4524, 4545, 4497, 3857, 32649}) {
    OGRSpatialReference plane;
    plane.importFromEPSG(epsg);
    plane.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    const std::unique_ptr<OGRCoordinateTransformation> there{
        OGRCreateCoordinateTransformation(&degrees, &plane)};
    OGRPoint point{109, 34.3};
    ASSERT_EQ(point.transform(there.get()), OGRERR_NONE);
    EXPECT_TRUE(near(read_as(epsg, point.exportToWkt(OGRWktOptions{}), ""))) << epsg;
    EXPECT_TRUE(
        near(read_as(0, point.exportToWkt(OGRWktOptions{}), "EPSG:" + std::to_string(epsg))))
        << epsg;
  }
  // What is stated wins over what the file says.
  EXPECT_EQ(read_as(3857, "POINT (109 34.3)", "EPSG:4490"), expected);
  EXPECT_EQ(read_as(3857, "POINT (109 34.3)", "epsg:4490 "), expected);
}

TEST(ReadFeatures, PutsKnownPlacesWhereTheyAre) {
  // Worked by hand from the false easting: on the central meridian the easting is 500 km exactly.
  const Folder folder;
  DrawnLayer drawn{.epsg = 4547,
                   .fields = {{"a", OFTString}},
                   .rows = {{"POINT (500000 3800000)", {"1"}}, {"POINT (510000 3800000)", {"2"}}}};
  const Frame frame = frame_around(113.9, 34.2, 114.1, 34.4);
  ASSERT_EQ(frame.centre().lon, 114);
  Problems problems;
  const Features features =
      read(source_of(write_layer(folder.file("a.gpkg"), "GPKG", drawn)), {}, problems, frame);
  ASSERT_EQ(features.size(), 2u);
  EXPECT_NEAR(features.shape[0].parts[0][0].x, 0, 1);
  EXPECT_NEAR(features.shape[1].parts[0][0].x, 10'000'000, 1);
}

TEST(ReadFeatures, RefusesCoordinateSystemsThatWouldShift) {
  const Folder folder;
  int number = 0;
  const auto key = [&](int epsg, const std::string& stated = {}) {
    DrawnLayer drawn{
        .epsg = epsg, .fields = {{"a", OFTString}}, .rows = {{"POINT (109 34.3)", {""}}}};
    LayerSource source = source_of(
        write_layer(folder.file("c" + std::to_string(number++) + ".gpkg"), "GPKG", drawn));
    source.crs = stated;
    return refusal(source);
  };
  EXPECT_EQ(key(4214), "crs_old_chinese");  // Beijing 1954
  EXPECT_EQ(key(4610), "crs_old_chinese");  // Xian 1980
  EXPECT_EQ(key(4555), "crs_old_chinese");  // New Beijing
  EXPECT_EQ(key(2437), "crs_old_chinese");  // Beijing 1954 / 3-degree Gauss-Kruger CM 120E
  EXPECT_EQ(key(2363), "crs_old_chinese");  // Xian 1980 / 3-degree Gauss-Kruger zone 39
  EXPECT_EQ(key(4490, "EPSG:4610"), "crs_old_chinese");
  EXPECT_EQ(key(4490, "EPSG:0"), "crs_unknown");
  EXPECT_EQ(key(4490, "EPSG:4490x"), "crs_unknown");
  EXPECT_EQ(key(4490, "EPSG:99999999999"), "crs_unknown");
  EXPECT_EQ(key(4490, "http://epsg.io/4490"), "crs_unknown");
  EXPECT_EQ(key(4490, "/etc/passwd"), "crs_unknown");
  EXPECT_EQ(key(4490, "+proj=longlat"), "crs_unknown");
  EXPECT_EQ(key(4490, "CGCS2000"), "crs_unknown");
  EXPECT_EQ(key(4490, "EPSG:4978"), "crs_no_map");
  EXPECT_EQ(key(0), "crs_missing");
  // Seven parameters of one's own are taken.
  EXPECT_EQ(
      key(4490, R"(GEOGCS["Xian 1980",DATUM["Xian_1980",SPHEROID["IAG 1975",6378140,298.257],)"
                R"(TOWGS84[24,-123,-94,0.02,-0.25,-0.13,1.1]],PRIMEM["Greenwich",0],)"
                R"(UNIT["degree",0.0174532925199433]])"),
      "");
}

TEST(ReadFeatures, SuggestsDegreesFromTheNumbers) {
  const Folder folder;
  int number = 0;
  const auto guess = [&](const std::string& wkt) {
    DrawnLayer drawn{.epsg = 0, .fields = {{"a", OFTString}}, .rows = {{wkt, {""}}}};
    Problems problems;
    const auto features =
        read_features(source_of(write_layer(folder.file("c" + std::to_string(number++) + ".shp"),
                                            "ESRI Shapefile", drawn)),
                      kXian, {}, false, problems);
    EXPECT_FALSE(features);
    EXPECT_EQ(features.error().key, "crs_missing");
    return features.error().args.at(1);
  };
  EXPECT_EQ(guess("POINT (108.95 34.3)"), "EPSG:4490");
  EXPECT_EQ(guess("POINT (1e9 3797014)"), "EPSG:n");
}

TEST(LayerExtent, IsOfTheVerticesOnEarth) {
  const Folder folder;
  DrawnLayer drawn{.epsg = 3857,
                   .fields = {{"kind", OFTString}},
                   .rows = {{"LINESTRING (12133824.5 4068946.5, 12135000 4070000)", {"a"}},
                            {"POINT (1e12 1e12)", {"a"}},
                            {"", {"a"}},
                            {"POINT (0 0)", {"b"}}}};
  LayerSource source = source_of(write_layer(folder.file("a.gpkg"), "GPKG", drawn));
  source.where = {{"kind", {"a"}}};
  const LonLatBox box = layer_extent(source).value();
  EXPECT_NEAR(box.west, 109, 1e-6);
  EXPECT_NEAR(box.east, 109.0105, 1e-4);
  const double south = std::atan(std::sinh(4068946.5 / 6378137)) * 180 / std::acos(-1);
  EXPECT_NEAR(box.south, south, 1e-9);
  source.where = {{"kind", {"c"}}};
  EXPECT_TRUE(layer_extent(source).value().empty());
}

// --- Tables ---------------------------------------------------------------------------

TEST(ReadTable, FindsCoordinatesByTheirUsualNames) {
  const Folder folder;
  for (const std::string head : {"id,lon,lat", "id,LNG,LAT", "id,经度,纬度", "id,x,y",
                                 "\xEF\xBB\xBF\"id\",\"longitude\",\"latitude\""}) {
    Problems problems;
    const Features features =
        read(source_of(folder.write("a.csv",
                                    head + "\r\n\"a, b\",109,34.3\r\n\r\nc,\"109.01\", 34.3 \r\n")),
             {"id"}, problems);
    ASSERT_EQ(features.size(), 2u) << head;
    EXPECT_THAT(features.columns, ElementsAre(ElementsAre("a, b", "c")));
    EXPECT_THAT(features.row, ElementsAre(2, 4)) << "line numbers";
    EXPECT_EQ(features.shape[1], Shape::of(at(109.01, 34.3)));
    EXPECT_THAT(keys(problems), ElementsAre("crs_assumed_degrees"));
    EXPECT_FALSE(problems.list()[0].set_aside);
  }
}

TEST(ReadTable, TakesNamedColumnsAndOtherSeparators) {
  const Folder folder;
  LayerSource source =
      source_of(folder.write("a.csv", "name;east;north;lon;lat\nA;109;34.3;0;0\n"));
  source.x = "east";
  source.y = "north";
  Problems problems;
  EXPECT_EQ(read(source, {"name"}, problems).shape.at(0), Shape::of(at(109, 34.3)));
  source.y = "";
  EXPECT_EQ(refusal(source), "coordinates_need_both");
  source.y = "noth";
  EXPECT_EQ(refusal(source), "no_such_column_but");
  LayerSource tabs = source_of(folder.write("a.tsv", "name\tlon\tlat\nA,1\t109\t34.3\n"));
  EXPECT_THAT(read(tabs, {"name"}, problems).columns, ElementsAre(ElementsAre("A,1")));
}

TEST(ReadTable, ReadsGeometryWrittenAsText) {
  const Folder folder;
  LayerSource source =
      source_of(folder.write("a.csv",
                             "name,WKT\nA,\"LINESTRING (109 34.3, 109.01 "
                             "34.3)\"\nB,01010000000000000000405B406666666666264140\nC,\n"
                             "D,LINESTRING (\nE,hello\n"));
  Problems problems;
  const Features features = read(source, {"name"}, problems);
  EXPECT_THAT(features.columns, ElementsAre(ElementsAre("A", "B")));
  EXPECT_EQ(features.shape[0].kind, ShapeKind::line);
  EXPECT_EQ(features.shape[1], Shape::of(at(109, 34.3)));
  EXPECT_EQ(count_of(problems, "geometry_text"), 2u);
  EXPECT_EQ(count_of(problems, "geometry_missing"), 1u);
}

TEST(ReadTable, SetsAsideRowsWithBadNumbersAndAsksForTheCrsOfMetres) {
  const Folder folder;
  Problems problems;
  const Features features =
      read(source_of(folder.write("a.csv",
                                  "id,lon,lat\na,109,34.3\nb,,\nc,109,\n"
                                  "d,109°,34\ne,34.3,109\nf,nan,34\ng,109,34.2\n")),
           {"id"}, problems);
  EXPECT_THAT(features.columns, ElementsAre(ElementsAre("a", "g")));
  EXPECT_EQ(count_of(problems, "geometry_missing"), 1u);
  EXPECT_EQ(count_of(problems, "coordinates_not_numbers"), 2u);
  EXPECT_EQ(count_of(problems, "geometry_far"), 1u);
  EXPECT_EQ(count_of(problems, "geometry_coordinates"), 1u);

  LayerSource metres =
      source_of(folder.write("b.csv", "id,x,y\na,592057,3797014\nb,592157,3797014\n"));
  EXPECT_EQ(refusal(metres), "crs_missing_meridian");
  metres.crs = "EPSG:4545";
  Problems none;
  EXPECT_EQ(read(metres, {"id"}, none).size(), 2u);
  EXPECT_TRUE(none.empty());
}

TEST(ReadTable, IsATableWhereNoGeometryIsAskedFor) {
  const Folder folder;
  const LayerSource source = source_of(folder.write("a.csv", "code,people\n1,20\n2,\n"));
  EXPECT_EQ(refusal(source), "no_coordinates");
  Problems problems;
  const Features features = read(source, {}, problems, kXian, true);
  EXPECT_THAT(features.columns, ElementsAre(ElementsAre("1", "2"), ElementsAre("20", "")));
  EXPECT_TRUE(features.shape[0].parts.empty());
  EXPECT_TRUE(problems.empty());
}

TEST(ReadTable, NeverGuessesWhichFieldIsWhich) {
  const Folder folder;
  Problems problems;
  const Features features =
      read(source_of(folder.write(
               "a.csv", "id,name,people\n1,North, West,20\n2,South,30\n3,East\n4,W,5,,\n")),
           {}, problems, kXian, true);
  EXPECT_THAT(features.columns[0], ElementsAre("2", "3", "4"));
  EXPECT_EQ(count_of(problems, "csv_row_long"), 1u);
  EXPECT_EQ(count_of(problems, "csv_row_short"), 1u);
  EXPECT_EQ(refusal(source_of(folder.write("b.csv", "a,b,a\n1,2,3\n")), {"a"}), "column_twice");
  EXPECT_EQ(refusal(source_of(folder.write("c.csv", ""))), "csv_empty");
  EXPECT_EQ(refusal(source_of(folder.write("d.csv", "a,b\n1,\"2\n3,4\n")), {}, true),
            "csv_quote_open");
  EXPECT_EQ(refusal(source_of(folder.write("e.csv", std::string("a,\0b\n1,2\n", 9)))),
            "csv_not_text");
  EXPECT_EQ(refusal(source_of(folder.write("f.csv",
                                           "\xFF\xFE"
                                           "a"))),
            "csv_utf16");
}

TEST(ReadTable, ReadsQuotesLinesAndLongTexts) {
  const Folder folder;
  const std::string long_text(600'000, 'x');
  Problems problems;
  const Features features =
      read(source_of(folder.write("a.csv",
                                  "id,text\r\"1\",\"say \"\"yes\"\"\r\nand no\"\r2," + long_text)),
           {}, problems, kXian, true);
  ASSERT_EQ(features.size(), 2u);
  EXPECT_THAT(features.columns[1], ElementsAre("say \"yes\"\nand no", long_text));
  EXPECT_THAT(features.row, ElementsAre(2, 4));
}

TEST(ReadTable, ReadsSpreadsheets) {
  const Folder folder;
  DrawnLayer drawn{
      .name = "医院",
      .epsg = 0,
      .fields = {{"name", OFTString}, {"经度", OFTReal}, {"纬度", OFTReal}, {"床位", OFTInteger}},
      .rows = {{"", {"甲", "109", "34.3", "20"}}, {"", {"乙", "109.01", "34.3", "NULL"}}},
      .type = wkbNone};
  for (const auto& [name, driver] : {std::pair{"a.xlsx", "XLSX"}, std::pair{"a.ods", "ODS"}}) {
    Problems problems;
    const Features features =
        read(source_of(write_layer(folder.file(name), driver, drawn)), {"name", "床位"}, problems);
    ASSERT_EQ(features.size(), 2u) << name;
    EXPECT_THAT(features.columns, ElementsAre(ElementsAre("甲", "乙"), ElementsAre("20", "")));
    EXPECT_EQ(features.shape[1], Shape::of(at(109.01, 34.3)));
    EXPECT_THAT(features.row, ElementsAre(2, 3)) << "rows as the sheet counts them";
  }
}

// --- Real data ------------------------------------------------------------------------

TEST(RealLayers, HexagonsOfPortoAlegre) {
  const auto path = test::data("poa/poa_hexgrid.csv");
  if (path.empty()) GTEST_SKIP();
  const LonLatBox box = layer_extent(source_of(path)).value();
  Problems problems;
  const Features features =
      read(source_of(path), {"id", "population", "schools", "jobs", "healthcare"}, problems,
           Frame::around(box).value());
  EXPECT_EQ(features.size(), 1227u);
  EXPECT_THAT(keys(problems), ElementsAre("crs_assumed_degrees"));
  long people = 0, healthcare = 0;
  std::set<std::int64_t> blank;
  for (std::size_t i = 0; i < features.size(); ++i) {
    people += std::stol(features.columns[1][i]);
    for (std::size_t c = 0; c < 5; ++c)
      if (features.columns[c][i].empty()) blank.insert(features.row[i]);
    if (!features.columns[4][i].empty()) healthcare += std::stol(features.columns[4][i]);
  }
  EXPECT_EQ(people, 812'935);
  EXPECT_EQ(healthcare, 141);
  EXPECT_THAT(blank, ElementsAre(71, 226, 412, 431, 780)) << "jobs and healthcare, as text: empty";
  Problems swapped;
  EXPECT_EQ(read(source_of(test::data("poa/poa_points_of_interest.csv")), {}, swapped,
                 Frame::around(box).value())
                .size(),
            15u);
}

TEST(RealLayers, RoadsAndVillagesOfQishan) {
  const auto path = test::data("qishan/road.shp");
  if (path.empty()) GTEST_SKIP();
  const LonLatBox box = layer_extent(source_of(path)).value();
  EXPECT_GT(box.west, 107);
  EXPECT_LT(box.east, 108.2);
  EXPECT_GT(box.south, 34);
  EXPECT_LT(box.north, 35);
  const Frame frame = Frame::around(box).value();
  Problems problems;
  const Features roads = read(source_of(path), {"TYPE", "RTEG", "NAME"}, problems, frame);
  EXPECT_EQ(roads.size(), 1195u);
  EXPECT_TRUE(problems.empty()) << problems.list()[0].key;
  const std::set<std::string> types(roads.columns[0].begin(), roads.columns[0].end());
  EXPECT_TRUE(types.contains("国道") && types.contains("省道") && types.contains("县道") &&
              types.contains("乡道"));
  const Features villages =
      read(source_of(test::data("qishan/development.shp")), {"ZLDWMC"}, problems, frame);
  EXPECT_EQ(villages.size(), 1096u);
  EXPECT_EQ(villages.shape[0].kind, ShapeKind::area);
}

TEST(RealLayers, PopulationGridOfHelsinki) {
  const auto path = test::data("helsinki/helsinki_population_grid_2020.gpkg");
  if (path.empty()) GTEST_SKIP();
  Problems problems;
  const Features features = read(source_of(path), {"population"}, problems,
                                 Frame::around(layer_extent(source_of(path)).value()).value());
  EXPECT_EQ(features.size(), 92u);
  EXPECT_TRUE(problems.empty());
}

TEST(RealLayers, ChineseTables) {
  const auto path = test::data("poi/shanghai_amap.csv");
  if (path.empty()) GTEST_SKIP();
  const Frame shanghai = frame_around(120.8, 30.6, 122.2, 31.9);
  Problems problems;
  const Features amap = read(source_of(path), {"name", "type_code"}, problems, shanghai);
  EXPECT_EQ(amap.size(), 200u);
  EXPECT_EQ(amap.columns[0][0], "红子鸡凤凰楼");
  EXPECT_EQ(amap.columns[1][0], "050101") << "codes keep their zeros";
}

TEST(RealLayers, MalformedFilesNeverCrash) {
  const auto folder = test::data("malformed/geojson");
  if (folder.empty()) GTEST_SKIP();
  const Frame frame = frame_around(99, -2, 104, 4);
  std::size_t read_whole = 0, refused = 0;
  ::testing::internal::CaptureStderr();
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    const std::string file = entry.path().string();
    Problems problems;
    const auto features = read_features(source_of(file), frame, {}, true, problems);
    (void)layer_extent(source_of(file));
    if (features) {
      ++read_whole;
    } else {
      ++refused;
      EXPECT_FALSE(features.error().key.empty());
      EXPECT_NE(features.error().where.find(file), std::string::npos);
      EXPECT_EQ(entry.path().filename().string().rfind("good__", 0), std::string::npos) << file;
    }
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  EXPECT_GE(read_whole, 20u);
  EXPECT_GE(refused, 10u);
}

}  // namespace
}  // namespace lifecircle
