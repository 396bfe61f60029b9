// Every value of indicators.csv once more, by SQL over the layers of results.gpkg.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include "io/read/csv.hpp"
#include "tests/io/layer_files.hpp"
#include "tests/support/test_data.hpp"
#include "tools/lifecircle/program.hpp"

namespace lifecircle::test {
namespace {

namespace fs = std::filesystem;

struct Dataset {
  std::unique_ptr<GDALDataset> file;
  explicit Dataset(const std::string& path) {
    GDALAllRegister();
    file.reset(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
    if (file == nullptr) throw std::runtime_error("no " + path);
  }
  /// The single number a query answers.
  double number(const std::string& sql) const {
    OGRLayer* answer = file->ExecuteSQL(sql.c_str(), nullptr, nullptr);
    EXPECT_NE(answer, nullptr) << sql;
    if (answer == nullptr) return std::nan("");
    const OGRFeatureUniquePtr row{answer->GetNextFeature()};
    const double value = row ? row->GetFieldAsDouble(0) : std::nan("");
    file->ReleaseResultSet(answer);
    return value;
  }
  /// The single text.
  std::string text(const std::string& sql) const {
    OGRLayer* answer = file->ExecuteSQL(sql.c_str(), nullptr, nullptr);
    EXPECT_NE(answer, nullptr) << sql;
    if (answer == nullptr) return {};
    const OGRFeatureUniquePtr row{answer->GetNextFeature()};
    const std::string text = row ? row->GetFieldAsString(0) : "";
    file->ReleaseResultSet(answer);
    return text;
  }
};

/// The rows of indicators.csv, heads to cells.
std::vector<std::map<std::string, std::string>> rows_of(const std::string& path) {
  auto csv = CsvFile::open(path, false, "UTF-8");
  if (!csv) throw std::runtime_error("no " + path);
  std::vector<std::map<std::string, std::string>> rows;
  const std::vector<std::string> head = csv.value().head();
  for (CsvFile::Record record; csv.value().next(record).value();) {
    std::map<std::string, std::string> row;
    for (std::size_t c = 0; c < head.size(); ++c) row[head[c]] = record.fields[c];
    rows.push_back(std::move(row));
  }
  return rows;
}

void run(const std::string& study, const std::string& out, const std::string& language = "en",
         const std::vector<std::string>& more = {}) {
  std::ostringstream said, complained;
  std::vector<std::string> words{"run", study, "--out", out, "--quiet", "--lang", language};
  words.insert(words.end(), more.begin(), more.end());
  ASSERT_EQ(run_program(words, said, complained, Terminal{}), 0) << complained.str();
}

const std::map<std::string, std::string>* whole(
    const std::vector<std::map<std::string, std::string>>& rows, const std::string& code) {
  for (const auto& row : rows)
    if (row.at("code") == code && row.at("level") == "whole" && row.at("official") == "1")
      return &row;
  return nullptr;
}

void expect_parts(const std::vector<std::map<std::string, std::string>>& rows,
                  const std::string& code, double numerator, double denominator, double value) {
  const auto* row = whole(rows, code);
  ASSERT_NE(row, nullptr) << code;
  EXPECT_EQ(row->at("needs"), "") << code;
  EXPECT_NEAR(std::stod(row->at("numerator")), numerator, 5e-4) << code;
  EXPECT_NEAR(std::stod(row->at("denominator")), denominator, 5e-4) << code;
  EXPECT_NEAR(std::stod(row->at("value")), value, 1e-4) << code;
}

const char* kPlan = R"(
code = "test-plan"
name_zh = "测试计划"
name_en = "A plan for tests"
source = "no real plan"

[[indicators]]
code = "T1"
name_zh = "医疗"
name_en = "clinics on foot or by e-bike"
type = "time_coverage"
scope = "country"
kinds = ["clinic", "health_center"]
counted = "people.people"
modes = ["walk", "ebike"]
minutes = 30
target = { at_least = 100 }
verified = false
note_zh = "测试"
note_en = "test"

[[indicators]]
code = "T2"
name_zh = "老年人"
name_en = "the elderly within 500 m along roads of eldercare"
type = "time_coverage"
kinds = ["eldercare"]
counted = "people.elderly"
modes = ["walk"]
network_m = 500
verified = false
note_zh = "测试"
note_en = "test"

[[indicators]]
code = "T3"
name_zh = "三圈"
name_en = "three circles"
type = "joint_circle"
circles = [
  { kinds = ["clinic"], minutes = 15 },
  { kinds = ["primary_school"], minutes = 10 },
  { kinds = ["fitness_site"], minutes = 15 },
]
circles_needed = 2
counted = "people.households"
modes = ["walk"]
verified = false
note_zh = "测试"
note_en = "test"

[[indicators]]
code = "T4"
name_zh = "乡村卫生室"
name_en = "villages with a clinic"
type = "presence"
scope = "country"
kinds = ["clinic"]
target = { at_least = 80 }
verified = false
note_zh = "测试"
note_en = "test"

[[indicators]]
code = "T5"
name_zh = "户数"
name_en = "size"
type = "unit_size"
numerator = "people.households"
unit_zh = "户"
unit_en = "households"
target = { at_most = 300 }
verified = false
note_zh = "测试"
note_en = "test"

[[indicators]]
code = "T6"
name_zh = "消防"
name_en = "fire engines within five minutes"
type = "time_coverage"
kinds = ["fire_station"]
counted = "people.people"
modes = ["car"]
minutes = 5
direction = "from"
verified = false
note_zh = "测试"
note_en = "test"

[[indicators]]
code = "T7"
name_zh = "半径"
name_en = "within a radius"
type = "time_coverage"
kinds = ["market"]
counted = "people.people"
radius_m = 800
verified = false
note_zh = "测试"
note_en = "test"
)";

/// A county, a study of it that asks this plan, and its results.
struct County {
  Folder folder;
  std::string results = folder.file("results");
  explicit County(const std::string& plan = kPlan, const std::string& more = "") {
    const std::string make = (fs::path{LIFECIRCLE_BINARY_DIR} / "tools" / "make_town").string() +
                             " --junctions 1000 --seed 5 --out " + folder.file("county.gpkg") +
                             " > " + folder.file("made.txt");
    EXPECT_EQ(std::system(make.c_str()), 0);
    folder.write("test-plan.toml", plan);
    std::ifstream in{fs::path{LIFECIRCLE_SOURCE_DIR} / "data" / "sample" / "study.toml"};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    const auto start = text.find("[indicators]");
    if (start != std::string::npos) text.erase(start, text.find("\n[", start) - start);
    folder.write("study.toml", text + more + "\n[indicators]\nstandards = [\"test-plan.toml\"]\n");
  }
};

TEST(IndicatorsOfAStudy, AreWhatSqlOverItsResultsSays) {
  const County county;
  run(county.folder.file("study.toml"), county.results, "en", {"--report"});
  const auto rows = rows_of(county.results + "/indicators.csv");
  const Dataset gpkg{county.results + "/results.gpkg"};
  const auto sum = [&](const std::string& what, const std::string& from) {
    return gpkg.number("SELECT COALESCE(SUM(" + what + "), 0) FROM " + from);
  };
  const auto share = [&](const std::string& code, double n, double d) {
    expect_parts(rows, code, n, d, 100 * n / d);
  };
  share("T1",
        sum("people",
            "people WHERE setting = 'country' AND "
            "clinic_health_center_walk_ebike_seconds <= 1800"),
        sum("people", "people WHERE setting = 'country'"));
  // A metre a second.
  share("T2", sum("elderly", "people WHERE eldercare_walk_m_seconds <= 500"),
        sum("elderly", "people"));
  share("T3",
        sum("households",
            "people WHERE COALESCE(clinic_walk_seconds <= 900, 0) + "
            "COALESCE(primary_school_15min_walk_seconds <= 600, 0) + "
            "COALESCE(fitness_15min_walk_seconds <= 900, 0) >= 2"),
        sum("households", "people"));
  share("T4",
        gpkg.number("SELECT COUNT(*) FROM units WHERE setting = 'country' AND code IN "
                    "(SELECT unit_code FROM facilities WHERE kind = 'clinic')"),
        gpkg.number("SELECT COUNT(*) FROM units WHERE setting = 'country'"));
  share("T5",
        gpkg.number("SELECT COUNT(*) FROM units WHERE (SELECT COALESCE(SUM(households), 0) FROM "
                    "people WHERE unit_code = code) <= 300"),
        gpkg.number("SELECT COUNT(*) FROM units"));
  share("T6", sum("people", "people WHERE fire_10min_car_seconds <= 300"), sum("people", "people"));

  // The same circles taken apart.
  for (const auto& row : rows_of(county.results + "/joint_circles.csv")) {
    if (row.at("level") != "whole") continue;
    const std::string clinic = "COALESCE(clinic_walk_seconds <= 900, 0)",
                      school = "COALESCE(primary_school_15min_walk_seconds <= 600, 0)",
                      fitness = "COALESCE(fitness_15min_walk_seconds <= 900, 0)";
    std::string holds;
    if (row.at("what") == "clinic") holds = clinic;
    if (row.at("what") == "primary_school") holds = school;
    if (row.at("row") == "exactly")
      holds = clinic + " + " + school + " + " + fitness + " = " + row.at("what");
    if (row.at("what") == "2 of 3") holds = clinic + " + " + school + " + " + fitness + " >= 2";
    if (holds.empty()) continue;
    EXPECT_NEAR(std::stod(row.at("people")), sum("people", "people WHERE " + holds), 5e-4)
        << row.at("row") << row.at("what");
  }

  // Units, townships and the whole are sums of the same people.
  for (const auto& row : rows) {
    if (row.at("code") != "T1" || row.at("official") != "1") continue;
    const std::string code = row.at("area_code");
    if (row.at("level") == "unit" || row.at("level") == "township") {
      EXPECT_DOUBLE_EQ(
          std::stod(row.at("numerator")),
          sum("people", "people WHERE setting = 'country' AND unit_code LIKE '" + code +
                            "%' AND clinic_health_center_walk_ebike_seconds <= 1800"))
          << code;
    }
  }
  // Beside the official value stand the other denominators, and the other speed.
  int others = 0, beside = 0;
  for (const auto& row : rows) {
    others += row.at("code") == "T2" && row.at("official") == "0" && row.at("counted") == "people";
    beside += row.at("code") == "T1" && row.at("travel") == "beside";
  }
  EXPECT_GT(others, 0);
  EXPECT_GT(beside, 0);
}

const char* kJointPlan = R"(
code = "test-plan"
name_zh = "测试计划"
name_en = "A plan for tests"
source = "no real plan"

[[indicators]]
code = "J-1"
name_zh = "乡村三圈"
name_en = "three circles in the country, by weights"
type = "joint_circle"
scope = "country"
circles = [
  { kinds = ["clinic"], minutes = 15, weight = 3 },
  { kinds = ["primary_school"], minutes = 10 },
  { kinds = ["fitness_site"], minutes = 15 },
]
circles_needed = 2
counted = "people.households"
modes = ["walk"]
verified = false
note_zh = "测试"
note_en = "test"

[[indicators]]
code = "J-2"
name_zh = "没有的圈"
name_en = "a circle of what is not there"
type = "joint_circle"
circles = [ { kinds = ["clinic"], minutes = 15 }, { kinds = ["ferry_pier"], minutes = 15 } ]
counted = "people.people"
modes = ["walk"]
verified = false
note_zh = "测试"
note_en = "test"

[[indicators]]
code = "J-3"
name_zh = "用地三圈"
name_en = "ground within two of three circles"
type = "joint_circle"
circles = [
  { kinds = ["clinic"], minutes = 15 },
  { kinds = ["primary_school"], minutes = 15 },
  { kinds = ["fitness_site"], minutes = 15 },
]
circles_needed = 2
counted = "land.residential"
modes = ["walk"]
verified = false
note_zh = "测试"
note_en = "test"

[[indicators]]
code = "J-4"
name_zh = "半径内的用地"
name_en = "ground within two radii"
type = "joint_circle"
circles = [ { kinds = ["clinic"], radius_m = 500 }, { kinds = ["market"], radius_m = 500 } ]
counted = "land.residential"
verified = false
note_zh = "测试"
note_en = "test"
)";
const char* kTownGround =
    "\n[[land]]\nname = \"residential\"\nfile = \"county.gpkg\"\nlayer = \"units\"\nwhere = { "
    "setting = "
    "\"town\" }\n";

// joint_circles.csv, every area of it, out of the columns of homes and units; and these out of the
// seconds beside them.
TEST(JointCirclesOfAStudy, HomesAddUpToTheTable) {
  const County county{kJointPlan, kTownGround};
  run(county.folder.file("study.toml"), county.results, "en");
  const Dataset gpkg{county.results + "/results.gpkg"};
  const std::string clinic = "COALESCE(clinic_walk_seconds <= 900, 0)",
                    school = "COALESCE(primary_school_15min_walk_seconds <= 600, 0)",
                    fitness = "COALESCE(fitness_15min_walk_seconds <= 900, 0)";
  const auto homes = [&](const std::string& where) {
    return gpkg.number("SELECT COUNT(*) FROM people WHERE " + where);
  };
  EXPECT_GT(homes("j_1_has = 1"), 0);
  EXPECT_GT(homes("j_1_has = 3"), 0);
  EXPECT_GT(homes("j_1_has IS NULL"), 0);
  EXPECT_EQ(homes("(j_1_has IS NULL) <> (setting <> 'country')"), 0);
  EXPECT_EQ(homes("j_1_has IS NULL AND (j_1_met IS NOT NULL OR j_1_lacks IS NOT NULL)"), 0);
  EXPECT_EQ(homes("j_1_has <> " + clinic + " + " + school + " + " + fitness), 0);
  EXPECT_EQ(homes("j_1_met <> (j_1_has >= 2)"), 0);
  EXPECT_EQ(homes("j_1_has < 3 AND j_1_lacks IS NULL"), 0);
  EXPECT_EQ(homes("j_1_has = 3 AND j_1_lacks IS NOT NULL"), 0);
  EXPECT_EQ(homes("j_1_has = 1 AND NOT " + clinic + " AND " + school +
                  " AND j_1_lacks <> 'village clinic or community health station; fitness site'"),
            0)
      << gpkg.text("SELECT j_1_lacks FROM people WHERE j_1_has = 1 AND " + school);

  const std::map<std::string, std::string> near{
      {"clinic", clinic}, {"primary_school", school}, {"fitness_site", fitness}};
  std::map<std::string, int> seen;
  for (const auto& row : rows_of(county.results + "/joint_circles.csv")) {
    if (row.at("code") != "J-1") continue;
    const std::string level = row.at("level"), area = row.at("area_code");
    std::string where = "j_1_has IS NOT NULL";
    if (level == "setting") where += " AND setting = '" + area + "'";
    if (level == "no_unit") where += " AND unit_code IS NULL";
    if (level == "city" || level == "county" || level == "township" || level == "unit")
      where += " AND unit_code LIKE '" + area + "%'";
    if (level == "group")
      where += " AND unit_code IN (SELECT code FROM units WHERE unit_group = '" + area + "')";
    const auto sum = [&](const std::string& what) {
      return gpkg.number("SELECT COALESCE(SUM(" + what + "), 0) FROM people WHERE " + where);
    };
    const double people = std::stod(row.at("people"));
    const std::string place = level + " " + area + " " + row.at("row") + " " + row.at("what");
    EXPECT_NEAR(std::stod(row.at("total")), sum("people"), 5e-4) << place;
    const std::string kind = row.at("row");
    if (kind == "circle" || kind == "exactly" || kind == "rule") {
      const std::string what = kind == "circle"    ? near.at(row.at("what"))
                               : kind == "exactly" ? "j_1_has = " + row.at("what")
                                                   : "j_1_met";
      EXPECT_NEAR(people, sum("people * (" + what + ")"), 5e-4) << place;
    }
    if (kind == "completeness") {
      EXPECT_NEAR(people,
                  sum("people * (3 * " + clinic + " + " + school + " + " + fitness + ")") / 5, 2e-3)
          << place;
    }
    if (kind == "completeness" && level == "unit") {
      EXPECT_NEAR(std::stod(row.at("percent")),
                  gpkg.number("SELECT j_1_complete FROM units WHERE code = '" + area + "'"), 6e-3)
          << place;
    }
    if (kind == "circle" && level == "unit" && row.at("missing_rank") == "1") {
      const std::map<std::string, std::string> words{
          {"clinic", "village clinic or community health station"},
          {"primary_school", "primary school"},
          {"fitness_site", "fitness site"}};
      EXPECT_EQ(gpkg.text("SELECT j_1_lacks FROM units WHERE code = '" + area + "'"),
                people < std::stod(row.at("total")) ? words.at(row.at("what")) : "")
          << place;
    }
    ++seen[level];
  }
  EXPECT_GT(seen["unit"], 20);
  EXPECT_GT(seen["township"], 0);
  EXPECT_EQ(seen["whole"], 3 + 4 + 1 + 1);
  EXPECT_EQ(gpkg.number("SELECT COUNT(*) FROM units WHERE setting = 'town' AND j_1_complete IS NOT "
                        "NULL"),
            0);

  // What cannot be computed has no columns; what can has a style to choose, never the first.
  const auto& people = *gpkg.file->GetLayerByName("people")->GetLayerDefn();
  EXPECT_LT(people.GetFieldIndex("j_2_has"), 0);
  EXPECT_GE(people.GetFieldIndex("j_3_has"), 0);
  EXPECT_EQ(gpkg.text("SELECT group_concat(styleName || ' ' || useAsDefault) FROM layer_styles "
                      "WHERE f_table_name = 'units'"),
            "lifecircle 1,j_1_complete 0,j_3_complete 0,j_4_complete 0");
  EXPECT_EQ(gpkg.number("SELECT COUNT(*) FROM layer_styles WHERE styleName = 'j_1_complete' AND "
                        "styleQML LIKE '%j_1_complete%' AND styleSLD LIKE '%j_1_complete%'"),
            1);
}

using Geometry = std::unique_ptr<OGRGeometry>;

/// All shapes of a layer's rows together.
Geometry united(const Dataset& of, const std::string& layer, const std::string& where) {
  OGRLayer* rows = of.file->GetLayerByName(layer.c_str());
  EXPECT_EQ(rows->SetAttributeFilter(where.c_str()), OGRERR_NONE) << where;
  Geometry all{new OGRMultiPolygon};
  for (const auto& row : *rows) all.reset(all->Union(row->GetGeometryRef()));
  rows->SetAttributeFilter(nullptr);
  return all;
}
double area(const OGRGeometry& shape) {
  double sum = 0;
  if (const auto type = wkbFlatten(shape.getGeometryType()); type == wkbPolygon)
    sum = shape.toPolygon()->get_Area();
  else if (type == wkbMultiPolygon || type == wkbGeometryCollection)
    for (const OGRGeometry* part : *shape.toGeometryCollection()) sum += area(*part);
  return sum;
}

// Ground in two of three circles, by OGR over the layers of circles and units.
TEST(JointCirclesOfAStudy, CountGround) {
  const County county{kJointPlan,
                      std::string{kTownGround} +
                          "[[services]]\nname = \"clinic_15\"\nkinds = [\"clinic\"]\nmodes = "
                          "[\"walk\"]\nminutes = 15\n"};
  std::ifstream in{county.folder.file("study.toml")};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  const std::string one = "services = [\"medical_15min_walk\"]";
  const auto at = text.find(one);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, one.size(),
               "services = [\"clinic_15\", \"primary_school_15min_walk\", "
               "\"fitness_15min_walk\"]");
  county.folder.write("study.toml", text);
  run(county.folder.file("study.toml"), county.results, "en");
  const Dataset gpkg{county.results + "/results.gpkg"};
  std::vector<Geometry> circles;
  for (const std::string service :
       {"clinic_15", "primary_school_15min_walk", "fitness_15min_walk"}) {
    circles.push_back(united(gpkg, "circles", "service = '" + service + "' AND minutes = 15"));
    EXPECT_GT(area(*circles.back()), 0) << service;
  }
  Geometry two{new OGRMultiPolygon};
  for (const auto& [a, b] : {std::pair{0, 1}, {0, 2}, {1, 2}}) {
    const Geometry both{circles[static_cast<std::size_t>(a)]->Intersection(
        circles[static_cast<std::size_t>(b)].get())};
    two.reset(two->Union(both.get()));
  }
  const auto rows = rows_of(county.results + "/indicators.csv");
  const auto percent_in = [&](const std::string& where) {
    const Geometry ground = united(gpkg, "units", where);
    const Geometry covered{ground->Intersection(two.get())};
    return 100 * area(*covered) / area(*ground);
  };
  const auto* all = whole(rows, "J-3");
  ASSERT_NE(all, nullptr);
  EXPECT_EQ(all->at("needs"), "");
  const double percent = percent_in("setting = 'town'");
  EXPECT_GT(percent, 1);
  EXPECT_LT(percent, 99);
  EXPECT_NEAR(std::stod(all->at("value")), percent, 0.05);
  int units = 0;
  for (const auto& row : rows) {
    if (row.at("code") != "J-3" || row.at("level") != "unit" || row.at("official") != "1") continue;
    ++units;
    EXPECT_NEAR(std::stod(row.at("value")), percent_in("code = '" + row.at("area_code") + "'"), 0.1)
        << row.at("area");
  }
  EXPECT_GT(units, 3);
  // As the crow flies: discs.
  const auto* radii = whole(rows, "J-4");
  ASSERT_NE(radii, nullptr);
  EXPECT_EQ(radii->at("needs"), "");
  OGRSpatialReference degrees, plane;
  ASSERT_EQ(degrees.importFromEPSG(4490), OGRERR_NONE);
  ASSERT_EQ(plane.importFromEPSG(4545), OGRERR_NONE);
  for (auto* system : {&degrees, &plane})
    system->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  const auto in_metres = [&](Geometry shape) {
    shape->assignSpatialReference(&degrees);
    EXPECT_EQ(shape->transformTo(&plane), OGRERR_NONE);
    return shape;
  };
  const auto discs = [&](const std::string& kind) {
    return Geometry{
        in_metres(united(gpkg, "facilities", "kind = '" + kind + "'"))->Buffer(500, 64)};
  };
  const Geometry near_both{discs("clinic")->Intersection(discs("market").get())};
  const Geometry town = in_metres(united(gpkg, "units", "setting = 'town'"));
  const Geometry of_town{town->Intersection(near_both.get())};
  const double near_percent = 100 * area(*of_town) / area(*town);
  EXPECT_GT(near_percent, 0.1);
  EXPECT_NEAR(std::stod(radii->at("value")), near_percent, 0.01);
}

