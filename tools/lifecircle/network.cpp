#include <algorithm>
#include <cstdio>
#include <numeric>
#include <ostream>
#include <set>

#include <nlohmann/json.hpp>

#include "engine/base/memory.hpp"
#include "engine/network/islands.hpp"
#include "engine/network/mode_graph.hpp"
#include "io/read/profile_file.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/roads_of.hpp"
#include "tools/lifecircle/text_table.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

namespace {

std::string one_decimal(double value) {
  char text[64];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

/// What a profile finds in the roads.
struct ModeReport {
  std::string mode;
  std::size_t open_edges = 0, parts = 0, junctions_in_largest = 0;
  double open_km = 0, largest_km = 0;
  std::set<std::string> unnamed;
};

ModeReport report_on(const Network& network, const Profile& profile) {
  const ModeGraph graph{network, profile};
  const Islands islands = find_islands(graph);
  ModeReport report{.mode = profile.name, .unnamed = {}};
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const EdgeId edge{e};
    if (!profile.names(network.kind(edge).road_class))
      report.unnamed.insert(network.kind(edge).road_class);
    if (!graph.usable(edge)) continue;
    ++report.open_edges;
    const auto points = network.shape(edge);
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
      report.open_km += distance_mm(points[i], points[i + 1]) / 1e6;
  }
  for (std::size_t i = 0; i < islands.count(); ++i) {
    if (islands.junctions[i] == 0) continue;
    ++report.parts;
    if (islands.length_m[i] / 1e3 > report.largest_km) {
      report.largest_km = islands.length_m[i] / 1e3;
      report.junctions_in_largest = islands.junctions[i];
    }
  }
  return report;
}

void print(const Network& network, const CommandRoads& roads,
           const std::vector<ModeReport>& reports, const Problems& problems, Session& session) {
  if (session.json) {
    nlohmann::ordered_json modes = nlohmann::ordered_json::array();
    for (const ModeReport& r : reports)
      modes.push_back({{"mode", r.mode},
                       {"open_edges", r.open_edges},
                       {"open_km", r.open_km},
                       {"parts", r.parts},
                       {"largest_km", r.largest_km},
                       {"largest_junctions", r.junctions_in_largest},
                       {"classes_not_named", r.unnamed}});
    const nlohmann::ordered_json document{
        {"lines", roads.roads.line_count()},
        {"junctions", network.node_count()},
        {"edges", network.edge_count()},
        {"pieces", network.piece_count()},
        {"road_km", network.length_m() / 1e3},
        {"turn_rules", network.turn_bans().size()},
        {"turn_rules_without_roads", network.unplaced_turn_rules()},
        {"barrier_lines", roads.barriers.size()},
        {"modes", modes},
        {"problems", problems.counts()}};
    print_json(session.out, document);
    return;
  }
  const auto n = [](std::size_t count) { return std::to_string(count); };
  session.out << say("network_read", session.language,
                     {n(roads.roads.line_count()), n(network.node_count()), n(network.edge_count()),
                      n(network.piece_count()), one_decimal(network.length_m() / 1e3),
                      n(network.turn_bans().size()), n(network.unplaced_turn_rules()),
                      n(roads.barriers.size())})
              << "\n\n";
  std::vector<std::vector<std::string>> rows;
  for (const ModeReport& r : reports) {
    std::string unnamed;
    for (const auto& road_class : r.unnamed)
      unnamed += (unnamed.empty() ? "" : ", ") + fill("{0}", {road_class});
    rows.push_back({r.mode, n(r.open_edges), one_decimal(r.open_km), n(r.parts),
                    one_decimal(r.largest_km),
                    r.open_km > 0 ? one_decimal(100 * r.largest_km / r.open_km) + " %" : "-",
                    unnamed.empty() ? "-" : unnamed});
  }
  const auto head = [&](const char* key) { return say(key, session.language); };
  print_table(session.out,
              {head("head_mode"), head("head_open_edges"), head("head_open_km"), head("head_parts"),
               head("head_largest_km"), head("head_largest_share"), head("head_unnamed")},
              {false, true, true, true, true, true, false}, rows);
}

}  // namespace

int network_verb(const NetworkOptions& options, Session& session) {
  std::vector<std::string> names = options.modes;
  if (names.empty()) names = profile_names(session.profile_folder());
  std::vector<Profile> profiles;
  for (const auto& name : names) {
    auto profile = profile_named(name, session);
    if (!profile) return complain(profile.error(), session);
    profiles.push_back(std::move(profile).value());
  }
  Problems problems;
  const auto roads = read_command_roads(options.roads, problems, session);
  if (!roads) {
    remark_problems(problems, session);  // where nothing is left, they say why
    return complain(roads.error(), session);
  }
  const Network network{roads.value().roads};
  std::vector<ModeReport> reports;
  for (const Profile& profile : profiles) reports.push_back(report_on(network, profile));
  insist_on_memory();
  session.end_progress();
  print(network, roads.value(), reports, problems, session);
  remark_problems(problems, session);
  return kDone;
}

}  // namespace lifecircle
