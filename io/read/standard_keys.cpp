#include "io/read/standard_keys.hpp"

#include <algorithm>

namespace lifecircle {

namespace {

using Keys = std::vector<std::string>;

Keys operator+(Keys left, const Keys& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

const Keys kLimit{"minutes", "network_m", "radius_m"};
const Keys kTravel = kLimit + Keys{"modes", "kmh", "closed", "direction"};
const Keys kWhich{"size", "size_at_least", "yes_column"};  // facilities that count

}  // namespace

bool TypeKeys::has(const std::string& key) const {
  return std::ranges::find(needs, key) != needs.end() ||
         std::ranges::find(may_have, key) != may_have.end();
}

const std::vector<TypeKeys>& type_keys() {
  static const std::vector<TypeKeys> all{
      {"time_coverage", {"kinds", "counted"}, kTravel + kWhich},
      {"joint_circle", {"circles", "counted"}, kTravel + kWhich + Keys{"circles_needed"}},
      {"presence", {"kinds"}, kWhich + Keys{"level", "count_at_least", "counted"}},
      {"facility_share", {"kinds", "yes_column"}, {"size", "size_at_least"}},
      {"area_share", {"numerator", "denominator"}, kWhich + Keys{"kinds", "every_unit"}},
      {"per_100_households", {"numerator", "denominator"}, kWhich + Keys{"kinds", "every_unit"}},
      {"per_thousand", {"numerator", "denominator"}, kWhich + Keys{"kinds", "per", "every_unit"}},
      {"area_per_head", {"numerator", "denominator"}, kWhich + Keys{"kinds", "every_unit"}},
      {"ratio", {"numerator", "denominator"}, kWhich + Keys{"kinds", "per", "every_unit"}},
      {"count_per_unit", {"numerator"}, kWhich + Keys{"kinds", "level", "every_unit"}},
      {"unit_size", {"numerator", "target"}, {}},
      {"staff",
       {"numerator", "denominator", "households_per_worker"},
       {"part_counts", "workers_at_least", "up_to_households", "up_to_closed"}},
      {"capacity", {"kinds", "counted"}, kTravel + kWhich + Keys{"capacity", "capacity_column"}},
      {"adjacency", {"kinds", "beside", "beside_m"}, kWhich},
      {"hours", {"kinds", "hours_a_day"}, kWhich + Keys{"on_holidays"}},
      {"hierarchy", {"steps"}, {}},
  };
  return all;
}

const TypeKeys& keys_of(IndicatorType type) {
  return type_keys()[static_cast<std::size_t>(type)];
}

const std::vector<std::string>& common_keys() {
  static const Keys keys{"code",     "name_zh",    "name_en",    "type",    "quote",
                         "clause",   "reading_zh", "reading_en", "note_zh", "note_en",
                         "verified", "assumed",    "scope",      "classes", "base",
                         "target",   "binding",    "unit_zh",    "unit_en", "decimals"};
  return keys;
}

const std::vector<std::string>& indicator_keys() {
  static const Keys keys = [] {
    Keys all = common_keys();
    for (const TypeKeys& type : type_keys())
      for (const Keys* some : {&type.needs, &type.may_have})
        for (const auto& key : *some)
          if (std::ranges::find(all, key) == all.end()) all.push_back(key);
    return all;
  }();
  return keys;
}

bool is_share(IndicatorType type) {
  switch (type) {
    case IndicatorType::per_100_households:
    case IndicatorType::per_thousand:
    case IndicatorType::area_per_head:
    case IndicatorType::ratio:
    case IndicatorType::count_per_unit:
    case IndicatorType::unit_size:
      return false;
    default:
      return true;
  }
}

const std::vector<std::string>& level_names() {
  static const Keys names{"unit", "township", "county", "city"};
  return names;
}

const std::vector<std::string>& comparison_names() {
  static const Keys names{"at_least", "at_most", "about", "exactly"};
  return names;
}

const std::vector<std::string>& amount_names() {
  static const Keys names{"people", "units", "facilities", "land"};
  return names;
}

}  // namespace lifecircle
