// Study files: what they say, and what is said of those that are not right. (How every
// wrong use reads to a person is in tests/golden/wrong_uses.txt.)

#include "io/read/study_file.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "engine/base/messages.hpp"

namespace lifecircle {
namespace {

const std::string kSource = LIFECIRCLE_SOURCE_DIR;
const std::string kProfiles = kSource + "/data/profiles";

std::string bytes_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

Result<StudyFile> parsed(const std::string& text) {
  return parse_study(text, "town/study.toml", kProfiles, false);
}

StudyFile good(const std::string& text) {
  auto study = parsed(text);
  if (!study) {
    const Error& e = study.error();
    ADD_FAILURE() << e.where << ": " << say(e.key, Language::en, e.args);
    return {};
  }
  return std::move(study).value();
}

const std::string kOneFile = R"([network.osm]
file = "county.osm.pbf"
[[facilities]]
kind = "clinic"
file = "county.osm.pbf"
osm = ["amenity=clinic|doctors", "healthcare=*"]
[[people]]
file = "county.osm.pbf"
osm = ["place=village|hamlet"]
[[services]]
name = "clinic_30min"
kinds = ["clinic"]
modes = ["walk"]
minutes = 30
)";

/// Most keys once.
const std::string kFull = R"([study]
name = "Sample county / 示例县"
crs = "EPSG:4490"
[area]
file = "county.gpkg"
layer = "area"
[network]
  [[network.roads]]
  file = "county.gpkg"
  layer = "roads"
  class = "class"
  speed_limit = "maxspeed"
  oneway = "oneway"
  level = "level"
  bridge = "bridge"
  tunnel = "tunnel"
  id = "id"
  join = "ends"
[barriers]
osm = false
  [[barriers.layers]]
  file = "county.gpkg"
  layer = "barriers"
[units]
file = "county.gpkg"
layer = "units"
code = "code"
name = "name"
setting = "setting"
[[people]]
file = "county.gpkg"
layer = "dwellings"
id = "id"
people = "people"
groups = { elderly = "elderly", children = "children" }
counts = { households = "households" }
[[facilities]]
kind = "clinic"
file = "county.gpkg"
layer = "facilities"
where = { kind = "clinic" }
id = "id"
name = "name"
[[facilities]]
kind = "hospital"
file = "county.gpkg"
layer = "facilities"
where = { kind = "hospital" }
id = "id"
name = "name"
[[services]]
name = "clinic_15min_walk"
kinds = ["clinic", "hospital"]
modes = ["walk"]
minutes = 15
[[services]]
name = "rural_medical_30min"
kinds = ["clinic", "hospital"]
modes = ["walk", "ebike"]
minutes = 30
scope = "country"
[[groups]]
measure = "elderly"
instead = { walk = "walk_elderly" }
[access]
town_m = 300
country_m = 1000
unknown_m = 500
[gaps]
town_m = 200
country_m = 1000
)";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(StudyFile, TheSampleStudyIsRight) {
  const std::string path = kSource + "/data/sample/study.toml";
  const auto study = parse_study(bytes_of(path), path, kProfiles, false);
  ASSERT_TRUE(study) << study.error().where << " "
                     << say(study.error().key, Language::en, study.error().args);
  EXPECT_FALSE(study.value().rules.services.empty());
  for (const auto& file : study.value().input_files())
    EXPECT_TRUE(file.starts_with(kSource)) << file;
}

