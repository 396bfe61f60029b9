// Faults planted in a sound town are found, with the line that mends them; the sound town has none.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/effort.hpp"
#include "tests/support/test_data.hpp"
#include "tests/tools/check_town.hpp"

namespace lifecircle::test {
namespace {

void expect_sound(const CheckAnswer& answer, const std::string& what) {
  EXPECT_EQ(answer.code, 0) << what << answer.document.dump(1) << answer.err;
  EXPECT_TRUE(answer.document["complete"].get<bool>()) << what;
  EXPECT_EQ(answer.document["findings"].size(), 0u) << what;
}

void expect_sound(const SoundTown& town, const std::string& what) {
  expect_sound(check(town), what);
}

/// A finding's fix, written where it says, leaves nothing to find.
void expect_mends(const SoundTown& town, const std::string& key, const std::string& what = {}) {
  expect_sound(check_mended(town, key), "mended " + what + '\n');
}

unsigned first_seed() {
  const unsigned seed = std::random_device{}();
  std::cout << "[   seed   ] " << seed << '\n';
  return seed;
}

TEST(Check, FindsNothingInASoundTown) {
  const unsigned seed = first_seed();
  for (unsigned i = 0; i < static_cast<unsigned>(by_effort(8)); ++i)
    expect_sound(SoundTown{seed + i}, "seed " + std::to_string(seed + i) + "\n");
}

TEST(Check, FindsPointsOfWebMaps) {
  const unsigned seed = first_seed();
  for (unsigned i = 0; i < static_cast<unsigned>(by_effort(4)); ++i) {
    SoundTown town{seed + i};
    for (const bool bd : {false, true}) {
      town.write_home = bd ? SoundTown::as_bd09() : SoundTown::as_gcj02();
      town.home_keys = "crs = \"EPSG:4490\"\n";
      const CheckAnswer answer = check(town);
      EXPECT_EQ(answer.code, 1) << seed + i;
      const std::string fix = answer.fix("check_web_map");
      EXPECT_EQ(fix, bd ? "crs = \"bd09\"\n" : "crs = \"gcj02\"\n") << seed + i;
      EXPECT_EQ(answer.people("check_web_map"), 3010);
      expect_mends(town, "check_web_map", std::to_string(seed + i));
    }
    // And the other way: true degrees said to be of a web map.
    town.write_home = town.as_written;
    town.home_keys = "crs = \"gcj02\"\n";
    EXPECT_EQ(check(town).fix("check_web_map"), "crs = \"EPSG:4490\"\n") << seed + i;
    // Projected as if they were true, no degrees can be stated for them.
    town.write_home = [](double lon, double lat) {
      const auto [x, y] = SoundTown::as_gcj02()(lon, lat);
      return SoundTown::as_epsg("EPSG:4549")(x, y);
    };
    town.home_keys = "crs = \"EPSG:4549\"\n";
    const CheckAnswer projected = check(town);
    EXPECT_NE(projected.finding("check_web_map_projected"), nullptr) << seed + i;
    EXPECT_EQ(projected.fix("check_web_map_projected"), "");
  }
}

TEST(Check, FindsThatPointsOfAmapAreInGcj02ByTheStreetsTheyName) {
  const std::string roads = data("china_osm/shanghai_huangpu_drive.osm.gz");
  const std::string food = data("poi/shanghai_amap.csv");
  if (roads.empty() || food.empty()) GTEST_SKIP() << "no test data";
  const Folder folder;
  const auto study = [&](const std::string& crs) {
    return folder.write(
        crs + ".toml",
        "[[network.osm]]\nfile = \"" + roads + "\"\n[[people]]\nfile = \"" + food +
            "\"\ncrs = \"gcj02\"\nid = \"id\"\n[[facilities]]\nkind = \"food\"\nfile = \"" + food +
            "\"\nname = \"name\"\ncrs = \"" + crs +
            "\"\n[[services]]\nname = \"food\"\nkinds = [\"food\"]\nmodes = [\"walk\"]\n"
            "minutes = 15\n");
  };
  const CheckAnswer wrong = check_study(study("EPSG:4490"));
  EXPECT_EQ(wrong.fix("check_web_map"), "crs = \"gcj02\"\n") << wrong.document.dump(1);
  EXPECT_EQ(check_study(study("gcj02")).finding("check_web_map"), nullptr);
}

TEST(Check, FindsAWrongZone) {
  SoundTown town{1};
  town.write_home = SoundTown::as_epsg("EPSG:4549");  // 120 degrees east
  town.home_keys = "crs = \"EPSG:4550\"\n";           // 123
  const CheckAnswer answer = check(town);
  EXPECT_EQ(answer.code, 1);
  EXPECT_EQ(answer.fix("check_elsewhere"), "crs = \"EPSG:4549\"\n") << answer.document.dump(1);
  ASSERT_NE(answer.finding("check_elsewhere"), nullptr);
  EXPECT_THAT((*answer.finding("check_elsewhere"))["where"].get<std::string>(),
              ::testing::HasSubstr("[[people]] 1"));
  EXPECT_EQ(answer.document["findings"][0]["key"], "check_elsewhere") << "what stops comes first";
  expect_mends(town, "check_elsewhere");
}

TEST(Check, FindsAWrongZoneWhateverStraysAreInIt) {
  SoundTown town{1};
  const auto right = SoundTown::as_epsg("EPSG:4549"), wrong = SoundTown::as_epsg("EPSG:4550");
  int row = 0;
  town.write_home = [&](double lon, double lat) {
    return (++row % 301 == 1 ? wrong : right)(lon, lat);  // one of 301 lies among the others
  };
  town.home_keys = "crs = \"EPSG:4550\"\n";
  const CheckAnswer answer = check(town);
  EXPECT_EQ(answer.fix("check_elsewhere"), "crs = \"EPSG:4549\"\n") << answer.document.dump(1);
}

TEST(Check, TakesNoStrayForAWrongZone) {
  SoundTown town{1};
  town.homes.push_back({
      "far",
      121.9,
      36.5,
  });
  town.clinics.push_back({"farther", 118.9, 35.5});
  EXPECT_EQ(check(town).finding("check_elsewhere"), nullptr);
}

TEST(Check, GivesNoFixThatMendsOnlySome) {
  SoundTown town{2};
  const auto right = SoundTown::as_epsg("EPSG:4549"), wrong = SoundTown::as_epsg("EPSG:4548");
  bool first = false;
  town.write_home = [&](double lon, double lat) {
    return (first = !first) ? right(lon, lat) : wrong(lon, lat);
  };
  town.home_keys = "crs = \"EPSG:4551\"\n";
  const CheckAnswer answer = check(town);
  ASSERT_NE(answer.finding("check_elsewhere"), nullptr) << answer.document.dump(1);
  EXPECT_EQ(answer.fix("check_elsewhere"), "");
}

TEST(Check, FindsAZoneNumberInFrontOfTheEasting) {
  SoundTown town{2};
  town.write_home = SoundTown::as_epsg("EPSG:4528");  // 40,5xx,xxx
  town.home_keys = "crs = \"EPSG:4549\"\n";           // 5xx,xxx
  const CheckAnswer answer = check(town);
  EXPECT_EQ(answer.fix("check_elsewhere"), "crs = \"EPSG:4528\"\n") << answer.document.dump(1);
  expect_mends(town, "check_elsewhere");
}

TEST(Check, FindsExchangedAxes) {
  SoundTown town{3};
  town.write_clinic = SoundTown::swapped(SoundTown::as_epsg("EPSG:4549"));
  town.clinic_keys = "crs = \"EPSG:4549\"\n";
  CheckAnswer answer = check(town);
  EXPECT_EQ(answer.fix("check_elsewhere"), "crs = \"EPSG:4549\"\naxes = \"swapped\"\n")
      << answer.document.dump(1);
  expect_mends(town, "check_elsewhere");

  town.write_clinic = SoundTown::swapped(town.as_written);
  town.clinic_keys = "crs = \"EPSG:4490\"\n";
  answer = check(town);
  EXPECT_EQ(answer.fix("check_elsewhere"), "crs = \"EPSG:4490\"\naxes = \"swapped\"\n")
      << answer.document.dump(1);
  expect_mends(town, "check_elsewhere");
  // The rows of a layer that is exchanged as a whole are not told once more.
  EXPECT_EQ(answer.document["findings"].size(), 1u) << answer.document.dump(1);
}

TEST(Check, FindsTheSystemNobodySays) {
  SoundTown town{3};
  for (const bool swapped : {false, true}) {
    town.write_home = SoundTown::as_epsg("EPSG:4549");
    if (swapped) town.write_home = SoundTown::swapped(town.write_home);
    town.home_keys = "";
    const CheckAnswer answer = check(town);
    EXPECT_EQ(answer.fix("check_crs_found"),
              swapped ? "crs = \"EPSG:4549\"\naxes = \"swapped\"\n" : "crs = \"EPSG:4549\"\n")
        << answer.document.dump(1);
    EXPECT_EQ(answer.document["findings"].size(), 1u) << answer.document.dump(1);
    expect_mends(town, "check_crs_found");
  }
}

TEST(Check, FindsThatEverySourceHasItsAxesExchanged) {
  SoundTown town{3};
  town.write_road = town.write_home = town.write_clinic = SoundTown::swapped(town.as_written);
  const Folder folder;
  town.write(folder);
  CheckAnswer answer = check_study(folder.file("study.toml"));
  std::string study = town.study();
  int told = 0;
  for (const auto& one : answer.document["findings"])
    if (one["key"] == "crs_looks_swapped") {
      ++told;
      EXPECT_EQ(one["fix"], nlohmann::json::array({"axes = \"swapped\""}));
    }
  EXPECT_EQ(told, 3) << answer.document.dump(1);
  for (int i = 0; i < told; ++i) {  // one after the other, as a user would
    study = answer.mended("crs_looks_swapped", study);
    folder.write("study.toml", study);
    answer = check_study(folder.file("study.toml"));
  }
  expect_sound(answer, study);
}

TEST(Check, FindsRowsWithExchangedAxes) {
  SoundTown town{3};
  const auto right = SoundTown::as_epsg("EPSG:4549");
  for (const bool projected : {false, true}) {
    int row = 0;
    town.write_home = [&](double lon, double lat) {
      const auto [x, y] = projected ? right(lon, lat) : std::pair{lon, lat};
      return ++row % 3 == 0 ? std::pair{y, x} : std::pair{x, y};
    };
    town.home_keys = projected ? "crs = \"EPSG:4549\"\n" : "crs = \"EPSG:4490\"\n";
    const CheckAnswer answer = check(town);
    EXPECT_EQ(answer.people("check_rows_swapped"), 1000) << answer.document.dump(1);
    EXPECT_EQ(answer.finding("check_without_place"), nullptr);
  }
}

TEST(Check, FindsRoadsThatLieElsewhere) {
  SoundTown town{4};
  town.write_road = SoundTown::as_epsg("EPSG:4549");
  town.road_keys = "crs = \"EPSG:4548\"\n";
  const CheckAnswer answer = check(town);
  EXPECT_EQ(answer.fix("check_elsewhere"), "crs = \"EPSG:4549\"\n") << answer.document.dump(1);
  ASSERT_NE(answer.finding("check_elsewhere"), nullptr);
  EXPECT_THAT((*answer.finding("check_elsewhere"))["where"].get<std::string>(),
              ::testing::HasSubstr("[[network.roads]] 1"));
  expect_mends(town, "check_elsewhere");
}

TEST(Check, FindsAnIsland) {
  SoundTown town{5};
  // A street of its own in the middle of a block, with a home.
  const auto [x, y] = town.metres_at(12, 12);
  town.street({{x + 85, y + 100}, {x + 115, y + 100}});
  town.homes.push_back(SoundTown::place("on the island", x + 100, y + 105));
  town.more = "[access]\nunknown_m = 45\n";
  const CheckAnswer answer = check(town);
  EXPECT_EQ(answer.people("check_homes_on_islands"), 10) << answer.document.dump(1);
}

TEST(Check, BlamesNoRoadWhereEverythingIsClosed) {
  SoundTown town{5};
  town.clinic_keys += "hours_otherwise = \"周一至周五 8:30-17:30\"\n";
  town.more = "[time]\nat = \"周三 23:00\"\n";
  expect_sound(town, "at night");
  town.more = "[time]\nat = \"周三 10:00\"\n";
  expect_sound(town, "by day");
}

TEST(Check, FindsFacilitiesOnAnIsland) {
  SoundTown town{5};
  const auto [x, y] = town.metres_at(12, 12);
  town.street({{x + 85, y + 100}, {x + 115, y + 100}});
  town.clinics.push_back(SoundTown::place("孤岛卫生室", x + 100, y + 105));
  town.more = "[access]\nunknown_m = 45\n";
  const CheckAnswer answer = check(town);
  EXPECT_GT(answer.people("check_facilities_on_islands"), 0) << answer.document.dump(1);
  // With a longer way over open ground it is on other roads as well.
  town.more = "[access]\nunknown_m = 200\n";
  EXPECT_EQ(check(town).finding("check_facilities_on_islands"), nullptr);
}

TEST(Check, FindsAOneWayStreetThatLeadsNowhere) {
  SoundTown town{6};
  town.streets[town.cul_de_sac].oneway = "yes";
  CheckAnswer answer = check(town);
  ASSERT_NE(answer.finding("check_one_way_trap"), nullptr) << answer.document.dump(1);
  EXPECT_EQ(answer.people("check_one_way_trap"), 10) << "the home at its end";
  town.streets[town.cul_de_sac].oneway = "-1";
  answer = check(town);
  EXPECT_NE(answer.finding("check_one_way_source"), nullptr) << answer.document.dump(1);
  EXPECT_EQ(answer.finding("check_one_way_trap"), nullptr);
}

TEST(Check, LeavesOneWayRoadsAtTheEdgeInPeace) {
  SoundTown town{6};
  const auto [x, y] = town.metres_at(21, 10);
  town.street({{x, y}, {x + 150, y}});  // a carriageway that leaves the loaded roads
  town.streets.back().oneway = "yes";
  expect_sound(town, "at the edge");
}

TEST(Check, LeavesShortDeadEndsInPeace) {
  SoundTown town{6};
  const auto [x, y] = town.metres_at(10, 12);
  town.street({{x, y}, {x + 3, y + 3}});
  expect_sound(town, "a stub");
}

TEST(Check, FindsRoadsThatMissEachOther) {
  SoundTown town{7};
  const auto [x, y] = town.metres_at(9, 9);
  const auto [u, v] = town.metres_at(9, 10);
  // From a junction to 0.4 m before the middle of the street beside it.
  const auto [p, q] = town.metres_at(10, 9);
  const auto [r, s] = town.metres_at(10, 10);
  const double mx = (p + r) / 2, my = (q + s) / 2, ax = (x + u) / 2, ay = (y + v) / 2;
  const double length = std::hypot(mx - ax, my - ay);
  town.street(
      {{x, y}, {ax + 20, ay}, {mx - 0.4 * (mx - ax) / length, my - 0.4 * (my - ay) / length}});
  const CheckAnswer answer = check(town);
  ASSERT_NE(answer.finding("check_ends_near_roads"), nullptr) << answer.document.dump(1);
  EXPECT_THAT(answer.fix("check_ends_near_roads"),
              ::testing::StartsWith("join = \"crossings\"\ntolerance = 0."));
  expect_mends(town, "check_ends_near_roads");
  // Keys that stand there already are replaced.
  town.road_keys += "join = \"ends\"\ntolerance = 0.01\n";
  expect_mends(town, "check_ends_near_roads", "again");
  // Another layer of roads is not to blame.
  const Folder folder;
  town.more = "[[network.roads]]\nfile = \"track.csv\"\ncrs = \"EPSG:4490\"\nmodes = [\"car\"]\n";
  town.write(folder);
  const auto [a, b] = SoundTown::degrees(-300, -300);
  folder.write("track.csv", fmt::format("wkt\n\"LINESTRING({} {},{} {})\"\n", a, b, a + 0.002, b));
  EXPECT_THAT((*check_study(folder.file("study.toml")).finding("check_ends_near_roads"))["where"]
                  .get<std::string>(),
              ::testing::EndsWith("[[network.roads]] 1"));
}

TEST(Check, FindsCrossingsWithoutAJunction) {
  SoundTown town{8};
  const auto [x, y] = town.metres_at(9, 9);
  const auto [u, v] = town.metres_at(11, 11);
  town.street({{x, y}, {x + 60, y + 150}, {u, v}});
  CheckAnswer answer = check(town);
  ASSERT_NE(answer.finding("check_roads_cross"), nullptr) << answer.document.dump(1);
  EXPECT_EQ(answer.fix("check_roads_cross"), "join = \"crossings\"\n");
  expect_mends(town, "check_roads_cross");
  town.streets.back().level = 1;  // a flyover
  expect_sound(town, "at another level");
}

TEST(Check, FindsWhatStandsTwiceAndWhatHasNoPlace) {
  SoundTown town{9};
  town.clinics.push_back(town.clinics[3]);
  CheckAnswer answer = check(town);
  // Whom it concerns, counted the slow way.
  double concerned = 0;
  for (const auto& home : town.homes) {
    const auto off = [&](const SoundTown::Place& c) {
      return std::hypot((c.lon - home.lon) * 0.808, c.lat - home.lat);
    };
    const auto nearest = std::ranges::min_element(town.clinics, {}, off);
    if (off(*nearest) == off(town.clinics[3])) concerned += 10;
  }
  EXPECT_GT(concerned, 0);
  EXPECT_EQ(answer.people("check_facilities_twice"), concerned) << answer.document.dump(1);

  town = SoundTown{9};
  const Folder folder;
  town.write(folder);
  std::ofstream{folder.file("homes.csv"), std::ios::app} << "nowhere,,,77\n,,,3\n";
  answer = check_study(folder.file("study.toml"));
  EXPECT_EQ(answer.people("check_without_place"), 80) << answer.document.dump(1);
  EXPECT_EQ(answer.fix("check_without_place"), "") << "a pattern is no line to write";
}

TEST(Check, FindsGarbledNames) {
  SoundTown town{13};
  const Folder folder;
  // GBK, read as Latin-1 because somebody says so: stating the right encoding mends it.
  std::string gbk = "name,lon,lat\n";
  for (const auto& c : town.clinics)
    gbk += fmt::format("\xCE\xC0\xC9\xFA\xCA\xD2 {:.6f},{:.9f},{:.9f}\n", c.lon, c.lon,
                       c.lat);  // 卫生室
  const auto with = [&](const std::string& encoding) {
    town.clinic_keys = "crs = \"EPSG:4490\"\nencoding = \"" + encoding + "\"\n";
    town.write(folder);
    folder.write("clinics.csv", gbk);
    return check_study(folder.file("study.toml"));
  };
  EXPECT_EQ(with("ISO-8859-1").fix("check_mojibake"), "encoding = \"GB18030\"\n");
  EXPECT_EQ(with("GB18030").code, 0);

  // Saved so: nothing here mends it, and it is still told.
  town.clinic_keys = "crs = \"EPSG:4490\"\n";
  for (auto& c : town.clinics) c.name = "鍖椾含" + fmt::format("{:.6f}", c.lon);
  town.write(folder);
  const CheckAnswer answer = check_study(folder.file("study.toml"));
  ASSERT_NE(answer.finding("check_mojibake"), nullptr) << answer.document.dump(1);
  EXPECT_EQ(answer.fix("check_mojibake"), "");
}

TEST(Check, FindsTheEncodingOfTextsThatCannotBeRead) {
  SoundTown town{13};
  town.clinic_keys += "encoding = \"GBK\"\n";  // said of a file of UTF-8
  for (auto& c : town.clinics) c.name += "院";
  const CheckAnswer answer = check(town);
  EXPECT_EQ(answer.fix("text_undecodable"), "encoding = \"UTF-8\"\n") << answer.document.dump(1);
  EXPECT_GT(answer.people("text_undecodable"), 0);
  expect_mends(town, "text_undecodable");

  // A few bytes lost in a sound file are no reason to read all of it in another encoding.
  const Folder broken;
  town.clinic_keys = "crs = \"EPSG:4490\"\n";
  town.clinics[2].name = "\xE5\x8D" + town.clinics[2].name;
  town.write(broken);
  const CheckAnswer one = check_study(broken.file("study.toml"));
  ASSERT_NE(one.finding("text_undecodable"), nullptr) << one.document.dump(1);
  EXPECT_EQ(one.fix("text_undecodable"), "");
  town = SoundTown{13};

  // And the other way round; of a file used twice, both places are named.
  const Folder folder;
  town.more =
      "[[facilities]]\nkind = \"post\"\nfile = \"clinics.csv\"\nname = \"name\"\n"
      "crs = \"EPSG:4490\"\nencoding = \"UTF-8\"\n";
  town.clinic_keys = "crs = \"EPSG:4490\"\nencoding = \"UTF-8\"\n";
  town.write(folder);
  std::string gbk = "name,lon,lat\n";
  for (const auto& c : town.clinics)
    gbk += fmt::format("\xCE\xC0\xC9\xFA\xCA\xD2 {:.6f},{:.9f},{:.9f}\n", c.lon, c.lon, c.lat);
  folder.write("clinics.csv", gbk);
  const CheckAnswer both = check_study(folder.file("study.toml"));
  EXPECT_EQ(both.fix("text_undecodable"), "encoding = \"GB18030\"\n");
  folder.write("study.toml", both.mended("text_undecodable", town.study()));
  expect_sound(check_study(folder.file("study.toml")), "both mended");
}

TEST(Check, SaysThatABarrierStandsBetweenAPlaceAndItsRoad) {
  SoundTown town{5};
  const Folder folder;
  town.more = "[barriers]\n[[barriers.layers]]\nfile = \"wall.csv\"\ncrs = \"EPSG:4490\"\n";
  town.write(folder);
  const auto& home = town.homes[7];
  const double d = 0.00002;
  folder.write("wall.csv",
               fmt::format("wkt\n\"LINESTRING({} {},{} {},{} {},{} {},{} {})\"\n", home.lon - d,
                           home.lat - d, home.lon + d, home.lat - d, home.lon + d, home.lat + d,
                           home.lon - d, home.lat + d, home.lon - d, home.lat - d));
  const CheckAnswer answer = check_study(folder.file("study.toml"));
  ASSERT_NE(answer.finding("check_homes_unconnected"), nullptr) << answer.document.dump(1);
  EXPECT_THAT((*answer.finding("check_homes_unconnected"))["evidence"].dump(),
              ::testing::HasSubstr("only beyond a barrier"));
}

TEST(Check, JoinsTheBulkOfEndsAndSaysWhatThatSwallows) {
  SoundTown town{7};
  const auto stub = [&](int x, int y, double short_of) {  // ends before the street beside it
    const auto [ax, ay] = town.metres_at(x, y);
    const auto [bx, by] = town.metres_at(x, y + 1);
    const auto [px, py] = town.metres_at(x + 1, y);
    const auto [qx, qy] = town.metres_at(x + 1, y + 1);
    const double mx = (px + qx) / 2, my = (py + qy) / 2, sx = (ax + bx) / 2, sy = (ay + by) / 2;
    const double length = std::hypot(mx - sx, my - sy);
    town.street({{ax, ay},
                 {sx + 20, sy},
                 {mx - short_of * (mx - sx) / length, my - short_of * (my - sy) / length}});
  };
  for (int i = 0; i < 12; ++i) stub(3 + i, 3 + i, 0.3);
  stub(4, 12, 4.5);
  const CheckAnswer answer = check(town);
  const auto* found = answer.finding("check_ends_near_roads");
  ASSERT_NE(found, nullptr) << answer.document.dump(1);
  EXPECT_THAT(answer.fix("check_ends_near_roads"), ::testing::HasSubstr("tolerance = 0.3"));
  EXPECT_THAT((*found)["evidence"].dump(), ::testing::HasSubstr("joins 12 of these 13"));
}

TEST(Check, CountsThePeopleOfRowsThatAreSetAsideOrDoubted) {
  SoundTown town{9};
  town.homes.push_back(town.homes[7]);
  EXPECT_EQ(check(town).people("homes_repeated"), 10);

  town = SoundTown{9};
  town.clinic_keys += "hours = \"name\"\n";
  town.more = "[time]\nat = \"周三 10:00\"\n";
  EXPECT_EQ(check(town).people("facility_hours_unknown_open"), 3010);

  town = SoundTown{9};
  const Folder folder;
  town.home_keys += "columns = [\"name\", \"lon\", \"lat\", \"people\"]\n";
  town.write(folder);
  const CheckAnswer answer = check_study(folder.file("study.toml"));
  EXPECT_NE(answer.finding("csv_head_is_row"), nullptr) << answer.document.dump(1);
}

TEST(Check, WritesItsFindingsAsATable) {
  SoundTown town{14};
  town.clinics.push_back(town.clinics[3]);
  const Folder folder;
  town.write(folder);
  std::ostringstream out, err;
  const std::string table = folder.file("findings.csv");
  EXPECT_EQ(run_program({"check", folder.file("study.toml"), "--out", table, "--quiet"}, out, err,
                        Terminal{}),
            1)
      << err.str();
  std::ifstream in{table};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  EXPECT_TRUE(text.starts_with("\xEF\xBB\xBFrank,")) << text;
  EXPECT_EQ(std::ranges::count(text, '\n'), 2) << text;
  // Never over its own input.
  EXPECT_EQ(run_program({"check", folder.file("study.toml"), "--out", folder.file("homes.csv")},
                        out, err, Terminal{}),
            2);
  const std::string study = folder.file("study.toml");
  EXPECT_EQ(run_program({"check", study, "--out", study}, out, err, Terminal{}), 2);
  std::ifstream untouched{study};
  const std::string still{std::istreambuf_iterator<char>{untouched}, {}};
  EXPECT_EQ(still, town.study()) << "nor over the study itself";
}

TEST(Check, FindsPeopleInNoUnitAndSpeedsOfNobody) {
  SoundTown town{10};
  const Folder folder;
  town.more = "[profiles.walk.speed]\nresidential = 48\n";
  town.write(folder);
  folder.write("units.csv",
               "code,wkt\nu1,\"POLYGON((120.3 36.1,120.301 36.1,120.301 36.101,120.3 36.1))\"\n");
  const CheckAnswer answer = check_study(folder.file("study.toml"));
  EXPECT_EQ(answer.people("check_homes_without_unit"), 3010) << answer.document.dump(1);
  EXPECT_NE(answer.finding("check_profile_speed"), nullptr) << answer.document.dump(1);
}

TEST(Check, FindsANetworkTooSmallForTheThreshold) {
  SoundTown town{11};
  town.more =
      "[[services]]\nname = \"far\"\nkinds = [\"clinic\"]\nmodes = [\"walk\"]\nminutes = 60\n";
  expect_sound(town, "every home has its clinic nearer than the edge");
  town.clinics.resize(1);
  const CheckAnswer answer = check(town);
  EXPECT_GT(answer.people("check_roads_end_within_reach"), 1000) << answer.document.dump(1);
}

TEST(Check, FindsAFileCutShort) {
  SoundTown town{15};
  const Folder folder;
  town.write(folder);
  DrawnLayer clinics{.name = "clinics", .epsg = 4490, .fields = {{"name", OFTString}}};
  for (const auto& c : town.clinics)
    clinics.rows.push_back({fmt::format("POINT ({:.9f} {:.9f})", c.lon, c.lat), {c.name}});
  const auto check_with = [&](const std::string& file) {
    std::string study = town.study();
    study.replace(study.find("clinics.csv"), 11, file);
    return check_study(folder.write("study.toml", study));
  };
  const auto cut = [&](const std::string& file, std::uintmax_t by) {
    std::filesystem::resize_file(folder.file(file),
                                 std::filesystem::file_size(folder.file(file)) - by);
  };
  for (const auto& [file, driver, part] :
       {std::tuple{"clinics.shp", "ESRI Shapefile", "clinics.dbf"},
        std::tuple{"clinics.shp", "ESRI Shapefile", "clinics.shp"},
        std::tuple{"clinics.gpkg", "GPKG", "clinics.gpkg"},
        std::tuple{"clinics.geojson", "GeoJSON", "clinics.geojson"},
        std::tuple{"clinics.fgb", "FlatGeobuf", "clinics.fgb"}}) {
    std::filesystem::remove(folder.file(file));
    write_layer(folder.file(file), driver, clinics);
    EXPECT_EQ(check_with(file).code, 0) << file;
    cut(part, std::filesystem::file_size(folder.file(part)) / 3);
    const CheckAnswer answer = check_with(file);
    EXPECT_EQ(answer.code, 1) << part << answer.err;
    EXPECT_GE(answer.document["findings"].size(), 1u) << part;
  }
  cut("clinics.csv", 15);  // in the midst of its last row
  EXPECT_EQ(check_with("clinics.csv").code, 1);
}

TEST(Check, NamesEveryFileThatCannotBeRead) {
  const Folder folder;
  SoundTown town{12};
  town.write(folder);
  folder.write("homes.csv", "name,x1,y1,people\na,1,2,3\n");
  folder.write("clinics.csv", "\"name,lon,lat\nnever closed");
  const CheckAnswer answer = check_study(folder.file("study.toml"));
  EXPECT_EQ(answer.code, 1);
  EXPECT_FALSE(answer.document["complete"].get<bool>());
  EXPECT_EQ(answer.document["findings"].size(), 2u) << answer.document.dump(1);
  for (const auto& one : answer.document["findings"]) EXPECT_TRUE(one["stops"].get<bool>());

  // Nobody can be counted: the rows say why.
  town.write(folder);
  folder.write("homes.csv", "name,lon,lat,people\na,120.32,36.12,-5\n");
  EXPECT_NE(check_study(folder.file("study.toml")).finding("home_without_count"), nullptr);
}

}  // namespace
}  // namespace lifecircle::test