// Hours as people write them, from a table to the indicator.
TEST(IndicatorsOfAStudy, KnowPublicHolidays) {
  const std::string plan = R"(
code = "test-plan"
name_zh = "测试计划"
name_en = "A plan for tests"
source = "no real plan"
[[indicators]]
code = "H1"
name_zh = "节假日开放"
name_en = "open 8 hours, on holidays, too"
type = "hours"
kinds = ["library"]
hours_a_day = 8
on_holidays = true
target = { at_least = 100 }
verified = false
note_zh = "测试"
note_en = "test"
)";
  const auto asked = [&](const std::vector<std::string>& hours) {
    const County county{plan,
                        "\n[[facilities]]\nkind = \"library\"\nfile = \"libraries.csv\"\nid = "
                        "\"id\"\nhours = \"hours\"\nx = \"x\"\ny = \"y\"\ncrs = \"EPSG:4545\"\n"};
    const Dataset made{county.folder.file("county.gpkg")};
    OGREnvelope box;
    EXPECT_EQ(made.file->GetLayerByName("units")->GetExtent(&box), OGRERR_NONE);
    std::string csv = "id,hours,x,y\n";
    for (std::size_t i = 0; i < hours.size(); ++i)
      csv += std::to_string(i) + ",\"" + hours[i] + "\"," +
             std::to_string((box.MinX + box.MaxX) / 2) + "," +
             std::to_string((box.MinY + box.MaxY) / 2) + "\n";
    county.folder.write("libraries.csv", csv);
    run(county.folder.file("study.toml"), county.results, "en");
    return *whole(rows_of(county.results + "/indicators.csv"), "H1");
  };
  auto row = asked({"每天8:00-18:00，节假日全天开放", "Mo-Su 08:00-18:00; PH 09:00-12:00",
                    "Mo-Su,PH 08:00-16:00", "Mo-Su 08:00-18:00", "24/7"});
  EXPECT_EQ(row.at("numerator"), "3.000");
  EXPECT_EQ(row.at("denominator"), "5.000");
  EXPECT_EQ(row.at("needs"), "");
  EXPECT_THAT(row.at("remarks"), ::testing::HasSubstr("1 of 5"));
  row = asked({"Mo-Su 08:00-18:00", "每天8:00-18:00"});
  EXPECT_EQ(row.at("value"), "");
  EXPECT_THAT(row.at("needs"), ::testing::HasSubstr("PH 08:00-18:00"));
}

