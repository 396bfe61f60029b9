// The standards of data/standards: all are read, every requirement of the plans is in them or named
// as none, and what is verified stands in its quote.

#include "io/read/standard_file.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/messages.hpp"
#include "io/read/standard_words.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;

const std::string kData = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
const std::string kFolder = kData + "/standards";

const StandardWords& words() {
  static const StandardWords all = [] {
    auto read = read_standard_words(kFolder, kData + "/profiles");
    if (!read) ADD_FAILURE() << read.error().where << ": " << read.error().key;
    return read ? read.value() : StandardWords{};
  }();
  return all;
}

Standard standard(const std::string& code) {
  auto read = read_standard_file(standard_path(kFolder, code), words());
  if (read) return std::move(read).value();
  const Error& e = read.error();
  ADD_FAILURE() << e.where << ": " << say(e.key, Language::en, e.args);
  return {};
}

std::string bytes_of(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(StandardFiles, AllAreThereAndRead) {
  EXPECT_EQ(standard_codes(kFolder),
            (std::vector<std::string>{"fitness-15min", "gb50180-2018", "longsha-2021",
                                      "mofcom-15min", "ningde-2023", "sdg-11.2.1", "tdt1063-2021",
                                      "unnamed-city", "xiangshan-2021", "zhengning-2022"}));
  for (const auto& code : standard_codes(kFolder)) {
    const Standard one = standard(code);
    EXPECT_EQ(one.code, code);
    EXPECT_FALSE(one.indicators.empty()) << code;
  }
}

// --- nothing of the plans is lost -----------------------------------------------------------

/// The requirements of a plan, by code: all there are, those that are no indicators, and those
/// that are several (N38 has four).
struct PlanList {
  std::string standard;
  char letter;
  int last;
  std::set<int> none;
  std::map<int, std::size_t> several;
};

const std::vector<PlanList>& plan_lists() {
  static const std::vector<PlanList> all{
      {"ningde-2023",
       'N',
       55,
       {11, 17, 24, 25, 26, 35, 45, 46, 48, 50, 51},
       {{5, 2},
        {10, 2},
        {19, 3},
        {21, 6},
        {28, 2},
        {30, 3},
        {33, 2},
        {37, 2},
        {38, 4},
        {39, 2},
        {41, 2},
        {43, 3},
        {52, 5},
        {53, 4},
        {55, 4}}},
      {"longsha-2021", 'Q', 10, {9, 10}, {{6, 2}, {8, 2}}},
      {"zhengning-2022",
       'Z',
       38,
       {11, 22, 23, 24, 25, 32, 33, 35, 36},
       {{5, 2},
        {9, 2},
        {14, 2},
        {16, 3},
        {17, 2},
        {18, 2},
        {19, 2},
        {21, 2},
        {30, 4},
        {31, 3},
        {37, 3},
        {38, 2}}},
      {"xiangshan-2021", 'X', 15, {2, 4, 6, 9, 10, 11, 12, 13, 15}, {{5, 5}, {8, 2}, {14, 2}}},
      {"unnamed-city", 'U', 15, {2, 4, 5, 6, 7, 9, 14, 15}, {{1, 3}, {8, 2}, {11, 4}, {12, 3}}},
  };
  return all;
}

TEST(StandardFiles, EveryRequirementOfAPlanIsAnIndicatorOrNamedAsNone) {
  for (const PlanList& plan : plan_lists()) {
    const Standard one = standard(plan.standard);
    // By row: its requirements, readings of one taken together.
    std::map<std::string, std::set<std::string>> requirements;
    for (const Indicator& indicator : one.indicators) {
      std::string requirement = indicator.code;
      if (std::islower(static_cast<unsigned char>(requirement.back())) != 0) requirement.pop_back();
      requirements[requirement.substr(0, requirement.find('-'))].insert(requirement);
    }
    std::string text = bytes_of(standard_path(kFolder, plan.standard));
    const std::string head = text.substr(0, text.find("\n\n"));
    for (int n = 1; n <= plan.last; ++n) {
      const std::string code = plan.letter + std::to_string(n);
      const bool named_as_none = head.find("\n# " + code + " ") != std::string::npos;
      EXPECT_EQ(plan.none.contains(n), named_as_none) << code;
      const std::size_t wanted = plan.none.contains(n)      ? 0
                                 : plan.several.contains(n) ? plan.several.at(n)
                                                            : 1;
      EXPECT_EQ(requirements[code].size(), wanted) << code;
    }
  }
}

TEST(StandardFiles, NoWordIsThereForNothing) {
  std::string all = bytes_of(kData + "/sample/study.toml");
  for (const auto& code : standard_codes(kFolder)) all += bytes_of(standard_path(kFolder, code));
  const auto used = [&](const std::string& text) { return all.find(text) != std::string::npos; };
  for (const auto& [kind, names] : words().kinds) EXPECT_TRUE(used('"' + kind + '"')) << kind;
  for (const auto& [name, column] : words().facilities)
    EXPECT_TRUE(used("facilities." + name) || used('"' + name + '"')) << name;
  for (const auto& [name, column] : words().units) EXPECT_TRUE(used("units." + name)) << name;
  for (const auto& [name, names] : words().classes) EXPECT_TRUE(used('"' + name + '"')) << name;
}

TEST(StandardFiles, EveryKindOfTheSampleStudyIsAWord) {
  const std::string study = bytes_of(kData + "/sample/study.toml");
  int kinds = 0;
  for (std::size_t at = 0; (at = study.find("\nkind = \"", at)) != std::string::npos; ++kinds) {
    at += 9;
    const std::string kind = study.substr(at, study.find('"', at) - at);
    EXPECT_TRUE(words().kinds.contains(kind)) << kind;
  }
  EXPECT_GE(kinds, 15);
}

// --- what is verified was seen --------------------------------------------------------------

/// Without white space: the plans' tables stand one cell a line.
std::string packed(std::string text) {
  for (const char* space : {"\xe3\x80\x80", "\xc2\xa0"})
    for (std::size_t at = 0; (at = text.find(space, at)) != std::string::npos;)
      text.erase(at, std::string{space}.size());
  std::erase_if(text, [](unsigned char c) { return std::isspace(c) != 0; });
  return text;
}

TEST(StandardFiles, EveryQuoteOfAPlanStandsInThePlan) {
  const char* folder = std::getenv("LIFECIRCLE_PLANS");
  if (folder == nullptr) GTEST_SKIP() << "LIFECIRCLE_PLANS names no folder with the plans' texts";
  const std::map<std::string, std::string> files{{"ningde-2023", "000"},
                                                 {"longsha-2021", "001"},
                                                 {"zhengning-2022", "002"},
                                                 {"xiangshan-2021", "003"},
                                                 {"unnamed-city", "004"}};
  int quotes = 0;
  for (const auto& [code, number] : files) {
    std::string plan;
    for (const auto& entry : fs::directory_iterator{folder})
      if (entry.path().filename().string().starts_with(number)) plan = bytes_of(entry.path());
    ASSERT_FALSE(plan.empty()) << number;
    plan = packed(plan);
    for (const Indicator& one : standard(code).indicators) {
      if (!one.verified) continue;
      // "…" stands between pieces of the text.
      std::string rest = packed(one.quote);
      const std::string gap = "…";
      for (std::size_t from = 0; from != std::string::npos;) {
        const std::size_t to = rest.find(gap, from);
        const std::string piece = rest.substr(from, to == std::string::npos ? to : to - from);
        EXPECT_NE(plan.find(piece), std::string::npos) << code << " " << one.code << ": " << piece;
        from = to == std::string::npos ? to : to + gap.size();
        ++quotes;
      }
    }
  }
  EXPECT_GT(quotes, 150);
}

/// How a figure may be written in a text.
std::vector<std::string> ways_to_write(double value) {
  std::string digits = std::to_string(value);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.ends_with('.')) digits.pop_back();
  std::vector<std::string> ways{digits};
  const std::map<std::string, std::vector<std::string>> words{
      {"1", {"一", "警务助理", "普遍"}},
      {"2", {"两"}},
      {"5", {}},
      {"6", {"六"}},
      {"10", {"十"}},
      {"15", {"一刻钟"}},
      {"50", {"一半"}},
      {"100", {"一百", "全覆盖", "所有", "每个"}},
      {"1000", {"1 km"}}};
  if (const auto found = words.find(digits); found != words.end())
    ways.insert(ways.end(), found->second.begin(), found->second.end());
  return ways;
}

