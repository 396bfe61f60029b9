#include <map>
#include <numeric>
#include <tuple>

#include "algorithms/check/parts.hpp"
#include "algorithms/coverage/survey.hpp"
#include "engine/network/islands.hpp"

namespace lifecircle::check_parts {

namespace {

/// Junctions of one part of the roads that one-way rules cut off, and how.
struct Trap {
  std::set<EdgeId> edges;  ///< with an end in it
  double length_m = 0;
  bool entered = false, left = false;  ///< from and to other roads
  bool at_edge = false;                ///< of the loaded roads: it may go on outside
  Point example{};
};

/// Turn rules are no one-ways, and must not look like them.
ModeGraph without_turn_rules(const ModeGraph& graph) {
  Profile profile = graph.profile();
  profile.obeys_turn_rules = false;
  return ModeGraph{graph.network(), profile};
}

std::vector<Trap> find_traps(const ModeGraph& graph) {
  const Network& network = graph.network();
  const std::size_t nodes = network.node_count();
  const Islands islands = find_islands(graph);
  const WeakParts parts = weak_parts(graph);
  std::uint32_t main = 0;
  for (std::uint32_t i = 1; i < islands.count(); ++i)
    if (islands.length_m[i] > islands.length_m[main]) main = i;

  const auto cut_off = [&](NodeId node) {
    return islands.of[StateId{node.index()}] != main &&
           !network.closed(node).has(graph.profile().mode);
  };
  std::vector<std::uint32_t> parent(nodes);
  std::iota(parent.begin(), parent.end(), 0u);
  const auto root = [&](std::size_t i) {
    auto r = static_cast<std::uint32_t>(i);
    while (parent[r] != r) r = parent[r] = parent[parent[r]];
    return r;
  };
  const auto counts = [&](EdgeId e) {
    return graph.usable(e) && parts.of[e.index()] == parts.largest;
  };
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const NodeId a = network.tail(EdgeId{e}), b = network.head(EdgeId{e});
    if (counts(EdgeId{e}) && cut_off(a) && cut_off(b)) parent[root(a.index())] = root(b.index());
  }
  std::map<std::uint32_t, Trap> traps;
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const EdgeId edge{e};
    if (!counts(edge)) continue;
    const NodeId a = network.tail(edge), b = network.head(edge);
    for (const NodeId node : {a, b}) {
      if (!cut_off(node)) continue;
      Trap& trap = traps[root(node.index())];
      if (trap.edges.empty() || network.position(node) < trap.example)
        trap.example = network.position(node);
      if (trap.edges.insert(edge).second) trap.length_m += length_m(network, edge);
      const NodeId other = node == a ? b : a;
      if (cut_off(other)) continue;
      const bool inward_forward = node == b;
      trap.entered = trap.entered || graph.open({edge, inward_forward});
      trap.left = trap.left || graph.open({edge, !inward_forward});
    }
  }
  for (const NodeId node : junctions_at_the_edge(network))
    if (const auto at = traps.find(root(node.index())); at != traps.end())
      at->second.at_edge = true;
  std::vector<Trap> found;
  for (auto& [number, trap] : traps)
    if (!trap.at_edge && trap.entered != trap.left) found.push_back(std::move(trap));
  return found;
}

}  // namespace

void check_one_ways(const Checked& checked) {
  struct Sum {
    std::set<EdgeId> edges;
    std::uint64_t stretches = 0;
    double length_m = 0, longest_m = 0;
    Point example{};
    std::string modes;
  };
  std::map<std::tuple<bool, std::set<EdgeId>>, Sum> sums;
  for (const auto& [mode, answer] : stated_modes(checked)) {
    for (const bool entered : {true, false}) {
      Sum sum;
      for (const Trap& trap : find_traps(without_turn_rules(answer->graph))) {
        if (trap.entered != entered) continue;
        sum.edges.insert(trap.edges.begin(), trap.edges.end());
        sum.length_m += trap.length_m;
        ++sum.stretches;
        if (trap.length_m > sum.longest_m ||
            (trap.length_m == sum.longest_m && trap.example < sum.example)) {
          sum.longest_m = trap.length_m;
          sum.example = trap.example;
        }
      }
      if (sum.stretches == 0) continue;
      const auto [at, is_new] = sums.try_emplace({entered, sum.edges}, sum);
      at->second.modes += (is_new ? "" : ", ") + mode;
    }
  }
  for (const auto& [key, sum] : sums)
    checked.findings.push_back(
        {.what = {std::get<0>(key) ? "check_one_way_trap" : "check_one_way_source",
                  {number(sum.stretches), fixed(sum.length_m / 1e3, 2), sum.modes}},
         .evidence = {{"check_longest", {fixed(sum.longest_m, 0)}}},
         .people = checked.people_on(sum.edges),
         .at = sum.example});
}

}  // namespace lifecircle::check_parts