TEST(IndicatorsOfAStudy, CountARadiusFromPointToPoint) {
  const County county;
  run(county.folder.file("study.toml"), county.results);
  const auto rows = rows_of(county.results + "/indicators.csv");
  // On the ellipsoid, by the haversine of plain degrees: good to a metre in 800, so homes so near
  // to the limit are left out of the comparison.
  const Dataset gpkg{county.results + "/results.gpkg"};
  const auto points = [&](const std::string& layer_name, const std::string& only) {
    std::vector<std::array<double, 3>> all;
    OGRLayer* layer = gpkg.file->GetLayerByName(layer_name.c_str());
    for (const auto& feature : *layer) {
      if (!only.empty() && feature->GetFieldAsString("kind") != only) continue;
      const auto* point = feature->GetGeometryRef()->toPoint();
      const int people = feature->GetFieldIndex("people");
      all.push_back(
          {point->getX(), point->getY(), people < 0 ? 0 : feature->GetFieldAsDouble(people)});
    }
    return all;
  };
  const auto markets = points("facilities", "market");
  double sure = 0, near = 0, total = 0;
  for (const auto& home : points("people", "")) {
    double least = 1e9;
    for (const auto& market : markets) {
      const double y = (home[1] - market[1]) * 110'950;
      const double x = (home[0] - market[0]) * 111'320 * std::cos(home[1] * 3.14159265 / 180);
      least = std::min(least, std::hypot(x, y));
    }
    total += home[2];
    if (least < 797) sure += home[2];
    if (least >= 797 && least <= 803) near += home[2];
  }
  const auto* row = whole(rows, "T7");
  ASSERT_NE(row, nullptr);
  EXPECT_DOUBLE_EQ(std::stod(row->at("denominator")), total);
  EXPECT_GE(std::stod(row->at("numerator")), sure);
  EXPECT_LE(std::stod(row->at("numerator")), sure + near);
  EXPECT_GT(sure, 0);
}

