#include "algorithms/coverage/survey.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <tuple>

#include "engine/base/parallel.hpp"

namespace lifecircle {
namespace {

std::optional<EdgeId> edge_of(const std::vector<Leg>& legs) {
  return legs.empty() ? std::nullopt : std::optional{legs.front().place.edge};
}

/// The edge of the loaded roads as a field: time between each place and the nearest junction there.
NearestField edge_field(const ModeGraph& graph, Direction direction, const std::vector<NodeId>& at_edge) {
  std::vector<bool> is_there(graph.network().node_count(), false);
  for (const NodeId node : at_edge) is_there[node.index()] = true;
  std::vector<std::pair<StateId, Label>> starts;
  for (std::size_t s = 0; s < graph.state_count(); ++s) {
    const NodeId node = graph.node(StateId{s});
    // Nobody comes in through a closed gate.
    const bool shut = direction == Direction::from_facility &&
                      graph.network().closed(node).has(graph.profile().mode);
    if (is_there[node.index()] && !shut)
      starts.emplace_back(StateId{s}, Label{Duration{}, FacilityId{0}});
  }
  return {graph, direction, std::move(starts), Duration::never()};
}

/// One home's look around.
class Look {
 public:
  Look(const Ground& ground, const ModeGraph& graph) : ground_{&ground}, graph_{&graph} {}

  /// Legs of a point by growing time, without regard to barriers; blocked() asks once each.
  void around(Point p, double limit_m) {
    legs_.clear();
    ground_->legs_within(*graph_, p, limit_m, legs_);
    order_.resize(legs_.size());
    for (std::uint32_t i = 0; i < order_.size(); ++i) order_[i] = i;
    std::ranges::sort(order_, [&](std::uint32_t a, std::uint32_t b) {
      const Leg &l = legs_[a], &m = legs_[b];
      return std::tie(l.distance_mm, l.place.edge, l.place.piece) <
             std::tie(m.distance_mm, m.place.edge, m.place.piece);
    });
    blocked_.assign(legs_.size(), kUnknown);
  }
  std::size_t size() const { return order_.size(); }
  const Leg& leg(std::size_t i) const { return legs_[order_[i]]; }
  bool blocked(std::size_t i) {
    if (blocked_[i] == kUnknown) blocked_[i] = ground_->blocked(leg(i)) ? 1 : 0;
    return blocked_[i] == 1;
  }

 private:
  static constexpr char kUnknown = 2;
  const Ground* ground_;
  const ModeGraph* graph_;
  std::vector<Leg> legs_;
  std::vector<std::uint32_t> order_;
  std::vector<char> blocked_;
};

}  // namespace

ModeSurvey survey(const Ground& ground, const ModeGraph& graph,
                  const std::vector<Facility>& facilities, const Homes& homes,
                  const AccessLimits& access, std::span<const ModeQuestion> questions,
                  const Progress& progress) {
  ModeSurvey answer;
  answer.homes = Column<DemandId, Connection>(homes.size());
  answer.facilities = Column<FacilityId, Connection>(facilities.size());
  answer.ladder = Column<FacilityId, Ladder>(facilities.size());

  Column<FacilityId, std::vector<Leg>> legs(facilities.size());
  parallel_for(facilities.size(), [] { return 0; }, [&](std::size_t i, int) {
    const FacilityId f{i};
    FacilityJoin join = join_facility(ground, graph, facilities[i], access.of(facilities[i].setting));
    answer.ladder[f] = join.step;
    Connection& met = answer.facilities[f];
    met.connected = !join.legs.empty();
    met.edge = edge_of(join.legs);
    met.distance_m = met.connected ? join.legs.front().distance_mm / 1e3
                                   : ground.distance_to_roads_m(graph, centroid(facilities[i].shape))
                                         .value_or(-1);
    legs[f] = std::move(join.legs);
  });

  std::vector<std::optional<NearestField>> fields(questions.size());
  parallel_for(questions.size(), [] { return 0; }, [&](std::size_t q, int) {
    std::vector<Seed> seeds;
    for (std::size_t f = 0; f < facilities.size(); ++f)
      if (questions[q].admitted[FacilityId{f}])
        for (const Leg& leg : legs[FacilityId{f}])
          seeds.push_back({leg.place, Label{leg.time, FacilityId{f}}});
    fields[q].emplace(graph, questions[q].direction, std::move(seeds));
  });
  const auto at_edge = junctions_at_the_edge(graph.network());
  std::map<Direction, NearestField> edge_fields;
  for (const ModeQuestion& q : questions)
    if (!edge_fields.contains(q.direction))
      edge_fields.emplace(q.direction, edge_field(graph, q.direction, at_edge));

  answer.nearest.assign(questions.size(), Column<DemandId, Label>(homes.size()));
  std::map<Direction, Column<DemandId, Duration>> to_edge;
  for (const auto& [direction, field] : edge_fields)
    to_edge.emplace(direction, Column<DemandId, Duration>(homes.size(), Duration::never()));

  struct Scratch {
    Look look;
    std::vector<Label> best;
  };
  std::atomic<std::size_t> done{0};
  std::atomic<bool> stopped{false};
  const auto look_around = [&](std::size_t h, Scratch& s) {
    if (stopped) return;
    const DemandId home{h};
    s.look.around(homes.at[h], access.of(homes.setting[h]));
    s.best.assign(questions.size(), Label{});
    Connection& met = answer.homes[home];
    std::map<Direction, Duration> edge_best;
    for (const auto& [direction, field] : edge_fields) edge_best[direction] = Duration::never();
    for (std::size_t i = 0; i < s.look.size(); ++i) {
      const Leg& leg = s.look.leg(i);
      if (!met.connected && !s.look.blocked(i)) {
        met = {true, leg.distance_mm / 1e3, leg.place.edge};
      }
      const PlaceTimes times = graph.times(leg.place);
      bool may_win = !met.connected;
      for (std::size_t q = 0; q < questions.size(); ++q) {
        may_win |= leg.time <= s.best[q].time();
        const Label label = fields[q]->at(leg.place.edge, times) + leg.time;
        if (label < s.best[q] && !s.look.blocked(i)) s.best[q] = label;
      }
      for (auto& [direction, best] : edge_best) {
        may_win |= leg.time < best;
        const Duration time = edge_fields.at(direction).at(leg.place.edge, times).time() + leg.time;
        if (time < best && !s.look.blocked(i)) best = time;
      }
      if (!may_win) break;
    }
    for (std::size_t q = 0; q < questions.size(); ++q) answer.nearest[q][home] = s.best[q];
    for (const auto& [direction, best] : edge_best) to_edge.at(direction)[home] = best;
    if (!met.connected) met.distance_m = ground.distance_to_roads_m(graph, homes.at[h]).value_or(-1);
    const std::size_t now = ++done;
    if (now % 64 == 0 && is_first_thread() && !tell(progress, "stage_homes", now, homes.size()))
      stopped = true;
  };
  parallel_for(homes.size(), [&] { return Scratch{Look{ground, graph}, {}}; }, look_around, 16);
  for (const ModeQuestion& q : questions) answer.to_edge.push_back(to_edge.at(q.direction));
  for (auto& field : fields) answer.fields.push_back(std::move(*field));
  return answer;
}

}  // namespace lifecircle
