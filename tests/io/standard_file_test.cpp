// Files of standards that are not right: each kind of fault has its sentence and its line. (What
// the shipped files say is in standard_files_test.cpp.)

#include "io/read/standard_file.hpp"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/messages.hpp"
#include "io/read/standard_keys.hpp"
#include "io/read/standard_words.hpp"
#include "io/read/toml.hpp"
#include "tests/support/effort.hpp"

namespace lifecircle {
namespace {

const std::string kData = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";

const StandardWords& words() {
  static const StandardWords all = [] {
    auto read = read_standard_words(kData + "/standards", kData + "/profiles");
    if (!read) ADD_FAILURE() << read.error().where << ": " << read.error().key;
    return read ? read.value() : StandardWords{};
  }();
  return all;
}

/// One indicator of each type, each with all the keys that its type may have together.
const std::string kGood = R"(code = "mine"
name_zh = "我的计划"
name_en = "My plan"
source = "府办〔2024〕1号"

[[indicators]]
code = "A1"
name_zh = "甲"
name_en = "A"
type = "time_coverage"
scope = "country"
kinds = ["clinic"]
counted = "people.people"
modes = ["walk", "ebike"]
minutes = 30
kmh = 4.8
direction = "to"
size = "beds"
size_at_least = 2
base = { year = 2020, value = 50 }
target = { at_least = 80, year = 2025 }
binding = "expected"
quote = "30分钟 80%"
verified = true

[[indicators]]
code = "A2"
name_zh = "甲"
name_en = "A"
type = "joint_circle"
circles = [{ kinds = ["clinic"] }, { kinds = ["market"], network_m = 500, weight = 2 }]
counted = "land.residential"
modes = ["walk"]
minutes = 15
circles_needed = 1
quote = "15分钟"
verified = true

[[indicators]]
code = "A3"
name_zh = "甲"
name_en = "A"
type = "presence"
kinds = ["clinic"]
level = "township"
count_at_least = 2
quote = "两处"
verified = true

[[indicators]]
code = "A4"
name_zh = "甲"
name_en = "A"
type = "ratio"
kinds = ["clinic"]
numerator = ["facilities.beds", { of = "facilities", name = "places", kinds = ["childcare"] }]
denominator = ["people.elderly"]
per = 1000
unit_zh = "张"
unit_en = "beds"
quote = "每千人"
verified = true

[[indicators]]
code = "A5"
name_zh = "甲"
name_en = "A"
type = "staff"
numerator = ["units.workers"]
denominator = ["people.households"]
households_per_worker = 350
workers_at_least = 6
up_to_households = 1500
reading_zh = "零头不配"
reading_en = "whole ones"
part_counts = false
assumed = ["part_counts"]
quote = "350户 6名 1500户"
verified = true

[[indicators]]
code = "A6"
name_zh = "甲"
name_en = "A"
type = "capacity"
kinds = ["service_center"]
counted = "people.households"
modes = ["walk"]
minutes = 15
capacity = 3000
quote = "3000户 15分钟"
verified = true

[[indicators]]
code = "A7"
name_zh = "甲"
name_en = "A"
type = "hierarchy"
steps = [{ level = "unit", kinds = ["clinic"] }, { level = "county", kinds = ["hospital"] }]
note_zh = "记忆"
note_en = "from memory"
verified = false

[[indicators]]
code = "A8"
name_zh = "甲"
name_en = "A"
type = "unit_size"
numerator = ["people.households"]
target = { about = 2500, tolerance_percent = 10 }
unit_zh = "户"
unit_en = "households"
quote = "2500户左右"
verified = true

[[indicators]]
code = "A9"
name_zh = "甲"
name_en = "A"
type = "facility_share"
kinds = ["service_center"]
yes_column = "volunteer_point"
quote = "志愿服务"
verified = true

[[indicators]]
code = "A10"
name_zh = "甲"
name_en = "A"
type = "adjacency"
kinds = ["eldercare"]
beside = ["health_center"]
beside_m = 0
quote = "毗邻"
verified = true

[[indicators]]
code = "A11"
name_zh = "甲"
name_en = "A"
type = "hours"
kinds = ["service_center"]
hours_a_day = 8
quote = "8小时"
verified = true

[[indicators]]
code = "A12"
name_zh = "甲"
name_en = "A"
type = "time_coverage"
kinds = ["hospital"]
counted = "units"
radius_m = 2000
quote = "2公里"
verified = true
)";

Result<Standard> parsed(const std::string& text) {
  return parse_standard(text, "mine.toml", words());
}

int line_of(const std::string& text, std::size_t at) {
  return 1 + static_cast<int>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

TEST(StandardFile, AGoodOneIsReadAsItStands) {
  const auto read = parsed(kGood);
  ASSERT_TRUE(read) << read.error().where << ": "
                    << say(read.error().key, Language::en, read.error().args);
  const auto& all = read.value().indicators;
  ASSERT_EQ(all.size(), 12u);
  EXPECT_EQ(read.value().name, (Words{"我的计划", "My plan"}));
  EXPECT_EQ(all[0].circles[0].kmh, 4.8);
  EXPECT_EQ(all[0].size, (Amount{Amount::Of::facilities, "beds", {}}));
  EXPECT_EQ(all[0].size_at_least, 2);
  EXPECT_EQ(all[0].unit, (Words{"%", "%"}));
  ASSERT_EQ(all[1].circles.size(), 2u);
  EXPECT_EQ(all[1].circles[0].minutes, 15);
  EXPECT_EQ(all[1].circles[1].minutes, std::nullopt) << "its own limit goes before the common one";
  EXPECT_EQ(all[1].circles[1].network_m, 500);
  EXPECT_EQ(all[1].circles[1].weight, 2);
  EXPECT_EQ(all[1].counted, (Amount{Amount::Of::land, "residential", {}}));
  EXPECT_EQ(all[2].level, Level::township);
  EXPECT_EQ(all[2].counted, (Amount{Amount::Of::units, "", {}}));
  EXPECT_EQ(all[3].numerator,
            (std::vector<Amount>{{Amount::Of::facilities, "beds", {}},
                                 {Amount::Of::facilities, "places", {"childcare"}}}));
  EXPECT_EQ(all[3].per, 1000);
  EXPECT_FALSE(all[4].part_counts);
  EXPECT_EQ(all[4].assumed, (std::vector<std::string>{"part_counts"}));
  EXPECT_EQ(all[5].capacity, 3000);
  EXPECT_EQ(all[6].steps, (std::vector<Indicator::Step>{{Level::unit, {"clinic"}},
                                                        {Level::county, {"hospital"}}}));
  EXPECT_EQ(all[11].circles[0].radius_m, 2000);
}

struct Wrong {
  const char* from;
  const char* to;
  const char* key;
  const char* in;  ///< the indicator, or "" of the file
};

const std::vector<Wrong>& wrongs() {
  static const std::vector<Wrong> all{
      {"code = \"mine\"", "", "standard_missing_key", ""},
      {"code = \"mine\"", "code = \"my plan\"", "standard_bad_code", ""},
      {"name_en = \"My plan\"", "", "standard_missing_key", ""},
      {"name_en = \"My plan\"", "name_en = \"\"", "study_empty", ""},
      {"source = \"府办〔2024〕1号\"", "", "standard_missing_key", ""},
      {"source = \"府办〔2024〕1号\"", "sauce = \"x\"", "study_unknown_key_meant", ""},
      {"source = \"府办〔2024〕1号\"", "source = \"x\"\nplace_zh = \"县\"", "standard_missing_key",
       ""},
      {"code = \"A1\"", "", "standard_missing_key", "[[indicators]] 1"},
      {"code = \"A1\"", "code = \"A 1\"", "standard_bad_code", "[[indicators]] 1"},
      {"code = \"A2\"", "code = \"A1\"", "standard_code_twice", "[[indicators]] A1"},
      {"type = \"presence\"", "type = \"presance\"", "standard_unknown_type", "[[indicators]] A3"},
      {"type = \"presence\"", "type = \"gini\"", "standard_unknown_type", "[[indicators]] A3"},
      {"type = \"presence\"", "", "standard_missing_key", "[[indicators]] A3"},
      {"type = \"presence\"", "type = 3", "study_wants_text", "[[indicators]] A3"},
      {"count_at_least = 2", "minutes = 15", "standard_key_of_other_type", "[[indicators]] A3"},
      {"count_at_least = 2", "colour = \"red\"", "study_unknown_key", "[[indicators]] A3"},
      {"count_at_least = 2", "count_at_lest = 2", "study_unknown_key_meant", "[[indicators]] A3"},
      {"count_at_least = 2", "count_at_least = 0", "standard_not_whole", "[[indicators]] A3"},
      {"count_at_least = 2", "count_at_least = 1.5", "standard_not_whole", "[[indicators]] A3"},
      {"count_at_least = 2", "unit_zh = \"%\"", "standard_unit_of_share", "[[indicators]] A3"},
      {"count_at_least = 2", "decimals = 9", "standard_not_whole", "[[indicators]] A3"},
      {"count_at_least = 2", "classes = [\"newer\"]", "standard_unknown_class_meant",
       "[[indicators]] A3"},
      {"count_at_least = 2", "classes = [\"zoological\"]", "standard_unknown_class",
       "[[indicators]] A3"},
      {"count_at_least = 2", "counted = \"facilities\"", "standard_counted_facilities",
       "[[indicators]] A3"},
      {"count_at_least = 2", "yes_column = \"beds\"", "standard_no_yes_column",
       "[[indicators]] A3"},
      {"count_at_least = 2", "note_en = \"x\"", "standard_missing_key", "[[indicators]] A3"},
      {"level = \"township\"", "level = \"village\"", "study_unknown_choice", "[[indicators]] A3"},
      {"scope = \"country\"", "scope = \"rural\"", "study_unknown_choice", "[[indicators]] A1"},
      {"kinds = [\"clinic\"]\ncounted", "counted", "standard_type_needs", "[[indicators]] A1"},
      {"kinds = [\"clinic\"]\ncounted", "kinds = [\"clinics\"]\ncounted",
       "standard_unknown_kind_meant", "[[indicators]] A1"},
      {"kinds = [\"clinic\"]\ncounted", "kinds = [\"zzzzzzzzzzzz\"]\ncounted",
       "standard_unknown_kind", "[[indicators]] A1"},
      {"kinds = [\"clinic\"]\ncounted", "kinds = [\"clinic\", \"clinic\"]\ncounted",
       "study_named_twice", "[[indicators]] A1"},
      {"kinds = [\"clinic\"]\ncounted", "kinds = []\ncounted", "study_empty", "[[indicators]] A1"},
      {"kinds = [\"clinic\"]\ncounted", "kinds = [7]\ncounted", "study_wants_texts",
       "[[indicators]] A1"},
      {"counted = \"people.people\"", "", "standard_type_needs", "[[indicators]] A1"},
      {"counted = \"people.people\"", "counted = \"people\"", "standard_amount_without_name",
       "[[indicators]] A1"},
      {"counted = \"people.people\"", "counted = \"people.elders\"",
       "standard_unknown_column_meant", "[[indicators]] A1"},
      {"counted = \"people.people\"", "counted = \"people.qqqqqqqqqqq\"", "standard_unknown_column",
       "[[indicators]] A1"},
      {"counted = \"people.people\"", "counted = \"homes.people\"", "standard_bad_amount",
       "[[indicators]] A1"},
      {"counted = \"people.people\"", "counted = \"units.\"", "standard_bad_amount",
       "[[indicators]] A1"},
      {"counted = \"people.people\"", "counted = 7", "standard_bad_amount", "[[indicators]] A1"},
      {"modes = [\"walk\", \"ebike\"]\nminutes", "minutes", "standard_missing_key",
       "[[indicators]] A1"},
      {"modes = [\"walk\", \"ebike\"]", "modes = [\"wlak\"]", "standard_unknown_mode_meant",
       "[[indicators]] A1"},
      {"modes = [\"walk\", \"ebike\"]", "modes = [\"qqqqqqqq\"]", "standard_unknown_mode",
       "[[indicators]] A1"},
      {"minutes = 30\n", "", "standard_no_limit", "[[indicators]] A1"},
      {"minutes = 30\n", "minutes = 30\nnetwork_m = 500\n", "standard_two_limits",
       "[[indicators]] A1"},
      {"minutes = 30\n", "minutes = 1441\n", "standard_out_of_range", "[[indicators]] A1"},
      {"minutes = 30\n", "minutes = inf\n", "study_not_finite", "[[indicators]] A1"},
      {"minutes = 30\n", "minutes = nan\n", "study_not_finite", "[[indicators]] A1"},
      {"minutes = 30\n", "minutes = -5\n", "study_not_positive", "[[indicators]] A1"},
      {"minutes = 30\n", "minutes = \"30\"\n", "study_wants_number", "[[indicators]] A1"},
      {"kmh = 4.8", "kmh = 500", "standard_out_of_range", "[[indicators]] A1"},
      {"kmh = 4.8", "closed = 1", "study_wants_flag", "[[indicators]] A1"},
      {"direction = \"to\"", "direction = \"back\"", "study_unknown_choice", "[[indicators]] A1"},
      {"size_at_least = 2", "", "standard_only_together", "[[indicators]] A1"},
      {"size = \"beds\"", "", "standard_only_together", "[[indicators]] A1"},
      {"size = \"beds\"", "size = \"volunteer_point\"", "standard_sum_of_yes_no",
       "[[indicators]] A1"},
      {"base = { year = 2020, value = 50 }", "base = { value = 50 }", "standard_missing_key",
       "[[indicators]] A1 base"},
      {"base = { year = 2020, value = 50 }", "base = { year = 2026, value = 50 }",
       "standard_base_after_target", "[[indicators]] A1"},
      {"base = { year = 2020, value = 50 }", "base = { year = 1848, value = 50 }",
       "standard_not_whole", "[[indicators]] A1 base"},
      {"base = { year = 2020, value = 50 }", "base = { year = 2020, value = 101 }",
       "standard_bad_share", "[[indicators]] A1 base"},
      {"base = { year = 2020, value = 50 }", "base = 50", "study_wants_table", "[[indicators]] A1"},
      {"{ at_least = 80, year = 2025 }", "{ value = 80, year = 2025 }", "study_unknown_key",
       "[[indicators]] A1 target"},
      {"{ at_least = 80, year = 2025 }", "{ year = 2025 }", "standard_target_comparison",
       "[[indicators]] A1 target"},
      {"{ at_least = 80, year = 2025 }", "{ at_least = 80, at_most = 90 }",
       "standard_target_comparison", "[[indicators]] A1 target"},
      {"{ at_least = 80, year = 2025 }", "{ at_least = 180 }", "standard_bad_share",
       "[[indicators]] A1 target"},
      {"{ at_least = 80, year = 2025 }", "{ at_least = 80, tolerance_percent = 5 }",
       "standard_tolerance_without_about", "[[indicators]] A1 target"},
      {"{ at_least = 80, year = 2025 }", "{ at_least = 80, year = 25 }", "standard_not_whole",
       "[[indicators]] A1 target"},
      {"{ at_least = 80, year = 2025 }", "80", "study_wants_table", "[[indicators]] A1"},
      {"target = { at_least = 80, year = 2025 }\n", "", "standard_binding_without_target",
       "[[indicators]] A1"},
      {"binding = \"expected\"", "binding = \"预期性\"", "study_unknown_choice",
       "[[indicators]] A1"},
      {"quote = \"30分钟 80%\"\n", "", "standard_verified_without_quote", "[[indicators]] A1"},
      {"quote = \"30分钟 80%\"\nverified = true", "quote = \"30分钟 80%\"", "standard_missing_key",
       "[[indicators]] A1"},
      {"quote = \"30分钟 80%\"\nverified = true", "verified = false",
       "standard_unverified_without_note", "[[indicators]] A1"},
      {"circles = [{ kinds = [\"clinic\"] }, {", "circles = [{", "standard_one_circle",
       "[[indicators]] A2"},
      {"circles = [{ kinds = [\"clinic\"] }, {", "circles = [{ minutes = 5 }, {",
       "standard_missing_key", "[[indicators]] A2 circles 1"},
      {"circles = [{ kinds = [\"clinic\"] }, {", "circles = [7, {", "study_wants_tables",
       "[[indicators]] A2"},
      {"weight = 2", "weight = 0", "study_not_positive", "[[indicators]] A2 circles 2"},
      {"modes = [\"walk\"]\nminutes = 15\ncircles_needed = 1", "circles_needed = 1",
       "standard_no_limit", "[[indicators]] A2 circles 1"},
      {"circles_needed = 1", "circles_needed = 3", "standard_not_whole", "[[indicators]] A2"},
      {"kinds = [\"clinic\"]\nnumerator", "numerator", "standard_amount_without_kinds",
       "[[indicators]] A4"},
      {"numerator = [\"facilities.beds\", {", "numerator = [{", "standard_kinds_unused",
       "[[indicators]] A4"},
      {"numerator = [\"facilities.beds\", {",
       "numerator = [\"facilities.beds\", \"facilities.beds\", {", "standard_amount_twice",
       "[[indicators]] A4"},
      {"numerator = [\"facilities.beds\", {", "numerator = [\"facilities.volunteer_point\", {",
       "standard_sum_of_yes_no", "[[indicators]] A4"},
      {"of = \"facilities\", name = \"places\"", "of = \"units\", name = \"workers\"",
       "standard_kinds_of_amount", "[[indicators]] A4 numerator"},
      {"denominator = [\"people.elderly\"]", "denominator = []", "study_empty",
       "[[indicators]] A4"},
      {"denominator = [\"people.elderly\"]", "", "standard_type_needs", "[[indicators]] A4"},
      {"per = 1000", "per = 0", "study_not_positive", "[[indicators]] A4"},
      {"unit_zh = \"张\"\n", "", "standard_missing_key", "[[indicators]] A4"},
      {"workers_at_least = 6\n", "", "standard_only_together", "[[indicators]] A5"},
      {"assumed = [\"part_counts\"]", "assumed = [\"minutes\"]", "standard_assumed_not_there",
       "[[indicators]] A5"},
      {"reading_zh = \"零头不配\"\nreading_en = \"whole ones\"\n", "",
       "standard_assumed_without_note", "[[indicators]] A5"},
      {"numerator = [\"units.workers\"]", "numerator = [\"units.workers\"]\nkinds = [\"clinic\"]",
       "standard_key_of_other_type", "[[indicators]] A5"},
      {"capacity = 3000", "", "standard_one_of_two", "[[indicators]] A6"},
      {"capacity = 3000", "capacity = 3000\ncapacity_column = \"beds\"", "standard_one_of_two",
       "[[indicators]] A6"},
      {", { level = \"county\", kinds = [\"hospital\"] }", "", "standard_one_step",
       "[[indicators]] A7"},
      {"{ level = \"unit\", kinds", "{ level = \"city\", kinds", "standard_steps_order",
       "[[indicators]] A7 steps 2"},
      {"{ level = \"unit\", kinds", "{ level = \"estate\", kinds", "study_unknown_choice",
       "[[indicators]] A7 steps 1"},
      {", tolerance_percent = 10", "", "standard_about_without_tolerance",
       "[[indicators]] A8 target"},
      {"about = 2500", "about = -1", "standard_negative", "[[indicators]] A8 target"},
      {"target = { about = 2500, tolerance_percent = 10 }", "", "standard_type_needs",
       "[[indicators]] A8"},
      {"yes_column = \"volunteer_point\"", "yes_column = \"volunter_point\"",
       "standard_unknown_column_meant", "[[indicators]] A9"},
      {"beside_m = 0", "beside_m = -1", "standard_negative", "[[indicators]] A10"},
      {"beside = [\"health_center\"]", "beside = [\"health_centre\"]",
       "standard_unknown_kind_meant", "[[indicators]] A10"},
      {"hours_a_day = 8", "hours_a_day = 25", "standard_out_of_range", "[[indicators]] A11"},
      {"radius_m = 2000", "radius_m = 2000\nmodes = [\"walk\"]", "standard_radius_of_mode",
       "[[indicators]] A12"},
      {"radius_m = 2000", "radius_m = 2000\ndirection = \"to\"", "standard_radius_of_mode",
       "[[indicators]] A12"},
      {"radius_m = 2000", "radius_m = 60000", "standard_out_of_range", "[[indicators]] A12"},
  };
  return all;
}

/// Faults of what is not there.
bool is_of_a_table(const std::string& key) {
  return key == "standard_missing_key" || key == "standard_type_needs" ||
         key == "standard_no_limit" || key == "standard_one_of_two";
}

TEST(StandardFile, EachKindOfFaultHasItsSentenceAndItsLine) {
  std::set<std::string> keys;
  for (const Wrong& wrong : wrongs()) {
    std::string text = kGood;
    const auto at = text.find(wrong.from);
    ASSERT_NE(at, std::string::npos) << wrong.from;
    text.replace(at, std::string{wrong.from}.size(), wrong.to);
    const auto result = parsed(text);
    ASSERT_FALSE(result) << wrong.from << " -> " << wrong.to << " was taken";
    const Error& error = result.error();
    keys.insert(error.key);
    EXPECT_EQ(error.key, wrong.key)
        << wrong.from << " -> " << wrong.to << ": " << say(error.key, Language::en, error.args);
    ASSERT_NE(find_message(error.key), nullptr) << error.key;
    for (const Language language : {Language::en, Language::zh})
      for (const std::string& sentence :
           {say(error.key, language, error.args), say_remedy(error.key, language, error.args)}) {
        EXPECT_NE(sentence, "") << error.key;
        EXPECT_EQ(sentence.find('{'), std::string::npos) << sentence;
      }
    // Where: the file, the line, and the code of the indicator.
    const std::string file = error.where.substr(0, error.where.find(' '));
    const std::string section = file == error.where ? "" : error.where.substr(file.size() + 1);
    EXPECT_EQ(section, wrong.in) << wrong.from << " -> " << wrong.to;
    ASSERT_TRUE(file.starts_with("mine.toml:")) << error.where;
    const int line = std::stoi(file.substr(10));
    const int changed = line_of(text, at);
    const auto head = text.rfind("[[indicators]]", at);
    // What is missing has no line: that of its table is named.
    const int table = head == std::string::npos ? 1 : line_of(text, head);
    const std::string to{wrong.to};
    const auto more = static_cast<int>(std::count(to.begin(), to.end(), '\n'));
    EXPECT_GE(line, is_of_a_table(error.key) ? table : changed - 1)
        << wrong.from << " -> " << wrong.to;
    EXPECT_LE(line, changed + more + 1) << wrong.from << " -> " << wrong.to;
  }
  EXPECT_GE(keys.size(), 45u);
}

TEST(StandardFile, AFaultNamesTheLineOfTheKeyItIsAbout) {
  std::string text = kGood;
  const auto at = text.find("minutes = 30\n");
  text.replace(at, 12, "minutes = -3");
  const auto result = parsed(text);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().where,
            "mine.toml:" + std::to_string(line_of(text, at)) + " [[indicators]] A1");
  EXPECT_EQ(line_of(text, at), 15);
}

/// Every message about standards is the answer to some file: none is only on paper.
TEST(StandardFile, EveryMessageAboutStandardsIsSaidOfSomeFile) {
  std::set<std::string> said;
  for (const Wrong& wrong : wrongs()) said.insert(wrong.key);
  const std::set<std::string> elsewhere{// of words and of whole files, below
                                        "standard_missing_list", "standard_bad_word",
                                        "standard_word_without_names", "standard_unit_of_yes_no",
                                        "standard_no_indicators", "standard_other_name",
                                        "standard_which_of_nothing",
                                        // of the program (tests/tools/standards_test.cpp)
                                        "standard_none"};
  for (const Message& message : message_catalogue()) {
    const std::string key{message.key};
    if (!key.starts_with("standard_") || elsewhere.contains(key)) continue;
    EXPECT_TRUE(said.contains(key)) << key;
  }
}

TEST(StandardFile, WholeFilesThatAreNotRight) {
  const std::string head = kGood.substr(0, kGood.find("[[indicators]]"));
  EXPECT_EQ(parsed(head).error().key, "standard_no_indicators");
  EXPECT_EQ(parsed(head + "indicators = []\n").error().key, "study_wants_tables");
  EXPECT_EQ(parsed(head + "[indicators]\ncode = \"A\"\n").error().key, "standard_missing_key");
  EXPECT_EQ(parsed("code = \"\xcf\"").error().key, "toml_not_utf8");
  EXPECT_EQ(parsed("code = ").error().key, "toml_syntax");
  EXPECT_EQ(parsed("").error().key, "standard_missing_key");
  std::string ratio = kGood;
  const std::string from =
      "kinds = [\"clinic\"]\nnumerator = [\"facilities.beds\", { of = \"facilities\", name = "
      "\"places\", kinds = [\"childcare\"] }]";
  ASSERT_NE(ratio.find(from), std::string::npos);
  ratio.replace(ratio.find(from), from.size(),
                "numerator = [\"units.workers\"]\nsize = \"beds\"\nsize_at_least = 2");
  EXPECT_EQ(parsed(ratio).error().key, "standard_which_of_nothing");
  EXPECT_EQ(read_standard_file("/no/such/file.toml", words()).error().key, "toml_no_such_file");
  EXPECT_TRUE(standard_codes("/no/such/folder").empty());
}

TEST(StandardFile, IsCalledAfterItsStandard) {
  const std::string path = testing::TempDir() + "another-name.toml";
  std::ofstream{path} << kGood;
  const auto read = read_standard_file(path, words());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().key, "standard_other_name");
  EXPECT_EQ(read.error().where, path);
}

