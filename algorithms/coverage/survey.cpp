#include "algorithms/coverage/survey.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <numeric>
#include <tuple>

#include "engine/base/parallel.hpp"

namespace lifecircle {
namespace {

std::optional<EdgeId> edge_of(const std::vector<Leg>& legs) {
  return legs.empty() ? std::nullopt : std::optional{legs.front().place.edge};
}

/// The edge of the loaded roads as a field: time between each place and the nearest junction there.
NearestField edge_field(const ModeGraph& graph, Direction direction,
                        const std::vector<NodeId>& at_edge) {
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

/// One home's look around: its legs, without those that can never win.
class Look {
 public:
  /// A leg that may win, for questions in the directions it is kept for.
  struct Way {
    Leg leg;
    PlaceTimes times;
    bool to = false, from = false;
  };

  Look(const Ground& ground, const ModeGraph& graph) : ground_{&ground}, graph_{&graph} {}

  /// Ways by growing time; none is blocked.
  const std::vector<Way>& around(Point p, double limit_m, bool to, bool from) {
    ways_.clear();
    legs_.clear();
    ground_->legs_within(*graph_, p, limit_m, legs_);
    std::ranges::sort(legs_, [](const Leg& a, const Leg& b) {
      // Along each edge. (A piece without length has two legs, to both its ends.)
      return std::tie(a.place.edge, a.place.piece, a.place.share) <
             std::tie(b.place.edge, b.place.piece, b.place.share);
    });
    blocked_.assign(legs_.size(), kUnknown);
    times_.clear();
    for (const Leg& leg : legs_) times_.push_back(graph_->times(leg.place));
    for (std::size_t first = 0; first < legs_.size();) {
      std::size_t last = first;
      while (last < legs_.size() && legs_[last].place.edge == legs_[first].place.edge) ++last;
      keep_on_edge(first, last, to, from);
      first = last;
    }
    std::ranges::sort(ways_, [](const Way& a, const Way& b) {
      return std::tie(a.leg.time, a.leg.place.edge, a.leg.place.piece) <
             std::tie(b.leg.time, b.leg.place.edge, b.leg.place.piece);
    });
    return ways_;
  }

  /// The shortest leg that no barrier blocks, of the last look.
  const Leg* shortest() {
    const Leg* best = nullptr;
    std::vector<std::size_t> order(legs_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    while (best == nullptr && !order.empty()) {
      const auto least = std::ranges::min_element(order, [&](std::size_t a, std::size_t b) {
        return std::tie(legs_[a].distance_mm, legs_[a].place.edge, legs_[a].place.piece) <
               std::tie(legs_[b].distance_mm, legs_[b].place.edge, legs_[b].place.piece);
      });
      if (!blocked(*least)) best = &legs_[*least];
      order.erase(least);
    }
    return best;
  }

 private:
  static constexpr char kUnknown = 2;
  bool blocked(std::size_t i) {
    if (blocked_[i] == kUnknown) blocked_[i] = ground_->blocked(legs_[i]) ? 1 : 0;
    return blocked_[i] == 1;
  }

  /// Of the legs to one edge, those that no other leg and the way along the edge match: whoever
  /// walks out takes the other leg and goes along; whoever comes in goes along and takes the other
  /// leg.
  void keep_on_edge(std::size_t first, std::size_t last, bool to, bool from) {
    keep_.assign(last - first, 0);
    const EdgeId edge = legs_[first].place.edge;
    const bool along = graph_->open({edge, true}), against = graph_->open({edge, false});
    // Towards the facility one goes from the other leg's place to this one, from it the other way.
    if (to) keep_in_direction(first, last, kTo, along, against, false);
    if (from) keep_in_direction(first, last, kFrom, against, along, true);
    for (std::size_t i = first; i < last; ++i)
      if (keep_[i - first] != 0)
        ways_.push_back(
            {legs_[i], times_[i], (keep_[i - first] & kTo) != 0, (keep_[i - first] & kFrom) != 0});
  }
  static constexpr char kTo = 1, kFrom = 2;

  /// `rightwards`, `leftwards`: whether a leg further left (right) may stand for one. `inwards`:
  /// travel goes from this place to the other leg's.
  void keep_in_direction(std::size_t first, std::size_t last, char bit, bool rightwards,
                         bool leftwards, bool inwards) {
    const auto between = [&](std::size_t left, std::size_t right, bool by_forward) {
      const PlaceTimes &a = times_[left], &b = times_[right];
      return by_forward ? b.forward - a.forward : b.backward - a.backward;
    };
    kept_.clear();
    for (std::size_t i = first; i < last; ++i) {
      if (rightwards && !kept_.empty() &&
          legs_[kept_.back()].time + between(kept_.back(), i, !inwards) <= legs_[i].time)
        continue;
      if (!blocked(i)) kept_.push_back(i);
    }
    std::size_t stands = kept_.size();  // nobody yet
    for (std::size_t k = kept_.size(); k-- > 0;) {
      if (leftwards && stands < kept_.size() &&
          legs_[kept_[stands]].time + between(kept_[k], kept_[stands], inwards) <=
              legs_[kept_[k]].time)
        continue;
      stands = k;
      keep_[kept_[k] - first] = static_cast<char>(keep_[kept_[k] - first] | bit);
    }
  }

  const Ground* ground_;
  const ModeGraph* graph_;
  std::vector<Leg> legs_;
  std::vector<PlaceTimes> times_;
  std::vector<char> blocked_, keep_;
  std::vector<std::size_t> kept_;
  std::vector<Way> ways_;
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
  parallel_for(
      facilities.size(), [] { return 0; },
      [&](std::size_t i, int) {
        const FacilityId f{i};
        FacilityJoin join =
            join_facility(ground, graph, facilities[i], access.of(facilities[i].setting));
        answer.ladder[f] = join.step;
        Connection& met = answer.facilities[f];
        met.connected = !join.legs.empty();
        met.edge = edge_of(join.legs);
        met.distance_m =
            met.connected
                ? join.legs.front().distance_mm / 1e3
                : ground.distance_to_roads_m(graph, centroid(facilities[i].shape)).value_or(-1);
        legs[f] = std::move(join.legs);
      });

  std::vector<std::optional<NearestField>> fields(questions.size());
  parallel_for(
      questions.size(), [] { return 0; },
      [&](std::size_t q, int) {
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

  const auto asks = [&](Direction d) {
    return std::ranges::any_of(questions, [&](const ModeQuestion& q) { return q.direction == d; });
  };
  const bool asked_to = asks(Direction::to_facility), asked_from = asks(Direction::from_facility);
  struct Scratch {
    Look look;
    std::vector<Label> best;
  };
  std::atomic<std::size_t> done{0};
  std::atomic<bool> stopped{false};
  const auto look_around = [&](std::size_t h, Scratch& s) {
    if (stopped) return;
    const DemandId home{h};
    const auto& ways =
        s.look.around(homes.at[h], access.of(homes.setting[h]), asked_to, asked_from);
    s.best.assign(questions.size(), Label{});
    Connection& met = answer.homes[home];
    if (const Leg* leg = s.look.shortest()) met = {true, leg->distance_mm / 1e3, leg->place.edge};
    std::array<Duration, 2> edge_best{Duration::never(), Duration::never()};
    for (const Look::Way& way : ways) {
      const Leg& leg = way.leg;
      bool may_win = false;
      for (std::size_t q = 0; q < questions.size(); ++q) {
        // A leg as long as the best total may still win by a smaller facility.
        if (leg.time > s.best[q].time()) continue;
        may_win = true;
        if (questions[q].direction == Direction::to_facility ? way.to : way.from)
          s.best[q] = std::min(s.best[q], fields[q]->at(leg.place.edge, way.times) + leg.time);
      }
      for (const auto& [direction, field] : edge_fields) {
        Duration& best = edge_best[static_cast<std::size_t>(direction)];
        if (leg.time >= best) continue;
        may_win = true;
        if (direction == Direction::to_facility ? way.to : way.from)
          best = std::min(best, field.at(leg.place.edge, way.times).time() + leg.time);
      }
      if (!may_win) break;
    }
    for (std::size_t q = 0; q < questions.size(); ++q) answer.nearest[q][home] = s.best[q];
    for (auto& [direction, times] : to_edge)
      times[home] = edge_best[static_cast<std::size_t>(direction)];
    if (!met.connected)
      met.distance_m = ground.distance_to_roads_m(graph, homes.at[h]).value_or(-1);
    const std::size_t now = ++done;
    if (now % 64 == 0 && is_first_thread() && !tell(progress, "stage_homes", now, homes.size()))
      stopped = true;
  };
  parallel_for(
      homes.size(),
      [&] {
        return Scratch{Look{ground, graph}, {}};
      },
      look_around, 16);
  for (const ModeQuestion& q : questions) answer.to_edge.push_back(to_edge.at(q.direction));
  for (auto& field : fields) answer.fields.push_back(std::move(*field));
  return answer;
}

}  // namespace lifecircle
