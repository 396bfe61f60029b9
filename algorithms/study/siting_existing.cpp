#include "algorithms/study/siting_existing.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/supply/resident_reach.hpp"

namespace lifecircle {
namespace {

/// Homes and facilities that exist within reach of each other, for one way of travelling.
class ReachOfVariant {
 public:
  explicit ReachOfVariant(std::vector<InReach> pairs) : pairs_{std::move(pairs)} {}
  std::span<const InReach> of_home(std::uint32_t home) const {
    const auto [first, last] = std::ranges::equal_range(pairs_, DemandId{home}, {}, &InReach::home);
    return {first, last};
  }

 private:
  std::vector<InReach> pairs_;
};

Column<FacilityId, char> open_of_service(const Answers& answers, const Town& town,
                                         const StudyRules& rules) {
  const ServiceAnswer& service = answers.services.front();
  Column<FacilityId, char> open(town.facilities.size(), 0);
  for (std::size_t f = 0; f < town.facilities.size(); ++f) {
    const Facility& there = town.facilities[f];
    open[FacilityId{f}] = service.kinds[FacilityId{f}] != 0 && rules.counts_as_open(there.hours) &&
                          (rules.region != Region::own || there.own);
  }
  return open;
}

/// One result: plain sums over its demands.
void tell(const std::map<std::uint32_t, ReachOfVariant>& reach, const Answers& answers,
          const Town& town, const Column<FacilityId, char>& open, SitingResult& r) {
  const SitingQuestion& q = r.question;
  const bool ignored = q.plan->existing == ExistingSites::ignore;
  const ServiceAnswer& service = answers.services.front();
  std::vector<std::size_t> measure;
  std::vector<std::uint32_t> variant;
  for (const auto& [name, factor] : q.plan->weights) {
    measure.push_back(
        static_cast<std::size_t>(std::ranges::find(answers.homes.measures, name, &Measure::name) -
                                 answers.homes.measures.begin()));
    variant.push_back(
        static_cast<std::uint32_t>(&headline_of(service, name) - service.variants.data()));
  }
  const std::vector<std::int64_t> none(measure.size(), 0);
  std::vector<std::size_t> place(town.facilities.size());
  for (std::size_t f = 0; f < town.facilities.size(); ++f)
    if (open[FacilityId{f}] != 0) {
      place[f] = r.aside.size();
      r.aside.push_back({town.facilities[f], !ignored, none, none, none});
    }
  for (std::size_t d = 0; d < q.demands.size(); ++d) {
    const SitingQuestion::Demand& demand = q.demands[d];
    if (demand.home == SitingQuestion::kWish) continue;
    const auto add = [&](std::vector<std::int64_t>& sums) {
      for (std::size_t m = 0; m < measure.size(); ++m)
        if (variant[m] == demand.variant) sums[m] += answers.homes.count[measure[m]][demand.home];
    };
    const bool by_site =
        std::ranges::any_of(q.relation.of_demand(d), [&](const siting::Pair& pair) {
          return std::ranges::binary_search(r.solved.answer.sites, pair.other);
        });
    const auto there = reach.at(demand.variant).of_home(demand.home);
    for (const InReach& pair : there) {
      ExistingAside& facility = r.aside[place[pair.facility.index()]];
      add(facility.in_reach);
      if (there.size() == 1 && (ignored || !by_site)) add(facility.only);
      if (!by_site) add(facility.adds);
    }
  }
}

}  // namespace

bool tell_existing_aside(const Ground& ground, const Answers& answers, const Town& town,
                         const StudyRules& rules, std::vector<SitingResult>& results,
                         const Progress& progress, SearchLog* log) {
  if (results.empty()) return true;
  const SitingPlan& plan = *results.front().question.plan;
  if (plan.existing != ExistingSites::ignore && plan.surroundings.empty()) return true;
  const ServiceAnswer& service = answers.services.front();
  const auto open = open_of_service(answers, town, rules);
  std::map<std::uint32_t, Column<DemandId, char>> asked;
  for (const SitingResult& r : results)
    for (const SitingQuestion::Demand& demand : r.question.demands)
      if (demand.home != SitingQuestion::kWish)
        asked.try_emplace(demand.variant, answers.homes.size(), char{0})
            .first->second[DemandId{demand.home}] = 1;
  std::map<std::uint32_t, ReachOfVariant> reach;
  for (const auto& [variant, homes] : asked) {
    std::vector<const ModeGraph*> graphs;
    for (const auto& mode : service.variants[variant].modes)
      graphs.push_back(&answers.modes.at(mode).graph);
    const ReachQuestion question{.graphs = graphs,
                                 .direction = service.service->direction,
                                 .limit = service.service->limit,
                                 .facilities = &town.facilities,
                                 .admitted = open,
                                 .homes = &answers.homes,
                                 .asked = homes};
    auto pairs = in_reach(ground, question, rules.access, progress, log);
    if (!add_resident_reach(ground, question, rules.access, answers.residents, pairs, progress) ||
        !lifecircle::tell(progress, "stage_siting", 0, 0))
      return false;
    reach.emplace(variant, std::move(pairs));
  }
  for (SitingResult& r : results) tell(reach, answers, town, open, r);
  return true;
}

}  // namespace lifecircle
