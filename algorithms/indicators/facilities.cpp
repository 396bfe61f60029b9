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

/// Of the facilities asked about, those for which something holds, by what a column says;
/// [place in `asked`].
std::vector<IndicatorReading> share(const std::vector<std::size_t>& asked,
                                    const std::vector<Counts>& holds, const std::string& column,
                                    const Known& known) {
  Counted of{known.nothing(), known.nothing(), 100};
  of.of_things = true;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::size_t at = place_in(known.town.facilities[asked[i]].unit, known);
    of.denominator[at] += 1000;
    if (holds[i] == Counts::yes) of.numerator[at] += 1000;
    of.above.ask(at, of.denominator.size(), holds[i] == Counts::unknown, column);
  }
  return {{.counted = "facilities", .of = std::move(of)}};
}

Counts counts_if(bool holds) {
  return holds ? Counts::yes : Counts::no;
}

/// Everyone within goes to the nearest: which facilities have room for those who come.
IndicatorReading room_for_all(const Indicator& of, const Within& way, std::size_t measure,
                              const Known& known) {
  std::vector<std::int64_t> come(known.town.facilities.size());
  const auto& variants = known.answers.service(*way.circles.front().service).variants;
  const auto variant = std::ranges::find_if(variants, [&](const Variant& v) {
    return v.travel == way.travel && v.region == known.rules.region;
  });
  const Homes& homes = known.town.homes;
  for (std::size_t h = 0; h < homes.size(); ++h)
    if (way.homes[h] != 0 && concerns_home(of, known, h))
      come[variant->homes[DemandId{h}].nearest.facility().index()] += homes.count[measure][h];
  // Nobody comes to one that is closed at the study's time: it is no example of enough room.
  auto asked = asked_about(of, known);
  std::erase_if(asked, [&](std::size_t f) {
    return !known.rules.counts_as_open(known.town.facilities[f].hours);
  });
  std::vector<Counts> has_room;
  for (const std::size_t f : asked) {
    std::optional<std::int64_t> room = thousandths_of(of.capacity);
    if (!of.capacity_column.empty()) {
      const Stated& stated = known.town.facilities[f].stated;
      const auto at = stated.find(of.capacity_column);
      room = at == stated.end() ? std::nullopt : std::optional{at->second};
    }
    has_room.push_back(room || come[f] == 0 ? counts_if(come[f] <= room.value_or(0))
                                            : Counts::unknown);
  }
  IndicatorReading reading = share(asked, has_room, of.capacity_column, known).front();
  reading.travel = way.travel;
  reading.modes = way.modes;
  return reading;
}

}  // namespace

std::vector<IndicatorReading> facility_share(const Indicator& indicator, const Known& known,
                                             Told& told) {
  if (!has_kinds(indicator.kinds, known, told)) return {};
  need_column(indicator.yes_column, indicator.kinds, known, told);
  if (!told.needs.empty()) return {};
  const auto asked = asked_about(indicator, known);
  std::vector<Counts> yes;
  for (const std::size_t f : asked) {
    const Stated& stated = known.town.facilities[f].stated;
    const auto at = stated.find(indicator.yes_column);
    yes.push_back(at == stated.end() ? Counts::unknown : counts_if(at->second != 0));
  }
  return share(asked, yes, indicator.yes_column, known);
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
  if (!ways.front().circles.front().service) {
    told.need({"indicator_needs_network"});
    return {};
  }
  std::vector<IndicatorReading> readings;
  for (const Within& way : ways) {
    if (way.travel != "stated" && way.travel != "beside") continue;
    IndicatorReading one = room_for_all(of, way, *measure, known);
    one.official = readings.empty();
    readings.push_back(std::move(one));
  }
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
  const std::int64_t reach_mm = thousandths_of(indicator.beside_m);
  const auto asked = asked_about(indicator, known);
  const auto is_point = [](const Shape* shape) { return shape->kind == ShapeKind::point; };
  if (std::ranges::any_of(shapes, is_point) || std::ranges::any_of(asked, [&](std::size_t f) {
        return is_point(&known.town.facilities[f].shape);
      }))
    told.remark({"indicator_beside_points"});
  std::vector<Counts> beside;
  for (const std::size_t f : asked)
    beside.push_back(counts_if(near.within(known.town.facilities[f].shape, reach_mm, true)));
  return share(asked, beside, "", known);
}

std::vector<IndicatorReading> hours(const Indicator& indicator, const Known& known, Told& told) {
  if (!has_kinds(indicator.kinds, known, told)) return {};
  if (std::ranges::none_of(indicator.kinds, [&](const std::string& kind) {
        return known.town.stated.kinds_with_hours.contains(kind);
      }))
    told.need({"indicator_needs_hours", {indicator.kinds.front()}});
  const auto says_holidays = [&](const Facility& f) {
    return f.open_on_holidays && std::ranges::count(indicator.kinds, f.kind) > 0;
  };
  if (told.needs.empty() && indicator.on_holidays &&
      std::ranges::none_of(known.town.facilities, says_holidays))
    told.need({"indicator_needs_holidays", {indicator.kinds.front()}});
  if (!told.needs.empty()) return {};
  const auto asked = asked_about(indicator, known);
  const double least = indicator.hours_a_day * 60;
  std::vector<Counts> open;
  for (const std::size_t f : asked) {
    const Facility& facility = known.town.facilities[f];
    const auto& minutes = facility.open_minutes;
    if (!minutes) {
      open.push_back(Counts::unknown);
      continue;
    }
    const auto& on_holidays = facility.open_on_holidays;
    const bool enough = std::ranges::all_of(*minutes, [&](int m) { return m >= least; }) &&
                        (!indicator.on_holidays || !on_holidays || *on_holidays >= least);
    open.push_back(enough && indicator.on_holidays && !on_holidays ? Counts::unknown
                                                                   : counts_if(enough));
  }
  return share(asked, open, "hours", known);
}

}  // namespace lifecircle::indicators