TEST(StudyFile, IsReadAsItStands) {
  const StudyFile study = good(kFull);
  const std::string county = "town/county.gpkg";
  EXPECT_EQ(study.rules.name, "Sample county / 示例县");
  EXPECT_EQ(study.crs, "EPSG:4490");
  ASSERT_TRUE(study.area);
  EXPECT_EQ(study.area->layer.file, county);
  EXPECT_EQ(study.area->layer.layer, "area");
  ASSERT_EQ(study.roads.size(), 1u);
  EXPECT_EQ(study.roads[0].columns.road_class, "class");
  EXPECT_EQ(study.roads[0].columns.speed_limit, "maxspeed");
  EXPECT_FALSE(study.roads[0].columns.node_crossings);
  EXPECT_EQ(study.roads[0].columns.modes, Modes::all());
  EXPECT_FALSE(study.barriers_from_osm);
  ASSERT_EQ(study.barriers.size(), 1u);
  EXPECT_EQ(study.barriers[0].layer.layer, "barriers");
  ASSERT_TRUE(study.units);
  EXPECT_EQ(study.units->code, "code");
  EXPECT_EQ(study.units->setting, "setting");
  ASSERT_EQ(study.people.size(), 1u);
  const auto& counts = study.people[0].counts;
  ASSERT_EQ(counts.size(), 4u);
  EXPECT_EQ(counts[0].measure.name, "people");
  EXPECT_EQ(counts[1].measure.name, "children");
  EXPECT_EQ(counts[1].measure.unit, "people");
  EXPECT_EQ(counts[3].measure.name, "households");
  EXPECT_EQ(counts[3].measure.unit, "households");
  ASSERT_EQ(study.measures.size(), 4u);
  EXPECT_EQ(study.measures[0].name, "people");
  ASSERT_GE(study.facilities.size(), 2u);
  EXPECT_EQ(study.facilities[0].kind, "clinic");
  EXPECT_EQ(study.facilities[0].from.layer.where.at("kind"), std::vector<std::string>{"clinic"});
  ASSERT_EQ(study.rules.services.size(), 2u);
  EXPECT_EQ(study.rules.services[0].limit, Duration::minutes(15));
  EXPECT_EQ(study.rules.services[1].scope, Scope::country);
  EXPECT_EQ(study.rules.services[1].modes, (std::vector<std::string>{"walk", "ebike"}));
  ASSERT_EQ(study.rules.group_travel.size(), 1u);
  EXPECT_EQ(study.rules.group_travel[0].instead.at("walk"), "walk_elderly");
  for (const char* name : {"walk", "ebike", "walk_elderly"})
    EXPECT_TRUE(study.rules.profiles.contains(name)) << name;
  EXPECT_EQ(study.rules.beside.at("walk"), "walk_elderly");
  EXPECT_EQ(study.rules.access.of(Setting::town), 300);
  EXPECT_EQ(study.rules.gaps.of(Setting::unknown), 500);
  EXPECT_EQ(study.input_files(), std::vector<std::string>{county});
}

TEST(StudyFile, EveryLayerMaySayItsCoordinateSystemAndItsAxes) {
  const std::string plain = "kind = \"clinic\"";
  std::string text = kFull;
  const auto at = text.find(plain);
  ASSERT_NE(at, std::string::npos);
  text.insert(at + plain.size(), "\ncrs = \"gcj02\"\naxes = \"swapped\"");
  const StudyFile study = good(text);
  EXPECT_EQ(study.facilities[0].from.layer.crs, "gcj02");
  EXPECT_EQ(study.facilities[0].from.layer.axes, Axes::swapped);
  EXPECT_EQ(study.people[0].from.layer.axes, Axes::as_written);
}

TEST(StudyFile, OneOsmFileIsEnough) {
  const StudyFile study = good(kOneFile);
  EXPECT_EQ(study.rules.name, "study");
  ASSERT_EQ(study.osm_roads.size(), 1u);
  EXPECT_EQ(study.osm_roads[0].file, "town/county.osm.pbf");
  EXPECT_FALSE(study.osm_roads[0].ferries);
  EXPECT_TRUE(study.barriers_from_osm)
      << "rivers and railways stand in the way unless told otherwise";
  ASSERT_EQ(study.people.size(), 1u);
  EXPECT_TRUE(study.people[0].from.is_osm());
  EXPECT_EQ(study.people[0].id, "osm_id");
  ASSERT_EQ(study.people[0].counts.size(), 1u);
  EXPECT_EQ(study.people[0].counts[0].measure.name, "places");
  EXPECT_EQ(study.people[0].counts[0].column, "") << "each counts 1";
  ASSERT_EQ(study.facilities[0].from.osm.size(), 2u);
  EXPECT_EQ(study.facilities[0].from.osm[1].text, "healthcare=*");
  EXPECT_EQ(study.facilities[0].name, "name");
  EXPECT_EQ(study.rules.services[0].direction, Direction::to_facility);
  EXPECT_EQ(study.input_files(), std::vector<std::string>{"town/county.osm.pbf"});
}

