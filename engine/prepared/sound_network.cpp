#include "engine/prepared/checks.hpp"
#include "engine/prepared/sound.hpp"

namespace lifecircle {
namespace {

constexpr std::uint64_t kMostIds = ~std::uint32_t{0};

bool kinds_hold(const std::vector<RoadKind>& kinds) {
  return std::ranges::all_of(kinds, [](const RoadKind& kind) {
    const Modes all = kind.allowed | kind.forbidden | kind.not_forward | kind.not_backward;
    const double limit = kind.speed_limit_kmh;
    return all.bits <= Modes::all().bits && (limit == 0 || (limit >= 1e-9 && limit <= 1e9));
  });
}

/// Every arc begins where the one before ends.
bool bans_hold(const Network::Parts& network) {
  const auto end_of = [&](Arc arc, bool tail) {
    return tail == arc.forward ? network.tail[arc.edge] : network.head[arc.edge];
  };
  return std::ranges::all_of(network.turn_bans, [&](const TurnBan& ban) {
    if (ban.arcs.size() < 2 || ban.modes.bits > Modes::all().bits) return false;
    for (const Arc arc : ban.arcs)
      if (arc.edge.index() >= network.tail.size()) return false;
    for (std::size_t i = 0; i + 1 < ban.arcs.size(); ++i)
      if (end_of(ban.arcs[i], false) != end_of(ban.arcs[i + 1], true)) return false;
    return true;
  });
}

std::uint32_t differ(Point a, Point b) {
  return static_cast<std::uint32_t>(a.x ^ b.x) | static_cast<std::uint32_t>(a.y ^ b.y);
}

auto all_on_plane(const Point* points) {
  return [=](std::size_t first, std::size_t last) {
    std::uint32_t bad = 0;
    const auto off = [](std::int32_t v) {  // beyond kFarthestMm, either way
      return static_cast<std::uint32_t>(v) + static_cast<std::uint32_t>(kFarthestMm) >
             2 * static_cast<std::uint32_t>(kFarthestMm);
    };
    for (std::size_t i = first; i < last; ++i)
      bad |= static_cast<std::uint32_t>(off(points[i].x)) |
             static_cast<std::uint32_t>(off(points[i].y));
    return bad == 0;
  };
}

}  // namespace

std::string network_fault(const Network::Parts& network) {
  const std::size_t nodes = network.position.size(), edges = network.tail.size(),
                    points = network.points.size();
  if (nodes >= kMostIds || network.closed.size() != nodes) return "position";
  if (edges >= kMostIds || network.head.size() != edges || network.kind.size() != edges)
    return "tail";
  if (!spans_all(network.first_point, edges, points)) return "first_point";
  const std::size_t stated = network.stated_forward.size();
  if ((stated != 0 && stated != points) || network.stated_backward.size() != stated)
    return "stated_forward";
  if (!kinds_hold(network.kinds)) return "kinds";

  const Point* const position = network.position.values().data();
  const NodeId *const tail = network.tail.values().data(), *const head =
                                                               network.head.values().data();
  const std::uint64_t* const first_point = network.first_point.data();
  const Point* const point = network.points.data();
  const auto index = [](auto id) { return id.index(); };
  Checks checks;
  checks.add("position", nodes, all_on_plane(position));
  checks.add("position", nodes, [=](std::size_t first, std::size_t last) {
    return std::is_sorted(position + first - (first > 0 ? 1 : 0), position + last);
  });
  checks.add("closed", nodes,
             all_below(network.closed.values().data(), Modes::all().bits + std::uint64_t{1},
                       [](Modes m) { return m.bits; }));
  checks.add("tail", edges, all_below(tail, nodes, index));
  checks.add("head", edges, all_below(head, nodes, index));
  checks.add("kind", edges,
             all_below(network.kind.values().data(), network.kinds.size(),
                       [](std::uint32_t k) { return k; }));
  checks.add("first_point", edges, rise(first_point, 2));
  checks.add("points", points, all_on_plane(point));
  if (std::string fault = checks.fault(); !fault.empty()) return fault;
  return bans_hold(network) ? "" : "turn_bans";  // now that tails and heads may be followed
}

std::string ends_fault(const Network::Parts& network) {
  Checks checks;
  checks.add("points", network.tail.size(), [&](std::size_t first, std::size_t last) {
    std::uint32_t bad = 0;
    for (std::size_t e = first; e < last; ++e) {
      const EdgeId edge{e};
      bad |= differ(network.points[network.first_point[e]], network.position[network.tail[edge]]) |
             differ(network.points[network.first_point[e + 1] - 1],
                    network.position[network.head[edge]]);
    }
    return bad == 0;
  });
  return checks.fault();
}

namespace {

/// Times along each edge begin with 0 and never fall: of all points, they fall only where an edge
/// begins.
auto runs_hold(const std::uint64_t* first_point, const Duration* run) {
  return [=](std::size_t first_edge, std::size_t last_edge) {
    const std::uint64_t begin = first_point[first_edge], end = first_point[last_edge];
    std::uint64_t falls = 0, at_beginnings = 0, no_zeros = 0;
    for (std::uint64_t i = begin + 1; i < end; ++i)
      falls += static_cast<std::uint64_t>(run[i].ticks() < run[i - 1].ticks());
    for (std::size_t e = first_edge; e < last_edge; ++e) {
      const std::uint64_t at = first_point[e];
      no_zeros += static_cast<std::uint64_t>(run[at].ticks() != 0);
      if (e > first_edge)
        at_beginnings += static_cast<std::uint64_t>(run[at].ticks() < run[at - 1].ticks());
    }
    return falls == at_beginnings && no_zeros == 0;
  };
}

bool arcs_hold(const std::vector<std::pair<Arc, StateId>>& arcs, std::size_t edges,
               std::size_t states) {
  return std::ranges::is_sorted(arcs) && std::ranges::all_of(arcs, [&](const auto& a) {
           return a.first.edge.index() < edges && a.second.index() < states;
         });
}

}  // namespace

std::string mode_fault(const Network::Parts& network, const ModeGraph::Parts& graph) {
  const std::size_t nodes = network.position.size(), edges = network.tail.size(),
                    points = network.points.size();
  const std::size_t states = nodes + graph.copy_node.size(), steps = graph.out.size();
  if (states >= kMostIds) return "copy_node";
  if (graph.open.size() != edges) return "open";
  if (graph.forward.size() != points) return "forward";
  if (!graph.backward.empty() && graph.backward.size() != points) return "backward";
  if (graph.in.size() != steps) return "in";
  if (!spans_all(graph.first_out, states, steps)) return "first_out";
  if (!spans_all(graph.first_in, states, steps)) return "first_in";
  if (!arcs_hold(graph.extra_entries, edges, states)) return "extra_entries";
  if (!arcs_hold(graph.extra_exits, edges, states)) return "extra_exits";

  const std::uint8_t* const open = graph.open.values().data();
  const auto to = [](const ModeGraph::Step& step) { return step.to.index(); };
  Checks checks;
  checks.add("open", edges, [=](std::size_t first, std::size_t last) {
    std::uint32_t bad = 0;  // more than three bits, or joinable but closed
    for (std::size_t e = first; e < last; ++e)
      bad |= static_cast<std::uint32_t>(open[e] > 7) | static_cast<std::uint32_t>(open[e] == 4);
    return bad == 0;
  });
  checks.add("copy_node", graph.copy_node.size(),
             all_below(graph.copy_node.data(), nodes, [](NodeId n) { return n.index(); }));
  checks.add("forward", edges, runs_hold(network.first_point.data(), graph.forward.data()));
  if (!graph.backward.empty())
    checks.add("backward", edges, runs_hold(network.first_point.data(), graph.backward.data()));
  checks.add("first_out", states, rise(graph.first_out.data(), 0));
  checks.add("first_in", states, rise(graph.first_in.data(), 0));
  checks.add("out", steps, all_below(graph.out.data(), states, to));
  checks.add("in", steps, all_below(graph.in.data(), states, to));
  return checks.fault();
}

}  // namespace lifecircle
