#include "algorithms/coverage/answers.hpp"

#include <algorithm>
#include <tuple>

namespace lifecircle {
namespace {

/// The homes of the town followed by the units' own points, so that one survey serves both.
void add_unit_points(const Town& town, Answers& answers) {
  answers.homes = town.homes;
  answers.home_count = town.homes.size();
  answers.unit_point = Column<UnitId, std::optional<DemandId>>(town.units.size());
  Homes& homes = answers.homes;
  for (std::size_t u = 0; u < town.units.size(); ++u) {
    const Unit& unit = town.units[u];
    if (!unit.own_point) continue;
    answers.unit_point[UnitId{u}] = DemandId{homes.size()};
    homes.id.push_back("unit " + unit.code);
    homes.at.push_back(*unit.own_point);
    homes.setting.push_back(unit.setting);
    homes.unit.push_back(UnitId{u});
    for (auto& count : homes.count) count.push_back(0);
    if (!homes.place.empty()) homes.place.push_back(0);
  }
}

std::vector<std::string> replaced(const std::vector<std::string>& modes,
                                  const std::map<std::string, std::string>& instead) {
  std::vector<std::string> result;
  for (const auto& mode : modes) {
    const auto other = instead.find(mode);
    result.push_back(other == instead.end() ? mode : other->second);
  }
  return result;
}

/// The ways of travelling and regions a service is computed in, headline first.
std::vector<Variant> variants_of(const Service& service, const StudyRules& rules,
                                 bool has_neighbours) {
  std::vector<Variant> ways{
      {.travel = "stated", .modes = service.modes, .homes = {}, .to_edge = {}}};
  if (auto beside = replaced(service.modes, rules.beside); beside != service.modes)
    ways.push_back({.travel = "beside", .modes = beside, .homes = {}, .to_edge = {}});
  for (const GroupTravel& group : rules.group_travel)
    if (auto modes = replaced(service.modes, group.instead); modes != service.modes)
      ways.push_back({.travel = group.measure,
                      .group = group.measure,
                      .modes = modes,
                      .homes = {},
                      .to_edge = {}});
  std::vector<Variant> all;
  for (const Region region :
       {rules.region, rules.region == Region::own ? Region::with_neighbours : Region::own})
    if (region == rules.region || has_neighbours)
      for (Variant way : ways) {
        way.region = region;
        all.push_back(way);
      }
  return all;
}

/// The questions about one profile, each asked once however many variants need it.
struct Questions {
  using Key =
      std::tuple<std::vector<std::string>, Region, Direction, std::string, std::string, double>;
  std::map<Key, std::size_t> index;
  std::vector<ModeQuestion> asked;