TEST(StudyFile, ATagMayCountThePeopleAndBuildingsMayBeTheirPlaces) {
  const StudyFile tagged = good(with(kOneFile, "osm = [\"place=village|hamlet\"]",
                                     "osm = \"place=village\"\npeople = \"population\""));
  EXPECT_EQ(tagged.people[0].counts[0].measure.name, "people");
  EXPECT_EQ(tagged.people[0].counts[0].column, "population");
  const StudyFile buildings =
      good(with(kOneFile, "osm = [\"place=village|hamlet\"]", "osm = [\"building=*\"]"));
  EXPECT_EQ(buildings.people[0].from.osm[0].text, "building=*");
}

TEST(StudyFile, PeopleAreTheHeadlineWhicheverSourceComesFirst) {
  const StudyFile study =
      good(with(kOneFile, "[[services]]",
                "[[people]]\nraster = \"pop.tif\"\ncrs = \"EPSG:4326\"\n[[services]]"));
  ASSERT_EQ(study.measures.size(), 2u);
  EXPECT_EQ(study.measures[0].name, "people");
  EXPECT_EQ(study.measures[1].name, "places");
  EXPECT_TRUE(study.people[1].raster);
  EXPECT_EQ(study.people[1].from.layer.crs, "EPSG:4326");
  EXPECT_EQ(study.input_files(), (std::vector<std::string>{"town/county.osm.pbf", "town/pop.tif"}));
}