TEST(StandardFiles, EveryFigureOfAVerifiedIndicatorStandsInItsQuote) {
  int figures = 0, verified = 0, unverified = 0;
  for (const auto& code : standard_codes(kFolder))
    for (const Indicator& one : standard(code).indicators) {
      one.verified ? ++verified : ++unverified;
      if (!one.verified) continue;
      const auto look = [&](const char* key, double value) {
        if (std::ranges::find(one.assumed, key) != one.assumed.end()) return;
        ++figures;
        const auto ways = ways_to_write(value);
        EXPECT_TRUE(std::ranges::any_of(
            ways, [&](const std::string& way) { return one.quote.find(way) != std::string::npos; }))
            << code << " " << one.code << ": " << key << " = " << value
            << " is not in: " << one.quote;
      };
      // The tables of indicators have their years in the head.
      const bool of_table = one.clause.find("指标") != std::string::npos ||
                            one.clause.find("专栏1第") != std::string::npos;
      if (!of_table && one.target && one.target->year) look("year", *one.target->year);
      if (!of_table && one.base_year) look("year", *one.base_year);
      if (one.target) look("target", one.target->value);
      if (one.base_value && one.base_value != 100) look("base", *one.base_value);
      for (const NearEnough& circle : one.circles) {
        if (circle.minutes) look("minutes", *circle.minutes);
        if (circle.network_m) look("network_m", *circle.network_m);
        if (circle.radius_m) look("radius_m", *circle.radius_m);
      }
      if (one.size) look("size_at_least", one.size_at_least);
      if (one.hours_a_day > 0) look("hours_a_day", one.hours_a_day);
      if (one.type == IndicatorType::adjacency) look("beside_m", one.beside_m);
      if (one.capacity > 0) look("capacity", one.capacity);
      if (one.households_per_worker > 0) look("households_per_worker", one.households_per_worker);
      if (one.up_to_households > 0) look("up_to_households", one.up_to_households);
      if (one.workers_at_least > 0) look("workers_at_least", one.workers_at_least);
    }
  EXPECT_GT(figures, 220);
  EXPECT_GT(verified, 190);
  EXPECT_GT(unverified, 60);
}

