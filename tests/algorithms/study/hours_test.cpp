// The time of a study: what is closed then serves nobody, and where nobody knows, both are told.

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "tests/algorithms/study/some_study.hpp"
#include "tests/support/effort.hpp"

namespace lifecircle {
namespace {

using test::Dice;
using test::Recipe;
using test::Rows;
using test::SomeStudy;

Recipe recipe_of(int seed) {
  return {.seed = static_cast<std::uint64_t>(seed), .lines = 20, .homes = 30, .facilities = 12};
}

/// A study at a time, its facilities open, closed and unknown by chance.
SomeStudy at_a_time(int seed, bool unknown_open) {
  SomeStudy study{recipe_of(seed)};
  Dice dice{static_cast<std::uint64_t>(seed), 61};
  for (Facility& f : study.town.facilities)
    f.hours = dice.chance(40)   ? Openness::open
              : dice.chance(50) ? Openness::closed
                                : Openness::unknown;
  study.rules.time = StudyTime{.text = "Mo 08:30", .at = {}, .unknown_open = unknown_open};
  return study;
}

bool has_column(const Table& table, const std::string& name) {
  for (const TableColumn& c : table.columns)
    if (c.name == name) return true;
  return false;
}

/// Which rate -> what was covered, of how many.
using Rates = std::map<std::tuple<std::string, std::string, std::string, std::string>,
                       std::pair<double, double>>;
Rates rates(const StudyResult& result, const std::string& unknown_hours = "") {
  const Rows rows{result.services};
  Rates all;
  for (std::size_t r = 0; r < rows.count(); ++r)
    if (unknown_hours.empty() || rows.text("unknown_hours", r) == unknown_hours)
      all[{rows.text("service", r), rows.text("travel", r), rows.text("facilities", r),
           rows.text("counted", r)}] = {rows.number("covered", r), rows.number("total", r)};
  return all;
}

/// The town without what does not count as open, and without a time.
Rates rates_without_the_closed(const SomeStudy& of, bool unknown_open) {
  SomeStudy study = of;
  study.rules.time.reset();
  // Still there, so that which regions are told apart does not change.
  for (Facility& f : study.town.facilities)
    if (f.hours == Openness::closed || (f.hours == Openness::unknown && !unknown_open))
      f.kind = "gone";
  return rates(study.result());
}

TEST(StudyHours, CountAsIfWhatIsClosedWereNotThere) {
  std::size_t differ = 0;
  for (int seed = 0; seed < test::by_effort(40); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const bool unknown_open = seed % 2 == 0;
    const SomeStudy study = at_a_time(seed, unknown_open);
    const StudyResult result = study.result();
    if (!has_column(result.services, "unknown_hours")) continue;
    const Rates open = rates(result, "open"), closed = rates(result, "closed");
    EXPECT_EQ(open, rates_without_the_closed(study, true));
    EXPECT_EQ(closed, rates_without_the_closed(study, false));
    ASSERT_EQ(open.size(), closed.size());
    for (const auto& [key, with] : open) {
      EXPECT_LE(closed.at(key).first, with.first) << std::get<0>(key);
      if (closed.at(key).first < with.first) ++differ;
    }
    // The headline is the stated default, and the other way round is never one.
    const Rows rows{result.services};
    for (std::size_t r = 0; r < rows.count(); ++r)
      if (rows.text("unknown_hours", r) != (unknown_open ? "open" : "closed")) {
        EXPECT_EQ(rows.integer("headline", r), 0);
      }
  }
  EXPECT_GT(differ, 0U) << "the unknown ones never mattered";
}

/// Of a study whose unknown ones count as closed.
Rates as_closed(const StudyResult& result) {
  return rates(result, has_column(result.services, "unknown_hours") ? "closed" : "");
}

TEST(StudyHours, OpeningAFacilityNeverLowersARate) {
  std::size_t raised = 0;
  for (int seed = 0; seed < test::by_effort(40); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    SomeStudy study = at_a_time(seed, false);
    const Rates before = as_closed(study.result());
    Dice dice{static_cast<std::uint64_t>(seed), 62};
    study.town.facilities[dice.below(study.town.facilities.size())].hours = Openness::open;
    const Rates after = as_closed(study.result());
    for (const auto& [key, was] : before) {
      EXPECT_LE(was.first, after.at(key).first) << std::get<0>(key);
      if (was.first < after.at(key).first) ++raised;
    }
  }
  EXPECT_GT(raised, 0U);
}

TEST(StudyHours, KeepTheShapeOfTheTableWhereNothingIsUnknown) {
  SomeStudy study{recipe_of(1)};
  const StudyResult without = study.result();
  study.rules.time = StudyTime{.text = "Mo 08:30", .at = {}};
  const StudyResult all_open = study.result();
  EXPECT_EQ(rates(without), rates(all_open));
  EXPECT_EQ(without.services.rows(), all_open.services.rows());
  for (const char* column : {"unknown_hours", "facilities_open"})
    EXPECT_FALSE(has_column(without.services, column)) << column;
  EXPECT_FALSE(has_column(all_open.services, "unknown_hours"));
  EXPECT_FALSE(has_column(test::layer_of(without, "facilities"), "hours"));
  const Rows rows{all_open.services};
  EXPECT_TRUE(rows.text("rule", 0).ends_with(" min at Mo 08:30")) << rows.text("rule", 0);
  EXPECT_GT(rows.integer("facilities_open", 0), 0);
  EXPECT_EQ(rows.integer("facilities_unknown", 0), 0);
}

TEST(StudyHours, TellOfEveryFacilityAndOfServicesThatAreClosed) {
  SomeStudy study = at_a_time(3, true);
  study.town.facilities[0].hours = Openness::unknown;
  const StudyResult result = study.result();
  const Rows layer{test::layer_of(result, "facilities")};
  std::map<std::string, std::int64_t> counts;
  for (std::size_t f = 0; f < layer.count(); ++f) {
    EXPECT_EQ(layer.text("hours", f), openness_name(study.town.facilities[f].hours));
    ++counts[layer.text("hours", f)];
  }
  const Rows rows{result.services};
  for (std::size_t r = 0; r < rows.count(); ++r) {
    if (rows.text("facilities", r) != "with_neighbours" || rows.text("kinds", r) != "clinic|school")
      continue;
    EXPECT_EQ(rows.integer("facilities_open", r), counts["open"]);
    EXPECT_EQ(rows.integer("facilities_closed", r), counts["closed"]);
    EXPECT_EQ(rows.integer("facilities_unknown", r), counts["unknown"]);
  }
  for (Facility& f : study.town.facilities) f.hours = Openness::closed;
  EXPECT_EQ(study.result().doubts.counts().count("service_closed"), 1U);
  EXPECT_EQ(result.doubts.counts().count("service_closed"), 0U);
}

TEST(StudyHours, UnknownGatesStandBesideOpenAndClosed) {
  std::size_t differ = 0;
  for (int seed = 0; seed < test::by_effort(40); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    SomeStudy study{recipe_of(seed)};
    study.rules.time = StudyTime{.text = "Mo 08:30", .at = {}, .unknown_open = true};
    Dice dice{static_cast<std::uint64_t>(seed), 63};
    for (std::uint32_t v = 0; v < study.town.roads.vertex_count(); ++v)
      if (dice.chance(30)) {
        const Modes modes = Modes::all() - study.town.roads.closed[v];
        if (modes != Modes::none()) study.town.unknown_gates.push_back({v, modes});
      }
    SomeStudy shut = study;
    set_unknown_gates(shut.town.roads, shut.town.unknown_gates, false);
    const Network network{study.town.roads}, other{shut.town.roads};
    const Ground ground{network, study.town.barriers}, other_ground{other, study.town.barriers};
    const OtherRoads other_roads{other_ground};
    const StudyResult both =
        compute_study(ground, study.town, study.rules, {}, nullptr, &other_roads);
    const Rates open = rates(both, "open"), closed = rates(both, "closed");
    EXPECT_EQ(open, rates(study.result()));
    EXPECT_EQ(closed, rates(shut.result()));
    for (const auto& [key, with] : open) {
      EXPECT_LE(closed.at(key).first, with.first) << std::get<0>(key);
      if (closed.at(key).first < with.first) ++differ;
    }
  }
  EXPECT_GT(differ, 0U);
}

}  // namespace
}  // namespace lifecircle
