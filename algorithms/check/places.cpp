#include <algorithm>
#include <map>
#include <utility>

#include "algorithms/check/parts.hpp"
#include "engine/places/segment_index.hpp"

namespace lifecircle::check_parts {

namespace {

constexpr double kSamePlace_m = 50;  ///< within this, things of one kind and name are one thing

/// Whether two facilities of a kind are one thing written down twice.
bool twice(const Facility& a, const Facility& b) {
  if (a.kind != b.kind || a.name != b.name) return false;
  if (a.name.empty()) return a.shape == b.shape;
  if (distance_mm(place_of(a), place_of(b)) <= kSamePlace_m * 1e3) return true;
  // A hospital's grounds and a point in them that bears its name.
  const auto holds = [](const Facility& area, const Facility& point) {
    return area.shape.kind == ShapeKind::area && covers(area.shape, place_of(point));
  };
  return holds(a, b) || holds(b, a);
}

void facilities_twice(const Checked& checked) {
  const auto& facilities = checked.town.facilities;
  // By kind and name: only those can be one.
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> alike;
  for (std::size_t f = 0; f < facilities.size(); ++f)
    alike[{facilities[f].kind, facilities[f].name}].push_back(f);
  std::map<std::string, std::pair<std::set<FacilityId>, std::uint64_t>> by_kind;
  for (const auto& [named, all] : alike) {
    std::vector<Segment> boxes;  // diagonals: their boxes are those of the facilities
    for (const std::size_t f : all) {
      const Box box = bounds(facilities[f].shape);
      boxes.push_back({box.low, box.high, f});
    }
    const SegmentIndex index{boxes};
    std::vector<Segment> near;
    for (const std::size_t f : all) {
      const Box box = bounds(facilities[f].shape);
      const Box low = box_around(box.low, kSamePlace_m * 1e3);
      const Box high = box_around(box.high, kSamePlace_m * 1e3);
      near.clear();
      index.within({low.low, high.high}, near);
      bool has_twin = false, is_later = false;
      for (const Segment& s : near) {
        if (s.number == f || !twice(facilities[f], facilities[s.number])) continue;
        has_twin = true;
        is_later = is_later || s.number < f;
      }
      if (!has_twin) continue;
      auto& [which, spare] = by_kind[named.first];
      which.insert(FacilityId{f});
      if (is_later) ++spare;
    }
  }
  for (const auto& [kind, found] : by_kind) {
    const auto& [which, spare] = found;
    const Facility& first = facilities[which.begin()->index()];
    checked.findings.push_back(
        {.what = {"check_facilities_twice", {number(spare), kind, fixed(kSamePlace_m, 0)}},
         .evidence = {{"check_among_them", {first.name.empty() ? first.id : first.name}}},
         .people = checked.people_around(which),
         .at = place_of(first)});
  }
}

void homes_without_unit(const Checked& checked) {
  if (checked.town.units.empty()) return;
  std::uint64_t homes = 0;
  std::int64_t people = 0;
  Point example{};
  for (std::size_t h = 0; h < checked.homes(); ++h) {
    if (checked.answers.homes.unit[h]) continue;
    const Point at = checked.answers.homes.at[h];
    if (homes++ == 0 || at < example) example = at;
    people += checked.people_of(h);
  }
  if (homes > 0)
    checked.findings.push_back(
        {.what = {"check_homes_without_unit", {number(homes)}}, .people = people, .at = example});
}

void services_unasked(const Checked& checked) {
  for (const ServiceAnswer& service : checked.answers.services) {
    std::int64_t in_scope_people = 0, unknown = 0;
    for (std::size_t h = 0; h < checked.homes(); ++h) {
      const Setting setting = checked.answers.homes.setting[h];
      if (in_scope(*service.service, setting)) in_scope_people += checked.people_of(h);
      if (service.service->scope != Scope::everyone && setting == Setting::unknown)
        unknown += checked.people_of(h);
    }
    if (std::ranges::none_of(service.kinds, [](char k) { return k != 0; }))
      checked.findings.push_back({.what = {"service_without_facilities", {service.service->name}},
                                  .people = in_scope_people});
    if (unknown > 0)
      checked.findings.push_back(
          {.what = {"check_setting_unknown", {service.service->name}}, .people = unknown});
  }
}

}  // namespace

void check_places(const Checked& checked) {
  facilities_twice(checked);
  homes_without_unit(checked);
  services_unasked(checked);
}

void check_extent(const Checked& checked) {
  std::vector<char> concerned(checked.homes());
  std::vector<Finding::Sentence> evidence;
  for (const ServiceAnswer& service : checked.answers.services) {
    if (!is_offered(checked, service)) continue;
    const Variant& v = service.headline();
    std::uint64_t homes = 0;
    Duration nearest = Duration::never();
    for (std::size_t h = 0; h < checked.homes(); ++h) {
      if (!in_scope(*service.service, checked.answers.homes.setting[h])) continue;
      const Duration edge = v.to_edge[DemandId{h}];
      if (edge > service.service->limit || edge >= v.homes[DemandId{h}].nearest.time()) continue;
      ++homes;
      concerned[h] = 1;
      nearest = std::min(nearest, edge);
    }
    if (homes > 0)
      evidence.push_back({"check_edge_time",
                          {service.service->name, number(homes), fixed(nearest.minutes(), 1),
                           fixed(service.service->limit.minutes(), 1)}});
  }
  if (evidence.empty()) return;
  std::uint64_t homes = 0;
  std::int64_t people = 0;
  Point example{};
  for (std::size_t h = 0; h < checked.homes(); ++h) {
    if (concerned[h] == 0) continue;
    const Point at = checked.answers.homes.at[h];
    if (homes++ == 0 || at < example) example = at;
    people += checked.people_of(h);
  }
  checked.findings.push_back({.what = {"check_roads_end_within_reach", {number(homes)}},
                              .evidence = std::move(evidence),
                              .people = people,
                              .at = example});
}

}  // namespace lifecircle::check_parts