TEST(StandardFiles, NothingOfAStandardWhoseTextWasNotSeenIsVerified) {
  for (const char* code : {"tdt1063-2021", "gb50180-2018", "mofcom-15min", "fitness-15min"}) {
    for (const Indicator& one : standard(code).indicators)
      EXPECT_FALSE(one.verified) << code << " " << one.code;
    EXPECT_NE(standard(code).note.en, "") << code;
  }
}

// --- what they say --------------------------------------------------------------------------

Indicator find(const Standard& standard, const std::string& code) {
  const auto found = std::ranges::find(standard.indicators, code, &Indicator::code);
  if (found == standard.indicators.end()) throw std::runtime_error{"no indicator " + code};
  return *found;
}

TEST(StandardFiles, SayWhatThePlansSay) {
  const Standard zhengning = standard("zhengning-2022");
  const Indicator z4 = find(zhengning, "Z4-a");
  EXPECT_EQ(z4.type, IndicatorType::per_100_households);
  EXPECT_EQ(z4.per, 100);
  EXPECT_EQ(z4.base_year, 2020);
  EXPECT_EQ(z4.base_value, 27.3);
  ASSERT_TRUE(z4.target);
  EXPECT_EQ(z4.target->value, 30);
  EXPECT_EQ(z4.target->comparison, Comparison::at_least);
  EXPECT_EQ(z4.target->year, 2025);
  EXPECT_EQ(z4.bindingness, Bindingness::expected);
  EXPECT_EQ(find(standard("longsha-2021"), "Q1-a").bindingness, Bindingness::binding)
      << "the same indicator is law elsewhere";
  EXPECT_EQ(z4.numerator, (std::vector<Amount>{{Amount::Of::facilities, "floor_area", {}}}));
  EXPECT_EQ(z4.denominator, (std::vector<Amount>{{Amount::Of::people, "households", {}}}));
  EXPECT_FALSE(z4.every_unit);
  EXPECT_TRUE(find(zhengning, "Z4-b").every_unit);

  const Indicator cap = find(zhengning, "Z9-1");
  EXPECT_EQ(cap.type, IndicatorType::unit_size);
  EXPECT_EQ(cap.target->comparison, Comparison::at_most);
  EXPECT_EQ(find(zhengning, "Z9-2").capacity, 3000);
  EXPECT_EQ(find(zhengning, "Z14-2").level, Level::township);
  EXPECT_EQ(find(zhengning, "Z21-2").steps.back().level, Level::county);
}

