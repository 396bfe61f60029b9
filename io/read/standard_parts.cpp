#include "io/read/standard_parts.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "io/read/layer.hpp"
#include "io/read/standard_keys.hpp"

namespace lifecircle {

namespace {

constexpr int kFirstYear = 1949, kLastYear = 2100;

template <class Map>
std::vector<std::string> names_of(const Map& map) {
  std::vector<std::string> names;
  names.reserve(map.size());
  for (const auto& entry : map) names.push_back(entry.first);
  return names;
}

/// A name that is in no list: `message` has the name and all there are, and with _meant behind it
/// those that may have been meant.
void unknown(TomlTable& table, const char* key, const std::string& message, const std::string& name,
             const std::vector<std::string>& known, const std::string& of = {}) {
  const auto meant = did_you_mean(name, known);
  table.fault(meant.empty() ? message : message + "_meant", key,
              {name, joined(meant.empty() ? known : meant), of});
}

}  // namespace

double within(TomlTable& table, const char* key, double least, double most) {
  const double value = table.positive(key, least);
  if (value >= least && value <= most) return value;
  table.fault("standard_out_of_range", key,
              {key, fmt::format("{}", least), fmt::format("{}", most)});
  return least;
}

std::string need_text(TomlTable& table, const char* key) {
  if (!table.has(key)) table.fault("standard_missing_key", key, {key});
  return table.text(key);
}

Words need_words(TomlTable& table, const std::string& key) {
  return {need_text(table, (key + "_zh").c_str()), need_text(table, (key + "_en").c_str())};
}

Words words_if_any(TomlTable& table, const std::string& key) {
  const std::string zh = key + "_zh", en = key + "_en";
  if (!table.has(zh.c_str()) && !table.has(en.c_str())) return {};
  return need_words(table, key);
}

int whole(TomlTable& table, const char* key, int least, int most, int otherwise) {
  if (!table.has(key)) return otherwise;
  const double value = table.number(key, least);
  if (value == std::floor(value) && value >= least && value <= most) return static_cast<int>(value);
  table.fault("standard_not_whole", key, {key, std::to_string(least), std::to_string(most)});
  return otherwise;
}

std::vector<std::string> PartReader::known_texts(TomlTable& table, const char* key,
                                                 const std::map<std::string, Words>& known,
                                                 const char* message) {
  std::vector<std::string> names = table.texts(key);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!known.contains(names[i])) unknown(table, key, message, names[i], names_of(known));
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
        names.begin() + static_cast<std::ptrdiff_t>(i))
      table.fault("study_named_twice", key, {key, names[i]});
  }
  return names;
}

std::vector<std::string> PartReader::kinds(TomlTable& table, const char* key) {
  return known_texts(table, key, words_.kinds, "standard_unknown_kind");
}

std::vector<std::string> PartReader::classes(TomlTable& table, const char* key) {
  return known_texts(table, key, words_.classes, "standard_unknown_class");
}

const std::map<std::string, ColumnWords>& PartReader::columns(Amount::Of of) const {
  switch (of) {
    case Amount::Of::people:
      return words_.people;
    case Amount::Of::units:
      return words_.units;
    case Amount::Of::land:
      return words_.land;
    case Amount::Of::facilities:
      break;
  }
  return words_.facilities;
}

std::string PartReader::column(TomlTable& table, const char* key, bool yes_no) {
  std::string name = table.text(key);
  if (name.empty()) return name;
  const auto found = words_.facilities.find(name);
  if (found == words_.facilities.end())
    unknown(table, key, "standard_unknown_column", name, names_of(words_.facilities), "facilities");
  else if (found->second.yes_no != yes_no)
    table.fault(yes_no ? "standard_no_yes_column" : "standard_sum_of_yes_no", key, {name});
  return name;
}

void PartReader::check_column(TomlTable& table, const char* key, const std::string& name,
                              Amount::Of of) {
  const auto& known = columns(of);
  const std::string& what = amount_names()[static_cast<std::size_t>(of)];
  if (name.empty()) {
    if (of == Amount::Of::people || of == Amount::Of::land)
      table.fault("standard_amount_without_name", key, {what, joined(names_of(known))});
    return;
  }
  const auto found = known.find(name);
  if (found == known.end())
    unknown(table, key, "standard_unknown_column", name, names_of(known), what);
  else if (found->second.yes_no)
    table.fault("standard_sum_of_yes_no", key, {name});
}