TEST(StandardFile, EveryTypeHasItsNameAndItsKeys) {
  EXPECT_EQ(type_keys().size(), static_cast<std::size_t>(IndicatorType::hierarchy) + 1);
  EXPECT_EQ(keys_of(IndicatorType::time_coverage).name, "time_coverage");
  EXPECT_EQ(keys_of(IndicatorType::per_100_households).name, "per_100_households");
  EXPECT_EQ(keys_of(IndicatorType::staff).name, "staff");
  EXPECT_EQ(keys_of(IndicatorType::hierarchy).name, "hierarchy");
  // Whoever adds a key explains it.
  std::ifstream file{kData + "/standards/README.md"};
  const std::string readme{std::istreambuf_iterator<char>{file}, {}};
  for (const auto& key : indicator_keys())
    EXPECT_NE(readme.find('`' + key + '`'), std::string::npos) << key;
  for (const TypeKeys& type : type_keys())
    EXPECT_NE(readme.find('`' + type.name + '`'), std::string::npos) << type.name;
}

TEST(StandardFile, TheExampleOfTheReadMeIsGood) {
  std::ifstream file{kData + "/standards/README.md"};
  const std::string readme{std::istreambuf_iterator<char>{file}, {}};
  const auto from = readme.find("```toml\n") + 8;
  const auto read = parsed(readme.substr(from, readme.find("```", from) - from));
  ASSERT_TRUE(read) << read.error().where << " " << read.error().key;
  EXPECT_EQ(read.value().indicators.front().circles.front().minutes, 30);
}

