#include "algorithms/check/check.hpp"

#include <array>
#include <cstdio>
#include <map>
#include <numeric>

#include "algorithms/check/parts.hpp"
#include "engine/places/segment_index.hpp"

namespace lifecircle {

namespace check_parts {

std::int64_t Checked::everyone() const {
  std::int64_t sum = 0;
  for (std::size_t h = 0; h < homes(); ++h) sum += people_of(h);
  return sum;
}

std::int64_t Checked::people_on(const std::set<EdgeId>& edges) const {
  std::int64_t sum = 0;
  for (std::size_t h = 0; h < homes(); ++h)
    for (const auto& [mode, answer] : answers.modes) {
      const auto edge = answer.survey.homes[DemandId{h}].edge;
      if (!edge || !edges.contains(*edge)) continue;
      sum += people_of(h);
      break;
    }
  return sum;
}

std::int64_t Checked::people_around(const std::set<FacilityId>& facilities) const {
  return check_parts::people_around(town, answers, facilities);
}

std::int64_t people_around(const Town& town, const Answers& answers,
                           const std::set<FacilityId>& facilities) {
  const std::size_t homes = answers.home_count;
  std::set<std::string> kinds;
  for (const FacilityId f : facilities) kinds.insert(town.facilities[f.index()].kind);
  std::vector<char> concerned(homes);
  for (const std::string& kind : kinds) {
    std::vector<Segment> points;
    for (std::size_t f = 0; f < town.facilities.size(); ++f)
      if (town.facilities[f].kind == kind)
        points.push_back({place_of(town.facilities[f]), place_of(town.facilities[f]), f});
    const SegmentIndex index{points};
    std::vector<Segment> near;
    for (std::size_t h = 0; h < homes; ++h) {
      const Point at = answers.homes.at[h];
      double best = -1;
      bool ours = false;
      // Doubling the box costs a factor of four at most; a plane ends after 2,000 km.
      for (double reach = 500e3; best < 0 && reach < 5e9; reach *= 2) {
        near.clear();
        index.within(box_around(at, reach), near);
        for (const Segment& s : near) {
          const double d = distance_mm(at, s.a);
          if (d > reach || (best >= 0 && d > best)) continue;
          if (best < 0 || d < best) ours = false;
          best = d;
          ours = ours || facilities.contains(FacilityId{static_cast<std::size_t>(s.number)});
        }
      }
      if (ours) concerned[h] = 1;
    }
  }
  std::int64_t sum = 0;
  for (std::size_t h = 0; h < homes; ++h)
    if (concerned[h] != 0) sum += (answers.homes.count.empty() ? 1000 : answers.homes.count[0][h]);
  return sum;
}

std::string fixed(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

double length_m(const Network& network, EdgeId edge) {
  const auto shape = network.shape(edge);
  double length = 0;
  for (std::size_t i = 0; i + 1 < shape.size(); ++i)
    length += distance_mm(shape[i], shape[i + 1]) / 1e3;
  return length;
}

Point place_of(const Facility& facility) {
  return place_of(facility.shape);
}

std::vector<std::pair<std::string, const ModeAnswer*>> stated_modes(const Checked& checked) {
  std::set<std::string> named;
  for (const Service& service : checked.rules.services)
    named.insert(service.modes.begin(), service.modes.end());
  std::vector<std::pair<std::string, const ModeAnswer*>> found;
  for (const auto& [name, answer] : checked.answers.modes)
    if (named.contains(name)) found.emplace_back(name, &answer);
  return found;
}

bool is_offered(const Checked& checked, const ServiceAnswer& service) {
  for (std::size_t f = 0; f < checked.town.facilities.size(); ++f) {
    const Facility& facility = checked.town.facilities[f];
    if (service.kinds[FacilityId{f}] == 0 || !checked.rules.counts_as_open(facility.hours) ||
        (service.headline().region == Region::own && !facility.own))
      continue;
    for (const auto& mode : service.service->modes)
      if (checked.answers.modes.at(mode).survey.facilities[FacilityId{f}].connected) return true;
  }
  return false;
}

WeakParts weak_parts(const ModeGraph& graph) {
  const Network& network = graph.network();
  const std::size_t edges = network.edge_count();
  // A junction stands for the edges that meet in it; a closed one for none.
  std::vector<std::uint32_t> parent(edges + network.node_count());
  std::iota(parent.begin(), parent.end(), 0u);
  const auto root = [&](std::uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (std::size_t e = 0; e < edges; ++e) {
    const EdgeId edge{e};
    if (!graph.usable(edge)) continue;
    for (const NodeId node : {network.tail(edge), network.head(edge)})
      if (!network.closed(node).has(graph.profile().mode))
        parent[root(static_cast<std::uint32_t>(e))] =
            root(static_cast<std::uint32_t>(edges + node.index()));
  }
  WeakParts parts;
  parts.of.resize(edges);
  std::map<std::uint32_t, std::uint32_t> number_of;
  for (std::size_t e = 0; e < edges; ++e) {
    const EdgeId edge{e};
    if (!graph.usable(edge)) continue;
    const auto next = static_cast<std::uint32_t>(number_of.size());
    const std::uint32_t part =
        number_of.try_emplace(root(static_cast<std::uint32_t>(e)), next).first->second;
    parts.of[e] = part;
    parts.length_m.resize(number_of.size());
    parts.length_m[part] += length_m(network, edge);
  }
  for (std::uint32_t p = 1; p < parts.length_m.size(); ++p)
    if (parts.length_m[p] > parts.length_m[parts.largest]) parts.largest = p;
  return parts;
}

}  // namespace check_parts

std::int64_t people_around(const Town& town, const Answers& answers, const std::string& kind,
                           const std::vector<Point>& places) {
  const std::set<Point> there{places.begin(), places.end()};
  std::set<FacilityId> which;
  for (std::size_t f = 0; f < town.facilities.size(); ++f)
    if (town.facilities[f].kind == kind &&
        there.contains(check_parts::place_of(town.facilities[f])))
      which.insert(FacilityId{f});
  return check_parts::people_around(town, answers, which);
}

std::vector<Finding> check_town(const Ground& ground, const Town& town, const StudyRules& rules,
                                const Answers& answers, const Progress& progress) {
  std::vector<Finding> findings;
  const check_parts::Checked checked{ground, town, rules, answers, findings};
  const std::array parts{check_parts::check_connections, check_parts::check_one_ways,
                         check_parts::check_joints,      check_parts::check_extent,
                         check_parts::check_places,      check_parts::check_speeds};
  std::size_t done = 0;
  for (const auto part : parts) {
    if (!tell(progress, "stage_check", done++, parts.size())) break;
    part(checked);
  }
  return findings;
}

}  // namespace lifecircle