Amount PartReader::amount(TomlTable& table, const char* key, const TomlValue& value) {
  Amount amount;
  std::string of;
  if (value.is(TomlValue::Kind::table)) {
    TomlTable inner{value, table.section() + " " + key, {"of", "name", "kinds"}, faults_};
    of = need_text(inner, "of");
    amount.name = inner.text("name");
    if (inner.has("kinds")) amount.kinds = kinds(inner, "kinds");
    if (inner.has("kinds") && of != "facilities")
      inner.fault("standard_kinds_of_amount", "kinds", {of});
  } else if (value.is(TomlValue::Kind::text)) {
    const auto dot = value.text.find('.');
    of = value.text.substr(0, dot);
    if (dot != std::string::npos) amount.name = value.text.substr(dot + 1);
    if (dot != std::string::npos && amount.name.empty()) of = value.text;  // "units."
  }
  const auto& names = amount_names();
  const auto found = std::ranges::find(names, of);
  if (found == names.end()) {
    table.fault("standard_bad_amount", key, {key, of, joined(names)});
    return amount;
  }
  amount.of = static_cast<Amount::Of>(found - names.begin());
  check_column(table, key, amount.name, amount.of);
  return amount;
}

std::vector<Amount> PartReader::amounts(TomlTable& table, const char* key) {
  const TomlValue* value = table.any(key);
  if (value == nullptr) return {};
  if (!value->is(TomlValue::Kind::list)) return {amount(table, key, *value)};
  if (value->items.empty()) table.fault("study_empty", key, {key});
  std::vector<Amount> all;
  for (const TomlValue& item : value->items) {
    Amount one = amount(table, key, item);
    if (std::ranges::find(all, one) != all.end())
      table.fault("standard_amount_twice", key, {key, one.name.empty() ? "units" : one.name});
    all.push_back(std::move(one));
  }
  return all;
}

std::vector<Indicator::Step> PartReader::steps(TomlTable& table) {
  std::vector<Indicator::Step> all;
  const auto tables = table.tables("steps");
  for (std::size_t i = 0; i < tables.size(); ++i) {
    TomlTable inner{*tables[i],
                    table.section() + " steps " + std::to_string(i + 1),
                    {"level", "kinds"},
                    faults_};
    Indicator::Step step{Level::unit, {}};
    const std::string level = need_text(inner, "level");
    if (inner.has("level") && inner.one_of("level", level, level_names()))
      step.level =
          static_cast<Level>(std::ranges::find(level_names(), level) - level_names().begin());
    if (!inner.has("kinds")) inner.fault("standard_missing_key", "kinds", {"kinds"});
    step.kinds = kinds(inner, "kinds");
    if (!all.empty() && step.level <= all.back().level)
      inner.fault("standard_steps_order", "level", {joined(level_names())});
    all.push_back(std::move(step));
  }
  if (all.size() == 1) table.fault("standard_one_step", "steps", {});
  return all;
}

Target PartReader::target(TomlTable& table, bool share) {
  Target target;
  const TomlValue* value = table.table("target");
  if (value == nullptr) return target;
  TomlTable inner{*value,
                  table.section() + " target",
                  {"at_least", "at_most", "about", "exactly", "tolerance_percent", "year"},
                  faults_};
  const auto& names = comparison_names();
  int stated = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!inner.has(names[i].c_str())) continue;
    ++stated;
    target.comparison = static_cast<Comparison>(i);
    target.value = inner.number(names[i].c_str(), 0);
    if (target.value < 0 || (share && target.value > 100))
      inner.fault(share ? "standard_bad_share" : "standard_negative", names[i].c_str(), {names[i]});
  }
  if (stated != 1) inner.fault("standard_target_comparison", "at_least", {joined(names)});
  const bool about = target.comparison == Comparison::about;
  if (stated == 1 && about != inner.has("tolerance_percent"))
    inner.fault(about ? "standard_about_without_tolerance" : "standard_tolerance_without_about",
                "tolerance_percent", {});
  if (inner.has("tolerance_percent"))
    target.tolerance_percent = within(inner, "tolerance_percent", 0.1, 100);
  if (inner.has("year")) target.year = whole(inner, "year", kFirstYear, kLastYear, kFirstYear);
  return target;
}

}  // namespace lifecircle