// --- words ----------------------------------------------------------------------------------

std::string fault_of_words(const std::string& text,
                           void (*parse)(const TomlValue&, TomlFaults&, StandardWords&)) {
  const auto toml = parse_toml(text, "words.toml");
  if (!toml) return toml.error().key;
  TomlFaults faults{"words.toml"};
  StandardWords out;
  parse(toml.value(), faults, out);
  return faults.first ? faults.first->key + " " + faults.first->where : "";
}

TEST(StandardWordsFile, RefusesWhatIsNotRight) {
  const auto kinds = [](const std::string& text) { return fault_of_words(text, parse_kinds); };
  EXPECT_EQ(kinds("[kinds]\nclinic = { zh = \"卫生室\", en = \"clinic\" }\n"), "");
  EXPECT_EQ(kinds("[kind]\n"), "study_unknown_key_meant words.toml:1");
  EXPECT_EQ(kinds(""), "standard_missing_list words.toml:1");
  EXPECT_EQ(kinds("[kinds]\nclinic = \"卫生室\"\n"),
            "standard_word_without_names words.toml:2 [kinds]");
  EXPECT_EQ(kinds("[kinds]\nclinic = { zh = \"卫生室\" }\n"),
            "standard_missing_key words.toml:2 [kinds] clinic");
  EXPECT_EQ(kinds("[kinds]\nClinic = { zh = \"卫生室\", en = \"c\" }\n"),
            "standard_bad_word words.toml:2 [kinds]");
  EXPECT_EQ(kinds("[kinds]\nclinic = { zh = \"卫生室\", en = \"c\", fr = \"c\" }\n"),
            "study_unknown_key words.toml:2 [kinds] clinic");

  const std::string rest = "[people]\n[units]\n[land]\n[classes]\n[facilities]\n";
  const auto columns = [&](const std::string& line) {
    return fault_of_words(rest + line, parse_columns);
  };
  EXPECT_EQ(
      columns("beds = { zh = \"床\", en = \"beds\", unit_zh = \"张\", unit_en = \"beds\" }\n"), "");
  EXPECT_EQ(columns("beds = { zh = \"床\", en = \"beds\" }\n"),
            "standard_missing_key words.toml:6 [facilities] beds");
  EXPECT_EQ(columns("open = { zh = \"开\", en = \"open\", yes_no = true }\n"), "");
  EXPECT_EQ(columns("open = { zh = \"开\", en = \"open\", yes_no = true, unit_zh = \"个\" }\n"),
            "standard_unit_of_yes_no words.toml:6 [facilities] open");
  EXPECT_EQ(fault_of_words("[facilities]\n", parse_columns), "standard_missing_list words.toml:1");
}

