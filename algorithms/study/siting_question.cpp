#include "algorithms/study/siting_question.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/siting/core.hpp"
#include "algorithms/study/siting_adjacent.hpp"
#include "algorithms/study/siting_weights.hpp"
#include "algorithms/supply/resident_reach.hpp"
#include "algorithms/supply/room.hpp"

namespace lifecircle {
namespace {

using siting::Standing;
using siting::Wide;

/// Pairs of all candidates for one way of travelling.
struct OfVariant {
  std::uint32_t variant;
  std::vector<std::size_t> measures;  ///< places in Homes::measures
  std::vector<std::int64_t> factor;   ///< [measure here]
  std::vector<std::size_t> group;     ///< [measure here] place in plan.order
  std::vector<InReach> pairs = {};
};

std::vector<OfVariant> variants_of(const Answers& answers, const SitingPlan& plan) {
  const ServiceAnswer& service = answers.services.front();
  std::vector<OfVariant> all;
  for (std::size_t i = 0; i < plan.weights.size(); ++i) {
    const auto& [name, factor] = plan.weights[i];
    const auto variant =
        static_cast<std::uint32_t>(&headline_of(service, name) - service.variants.data());
    auto at = std::ranges::find(all, variant, &OfVariant::variant);
    if (at == all.end()) at = all.insert(all.end(), OfVariant{variant, {}, {}, {}});
    at->measures.push_back(
        static_cast<std::size_t>(std::ranges::find(answers.homes.measures, name, &Measure::name) -
                                 answers.homes.measures.begin()));
    at->factor.push_back(factor);
    at->group.push_back(i);
  }
  return all;
}

std::string ground_of(const std::optional<UnitId>& unit, const Town& town, SitingBy by) {
  if (by == SitingBy::whole) return {};
  if (!unit) return {};
  const std::string& code = town.units[unit->index()].code;
  const std::size_t digits = by == SitingBy::county     ? 6
                             : by == SitingBy::township ? 9
                                                        : code.size();
  return code.substr(0, digits);
}

/// A question as it is put together.
struct Draft {
  SitingQuestion question;
  std::vector<std::uint32_t> candidate_of;  ///< [place of all]: its number here, or kWish
  std::vector<TimeBetween> rows;
  std::vector<Wide> weight;
  std::vector<std::pair<std::uint32_t, std::pair<std::int64_t, std::uint8_t>>> entries;
};

Standing standing_of(const Facility& place, bool exists, const SitingPlan& plan) {
  if (exists) return plan.existing == ExistingSites::keep ? Standing::kept : Standing::choice;
  if (place.stated.contains(kSiteRequired)) return Standing::required;
  if (place.stated.contains(kSiteForbidden)) return Standing::forbidden;
  return Standing::choice;
}

/// Whole weights with nothing in common, or none where their sum is beyond 2^57.
bool settle_weights(Draft& draft, double ones, std::int64_t once_and_twice) {
  constexpr Wide kMost = Wide{1} << 57;
  std::vector<std::int64_t>& weight = draft.question.problem.weight;
  Wide common = 0, sum = 0;
  for (const Wide w : draft.weight) {
    Wide a = common, b = w;
    while (b != 0) a = std::exchange(b, a % b);
    common = a;
  }
  if (common == 0) common = 1;
  for (const Wide w : draft.weight) {
    sum += w / common * once_and_twice;
    if (sum > kMost) return false;
    weight.push_back(static_cast<std::int64_t>(w / common));
  }
  draft.question.weight_unit = static_cast<double>(common) / ones;
  return true;
}

/// Who asks for a place where, and what room there is for people of the measure.
void settle_rooms(const Answers& answers, const StudyRules& rules, SitingQuestion& q) {
  const SupplyPlan& supply = rules.supply.front();
  const auto m = static_cast<std::size_t>(
      std::ranges::find(answers.homes.measures, supply.measure, &Measure::name) -
      answers.homes.measures.begin());
  for (const SitingQuestion::Demand& demand : q.demands)
    q.load.push_back(answers.homes.count[m][demand.home]);
  for (const Facility& place : q.places) {
    const auto stated = place.stated.find(supply.column);
    const bool has = stated != place.stated.end() && stated->second >= 0;
    q.room.push_back(has ? room_of(stated->second, supply.norm_micro) : 0);
  }
}

/// Bands of a supply end at the limit that is asked, which may be another than the service's.
void end_bands_at(Duration limit, std::vector<DistanceBand>& bands) {
  while (bands.size() > 1 && bands[bands.size() - 2].until >= limit) bands.pop_back();
  bands.back().until = limit;
}

/// What no choice has more of: so many sites, each with the most of any.
std::vector<std::int64_t> most_of(const SitingQuestion& q, const siting::Relation& relation,
                                  const std::vector<std::vector<std::int64_t>>& of_demand) {
  const std::size_t groups = q.groups.size();
  std::vector<Wide> most(groups, 0);
  for (std::size_t c = 0; c < relation.candidates(); ++c) {
    std::vector<Wide> here(groups, 0);
    for (const siting::Pair& pair : relation.of_candidate(c))
      for (std::size_t g = 0; g < groups; ++g) here[g] += of_demand[g][pair.other];
    for (std::size_t g = 0; g < groups; ++g) most[g] = std::max(most[g], here[g]);
  }
  std::vector<std::int64_t> all;
  for (const Wide one : most)
    all.push_back(static_cast<std::int64_t>(
        std::min<Wide>(q.problem.sites ? one * *q.problem.sites : Wide{1} << 60, Wide{1} << 60)));
  return all;
}

bool settle_order(Draft& draft, const SitingPlan& plan, std::size_t classes) {
  SitingQuestion& q = draft.question;
  for (std::size_t c = 0; c < classes; ++c)
    for (const auto& [name, factor] : plan.weights) q.groups.push_back(name);
  q.covered_anyhow.assign(q.groups.size(), 0);
  q.first_classes = classes;
  std::vector<char> kept(q.demands.size(), 0), open_to_choice(q.demands.size(), 0);
  for (const TimeBetween& row : draft.rows) {
    const Standing standing = q.problem.standing[row.from];
    if (standing == Standing::kept) kept[row.to] = 1;
    if (standing == Standing::choice || standing == Standing::required) open_to_choice[row.to] = 1;
  }
  std::vector<std::int64_t> weight;
  std::vector<std::uint8_t> group;
  std::vector<std::uint32_t> of;
  std::vector<std::vector<std::int64_t>> of_demand(q.groups.size(),
                                                   std::vector<std::int64_t>(q.demands.size(), 0));
  for (const auto& [demand, entry] : draft.entries) {
    if (kept[demand] != 0) q.covered_anyhow[entry.second] += entry.first;
    if (kept[demand] != 0 || open_to_choice[demand] == 0) continue;
    weight.push_back(entry.first);
    group.push_back(entry.second);
    of.push_back(demand);
    of_demand[entry.second][demand] += entry.first;
  }
  auto order = siting::in_strict_order(
      weight, group,
      most_of(q, siting::Relation{q.places.size(), q.demands.size(), draft.rows}, of_demand));
  if (!order) return false;
  q.problem.weight.assign(q.demands.size(), 0);
  for (std::size_t i = 0; i < of.size(); ++i) q.problem.weight[of[i]] += order->weight[i];
  q.order = std::move(order);
  return true;
}

}  // namespace

siting::Aim aim_of(SitingAim aim) {
  switch (aim) {
    case SitingAim::cover_all:
      return siting::Aim::cover_all;
    case SitingAim::least_time:
      return siting::Aim::least_time;
    case SitingAim::least_worst:
      return siting::Aim::least_worst;
    case SitingAim::cover_most:
      break;
  }
  return siting::Aim::cover_most;
}

StudyRules rules_of_siting(const StudyRules& rules, const SitingPlan& plan) {
  StudyRules own = rules;
  std::erase_if(own.services, [&](const Service& s) { return s.name != plan.service; });
  if (plan.limit) own.services.front().limit = *plan.limit;
  own.beside.clear();
  own.standards.clear();
  own.asked_by_standards.clear();
  own.circles.reset();
  std::erase_if(own.supply, [&](const SupplyPlan& s) {
    if (s.service != plan.service) return true;
    if (!plan.rooms.empty())
      return s.column != plan.rooms || s.measure != plan.weights.front().first;
    return plan.surroundings.empty() || s.column != plan.surroundings;
  });
  if (own.supply.size() > 1) own.supply.resize(1);
  for (SupplyPlan& s : own.supply) end_bands_at(own.services.front().limit, s.bands);
  std::erase_if(own.profiles, [&](const auto& named) {
    const auto used = [&](const std::string& mode) { return mode == named.first; };
    if (std::ranges::any_of(own.services.front().modes, used)) return false;
    return std::ranges::none_of(own.group_travel, [&](const GroupTravel& g) {
      return std::ranges::any_of(g.instead, [&](const auto& i) { return used(i.second); });
    });
  });
  return own;
}

Result<std::vector<SitingQuestion>> siting_questions(const Ground& ground, const Answers& answers,
                                                     const Town& town, const StudyRules& rules,
                                                     const SitingPlan& plan,
                                                     const SitingPlaces& places,
                                                     const Progress& progress, SearchLog* log) {
  const ServiceAnswer& service = answers.services.front();
  const Error stopped{Fault::interrupted, "interrupted", ""};
  SitingWeights weights = weights_of(answers, town, plan, places);
  if (!plan.surroundings.empty())
    lower_by_surroundings(ground, answers, town, rules, progress, log, weights);

  // What exists and what could be, in one row of places.
  std::vector<Facility> all;
  std::vector<FacilityId> facility;
  if (plan.existing != ExistingSites::ignore && plan.surroundings.empty())
    for (std::size_t f = 0; f < town.facilities.size(); ++f)
      if (const Facility& there = town.facilities[f]; service.kinds[FacilityId{f}] != 0 &&
                                                      rules.counts_as_open(there.hours) &&
                                                      (rules.region != Region::own || there.own)) {
        all.push_back(there);
        facility.push_back(FacilityId{f});
      }
  const std::size_t existing = all.size();
  all.insert(all.end(), places.candidates.begin(), places.candidates.end());

  std::vector<OfVariant> variants = variants_of(answers, plan);
  Column<DemandId, char> asked(answers.homes.size(), 0);
  for (OfVariant& of : variants) {
    for (std::size_t h = 0; h < answers.home_count; ++h) {
      bool counts = false;
      for (const std::size_t m : of.measures) counts = counts || answers.homes.count[m][h] > 0;
      asked[DemandId{h}] = counts && in_scope(*service.service, answers.homes.setting[h]) ? 1 : 0;
    }
    std::vector<const ModeGraph*> graphs;
    for (const auto& mode : service.variants[of.variant].modes)
      graphs.push_back(&answers.modes.at(mode).graph);
    const ReachQuestion question{.graphs = graphs,
                                 .direction = service.service->direction,
                                 .limit = service.service->limit,
                                 .facilities = &all,
                                 .admitted = Column<FacilityId, char>(all.size(), 1),
                                 .homes = &answers.homes,
                                 .asked = asked};
    of.pairs = in_reach(ground, question, rules.access, progress, log);
    if (!add_resident_reach(ground, question, rules.access, answers.residents, of.pairs,
                            progress) ||
        !tell(progress, "stage_siting", 0, 0))
      return stopped;
    add_adjacent(places.adjacent, question, of.pairs);
  }

  std::map<std::string, Draft> drafts;
  if (plan.by == SitingBy::whole) drafts[std::string{}];
  for (std::size_t c = 0; c < all.size(); ++c)
    if (c >= existing) drafts[ground_of(all[c].unit, town, plan.by)];
  for (auto& [digits, draft] : drafts) {
    draft.question.plan = &plan;
    draft.question.ground = digits;
    draft.candidate_of.assign(all.size(), SitingQuestion::kWish);
    for (std::size_t c = 0; c < all.size(); ++c) {
      // What exists elsewhere serves people here, too; built is on the ground alone.
      if (c >= existing && ground_of(all[c].unit, town, plan.by) != digits) continue;
      draft.candidate_of[c] = static_cast<std::uint32_t>(draft.question.places.size());
      draft.question.places.push_back(all[c]);
      const bool elsewhere = c < existing && ground_of(all[c].unit, town, plan.by) != digits;
      draft.question.problem.standing.push_back(
          elsewhere ? Standing::kept : standing_of(all[c], c < existing, plan));
      if (c >= existing) continue;
      ++draft.question.existing;
      draft.question.facility.push_back(facility[c]);
    }
  }
  const bool ordered = plan.asks_strict_order() || weights.classes > 1;
  const bool by_factor =
      !ordered && (plan.weights.size() > 1 || plan.weights.front().second != 1000 ||
                   std::ranges::any_of(weights.factor, [&](std::int64_t factor) {
                     return factor != static_cast<std::int64_t>(weights.ones);
                   }));
  for (const OfVariant& of : variants) {
    std::size_t pair = 0;
    for (std::size_t h = 0; h < answers.home_count; ++h) {
      const std::size_t first = pair;
      while (pair < of.pairs.size() && of.pairs[pair].home.index() == h) ++pair;
      if (!in_scope(*service.service, answers.homes.setting[h])) continue;
      const auto at = drafts.find(ground_of(answers.homes.unit[h], town, plan.by));
      if (at == drafts.end()) continue;
      Draft& draft = at->second;
      Wide sum = 0;
      bool anybody = false;
      const auto demand = static_cast<std::uint32_t>(draft.question.demands.size());
      for (std::size_t i = 0; i < of.measures.size(); ++i) {
        const std::int64_t count = answers.homes.count[of.measures[i]][h];
        if (count == 0) continue;
        anybody = true;
        sum += Wide{count} * of.factor[i] * weights.factor[h];
        draft.entries.push_back(
            {demand,
             {count, static_cast<std::uint8_t>(weights.home_class[h] * plan.weights.size() +
                                               of.group[i])}});
      }
      if (!anybody) continue;  // who counts nothing is still among those covered or not
      draft.question.demands.push_back({static_cast<std::uint32_t>(h), of.variant});
      draft.weight.push_back(sum);
      for (std::size_t p = first; p < pair; ++p)
        if (const std::uint32_t c = draft.candidate_of[of.pairs[p].facility.index()];
            c != SitingQuestion::kWish)
          draft.rows.push_back({c, demand, of.pairs[p].time});
    }
  }

  std::vector<SitingQuestion> questions;
  const auto too_large = [&] {
    return Error{Fault::limit, "siting_numbers_large", "[[siting]] " + plan.name, {plan.name}};
  };
  for (auto& [digits, draft] : drafts) {
    SitingQuestion& q = draft.question;
    siting::Problem& p = q.problem;
    if (q.demands.empty()) continue;
    q.by_factor = by_factor || plan.backup > 0;
    double ones = 1e3 * 1e3 * weights.ones;
    for (std::uint32_t c = 0; c < q.places.size(); ++c) {
      const auto wish = q.places[c].stated.find(kSiteWish);
      if (wish == q.places[c].stated.end() || ordered) continue;
      const auto demand = static_cast<std::uint32_t>(q.demands.size());
      q.demands.push_back({SitingQuestion::kWish, 0});
      draft.weight.push_back(Wide{wish->second} * static_cast<std::int64_t>(ones / 1e3));
      draft.rows.push_back({c, demand, Duration{}});
    }
    p.aim = aim_of(plan.aim);
    p.limit = service.service->limit;
    p.sites = plan.sites;
    p.budget = plan.budget;
    p.far = service.service->limit;
    if (plan.closings) {
      p.closings = plan.closings;
      for (std::size_t c = 0; c < q.places.size(); ++c)
        p.existing.push_back(c < q.existing && p.standing[c] == Standing::choice);
    }
    if (places.has_costs)
      for (const Facility& f : q.places) {
        const auto cost = f.stated.find(kSiteCost);
        p.cost.push_back(cost == f.stated.end() ? 0 : cost->second);
      }
    if (!places.has_costs && plan.budget) p.cost.assign(q.places.size(), 1000);
    if (plan.backup > 0) {
      const std::int64_t common = std::gcd(plan.backup, std::int64_t{1000});
      p.once = 1000 / common;
      p.twice = plan.backup / common;
    }
    if (!(ordered ? settle_order(draft, plan, weights.classes)
                  : settle_weights(draft, ones, p.once + p.twice)))
      return too_large();
    if (!plan.rooms.empty()) {
      settle_rooms(answers, rules, q);
      Wide all_cost = 0;
      for (const std::int64_t cost : p.cost) all_cost += cost;
      if (plan.budget && all_cost > siting::kMostSpent) return too_large();
    }
    q.relation = siting::Relation{q.places.size(), q.demands.size(), draft.rows};
    draft.rows = {};
    questions.push_back(std::move(q));
  }
  return questions;
}

}  // namespace lifecircle
