#include "algorithms/study/siting_result.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/study/siting_rooms.hpp"

namespace lifecircle {
namespace {

/// Which measures count in which demand, and how much.
class Counted {
 public:
  Counted(const SitingQuestion& q, const Answers& answers) : q_{q}, answers_{answers} {
    const ServiceAnswer& service = answers.services.front();
    for (const auto& [name, factor] : q.plan->weights) {
      measure_.push_back(
          static_cast<std::size_t>(std::ranges::find(answers.homes.measures, name, &Measure::name) -
                                   answers.homes.measures.begin()));
      variant_.push_back(
          static_cast<std::uint32_t>(&headline_of(service, name) - service.variants.data()));
    }
  }
  std::size_t measures() const { return measure_.size(); }
  void add(std::size_t demand, std::vector<std::int64_t>& sums) const {
    const SitingQuestion::Demand& d = q_.demands[demand];
    if (d.home == SitingQuestion::kWish) return;
    for (std::size_t m = 0; m < measure_.size(); ++m)
      if (variant_[m] == d.variant) sums[m] += answers_.homes.count[measure_[m]][d.home];
  }

 private:
  const SitingQuestion& q_;
  const Answers& answers_;
  std::vector<std::size_t> measure_;
  std::vector<std::uint32_t> variant_;
};

std::vector<char> open_ones(const SitingResult& r) {
  std::vector<char> open(r.question.places.size(), 0);
  for (std::size_t c = 0; c < open.size(); ++c)
    open[c] = r.question.problem.standing[c] == siting::Standing::kept;
  for (const std::uint32_t c : r.solved.answer.sites) open[c] = 1;
  return open;
}

/// Whether people who are covered as it is stay so though the relation knows nothing of it.
bool rest_stays(const SitingPlan& plan) {
  return !plan.surroundings.empty();
}

void count_people(const Counted& counted, const Answers& answers, SitingResult& r) {
  const SitingQuestion& q = r.question;
  const ServiceAnswer& service = answers.services.front();
  const auto open = open_ones(r);
  std::vector<std::int64_t> before(counted.measures()), after(before), total(before);
  for (std::size_t d = 0; d < q.demands.size(); ++d) {
    const auto& demand = q.demands[d];
    if (demand.home == SitingQuestion::kWish) continue;
    counted.add(d, total);
    const bool now =
        is_covered(*service.service, service.variants[demand.variant], DemandId{demand.home});
    if (now) counted.add(d, before);
    const auto row = q.relation.of_demand(d);
    const bool then =
        (now && rest_stays(*q.plan)) ||
        std::ranges::any_of(row, [&](const siting::Pair& p) { return open[p.other] != 0; });
    if (then) counted.add(d, after);
  }
  for (std::size_t m = 0; m < counted.measures(); ++m)
    r.people.push_back({q.plan->weights[m].first, before[m], after[m], 0, total[m]});
}

void tell_sites(const Counted& counted, const Answers& answers, SitingResult& r) {
  const SitingQuestion& q = r.question;
  const ServiceAnswer& service = answers.services.front();
  const auto open = open_ones(r);
  const std::vector<std::int64_t> none(counted.measures(), 0);
  const auto about = [&](std::uint32_t c) {
    SiteOfAnswer site{c, open[c] != 0, none, none, none};
    for (const siting::Pair& pair : q.relation.of_candidate(c)) {
      counted.add(pair.other, site.in_reach);
      const auto row = q.relation.of_demand(pair.other);
      const auto others =
          std::ranges::count_if(row, [&](const siting::Pair& p) { return open[p.other] != 0; }) -
          open[c];
      const auto& demand = q.demands[pair.other];
      const bool stays =
          rest_stays(*q.plan) && demand.home != SitingQuestion::kWish &&
          is_covered(*service.service, service.variants[demand.variant], DemandId{demand.home});
      if (others == 0 && !stays) counted.add(pair.other, site.only);
    }
    return site;
  };
  for (std::uint32_t c = 0; c < q.existing; ++c) r.existing.push_back(about(c));

  std::vector<char> served(q.demands.size(), 0), kept(q.places.size(), 0);
  for (std::size_t d = 0; d < q.demands.size(); ++d) {
    const auto& demand = q.demands[d];
    served[d] =
        rest_stays(*q.plan) && demand.home != SitingQuestion::kWish &&
        is_covered(*service.service, service.variants[demand.variant], DemandId{demand.home});
  }
  for (std::size_t c = 0; c < q.existing; ++c) kept[c] = open[c];
  std::vector<std::uint32_t> built;
  for (const std::uint32_t c : r.solved.answer.sites)
    if (c >= q.existing) built.push_back(c);
  built = siting::order_of_building(q.relation, q.problem, std::move(built), kept, served);
  for (std::size_t d = 0; d < q.demands.size(); ++d)
    for (const siting::Pair& p : q.relation.of_demand(d))
      if (kept[p.other] != 0) served[d] = 1;
  for (const std::uint32_t c : built) {
    SiteOfAnswer site = about(c);
    for (const siting::Pair& pair : q.relation.of_candidate(c)) {
      if (served[pair.other] == 0) counted.add(pair.other, site.gained);
      served[pair.other] = 1;
    }
    r.sites.push_back(std::move(site));
  }
}

}  // namespace

SitingResult answer_siting(SitingQuestion question, const Answers& answers,
                           const siting::Effort& effort, bool with_curve,
                           const Progress& progress) {
  if (question.has_rooms())
    return answer_with_rooms(std::move(question), effort, with_curve, progress);
  SitingResult r{std::move(question), {}, {}, {}, {}, {}, {}, {}};
  r.solved = siting::solve(r.question.relation, r.question.problem, effort, progress);
  r.needed = siting::needed_for_all(r.question.relation, r.question.problem, r.solved.answer,
                                    effort, progress);
  const Counted counted{r.question, answers};
  count_people(counted, answers, r);
  tell_sites(counted, answers, r);
  if (with_curve)
    r.curve = siting::gain_curve(r.question.relation, r.question.problem, r.solved.answer, effort,
                                 progress);
  return r;
}

Town town_with_sites(const Town& town, const StudyRules& rules,
                     const std::vector<SitingResult>& results) {
  Town changed = town;
  const Service& service = rules.services.front();
  const SitingPlan& plan = *results.front().question.plan;
  std::vector<char> goes(town.facilities.size(), 0);
  if (plan.existing == ExistingSites::ignore)
    for (std::size_t f = 0; f < goes.size(); ++f)
      goes[f] = std::ranges::find(service.kinds, town.facilities[f].kind) != service.kinds.end();
  for (const SitingResult& r : results)
    for (const SiteOfAnswer& site : r.existing)
      if (!site.is_open) goes[r.question.facility[site.candidate].index()] = 1;
  changed.facilities.clear();
  for (std::size_t f = 0; f < goes.size(); ++f)
    if (goes[f] == 0) changed.facilities.push_back(town.facilities[f]);
  for (const SitingResult& r : results)
    for (const SiteOfAnswer& site : r.sites) {
      Facility built = r.question.places[site.candidate];
      built.kind = service.kinds.front();
      built.hours = Openness::open;
      std::erase_if(built.stated, [&](const auto& stated) { return stated.first != plan.rooms; });
      changed.facilities.push_back(std::move(built));
    }
  sort_facilities(changed.facilities);
  return changed;
}

void take_rerun(const Answers& rerun, std::vector<SitingResult>& results) {
  const ServiceAnswer& service = rerun.services.front();
  for (SitingResult& r : results) {
    const Counted counted{r.question, rerun};
    std::vector<std::int64_t> covered(counted.measures(), 0);
    for (std::size_t d = 0; d < r.question.demands.size(); ++d) {
      const auto& demand = r.question.demands[d];
      if (demand.home != SitingQuestion::kWish &&
          is_covered(*service.service, service.variants[demand.variant], DemandId{demand.home}))
        counted.add(d, covered);
    }
    for (std::size_t m = 0; m < covered.size(); ++m) r.people[m].rerun = covered[m];
  }
}

}  // namespace lifecircle