TEST(IndicatorsOfAStudy, AreTheSameBytesForAnyThreadsAndInBothLanguages) {
  const County county;
  const auto bytes = [&](const std::string& name) {
    std::ifstream in{name, std::ios::binary};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
  };
  run(county.folder.file("study.toml"), county.folder.file("one"), "zh", {"--threads", "1"});
  run(county.folder.file("study.toml"), county.folder.file("two"), "zh", {"--threads", "8"});
  for (const std::string name : {"indicators.csv", "indicators.xlsx", "report.html", "run.json"}) {
    EXPECT_FALSE(bytes(county.folder.file("one/" + name)).empty()) << name;
    EXPECT_TRUE(bytes(county.folder.file("one/" + name)) ==
                bytes(county.folder.file("two/" + name)))
        << name;
  }
  run(county.folder.file("study.toml"), county.folder.file("three"), "en");
  const auto zh = rows_of(county.folder.file("one/indicators.csv"));
  const auto en = rows_of(county.folder.file("three/indicators.csv"));
  ASSERT_EQ(zh.size(), en.size());
  for (std::size_t r = 0; r < zh.size(); ++r) EXPECT_EQ(zh[r].at("value"), en[r].at("value")) << r;
  const std::string page = bytes(county.folder.file("one/report.html"));
  EXPECT_THAT(page, ::testing::HasSubstr("数据来源与口径说明"));
  EXPECT_THAT(page, ::testing::HasSubstr("测试计划"));
}

