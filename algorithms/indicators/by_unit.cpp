#include "algorithms/indicators/by_unit.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace lifecircle::indicators {

namespace {

bool concerns_group(const Indicator& indicator, const std::string& group) {
  return indicator.classes.empty() ||
         std::ranges::find(indicator.classes, group) != indicator.classes.end();
}

bool concerns_setting(const Indicator& indicator, Setting setting) {
  return !indicator.setting || *indicator.setting == setting;
}

bool in_group(const Indicator& indicator, const Known& known, const std::optional<UnitId>& unit) {
  return concerns_group(indicator, unit ? known.town.units[unit->index()].group : std::string{});
}

std::optional<std::int64_t> stated(const Stated& all, const std::string& name) {
  const auto at = all.find(name);
  return at == all.end() ? std::optional<std::int64_t>{} : at->second;
}

Sums people(const Amount& amount, const Indicator& indicator, const Known& known, Told& told) {
  Sums sums{known.nothing()};
  const Homes& homes = known.town.homes;
  const auto measure = measure_named(amount.name, homes);
  if (!measure) {
    told.need({"indicator_needs_measure", {amount.name}});
    return sums;
  }
  remark_partly_counted(amount.name, known, told);
  for (std::size_t h = 0; h < homes.size(); ++h)
    if (concerns_home(indicator, known, h))
      sums.total[place_in(homes.unit[h], known)] += homes.count[*measure][h];
  return sums;
}

Sums units(const Amount& amount, const Indicator& indicator, const Known& known, Told& told) {
  Sums sums{known.nothing()};
  sums.open.of_units = true;
  need_units(known, told);
  if (!amount.name.empty() && !known.town.stated.units.contains(amount.name)) {
    told.need({"indicator_needs_unit_column", {amount.name}});
    return sums;
  }
  for (std::size_t u = 0; u < known.units(); ++u) {
    if (!concerns_unit(indicator, known, u)) continue;
    const auto value = amount.name.empty() ? std::optional<std::int64_t>{1000}
                                           : stated(known.town.units[u].stated, amount.name);
    sums.total[u] = value.value_or(0);
    if (!amount.name.empty()) sums.open.ask(u, known.units() + 1, !value, amount.name);
  }
  return sums;
}

Sums facilities(const Amount& amount, const Indicator& indicator, const Known& known, Told& told) {
  Sums sums{known.nothing()};
  const auto& kinds = amount.kinds.empty() ? indicator.kinds : amount.kinds;
  if (!has_kinds(kinds, known, told)) return sums;
  if (!amount.name.empty() && !is_stated(amount.name, kinds, known)) {
    need_column(amount.name, kinds, known, told);
    return sums;
  }
  const std::vector<Counts> counts = which_count(indicator, kinds, known);
  for (std::size_t f = 0; f < known.town.facilities.size(); ++f) {
    const Facility& facility = known.town.facilities[f];
    if (counts[f] == Counts::no || !concerns_facility(indicator, known, facility)) continue;
    const std::size_t at = place_in(facility.unit, known);
    const auto value = amount.name.empty() ? std::optional<std::int64_t>{1000}
                                           : stated(facility.stated, amount.name);
    if (counts[f] == Counts::yes) sums.total[at] += value.value_or(0);
    const bool is_asked = !amount.name.empty() || indicator.size || !indicator.yes_column.empty();
    if (is_asked)
      sums.open.ask(at, known.units() + 1, !value || counts[f] == Counts::unknown,
                    value && indicator.size ? indicator.size->name
                    : value                 ? indicator.yes_column
                                            : amount.name);
  }
  return sums;
}

Sums land(const Amount& amount, const Indicator& indicator, const Known& known, Told& told) {
  Sums sums{known.nothing()};
  const auto at = land_named(amount.name, known, told);
  if (!at) return sums;
  const auto shares = known.land_reached(*at, {}, 1, "stated");
  for (std::size_t u = 0; u < sums.total.size(); ++u)
    if (concerns_ground(indicator, known, u)) sums.total[u] = shares[u].land_m2 * 1000;
  return sums;
}

std::size_t digits_of(Level level) {
  return level == Level::township ? 9 : level == Level::county ? 6 : 4;
}

bool is_division(const std::string& code) {
  return code.size() >= 12 &&
         std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::int64_t thousandths_of(double value) {
  return std::llround(value * 1000);
}

std::optional<std::size_t> measure_named(const std::string& name, const Homes& homes) {
  for (std::size_t m = 0; m < homes.measures.size(); ++m)
    if (homes.measures[m].name == name) return m;
  return std::nullopt;
}

void remark_partly_counted(const std::string& measure, const Known& known, Told& told) {
  if (known.town.stated.partly_counted.contains(measure))
    told.remark({"indicator_measure_in_part", {measure}});
}

std::optional<std::size_t> land_named(const std::string& name, const Known& known, Told& told) {
  for (std::size_t l = 0; l < known.town.lands.size(); ++l)
    if (known.town.lands[l].name == name) return l;
  told.need({"indicator_needs_land", {name}});
  return std::nullopt;
}

void Told::need(Sentence sentence) {
  if (std::ranges::find(needs, sentence) == needs.end()) needs.push_back(std::move(sentence));
}
void Told::remark(Sentence sentence) {
  if (std::ranges::find(remarks, sentence) == remarks.end()) remarks.push_back(std::move(sentence));
}

bool concerns_unit(const Indicator& indicator, const Known& known, std::size_t unit) {
  const Unit& u = known.town.units[unit];
  return concerns_setting(indicator, u.setting) && concerns_group(indicator, u.group);
}

bool concerns_ground(const Indicator& indicator, const Known& known, std::size_t unit) {
  return unit < known.units() ? concerns_unit(indicator, known, unit)
                              : !indicator.setting && indicator.classes.empty();
}

bool concerns_home(const Indicator& indicator, const Known& known, std::size_t home) {
  const Homes& homes = known.town.homes;
  return concerns_setting(indicator, homes.setting[home]) &&
         in_group(indicator, known, homes.unit[home]);
}

bool concerns_facility(const Indicator& indicator, const Known& known, const Facility& facility) {
  return facility.own && concerns_setting(indicator, facility.setting) &&
         in_group(indicator, known, facility.unit);
}

void Open::ask(std::size_t place, std::size_t places, bool lacks, const std::string& column) {
  if (asked.empty()) lacking = asked = ByUnit(places, 0);
  ++asked[place];
  if (!lacks) return;
  ++lacking[place];
  if (std::ranges::find(columns, column) == columns.end()) columns.push_back(column);
}

void Open::add(const Open& other) {
  if (other.asked.empty()) return;
  if (asked.empty()) {
    *this = other;
    return;
  }
  for (std::size_t p = 0; p < asked.size(); ++p) {
    asked[p] += other.asked[p];
    lacking[p] += other.lacking[p];
  }
  for (const std::string& column : other.columns)
    if (std::ranges::find(columns, column) == columns.end()) columns.push_back(column);
}

std::vector<Counts> which_count(const Indicator& indicator, const std::vector<std::string>& kinds,
                                const Known& known) {
  std::vector<Counts> counts(known.town.facilities.size(), Counts::no);
  for (std::size_t f = 0; f < counts.size(); ++f) {
    const Facility& facility = known.town.facilities[f];
    if (std::ranges::find(kinds, facility.kind) == kinds.end()) continue;
    bool is_unknown = false, is_not = false;
    if (indicator.size) {
      const auto size = stated(facility.stated, indicator.size->name);
      is_unknown = !size;
      is_not = size && *size < thousandths_of(indicator.size_at_least);
    }
    if (!indicator.yes_column.empty() && indicator.type != IndicatorType::facility_share) {
      const auto yes = stated(facility.stated, indicator.yes_column);
      is_unknown = is_unknown || !yes;
      is_not = is_not || (yes && *yes == 0);
    }
    counts[f] = is_not ? Counts::no : is_unknown ? Counts::unknown : Counts::yes;
  }
  return counts;
}

std::vector<char> that_count(const Indicator& indicator, const std::vector<std::string>& kinds,
                             const Known& known) {
  std::vector<char> counts;
  for (const Counts one : which_count(indicator, kinds, known))
    counts.push_back(one == Counts::yes);
  return counts;
}

Sums sum_of(const Amount& amount, const Indicator& indicator, const Known& known, Told& told) {
  switch (amount.of) {
    case Amount::Of::people:
      return people(amount, indicator, known, told);
    case Amount::Of::units:
      return units(amount, indicator, known, told);
    case Amount::Of::facilities:
      return facilities(amount, indicator, known, told);
    case Amount::Of::land:
      return land(amount, indicator, known, told);
  }
  return {known.nothing()};
}

Sums sum_of(const std::vector<Amount>& amounts, const Indicator& indicator, const Known& known,
            Told& told) {
  Sums sums{known.nothing()};
  for (const Amount& amount : amounts) {
    const Sums one = sum_of(amount, indicator, known, told);
    for (std::size_t u = 0; u < sums.total.size(); ++u) sums.total[u] += one.total[u];
    sums.open.add(one.open);
  }
  return sums;
}

bool has_kinds(const std::vector<std::string>& kinds, const Known& known, Told& told) {
  std::vector<std::string> missing;
  for (const std::string& kind : kinds)
    if (!known.town.stated.facilities.contains(kind)) missing.push_back(kind);
  if (missing.size() == kinds.size()) {
    for (const std::string& kind : missing) told.need({"indicator_needs_kind", {kind}});
    return false;
  }
  for (const std::string& kind : missing) told.remark({"indicator_without_kind", {kind}});
  return true;
}

bool is_stated(const std::string& column, const std::vector<std::string>& kinds,
               const Known& known) {
  return std::ranges::any_of(kinds, [&](const std::string& kind) {
    const auto at = known.town.stated.facilities.find(kind);
    return at != known.town.stated.facilities.end() && at->second.contains(column);
  });
}

void need_column(const std::string& column, const std::vector<std::string>& kinds,
                 const Known& known, Told& told) {
  if (!column.empty() && !is_stated(column, kinds, known))
    told.need({"indicator_needs_facility_column", {column, kinds.front()}});
}

void need_units(const Known& known, Told& told) {
  if (known.town.units.empty()) told.need({"indicator_needs_units"});
}

void need_scope(const Indicator& indicator, const Known& known, Told& told) {
  const auto is_known = [](const Unit& unit) { return unit.setting != Setting::unknown; };
  if (indicator.setting && std::ranges::none_of(known.town.units, is_known))
    told.need({"indicator_needs_setting"});
  if (!indicator.classes.empty() && !known.town.stated.unit_groups)
    told.need({"indicator_needs_group", {indicator.classes.front()}});
}

bool has_division_codes(const Known& known) {
  return std::ranges::all_of(known.town.units, [](const Unit& u) { return is_division(u.code); });
}

std::vector<std::size_t> leader_of(Level level, const Known& known, Told& told) {
  std::vector<std::size_t> leader(known.units());
  if (level == Level::unit) {
    for (std::size_t u = 0; u < leader.size(); ++u) leader[u] = u;
    return leader;
  }
  const auto& units = known.town.units;
  if (!has_division_codes(known)) {
    if (level == Level::township)
      told.need({"indicator_needs_division_codes"});
    else
      told.remark({"indicator_takes_study_for_one"});
    return leader;  // all zero: one for all
  }
  std::map<std::string, std::size_t> first;
  for (std::size_t u = 0; u < units.size(); ++u)
    leader[u] = first.try_emplace(units[u].code.substr(0, digits_of(level)), u).first->second;
  return leader;
}

}  // namespace lifecircle::indicators