TEST(StandardFiles, SayWhichCirclesThePlansMean) {
  const Standard ningde = standard("ningde-2023");
  const Indicator n8 = find(ningde, "N8-a");
  ASSERT_EQ(n8.circles.size(), 1u);
  EXPECT_EQ(n8.circles[0].minutes, 30);
  EXPECT_TRUE(n8.circles[0].closed) << "不超过";
  EXPECT_EQ(n8.circles[0].direction, Direction::to_facility);
  EXPECT_EQ(n8.circles[0].modes, (std::vector<std::string>{"walk", "ebike"}));
  EXPECT_EQ(n8.circles[0].kinds, n8.kinds);
  EXPECT_EQ(n8.setting, Setting::country);
  EXPECT_EQ(n8.counted, (Amount{Amount::Of::people, "people", {}}));
  EXPECT_EQ(find(ningde, "N8-d").counted, (Amount{Amount::Of::units, "", {}}));
  EXPECT_EQ(find(ningde, "N34").circles[0].direction, Direction::from_facility);

  const Indicator sdg = find(standard("sdg-11.2.1"), "S1-a");
  EXPECT_TRUE(sdg.verified);
  EXPECT_EQ(sdg.circles_needed, 1);
  ASSERT_EQ(sdg.circles.size(), 2u);
  EXPECT_EQ(sdg.circles[0].network_m, 500);
  EXPECT_EQ(sdg.circles[1].network_m, 1000);
  EXPECT_EQ(sdg.circles[1].modes, (std::vector<std::string>{"walk"})) << "said once for both";

  const Standard shops = standard("mofcom-15min");
  EXPECT_EQ(find(shops, "M12-b").circles[0].minutes, 5);
  EXPECT_EQ(find(shops, "M12-b").circles[1].minutes, 8);
  EXPECT_EQ(find(standard("tdt1063-2021"), "T13-a").circles[0].radius_m, 2000);
  EXPECT_TRUE(find(standard("tdt1063-2021"), "T13-a").circles[0].modes.empty());
}

TEST(StandardFiles, ReadingsOfStaffDifferInRoundingAlone) {
  const Standard xiangshan = standard("xiangshan-2021");
  for (const char* code : {"X7-a", "X7-b", "X7-c"}) {
    const Indicator one = find(xiangshan, code);
    EXPECT_EQ(one.type, IndicatorType::staff);
    EXPECT_EQ(one.households_per_worker, 350);
    EXPECT_EQ(one.workers_at_least, 6);
    EXPECT_EQ(one.up_to_households, 1500);
    EXPECT_NE(one.reading.zh, "");
  }
  EXPECT_TRUE(find(xiangshan, "X7-a").part_counts);
  EXPECT_FALSE(find(xiangshan, "X7-b").part_counts);
  EXPECT_TRUE(find(xiangshan, "X7-b").up_to_closed);
  EXPECT_FALSE(find(xiangshan, "X7-c").up_to_closed);
  EXPECT_EQ(find(xiangshan, "X1-a").target->tolerance_percent, 10);
}

TEST(StandardFiles, SeveralReadingsOfOneRequirementAllSayWhichTheyAre) {
  for (const auto& code : standard_codes(kFolder)) {
    std::map<std::string, int> readings;
    const Standard one = standard(code);
    const auto of = [](const Indicator& indicator) {
      const std::string& text = indicator.code;
      return std::islower(static_cast<unsigned char>(text.back())) != 0
                 ? text.substr(0, text.size() - 1)
                 : std::string{};
    };
    for (const Indicator& indicator : one.indicators)
      if (!of(indicator).empty()) {
        ++readings[of(indicator)];
        EXPECT_NE(indicator.reading.zh, "") << code << " " << indicator.code;
        EXPECT_NE(indicator.reading.en, "") << code << " " << indicator.code;
      }
    for (const auto& [requirement, count] : readings) EXPECT_GE(count, 2) << code << requirement;
  }
}

}  // namespace
}  // namespace lifecircle
