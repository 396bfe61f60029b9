#include "engine/network/mode_graph.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include "engine/base/memory.hpp"
#include "engine/network/turns.hpp"

namespace lifecircle {
namespace {

constexpr Arc turned(Arc arc) {
  return {arc.edge, !arc.forward};
}

/// Open arcs that leave a node, for the few nodes where that matters.
using ArcsFrom = std::map<NodeId, std::vector<Arc>>;

/// Where bans end or could, and gates that are closed.
ArcsFrom arcs_where_bans_are(const ModeGraph& graph) {
  const Network& network = graph.network();
  const Mode mode = graph.profile().mode;
  ArcsFrom arcs_from;
  for (const TurnBan& ban : network.turn_bans())
    if (ban.modes.has(mode))
      for (const Arc arc : ban.arcs) arcs_from[network.head(arc)];
  for (std::size_t n = 0; n < network.node_count(); ++n)
    if (network.closed(NodeId{n}).has(mode)) arcs_from[NodeId{n}];
  for (std::size_t e = 0; e < network.edge_count(); ++e)
    for (const bool forward : {true, false})
      if (const Arc arc{EdgeId{e}, forward}; graph.open(arc))
        if (const auto found = arcs_from.find(network.tail(arc)); found != arcs_from.end())
          found->second.push_back(arc);
  return arcs_from;
}

/// The bans of one mode as forbidden sequences: "only these" becomes "none of the others".
std::vector<std::vector<Arc>> forbidden_sequences(const ModeGraph& graph,
                                                  const ArcsFrom& arcs_from) {
  std::vector<std::vector<Arc>> banned;
  std::map<std::vector<Arc>, std::vector<Arc>> only;  // after these, one of those
  const Network& network = graph.network();
  for (const TurnBan& ban : network.turn_bans()) {
    if (!ban.modes.has(graph.profile().mode)) continue;
    if (!std::ranges::all_of(ban.arcs, [&](Arc arc) { return graph.open(arc); })) continue;
    if (!ban.only) {
      banned.push_back(ban.arcs);
      continue;
    }
    only[{ban.arcs.begin(), ban.arcs.end() - 1}].push_back(ban.arcs.back());
  }
  for (const auto& [before, wanted] : only)
    for (const Arc other : arcs_from.at(network.head(before.back()))) {
      if (std::ranges::find(wanted, other) != wanted.end()) continue;
      banned.push_back(before);
      banned.back().push_back(other);
    }
  return banned;
}

/// Of times and steps; gates keep some steps away, which are few.
std::uint64_t least_bytes(const ModeGraph& graph) {
  const Network& network = graph.network();
  std::uint64_t arcs = 0;
  for (std::size_t e = 0; e < network.edge_count(); ++e)
    for (const bool forward : {true, false}) {
      const Arc arc{EdgeId{e}, forward};
      arcs += graph.open(arc) && !network.closed(network.tail(arc)).has(graph.profile().mode);
    }
  return 4 * network.point_count() + 16 * (network.node_count() + arcs);
}

}  // namespace

ModeGraph::ModeGraph(const Network& network, Profile profile, const RoadHeights* heights)
    : network_{&network}, profile_{std::move(profile)} {
  if (!profile_.slope.matters()) heights = nullptr;
  open_edges(heights);
  expect_memory("memory_mode", least_bytes(*this), {network.node_count(), network.edge_count()});
  price_pieces(heights);
  make_states();
}

void ModeGraph::open_edges(const RoadHeights* heights) {
  std::vector<std::uint8_t> open_of_kind;
  for (const RoadKind& kind : network_->kinds()) {
    std::uint8_t open = 0;
    if (profile_.speed_on(kind)) {
      if (!kind.not_forward.has(profile_.mode)) open |= 1;
      if (!kind.not_backward.has(profile_.mode)) open |= 2;
      const bool roadside =
          !kind.bridge && !kind.tunnel &&
          std::ranges::find(profile_.no_access, kind.road_class) == profile_.no_access.end();
      if (open != 0 && roadside) open |= 4;
    }
    open_of_kind.push_back(open);
  }
  std::vector<std::uint8_t> open(network_->edge_count());
  for (std::size_t e = 0; e < open.size(); ++e)
    open[e] = open_of_kind[network_->kind_index(EdgeId{e})];
  if (heights != nullptr && profile_.slope.steepest)
    for (std::size_t e = 0; e < open.size(); ++e)
      if (const EdgeId edge{e}; open[e] != 0 && profile_.slope.holds_on(network_->kind(edge)) &&
                                heights->is_steeper(*network_, edge, *profile_.slope.steepest))
        open[e] = 0;
  parts_.open = std::move(open);
}

void ModeGraph::price_pieces(const RoadHeights* heights) {
  std::vector<std::optional<Speed>> speed;
  std::vector<bool> slopes;
  for (const RoadKind& kind : network_->kinds()) {
    speed.push_back(profile_.speed_on(kind));
    slopes.push_back(heights != nullptr && profile_.slope.holds_on(kind));
  }
  std::vector<Duration> forward_run(network_->point_count()), backward_run;
  if (network_->has_stated_times() || heights != nullptr)
    backward_run.resize(network_->point_count());
  for (std::size_t i = 0; i < network_->edge_count(); ++i) {
    const EdgeId edge{i};
    if (!usable(edge)) continue;
    const auto points = network_->shape(edge);
    const std::uint64_t first = network_->first_point(edge);
    for (std::size_t p = 0; p + 1 < points.size(); ++p) {
      const double length_mm = distance_mm(points[p], points[p + 1]);
      const std::uint32_t kind = network_->kind_index(edge);
      const auto time = [&](bool forward) {
        if (network_->has_stated_times())
          if (const Duration stated = network_->stated(first + p, forward); !stated.is_never())
            return stated;
        if (!slopes[kind]) return speed[kind]->time_over(length_mm);
        return speed[kind]->time_over(
            length_mm * slowness(profile_.slope, heights->along(first + p), length_mm, forward));
      };
      forward_run[first + p + 1] = forward_run[first + p] + time(true);
      if (!backward_run.empty())
        backward_run[first + p + 1] = backward_run[first + p] + time(false);
    }
  }
  parts_.forward = std::move(forward_run);
  parts_.backward = std::move(backward_run);
}

void ModeGraph::make_states() {
  const std::size_t nodes = network_->node_count();
  ArcsFrom arcs_from;  // only needed where bans are
  std::vector<std::vector<Arc>> banned;
  const bool bans = profile_.obeys_turn_rules && !network_->turn_bans().empty();
  const auto for_each_open = [&](auto f) {
    for (std::size_t e = 0; e < network_->edge_count(); ++e)
      for (const bool forward : {true, false})
        if (const Arc arc{EdgeId{e}, forward}; open(arc)) f(arc);
  };
  if (bans) {
    arcs_from = arcs_where_bans_are(*this);
    banned = forbidden_sequences(*this, arcs_from);
    // Where there are bans it may be quickest to drive up to a closed gate and turn back there: a
    // state for each road that comes to it. (No one can go along a road twice in a row through a
    // closed gate.)
    std::vector<Arc> to_gates;
    for_each_open([&](Arc arc) {
      if (open(turned(arc)) && network_->closed(network_->head(arc)).has(profile_.mode))
        to_gates.push_back(arc);
    });
    std::ranges::stable_sort(to_gates, {}, [&](Arc arc) { return network_->tail(arc); });
    if (!banned.empty())
      for (const Arc arc : to_gates) banned.push_back({arc, arc});
  }
  const TurnMemory memory{banned};
  std::vector<NodeId> copy_node;
  for (TurnMemory::State m = 1; m < memory.state_count(); ++m)
    copy_node.push_back(network_->head(memory.last(m)));

  const auto state_after = [&](TurnMemory::State m, Arc arc) {
    const TurnMemory::State next = memory.next(m, arc);
    return next == 0 ? StateId{network_->head(arc).index()} : StateId{nodes + next - 1};
  };
  const auto passable = [&](Arc arc) {
    return !network_->closed(network_->tail(arc)).has(profile_.mode);
  };
  const auto for_each_step = [&](auto f) {
    for_each_open([&](Arc arc) {
      if (passable(arc)) f(StateId{network_->tail(arc).index()}, state_after(0, arc), time(arc));
    });
    for (TurnMemory::State m = 1; m < memory.state_count(); ++m)
      for (const Arc arc : arcs_from.at(copy_node[m - 1]))
        if ((passable(arc) || arc == turned(memory.last(m))) && !memory.forbids(m, arc))
          f(StateId{nodes + m - 1}, state_after(m, arc), time(arc));
  };
  // Counted, then laid down, each where those of the states before it end.
  const std::size_t states = nodes + copy_node.size();
  std::vector<std::uint64_t> first_out(states + 2, 0), first_in(states + 2, 0);
  std::size_t steps = 0;
  for_each_step([&](StateId from, StateId to, Duration) {
    ++first_out[from.index() + 2];
    ++first_in[to.index() + 2];
    ++steps;
  });
  std::partial_sum(first_out.begin(), first_out.end(), first_out.begin());
  std::partial_sum(first_in.begin(), first_in.end(), first_in.begin());
  std::vector<Step> out(steps), in(steps);
  for_each_step([&](StateId from, StateId to, Duration time) {
    out[first_out[from.index() + 1]++] = {to, time};
    in[first_in[to.index() + 1]++] = {from, time};
  });
  first_out.pop_back();
  first_in.pop_back();

  for (TurnMemory::State m = 1; m < memory.state_count(); ++m)
    for (const Arc arc : arcs_from.at(copy_node[m - 1]))
      // Who turned back at a gate came past every place of this road before.
      if (passable(arc) && !memory.forbids(m, arc))
        parts_.extra_entries.emplace_back(arc, StateId{nodes + m - 1});
  if (bans)
    for_each_open([&](Arc arc) {
      if (const TurnMemory::State m = memory.next(0, arc); m != 0)
        parts_.extra_exits.emplace_back(arc, StateId{nodes + m - 1});
    });
  std::ranges::sort(parts_.extra_entries);
  std::ranges::sort(parts_.extra_exits);
  parts_.first_out = std::move(first_out);
  parts_.first_in = std::move(first_in);
  parts_.out = std::move(out);
  parts_.in = std::move(in);
  parts_.copy_node = std::move(copy_node);
}

StateId ModeGraph::exit(Arc arc) const {
  if (!parts_.extra_exits.empty()) {
    const auto at = std::ranges::lower_bound(parts_.extra_exits, std::pair{arc, StateId{0}});
    if (at != parts_.extra_exits.end() && at->first == arc) return at->second;
  }
  return StateId{network_->head(arc).index()};
}

PlaceTimes ModeGraph::times(const Place& place) const {
  const std::uint64_t first = network_->first_point(place.edge);
  const auto points = network_->shape(place.edge);
  // Whether the edge's tail lies on the side from which the share is measured.
  const bool from_start = points[place.piece] <= points[place.piece + 1];
  const auto from_tail = [&](const Array<Duration>& run) {
    const Duration piece = run[first + place.piece + 1] - run[first + place.piece];
    const Duration share =
        piece.is_never() && place.share > 0
            ? piece
            : Duration::milliseconds(std::floor(place.share * piece.ticks() + 0.5));
    return run[first + place.piece] + (from_start ? share : piece - share);
  };
  return {from_tail(parts_.forward),
          from_tail(backward()),
          {place.piece, from_start ? place.share : -place.share}};
}

}  // namespace lifecircle