/// The official values of everything, a line each, against those kept in tests/golden.
void expect_golden(const std::string& name, const std::string& results) {
  std::string now;
  for (const auto& row : rows_of(results + "/indicators.csv"))
    if (row.at("level") == "whole" && row.at("official") == "1")
      now += row.at("standard") + " " + row.at("code") + " " + row.at("name") + " | " +
             row.at("counted") + " | " + row.at("numerator") + " / " + row.at("denominator") +
             " = " + row.at("shown") + " | " + row.at("target") + " " + row.at("reached") + " | " +
             row.at("verified") + " | " + row.at("needs") + "\n";
  const fs::path golden = fs::path{LIFECIRCLE_SOURCE_DIR} / "tests" / "golden" / name;
  if (std::getenv("LIFECIRCLE_UPDATE_GOLDEN") != nullptr)
    std::ofstream{golden, std::ios::binary} << now;
  std::ifstream in{golden, std::ios::binary};
  const std::string expected{std::istreambuf_iterator<char>{in}, {}};
  std::istringstream a{now}, b{expected};
  for (std::string one, other; std::getline(a, one) || std::getline(b, other);) {
    std::getline(b, other);
    EXPECT_EQ(one, other) << "(LIFECIRCLE_UPDATE_GOLDEN=1 rewrites " << golden << ")";
    other.clear();
  }
}

