// Witnesses against points of web maps: they tell what was shifted, and accuse nobody who was not.

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "io/read/check/shifts.hpp"
#include "tests/io/layer_files.hpp"
#include "tests/support/effort.hpp"

namespace lifecircle {
namespace {

using namespace check_sources;

unsigned first_seed() {
  const unsigned seed = std::random_device{}();
  std::cout << "[   seed   ] " << seed << '\n';
  return seed;
}

/// Streets out of line, a few hundred metres apart, near Xi'an.
struct Streets {
  Frame frame = test::frame_around(108.9, 34.2, 109, 34.3);
  Roads roads;
  std::vector<std::pair<Point, Point>> lines;

  explicit Streets(std::mt19937& random, int step_m, int off_m) {
    constexpr int kLines = 25;
    const auto off = [&] {
      return static_cast<int>(random() % static_cast<unsigned>(2 * off_m + 1)) - off_m;
    };
    const auto number = [](int x, int y) { return static_cast<std::size_t>(x * kLines + y); };
    std::vector<Point> at;
    std::vector<std::uint32_t> vertex;
    RoadKind residential;
    residential.road_class = "residential";
    const std::uint32_t kind = roads.add_kind(residential);
    for (int x = 0; x < kLines; ++x)
      for (int y = 0; y < kLines; ++y) {
        at.push_back({(step_m * (x - kLines / 2) + off()) * 1000,
                      (step_m * (y - kLines / 2) + off()) * 1000});
        vertex.push_back(roads.add_vertex(at.back()));
      }
    for (int x = 0; x < kLines; ++x)
      for (int y = 0; y < kLines; ++y)
        for (const auto& [u, v] : {std::pair{x + 1, y}, std::pair{x, y + 1}}) {
          if (u >= kLines || v >= kLines) continue;
          const std::uint32_t ends[] = {vertex[number(x, y)], vertex[number(u, v)]};
          roads.add_line(kind, ends);
          lines.emplace_back(at[number(x, y)], at[number(u, v)]);
        }
  }
};

Thing beside(const std::pair<Point, Point>& line, std::mt19937& random, double off_m) {
  const double share = static_cast<double>(random() % 1000) / 1000;
  const auto off = [&] { return off_m * 1e3 * (static_cast<double>(random() % 2001) / 1000 - 1); };
  return {
      {static_cast<std::int32_t>(line.first.x + share * (line.second.x - line.first.x) + off()),
       static_cast<std::int32_t>(line.first.y + share * (line.second.y - line.first.y) + off())},
      {},
      {}};
}

TEST(WebMapByRoads, TellsWhatWasShiftedAndLeavesTheRestInPeace) {
  const unsigned seed = first_seed();
  int told = 0, shifted = 0;
  for (int run = 0; run < std::max(60, test::by_effort(60)); ++run) {
    std::mt19937 random{seed + static_cast<unsigned>(run)};
    const Streets streets{random, 150 + static_cast<int>(random() % 250), 40};
    const Network network{streets.roads};
    const Ground ground{network, Barriers{}};
    const Shifts shifts{streets.frame, ground};
    std::vector<Thing> things;
    for (int i = 0; i < 120; ++i)
      things.push_back(beside(streets.lines[random() % streets.lines.size()], random, 25));
    EXPECT_FALSE(ask_roads(things, Degrees::wgs84, shifts)) << seed + static_cast<unsigned>(run);
    for (const Degrees as : {Degrees::gcj02, Degrees::bd09}) {
      // What a web map calls by these numbers, read as if it were true.
      std::vector<Thing> off = things;
      for (Thing& thing : off) thing.at = shifts.moved(thing.at, as, Degrees::wgs84);
      const auto verdict = ask_roads(off, Degrees::wgs84, shifts);
      ++shifted;
      if (!verdict) continue;
      EXPECT_EQ(verdict->is, as) << seed + static_cast<unsigned>(run);
      ++told;
    }
  }
  std::cout << told << " of " << shifted << " shifted layers told\n";
  EXPECT_GE(told * 20, shifted * 17);
}

TEST(WebMapByRoads, AccusesNobodyWhoHasNothingToDoWithRoads) {
  const unsigned seed = first_seed();
  for (int run = 0; run < test::by_effort(200); ++run) {
    std::mt19937 random{seed + static_cast<unsigned>(run)};
    const Streets streets{random, 100 + static_cast<int>(random() % 400), 60};
    const Network network{streets.roads};
    const Ground ground{network, Barriers{}};
    const Shifts shifts{streets.frame, ground};
    std::vector<Thing> things;
    const int count = 20 + static_cast<int>(random() % 60);
    const std::int32_t reach = run % 3 == 0 ? 300'000 : 2'000'000;  // in a heap, or all over
    for (int i = 0; i < count; ++i)
      things.push_back(
          {{static_cast<std::int32_t>(random() % static_cast<unsigned>(2 * reach)) - reach,
            static_cast<std::int32_t>(random() % static_cast<unsigned>(2 * reach)) - reach},
           {},
           {}});
    EXPECT_FALSE(ask_roads(things, Degrees::wgs84, shifts)) << seed + static_cast<unsigned>(run);
  }
}

TEST(WebMapByRoads, HardlyEverTakesAnotherFaultForAWebMaps) {
  // Beside streets once, then taken away as a whole: a wrong zone, a wrong county.
  const unsigned seed = first_seed();
  int tried = 0, accused = 0;
  for (int run = 0; run < std::max(200, test::by_effort(200)); ++run) {
    std::mt19937 random{seed + static_cast<unsigned>(run)};
    const Streets streets{random, 150 + static_cast<int>(random() % 250), 40};
    const Network network{streets.roads};
    const Ground ground{network, Barriers{}};
    const Shifts shifts{streets.frame, ground};
    const auto away = [&] { return static_cast<std::int32_t>(random() % 9'000'000) - 4'500'000; };
    const std::int32_t east = away(), north = away();
    // By as much as a web map's shift, or nearly: that would be one.
    if (std::hypot(east, north) < 1'600'000) continue;
    std::vector<Thing> things;
    for (int i = 0; i < 60; ++i) {
      Thing thing = beside(streets.lines[random() % streets.lines.size()], random, 25);
      thing.at.x += east;
      thing.at.y += north;
      things.push_back(thing);
    }
    ++tried;
    if (ask_roads(things, Degrees::wgs84, shifts)) ++accused;
  }
  std::cout << accused << " of " << tried << " layers that lie elsewhere taken for a web map's\n";
  EXPECT_LE(accused * 30, tried) << "some two in a thousand fall on other streets by chance";
}

TEST(WebMapByNames, TellsByThingsOfOneName) {
  const unsigned seed = first_seed();
  for (int run = 0; run < test::by_effort(100); ++run) {
    std::mt19937 random{seed + static_cast<unsigned>(run)};
    const Streets streets{random, 300, 40};
    const Network network{streets.roads};
    const Ground ground{network, Barriers{}};
    const Shifts shifts{streets.frame, ground};
    std::vector<Thing> things;
    std::vector<Known> known;
    const int count = 5 + static_cast<int>(random() % 20);
    for (int i = 0; i < count; ++i) {
      Thing thing = beside(streets.lines[random() % streets.lines.size()], random, 100);
      thing.name = "岐山县第" + std::to_string(i) + "小学";
      known.push_back({i % 2 == 0 ? thing.name : "第" + std::to_string(i) + "小学",
                       Shape::of({thing.at.x + static_cast<std::int32_t>(random() % 60'000),
                                  thing.at.y - static_cast<std::int32_t>(random() % 60'000)})});
      things.push_back(thing);
    }
    // A name that stands twice, and one far away, say nothing.
    known.push_back({"同名小学", Shape::of({0, 0})});
    known.push_back({"同名小学", Shape::of({1'000'000, 0})});
    things.push_back({{900'000, 0}, "同名小学", {}});
    EXPECT_FALSE(ask_names(things, Degrees::wgs84, known, shifts))
        << seed + static_cast<unsigned>(run);
    for (const Degrees as : {Degrees::gcj02, Degrees::bd09}) {
      std::vector<Thing> off = things;
      for (Thing& thing : off) thing.at = shifts.moved(thing.at, as, Degrees::wgs84);
      const auto verdict = ask_names(off, Degrees::wgs84, known, shifts);
      ASSERT_TRUE(verdict) << seed + static_cast<unsigned>(run);
      EXPECT_EQ(verdict->is, as) << seed + static_cast<unsigned>(run);
    }
  }
}

/// Twenty things by name, shifted or not, and what is known of the names.
struct Namesakes {
  std::mt19937 random{3};
  Streets streets{random, 300, 40};
  Network network{streets.roads};
  Ground ground{network, Barriers{}};
  Shifts shifts{streets.frame, ground};
  std::vector<Thing> things;
  std::vector<Known> known;
  Namesakes() {
    for (int i = 0; i < 20; ++i) {
      Thing thing = beside(streets.lines[static_cast<std::size_t>(i) * 40], random, 50);
      thing.name = "第" + std::to_string(i) + "中心小学";
      known.push_back({thing.name, Shape::of(thing.at)});
      thing.at = shifts.moved(thing.at, Degrees::gcj02, Degrees::wgs84);
      things.push_back(thing);
    }
  }
};

TEST(WebMapByNames, BelievesOnlyNamesThatStandOnce) {
  Namesakes town;
  ASSERT_TRUE(ask_names(town.things, Degrees::wgs84, town.known, town.shifts));
  const auto once = town.known;
  for (Known one : once) {
    one.shape.parts[0][0].x += 5'000'000;
    town.known.push_back(one);
  }
  EXPECT_FALSE(ask_names(town.things, Degrees::wgs84, town.known, town.shifts));
}

TEST(WebMapByNames, WantsTheDistanceHalved) {
  Namesakes town;
  // Off by three fifths of the shift: nearer then, all of them, but not where they belong.
  for (std::size_t i = 0; i < town.things.size(); ++i) {
    const Point there = town.known[i].shape.parts[0][0];
    Point& at = town.things[i].at;
    at = {there.x + (at.x - there.x) / 5 * 3, there.y + (at.y - there.y) / 5 * 3};
  }
  EXPECT_FALSE(ask_names(town.things, Degrees::wgs84, town.known, town.shifts));
}

TEST(WebMapByNames, TellsByTheStreetsOfAddresses) {
  std::mt19937 random{7};
  const Streets streets{random, 300, 40};
  const Network network{streets.roads};
  const Ground ground{network, Barriers{}};
  const Shifts shifts{streets.frame, ground};
  std::vector<Thing> things;
  std::vector<Known> known;
  for (int i = 0; i < 30; ++i) {
    const auto& line = streets.lines[static_cast<std::size_t>(i) * 20];
    known.push_back(
        {"第" + std::to_string(i) + "大街", {ShapeKind::line, {{line.first, line.second}}}});
    Thing thing = beside(line, random, 30);
    thing.texts = {"某区第" + std::to_string(i) + "大街188号"};
    things.push_back(thing);
  }
  EXPECT_FALSE(ask_names(things, Degrees::wgs84, known, shifts));
  for (Thing& thing : things) thing.at = shifts.moved(thing.at, Degrees::gcj02, Degrees::wgs84);
  const auto verdict = ask_names(things, Degrees::wgs84, known, shifts);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->is, Degrees::gcj02);
  EXPECT_EQ(verdict->evidence.front().key, "check_streets_nearer");
}

}  // namespace
}  // namespace lifecircle
