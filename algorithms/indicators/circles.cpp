// Who is near enough: over the network out of the answers, or as the crow flies.

#include <algorithm>
#include <cmath>
#include <map>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/indicators/shapes.hpp"
#include "algorithms/indicators/types.hpp"
#include "engine/study/asked.hpp"

namespace lifecircle::indicators {

namespace {

std::set<std::string> kinds_of(const Town& town) {
  std::set<std::string> kinds;
  for (const auto& [kind, columns] : town.stated.facilities) kinds.insert(kind);
  return kinds;
}

/// The answer that tells a circle; of land the one with its limit.
std::optional<std::size_t> service_of(const Service& asked, bool same_limit,
                                      const Answers& answers) {
  for (std::size_t s = 0; s < answers.service_count(); ++s) {
    const Service& service = *answers.service(s).service;
    if (same_question(service, asked) && (!same_limit || service.limit == asked.limit)) return s;
  }
  return std::nullopt;
}

bool is_within(const Label& label, const Service& asked, bool closed) {
  if (label.is_never()) return false;
  return closed ? label.time() <= asked.limit : label.time() < asked.limit;
}

std::vector<Within> over_the_network(const NearEnough& circle, const Indicator& indicator,
                                     const Known& known) {
  const Service asked = service_asked(circle, indicator, kinds_of(known.town));
  const auto service = service_of(asked, counts_land(indicator), known.answers);
  std::vector<Within> ways;
  if (!service) return ways;
  for (const Variant& variant : known.answers.service(*service).variants) {
    if (variant.region != known.rules.region) continue;
    Within way{variant.travel, variant.modes, {}, {{.service = *service}}};
    for (std::size_t h = 0; h < known.answers.homes.size(); ++h)
      way.homes.push_back(is_within(variant.homes[DemandId{h}].nearest, asked, circle.closed));
    ways.push_back(std::move(way));
  }
  return ways;
}

Within as_the_crow_flies(const NearEnough& circle, const Indicator& indicator, const Known& known) {
  std::vector<const Shape*> shapes;
  const std::vector<char> counts = that_count(indicator, circle.kinds, known);
  for (std::size_t f = 0; f < counts.size(); ++f) {
    const Facility& facility = known.town.facilities[f];
    if (counts[f] == 0 || (known.rules.region == Region::own && !facility.own) ||
        !known.rules.counts_as_open(facility.hours))
      continue;
    shapes.push_back(&facility.shape);
  }
  const NearShapes near{shapes};
  const std::int64_t reach_mm = thousandths_of(*circle.radius_m);
  Within way{"", {}, {}, {{.service = {}, .around = shapes, .radius_m = *circle.radius_m}}};
  for (const Point& home : known.answers.homes.at)
    way.homes.push_back(near.within(home, reach_mm, circle.closed));
  return way;
}

}  // namespace

std::vector<Within> within(const NearEnough& circle, const Indicator& indicator, const Known& known,
                           Told& told) {
  if (!has_kinds(circle.kinds, known, told)) return {};
  if (indicator.size) need_column(indicator.size->name, circle.kinds, known, told);
  need_column(indicator.yes_column, circle.kinds, known, told);
  if (!told.needs.empty()) return {};
  const auto which = which_count(indicator, circle.kinds, known);
  const auto unknown = std::ranges::count(which, Counts::unknown);
  if (unknown > 0)
    told.remark(
        {"indicator_circles_without_value",
         {std::to_string(unknown), std::to_string(unknown + std::ranges::count(which, Counts::yes)),
          indicator.size ? indicator.size->name : indicator.yes_column}});
  if (circle.radius_m) return {as_the_crow_flies(circle, indicator, known)};
  return over_the_network(circle, indicator, known);
}

namespace {

/// Sums of what homes count, all and those within.
Counted of_homes(const Within& way, const Indicator& indicator, const Known& known,
                 std::optional<std::size_t> measure) {
  Counted sums{known.nothing(), known.nothing(), 100};
  const Homes& homes = known.town.homes;
  for (std::size_t h = 0; h < homes.size(); ++h) {
    if (!concerns_home(indicator, known, h)) continue;
    const std::int64_t count = measure               ? homes.count[*measure][h]
                               : homes.place.empty() ? 1000
                                                     : homes.place[h];
    const std::size_t at = place_in(homes.unit[h], known);
    sums.denominator[at] += count;
    if (way.homes[h] != 0) sums.numerator[at] += count;
  }
  return sums;
}

/// Units by their own point; empty where one of those it concerns has none.
std::optional<Counted> of_points(const Within& way, const Indicator& indicator,
                                 const Known& known) {
  Counted sums{known.nothing(), known.nothing(), 100};
  sums.of_things = true;
  for (std::size_t u = 0; u < known.units(); ++u) {
    if (!concerns_unit(indicator, known, u)) continue;
    const auto point = known.answers.unit_point[UnitId{u}];
    if (!point) return std::nullopt;
    sums.denominator[u] = 1000;
    if (way.homes[point->index()] != 0) sums.numerator[u] = 1000;
  }
  return sums;
}

/// Units in which enough of the headline measure is within; units of nobody are not asked.
Counted of_shares(const Counted& people, double percent, const Known& known) {
  Counted sums{known.nothing(), known.nothing(), 100};
  sums.of_things = true;
  for (std::size_t u = 0; u < known.units(); ++u) {
    if (people.denominator[u] == 0) continue;
    sums.denominator[u] = 1000;
    if (reaches(people.numerator[u], people.denominator[u], 100, {.value = percent, .year = {}}))
      sums.numerator[u] = 1000;
  }
  return sums;
}

Counted of_land(const Within& way, const Indicator& indicator, const Known& known,
                std::size_t land) {
  Counted sums{known.nothing(), known.nothing(), 100};
  const auto shares = known.land_reached(land, way.circles, way.at_least, way.travel);
  for (std::size_t u = 0; u < shares.size(); ++u) {
    if (!concerns_ground(indicator, known, u)) continue;
    sums.denominator[u] = shares[u].land_m2 * 1000;
    sums.numerator[u] = shares[u].covered_m2 * 1000;
  }
  return sums;
}

std::string percent_text(double percent) {
  std::string text = std::to_string(percent);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string name_of(const Amount& counted) {
  return counted.of == Amount::Of::units  ? "units"
         : counted.of == Amount::Of::land ? "land:" + counted.name
                                          : counted.name;
}

}  // namespace

std::vector<IndicatorReading> coverages(const std::vector<Within>& ways, const Indicator& indicator,
                                        const Known& known, Told& told) {
  std::vector<IndicatorReading> official, others;
  const std::string asked = name_of(indicator.counted);
  const auto add = [&](const Within& way, const std::string& counted, Counted of,
                       bool is_official) {
    auto& to = is_official ? official : others;
    to.push_back({counted, way.travel, way.modes, is_official, std::move(of), {}});
  };
  const Homes& homes = known.town.homes;
  if (indicator.counted.of == Amount::Of::people && !measure_named(asked, homes))
    told.need({"indicator_needs_measure", {asked}});
  if (indicator.counted.of == Amount::Of::units) need_units(known, told);
  std::optional<std::size_t> land;
  if (counts_land(indicator)) land = land_named(indicator.counted.name, known, told);
  if (!told.needs.empty() || ways.empty()) return {};
  for (const Measure& measure : homes.measures) remark_partly_counted(measure.name, known, told);

  for (const Within& way : ways) {
    const bool is_group = way.travel != "" && way.travel != "stated" && way.travel != "beside";
    const bool first = &way == &ways.front();
    for (std::size_t m = 0; m < homes.measures.size(); ++m) {
      const std::string& measure = homes.measures[m].name;
      if (is_group && measure != way.travel) continue;
      add(way, measure, of_homes(way, indicator, known, m), first && measure == asked);
    }
    if (is_group) continue;
    if (!known.town.units.empty()) {
      const Counted people =
          of_homes(way, indicator, known,
                   homes.measures.empty() ? std::optional<std::size_t>{} : std::size_t{0});
      const auto points = of_points(way, indicator, known);
      bool is_units = first && asked == "units";
      if (points) {
        add(way, "units_by_own_point", *points, is_units);
        is_units = false;
      }
      for (const double percent : known.rules.unit_shares_percent) {
        add(way,
            "units_with_" + percent_text(percent) + "_percent_of_" +
                (homes.measures.empty() ? "places" : homes.measures.front().name),
            of_shares(people, percent, known), std::exchange(is_units, false));
      }
    }
    if (land) add(way, asked, of_land(way, indicator, known, *land), first);
  }
  official.insert(official.end(), others.begin(), others.end());
  return official;
}

std::vector<IndicatorReading> time_coverage(const Indicator& indicator, const Known& known,
                                            Told& told) {
  return coverages(within(indicator.circles.front(), indicator, known, told), indicator, known,
                   told);
}

std::vector<IndicatorReading> joint_circle(const Indicator& indicator, const Known& known,
                                           Told& told) {
  const std::vector<Within> ways = joint_ways(indicator, known, told);
  if (!told.needs.empty()) return {};
  return coverages(ways, indicator, known, told);
}

std::vector<Within> joint_ways(const Indicator& indicator, const Known& known, Told& told) {
  std::vector<std::vector<Within>> all;
  for (const NearEnough& circle : indicator.circles)
    all.push_back(within(circle, indicator, known, told));
  std::vector<Within> ways;
  if (!told.needs.empty()) return ways;
  const std::size_t needed =
      indicator.circles_needed ? static_cast<std::size_t>(*indicator.circles_needed) : all.size();
  for (const std::string travel : {"stated", "beside"}) {
    std::vector<const Within*> parts;
    bool any = travel == "stated";
    for (const auto& circle : all) {
      if (circle.empty()) return {};
      const auto own = std::ranges::find(circle, travel, &Within::travel);
      any = any || own != circle.end();
      parts.push_back(own == circle.end() ? &circle.front() : &*own);
    }
    if (!any) continue;
    Within way{travel, parts.front()->modes, {}, {}, needed};
    for (const Within* part : parts)
      way.circles.insert(way.circles.end(), part->circles.begin(), part->circles.end());
    for (std::size_t h = 0; h < known.answers.homes.size(); ++h) {
      std::size_t have = 0;
      for (const Within* part : parts) have += part->homes[h] != 0 ? 1 : 0;
      way.homes.push_back(have >= needed);
    }
    ways.push_back(std::move(way));
  }
  return ways;
}

}  // namespace lifecircle::indicators
