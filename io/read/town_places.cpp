#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "io/read/closings.hpp"
#include "io/read/crs.hpp"
#include "io/read/planned_year.hpp"
#include "io/read/stated.hpp"
#include "io/read/town_parts.hpp"

namespace lifecircle::town_parts {
namespace {

std::optional<double> plain_number(const std::string& text) {
  double number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || end != text.data() + text.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

void doubt(const Reading& reading, const Features& features, std::size_t i, std::string key,
           std::vector<std::string> args, bool set_aside) {
  reading.problems.add({.key = std::move(key),
                        .file = features.file,
                        .layer = features.layer,
                        .row = features.row[i],
                        .args = std::move(args),
                        .set_aside = set_aside});
}

/// Ids that stand at more than one place: ties in time go to the smaller id, and here it is none.
/// And facilities that stand twice.
void doubt_shared_ids(const std::map<std::string, std::vector<std::size_t>>& by_id,
                      const std::vector<Facility>& facilities, const Features& features,
                      Problems& problems) {
  std::uint64_t shared = 0, repeated = 0;
  std::string first_shared, first_repeated;
  for (const auto& [id, all] : by_id) {
    std::vector<const Shape*> places;
    for (const std::size_t f : all) {
      const Shape& here = facilities[f].shape;
      if (std::ranges::none_of(places, [&](const Shape* other) { return *other == here; }))
        places.push_back(&here);
    }
    if (places.size() > 1 && shared++ == 0) first_shared = id;
    if (places.size() < all.size() && repeated == 0) first_repeated = id;
    repeated += all.size() - places.size();
  }
  const auto doubt_all = [&](const char* key, std::uint64_t count, const std::string& first) {
    if (count > 0)
      problems.add({.key = key,
                    .file = features.file,
                    .layer = features.layer,
                    .args = {std::to_string(count), first},
                    .set_aside = false});
  };
  doubt_all("facility_id_shared", shared, first_shared);
  doubt_all("facility_repeated", repeated, first_repeated);
}

/// Whether row i is open at the study's time, and how long on each day.
void take_hours(const FacilitySource& source, const std::optional<StudyTime>& time,
                const Features& features, std::size_t i, const Reading& reading, Facility& f) {
  if (time) f.hours = Openness::unknown;
  std::string text = features.text(source.hours, i);
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) text = source.hours_otherwise;
  if (text.empty()) return;
  const auto hours = OpeningHours::parse(text);
  if (!hours) {
    doubt(reading, features, i, "facility_hours_not_understood", {text}, false);
    return;
  }
  if (time) f.hours = hours->open_at(time->at) ? Openness::open : Openness::closed;
  f.open_minutes = hours->minutes_by_day();
  f.open_on_holidays = hours->minutes_on_holiday();
}

/// The unit a row says it serves, or the one it lies in.
std::optional<UnitId> unit_of(const FacilitySource& source, const Whereabouts& where, Point p,
                              const Features& features, std::size_t i, const Reading& reading,
                              std::uint64_t& shared) {
  if (const std::string code = features.text(source.unit_code, i); !code.empty()) {
    if (const auto unit = where.unit_coded(code)) return unit;
    doubt(reading, features, i, "facility_of_unknown_unit", {code}, false);
  }
  return where.unit_at(p, shared);
}

bool is_asked(const std::string& kind, const StudyRules& rules) {
  return std::ranges::any_of(rules.services, [&](const Service& s) {
    return std::ranges::find(s.kinds, kind) != s.kinds.end();
  });
}

/// How many of the facilities from `first` on have unknown hours, and what they count as.
void doubt_unknown_hours(const std::vector<Facility>& facilities, std::size_t first,
                         const std::string& kind, const Features& features, const StudyTime& time,
                         Problems& problems) {
  const auto unknown =
      std::count_if(facilities.begin() + static_cast<std::ptrdiff_t>(first), facilities.end(),
                    [](const Facility& f) { return f.hours == Openness::unknown; });
  if (unknown == 0) return;
  problems.add(
      {.key = time.unknown_open ? "facility_hours_unknown_open" : "facility_hours_unknown_closed",
       .file = features.file,
       .layer = features.layer,
       .args = {std::to_string(unknown), std::to_string(facilities.size() - first), kind,
                time.text},
       .set_aside = false});
}

bool is_line(const Shape& shape) {
  return shape.kind == ShapeKind::line && !shape.parts.empty();
}

}  // namespace

std::optional<Setting> setting_of(const std::string& text) {
  static const std::set<std::string> kTown{"town", "urban", "city", "城镇",  "城",
                                           "城市", "市区",  "城区", "镇",    "镇区",
                                           "社区", "u",     "U",    "Urban", "Town"};
  static const std::set<std::string> kCountry{"country", "rural", "village", "乡村",
                                              "乡",      "村",    "农村",    "村庄",
                                              "r",       "R",     "Rural",   "Country"};
  if (kTown.contains(text)) return Setting::town;
  if (kCountry.contains(text)) return Setting::country;
  // The statistical urban-rural code (统计用城乡划分代码): 1xx urban, 2xx rural.
  if (text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
    if (text[0] == '1') return Setting::town;
    if (text[0] == '2') return Setting::country;
  }
  return std::nullopt;
}

namespace {

/// A unit's rows should state the same; where they do not, the smaller is taken, and it is told.
void take_stated(const UnitSource& source, const Features& features, std::size_t i,
                 const Reading& reading, Unit& unit) {
  const std::string group = features.text(source.group, i);
  if (unit.group.empty()) {
    unit.group = group;
  } else if (!group.empty() && group != unit.group) {
    doubt(reading, features, i, "unit_states_two_things", {unit.code, source.group}, false);
    unit.group = std::min(unit.group, group);
  }
  for (const auto& [name, value] : stated_of(source.stated, features, i, reading.problems)) {
    const auto [at, is_new] = unit.stated.try_emplace(name, value);
    if (is_new || at->second == value) continue;
    doubt(reading, features, i, "unit_states_two_things", {unit.code, name}, false);
    at->second = std::min(at->second, value);
  }
}

/// Units of one township, by the first nine digits of their codes, should call it alike.
void doubt_townships(const std::vector<Unit>& units, const Features& features,
                     const Reading& reading) {
  constexpr std::size_t kDivisionDigits = 12, kTownshipDigits = 9;
  std::map<std::string, std::set<std::string>> names;
  for (const Unit& unit : units)
    if (unit.code.size() >= kDivisionDigits && !unit.township.empty())
      names[unit.code.substr(0, kTownshipDigits)].insert(unit.township);
  for (const auto& [code, of] : names)
    if (of.size() > 1)
      reading.problems.add({.key = "township_named_twice",
                            .file = features.file,
                            .layer = features.layer,
                            .args = {code, *of.begin(), *std::next(of.begin())},
                            .set_aside = false});
}

}  // namespace

Result<std::vector<Unit>> read_units(const UnitSource& source, const Reading& reading) {
  std::vector<std::string> columns{source.code,         source.name,    source.setting,
                                   source.point_x,      source.point_y, source.group,
                                   source.township_name};
  source.stated.add_columns(columns);
  auto read = town_parts::read(source.from, std::move(columns), true, reading);
  if (!read) return read.error();
  const Features& features = read.value().features;
  std::map<std::string, Unit> units;
  std::map<std::string, std::set<std::vector<std::vector<Point>>>> areas;  // of a unit, row by row
  std::uint64_t boundary_ways = 0;
  for (std::size_t i = 0; i < features.size(); ++i) {
    const std::string code = features.text(source.code, i);
    if (code.empty()) {
      doubt(reading, features, i, "unit_without_code", {source.code}, true);
      continue;
    }
    if (is_line(features.shape[i])) {
      // In OSM a piece of a boundary carries the tags of the boundary, so that is no fault.
      const std::string osm_id = features.text("osm_id", i);
      if (source.from.is_osm() && osm_id.starts_with('w'))
        ++boundary_ways;
      else
        doubt(reading, features, i, source.from.is_osm() ? "unit_outline_open" : "unit_is_line",
              {code}, true);
      continue;
    }
    Unit& unit = units[code];
    unit.code = code;
    const std::string name = features.text(source.name, i);
    if (unit.name.empty() || (!name.empty() && name < unit.name)) unit.name = name;
    if (const std::string text = features.text(source.setting, i); !text.empty()) {
      const auto setting = setting_of(text);
      if (!setting)
        doubt(reading, features, i, "unit_setting_unknown", {text, code}, false);
      else if (unit.setting == Setting::unknown)
        unit.setting = *setting;
      else if (unit.setting != *setting)
        doubt(reading, features, i, "unit_setting_differs", {code}, false);
    }
    const std::string township = features.text(source.township_name, i);
    if (unit.township.empty() || (!township.empty() && township < unit.township))
      unit.township = township;
    take_stated(source, features, i, reading, unit);
    const Shape& shape = features.shape[i];
    if (!shape.parts.empty() && shape.kind == ShapeKind::area) {
      auto parts = shape.parts;
      std::ranges::sort(parts);
      if (!areas[code].insert(std::move(parts)).second) {  // twice would be no area at all
        doubt(reading, features, i, "unit_repeated", {code}, true);
        continue;
      }
      unit.area.kind = ShapeKind::area;
      unit.area.parts.insert(unit.area.parts.end(), shape.parts.begin(), shape.parts.end());
    } else if (!shape.parts.empty()) {
      const Point p = place_of(shape);
      if (!unit.own_point || p < *unit.own_point) unit.own_point = p;
    }
    if (!source.point_x.empty()) {
      const bool swapped = source.from.layer.axes == Axes::swapped;
      const auto x = plain_number(features.text(swapped ? source.point_y : source.point_x, i));
      const auto y = plain_number(features.text(swapped ? source.point_x : source.point_y, i));
      std::optional<Point> p;
      if (x && y) {
        LonLatBox box;
        box.add(*x, *y);
        RawNumbers numbers;
        numbers.add(box);
        const bool degrees =
            source.from.layer.crs.empty() && std::abs(*x) <= 180 && std::abs(*y) <= 90;
        const auto to = degrees ? Result<ToLonLat>{ToLonLat::degrees()}
                                : ToLonLat::make(source.from.layer.crs, nullptr,
                                                 source.from.stated_at, numbers);
        if (!to) return to.error();
        double lon = *x, lat = *y;
        to.value().apply({&lon, 1}, {&lat, 1});
        if (reading.frame.holds(lon, lat)) p = reading.frame.to_plane(lon, lat);
      }
      if (!p)
        doubt(reading, features, i, "unit_point_unusable", {code}, false);
      else if (!unit.own_point || *p < *unit.own_point)
        unit.own_point = p;
    }
  }
  if (boundary_ways > 0)
    reading.problems.add({.key = "unit_boundary_ways",
                          .file = features.file,
                          .layer = features.layer,
                          .args = {std::to_string(boundary_ways)},
                          .set_aside = false});
  if (source.points) {
    const auto points = read_features(*source.points, reading.frame, {source.points_code}, false,
                                      reading.problems, reading.progress);
    if (!points) return points.error();
    for (std::size_t i = 0; i < points.value().size(); ++i) {
      const std::string code = points.value().text(source.points_code, i);
      const auto unit = units.find(code);
      if (unit == units.end()) {
        doubt(reading, points.value(), i, "unit_point_without_unit", {code}, true);
        continue;
      }
      if (is_line(points.value().shape[i])) {
        doubt(reading, points.value(), i, "unit_point_is_line", {code}, true);
        continue;
      }
      const Point p = place_of(points.value().shape[i]);
      if (!unit->second.own_point || p < *unit->second.own_point) unit->second.own_point = p;
    }
  }
  std::vector<Unit> sorted;
  for (auto& [code, unit] : units) {
    std::ranges::sort(unit.area.parts);
    sorted.push_back(std::move(unit));
  }
  doubt_townships(sorted, features, reading);
  if (sorted.empty())
    return Error{Fault::input, "no_units", source.from.stated_at, {source.from.layer.file}};
  return sorted;
}

namespace {

std::vector<const Shape*> pointers(const std::vector<Shape>& shapes) {
  std::vector<const Shape*> all;
  for (const Shape& s : shapes) all.push_back(&s);
  return all;
}
std::vector<const Shape*> pointers(const std::vector<Unit>& units) {
  std::vector<const Shape*> all;
  for (const Unit& u : units) all.push_back(&u.area);
  return all;
}

}  // namespace

Whereabouts::Whereabouts(const std::vector<Shape>& area, const std::vector<Unit>& units)
    : units_{&units},
      everywhere_{area.empty()},
      area_{pointers(area)},
      unit_areas_{pointers(units)} {}

bool Whereabouts::inside(Point p) const {
  return everywhere_ || !area_.holding(p).empty();
}

std::optional<UnitId> Whereabouts::unit_at(Point p, std::uint64_t& shared) const {
  const auto found = unit_areas_.holding(p);
  if (found.empty()) return std::nullopt;
  if (found.size() > 1) ++shared;
  return UnitId{found.front()};
}

std::optional<UnitId> Whereabouts::unit_coded(const std::string& code) const {
  const auto at = std::ranges::lower_bound(*units_, code, {}, &Unit::code);
  if (at == units_->end() || at->code != code) return std::nullopt;
  return UnitId{static_cast<std::size_t>(at - units_->begin())};
}

Result<Done> read_facilities(const StudyFile& study, const Whereabouts& where,
                             const Reading& reading, Town& town) {
  const std::optional<StudyTime>& time = study.rules.time;
  std::uint64_t shared = 0;
  Closings closings{study};
  for (std::size_t s = 0; s < study.facilities.size(); ++s) {
    const FacilitySource& source = study.facilities[s];
    const bool osm = source.from.is_osm();
    const std::string id_column = !source.id.empty() ? source.id : osm ? "osm_id" : "";
    const std::string name_column = !source.name.empty() ? source.name : osm ? "name" : "";
    const bool ask_hours = time || !study.rules.standards.empty();
    std::vector<std::string> columns{id_column,        name_column,
                                     source.unit_code, ask_hours ? source.hours : "",
                                     source.opens,     source.closes};
    source.stated.add_columns(columns);
    auto read = town_parts::read(source.from, std::move(columns), false, reading);
    if (!read) return read.error();
    WithDoors& found = read.value();
    std::map<std::string, std::vector<std::size_t>> by_id;
    std::set<std::string> not_there;
    YearSieve sieve{source, study.rules.year, found.features, reading.problems};
    const std::size_t first = town.facilities.size();
    for (std::size_t i = 0; i < found.features.size(); ++i) {
      Facility f;
      f.id = id_column.empty() ? std::to_string(found.features.row[i])
                               : found.features.text(id_column, i);
      f.name = found.features.text(name_column, i);
      f.kind = source.kind;
      f.source = s;
      f.row = osm ? found.features.text("osm_id", i) : std::to_string(found.features.row[i]);
      f.shape = std::move(found.features.shape[i]);
      if (!found.entrances.empty()) f.entrances = std::move(found.entrances[i]);
      if (!found.gates.empty()) f.gates = std::move(found.gates[i]);
      if (f.shape.parts.empty()) continue;  // told by the reader
      if (!sieve.is_there(i)) {
        not_there.insert(f.id);
        continue;
      }
      if (closings.closes(s, f.id, f.row)) {
        not_there.insert(f.id);
        continue;
      }
      const Point p = place_of(f.shape);
      f.own = where.inside(p);
      f.unit = unit_of(source, where, p, found.features, i, reading, shared);
      if (f.unit) f.setting = town.units[f.unit->index()].setting;
      if (ask_hours) take_hours(source, time, found.features, i, reading, f);
      f.stated = stated_of(source.stated, found.features, i, reading.problems);
      by_id[f.id].push_back(town.facilities.size());
      town.facilities.push_back(std::move(f));
    }
    doubt_shared_ids(by_id, town.facilities, found.features, reading.problems);
    for (const auto& [of_layer, points] :
         {std::pair{&source.entrances, &Facility::entrances}, {&source.gates, &Facility::gates}}) {
      if (!*of_layer) continue;
      const EntranceSource& from = **of_layer;
      const auto doors = read_features(from.layer, reading.frame, {from.facility}, false,
                                       reading.problems, reading.progress);
      if (!doors) return doors.error();
      for (std::size_t i = 0; i < doors.value().size(); ++i) {
        const std::string id = doors.value().text(from.facility, i);
        const auto of = by_id.find(id);
        if (of == by_id.end()) {
          if (not_there.contains(id)) continue;
          doubt(reading, doors.value(), i, "entrance_without_facility", {id}, true);
          continue;
        }
        for (const std::size_t f : of->second)
          (town.facilities[f].*points).push_back(place_of(doors.value().shape[i]));
      }
    }
    for (std::size_t f = first; f < town.facilities.size(); ++f) {
      std::ranges::sort(town.facilities[f].entrances);
      std::ranges::sort(town.facilities[f].gates);
    }
    if (time && is_asked(source.kind, study.rules))
      doubt_unknown_hours(town.facilities, first, source.kind, found.features, *time,
                          reading.problems);
    sieve.tell();
    if (study.rules.year) {
      OtherYears& others = town.other_years[source.kind];
      others.open_later += sieve.others().open_later;
      others.closed_by_then += sieve.others().closed_by_then;
    }
    if (town.facilities.size() == first && not_there.empty())
      reading.problems.add({.key = "source_without_facilities",
                            .file = found.features.file,
                            .layer = found.features.layer,
                            .args = {source.kind},
                            .set_aside = false});
  }
  if (shared > 0)
    reading.problems.add({.key = "places_in_two_units",
                          .file = {},
                          .layer = {},
                          .args = {std::to_string(shared)},
                          .set_aside = false});
  if (const auto done = closings.finish(); !done) return done.error();
  sort_facilities(town.facilities);
  for (const FacilitySource& source : study.facilities) {
    std::set<std::string>& columns = town.stated.facilities[source.kind];
    for (const auto* of : {&source.stated.numbers, &source.stated.yes})
      for (const auto& [name, column] : *of) columns.insert(name);
    if (!source.hours.empty() || !source.hours_otherwise.empty())
      town.stated.kinds_with_hours.insert(source.kind);
  }
  if (study.units) {
    for (const auto* of : {&study.units->stated.numbers, &study.units->stated.yes})
      for (const auto& [name, column] : *of) town.stated.units.insert(name);
    town.stated.unit_groups = !study.units->group.empty();
  }
  return Done{};
}

}  // namespace lifecircle::town_parts