TEST(StudyFile, SpreadsPeopleOverBuildings) {
  const StudyFile study = good(with(kOneFile, "[[services]]", R"([[people]]
file = "/abs/blocks.gpkg"
people = "n"
spread = "buildings"
buildings = { file = "../county.osm", osm = ["building=residential"] }
where = { year = 2020, kind = ["a", "b"] }
[[services]])"));
  const PeopleSource& blocks = study.people[1];
  EXPECT_EQ(blocks.from.layer.file, "/abs/blocks.gpkg");
  EXPECT_EQ(blocks.spread, Spread::buildings);
  ASSERT_TRUE(blocks.buildings);
  EXPECT_EQ(blocks.buildings->layer.file, "county.osm") << "town/../county.osm";
  EXPECT_EQ(blocks.from.layer.where.at("year"), std::vector<std::string>{"2020"});
  EXPECT_EQ(blocks.from.layer.where.at("kind"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(blocks.from.stated_at, "town/study.toml:10 [[people]] 2");
}

TEST(StudyFile, ReadsEveryKeyOfARoadLayer) {
  const StudyFile study = good(with(kOneFile, "[network.osm]", R"([[network.roads]]
file = "r.shp"
layer = "r"
crs = "EPSG:4527"
encoding = "GB18030"
class = "TYPE"
default_class = "村道"
forward_seconds = "f"
backward_seconds = "b"
modes = ["foot", "car"]
join = "crossings"
tolerance = 0.5
[network.osm])"));
  ASSERT_EQ(study.roads.size(), 1u);
  const RoadSource& roads = study.roads[0];
  EXPECT_EQ(roads.layer.encoding, "GB18030");
  EXPECT_EQ(roads.columns.default_class, "村道");
  EXPECT_EQ(roads.columns.modes, Modes::of(Mode::foot) | Modes::of(Mode::car));
  EXPECT_TRUE(roads.columns.node_crossings);
  EXPECT_EQ(roads.columns.tolerance_m, 0.5);
  EXPECT_EQ(roads.columns.backward_seconds, "b");
  EXPECT_EQ(study.osm_roads.size(), 1u) << "both kinds together";
}

TEST(StudyFile, UnitsMayHavePointsOfTheirOwn) {
  const StudyFile study = good(kOneFile + R"([units]
file = "v.gpkg"
code = "dm"
points = { file = "p.csv", x = "lng", y = "lat", code = "dm" }
)");
  ASSERT_TRUE(study.units && study.units->points);
  EXPECT_EQ(study.units->points->x, "lng");
  EXPECT_EQ(study.units->points_code, "dm");
  const StudyFile osm =
      good(kOneFile +
           "[units]\nfile = \"a.osm.pbf\"\nosm = [\"boundary=administrative,admin_level=8\"]\n");
  EXPECT_EQ(osm.units->code, "osm_id");
  EXPECT_EQ(osm.units->name, "name");
}

TEST(StudyFile, ElevationIsAFileAListOrTables) {
  const auto files = [](const std::string& elevation) {
    std::vector<std::string> all;
    for (const LayerSource& source :
         good(with(kOneFile, "[network.osm]\n", elevation + "[[network.osm]]\n")).elevation)
      all.push_back(source.file + source.crs);
    return all;
  };
  using Texts = std::vector<std::string>;
  EXPECT_EQ(files(""), Texts{});
  EXPECT_EQ(files("[network]\nelevation = \"a.tif\"\n"), Texts{"town/a.tif"});
  EXPECT_EQ(
      files("[network]\nelevation = [\"a.tif\", { file = \"b.hgt\", crs = \"EPSG:4326\" }]\n"),
      (Texts{"town/a.tif", "town/b.hgtEPSG:4326"}));
  EXPECT_EQ(files("[[network.elevation]]\nfile = \"a.tif\"\n[[network.elevation]]\nfile = "
                  "\"b.tif\"\n"),
            (Texts{"town/a.tif", "town/b.tif"}));
  for (const char* wrong : {"[]", "3", "[3]", "\"\""}) {
    const auto study =
        parsed(with(kOneFile, "[network.osm]\n",
                    std::string{"[network]\nelevation = "} + wrong + "\n[[network.osm]]\n"));
    ASSERT_FALSE(study) << wrong;
    EXPECT_EQ(study.error().key, "study_bad_elevation") << wrong;
  }
}

TEST(StudyFile, SlopeIsUsedWhereThereIsElevation) {
  const auto walk = [](const std::string& elevation, const std::string& change) {
    return good(with(kOneFile, "[network.osm]\n", elevation + "[[network.osm]]\n") + change)
        .rules.profiles.at("walk")
        .slope;
  };
  const std::string hills = "[network]\nelevation = \"a.tif\"\n";
  EXPECT_FALSE(walk("", "").matters());
  EXPECT_EQ(walk(hills, "").law, Slope::Law::tobler);
  EXPECT_FALSE(walk(hills, "[profiles.walk]\nslope = \"none\"\n").matters());
  const Slope own =
      walk(hills,
           "[profiles.walk]\nslope = { law = \"by_grade\", factors = [[-10, 1.2], [0, "
           "1], [10, 0.5]], steepest_percent = 20 }\n");
  EXPECT_EQ(own.law, Slope::Law::by_grade);
  EXPECT_EQ(own.grades, (std::vector<std::pair<double, double>>{{-0.1, 1.2}, {0, 1}, {0.1, 0.5}}));
  EXPECT_EQ(own.steepest, 0.2);
  EXPECT_EQ(own.source, "study.toml:18");
  EXPECT_FALSE(own.not_on.empty()) << "stairs stay as the profile says";
  for (const auto& [wrong, key] :
       {std::pair{"\"naismith\"", "study_unknown_choice"},
        {"{ law = \"by_grade\" }", "profile_bad_factors"},
        {"{ law = \"by_grade\", factors = [[0, 2]] }", "profile_bad_factors"},
        {"{ law = \"by_grade\", factors = [[5, 1], [0, 1]] }", "profile_bad_factors"},
        {"{ law = \"tobler\", factors = [[0, 1]] }", "profile_factors_without_law"},
        {"{ law = \"tobler\", not_on = [\"stair\"] }", "profile_unknown_class"},
        {"{ law = \"tobler\", steepest_percent = 101 }", "profile_bad_figure"}}) {
    const auto study = parsed(kOneFile + "[profiles.walk]\nslope = " + wrong + "\n");
    ASSERT_FALSE(study) << wrong;
    EXPECT_EQ(study.error().key, key) << wrong;
  }
}

TEST(StudyFile, ProfilesCanBeChangedAndMade) {
  const StudyFile study =
      good(with(kOneFile, "modes = [\"walk\"]", "modes = [\"walk\", \"tricycle\"]") +
           R"([profiles.walk.speed]
steps = 2.5
[profiles.tricycle]
base = "ebike"
title_zh = "三轮车"
mode = "motorcycle"
[profiles.tricycle.speed]
"乡道" = 18
)");
  EXPECT_EQ(study.rules.profiles.at("walk").speed.at("steps").kmh, 2.5);
  const Profile& tricycle = study.rules.profiles.at("tricycle");
  EXPECT_EQ(tricycle.name, "tricycle");
  EXPECT_EQ(tricycle.mode, Mode::motorcycle);
  EXPECT_EQ(tricycle.speed.at("乡道").kmh, 18);
  EXPECT_EQ(tricycle.speed.at("国道").kmh, 20) << "as the e-bike";
}

TEST(StudyFile, TheTwoWalkingSpeedsStandBesideEachOther) {
  const StudyFile elderly = good(with(kOneFile, "[\"walk\"]", "[\"walk_elderly\", \"car\"]"));
  EXPECT_EQ(elderly.rules.beside, (std::map<std::string, std::string>{{"walk_elderly", "walk"}}));
  EXPECT_TRUE(elderly.rules.profiles.contains("walk"));
  EXPECT_FALSE(elderly.rules.profiles.contains("ebike")) << "nobody named it";
  const StudyFile own = good("[study]\nbeside = { walk = \"wheelchair\" }\n" + kOneFile);
  EXPECT_EQ(own.rules.beside, (std::map<std::string, std::string>{{"walk", "wheelchair"}}));
  const StudyFile none = good("[study]\nbeside = {}\n" + kOneFile);
  EXPECT_TRUE(none.rules.beside.empty());
}

TEST(StudyFile, SwitchesOfTheStudy) {
  const StudyFile study = good(
      "[study]\ndate = \"2026-11-28\"\nreached_edges = false\nunit_shares = [90]\n"
      "facility_region = \"own\"\ncrs = \"EPSG:4527\"\n" +
      kOneFile);
  EXPECT_EQ(study.rules.date, "2026-11-28");
  EXPECT_FALSE(study.rules.reached_edges);
  EXPECT_EQ(study.rules.unit_shares_percent, std::vector<double>{90});
  EXPECT_EQ(study.rules.region, Region::own);
  EXPECT_EQ(good(kOneFile).rules.region, Region::with_neighbours);
  EXPECT_EQ(study.crs, "EPSG:4527");
}

TEST(StudyFile, CirclesAreAskedFor) {
  EXPECT_FALSE(good(kFull).rules.circles) << "none unless asked for";
  const CirclePlan plain = good(kFull + "[circles]\n").rules.circles.value();
  EXPECT_EQ(plain.services, (std::vector<std::string>{"clinic_15min_walk", "rural_medical_30min"}));
  EXPECT_TRUE(plain.limits.empty()) << "only the services' own";
  EXPECT_EQ(plain.tolerance_m, 5);
  EXPECT_EQ(plain.simplify_m, 0);
  EXPECT_FALSE(plain.rings);
  const CirclePlan plan =
      good(kFull +
           "[circles]\nservices = [\"rural_medical_30min\"]\nminutes = [20, 7.5, 30]\n"
           "tolerance = 2\nsimplify = 1.5\nrings = true\n")
          .rules.circles.value();
  EXPECT_EQ(plan.services, std::vector<std::string>{"rural_medical_30min"});
  EXPECT_EQ(plan.limits, (std::vector<Duration>{Duration::minutes(7.5), Duration::minutes(20),
                                                Duration::minutes(30)}));
  EXPECT_EQ(plan.tolerance_m, 2);
  EXPECT_EQ(plan.simplify_m, 1.5);
  EXPECT_TRUE(plan.rings);
}

TEST(StudyFile, CirclesThatCannotBeDrawnAreErrors) {
  const auto key = [](const std::string& more) {
    const auto study = parsed(kFull + "[circles]\n" + more + "\n");
    return study ? std::string{} : study.error().key;
  };
  EXPECT_EQ(key("services = [\"clinic_15min\"]"), "study_unknown_service");
  EXPECT_EQ(parsed(kFull + "[circles]\nservices = [\"clinic_15min\"]\n").error().args.back(),
            "clinic_15min_walk")
      << "the one that may have been meant";
  EXPECT_EQ(key("services = [\"clinic_15min_walk\", \"clinic_15min_walk\"]"), "study_named_twice");
  EXPECT_EQ(key("minutes = [0]"), "study_bad_circle_minutes");
  EXPECT_EQ(key("minutes = [5, 5]"), "study_bad_circle_minutes");
  EXPECT_EQ(key("minutes = [1e9]"), "study_bad_circle_minutes");
  EXPECT_EQ(key("minutes = [45]"), "study_circle_beyond");
  EXPECT_EQ(key("services = [\"clinic_15min_walk\"]\nminutes = [30]"), "study_circle_beyond");
  EXPECT_EQ(key("tolerance = 0.1"), "study_bad_drawing");
  EXPECT_EQ(key("tolerance = 1000"), "study_bad_drawing");
  EXPECT_EQ(key("simplify = -1"), "study_bad_drawing");
  EXPECT_EQ(key("rings = 1"), "study_wants_flag");
  EXPECT_EQ(key("tolerence = 2"), "study_unknown_key_meant");
}

/// The full study, whose clinics and hospitals state beds, and hospitals places, too.
std::string with_beds() {
  const std::string clinic = "where = { kind = \"clinic\" }\nid = \"id\"\n";
  const std::string hospital = "where = { kind = \"hospital\" }\nid = \"id\"\n";
  return with(with(kFull, clinic, clinic + "numbers = { beds = \"bed_count\" }\n"), hospital,
              hospital + "numbers = { beds = \"bed_count\", serves_people = \"people\" }\n");
}

TEST(StudyFile, SupplyIsAskedFor) {
  EXPECT_TRUE(good(kFull).rules.supply.empty()) << "none unless asked for";
  const StudyFile study = good(with_beds() + R"([[supply]]
service = "clinic_15min_walk"
column = "beds"
norm = 6.0
[[supply]]
service = "rural_medical_30min"
column = "serves_people"
measure = "elderly"
bands = [12.5, 30]
weights = [1, 0.5]
)");
  ASSERT_EQ(study.rules.supply.size(), 2u);
  const SupplyPlan& beds = study.rules.supply[0];
  EXPECT_EQ(beds.service, "clinic_15min_walk");
  EXPECT_EQ(beds.column, "beds");
  EXPECT_EQ(beds.measure, "people") << "the headline";
  EXPECT_EQ(beds.norm_micro, 6'000'000);
  EXPECT_EQ(beds.bands, (std::vector<DistanceBand>{{Duration::minutes(5), 1'000'000},
                                                   {Duration::minutes(10), 680'000},
                                                   {Duration::minutes(15), 220'000}}));
  const SupplyPlan& people = study.rules.supply[1];
  EXPECT_EQ(people.measure, "elderly");
  EXPECT_EQ(people.norm_micro, 1'000'000'000) << "each is room for one";
  EXPECT_EQ(people.bands, (std::vector<DistanceBand>{{Duration::minutes(12.5), 1'000'000},
                                                     {Duration::minutes(30), 500'000}}));
}

TEST(StudyFile, SupplyThatCannotBeCountedIsAnError) {
  const auto error = [&](const std::string& from, const std::string& to) {
    const auto study =
        parsed(with(with_beds() + "[[supply]]\nservice = \"clinic_15min_walk\"\n"
                                  "column = \"beds\"\nmeasure = \"people\"\nnorm = 6\n"
                                  "bands = [5, 15]\nweights = [1, 0.5]\n",
                    from, to));
    return study ? Error{} : study.error();
  };
  EXPECT_EQ(error("norm = 6", "norm = 5").key, "") << "this one is right";
  EXPECT_EQ(error("[[supply]]\nservice = \"clinic_15min_walk\"", "[[supply]]").key,
            "study_missing_key");
  EXPECT_EQ(
      error("[[supply]]\nservice = \"clinic_15min_walk\"", "[[supply]]\nservice = \"clinic_15min\"")
          .key,
      "study_unknown_service");
  EXPECT_EQ(error("\ncolumn = \"beds\"", "").key, "study_missing_key");
  const Error no_column = error("column = \"beds\"", "column = \"bed\"");
  EXPECT_EQ(no_column.key, "study_supply_no_column");
  EXPECT_EQ(no_column.args.back(), "beds") << "the one that may have been meant";
  EXPECT_EQ(error("\nmeasure = \"people\"", "\nmeasure = \"peopel\"").key, "study_unknown_measure");
  EXPECT_EQ(error("norm = 6\n", "").key, "study_missing_key") << "beds are not people";
  EXPECT_EQ(error("norm = 6", "norm = 0").key, "study_bad_norm");
  EXPECT_EQ(error("norm = 6", "norm = 1e9").key, "study_bad_norm");
  EXPECT_EQ(error("norm = 6", "norn = 6").key, "study_unknown_key_meant");
  for (const char* bands : {"[5, 10]", "[15, 5]", "[0, 15]", "[5, 5, 15]", "[5, 20]", "[]"})
    EXPECT_EQ(error("bands = [5, 15]", std::string{"bands = "} + bands).key, "study_bad_bands")
        << bands;
  for (const char* weights : {"[1]", "[0.5, 1]", "[1, 0]", "[1.5, 1]", "[1, 0.5, 0.2]"})
    EXPECT_EQ(error("weights = [1, 0.5]", std::string{"weights = "} + weights).key,
              "study_bad_weights")
        << weights;
  EXPECT_EQ(error("weights = [1, 0.5]\n", "").key, "study_bad_weights");
  EXPECT_EQ(error("weights = [1, 0.5]\n",
                  "weights = [1, 0.5]\n[[supply]]\nservice = \"clinic_15min_walk\"\n"
                  "column = \"beds\"\nnorm = 3\n")
                .key,
            "study_supply_twice");
}

TEST(StudyFile, LandIsReadFromLayersAndFromOsm) {
  const StudyFile study = good(kFull + R"([[land]]
name = "residential"
file = "parcels.gpkg"
layer = "p"
where = { DLMC = ["城镇住宅用地", "农村宅基地"] }
[[land]]
name = "residential"
file = "more.osm.pbf"
osm = ["landuse=residential"]
)");
  ASSERT_EQ(study.land.size(), 2u);
  EXPECT_EQ(study.land[0].name, "residential");
  EXPECT_EQ(study.land[0].from.layer.file, "town/parcels.gpkg");
  EXPECT_EQ(study.land[0].from.layer.where.at("DLMC").size(), 2u);
  EXPECT_EQ(study.land[1].from.osm[0].text, "landuse=residential");
  EXPECT_EQ(study.input_files(), (std::vector<std::string>{"town/county.gpkg", "town/more.osm.pbf",
                                                           "town/parcels.gpkg"}));
  EXPECT_EQ(parsed(kFull + "[[land]]\nfile = \"a.gpkg\"\n").error().key, "study_missing_key");
  EXPECT_EQ(parsed(kFull + "[[land]]\nname = \"a\"\n").error().key, "study_missing_key");
  EXPECT_EQ(parsed(kFull + "[[land]]\nname = \"a\"\nfile = \"a.pbf\"\n").error().key,
            "study_osm_needs_tags");
}

TEST(StudyFile, AByteOrderMarkAndWindowsLineEndsDoNoHarm) {
  std::string windows = "\xEF\xBB\xBF";
  for (const char c : kOneFile) windows += c == '\n' ? std::string{"\r\n"} : std::string{c};
  EXPECT_EQ(good(windows).facilities.size(), 1u);
}

TEST(StudyFile, FilesMustExist) {
  const auto folder = std::filesystem::temp_directory_path() / "lifecircle_study_file_test";
  std::filesystem::create_directories(folder);
  std::ofstream{folder / "study.toml"} << kOneFile;
  std::ofstream{folder / "county.osm.bpf"} << "x";
  const std::string path = (folder / "study.toml").string();
  const auto missing = read_study_file(path, kProfiles);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().key, "study_no_file_meant");
  EXPECT_EQ(missing.error().fault, Fault::storage);
  EXPECT_TRUE(missing.error().where.starts_with(path + ":2 ")) << missing.error().where;
  EXPECT_EQ(missing.error().args.back(), "county.osm.bpf");
  std::filesystem::rename(folder / "county.osm.bpf", folder / "county.osm.pbf");
  EXPECT_TRUE(read_study_file(path, kProfiles));
  std::filesystem::remove_all(folder);
}

TEST(StudyFile, NoFolderOfProfilesIsSaid) {
  const auto study = parse_study(kOneFile, "s.toml", "/nowhere", false);
  ASSERT_FALSE(study);
  EXPECT_EQ(study.error().key, "study_no_profiles");
}

TEST(StudyFile, CutOffAnywhereItIsAnErrorOrAStudy) {
  const std::string& sample = kFull;
  int errors = 0;
  for (std::size_t n = 0; n < sample.size(); n += 7) {
    const auto study = parse_study(sample.substr(0, n), "s.toml", kProfiles, false);
    if (study) continue;
    ++errors;
    EXPECT_NE(find_message(study.error().key), nullptr) << study.error().key;
    EXPECT_TRUE(study.error().where.starts_with("s.toml")) << study.error().where;
  }
  EXPECT_GT(errors, 100);
}

TEST(StudyFile, AnyByteSpoiledItIsAnErrorOrAStudy) {
  const std::string& sample = kFull;
  for (std::size_t n = 0; n < sample.size(); n += 29)
    for (const char c : {'\0', '"', '[', '\xff', '='}) {
      std::string spoiled = sample;
      spoiled[n] = c;
      const auto study = parse_study(spoiled, "s.toml", kProfiles, false);
      if (study) continue;
      EXPECT_NE(find_message(study.error().key), nullptr) << study.error().key;
    }
}

TEST(StudyFile, SlipsOfTheParserAreErrorsWithTheirLine) {
  const auto slip = parsed("[study]\nname = \"a\"\n[ =a]\n[area]\n");
  ASSERT_FALSE(slip);
  EXPECT_EQ(slip.error().key, "toml_syntax_unknown");
  EXPECT_EQ(slip.error().where, "town/study.toml:3");
}

TEST(StudyFile, EveryCharacterWhereASpaceCouldStandIsAnErrorAndNoCrash) {
  for (char32_t c = 0x80; c < 0x10000; c += c < 0x3300 ? 1 : 97) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string character;
    if (c < 0x800) {
      character = {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3F))};
    } else {
      character = {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3F)),
                   static_cast<char>(0x80 | (c & 0x3F))};
    }
    const auto spoiled = parsed("[study]" + character + "\n[area]\n");
    ASSERT_FALSE(spoiled);
  }
}

TEST(StudyFile, DeepNestingIsRefused) {
  const std::string deep = "a = " + std::string(100'000, '[') + std::string(100'000, ']');
  const auto study = parsed(deep);
  ASSERT_FALSE(study);
  EXPECT_TRUE(study.error().key.starts_with("toml_syntax")) << study.error().key;
}

TEST(StudyFile, StatesTheTimeItAsksAbout) {
  EXPECT_FALSE(good(kOneFile).rules.time);
  const StudyFile study = good(kOneFile + "[time]\nat = \"周三 10:00\"\nunknown = \"closed\"\n");
  ASSERT_TRUE(study.rules.time);
  EXPECT_EQ(study.rules.time->text, "周三 10:00");
  EXPECT_EQ(study.rules.time->at, (DayTime{Days{0b100}, 600}));
  EXPECT_FALSE(study.rules.time->unknown_open);
  EXPECT_TRUE(good(kOneFile + "[time]\nat = \"weekday 19:00\"\n").rules.time->unknown_open);
  EXPECT_EQ(study.facilities.front().hours, "opening_hours") << "of OSM, unless it is stated";
  const auto fault = [](const std::string& more) {
    const auto wrong = parsed(kOneFile + more);
    return wrong ? std::string{} : wrong.error().key + " " + wrong.error().where;
  };
  EXPECT_EQ(fault("[time]\nat = \"noon\"\n"), "study_bad_time town/study.toml:16 [time]");
  EXPECT_EQ(fault("[time]\n"), "study_missing_key town/study.toml:15 [time]");
  EXPECT_EQ(fault("[time]\nat = \"Mo 08:30\"\nunknown = \"shut\"\n"),
            "study_unknown_choice town/study.toml:17 [time]");
  EXPECT_EQ(fault("[[facilities]]\nkind = \"a\"\nfile = \"a.gpkg\"\nhours_otherwise = \"8-18\"\n"),
            "study_bad_hours town/study.toml:18 [[facilities]] 2");
}

TEST(StudyFile, OsmFilesAreKnownByName) {
  for (const char* osm : {"a.osm", "a.osm.pbf", "a.pbf", "a.osm.gz", "a.osm.bz2"})
    EXPECT_TRUE(is_osm_file(osm)) << osm;
  for (const char* other : {"a.gpkg", "osm", "a.osm.zip", "a.gz", "pbf.shp", "a.pbf.gz"})
    EXPECT_FALSE(is_osm_file(other)) << other;
}

}  // namespace
}  // namespace lifecircle
