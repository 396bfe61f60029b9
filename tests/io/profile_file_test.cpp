// The profiles of data/profiles, and files that are not right.

#include "io/read/profile_file.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "engine/base/messages.hpp"

namespace lifecircle {
namespace {

const std::string kFolder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data/profiles";

Profile profile(const std::string& name) {
  auto read = read_profile_file(profile_path(kFolder, name));
  if (!read) {
    ADD_FAILURE() << name << ": " << read.error().where << ": " << read.error().key;
    return {};
  }
  return std::move(read).value();
}

double kmh(const Profile& p, const std::string& road_class) {
  RoadKind kind;
  kind.road_class = road_class;
  const auto speed = p.speed_on(kind);
  return speed ? speed->kilometres_per_hour() : 0;
}

/// The values of highway=* that lie along a way, from the OSM wiki.
const std::vector<std::string> kOsmClasses{
    "motorway",     "motorway_link", "trunk",          "trunk_link", "primary",
    "primary_link", "secondary",     "secondary_link", "tertiary",   "tertiary_link",
    "unclassified", "residential",   "living_street",  "service",    "pedestrian",
    "track",        "bus_guideway",  "escape",         "raceway",    "road",
    "busway",       "footway",       "bridleway",      "steps",      "corridor",
    "path",         "via_ferrata",   "cycleway",       "proposed",   "construction",
    "elevator",     "platform",      "rest_area",      "services",   "emergency_bay"};

/// Classes of Chinese road layers; the first row is all of TYPE in a county's real layer.
const std::vector<std::string> kChineseClasses{
    "国道",     "省道",     "县道",   "乡道", "主干路",  "次干路", "支路",   "连接道",
    "专用公路", "其他公路", "村道",   "街道", "胡同",    "巷",     "步行道", "高速公路",
    "高速",     "一级",     "二级",   "三级", "四级",    "等外",   "快速路", "匝道",
    "人行道",   "小区路",   "机耕路", "绿道", "自行车道"};

TEST(ProfileFiles, AllAreThereAndRead) {
  EXPECT_EQ(profile_names(kFolder),
            (std::vector<std::string>{"bicycle", "car", "ebike", "motorcycle", "walk",
                                      "walk_elderly", "wheelchair"}));
  for (const auto& name : profile_names(kFolder)) {
    const Profile p = profile(name);
    EXPECT_EQ(p.name, name);
    EXPECT_FALSE(p.title_en.empty());
    EXPECT_FALSE(p.title_zh.empty());
    EXPECT_FALSE(p.sources.empty());
  }
}

TEST(ProfileFiles, EachNamesEveryClassAndItsSource) {
  for (const auto& name : profile_names(kFolder)) {
    const Profile p = profile(name);
    for (const auto* classes : {&kOsmClasses, &kChineseClasses})
      for (const auto& road_class : *classes)
        EXPECT_TRUE(p.names(road_class)) << name << " does not name " << road_class;
    for (const auto& [road_class, speed] : p.speed)
      EXPECT_GT(speed.source.size(), 10u) << name << ", " << road_class;
    for (const auto& road_class : p.no_access) EXPECT_TRUE(p.names(road_class)) << road_class;
    EXPECT_EQ(p.speed.size(), profile("walk").speed.size())
        << name << " knows other classes than walk";
  }
}

TEST(ProfileFiles, SayWhatTheStudiesPromise) {
  EXPECT_DOUBLE_EQ(kmh(profile("walk"), "residential"), 4.8);
  EXPECT_DOUBLE_EQ(kmh(profile("walk_elderly"), "residential"), 3.6);
  EXPECT_EQ(profile("walk").access_kmh, 4.8 / 1.3);
  EXPECT_EQ(profile("walk_elderly").access_kmh, 3.6 / 1.3);
  EXPECT_EQ(profile("car").access_kmh, 4.8 / 1.3) << "to the car one walks";
  for (const char* on_foot : {"walk", "walk_elderly", "wheelchair"}) {
    EXPECT_EQ(kmh(profile(on_foot), "motorway"), 0) << on_foot;
    EXPECT_EQ(kmh(profile(on_foot), "高速公路"), 0) << on_foot;
    EXPECT_FALSE(profile(on_foot).obeys_turn_rules) << on_foot;
  }
  EXPECT_GT(kmh(profile("walk"), "steps"), 0);
  EXPECT_EQ(kmh(profile("wheelchair"), "steps"), 0);
  EXPECT_EQ(kmh(profile("wheelchair"), "台阶"), 0);
  EXPECT_EQ(profile("wheelchair").mode, Mode::wheelchair);
}

TEST(ProfileFiles, CarsObeyLimitsAndTurnRulesAndDoNotStopOnMotorways) {
  const Profile car = profile("car");
  EXPECT_EQ(car.mode, Mode::car);
  EXPECT_TRUE(car.obeys_turn_rules);
  EXPECT_TRUE(car.obeys_speed_limits);
  EXPECT_EQ(kmh(car, "footway"), 0);
  for (const char* road_class : {"motorway", "motorway_link", "高速公路"})
    EXPECT_EQ(std::ranges::count(car.no_access, road_class), 1) << road_class;
  RoadKind street;
  street.road_class = "primary";
  street.speed_limit_kmh = 50;
  EXPECT_DOUBLE_EQ(car.speed_on(street)->kilometres_per_hour(), 40);
}

TEST(ProfileFiles, TheHigherChineseRoadIsNeverTheSlowerForCars) {
  const Profile car = profile("car");
  const std::vector<std::string> down{"高速公路", "国道", "省道", "县道", "乡道", "村道"};
  for (std::size_t i = 1; i < down.size(); ++i)
    EXPECT_GE(kmh(car, down[i - 1]), kmh(car, down[i])) << down[i];
}

TEST(ProfileFiles, ClosedWaysAreOpenToNobody) {
  for (const auto& name : profile_names(kFolder))
    for (const char* closed : {"construction", "proposed", "via_ferrata", "raceway"})
      EXPECT_EQ(kmh(profile(name), closed), 0) << name << ", " << closed;
}

const std::string kGood = R"(name = "cart"
title_en = "Cart"
title_zh = "板车"
mode = "foot"
access_kmh = { kmh = "3 / 1.5", source = "s" }
allowed_kmh = { kmh = 2, source = "s" }
obeys_speed_limits = false
obeys_turn_rules = false
no_access = []
[sources]
s = "assumption: for the test"
[speed]
road = { kmh = 3, source = "s" }
steps = { kmh = "not here", source = "s" }
)";

Result<Profile> parsed(const std::string& text) {
  auto toml = parse_toml(text, "cart.toml");
  if (!toml) return toml.error();
  return parse_profile(toml.value(), "cart.toml");
}

TEST(ProfileFile, IsReadAsItStands) {
  const auto cart = parsed(kGood);
  ASSERT_TRUE(cart) << cart.error().key << " " << cart.error().where;
  EXPECT_EQ(cart.value().access_kmh, 2.0);
  EXPECT_EQ(cart.value().speed.at("road").source, "assumption: for the test");
  EXPECT_FALSE(cart.value().speed.at("steps").kmh);
}

TEST(ProfileFile, RefusesWhatIsNotRight) {
  struct Case {
    const char* from;
    const char* to;
    const char* key;
    const char* where;
  };
  const Case cases[] = {
      {"kmh = 3,", "kmh = 0,", "profile_bad_speed", "cart.toml:13"},
      {"kmh = 3,", "kmh = -3,", "profile_bad_speed", "cart.toml:13"},
      {"kmh = 3,", "kmh = nan,", "profile_bad_speed", "cart.toml:13"},
      {"kmh = 3,", "kmh = inf,", "profile_bad_speed", "cart.toml:13"},
      {"kmh = 3,", "kmh = 1e-300,", "profile_bad_speed", "cart.toml:13"},
      {"kmh = 3,", "kmh = 301,", "profile_bad_speed", "cart.toml:13"},
      {"kmh = 3,", "kmh = \"fast\",", "profile_bad_speed", "cart.toml:13"},
      {"kmh = 3,", "kmh = true,", "profile_bad_speed", "cart.toml:13"},
      {"kmh = 3,", "", "study_missing_key", "cart.toml:13 road"},
      {"kmh = 3,", "kph = 3,", "study_unknown_key_meant", "cart.toml:13 road"},
      {"road = { kmh = 3, source = \"s\" }", "road = 3", "profile_without_source", "cart.toml:13"},
      {"road = { kmh = 3, source = \"s\" }", "road = { kmh = 3 }", "study_missing_key",
       "cart.toml:13 road"},
      {"road = { kmh = 3, source = \"s\" }", "road = { kmh = 3, source = \"t\" }",
       "profile_unknown_source", "cart.toml:13"},
      {"3 / 1.5", "3 / 0", "profile_bad_figure", "cart.toml:5"},
      {"3 / 1.5", "3 / 1.5 / 2", "profile_bad_figure", "cart.toml:5"},
      {"3 / 1.5", "not here", "profile_bad_figure", "cart.toml:5"},
      {"no_access = []", "no_access = [\"motorway\"]", "profile_unknown_class", "cart.toml:9"},
      {"no_access = []", "", "study_missing_key", "cart.toml"},
      {"mode = \"foot\"", "mode = \"feet\"", "study_unknown_choice", "cart.toml:4"},
      {"mode = \"foot\"", "", "study_missing_key", "cart.toml"},
      {"obeys_turn_rules = false", "obeys_turn_rules = 0", "study_wants_flag", "cart.toml:8"},
      {"s = \"assumption", "t = \"\"\ns = \"assumption", "study_wants_text", "cart.toml:11"},
      {"s = \"assumption", "t = \"x\"\ns = \"assumption", "profile_source_unused", "cart.toml:10"},
      {"[speed]", "[speeds]", "study_unknown_key_meant", "cart.toml:12"},
      {"title_zh = \"板车\"", "", "study_missing_key", "cart.toml"},
  };
  for (const Case& c : cases) {
    std::string text = kGood;
    const auto at = text.find(c.from);
    ASSERT_NE(at, std::string::npos) << c.from;
    text.replace(at, std::string{c.from}.size(), c.to);
    const auto result = parsed(text);
    ASSERT_FALSE(result) << c.to << " was taken";
    EXPECT_EQ(result.error().key, c.key) << c.to;
    EXPECT_TRUE(result.error().where.starts_with(c.where)) << c.to << ": " << result.error().where;
    EXPECT_NE(find_message(result.error().key), nullptr) << result.error().key;
  }
}

TEST(ProfileFile, OverridesChangeWhatTheyNameAndSayWhere) {
  Profile walk = profile("walk");
  const Profile before = walk;
  const auto change = parse_toml(
      "access_kmh = 3.7\n[speed]\nsteps = 2.5\nmotorway = { kmh = 4, source = \"fire drill\" }\n"
      "residential = \"not here\"\n",
      "/far/away/study.toml");
  ASSERT_TRUE(change);
  TomlFaults faults{"/far/away/study.toml"};
  override_profile(change.value(), "[profiles.walk]", faults, walk);
  EXPECT_FALSE(faults.first);
  EXPECT_EQ(walk.access_kmh, 3.7);
  EXPECT_EQ(walk.speed.at("steps").kmh, 2.5);
  EXPECT_EQ(walk.speed.at("steps").source, "study.toml:3") << "the folder is nobody's business";
  EXPECT_EQ(walk.speed.at("motorway").source, "fire drill");
  EXPECT_FALSE(walk.speed.at("residential").kmh);
  EXPECT_EQ(walk.speed.at("footway").kmh, before.speed.at("footway").kmh);
  EXPECT_EQ(walk.title_zh, before.title_zh);
}

}  // namespace
}  // namespace lifecircle
