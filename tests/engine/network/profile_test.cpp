// Who may travel where, and how fast.

#include "engine/network/profile.hpp"

#include <gtest/gtest.h>

namespace lifecircle {
namespace {

Profile walker() {
  Profile profile;
  profile.name = "walk";
  profile.mode = Mode::foot;
  profile.speed = {
      {"residential", {4.8, "a"}}, {"steps", {2.4, "a"}}, {"motorway", {std::nullopt, "a"}}};
  profile.allowed_kmh = 4.8;
  return profile;
}

Profile driver() {
  Profile profile;
  profile.name = "car";
  profile.mode = Mode::car;
  profile.speed = {
      {"residential", {25, "a"}}, {"motorway", {90, "a"}}, {"footway", {std::nullopt, "a"}}};
  profile.allowed_kmh = 10;
  profile.obeys_speed_limits = true;
  profile.speed_limit_factor = 0.8;
  return profile;
}

RoadKind road(const char* road_class) {
  RoadKind kind;
  kind.road_class = road_class;
  return kind;
}

double kmh(const Profile& profile, const RoadKind& kind) {
  const auto speed = profile.speed_on(kind);
  return speed ? speed->kilometres_per_hour() : 0;
}

TEST(Profile, GoesAsFastAsTheClassSays) {
  EXPECT_DOUBLE_EQ(kmh(walker(), road("residential")), 4.8);
  EXPECT_DOUBLE_EQ(kmh(walker(), road("steps")), 2.4);
}

TEST(Profile, MayNotGoWhereATagForbidsItWhateverTheClass) {
  RoadKind closed = road("residential");
  closed.forbidden = Modes::of(Mode::foot);
  EXPECT_FALSE(walker().speed_on(closed));
  EXPECT_TRUE(driver().speed_on(closed)) << "the tag speaks of walkers";
}

TEST(Profile, IsNotOnAClassItDoesNotNameUnlessATagAllowsIt) {
  for (const char* elsewhere : {"motorway", "zoo_path"}) {
    RoadKind kind = road(elsewhere);
    EXPECT_FALSE(walker().speed_on(kind)) << elsewhere;
    kind.allowed = Modes::of(Mode::car);
    EXPECT_FALSE(walker().speed_on(kind)) << elsewhere << ", open to cars";
    kind.allowed = Modes::of(Mode::foot);
    EXPECT_DOUBLE_EQ(kmh(walker(), kind), 4.8) << elsewhere;
  }
}

TEST(Profile, ATagThatAllowsDoesNotMakeANamedClassFaster) {
  RoadKind stairs = road("steps");
  stairs.allowed = Modes::all();
  EXPECT_DOUBLE_EQ(kmh(walker(), stairs), 2.4);
}

TEST(Profile, AWheelchairNeedsATagOfItsOwnForStairs) {
  Profile wheelchair = walker();
  wheelchair.mode = Mode::wheelchair;
  wheelchair.speed["steps"].kmh = std::nullopt;
  wheelchair.allowed_kmh = 3.6;
  RoadKind stairs = road("steps");
  stairs.allowed = Modes::of(Mode::foot) | Modes::of(Mode::bicycle);
  EXPECT_FALSE(wheelchair.speed_on(stairs));
  stairs.allowed = stairs.allowed | Modes::of(Mode::wheelchair);
  EXPECT_DOUBLE_EQ(kmh(wheelchair, stairs), 3.6);
}

TEST(Profile, WithoutASpeedForAllowedWaysATagOpensNothing) {
  Profile strict = walker();
  strict.allowed_kmh = 0;
  RoadKind kind = road("motorway");
  kind.allowed = Modes::all();
  EXPECT_FALSE(strict.speed_on(kind));
}

TEST(Profile, ALimitSlowsThoseWhoObeyItAndHurriesNobody) {
  RoadKind street = road("residential");
  street.speed_limit_kmh = 20;
  EXPECT_DOUBLE_EQ(kmh(driver(), street), 20 * 0.8);
  EXPECT_DOUBLE_EQ(kmh(walker(), street), 4.8);
  street.speed_limit_kmh = 120;
  EXPECT_DOUBLE_EQ(kmh(driver(), street), 25);
  street.speed_limit_kmh = 0;
  EXPECT_DOUBLE_EQ(kmh(driver(), street), 25) << "0: not stated";
}

TEST(Profile, ALimitAlsoHoldsWhereOnlyATagOpensTheWay) {
  RoadKind path = road("footway");
  path.allowed = Modes::of(Mode::car);
  path.speed_limit_kmh = 5;
  EXPECT_DOUBLE_EQ(kmh(driver(), path), 5 * 0.8);
}

TEST(Profile, NamesItsClasses) {
  EXPECT_TRUE(walker().names("motorway"));
  EXPECT_FALSE(walker().names("zoo_path"));
}

}  // namespace
}  // namespace lifecircle
