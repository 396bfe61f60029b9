#include "io/read/osm_filter.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "io/read/osm_tags.hpp"

namespace lifecircle::osm {
namespace {

Error wrong(const char* key, const std::string& filter, std::string_view part) {
  return Error{Fault::input, key, filter, {std::string{part}}};
}

Result<Condition> parse_condition(const std::string& filter, std::string_view part) {
  const std::size_t sign = part.find('=');
  if (sign == std::string_view::npos) return wrong("osm_filter_no_equals", filter, part);
  Condition condition;
  condition.negative = sign > 0 && part[sign - 1] == '!';
  const std::string_view key = trimmed(part.substr(0, condition.negative ? sign - 1 : sign));
  const std::string_view values = trimmed(part.substr(sign + 1));
  if (key.empty() || key.find_first_of("!|*") != std::string_view::npos)
    return wrong("osm_filter_no_key", filter, part);
  condition.key = key;
  if (values == "*") return condition;
  bool fine = true;
  for_each_part(values, '|', [&](std::string_view value) {
    fine = fine && !value.empty() && value.find_first_of("*=") == std::string_view::npos;
    condition.values.emplace_back(value);
  });
  if (!fine) return wrong("osm_filter_no_value", filter, part);
  return condition;
}

bool says(std::string_view value, const std::vector<std::string>& wanted) {
  bool found = std::ranges::find(wanted, value) != wanted.end();
  if (!found && value.find(';') != std::string_view::npos) {
    for_each_part(value, ';', [&](std::string_view part) {
      found = found || std::ranges::find(wanted, part) != wanted.end();
    });
  }
  return found;
}

}  // namespace

Result<Conditions> parse_filter(const std::string& text) {
  if (trimmed(text).empty()) return Error{Fault::input, "osm_filter_empty", text};
  Conditions conditions;
  std::optional<Error> error;
  for_each_part(text, ',', [&](std::string_view part) {
    Result<Condition> condition = parse_condition(text, part);
    if (condition) {
      conditions.push_back(std::move(condition).value());
    } else if (!error) {
      error = condition.error();
    }
  });
  if (error) return *error;
  if (std::ranges::all_of(conditions, &Condition::negative))
    return Error{Fault::input, "osm_filter_only_not", text};
  return conditions;
}

bool all_hold(const Conditions& conditions, const osmium::TagList& tags) {
  return std::ranges::all_of(conditions, [&](const Condition& condition) {
    const char* value = tags.get_value_by_key(condition.key.c_str());
    const bool found =
        value != nullptr && (condition.values.empty() || says(value, condition.values));
    return found != condition.negative;
  });
}

}  // namespace lifecircle::osm

namespace lifecircle {

Result<Done> check_tag_filter(const TagFilter& filter) {
  const Result<osm::Conditions> parsed = osm::parse_filter(filter.text);
  if (!parsed) return parsed.error();
  return Done{};
}

}  // namespace lifecircle
