#include <algorithm>
#include <map>

#include "algorithms/check/parts.hpp"

namespace lifecircle::check_parts {

namespace {

/// The slowest and fastest that anyone is seen to travel on an open road, km/h. Not what is
/// likely: what is a slip of the pen (metres a second for kilometres an hour, a zero too many).
struct Range {
  double least, most;
};
Range range_of(Mode mode) {
  switch (mode) {
    case Mode::foot:
    case Mode::wheelchair:
      return {0.5, 8};
    case Mode::bicycle:
      return {2, 40};
    case Mode::motorcycle:
      return {2, 120};
    case Mode::car:
      return {2, 140};
  }
  return {0, 1e9};
}

void speeds_of_profiles(const Checked& checked) {
  for (const auto& [mode, answer] : stated_modes(checked)) {
    const Profile& profile = answer->graph.profile();
    const Range range = range_of(profile.mode);
    std::set<std::string> used;
    for (const RoadKind& kind : checked.network().kinds()) used.insert(kind.road_class);
    std::vector<Finding::Sentence> evidence;
    for (const auto& [road_class, speed] : profile.speed)
      if (used.contains(road_class) && speed.kmh &&
          (*speed.kmh < range.least || *speed.kmh > range.most))
        evidence.push_back({"check_class_speed", {road_class, fixed(*speed.kmh, 1)}});
    if (profile.access_kmh < range_of(Mode::foot).least ||
        profile.access_kmh > range_of(Mode::foot).most)
      evidence.push_back({"check_access_speed", {fixed(profile.access_kmh, 1)}});
    if (!evidence.empty())
      checked.findings.push_back(
          {.what = {"check_profile_speed", {mode, fixed(range.least, 1), fixed(range.most, 0)}},
           .where = "[profiles." + mode + "]",
           .evidence = evidence,
           .people = checked.everyone()});
  }
}

/// Classes that a profile does not name are closed to it.
void classes_without_speed(const Checked& checked) {
  std::map<std::string, std::string> modes_of;
  for (const auto& [mode, answer] : stated_modes(checked)) {
    std::set<std::string> unnamed;
    for (std::size_t e = 0; e < checked.network().edge_count(); ++e)
      if (const auto& road_class = checked.network().kind(EdgeId{e}).road_class;
          !answer->graph.profile().names(road_class))
        unnamed.insert(road_class);
    for (const std::string& road_class : unnamed) {
      std::string& modes = modes_of[road_class];
      modes += (modes.empty() ? "" : ", ") + mode;
    }
  }
  for (const auto& [road_class, modes] : modes_of) {
    std::uint64_t edges = 0;
    double length = 0;
    for (std::size_t e = 0; e < checked.network().edge_count(); ++e)
      if (checked.network().kind(EdgeId{e}).road_class == road_class) {
        ++edges;
        length += length_m(checked.network(), EdgeId{e});
      }
    checked.findings.push_back(
        {.what = {"check_class_not_in_profile", {road_class, modes}},
         .evidence = {{"check_stretches", {number(edges), fixed(length / 1e3, 1)}}}});
  }
}

void limits_of_roads(const Checked& checked) {
  constexpr double kLeast = 5, kMost = 130;
  const Network& network = checked.network();
  std::set<EdgeId> edges;
  double least = kMost, most = 0;
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const double limit = network.kind(EdgeId{e}).speed_limit_kmh;
    if (limit == 0 || (limit >= kLeast && limit <= kMost)) continue;
    least = edges.empty() ? limit : std::min(least, limit);
    most = std::max(most, limit);
    edges.insert(EdgeId{e});
  }
  if (edges.empty()) return;
  checked.findings.push_back(
      {.what = {"check_speed_limits", {number(edges.size()), fixed(kLeast, 0), fixed(kMost, 0)}},
       .evidence = {{"check_limits_from_to", {fixed(least, 1), fixed(most, 1)}}},
       .people = checked.people_on(edges),
       .at = network.position(network.tail(*edges.begin()))});
}

/// Times a file states itself, against the length of the road.
void stated_times(const Checked& checked) {
  constexpr double kMost = 150, kFrom_m = 50;
  const Network& network = checked.network();
  if (!network.has_stated_times()) return;
  std::set<EdgeId> edges;
  double most = 0;
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const EdgeId edge{e};
    const auto shape = network.shape(edge);
    for (const bool forward : {true, false}) {
      double length_m = 0, seconds = 0;
      for (std::size_t i = 0; i + 1 < shape.size(); ++i) {
        const Duration time = network.stated(network.first_point(edge) + i, forward);
        if (time.is_never()) continue;
        length_m += distance_mm(shape[i], shape[i + 1]) / 1e3;
        seconds += time.seconds();
      }
      const double kmh = length_m * 3.6 / std::max(seconds, 1e-3);
      if (length_m < kFrom_m || kmh <= kMost) continue;
      edges.insert(edge);
      most = std::max(most, kmh);
    }
  }
  if (edges.empty()) return;
  checked.findings.push_back(
      {.what = {"check_stated_times", {number(edges.size()), fixed(kMost, 0)}},
       .evidence = {{"check_fastest", {fixed(most, 0)}}},
       .people = checked.people_on(edges),
       .at = network.position(network.tail(*edges.begin()))});
}

}  // namespace

void check_speeds(const Checked& checked) {
  speeds_of_profiles(checked);
  classes_without_speed(checked);
  limits_of_roads(checked);
  stated_times(checked);
}

}  // namespace lifecircle::check_parts
