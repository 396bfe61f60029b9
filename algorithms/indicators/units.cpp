// Indicators of units: what is in them, and how much.

#include <algorithm>
#include <cmath>

#include "algorithms/indicators/types.hpp"

namespace lifecircle::indicators {

namespace {

/// Which units have enough at a level; [unit]. Unknown where it hangs on facilities that may count.
std::vector<Counts> served(const Indicator& indicator, const std::vector<std::string>& kinds,
                           Level level, int at_least, const Known& known, Told& told) {
  const auto leader = leader_of(level, known, told);
  ByUnit have = known.nothing(), may_have = known.nothing();
  const std::vector<Counts> counts = which_count(indicator, kinds, known);
  for (std::size_t f = 0; f < counts.size(); ++f) {
    const auto& unit = known.town.facilities[f].unit;
    if (!unit || counts[f] == Counts::no) continue;
    ++may_have[leader[unit->index()]];
    if (counts[f] == Counts::yes) ++have[leader[unit->index()]];
  }
  std::vector<Counts> is(known.units());
  for (std::size_t u = 0; u < known.units(); ++u)
    is[u] = have[leader[u]] >= at_least       ? Counts::yes
            : may_have[leader[u]] >= at_least ? Counts::unknown
                                              : Counts::no;
  return is;
}

/// What facilities do not say where it is not known whether they count.
std::string asked_column(const Indicator& indicator) {
  return indicator.size ? indicator.size->name : indicator.yes_column;
}

/// Units, or groups of them, that are counted one by one.
class UnitCount {
 public:
  explicit UnitCount(const Known& known) : of_{known.nothing(), known.nothing(), 100} {
    of_.of_things = true;
    of_.above.of_units = true;
  }
  void add(std::size_t place, Counts is, const std::string& column) {
    if (of_.denominator[place] != 0) return;  // one of its group came before
    of_.denominator[place] = 1000;
    if (is == Counts::yes) of_.numerator[place] = 1000;
    of_.above.ask(place, of_.denominator.size(), is == Counts::unknown, column);
  }
  Counted finish() { return std::move(of_); }

