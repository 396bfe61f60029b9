// Shares of land: one straight road and one clinic on it, so that the circle is known. From a place
// x metres along the road and y beside it, the walk is |x| metres at 4.8 km/h and |y| at 1.3 times
// the time; nobody gets to the road from farther than the access limit of the ground.

#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/tools/little_town.hpp"
#include "tests/tools/sample_run.hpp"

namespace lifecircle::test {
namespace {

constexpr int kEast = 500'000, kNorth = 3'873'000;  // of the clinic, on the meridian of its zone
constexpr double kTolerance_m = 2;

/// Whole metres from the clinic.
struct Rectangle {
  int west, east, south, north;
  bool holds(double x, double y) const { return x > west && x < east && y > south && y < north; }
  std::string wkt() const {
    const auto corner = [](int x, int y) {
      return std::to_string(kEast + x) + " " + std::to_string(kNorth + y);
    };
    return "\"POLYGON((" + corner(west, south) + "," + corner(east, south) + "," +
           corner(east, north) + "," + corner(west, north) + "," + corner(west, south) + "))\"";
  }
};

struct Ground {
  std::string code, setting;
  Rectangle area;
  double access_m;
};
/// The two units, and beyond them the ground of none.
const std::vector<Ground> kUnits{{"A", "town", {-3000, 0, -350, 3000}, 300},
                                 {"B", "country", {0, 3000, -350, 3000}, 1000}};
constexpr double kNoUnit_m = 500;
/// In one unit, across a border of units, on top of each other, far away.
const std::vector<Rectangle> kParcels{{-1000, -400, 100, 500}, {-200, 300, 50, 350},
                                      {200, 900, -600, -50},   {800, 1100, -300, 100},
                                      {-100, 250, -600, -350}, {2000, 2500, 0, 400}};

struct Share {
  double land = 0, covered = 0, at_least = 0, at_most = 0;  ///< square metres
};

/// Square metre by square metre; "*" is the whole, "" no unit. `holds(x, y, access_m, slack)` says
/// whether the circle does, drawn so many tolerances too large.
template <class Holds>
std::map<std::string, Share> plain_shares_of(Holds holds) {
  std::map<std::string, Share> shares;
  for (double x = -2999.5; x < 3000; ++x)
    for (double y = -999.5; y < 1000; ++y) {
      bool is_land = false;
      for (const Rectangle& parcel : kParcels) is_land = is_land || parcel.holds(x, y);
      if (!is_land) continue;
      std::string code;
      double access_m = kNoUnit_m;
      for (const Ground& unit : kUnits)
        if (unit.area.holds(x, y)) code = unit.code, access_m = unit.access_m;
      for (const std::string& of : {code, std::string{"*"}}) {
        Share& share = shares[of];
        share.land += 1;
        if (holds(x, y, access_m, 0)) share.covered += 1;
        if (holds(x, y, access_m, -1)) share.at_least += 1;
        if (holds(x, y, access_m, 1)) share.at_most += 1;
      }
    }
  return shares;
}

/// As the circle is drawn, its border may be off by the tolerance.
std::map<std::string, Share> plain_shares(double minutes, double metres_a_minute = 80) {
  return plain_shares_of([&](double x, double y, double access_m, int slack) {
    return std::abs(x) + 1.3 * std::abs(y) <=
               minutes * metres_a_minute + slack * kTolerance_m * std::hypot(1, 1.3) &&
           std::abs(y) <= access_m + slack * kTolerance_m;
  });
}
/// A square metre is in or out as a whole, so the border is off by half of its diagonal.
std::map<std::string, Share> plain_shares_within(double radius_m) {
  return plain_shares_of([&](double x, double y, double, int slack) {
    return std::hypot(x, y) <= radius_m + slack * 0.75;
  });
}

const char* kIndicator = R"(
[[indicators]]
name_zh = "用地"
name_en = "land"
verified = false
note_zh = "测试"
note_en = "test"
)";

/// The town's files and its results.
struct LandTown {
  little::Folder folder;
  std::vector<CsvRow> rows, land;