TEST(StandardWordsFile, AFolderWithoutWordsOrProfilesIsAnError) {
  EXPECT_EQ(read_standard_words("/no/such/folder", kData + "/profiles").error().key,
            "toml_no_such_file");
  EXPECT_EQ(read_standard_words(kData + "/standards", "/no/such/folder").error().key,
            "study_no_profiles");
}

// --- any bytes ------------------------------------------------------------------------------

TEST(StandardFile, AnyBytesAreReadOrRefusedWithASentence) {
  const unsigned seed = std::random_device{}();
  std::cout << "seed " << seed << '\n';
  std::mt19937 random{seed};
  std::vector<std::string> texts{kGood};
  for (const char* code : {"zhengning-2022", "sdg-11.2.1", "mofcom-15min"}) {
    std::ifstream file{standard_path(kData + "/standards", code), std::ios::binary};
    texts.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
  }
  const std::vector<std::string> pieces{
      "=",    "\"", "[",    "]",   "{",  "}",    "\n", "[[indicators]]\n",    "nan", "1e999", "-",
      "true", "。", "\xff", "[1]", "{}", "\"\"", "0",  "99999999999999999999"};
  const auto any = [&](std::size_t below) {
    return std::uniform_int_distribution<std::size_t>{0, below - 1}(random);
  };
  int read = 0, refused = 0;
  for (int run = 0; run < test::by_effort(1500); ++run) {
    std::string text = texts[any(texts.size())];
    // Whole indicators out of the middle, so that a run is quick.
    if (text.size() > 6000) {
      const auto from = text.find("[[indicators]]", any(text.size() - 5000));
      const auto first = text.find("[[indicators]]");
      if (from != std::string::npos) text = text.substr(0, first) + text.substr(from, 4000);
    }
    if (any(4) == 0) text.resize(any(text.size() + 1));
    for (std::size_t change = any(4); change > 0 && !text.empty(); --change) {
      const std::size_t at = any(text.size());
      switch (any(4)) {
        case 0:
          text[at] = static_cast<char>(any(256));
          break;
        case 1:
          text.erase(at, any(30));
          break;
        case 2:
          text.insert(at, pieces[any(pieces.size())]);
          break;
        default: {  // a value replaced whole
          const auto equals = text.find(" = ", at);
          if (equals == std::string::npos) break;
          const auto end = std::min(text.find('\n', equals), text.size());
          text.replace(equals + 3, end - equals - 3, pieces[any(pieces.size())]);
        }
      }
    }
    const auto result = parsed(text);
    if (result) {
      ++read;
      EXPECT_FALSE(result.value().indicators.empty());
    } else {
      ++refused;
      ASSERT_NE(find_message(result.error().key), nullptr) << result.error().key;
      EXPECT_TRUE(result.error().where.starts_with("mine.toml")) << result.error().where;
    }
  }
  EXPECT_GT(read, 10);
  EXPECT_GT(refused, 10);
}

}  // namespace
}  // namespace lifecircle
