// Years as planning files write them, and which facilities a study's year leaves.

#include "io/read/planned_year.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/io/hamlet.hpp"

namespace lifecircle::test {
namespace {

using testing::ElementsAre;

TEST(YearOfDate, IsReadAsPlansWriteIt) {
  for (const char* text : {"2025",
                           " 2025 ",
                           "2025.0",
                           "2025.000",
                           "２０２５",
                           "2025年",
                           "2025 年",
                           "2025年底",
                           "2025年末",
                           "2025年底前",
                           "2025年初",
                           "2025年内",
                           "2025年度",
                           "2025年6月",
                           "2025年06月",
                           "2025年6月30日",
                           "2025年12月31号",
                           "2025年6月底",
                           "2025-06",
                           "2025-06-30",
                           "2025-6-3",
                           "2025/6/30",
                           "2025/06/30 00:00:00",
                           "2025-06-30T12:30:00+08:00",
                           "2025.6",
                           "2025.06.30",
                           "20250630",
                           "２０２５年６月"})
    EXPECT_EQ(year_of_date(text), 2025) << text;
  EXPECT_EQ(year_of_date("1800"), 1800);
  EXPECT_EQ(year_of_date("2200年"), 2200);
  EXPECT_EQ(year_of_date("22001231"), 2200);
}

TEST(YearOfDate, IsNotGuessed) {
  for (const char* text : {"",
                           "待定",
                           "远期",
                           "25",
                           "25年",
                           "202",
                           "20255",
                           "0",
                           "0000",
                           "1799",
                           "2201",
                           "-2025",
                           "+2025",
                           "2023-2025",
                           "2023—2025",
                           "2023年-2025年",
                           "2023/2025",
                           "2025年以后",
                           "2025年前",
                           "2025年之后",
                           "约2025年",
                           "2025?",
                           "2025 2026",
                           "2025-13",
                           "2025-00",
                           "2025-06-32",
                           "2025-06-00",
                           "2025-06/30",
                           "2025-06-30x",
                           "2025.5.6.7",
                           "20251301",
                           "20250600",
                           "20250632",
                           "17991231",
                           "22010101",
                           "2025年13月",
                           "2025年6",
                           "2025年6月31",
                           "2025年6月32日",
                           "2025年6月30日前",
                           "2025e0",
                           "2025.12345",
                           "2025-0630",
                           "30.06.2025",
                           "2025-06-30 99:00",
                           "2025-06-30 noon",
                           "\xEF\xBC",
                           "2025\xEF\xBC\x9A"})
    EXPECT_EQ(year_of_date(text), std::nullopt) << text;
}

TEST(TownOfFacilities, AreThoseThatAreThereAtTheEndOfTheYear) {
  Hamlet hamlet;
  hamlet.write("homes.csv", "id,lon,lat\nh1,108.001,34\n");
  hamlet.write("schools.csv",
               "id,lon,lat,启用,关闭\n"
               "s1,108.001,34,,\n"            // always
               "s2,108.002,34,2025,\n"        // from 2025 on
               "s3,108.003,34,,2025-01-01\n"  // until 2024
               "s4,108.004,34,2024年,2026年底\n"
               "s5,108.005,34,待定,\n"
               "s6,108.006,34,2024,2023\n"
               "s7,108.007,34,2025,2025\n"  // opened and closed in one year: never at its end
               "s8,,,2020,\n");             // no place
  hamlet.write("doors.csv", "of,lon,lat\ns1,108.001,34\ns2,108.002,34\nnobody,108.003,34\n");
  const auto there = [&](int year, const std::string& columns) {
    const LoadedTown loaded = hamlet.loaded(
        Hamlet::homes("") + "[study]\nyear = " + std::to_string(year) +
        "\n[[facilities]]\nkind = \"school\"\n" + Hamlet::layer("schools.csv") + "id = \"id\"\n" +
        columns + "entrances = { file = \"doors.csv\", crs = \"EPSG:4490\", facility = \"of\" }\n");
    std::string text;
    for (const Facility& f : loaded.town.facilities) text += f.id + " ";
    const auto& others = loaded.town.other_years;
    EXPECT_EQ(others.at("clinic").open_later + others.at("clinic").closed_by_then, 0U);
    text += "+" + std::to_string(others.at("school").open_later) + " -" +
            std::to_string(others.at("school").closed_by_then);
    return text;
  };
  const std::string both = "opens = \"启用\"\ncloses = \"关闭\"\n";
  EXPECT_EQ(there(2023, both), "c1 s1 s3 +3 -0");
  EXPECT_EQ(there(2024, both), "c1 s1 s3 s4 +2 -0");
  EXPECT_EQ(there(2025, both), "c1 s1 s2 s4 +0 -2");
  EXPECT_EQ(there(2026, both), "c1 s1 s2 +0 -3");
  EXPECT_THAT(hamlet.args("facilities_of_other_years"),
              ElementsAre("7", "school", "0", "3", "2026"));
  EXPECT_THAT(hamlet.args("facility_year_not_understood"), ElementsAre("启用", "待定"));
  EXPECT_THAT(hamlet.args("facility_closes_before_it_opens"), ElementsAre("2024", "2023"));
  for (const Problem& p : hamlet.problems.list())
    if (p.key == "facility_year_not_understood") {
      EXPECT_EQ(p.row, 6);  // the line
      EXPECT_TRUE(p.set_aside);
    }
  // The door of one that is not there yet is no door of nobody.
  EXPECT_EQ(there(2024, both), "c1 s1 s3 s4 +2 -0");
  EXPECT_EQ(count_of(hamlet.problems, "entrance_without_facility"), 1U);
  EXPECT_THAT(hamlet.args("entrance_without_facility"), ElementsAre("nobody"));
  EXPECT_EQ(there(2024, "opens = \"启用\"\n"), "c1 s1 s3 s4 s6 +2 -0");
  EXPECT_EQ(there(2025, "closes = \"关闭\"\n"), "c1 s1 s2 s4 s5 +0 -3");
}

/// That all of a source are planned is no wrong filter.
TEST(TownOfFacilities, MayAllBePlanned) {
  Hamlet hamlet;
  hamlet.write("homes.csv", "id,lon,lat\nh1,108.001,34\n");
  hamlet.write("schools.csv", "id,lon,lat,opens\ns1,108.001,34,2030\n");
  hamlet.loaded(Hamlet::homes("") + "[study]\nyear = 2025\n[[facilities]]\nkind = \"school\"\n" +
                Hamlet::layer("schools.csv") + "opens = \"opens\"\n");
  EXPECT_EQ(count_of(hamlet.problems, "source_without_facilities"), 0U);
  EXPECT_THAT(hamlet.args("facilities_of_other_years"),
              ElementsAre("1", "school", "1", "0", "2025"));
}

}  // namespace
}  // namespace lifecircle::test
