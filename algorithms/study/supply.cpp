#include "algorithms/study/supply.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {
namespace {

SupplyAnswer asked_of(const SupplyPlan& plan, const Answers& answers, const Town& town,
                      const StudyRules& rules) {
  SupplyAnswer a;
  a.plan = &plan;
  a.service = &*std::ranges::find_if(
      answers.services, [&](const ServiceAnswer& s) { return s.service->name == plan.service; });
  a.variant = &headline_of(*a.service, plan.measure);
  a.measure = static_cast<std::size_t>(
      std::ranges::find(answers.homes.measures, plan.measure, &Measure::name) -
      answers.homes.measures.begin());
  a.admitted = Column<FacilityId, char>(town.facilities.size(), 0);
  a.supply.resize(town.facilities.size());
  a.room.resize(town.facilities.size());
  for (std::size_t f = 0; f < town.facilities.size(); ++f) {
    const Facility& facility = town.facilities[f];
    if (a.service->kinds[FacilityId{f}] == 0 ||
        (a.variant->region == Region::own && !facility.own) ||
        !rules.counts_as_open(facility.hours))
      continue;
    a.admitted[FacilityId{f}] = 1;
    const auto stated = facility.stated.find(plan.column);
    if (stated == facility.stated.end() || stated->second < 0) continue;
    a.supply[f] = stated->second;
    a.room[f] = room_of(stated->second, plan.norm_micro);
  }
  a.asked = Column<DemandId, char>(answers.homes.size(), 0);
  a.reaches = Column<DemandId, char>(answers.homes.size(), 0);
  for (std::size_t h = 0; h < answers.home_count; ++h)
    a.asked[DemandId{h}] = in_scope(*a.service->service, answers.homes.setting[h]) ? 1 : 0;
  return a;
}

void weigh(const std::vector<InReach>& pairs, const std::vector<std::uint32_t>& ranks,
           const Answers& answers, SupplyAnswer& a) {
  const std::vector<std::int64_t>& people = answers.homes.count[a.measure];
  a.people_in_reach.assign(a.supply.size(), 0);
  for (const InReach& p : pairs) {
    a.reaches[p.home] = 1;
    a.people_in_reach[p.facility.index()] += people[p.home.index()];
  }
  const TakingQuestion question{pairs, people, ranks, a.room};
  a.nearest = take_at_nearest(question);
  a.next = take_at_next(question);
  const DistanceBand all{.until = a.service->service->limit};
  a.plain = catchment(pairs, people, a.supply, {&all, 1});
  a.enhanced = catchment(pairs, people, a.supply, a.plan->bands);
}

}  // namespace

std::vector<SupplyAnswer> supply_answers(const Ground& ground, const Answers& answers,
                                         const Town& town, const StudyRules& rules,
                                         const Progress& progress, SearchLog* log) {
  std::vector<SupplyAnswer> all;
  const std::vector<std::uint32_t> ranks = taking_ranks(answers.homes);
  for (const SupplyPlan& plan : rules.supply) {
    SupplyAnswer a = asked_of(plan, answers, town, rules);
    std::vector<const ModeGraph*> graphs;
    for (const auto& mode : a.variant->modes) graphs.push_back(&answers.modes.at(mode).graph);
    const ReachQuestion question{.graphs = graphs,
                                 .direction = a.service->service->direction,
                                 .limit = a.service->service->limit,
                                 .facilities = &town.facilities,
                                 .admitted = a.admitted,
                                 .homes = &answers.homes,
                                 .asked = a.asked};
    weigh(in_reach(ground, question, rules.access, progress, log), ranks, answers, a);
    all.push_back(std::move(a));
  }
  return all;
}

void find_supply_doubts(const std::vector<SupplyAnswer>& supply, const Answers& answers,
                        const Town& town, Problems& doubts) {
  const auto doubt = [&](const char* key, std::vector<std::string> args) {
    doubts.add({.key = key, .file = {}, .layer = {}, .args = std::move(args), .set_aside = false});
  };
  for (const SupplyAnswer& a : supply) {
    const std::string& service = a.service->service->name;
    std::size_t admitted = 0, unstated = 0;
    for (std::size_t f = 0; f < town.facilities.size(); ++f) {
      if (a.admitted[FacilityId{f}] == 0) continue;
      ++admitted;
      if (!a.supply[f]) ++unstated;
    }
    if (unstated > 0)
      doubt("supply_unstated",
            {service, std::to_string(unstated), std::to_string(admitted), a.plan->column});
    std::int64_t by_own_gates = 0;
    for (std::size_t h = 0; h < answers.home_count; ++h)
      if (const DemandId home{h}; a.asked[home] != 0 && a.reaches[home] == 0 &&
                                  is_covered(*a.service->service, *a.variant, home))
        by_own_gates += answers.homes.count[a.measure][h];
    if (by_own_gates == 0) continue;
    char people[32];
    std::snprintf(people, sizeof people, "%.0f", whole(by_own_gates));
    doubt("supply_as_visitors", {service, people, a.plan->measure});
  }
}

}  // namespace lifecircle