 private:
  Counted of_;
};

IndicatorReading reading(std::string counted, Counted of) {
  return {.counted = std::move(counted), .of = std::move(of)};
}

/// Each place's own value, and how many of them reach the target.
IndicatorReading of_each(std::string counted, Counted each, const Target& target,
                         const Known& known) {
  UnitCount of{known};
  std::vector<std::string> columns = each.above.columns;
  columns.insert(columns.end(), each.below.columns.begin(), each.below.columns.end());
  for (std::size_t u = 0; u < each.denominator.size(); ++u) {
    const Outcome out = outcome_of(each, {u}, target);
    const bool is_open = !each.below.asked.empty() && each.below.lacking[u] > 0;
    if (out.denominator == 0 && !is_open) continue;
    const Counts is = !out.reached ? Counts::unknown : *out.reached ? Counts::yes : Counts::no;
    of.add(u, is, is == Counts::unknown && !columns.empty() ? columns.front() : "");
  }
  return {.counted = std::move(counted),
          .of = of.finish(),
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
  UnitCount units{known};
  for (std::size_t u = 0; u < known.units(); ++u)
    if (concerns_unit(indicator, known, u)) units.add(leader[u], has[u], asked_column(indicator));
  std::vector<IndicatorReading> readings{reading("units", units.finish())};
  const Homes& homes = known.town.homes;
  for (std::size_t m = 0; m < homes.measures.size(); ++m) {
    Counted people{known.nothing(), known.nothing(), 100};
    for (std::size_t h = 0; h < homes.size(); ++h) {
      if (!concerns_home(indicator, known, h)) continue;
      const std::size_t at = place_in(homes.unit[h], known);
      people.denominator[at] += homes.count[m][h];
      if (at < known.units() && has[at] == Counts::yes) people.numerator[at] += homes.count[m][h];
    }
    people.above.of_units = true;
    for (std::size_t u = 0; u < known.units(); ++u)
      if (people.denominator[u] != 0)
        people.above.ask(u, known.units() + 1, has[u] == Counts::unknown, asked_column(indicator));
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
  std::vector<Counts> all(known.units(), Counts::yes);
  for (const Indicator::Step& step : indicator.steps) {
    if (!has_kinds(step.kinds, known, told)) continue;
    const auto has = served(indicator, step.kinds, step.level, 1, known, told);
    for (std::size_t u = 0; u < all.size(); ++u)
      if (has[u] == Counts::no || all[u] == Counts::yes) all[u] = has[u];
  }
  if (!told.needs.empty()) return {};
  UnitCount units{known};
  for (std::size_t u = 0; u < known.units(); ++u)
    if (concerns_unit(indicator, known, u)) units.add(u, all[u], asked_column(indicator));
  return {reading("units", units.finish())};
}

std::vector<IndicatorReading> ratio(const Indicator& indicator, const Known& known, Told& told) {
  Sums above = sum_of(indicator.numerator, indicator, known, told);
  Sums below = sum_of(indicator.denominator, indicator, known, told);
  if (!told.needs.empty()) return {};
  Counted of{std::move(above.total), std::move(below.total), indicator.per, std::move(above.open),
             std::move(below.open)};
  if (indicator.every_unit && indicator.target) {
    of.numerator.back() = of.denominator.back() = 0;
    return {of_each("units", std::move(of), *indicator.target, known)};
  }
  return {reading("", std::move(of))};
}

namespace {

/// What is open of the units of a group, at the one that stands for it.
Open to_leaders(const Open& open, const std::vector<std::size_t>& leader) {
  Open together = open;
  if (open.asked.empty()) return together;
  for (std::size_t u = 0; u < leader.size(); ++u) together.asked[u] = together.lacking[u] = 0;
  for (std::size_t u = 0; u < leader.size(); ++u) {
    together.asked[leader[u]] += open.asked[u];
    together.lacking[leader[u]] += open.lacking[u];
  }
  return together;
}

}  // namespace

std::vector<IndicatorReading> count_per_unit(const Indicator& indicator, const Known& known,
                                             Told& told) {
  need_units(known, told);
  const Sums amounts = sum_of(indicator.numerator, indicator, known, told);
  const auto leader = leader_of(indicator.level, known, told);
  if (!told.needs.empty()) return {};
  Counted each{known.nothing(), known.nothing(), 1, to_leaders(amounts.open, leader)};
  for (std::size_t u = 0; u < known.units(); ++u) {
    if (!concerns_unit(indicator, known, u)) continue;
    each.denominator[leader[u]] = 1000;
    each.numerator[leader[u]] += amounts.total[u];
  }
  if (indicator.every_unit && indicator.target)
    return {of_each("units", std::move(each), *indicator.target, known)};
  return {reading("units", std::move(each))};
}

std::vector<IndicatorReading> unit_size(const Indicator& indicator, const Known& known,
                                        Told& told) {
  need_units(known, told);
  const std::vector<Amount> households{{Amount::Of::people, "households", {}}};
  Sums sizes = sum_of(indicator.numerator.empty() ? households : indicator.numerator, indicator,
                      known, told);
  if (!told.needs.empty() || !indicator.target) return {};
  Counted each{known.nothing(), known.nothing(), 1, std::move(sizes.open)};
  for (std::size_t u = 0; u < known.units(); ++u) {
    if (!concerns_unit(indicator, known, u)) continue;
    each.denominator[u] = 1000;
    each.numerator[u] = sizes.total[u];
  }
  return {of_each("units", std::move(each), *indicator.target, known)};
}

std::int64_t workers_needed(const Indicator& indicator, std::int64_t households) {
  const std::int64_t part = thousandths_of(indicator.households_per_worker);
  // Whole workers: one more for a part, or none.
  std::int64_t needed =
      part == 0 ? 0 : (households + (indicator.part_counts ? part - 1 : 0)) / part * 1000;
  const std::int64_t bound = thousandths_of(indicator.up_to_households);
  const bool is_small = indicator.up_to_closed ? households <= bound : households < bound;
  if (bound > 0 && is_small) needed = std::max(needed, thousandths_of(indicator.workers_at_least));
  return needed;
}

std::vector<IndicatorReading> staff(const Indicator& indicator, const Known& known, Told& told) {
  need_units(known, told);
  Sums workers = sum_of(indicator.numerator, indicator, known, told);
  Sums households = sum_of(indicator.denominator, indicator, known, told);
  if (!told.needs.empty()) return {};
  Counted each{std::move(workers.total), known.nothing(), 100, std::move(workers.open),
               std::move(households.open)};
  for (std::size_t u = 0; u < known.units(); ++u) {
    if (concerns_unit(indicator, known, u))
      each.denominator[u] = workers_needed(indicator, households.total[u]);
    else
      each.numerator[u] = 0;
  }
  each.numerator.back() = 0;
  return {of_each("units", std::move(each), every_unit_reaches(), known)};
}

}  // namespace lifecircle::indicators