  LandTown() {
    write("roads.csv", "class,wkt",
          {"residential,\"LINESTRING(" + at(-3000, 0) + "," + at(3000, 0) + ")\""});
    write("clinics.csv", "id,wkt", {"1,POINT(" + at(0, 0) + ")"});
    write("homes.csv", "id,people,wkt",
          {"a,30,POINT(" + at(-500, 20) + ")", "b,20,POINT(" + at(500, 20) + ")"});
    std::vector<std::string> parcels, units;
    for (const Rectangle& parcel : kParcels) parcels.push_back(parcel.wkt());
    for (const Ground& unit : kUnits)
      units.push_back(unit.code + "," + unit.setting + "," + unit.area.wkt());
    write("land.csv", "wkt", parcels);
    write("units.csv", "code,setting,wkt", units);
    const std::string coverage =
        "type = \"time_coverage\"\nkinds = [\"clinic\"]\ncounted = \"land.residential\"\nmodes = "
        "[\"walk\"]\n";
    write(
        "plan.toml",
        "code = \"plan\"\nname_zh = \"测试\"\nname_en = \"plan\"\nsource = \"no real plan\"",
        {kIndicator + ("code = \"L15\"\n" + coverage + "minutes = 15\ntarget = { at_least = 30 }"),
         kIndicator + ("code = \"L10\"\n" + coverage + "minutes = 10"),
         kIndicator + ("code = \"L15-town\"\n" + coverage + "minutes = 15\nscope = \"town\""),
         kIndicator + std::string{"code = \"R400\"\ntype = \"time_coverage\"\nkinds = "
                                  "[\"clinic\"]\ncounted = \"land.residential\"\nradius_m = 400"},
         kIndicator + std::string{"code = \"head\"\ntype = \"area_per_head\"\nnumerator = "
                                  "[\"land.residential\"]\ndenominator = [\"people.people\"]\n"
                                  "unit_zh = \"平方米\"\nunit_en = \"m²\""}});
    const auto source = [](const std::string& file) {
      return "file = \"" + file + "\"\ncrs = \"EPSG:4545\"\n";
    };
    write("study.toml", "[study]\nname = \"Land\"",
          {"[[network.roads]]\n" + source("roads.csv") + "class = \"class\"",
           "[[people]]\n" + source("homes.csv") + "id = \"id\"\npeople = \"people\"",
           "[units]\n" + source("units.csv") + "code = \"code\"\nsetting = \"setting\"",
           "[[facilities]]\nkind = \"clinic\"\n" + source("clinics.csv") + "id = \"id\"",
           "[[services]]\nname = \"clinic_15\"\nkinds = [\"clinic\"]\nmodes = [\"walk\"]\n"
           "minutes = 15",
           "[circles]\ntolerance = 2", "[[land]]\nname = \"residential\"\n" + source("land.csv"),
           "[indicators]\nstandards = [\"plan.toml\"]"});
    little::run(folder.path, "out", 2, {"--quiet"});
    rows = csv_rows((folder.path / "out" / "indicators.csv").string());
    land = csv_rows((folder.path / "out" / "land.csv").string());
  }
  static std::string at(int x, int y) {
    return std::to_string(kEast + x) + " " + std::to_string(kNorth + y);
  }
  void write(const char* name, const std::string& head, const std::vector<std::string>& lines) {
    std::ofstream out{folder.path / name, std::ios::binary};
    out << head << '\n';
    for (const auto& line : lines) out << line << '\n';
  }
  const CsvRow* row(const std::string& code, const std::string& level,
                    const std::string& area) const {
    for (const CsvRow& r : rows)
      if (r.at("code") == code && r.at("level") == level && r.at("area_code") == area &&
          r.at("official") == "1")
        return &r;
    return nullptr;
  }
};

void expect_share(const LandTown& town, const std::string& code, const std::string& level,
                  const std::string& area, const Share& plain) {
  const CsvRow* row = town.row(code, level, area);
  ASSERT_NE(row, nullptr) << code << " " << level << " " << area;
  const std::string what = code + " " + level + " " + area;
  EXPECT_EQ(row->at("needs"), "") << what;
  EXPECT_EQ(row->at("counted"), "land:residential") << what;
  const double numerator = std::stod(row->at("numerator")),
               denominator = std::stod(row->at("denominator"));
  EXPECT_NEAR(denominator, plain.land, 1 + 2e-5 * plain.land) << what;
  EXPECT_GE(numerator, plain.at_least * (1 - 2e-5)) << what;
  EXPECT_LE(numerator, plain.at_most * (1 + 2e-5)) << what;
  EXPECT_NEAR(std::stod(row->at("value")), 100 * numerator / denominator, 5.001e-5) << what;
}

TEST(LandIndicators, AreThoseOfTheGroundMetreByMetre) {
  GDALAllRegister();
  const LandTown town;
  for (const auto& [code, minutes] : {std::pair{"L15", 15.0}, {"L10", 10.0}}) {
    std::map<std::string, Share> plain = plain_shares(minutes);
    // The test can tell: much of the land is out of the circle, and little of it in doubt.
    ASSERT_GT(plain["*"].covered, 0.2 * plain["*"].land);
    ASSERT_LT(plain["*"].covered, 0.8 * plain["*"].land);
    ASSERT_LT(plain["*"].at_most - plain["*"].at_least, 0.02 * plain["*"].land);
    ASSERT_EQ(plain["A"].land + plain["B"].land + plain[""].land, plain["*"].land);
    ASSERT_GT(plain[""].covered, 0);
    expect_share(town, code, "whole", "*", plain["*"]);
    expect_share(town, code, "unit", "A", plain["A"]);
    expect_share(town, code, "unit", "B", plain["B"]);
    expect_share(town, code, "setting", "town", plain["A"]);
    expect_share(town, code, "setting", "country", plain["B"]);
    expect_share(town, code, "no_unit", "", plain[""]);
  }
  std::map<std::string, Share> plain = plain_shares(15);
  expect_share(town, "L15-town", "whole", "*", plain["A"]);
  EXPECT_EQ(town.row("L15-town", "unit", "B"), nullptr);
  EXPECT_EQ(town.row("L15", "whole", "*")->at("reached"), "yes");
  EXPECT_EQ(town.row("L15", "unit", "A")->at("reached"),
            plain["A"].covered >= 0.3 * plain["A"].land ? "yes" : "no");
  // Square metres for each of 50 people.
  const CsvRow* head = town.row("head", "whole", "*");
  ASSERT_NE(head, nullptr);
  EXPECT_NEAR(std::stod(head->at("value")), plain["*"].land / 50, 1e-4 * plain["*"].land / 50);
}

/// At the second speed: 3.6 km/h, which stands beside.
TEST(LandIndicators, StandBesideAtTheSecondSpeed) {
  GDALAllRegister();
  const LandTown town;
  std::map<std::string, Share> slow = plain_shares(15, 60), fast = plain_shares(15);
  ASSERT_LT(slow["*"].at_most, fast["*"].at_least) << "the test can tell the speeds apart";
  int seen = 0;
  for (const CsvRow& row : town.rows) {
    if (row.at("code") != "L15" || row.at("level") != "whole" || row.at("travel") != "beside" ||
        row.at("counted") != "land:residential")
      continue;
    ++seen;
    EXPECT_EQ(row.at("official"), "0");
    EXPECT_EQ(row.at("modes"), "walk_elderly");
    EXPECT_GE(std::stod(row.at("numerator")), slow["*"].at_least * (1 - 2e-5));
    EXPECT_LE(std::stod(row.at("numerator")), slow["*"].at_most * (1 + 2e-5));
  }
  EXPECT_EQ(seen, 1);
}

/// 2 公里覆盖率: whoever is near as the crow flies, whatever the roads and the access limit.
TEST(LandIndicators, MeasureTheGroundWithinARadius) {
  GDALAllRegister();
  const LandTown town;
  std::map<std::string, Share> plain = plain_shares_within(400);
  ASSERT_GT(plain["*"].covered, 0.1 * plain["*"].land);
  ASSERT_LT(plain["*"].covered, 0.9 * plain["*"].land);
  expect_share(town, "R400", "whole", "*", plain["*"]);
  expect_share(town, "R400", "unit", "A", plain["A"]);
  expect_share(town, "R400", "unit", "B", plain["B"]);
  expect_share(town, "R400", "no_unit", "", plain[""]);
}

/// And those of land.csv, and of the drawn circle laid over the parcels with GEOS.
TEST(LandIndicators, AreThoseOfTheDrawnCircleOverTheParcels) {
  GDALAllRegister();
  const LandTown town;
  int compared = 0;
  for (const CsvRow& row : town.land) {
    const std::string code = row.at("unit_code");
    const CsvRow* indicator = town.row("L15",
                                       code == "*"    ? "whole"
                                       : code.empty() ? "no_unit"
                                                      : "unit",
                                       code);
    ASSERT_NE(indicator, nullptr) << code;
    EXPECT_NEAR(std::stod(row.at("land_ha")), std::stod(indicator->at("denominator")) / 1e4, 6e-5);
    EXPECT_NEAR(std::stod(row.at("covered_ha")), std::stod(indicator->at("numerator")) / 1e4, 6e-5);
    ++compared;
  }
  EXPECT_EQ(compared, 4);

  const std::string path = (town.folder.path / "out" / "results.gpkg").string();
  const GDALDatasetUniquePtr results{GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR)};
  ASSERT_TRUE(results);
  OGRSpatialReference plane;
  ASSERT_EQ(plane.importFromEPSG(4545), OGRERR_NONE);
  plane.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  std::unique_ptr<OGRGeometry> circle;
  for (const auto& row : *results->GetLayerByName("circles"))
    if (row->GetFieldAsDouble("minutes") == 15) circle.reset(row->StealGeometry());
  ASSERT_TRUE(circle);
  ASSERT_EQ(circle->transformTo(&plane), OGRERR_NONE);
  const auto drawn = [](const Rectangle& area) {
    const std::string quoted = area.wkt(), wkt = quoted.substr(1, quoted.size() - 2);
    OGRGeometry* made = nullptr;
    OGRGeometryFactory::createFromWkt(wkt.c_str(), nullptr, &made);
    return std::unique_ptr<OGRGeometry>{made};
  };
  const auto area_m2 = [](const OGRGeometry& shape) {
    double sum = 0;
    if (const auto type = wkbFlatten(shape.getGeometryType()); type == wkbPolygon)
      sum = shape.toPolygon()->get_Area();
    else if (type == wkbMultiPolygon || type == wkbGeometryCollection)
      sum = shape.toGeometryCollection()->get_Area();
    return sum;
  };
  std::unique_ptr<OGRGeometry> land{new OGRPolygon};
  for (const Rectangle& parcel : kParcels) land.reset(land->Union(drawn(parcel).get()));
  std::map<std::string, std::unique_ptr<OGRGeometry>> grounds;
  std::unique_ptr<OGRGeometry> rest{land->clone()};
  for (const Ground& unit : kUnits) {
    grounds[unit.code].reset(land->Intersection(drawn(unit.area).get()));
    rest.reset(rest->Difference(drawn(unit.area).get()));
  }
  grounds[""] = std::move(rest);
  grounds["*"] = std::move(land);
  for (const auto& [code, ground] : grounds) {
    const std::unique_ptr<OGRGeometry> covered{ground->Intersection(circle.get())};
    const CsvRow* row = town.row("L15",
                                 code == "*"    ? "whole"
                                 : code.empty() ? "no_unit"
                                                : "unit",
                                 code);
    ASSERT_NE(row, nullptr) << code;
    const double expected = area_m2(*covered);
    EXPECT_GT(expected, 0) << code;
    EXPECT_NEAR(std::stod(row->at("numerator")), expected, 2 + 2e-5 * expected) << code;
  }
}

}  // namespace
}  // namespace lifecircle::test
