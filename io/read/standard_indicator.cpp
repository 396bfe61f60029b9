#include "io/read/standard_indicator.hpp"

#include <algorithm>
#include <vector>

#include "io/read/layer.hpp"
#include "io/read/standard_keys.hpp"

namespace lifecircle {

namespace {

constexpr int kMostDecimals = 6;
constexpr int kFirstYear = 1949, kLastYear = 2100;
constexpr int kMost = 1'000'000;  // facilities in a unit

}  // namespace

bool is_standard_code(const std::string& text) {
  return !text.empty() && text.size() <= 64 &&
         std::ranges::none_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7F; }) &&
         !text.starts_with("-");
}

Indicator IndicatorReader::read(const TomlValue& value, std::size_t number) {
  std::string section = "[[indicators]] " + std::to_string(number);
  if (const auto code = value.entries.find("code"); code != value.entries.end() &&
                                                    code->second.is(TomlValue::Kind::text) &&
                                                    is_standard_code(code->second.text))
    section = "[[indicators]] " + code->second.text;
  TomlTable table{value, section, indicator_keys(), faults_};
  Indicator one;
  one.code = need_text(table, "code");
  if (table.has("code") && !is_standard_code(one.code))
    table.fault("standard_bad_code", "code", {});
  if (const auto [before, is_new] = lines_.emplace(one.code, table.line_of("code")); !is_new)
    table.fault("standard_code_twice", "code", {one.code, std::to_string(before->second)});
  if (!read_type(table, one)) return one;
  read_text(table, one);
  read_whom(table, one);
  read_what(table, one);
  read_amounts(table, one);
  read_own_keys(table, one);
  read_target(table, one);
  read_assumed(table, value, one);
  check_honest(table, one);
  return one;
}

/// The type, and whether the keys are those of the type.
bool IndicatorReader::read_type(TomlTable& table, Indicator& one) {
  const std::string type = need_text(table, "type");
  std::vector<std::string> names;
  for (const TypeKeys& keys : type_keys()) names.push_back(keys.name);
  const auto found = std::ranges::find(names, type);
  if (found == names.end()) {
    const auto meant = did_you_mean(type, names);
    table.fault("standard_unknown_type", "type", {type, joined(meant.empty() ? names : meant)});
    return false;
  }
  one.type = static_cast<IndicatorType>(found - names.begin());
  const TypeKeys& keys = keys_of(one.type);
  const auto& common = common_keys();
  for (const auto& key : indicator_keys()) {
    if (!table.has(key.c_str()) || keys.has(key) || std::ranges::find(common, key) != common.end())
      continue;
    std::vector<std::string> owners;
    for (const TypeKeys& other : type_keys())
      if (other.has(key)) owners.push_back(other.name);
    table.fault("standard_key_of_other_type", key.c_str(), {key, type, joined(owners)});
  }
  for (const auto& key : keys.needs)
    if (!table.has(key.c_str()))
      table.fault("standard_type_needs", key.c_str(), {key, type, joined(keys.needs)});
  return true;
}

void IndicatorReader::read_text(TomlTable& table, Indicator& one) {
  one.name = need_words(table, "name");
  one.quote = table.text("quote");
  one.clause = table.text("clause");
  one.reading = words_if_any(table, "reading");
  one.note = words_if_any(table, "note");
  if (!table.has("verified")) table.fault("standard_missing_key", "verified", {"verified"});
  one.verified = table.flag("verified", false);
  if (is_share(one.type)) {
    for (const char* key : {"unit_zh", "unit_en"})
      if (table.has(key)) table.fault("standard_unit_of_share", key, {key});
    one.unit = {"%", "%"};
  } else {
    one.unit = need_words(table, "unit");
  }
  one.decimals = whole(table, "decimals", 0, kMostDecimals, one.decimals);
}

void IndicatorReader::read_whom(TomlTable& table, Indicator& one) {
  const std::string scope = table.text("scope", "everyone");
  if (table.one_of("scope", scope, {"everyone", "town", "country"}) && scope != "everyone")
    one.setting = scope == "town" ? Setting::town : Setting::country;
  if (table.has("classes")) one.classes = parts_.classes(table, "classes");
}

void IndicatorReader::read_what(TomlTable& table, Indicator& one) {
  if (table.has("kinds")) one.kinds = parts_.kinds(table, "kinds");
  if (one.type == IndicatorType::time_coverage || one.type == IndicatorType::capacity)
    one.circles = {parts_.circle(table)};
  if (one.type == IndicatorType::joint_circle) one.circles = parts_.circles(table);
  if (table.has("circles_needed"))
    one.circles_needed =
        whole(table, "circles_needed", 1, std::max(1, static_cast<int>(one.circles.size())), 1);
  if (one.type == IndicatorType::presence) one.counted.of = Amount::Of::units;
  if (const TomlValue* counted = table.any("counted"))
    one.counted = parts_.amount(table, "counted", *counted);
  if (table.has("counted") && one.counted.of == Amount::Of::facilities)
    table.fault("standard_counted_facilities", "counted", {});
  if (table.has("size") != table.has("size_at_least"))
    table.fault("standard_only_together", table.has("size") ? "size" : "size_at_least",
                {"size", "size_at_least"});
  if (table.has("size")) {
    one.size = Amount{Amount::Of::facilities, parts_.column(table, "size", false), {}};
    one.size_at_least = table.positive("size_at_least", 1);
  }
  if (table.has("yes_column")) one.yes_column = parts_.column(table, "yes_column", true);
}

