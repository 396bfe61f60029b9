#include "io/read/locate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/read/plain_name.hpp"
#include "tests/io/hamlet.hpp"

namespace lifecircle {
namespace {

using test::count_of;
using test::Hamlet;
using ::testing::ElementsAre;

constexpr const char* kVillages =
    "name,town,wkt\n"
    "城北村,甲镇,\"POLYGON((108.001 34,108.002 34,108.002 34.001,108.001 34.001,108.001 34))\"\n"
    "城北村,甲镇,\"POLYGON((108.003 34,108.004 34,108.004 34.001,108.003 34.001,108.003 34))\"\n"
    "王家村,甲镇,\"POLYGON((108.01 34,108.011 34,108.011 34.001,108.01 34.001,108.01 34))\"\n"
    "王家村,乙镇,\"POLYGON((108.03 34,108.031 34,108.031 34.001,108.03 34.001,108.03 34))\"\n";

std::string people(const std::string& locate) {
  return Hamlet::homes("people = \"n\"\nlocate = { file = \"villages.csv\", crs = \"EPSG:4490\", " +
                       locate + " }\n");
}

/// Where a place of the hamlet is, in metres east of its west end.
double east_m(const LoadedTown& loaded, std::size_t home) {
  const LonLat at = loaded.frame.to_lonlat(loaded.town.homes.at.at(home));
  return (at.lon - 108) * 111'320 * 0.829;
}

TEST(Locate, FindsRowsByNameWhereTheyHaveNoCoordinates) {
  Hamlet hamlet;
  hamlet.write("villages.csv", kVillages);
  hamlet.write("homes.csv",
               "id,name,lon,lat,n\n"
               "h1,城北村村民委员会,,,10\nh2,城北村,108.04,34,20\nh3,无名村,,,30\nh4,,,,40\n");
  const LoadedTown loaded = hamlet.loaded(people("match = { name = \"name\" }"));
  EXPECT_THAT(loaded.town.homes.id, ElementsAre("h1", "h2"));
  EXPECT_NEAR(east_m(loaded, 0), 0.0025 * 111'320 * 0.829, 1) << "the middle of both parts";
  EXPECT_NEAR(east_m(loaded, 1), 0.04 * 111'320 * 0.829, 1) << "its own coordinates win";
  EXPECT_EQ(count_of(hamlet.problems, "locate_not_found"), 2u);
  EXPECT_THAT(hamlet.args("located_by_plain_name"), ElementsAre("1", "name = name"));
  bool noted = false;
  for (const Conversion& c : hamlet.problems.conversions())
    for (const auto& step : c.steps)
      if (step.key == "crs_done_located") {
        noted = true;
        EXPECT_EQ(step.args.at(0), "1");
        EXPECT_EQ(step.args.at(5), "1") << "rows with coordinates of their own";
      }
  EXPECT_TRUE(noted);
}

TEST(Locate, TakesAllPairsTogetherAndTellsWhatIsShared) {
  Hamlet hamlet;
  hamlet.write("villages.csv", kVillages);
  hamlet.write("homes.csv", "id,name,of,n\nh1,王家村,甲镇,1\nh2,王家村,乙镇,2\n");
  const LoadedTown told = hamlet.loaded(people("match = { name = \"name\", of = \"town\" }"));
  ASSERT_EQ(told.town.homes.size(), 2u);
  EXPECT_NEAR(east_m(told, 0), 0.0105 * 111'320 * 0.829, 1);
  EXPECT_NEAR(east_m(told, 1), 0.0305 * 111'320 * 0.829, 1);
  EXPECT_EQ(count_of(hamlet.problems, "locate_shared"), 0u);

  hamlet.loaded(people("match = { name = \"name\" }"));
  EXPECT_EQ(count_of(hamlet.problems, "locate_shared"), 1u) << "two rows, one name";
}

TEST(Locate, GivesRowsTheWholeAreaToSpreadOver) {
  Hamlet hamlet;
  hamlet.write("villages.csv", kVillages);
  hamlet.write("homes.csv", "id,name,n\nh1,王家村,100\n");
  const LoadedTown loaded = hamlet.loaded(
      people("where = { town = \"甲镇\" }, match = { name = \"name\" }") + "spread = \"area\"\n");
  std::int64_t sum = 0;
  for (const auto count : loaded.town.homes.count[0]) sum += count;
  EXPECT_EQ(sum, 100'000);
}

TEST(Locate, SaysWhichOfSeveralPointsItTook) {
  Hamlet hamlet;
  hamlet.write("villages.csv",
               "name,lon,lat\na,108.02,34\na,108.01,34\nb,108.03,34\nb,108.03,34\n");
  hamlet.write("homes.csv", "id,name,n\nh1,a,1\nh2,b,1\n");
  const LoadedTown loaded = hamlet.loaded(people("match = { name = \"name\" }"));
  EXPECT_NEAR(east_m(loaded, 0), 0.01 * 111'320 * 0.829, 1);
  EXPECT_THAT(hamlet.args("locate_several"), ElementsAre("a", "2"));
  EXPECT_EQ(count_of(hamlet.problems, "locate_several"), 1u) << "b stands at one place";
}

TEST(Locate, TellsNamesakesThatLieFarApart) {
  Hamlet hamlet;
  hamlet.write("villages.csv",
               "name,wkt\n"
               "a,\"POLYGON((108.001 34,108.002 34,108.002 34.001,108.001 34.001,108.001 34))\"\n"
               "a,\"POLYGON((108.301 34,108.302 34,108.302 34.001,108.301 34.001,108.301 34))\"\n"
               "b,\"POLYGON((108.001 34,108.002 34,108.002 34.001,108.001 34.001,108.001 34))\"\n"
               "b,\"POLYGON((108.041 34,108.042 34,108.042 34.001,108.041 34.001,108.041 34))\"\n");
  hamlet.write("homes.csv", "id,name,n\nh1,a,1\nh2,b,1\n");
  hamlet.loaded(people("match = { name = \"name\" }"));
  EXPECT_THAT(hamlet.args("locate_far_apart"), ElementsAre("a", "28"));
  EXPECT_EQ(count_of(hamlet.problems, "locate_far_apart"), 1u) << "b is one village";
}

TEST(Locate, TellsARowToTheLetterAndOneByPlainNameAtOnePlace) {
  Hamlet hamlet;
  hamlet.write("villages.csv", "name,lon,lat\n城北村,108.02,34\n");
  hamlet.write("homes.csv", "id,name,n\nh1,城北村,1\nh2,城北村委会,1\n");
  hamlet.loaded(people("match = { name = \"name\" }"));
  EXPECT_EQ(count_of(hamlet.problems, "locate_shared"), 1u);
}

TEST(Locate, GivesAFacilityOnePointOfSeveral) {
  Hamlet hamlet;
  hamlet.write("villages.csv", "name,lon,lat\na,108.02,34\na,108.01,34\n");
  hamlet.write("schools.csv", "id,name\ns1,a\n");
  hamlet.write("homes.csv", "id,lon,lat,n\nh1,108.001,34,10\n");
  const LoadedTown loaded = hamlet.loaded(
      Hamlet::homes("people = \"n\"\n") +
      "[[facilities]]\nkind = \"school\"\nfile = \"schools.csv\"\nid = \"id\"\nlocate = { file = "
      "\"villages.csv\", crs = \"EPSG:4490\", match = { name = \"name\" } }\n");
  for (const Facility& f : loaded.town.facilities) {
    EXPECT_EQ(f.shape.parts.size(), 1u) << f.id;
  }
  EXPECT_EQ(loaded.town.facilities.size(), 2u);
}

TEST(Locate, JoinsSpreadsheetsByCode) {
  for (const auto& [name, driver] :
       {std::pair{"people.xlsx", "XLSX"}, std::pair{"people.ods", "ODS"}})
    for (const OGRFieldType type : {OFTString, OFTInteger64, OFTReal}) {
      Hamlet hamlet;
      hamlet.write(
          "villages.csv",
          "ZLDWDM,lon,lat\n6103230000000000000,108.01,34\n6103231002000000000,108.02,34\n");
      test::write_layer(hamlet.file(name), driver,
                        {.name = "人口",
                         .epsg = 0,
                         .fields = {{"代码", type}, {"常住人口", OFTInteger}},
                         .rows = {{"", {"610323000000", "120"}}, {"", {"610323100200", "30"}}},
                         .type = wkbNone});
      const LoadedTown loaded = hamlet.loaded(
          std::string{"[[people]]\nid = \"代码\"\npeople = \"常住人口\"\nfile = \""} + name +
          "\"\nlocate = { file = \"villages.csv\", crs = \"EPSG:4490\", match = { \"代码\" = "
          "\"ZLDWDM\" } }\n");
      EXPECT_THAT(loaded.town.homes.id, ElementsAre("610323000000", "610323100200"))
          << name << " " << type;
      EXPECT_NEAR(east_m(loaded, 1), 0.02 * 111'320 * 0.829, 1);
    }
}

TEST(Locate, RefusesWhatCannotBeMeant) {
  Hamlet hamlet;
  hamlet.write("villages.csv", kVillages);
  hamlet.write("homes.csv", "id,name,n\nh1,王家村,100\n");
  const auto no_column = hamlet.load(people("match = { nme = \"name\" }"));
  ASSERT_FALSE(no_column);
  EXPECT_EQ(no_column.error().key, "no_such_column_but");
  EXPECT_FALSE(hamlet.load(people("match = {}")));
  EXPECT_FALSE(hamlet.load(people("crs2 = \"x\", match = { name = \"name\" }")));
}

TEST(Csv, WithoutAHeadTakesTheColumnsTheStudyNames) {
  Hamlet hamlet;
  hamlet.write("homes.csv", "h1,108.001,34,10\nh2,108.002,34,20\n");
  const LoadedTown loaded =
      hamlet.loaded(Hamlet::homes("people = \"n\"\ncolumns = [\"id\", \"lon\", \"lat\", \"n\"]\n"));
  EXPECT_THAT(loaded.town.homes.id, ElementsAre("h1", "h2"));
  const auto twice =
      hamlet.load(Hamlet::homes("people = \"n\"\ncolumns = [\"id\", \"lon\", \"lat\", \"id\"]\n"));
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().key, "study_columns_differ");
}

TEST(PlainName, IsOneForAllWaysToWriteAVillage) {
  for (const char* name : {"城北村", "城北村委会", "城北村村民委员会", " 城北村　", "城北行政村"})
    EXPECT_EQ(plain_name(name), "城北村") << name;
  for (const char* name :
       {"凤仪路社区", "凤仪路社区居委会", "凤仪路社区居民委员会", "凤仪路居委会"})
    EXPECT_EQ(plain_name(name), "凤仪路社区") << name;
  EXPECT_EQ(plain_name("6103231002000000000"), "610323100200");
  EXPECT_EQ(plain_name("610323100200"), "610323100200");
  EXPECT_EQ(plain_name("村委会"), "村委会") << "nothing would be left";
  EXPECT_EQ(plain_name(""), "");
}

}  // namespace
}  // namespace lifecircle