TEST(IndicatorsOfAStudy, OfTheSampleCountyAreThoseKept) {
  const County county;
  std::ifstream in{fs::path{LIFECIRCLE_SOURCE_DIR} / "data" / "sample" / "study.toml"};
  county.folder.write("sample.toml", {std::istreambuf_iterator<char>{in}, {}});
  run(county.folder.file("sample.toml"), county.results, "zh");
  expect_golden("indicators_county.txt", county.results);
}

TEST(IndicatorsOfAStudy, OfPortoAlegreAreThoseKept) {
  const auto osm = data("poa/poa_osm.pbf"), hexagons = data("poa/poa_hexgrid.csv");
  if (osm.empty() || hexagons.empty()) GTEST_SKIP() << "no test data";
  const Folder folder;
  std::string counts;
  for (int n = 1; n < 100; ++n) counts += (n > 1 ? ",\"" : "\"") + std::to_string(n) + "\"";
  const auto facilities = [&](const std::string& kind, const std::string& column) {
    return "[[facilities]]\nkind = \"" + kind + "\"\nfile = \"" + hexagons +
           "\"\nid = \"id\"\nwhere = { " + column + " = [" + counts + "] }\n";
  };
  // One unit, and all of it town: that is whom these standards ask about.
  folder.write(
      "units.csv",
      "code,setting,wkt\ncity,town,\"POLYGON((-52 -31,-50 -31,-50 -29,-52 -29,-52 -31))\"\n");
  const std::string study = folder.write(
      "study.toml",
      "[study]\nname = \"Porto Alegre\"\n[[network.osm]]\nfile = \"" + osm +
          "\"\n[[people]]\nfile = \"" + hexagons +
          "\"\nid = \"id\"\npeople = \"population\"\n[units]\nfile = "
          "\"units.csv\"\ncode = \"code\"\nsetting = \"setting\"\ncrs = \"EPSG:4326\"\n" +
          facilities("hospital", "healthcare") + facilities("health_center", "healthcare") +
          facilities("primary_school", "schools") +
          "[[services]]\nname = \"hospital_15\"\nkinds = [\"hospital\"]\nmodes = "
          "[\"walk\"]\nminutes = 15\n[indicators]\nstandards = "
          "[\"tdt1063-2021\", \"gb50180-2018\"]\n");
  run(study, folder.file("results"), "zh");
  expect_golden("indicators_poa.txt", folder.file("results"));
  // And once more by SQL: whatever is counted on people within minutes or metres of one kind.
  const auto rows = rows_of(folder.file("results") + "/indicators.csv");
  const Dataset gpkg{folder.file("results") + "/results.gpkg"};
  OGRLayer* people = gpkg.file->GetLayerByName("people");
  int checked = 0;
  for (const auto& row : rows) {
    if (row.at("level") != "whole" || row.at("counted") != "people" || row.at("travel") != "stated")
      continue;
    const std::string rule = row.at("rule");
    const bool minutes = rule.starts_with("t <= ");
    if (row.at("modes") != "walk" && row.at("modes") != "walk/m") continue;
    std::string kinds;
    for (const std::string kind : {"health_center", "hospital", "primary_school"})
      if (("|" + row.at("kinds") + "|").find("|" + kind + "|") != std::string::npos)
        kinds += (kinds.empty() ? "" : "_") + kind;
    std::string column = kinds + "_" + (minutes ? "walk" : "walk_m") + "_seconds";
    if (people->FindFieldIndex(column.c_str(), 1) < 0) column = "hospital_15_seconds";
    ASSERT_EQ(row.at("modes"), minutes ? "walk" : "walk/m") << row.at("code");
    ASSERT_TRUE(column != "hospital_15_seconds" || kinds == "hospital") << row.at("code");
    const double limit = std::stod(rule.substr(minutes ? 5 : 3)) * (minutes ? 60 : 1);
    EXPECT_NEAR(std::stod(row.at("numerator")),
                gpkg.number("SELECT COALESCE(SUM(people), 0) FROM people WHERE \"" + column +
                            "\" <= " + std::to_string(limit)),
                5e-4)
        << row.at("standard") << " " << row.at("code");
    ++checked;
  }
  EXPECT_GE(checked, 3);
}

