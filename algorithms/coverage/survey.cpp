#include "algorithms/coverage/survey.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "engine/base/loop_teller.hpp"
#include "engine/base/parallel.hpp"
#include "engine/network/useful_legs.hpp"
#include "engine/search/nearest_table.hpp"

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

/// Has hierarchies made where so many questions are worth it.
void prepare(std::span<const ModeQuestions> modes, SearchLog* log) {
  std::vector<FieldJob> jobs;
  for (const ModeQuestions& mode : modes) jobs.push_back({mode.graph, mode.questions.size()});
  const std::vector<SearchWay> ways = prepare_fields(jobs);
  if (log == nullptr) return;
  for (std::size_t m = 0; m < modes.size(); ++m)
    log->add({modes[m].graph->profile().name, "nearest", jobs[m].fields, ways[m]});
}

/// Joins the facilities to the roads of one mode and searches outward from them.
ModeSurvey from_facilities(const Ground& ground, const ModeQuestions& mode,
                           const std::vector<Facility>& facilities, const AccessLimits& access) {
  const ModeGraph& graph = *mode.graph;
  const auto& questions = mode.questions;
  ModeSurvey answer;
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
  for (auto& field : fields) answer.fields.push_back(std::move(*field));
  return answer;
}

/// What the homes read of one mode and direction: the questions' fields in their order, then the
/// edge of the loaded roads.
struct Reading {
  std::size_t mode;
  Direction direction;
  std::vector<std::size_t> questions;
  std::unique_ptr<NearestField> edge;
  NearestTable table;
  Column<DemandId, Duration> to_edge;
};

std::vector<Reading> readings_of(std::span<const ModeQuestions> modes,
                                 const std::vector<ModeSurvey>& answers, std::size_t homes) {
  std::vector<Reading> readings;
  for (std::size_t m = 0; m < modes.size(); ++m) {
    const ModeGraph& graph = *modes[m].graph;
    const auto at_edge = junctions_at_the_edge(graph.network());
    for (const Direction direction : {Direction::to_facility, Direction::from_facility}) {
      std::vector<std::size_t> asked;
      std::vector<const NearestField*> columns;
      for (std::size_t q = 0; q < modes[m].questions.size(); ++q)
        if (modes[m].questions[q].direction == direction) {
          asked.push_back(q);
          columns.push_back(&answers[m].fields[q]);
        }
      if (asked.empty()) continue;
      auto edge = std::make_unique<NearestField>(edge_field(graph, direction, at_edge));
      columns.push_back(edge.get());
      readings.push_back({m, direction, std::move(asked), std::move(edge),
                          NearestTable{graph, direction, std::move(columns)},
                          Column<DemandId, Duration>(homes, Duration::never())});
    }
  }
  return readings;
}

/// What homes have read, and where.
std::vector<ReadField> read_fields(std::vector<Reading>& readings,
                                   std::vector<ModeSurvey>& answers) {
  std::vector<ReadField> all;
  for (Reading& r : readings) {
    for (const std::size_t q : r.questions)
      all.push_back({.field = &answers[r.mode].fields[q], .nearest = &answers[r.mode].nearest[q]});
    all.push_back({.field = r.edge.get(), .to_edge = &r.to_edge});
  }
  return all;
}

}  // namespace

std::vector<ModeSurvey> survey(const Ground& ground, std::span<const ModeQuestions> modes,
                               const std::vector<Facility>& facilities, const Homes& homes,
                               const AccessLimits& access, const Progress& progress,
                               const Residents* residents, SearchLog* log) {
  if (!tell(progress, "stage_search", 0, modes.size())) return {};
  prepare(modes, log);
  std::vector<ModeSurvey> answers;
  for (const ModeQuestions& mode : modes) {
    if (!answers.empty() && !tell(progress, "stage_search", answers.size(), modes.size()))
      return {};
    answers.push_back(from_facilities(ground, mode, facilities, access));
    answers.back().homes = Column<DemandId, Connection>(homes.size());
    answers.back().nearest.assign(mode.questions.size(), Column<DemandId, Label>(homes.size()));
  }
  std::vector<Reading> readings = readings_of(modes, answers, homes.size());
  std::vector<std::array<bool, 2>> asked(modes.size());  // [mode][direction]
  for (const Reading& r : readings) asked[r.mode][static_cast<std::size_t>(r.direction)] = true;

  struct Scratch {
    Surroundings here;
    UsefulLegs look;
    std::vector<Label> best;
  };
  LoopTeller teller{progress, "stage_homes", homes.size()};
  const auto look_around = [&](std::size_t h, Scratch& s) {
    if (!teller.go_on()) return;
    const DemandId home{h};
    s.here.look(ground, homes.at[h], access.of(homes.setting[h]));
    for (std::size_t m = 0; m < modes.size(); ++m) {
      const ModeGraph& graph = *modes[m].graph;
      const auto [asked_to, asked_from] = asked[m];
      const auto& ways = s.look.around(graph, s.here, asked_to, asked_from);
      for (Reading& r : readings) {
        if (r.mode != m) continue;
        s.best.assign(r.table.size(), Label{});
        const bool to = r.direction == Direction::to_facility;
        for (const UsefulLegs::Way& way : ways)
          if (to ? way.to : way.from) r.table.lower(way.edge, way.times, way.leg, s.best);
        for (std::size_t i = 0; i < r.questions.size(); ++i)
          answers[m].nearest[r.questions[i]][home] = s.best[i];
        r.to_edge[home] = s.best.back().time();
      }
      Connection& met = answers[m].homes[home];
      if (const Leg* leg = s.look.shortest())
        met = {true, leg->distance_mm / 1e3, leg->place.edge};
      else
        met.distance_m = ground.distance_to_roads_m(graph, homes.at[h]).value_or(-1);
    }
  };
  parallel_for(
      homes.size(), [] { return Scratch{}; }, look_around, 16);
  if (teller.stopped()) return {};
  if (residents != nullptr && !let_residents_pass(ground, read_fields(readings, answers), homes,
                                                  access, *residents, progress))
    return {};
  for (std::size_t m = 0; m < modes.size(); ++m)
    for (const ModeQuestion& q : modes[m].questions)
      answers[m].to_edge.push_back(std::ranges::find_if(readings, [&](const Reading& r) {
                                     return r.mode == m && r.direction == q.direction;
                                   })->to_edge);
  return answers;
}

}  // namespace lifecircle
