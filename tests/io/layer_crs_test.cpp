// Which coordinate system a layer is read in: stated, found in the file, or seen in the numbers.

#include "io/read/layer_crs.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "engine/base/messages.hpp"
#include "io/frame/zones.hpp"
#include "tests/io/crs_numbers.hpp"
#include "tests/io/layer_files.hpp"
#include "tests/support/property.hpp"

namespace lifecircle {
namespace {

using test::count_of;
using test::DrawnLayer;
using test::Folder;
using test::frame_around;
using test::in_system;
using test::numbers_of;
using test::said;
using test::source_of;
using test::write_layer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Frame kBeijing = frame_around(116.3, 39.8, 116.5, 40.0);
constexpr LonLat kSchool{116.404, 39.915};

std::string text_of(double x, double y) {
  return fmt::format("{:.9f},{:.9f}", x, y);
}

/// What becomes of rows of bare numbers in a table (or a layer).
Result<LayerCrs> chosen(const std::vector<LonLat>& rows, Problems& problems,
                        const LayerSource& source = source_of("a.csv"), bool is_table = true) {
  return choose_crs(source, "", nullptr, is_table, numbers_of(rows), problems);
}

LonLat applied(const LayerCrs& crs, LonLat numbers) {
  if (crs.swap) std::swap(numbers.lon, numbers.lat);
  crs.to_lonlat.apply({&numbers.lon, 1}, {&numbers.lat, 1});
  return numbers;
}

double metres(LonLat a, LonLat b) {
  return std::hypot((a.lon - b.lon) * std::cos(a.lat / 57.29578), a.lat - b.lat) * 111'320;
}

Features read(const LayerSource& source, Problems& problems, const Frame& frame = kBeijing) {
  auto features = read_features(source, frame, {}, false, problems);
  EXPECT_TRUE(features) << features.error().key;
  return features ? std::move(features).value() : Features{};
}

Error refused(const LayerSource& source) {
  Problems problems;
  const auto features = read_features(source, kBeijing, {}, false, problems);
  EXPECT_FALSE(features);
  return features ? Error{Fault::input, "", "", {}} : features.error();
}

/// The sentence of the only problem of a kind, with its remedy; "" where there is none.
std::string told(const Problems& problems, const std::string& key,
                 Language language = Language::en) {
  for (const Problem& p : problems.list())
    if (p.key == key) return said(key, p.args, language);
  return {};
}

// --- Web maps -------------------------------------------------------------------------

struct FileKind {
  const char *name, *driver;
};
constexpr std::array kKinds{FileKind{"a.geojson", "GeoJSON"}, FileKind{"a.shp", "ESRI Shapefile"},
                            FileKind{"a.gpkg", "GPKG"}, FileKind{"a.fgb", "FlatGeobuf"}};

TEST(WebMapCrs, IsTakenBackToWgs84InEveryFormat) {
  const Point truth = kBeijing.to_plane(kSchool.lon, kSchool.lat);
  const LonLat gcj02 = gcj02_of_wgs84(kSchool);
  for (const auto& [stated, numbers] :
       {std::pair{"gcj02", gcj02}, std::pair{"GCJ-02", gcj02},
        std::pair{"bd09", bd09_of_gcj02(gcj02)}, std::pair{"bd09ll", bd09_of_gcj02(gcj02)}}) {
    const Folder folder;
    const std::string wkt = fmt::format("POINT ({:.12f} {:.12f})", numbers.lon, numbers.lat);
    std::vector<LayerSource> sources{
        source_of(folder.write("a.csv", "lon,lat\n" + text_of(numbers.lon, numbers.lat) + "\n")),
        source_of(folder.write("b.csv", "wkt\n" + wkt + "\n"))};
    for (const FileKind& kind : kKinds)
      sources.push_back(
          source_of(write_layer(folder.file(kind.name), kind.driver,
                                {.fields = {{"a", OFTString}}, .rows = {{wkt, {"1"}}}})));
    for (LayerSource& source : sources) {
      source.crs = stated;
      Problems problems;
      const Features features = read(source, problems);
      ASSERT_EQ(features.size(), 1u) << source.file;
      EXPECT_LE(distance_mm(features.shape[0].parts[0][0], truth), 2) << source.file << stated;
      const bool amap = shifted_crs(stated) == ShiftedCrs::gcj02;
      EXPECT_EQ(problems.counts().size(), 1u);
      EXPECT_EQ(count_of(problems, amap ? "crs_gcj02" : "crs_bd09"), 1u);
      EXPECT_FALSE(problems.list()[0].set_aside);
      EXPECT_EQ(problems.conversions().begin()->steps.back().key,
                amap ? "crs_done_gcj02" : "crs_done_bd09");
      EXPECT_EQ(problems.conversions().begin()->stated, fmt::format("crs = \"{}\"", stated));
      const LonLatBox box = layer_extent(source).value();
      EXPECT_NEAR(box.west, kSchool.lon, 1e-8);
    }
  }
}

TEST(WebMapCrs, UnappliesWhatItApplies) {
  for (const char* stated : {"gcj02", "bd09"}) {
    const ToLonLat to_lonlat = ToLonLat::make(stated, nullptr, "", {}).value();
    test::holds_for_all(500, [&] {
      // Well inside China, and well outside.
      const bool inside = *rc::gen::arbitrary<bool>();
      const LonLat place{(inside ? 100 : 20) + *rc::gen::inRange(0, 10'000'000) / 1e6,
                         26 + *rc::gen::inRange(0, 10'000'000) / 1e6};
      LonLat there = place;
      to_lonlat.unapply({&there.lon, 1}, {&there.lat, 1});
      RC_ASSERT(inside == (metres(place, there) > 1));
      to_lonlat.apply({&there.lon, 1}, {&there.lat, 1});
      RC_ASSERT(metres(place, there) < 1e-6);
    });
  }
}

TEST(WebMapCrs, WantsDegrees) {
  const Folder folder;
  const auto key = [&](LayerSource source) {
    source.crs = "gcj02";
    return refused(source).key;
  };
  EXPECT_EQ(key(source_of(folder.write("a.csv", "x,y\n447000,4419000\n"))), "crs_wants_degrees");
  EXPECT_EQ(key(source_of(folder.write("b.csv", "x,y\n12958000,4825000\n"))), "crs_wants_degrees");
  EXPECT_EQ(key(source_of(write_layer(folder.file("c.shp"), "ESRI Shapefile",
                                      {.epsg = 4548,
                                       .fields = {{"a", OFTString}},
                                       .rows = {{"POINT (447000 4419000)", {"1"}}}}))),
            "crs_wants_degrees");
  LayerSource swapped = source_of(folder.write("d.csv", "x,y\n39.915,116.404\n"));
  EXPECT_EQ(key(swapped), "crs_swapped");
  swapped.crs = "gcj02";
  swapped.axes = Axes::swapped;
  Problems problems;
  EXPECT_EQ(read(swapped, problems).size(), 1u);
  EXPECT_THAT(
      problems.conversions().begin()->steps,
      ElementsAre(Conversion::Step{"crs_done_swapped"}, Conversion::Step{"crs_done_gcj02"}));
}

TEST(WebMapCrs, ShiftsNothingAbroadAndSaysSo) {
  const Folder folder;
  LayerSource source =
      source_of(folder.write("a.csv", "lon,lat\n126.98,37.56\n124.38,40.12\n116.404,39.915\n"));
  source.crs = "gcj02";
  Problems problems;
  const Frame frame = frame_around(116, 37, 127, 41);
  const Features features = read(source, problems, frame);
  ASSERT_EQ(features.size(), 3u);
  EXPECT_EQ(features.shape[0].parts[0][0], frame.to_plane(126.98, 37.56)) << "Seoul";
  EXPECT_GT(distance_mm(features.shape[1].parts[0][0], frame.to_plane(124.38, 40.12)), 100'000)
      << "Dandong, at the border";
  EXPECT_THAT(told(problems, "crs_shift_outside"), HasSubstr("1 of 3 rows"));
  EXPECT_THAT(told(problems, "crs_shift_near_border"), HasSubstr("1 of 3 rows"));
}

// --- Zones seen in the numbers --------------------------------------------------------

TEST(Zones, AreNumberedAsInTheRegister) {
  prepare_gdal();
  for (int number = 13; number <= 45; ++number) {
    if (number == 24) continue;
    const GaussZone zone{number};
    for (const auto& [epsg, easting] : {std::pair{zone.epsg_with_zone(), number * 1e6 + 500'000},
                                        std::pair{zone.epsg_without_zone(), 500'000.0}}) {
      OGRSpatialReference crs;
      ASSERT_EQ(crs.importFromEPSG(std::stoi(epsg.substr(5))), OGRERR_NONE) << epsg;
      EXPECT_EQ(crs.GetProjParm("false_easting"), easting) << epsg;
      EXPECT_EQ(crs.GetProjParm("central_meridian"), zone.central_meridian()) << epsg;
      EXPECT_THAT(std::string{crs.GetAttrValue("DATUM")}, HasSubstr("2000")) << epsg;
    }
  }
  EXPECT_EQ(zone_of_easting(38'528'770)->number, 38);
  EXPECT_FALSE(zone_of_easting(528'770));
  EXPECT_FALSE(zone_of_easting(24'500'000));
  EXPECT_FALSE(zone_of_easting(12'958'000)) << "Web Mercator";
  EXPECT_THAT(zones_by_meridian(3), HasSubstr("114°E EPSG:4547"));
  EXPECT_THAT(zones_by_meridian(6), HasSubstr("117°E EPSG:4509"));
}

TEST(Zones, AreRecognisedWhereTheNumberStandsBeforeTheEasting) {
  test::holds_for_all(300, [] {
    const bool wide = *rc::gen::arbitrary<bool>(), swapped = *rc::gen::arbitrary<bool>();
    const GaussZone zone{wide ? *rc::gen::inRange(13, 24) : *rc::gen::inRange(25, 46)};
    std::vector<LonLat> places, rows;
    for (int i = 0; i < 3; ++i) {
      places.push_back({zone.central_meridian() + *rc::gen::inRange(-1'500'000, 1'500'000) / 1e6,
                        18 + *rc::gen::inRange(0, 35'000'000) / 1e6});
      LonLat xy = in_system(places.back(), zone.epsg_with_zone());
      if (swapped) std::swap(xy.lon, xy.lat);
      rows.push_back(xy);
    }
    for (const bool is_table : {true, false}) {
      Problems problems;
      const auto crs = chosen(rows, problems, source_of("a"), is_table);
      RC_ASSERT(static_cast<bool>(crs));
      RC_ASSERT(crs.value().swap == swapped);
      for (std::size_t i = 0; i < rows.size(); ++i)
        RC_ASSERT(metres(applied(crs.value(), rows[i]), places[i]) < 1e-3);
      const std::string sentence =
          told(problems, swapped ? "crs_recognised_swapped" : "crs_recognised");
      RC_ASSERT(sentence.find("crs = \"" + zone.epsg_with_zone() + '"') != std::string::npos);
      RC_ASSERT((sentence.find("axes = \"swapped\"") != std::string::npos) == swapped);
      RC_ASSERT(!doubt_of(crs.value(), {}));
    }
  });
}

TEST(Zones, RecognisedAreReadFromFilesAndToldInBothLanguages) {
  const Folder folder;
  const LonLat xy = in_system({113.9, 34.99}, "EPSG:4526");
  const Frame frame = frame_around(113.8, 34.9, 114, 35.1);
  const std::string wkt = fmt::format("POINT ({:.4f} {:.4f})", xy.lon, xy.lat);
  const std::string mirrored = fmt::format("POINT ({:.4f} {:.4f})", xy.lat, xy.lon);
  const DrawnLayer drawn{.epsg = 0, .fields = {{"a", OFTString}}, .rows = {{wkt, {"1"}}}};
  DrawnLayer other_way = drawn;
  other_way.rows[0].wkt = mirrored;
  const std::vector<LayerSource> sources{
      source_of(folder.write("a.csv", "x,y\n" + text_of(xy.lon, xy.lat) + "\n")),
      source_of(folder.write("b.csv", "x,y\n" + text_of(xy.lat, xy.lon) + "\n")),
      source_of(write_layer(folder.file("a.shp"), "ESRI Shapefile", drawn)),
      source_of(write_layer(folder.file("b.shp"), "ESRI Shapefile", other_way)),
      source_of(write_layer(folder.file("a.gpkg"), "GPKG", drawn))};
  for (const LayerSource& source : sources) {
    Problems problems;
    const Features features = read(source, problems, frame);
    ASSERT_EQ(features.size(), 1u) << source.file;
    EXPECT_LE(distance_mm(features.shape[0].parts[0][0], frame.to_plane(113.9, 34.99)), 2);
    EXPECT_EQ(problems.counts().size(), 1u) << source.file;
    EXPECT_EQ(problems.conversions().begin()->steps.front().key, "crs_done_recognised");
    EXPECT_THAT(problems.conversions().begin()->steps.back().args.at(0), HasSubstr("EPSG:4526"));
  }
  Problems problems;
  read(sources[0], problems, frame);
  EXPECT_THAT(told(problems, "crs_recognised"),
              HasSubstr("numbers like 38490870, 3873488 are eastings of the 3-degree zone 38: read "
                        "as EPSG:4526"));
  EXPECT_THAT(told(problems, "crs_recognised", Language::zh), HasSubstr("3 度带第 38 带"));
}

TEST(Zones, StatedWinsOverSeen) {
  const LonLat xy = in_system({113.9, 34.99}, "EPSG:4526");
  LayerSource source = source_of("a.csv");
  source.crs = "EPSG:4525";
  Problems problems;
  const LayerCrs crs = chosen({xy}, problems, source).value();
  EXPECT_TRUE(problems.empty()) << "told once the rows are read";
  EXPECT_THAT(crs.to_lonlat.name(), HasSubstr("EPSG:4525"));
}

TEST(Zones, AFewWrongRowsDoNotHideThem) {
  std::vector<LonLat> rows(19, in_system({113.9, 34.99}, "EPSG:4526"));
  rows.push_back({0, 0});
  Problems problems;
  EXPECT_TRUE(chosen(rows, problems));
  // But two zones in one layer are no system.
  rows.resize(30, in_system({113.9, 34.99}, "EPSG:4525"));
  const auto several = chosen(rows, problems);
  ASSERT_FALSE(several);
  EXPECT_EQ(several.error().key, "crs_missing_zones");
  EXPECT_THAT(several.error().args, ElementsAre("37 (10), 38 (19)"));
}

TEST(Zones, SixDigitsAskForTheMeridian) {
  Problems problems;
  const auto key = [&](LonLat row) { return chosen({row}, problems).error(); };
  const Error narrow = key({528'770, 3'874'512});
  EXPECT_EQ(narrow.key, "crs_missing_meridian");
  EXPECT_THAT(said(narrow.key, narrow.args, Language::en),
              HasSubstr("3-degree zones of CGCS2000: 75°E EPSG:4534, 78°E EPSG:4535"));
  const Error wide = key({728'770, 3'874'512});
  EXPECT_THAT(said(wide.key, wide.args, Language::zh), HasSubstr("75°E EPSG:4502"));
  EXPECT_EQ(key({3'874'512, 528'770}).key, "crs_missing_meridian_swapped");
  EXPECT_EQ(key({34.3, 108.9}).key, "crs_missing_swapped");
  EXPECT_EQ(key({1e9, 5}).key, "crs_missing");
}

TEST(Zones, TheOrderOfRowsLeavesNoTrace) {
  std::vector<LonLat> rows;
  for (int i = 0; i < 40; ++i)
    rows.push_back(i % 9 == 0 ? LonLat{i + 0.5, 60}
                              : in_system({113.5 + 0.01 * i, 34 + 0.02 * i}, "EPSG:4526"));
  std::string first;
  std::mt19937 random{7};
  for (int i = 0; i < 5; ++i) {
    const RawNumbers numbers = numbers_of(rows);
    const std::string all = numbers.span() + numbers.look_of_most(0.6)->second.text();
    if (first.empty()) first = all;
    EXPECT_EQ(all, first);
    std::shuffle(rows.begin(), rows.end(), random);
  }
}

// --- Old systems, and the record ------------------------------------------------------

TEST(OldChineseCrs, IsRefusedWithTheReasonUnlessParametersAreGiven) {
  const Folder folder;
  LayerSource source = source_of(folder.write("a.csv", "lon,lat\n116.404,39.915\n"));
  for (const char* stated : {"EPSG:4214", "EPSG:4610", "EPSG:2363", "EPSG:2437"}) {
    source.crs = stated;
    const Error error = refused(source);
    EXPECT_EQ(error.key, "crs_old_chinese");
    const std::string en = said(error.key, error.args, Language::en);
    EXPECT_THAT(en, HasSubstr("only a ballpark transformation exists"));
    EXPECT_THAT(en, HasSubstr("wrong by 100 metres"));
    EXPECT_THAT(en, HasSubstr("TOWGS84"));
    EXPECT_THAT(said(error.key, error.args, Language::zh), HasSubstr("误差可达一百米"));
  }
  source.crs = R"(GEOGCS["Xian 1980",DATUM["Xian_1980",SPHEROID["IAG 1975",6378140,298.257],)"
               R"(TOWGS84[24,-123,-94,0.02,-0.25,-0.13,1.1]],PRIMEM["Greenwich",0],)"
               R"(UNIT["degree",0.0174532925199433]])";
  Problems problems;
  EXPECT_EQ(read(source, problems).size(), 1u);
  EXPECT_EQ(problems.conversions().begin()->steps.at(0).key, "crs_done_parameters");
}

TEST(Conversions, SayWhatWasStatedFoundAndDone) {
  const Folder folder;
  LayerSource source = source_of(write_layer(
      folder.file("a.gpkg"), "GPKG",
      {.epsg = 4548, .fields = {{"a", OFTString}}, .rows = {{"POINT (447000 4419000)", {"1"}}}}));
  Problems problems;
  read(source, problems);
  read(source, problems);
  ASSERT_EQ(problems.conversions().size(), 1u) << "once, however often it is read";
  const Conversion& as_found = *problems.conversions().begin();
  EXPECT_EQ(as_found.layer, "roads");
  EXPECT_EQ(as_found.stated, "");
  EXPECT_THAT(as_found.found, HasSubstr("EPSG:4548"));
  EXPECT_EQ(as_found.steps.at(0).key, "crs_done_unprojected");
  EXPECT_TRUE(problems.empty()) << "a conversion is no problem";

  Problems stated;
  source.crs = "EPSG:4549";
  source.axes = Axes::swapped;
  (void)read_features(source, kBeijing, {}, false, stated);
  EXPECT_EQ(stated.conversions().begin()->stated, "crs = \"EPSG:4549\", axes = \"swapped\"");
  EXPECT_THAT(stated.conversions().begin()->found, HasSubstr("EPSG:4548"));

  Problems table;
  read(source_of(folder.write("a.csv", "lon,lat\n116.404,39.915\n")), table);
  EXPECT_EQ(table.conversions().begin()->found, "");
  EXPECT_THAT(table.conversions().begin()->steps,
              ElementsAre(Conversion::Step{"crs_done_assumed"}));
  problems.add_all(table);
  EXPECT_EQ(problems.conversions().size(), 2u);
}

}  // namespace
}  // namespace lifecircle
