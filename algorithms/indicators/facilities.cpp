// Indicators of facilities: what they have, who comes to them, what stands beside them.

#include <algorithm>

#include "algorithms/indicators/shapes.hpp"
#include "algorithms/indicators/types.hpp"

namespace lifecircle::indicators {

namespace {

/// The facilities an indicator asks about: of the study area, those that count.
std::vector<std::size_t> asked_about(const Indicator& indicator, const Known& known) {
  std::vector<std::size_t> all;
  const std::vector<char> counts = that_count(indicator, indicator.kinds, known);
  for (std::size_t f = 0; f < counts.size(); ++f)
    if (counts[f] != 0 && concerns_facility(indicator, known, known.town.facilities[f]))
      all.push_back(f);
  return all;
}

/// Of the facilities asked about, those for which something holds; [place in `asked`].
std::vector<IndicatorReading> share(const std::vector<std::size_t>& asked,
                                    const std::vector<char>& holds, const Known& known) {
  Counted of{known.nothing(), known.nothing(), 100};
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::size_t at = place_in(known.town.facilities[asked[i]].unit, known);
    of.denominator[at] += 1000;
    if (holds[i] != 0) of.numerator[at] += 1000;
  }
  return {{.counted = "facilities", .of = std::move(of)}};
}

void tell_missing(std::uint64_t missing, std::size_t asked, const std::string& column, Told& told) {
  if (missing > 0)
    told.remark({"indicator_facilities_without_value",
                 {std::to_string(missing), std::to_string(asked), column}});
}

}  // namespace

std::vector<IndicatorReading> facility_share(const Indicator& indicator, const Known& known,
                                             Told& told) {
  if (!has_kinds(indicator.kinds, known, told)) return {};
  need_column(indicator.yes_column, indicator.kinds, known, told);
  if (!told.needs.empty()) return {};
  const auto asked = asked_about(indicator, known);
  std::vector<char> yes;
  std::uint64_t missing = 0;
  for (const std::size_t f : asked) {
    const Stated& stated = known.town.facilities[f].stated;
    const auto at = stated.find(indicator.yes_column);
    if (at == stated.end()) ++missing;
    yes.push_back(at != stated.end() && at->second != 0);
  }
  tell_missing(missing, asked.size(), indicator.yes_column, told);
  return share(asked, yes, known);
}

std::vector<IndicatorReading> capacity(const Indicator& indicator, const Known& known, Told& told) {
  const NearEnough& circle = indicator.circles.front();
  Indicator of = indicator;
  if (of.kinds.empty()) of.kinds = circle.kinds;
  if (!has_kinds(of.kinds, known, told)) return {};
  need_column(of.capacity_column, of.kinds, known, told);
  const auto measure = measure_named(of.counted.name, known.town.homes);
  if (!measure) told.need({"indicator_needs_measure", {of.counted.name}});
  const auto ways = within(circle, of, known, told);
  if (!told.needs.empty() || ways.empty()) return {};
  if (!ways.front().service) {
    told.need({"indicator_needs_network"});
    return {};
  }
  // Everyone within goes to the nearest.
  std::vector<std::int64_t> come(known.town.facilities.size());
  const Variant& variant = known.answers.service(*ways.front().service).headline();
  const Homes& homes = known.town.homes;
  for (std::size_t h = 0; h < homes.size(); ++h)
    if (ways.front().homes[h] != 0 && concerns_home(of, known, h))
      come[variant.homes[DemandId{h}].nearest.facility().index()] += homes.count[*measure][h];
  const auto asked = asked_about(of, known);
  std::vector<char> has_room;
  std::uint64_t missing = 0;
  for (const std::size_t f : asked) {
    std::int64_t room = thousandths_of(of.capacity);
    if (!of.capacity_column.empty()) {
      const Stated& stated = known.town.facilities[f].stated;
      const auto at = stated.find(of.capacity_column);
      if (at == stated.end()) ++missing;
      room = at == stated.end() ? 0 : at->second;
    }
    has_room.push_back(come[f] <= room);
  }
  tell_missing(missing, asked.size(), of.capacity_column, told);
  auto readings = share(asked, has_room, known);
  readings.front().travel = ways.front().travel;
  readings.front().modes = ways.front().modes;
  return readings;
}

std::vector<IndicatorReading> adjacency(const Indicator& indicator, const Known& known,
                                        Told& told) {
  if (!has_kinds(indicator.kinds, known, told) || !has_kinds(indicator.beside, known, told))
    return {};
  std::vector<const Shape*> shapes;
  for (const Facility& facility : known.town.facilities)
    if (std::ranges::find(indicator.beside, facility.kind) != indicator.beside.end())
      shapes.push_back(&facility.shape);
  const NearShapes near{shapes};
  const double reach_mm = indicator.beside_m * 1e3;
  const auto asked = asked_about(indicator, known);
  const auto is_point = [](const Shape* shape) { return shape->kind == ShapeKind::point; };
  if (std::ranges::any_of(shapes, is_point) || std::ranges::any_of(asked, [&](std::size_t f) {
        return is_point(&known.town.facilities[f].shape);
      }))
    told.remark({"indicator_beside_points"});
  std::vector<char> beside;
  for (const std::size_t f : asked)
    beside.push_back(near.distance_mm(known.town.facilities[f].shape, reach_mm) <= reach_mm);
  return share(asked, beside, known);
}

std::vector<IndicatorReading> hours(const Indicator& indicator, const Known& known, Told& told) {
  if (!has_kinds(indicator.kinds, known, told)) return {};
  if (std::ranges::none_of(indicator.kinds, [&](const std::string& kind) {
        return known.town.stated.kinds_with_hours.contains(kind);
      }))
    told.need({"indicator_needs_hours", {indicator.kinds.front()}});
  if (indicator.on_holidays) told.need({"indicator_needs_holidays"});
  if (!told.needs.empty()) return {};
  const auto asked = asked_about(indicator, known);
  const double least = indicator.hours_a_day * 60;
  std::vector<char> open;
  std::uint64_t missing = 0;
  for (const std::size_t f : asked) {
    const auto& minutes = known.town.facilities[f].open_minutes;
    if (!minutes) ++missing;
    open.push_back(minutes && std::ranges::all_of(*minutes, [&](int m) { return m >= least; }));
  }
  if (missing > 0)
    told.remark(
        {"indicator_hours_unknown", {std::to_string(missing), std::to_string(asked.size())}});
  return share(asked, open, known);
}

}  // namespace lifecircle::indicators