TEST(IndicatorsOfAStudy, AreInTheLanguageOfTheStudyUnlessAnotherIsAskedFor) {
  const County county;
  std::ifstream in{county.folder.file("study.toml")};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  text.insert(text.find("[study]\n") + 8, "language = \"zh\"\n");
  county.folder.write("zh.toml", text);
  const auto name_in = [&](const std::vector<std::string>& more) {
    std::ostringstream said, complained;
    std::vector<std::string> words{"run", county.folder.file("zh.toml"), "--out", county.results,
                                   "--quiet"};
    words.insert(words.end(), more.begin(), more.end());
    EXPECT_EQ(run_program(words, said, complained, Terminal{}), 0) << complained.str();
    return rows_of(county.results + "/indicators.csv").front().at("name");
  };
  EXPECT_EQ(name_in({}), "医疗");
  EXPECT_EQ(name_in({"--lang", "en"}), "clinics on foot or by e-bike");
}

TEST(IndicatorsOfAStudy, WrongStandardsEndInASentence) {
  const County county;
  const auto fails = [&](const std::string& standards) {
    std::ifstream in{county.folder.file("study.toml")};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    text.replace(text.find("\"test-plan.toml\""), 16, standards);
    county.folder.write("wrong.toml", text);
    std::ostringstream said, complained;
    EXPECT_NE(run_program({"run", county.folder.file("wrong.toml"), "--out", county.results}, said,
                          complained, Terminal{}),
              0);
    return complained.str();
  };
  EXPECT_THAT(fails("\"zhengnin-2022\""), ::testing::HasSubstr("zhengning-2022"));
  EXPECT_THAT(fails("\"no.toml\""), ::testing::HasSubstr("no.toml"));
  EXPECT_THAT(fails("\"test-plan.toml\", \"test-plan.toml\""), ::testing::HasSubstr("test-plan"));
}

}  // namespace
}  // namespace lifecircle::test