  static Key key(const Service& s, Region region) {
    auto kinds = s.kinds;
    std::ranges::sort(kinds);
    return {kinds, region, s.direction, s.filter.column, s.filter.yes, s.filter.at_least};
  }
};

void take_best(Variant& variant, std::uint8_t mode, const Column<DemandId, Label>& nearest,
               const Column<DemandId, Duration>& to_edge) {
  if (variant.homes.size() != nearest.size()) {
    variant.homes = Column<DemandId, HomeAnswer>(nearest.size());
    variant.to_edge = Column<DemandId, Duration>(nearest.size(), Duration::never());
  }
  for (std::size_t h = 0; h < nearest.size(); ++h) {
    const DemandId home{h};
    HomeAnswer& best = variant.homes[home];
    if (nearest[home] < best.nearest || (nearest[home] == best.nearest && mode < best.mode))
      best = {nearest[home], mode};
    variant.to_edge[home] = std::min(variant.to_edge[home], to_edge[home]);
  }
}

/// Puts what a mode answers into the variants that use it.
void read_answers(const std::string& name, ModeAnswer& mode, const Questions& asked,
                  std::vector<ServiceAnswer>& services) {
  for (ServiceAnswer& service : services) {
    mode.field_of.emplace_back(service.variants.size());
    for (std::size_t v = 0; v < service.variants.size(); ++v) {
      Variant& variant = service.variants[v];
      for (std::size_t m = 0; m < variant.modes.size(); ++m) {
        if (variant.modes[m] != name) continue;
        const std::size_t q = asked.index.at(Questions::key(*service.service, variant.region));
        mode.field_of.back()[v] = q;
        take_best(variant, static_cast<std::uint8_t>(m), mode.survey.nearest[q],
                  mode.survey.to_edge[q]);
      }
    }
  }
}

}  // namespace

bool in_scope(const Service& service, Setting setting) {
  switch (service.scope) {
    case Scope::everyone:
      return true;
    case Scope::town:
      return setting == Setting::town;
    case Scope::country:
      return setting == Setting::country;
  }
  return false;
}

Answers compute_answers(const Ground& ground, const Town& town, const StudyRules& rules,
                        const Progress& progress, const RoadHeights* heights, SearchLog* log,
                        const ReadyGraphs* ready) {
  Answers answers;
  add_unit_points(town, answers);
  const bool has_neighbours =
      std::ranges::any_of(town.facilities, [](const Facility& f) { return !f.own; });

  std::map<std::string, Questions> questions;
  for (const auto& [name, profile] : rules.profiles) questions[name];
  const auto ask = [&](const Service& service) {
    ServiceAnswer answer{.service = &service,
                         .kinds = Column<FacilityId, char>(town.facilities.size()),
                         .variants = variants_of(service, rules, has_neighbours)};
    for (std::size_t f = 0; f < town.facilities.size(); ++f)
      answer.kinds[FacilityId{f}] =
          std::ranges::find(service.kinds, town.facilities[f].kind) != service.kinds.end() &&
          service.filter.admits(town.facilities[f].stated);
    for (const Variant& variant : answer.variants)
      for (const auto& mode : variant.modes) {
        Questions& q = questions.at(mode);
        if (!q.index.try_emplace(Questions::key(service, variant.region), q.asked.size()).second)
          continue;
        ModeQuestion question{.admitted = answer.kinds, .direction = service.direction};
        for (std::size_t f = 0; f < town.facilities.size(); ++f) {
          const Facility& facility = town.facilities[f];
          if ((variant.region == Region::own && !facility.own) ||
              !rules.counts_as_open(facility.hours))
            question.admitted[FacilityId{f}] = 0;
        }
        q.asked.push_back(std::move(question));
      }
    return answer;
  };
  for (const Service& service : rules.services) answers.services.push_back(ask(service));
  for (const Service& service : rules.asked_by_standards) answers.asked.push_back(ask(service));

  std::vector<ModeQuestions> asked;
  for (const auto& [name, profile] : rules.profiles) {
    // In its place before anything points at it: fields refer to their graph.
    const bool is_ready = ready != nullptr && ready->contains(name);
    ModeGraph graph = is_ready ? ready->at(name) : ModeGraph{ground.network(), profile, heights};
    const ModeAnswer& mode =
        answers.modes.try_emplace(name, ModeAnswer{std::move(graph)}).first->second;
    asked.push_back({&mode.graph, std::move(questions.at(name).asked)});
  }
  answers.residents = residents_of(town.compounds, answers.homes.at);
  auto surveys = survey(ground, asked, town.facilities, answers.homes, rules.access, progress,
                        town.compounds.empty() ? nullptr : &answers.residents, log);
  if (surveys.empty()) return answers;
  std::size_t m = 0;
  for (auto& [name, mode] : answers.modes) {
    mode.survey = std::move(surveys[m++]);
    mode.islands = find_islands(mode.graph);
    for (auto* services : {&answers.services, &answers.asked})
      read_answers(name, mode, questions.at(name), *services);
    mode.survey.nearest.clear();
    mode.survey.to_edge.clear();
  }
  return answers;
}

}  // namespace lifecircle
