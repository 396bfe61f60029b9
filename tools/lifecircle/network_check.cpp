#include <cstdio>
#include <ostream>

#include <nlohmann/json.hpp>

#include "engine/prepared/prepared.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/text_table.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {
namespace {

std::string with_decimals(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

double share(std::uint64_t bytes, std::size_t count) {
  return count == 0 ? 0 : static_cast<double>(bytes) / static_cast<double>(count);
}

/// A profile in the file.
struct Held {
  std::string profile;
  std::size_t states, steps, shortcuts;
};

void print_as_json(PreparedNetwork& prepared, const std::vector<Held>& held, Session& session) {
  const Network& network = *prepared.network();
  nlohmann::ordered_json profiles = nlohmann::ordered_json::array(),
                         arrays = nlohmann::ordered_json::array();
  for (const Held& h : held)
    profiles.push_back({{"profile", h.profile},
                        {"states", h.states},
                        {"steps", h.steps},
                        {"steps_with_shortcuts", h.shortcuts}});
  for (const auto& entry : prepared.file().entries())
    arrays.push_back({{"array", entry.name},
                      {"of", prepared.owner_name(entry.owner)},
                      {"values", entry.count},
                      {"bytes", entry.bytes()}});
  const std::uint64_t bytes = prepared.file().size();
  print_json(session.out, {{"file", prepared.file().where()},
                           {"format", kPreparedFormat},
                           {"program", prepared.head().program},
                           {"key", prepared.head().key},
                           {"ground", prepared.head().ground},
                           {"bytes", bytes},
                           {"bytes_per_junction", share(bytes, network.node_count())},
                           {"bytes_per_edge", share(bytes, network.edge_count())},
                           {"junctions", network.node_count()},
                           {"edges", network.edge_count()},
                           {"points", network.point_count()},
                           {"turn_rules", network.turn_bans().size()},
                           {"profiles", profiles},
                           {"arrays", arrays}});
}

void print_as_text(PreparedNetwork& prepared, const std::vector<Held>& held, Session& session) {
  const Network& network = *prepared.network();
  const auto n = [](std::size_t count) { return std::to_string(count); };
  const auto head = [&](const char* key) { return say(key, session.language); };
  const std::uint64_t bytes = prepared.file().size();
  session.out << say("network_is_whole", session.language,
                     {prepared.file().where(), n(network.node_count()), n(network.edge_count()),
                      n(network.point_count()), n(network.turn_bans().size()),
                      with_decimals(static_cast<double>(bytes) / 1e6, 1),
                      with_decimals(share(bytes, network.node_count()), 1),
                      with_decimals(share(bytes, network.edge_count()), 1),
                      prepared.head().program})
              << "\n\n";
  std::vector<std::vector<std::string>> rows;
  for (const Held& h : held)
    rows.push_back({fill("{0}", {h.profile}), n(h.states), n(h.steps), n(h.shortcuts)});
  print_table(session.out,
              {head("head_mode"), head("head_states"), head("head_steps"), head("head_shortcuts")},
              {false, true, true, true}, rows);
  session.out << '\n';
  rows.clear();
  for (const auto& entry : prepared.file().entries())
    rows.push_back({fill("{0}", {entry.name}), fill("{0}", {prepared.owner_name(entry.owner)}),
                    n(entry.count), with_decimals(static_cast<double>(entry.bytes()) / 1e6, 3)});
  print_table(session.out,
              {head("head_array"), head("head_of"), head("head_values"), head("head_megabytes")},
              {false, false, true, true}, rows);
}

}  // namespace

int network_check_verb(const NetworkCheckOptions& options, Session& session) {
  auto opened = PreparedNetwork::open(options.file);
  if (!opened) return complain(opened.error(), session);
  PreparedNetwork& prepared = opened.value();
  if (const auto whole = prepared.check(); !whole) return complain(whole.error(), session);
  std::vector<Held> held;
  for (const std::string& name : prepared.profiles()) {
    Profile profile;
    profile.name = name;
    const auto graph = prepared.graph(profile);
    if (!graph) return complain(graph.error(), session);
    held.push_back({name, graph.value().state_count(), graph.value().step_count(),
                    graph.value().hierarchy()->step_count()});
  }
  session.end_progress();
  if (session.json)
    print_as_json(prepared, held, session);
  else if (!session.quiet)
    print_as_text(prepared, held, session);
  return kDone;
}

}  // namespace lifecircle