void IndicatorReader::read_amounts(TomlTable& table, Indicator& one) {
  one.numerator = parts_.amounts(table, "numerator");
  one.denominator = parts_.amounts(table, "denominator");
  bool of_own_kinds = false, of_facilities = false;
  for (const auto* sum : {&one.numerator, &one.denominator})
    for (const Amount& amount : *sum)
      if (amount.of == Amount::Of::facilities) {
        of_facilities = true;
        of_own_kinds = of_own_kinds || amount.kinds.empty();
      }
  if (of_own_kinds && one.kinds.empty())
    table.fault("standard_amount_without_kinds", "numerator", {});
  if (table.has("numerator") && table.has("kinds") && !of_own_kinds)
    table.fault("standard_kinds_unused", "kinds", {});
  for (const char* key : {"size", "yes_column"})
    if (table.has("numerator") && table.has(key) && !of_facilities)
      table.fault("standard_which_of_nothing", key, {key});
  one.per = one.type == IndicatorType::per_thousand    ? 1000
            : one.type == IndicatorType::area_per_head ? 1
                                                       : 100;
  one.per = table.positive("per", one.per);
  one.every_unit = table.flag("every_unit", false);
}

/// Keys that one type alone has.
void IndicatorReader::read_own_keys(TomlTable& table, Indicator& one) {
  one.count_at_least = whole(table, "count_at_least", 1, kMost, one.count_at_least);
  const std::string level = table.text("level", "unit");
  if (table.one_of("level", level, level_names()))
    one.level = static_cast<Level>(std::ranges::find(level_names(), level) - level_names().begin());
  one.steps = parts_.steps(table);
  if (table.has("beside")) one.beside = parts_.kinds(table, "beside");
  one.beside_m = table.number("beside_m", 0);
  if (one.beside_m < 0) table.fault("standard_negative", "beside_m", {"beside_m"});
  one.hours_a_day = table.positive("hours_a_day", 0);
  if (one.hours_a_day > 24)
    table.fault("standard_out_of_range", "hours_a_day", {"hours_a_day", "0", "24"});
  one.on_holidays = table.flag("on_holidays", false);
  if (one.type == IndicatorType::capacity && table.has("capacity") == table.has("capacity_column"))
    table.fault("standard_one_of_two", table.has("capacity") ? "capacity" : "kinds",
                {"capacity", "capacity_column"});
  one.capacity_column =
      table.has("capacity_column") ? parts_.column(table, "capacity_column", false) : "";
  one.capacity = table.positive("capacity", 0);
  one.households_per_worker = table.positive("households_per_worker", 0);
  one.part_counts = table.flag("part_counts", true);
  if (table.has("workers_at_least") != table.has("up_to_households"))
    table.fault("standard_only_together",
                table.has("workers_at_least") ? "workers_at_least" : "up_to_households",
                {"workers_at_least", "up_to_households"});
  one.workers_at_least = table.positive("workers_at_least", 0);
  one.up_to_households = table.positive("up_to_households", 0);
  one.up_to_closed = table.flag("up_to_closed", true);
}

void IndicatorReader::read_target(TomlTable& table, Indicator& one) {
  if (const TomlValue* base = table.table("base")) {
    TomlTable inner{*base, table.section() + " base", {"year", "value"}, faults_};
    for (const char* key : {"year", "value"})
      if (!inner.has(key)) inner.fault("standard_missing_key", key, {key});
    one.base_year = whole(inner, "year", kFirstYear, kLastYear, kFirstYear);
    one.base_value = inner.number("value", 0);
    if (*one.base_value < 0 || (is_share(one.type) && *one.base_value > 100))
      inner.fault(is_share(one.type) ? "standard_bad_share" : "standard_negative", "value",
                  {"value"});
  }
  if (table.has("target")) one.target = parts_.target(table, is_share(one.type));
  if (one.base_year && one.target && one.target->year && *one.base_year > *one.target->year)
    table.fault("standard_base_after_target", "base",
                {std::to_string(*one.base_year), std::to_string(*one.target->year)});
  const std::string binding = table.text("binding", "");
  if (table.has("binding") && table.one_of("binding", binding, {"binding", "expected"}))
    one.bindingness = binding == "binding" ? Bindingness::binding : Bindingness::expected;
  if (table.has("binding") && !table.has("target"))
    table.fault("standard_binding_without_target", "binding", {});
}

/// The keys whose values the source does not state. Each is a key of the indicator or of a table
/// in it.
void IndicatorReader::read_assumed(TomlTable& table, const TomlValue& value, Indicator& one) {
  if (!table.has("assumed")) return;
  one.assumed = table.texts("assumed");
  for (const auto& key : one.assumed) {
    bool is_there = value.entries.contains(key);
    for (const auto& entry : value.entries) {
      is_there = is_there || entry.second.entries.contains(key);
      for (const TomlValue& item : entry.second.items)
        is_there = is_there || item.entries.contains(key);
    }
    if (!is_there) table.fault("standard_assumed_not_there", "assumed", {key});
  }
  if (one.note.zh.empty() && one.reading.zh.empty())
    table.fault("standard_assumed_without_note", "assumed", {});
}

/// Whether it says where its figures come from.
void IndicatorReader::check_honest(TomlTable& table, const Indicator& one) {
  if (one.verified && one.quote.empty())
    table.fault("standard_verified_without_quote", "verified", {});
  if (!one.verified && one.note.zh.empty())
    table.fault("standard_unverified_without_note", "verified", {});
}

}  // namespace lifecircle
