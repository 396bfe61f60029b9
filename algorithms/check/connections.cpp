#include <algorithm>
#include <map>
#include <tuple>

#include "algorithms/check/parts.hpp"

namespace lifecircle::check_parts {

namespace {

/// Findings that differ in nothing but the mode or service they name are one.
class Merged {
 public:
  struct Entry {
    std::string names;
    std::uint64_t places = 0;
    std::int64_t people = 0;
    std::vector<Finding::Sentence> evidence;
    Point example;  ///< the first by coordinates
  };
  void add(const std::string& name, Entry entry) {
    const auto key = std::tuple{entry.places, entry.people, entry.example, entry.evidence};
    const auto [at, is_new] = entries_.try_emplace(key, std::move(entry));
    at->second.names += (is_new ? "" : ", ") + name;
  }
  const auto& all() const { return entries_; }

 private:
  std::map<std::tuple<std::uint64_t, std::int64_t, Point, std::vector<Finding::Sentence>>, Entry>
      entries_;
};

void homes_without_roads(const Checked& checked) {
  Merged merged;
  for (const auto& [mode, answer] : stated_modes(checked)) {
    Merged::Entry entry;
    double nearest = -1, farthest = 0;
    std::uint64_t barred = 0;
    for (std::size_t h = 0; h < checked.homes(); ++h) {
      const Connection& met = answer->survey.homes[DemandId{h}];
      if (met.connected) continue;
      const Point at = checked.answers.homes.at[h];
      if (entry.places++ == 0 || at < entry.example) entry.example = at;
      entry.people += checked.people_of(h);
      if (met.distance_m < 0) continue;
      if (nearest < 0 || met.distance_m < nearest) nearest = met.distance_m;
      if (met.distance_m <= checked.rules.access.of(checked.answers.homes.setting[h])) ++barred;
      if (met.distance_m > farthest) farthest = met.distance_m;
    }
    if (entry.places == 0) continue;
    if (nearest >= 0)
      entry.evidence = {{"check_roads_away", {fixed(nearest, 0), fixed(farthest, 0)}}};
    if (barred > 0) entry.evidence.push_back({"check_beyond_barrier", {number(barred)}});
    merged.add(mode, std::move(entry));
  }
  for (const auto& [key, entry] : merged.all())
    checked.findings.push_back(
        {.what = {"check_homes_unconnected", {number(entry.places), entry.names}},
         .evidence = entry.evidence,
         .people = entry.people,
         .at = entry.example});
}

void facilities_without_roads(const Checked& checked) {
  Merged merged;
  for (const auto& [mode, answer] : stated_modes(checked)) {
    Merged::Entry entry;
    std::set<FacilityId> which;
    std::string names;
    for (std::size_t f = 0; f < checked.town.facilities.size(); ++f) {
      if (answer->survey.facilities[FacilityId{f}].connected) continue;
      const Facility& facility = checked.town.facilities[f];
      const Point at = place_of(facility);
      if (entry.places++ == 0 || at < entry.example) entry.example = at;
      if (which.size() < 3)
        names += (which.empty() ? "" : ", ") + facility.kind + " " +
                 (facility.name.empty() ? facility.id : facility.name);
      which.insert(FacilityId{f});
    }
    if (which.empty()) continue;
    entry.people = checked.people_around(which);
    entry.evidence = {{"check_among_them", {names}}};
    merged.add(mode, std::move(entry));
  }
  for (const auto& [key, entry] : merged.all())
    checked.findings.push_back(
        {.what = {"check_facilities_unconnected", {number(entry.places), entry.names}},
         .evidence = entry.evidence,
         .people = entry.people,
         .at = entry.example});
}

/// Homes with a road, and a service that is offered somewhere with a road, and no way between.
void homes_on_islands(const Checked& checked) {
  Merged merged;
  for (const ServiceAnswer& service : checked.answers.services) {
    if (!is_offered(checked, service)) continue;
    Merged::Entry entry;
    for (std::size_t h = 0; h < checked.homes(); ++h) {
      const DemandId home{h};
      if (!in_scope(*service.service, checked.answers.homes.setting[h])) continue;
      if (!service.headline().homes[home].nearest.time().is_never()) continue;
      bool connected = false;
      for (const auto& mode : service.service->modes)
        connected = connected || checked.answers.modes.at(mode).survey.homes[home].connected;
      if (!connected) continue;
      const Point at = checked.answers.homes.at[h];
      if (entry.places++ == 0 || at < entry.example) entry.example = at;
      entry.people += checked.people_of(h);
    }
    if (entry.places > 0) merged.add(service.service->name, std::move(entry));
  }
  for (const auto& [key, entry] : merged.all())
    checked.findings.push_back(
        {.what = {"check_homes_on_islands", {number(entry.places), entry.names}},
         .evidence = {},
         .people = entry.people,
         .at = entry.example});
}

/// Whether a service asks for facilities of this kind by this mode.
bool asked(const StudyRules& rules, const std::string& mode, const std::string& kind) {
  return std::ranges::any_of(rules.services, [&](const Service& service) {
    return std::ranges::find(service.modes, mode) != service.modes.end() &&
           std::ranges::find(service.kinds, kind) != service.kinds.end();
  });
}

/// Facilities all of whose legs, by a mode people are to come by, lead to other parts of the roads
/// than the largest.
void facilities_on_islands(const Checked& checked) {
  Merged merged;
  for (const auto& [mode, answer] : stated_modes(checked)) {
    const WeakParts parts = weak_parts(answer->graph);
    Merged::Entry entry;
    std::set<FacilityId> which;
    double least = 0, most = 0;
    for (std::size_t f = 0; f < checked.town.facilities.size(); ++f) {
      const Facility& facility = checked.town.facilities[f];
      const auto edge = answer->survey.facilities[FacilityId{f}].edge;
      // Most have their shortest leg to the largest part, and need no second look.
      if (!edge || !parts.of[edge->index()] || *parts.of[edge->index()] == parts.largest ||
          !asked(checked.rules, mode, facility.kind))
        continue;
      const FacilityJoin join = join_facility(checked.ground, answer->graph, facility,
                                              checked.rules.access.of(facility.setting));
      if (std::ranges::any_of(join.legs, [&](const Leg& leg) {
            return parts.of[leg.place.edge.index()] == parts.largest;
          }))
        continue;
      const double length = parts.length_m[*parts.of[edge->index()]];
      const Point at = place_of(facility);
      if (entry.places++ == 0 || at < entry.example) entry.example = at;
      if (which.empty() || length < least) least = length;
      if (length > most) most = length;
      which.insert(FacilityId{f});
    }
    if (which.empty()) continue;
    entry.people = checked.people_around(which);
    entry.evidence = {{"check_island_length",
                       {fixed(least / 1e3, 2), fixed(most / 1e3, 2),
                        fixed(parts.length_m[parts.largest] / 1e3, 1)}}};
    merged.add(mode, std::move(entry));
  }
  for (const auto& [key, entry] : merged.all())
    checked.findings.push_back(
        {.what = {"check_facilities_on_islands", {number(entry.places), entry.names}},
         .evidence = entry.evidence,
         .people = entry.people,
         .at = entry.example});
}

}  // namespace

void check_connections(const Checked& checked) {
  homes_without_roads(checked);
  facilities_without_roads(checked);
  homes_on_islands(checked);
  facilities_on_islands(checked);
}

}  // namespace lifecircle::check_parts
