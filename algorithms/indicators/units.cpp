// Indicators of units: what is in them, and how much.

#include <algorithm>
#include <cmath>

#include "algorithms/indicators/types.hpp"

namespace lifecircle::indicators {

namespace {

/// How many facilities that count serve each unit, and last none.
ByUnit facilities_in(const Indicator& indicator, const std::vector<std::string>& kinds,
                     const Known& known) {
  ByUnit counts = known.nothing();
  const std::vector<char> that = that_count(indicator, kinds, known);
  for (std::size_t f = 0; f < that.size(); ++f)
    if (that[f] != 0) ++counts[place_in(known.town.facilities[f].unit, known)];
  return counts;
}

/// Which units have enough at a level; [unit].
std::vector<char> served(const Indicator& indicator, const std::vector<std::string>& kinds,
                         Level level, int at_least, const Known& known, Told& told) {
  const auto leader = leader_of(level, known, told);
  const ByUnit in = facilities_in(indicator, kinds, known);
  ByUnit together = known.nothing();
  for (std::size_t u = 0; u < known.units(); ++u) together[leader[u]] += in[u];
  std::vector<char> is(known.units());
  for (std::size_t u = 0; u < known.units(); ++u) is[u] = together[leader[u]] >= at_least;
  return is;
}

IndicatorReading reading(std::string counted, Counted of) {
  return {.counted = std::move(counted), .of = std::move(of)};
}

/// Each place's own value, and how many of them reach the target.
IndicatorReading of_each(std::string counted, Counted each, const Target& target,
                         const Known& known) {
  Counted of{known.nothing(), known.nothing(), 100};
  for (std::size_t u = 0; u < each.denominator.size(); ++u) {
    if (each.denominator[u] == 0) continue;
    of.denominator[u] = 1000;
    if (reaches(each.numerator[u], each.denominator[u], each.per, target)) of.numerator[u] = 1000;
  }
  return {.counted = std::move(counted),
          .of = std::move(of),
          .each = std::move(each),
          .each_target = target};
}

}  // namespace

std::vector<IndicatorReading> presence(const Indicator& indicator, const Known& known, Told& told) {
  need_units(known, told);
  if (!has_kinds(indicator.kinds, known, told)) return {};
  need_column(indicator.yes_column, indicator.kinds, known, told);
  if (indicator.size) need_column(indicator.size->name, indicator.kinds, known, told);
  const auto leader = leader_of(indicator.level, known, told);
  if (!told.needs.empty()) return {};
  const auto has =
      served(indicator, indicator.kinds, indicator.level, indicator.count_at_least, known, told);
  Counted units{known.nothing(), known.nothing(), 100};
  for (std::size_t u = 0; u < known.units(); ++u) {
    if (!concerns_unit(indicator, known, u)) continue;
    units.denominator[leader[u]] = 1000;
    if (has[u] != 0) units.numerator[leader[u]] = 1000;
  }
  std::vector<IndicatorReading> readings{reading("units", std::move(units))};
  const Homes& homes = known.town.homes;
  for (std::size_t m = 0; m < homes.measures.size(); ++m) {
    Counted people{known.nothing(), known.nothing(), 100};
    for (std::size_t h = 0; h < homes.size(); ++h) {
      if (!concerns_home(indicator, known, h)) continue;
      const std::size_t at = place_in(homes.unit[h], known);
      people.denominator[at] += homes.count[m][h];
      if (at < known.units() && has[at] != 0) people.numerator[at] += homes.count[m][h];
    }
    readings.push_back(reading(homes.measures[m].name, std::move(people)));
  }
  const std::string asked =
      indicator.counted.of == Amount::Of::people ? indicator.counted.name : "units";
  const auto official = std::ranges::find(readings, asked, &IndicatorReading::counted);
  if (official == readings.end()) {
    told.need({"indicator_needs_measure", {asked}});
    return {};
  }
  std::rotate(readings.begin(), official, official + 1);
  for (auto& one : readings) one.official = &one == &readings.front();
  return readings;
}

std::vector<IndicatorReading> hierarchy(const Indicator& indicator, const Known& known,
                                        Told& told) {
  need_units(known, told);
  Counted units{known.nothing(), known.nothing(), 100};
  std::vector<char> all(known.units(), 1);
  for (const Indicator::Step& step : indicator.steps) {
    if (!has_kinds(step.kinds, known, told)) continue;
    const auto has = served(indicator, step.kinds, step.level, 1, known, told);
    for (std::size_t u = 0; u < all.size(); ++u) all[u] = all[u] != 0 && has[u] != 0;
  }
  if (!told.needs.empty()) return {};
  for (std::size_t u = 0; u < known.units(); ++u) {
    if (!concerns_unit(indicator, known, u)) continue;
    units.denominator[u] = 1000;
    if (all[u] != 0) units.numerator[u] = 1000;
  }
  return {reading("units", std::move(units))};
}

std::vector<IndicatorReading> ratio(const Indicator& indicator, const Known& known, Told& told) {
  Counted of{sum_of(indicator.numerator, indicator, known, told),
             sum_of(indicator.denominator, indicator, known, told), indicator.per};
  if (!told.needs.empty()) return {};
  if (indicator.every_unit && indicator.target) {
    of.numerator.back() = of.denominator.back() = 0;
    return {of_each("units", std::move(of), *indicator.target, known)};
  }
  return {reading("", std::move(of))};
}

std::vector<IndicatorReading> count_per_unit(const Indicator& indicator, const Known& known,
                                             Told& told) {
  need_units(known, told);
  const ByUnit amounts = sum_of(indicator.numerator, indicator, known, told);
  const auto leader = leader_of(indicator.level, known, told);
  if (!told.needs.empty()) return {};
  Counted each{known.nothing(), known.nothing(), 1};
  for (std::size_t u = 0; u < known.units(); ++u) {
    if (!concerns_unit(indicator, known, u)) continue;
    each.denominator[leader[u]] = 1000;
    each.numerator[leader[u]] += amounts[u];
  }
  if (indicator.every_unit && indicator.target)
    return {of_each("units", std::move(each), *indicator.target, known)};
  return {reading("units", std::move(each))};
}

std::vector<IndicatorReading> unit_size(const Indicator& indicator, const Known& known,
                                        Told& told) {
  need_units(known, told);
  const std::vector<Amount> households{{Amount::Of::people, "households", {}}};
  const ByUnit sizes = sum_of(indicator.numerator.empty() ? households : indicator.numerator,
                              indicator, known, told);
  if (!told.needs.empty() || !indicator.target) return {};
  Counted each{known.nothing(), known.nothing(), 1};
  for (std::size_t u = 0; u < known.units(); ++u) {
    if (!concerns_unit(indicator, known, u)) continue;
    each.denominator[u] = 1000;
    each.numerator[u] = sizes[u];
  }
  return {of_each("units", std::move(each), *indicator.target, known)};
}

std::int64_t workers_needed(const Indicator& indicator, std::int64_t households) {
  const std::int64_t part = thousandths_of(indicator.households_per_worker);
  // Of whole workers, or of parts of them in thousandths, rounded up.
  const std::int64_t step = indicator.part_counts ? 1000 : 1;
  std::int64_t needed = part == 0 ? 0 : (households * (1000 / step) + part - 1) / part * step;
  const std::int64_t bound = thousandths_of(indicator.up_to_households);
  const bool is_small = indicator.up_to_closed ? households <= bound : households < bound;
  if (bound > 0 && is_small) needed = std::max(needed, thousandths_of(indicator.workers_at_least));
  return needed;
}

std::vector<IndicatorReading> staff(const Indicator& indicator, const Known& known, Told& told) {
  need_units(known, told);
  const ByUnit workers = sum_of(indicator.numerator, indicator, known, told);
  const ByUnit households = sum_of(indicator.denominator, indicator, known, told);
  if (!told.needs.empty()) return {};
  Counted each{workers, known.nothing(), 100};
  for (std::size_t u = 0; u < known.units(); ++u) {
    if (concerns_unit(indicator, known, u))
      each.denominator[u] = workers_needed(indicator, households[u]);
    else
      each.numerator[u] = 0;
  }
  each.numerator.back() = 0;
  return {of_each("units", std::move(each), every_unit_reaches(), known)};
}

}  // namespace lifecircle::indicators
