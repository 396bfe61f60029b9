// What a siting promises is what the study computed anew delivers: every choice of candidates there
// is, against a town in which they are built.

#include "algorithms/study/siting_result.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/siting/check.hpp"
#include "algorithms/study/siting_existing.hpp"
#include "engine/base/parallel.hpp"
#include "tests/algorithms/study/some_study.hpp"
#include "tests/support/property.hpp"

namespace lifecircle::test {
namespace {

/// Gates closed to walkers, and compounds whose residents pass some of them.
void wall_in(SomeStudy& study, Dice& dice) {
  Town& town = study.town;
  std::set<Point> gates;
  for (const Point p : town.roads.position)
    if (dice.chance(30)) gates.insert(p);
  for (std::size_t v = 0; v < town.roads.vertex_count(); ++v)
    if (gates.contains(town.roads.position[v]))
      town.roads.closed[v] = town.roads.closed[v] | Modes::of(Mode::foot);
  for (int c = 0; c < 2; ++c) {
    const Point at = town.homes.at[dice.below(town.homes.size())];
    const auto reach = [&] { return 50'000 * static_cast<std::int32_t>(1 + dice.below(4)); };
    const Point low{at.x - reach(), at.y - reach()}, high{at.x + reach(), at.y + reach()};
    Compound compound{
        .code = std::to_string(c),
        .area = {ShapeKind::area, {{low, {high.x, low.y}, high, {low.x, high.y}, low}}},
        .gates = {}};
    for (const Point p : gates)
      if (dice.chance(50)) compound.gates.push_back({p, Modes::all()});
    town.compounds.push_back(std::move(compound));
  }
}

struct Asked {
  SomeStudy study;
  SitingPlan plan;
  SitingPlaces places;
  StudyRules rules;

  explicit Asked(const Recipe& recipe) : study{recipe} {
    Dice dice{recipe.seed, 120};
    if (dice.chance(40)) wall_in(study, dice);
    if (dice.chance(20)) {  // one that looks alike, on the other side of the border
      Facility twin = study.town.facilities[dice.below(study.town.facilities.size())];
      twin.own = !twin.own;
      study.town.facilities.push_back(std::move(twin));
      sort_facilities(study.town.facilities);
    }
    plan.name = "sites";
    plan.service = study.rules.services[dice.below(study.rules.services.size())].name;
    if (dice.chance(30)) plan.aim = SitingAim::least_time;
    plan.sites = 1 + dice.below(3);
    if (dice.chance(40)) plan.limit = Duration::minutes(1 + dice.below(20));
    const std::vector<std::vector<std::pair<std::string, std::int64_t>>> weights{
        {{"people", 1000}},
        {{"elderly", 1000}},
        {{"people", 1000}, {"elderly", 2500}},
        {{"households", 400}, {"elderly", 3000}}};
    plan.weights = dice.one_of(weights);
    if (plan.aim == SitingAim::cover_most && dice.chance(30)) {
      plan.order = {"elderly", "people"};
      plan.weights = {{"elderly", 1000}, {"people", 1000}};
    }
    if (dice.chance(30)) {
      for (Unit& unit : study.town.units) unit.group = dice.chance(50) ? "old" : "new";
      if (plan.order.empty()) plan.unit_groups = {{"old", 3000}};
    }
    plan.existing = dice.one_of(std::vector{ExistingSites::keep, ExistingSites::keep,
                                            ExistingSites::may_close, ExistingSites::ignore});
    if (plan.existing == ExistingSites::may_close && dice.chance(60)) {
      plan.closings = dice.below(3);
      plan.sites = *plan.sites + 3;
    }
    for (std::uint32_t c = 0; c < 5; ++c) {
      Facility place = study.town.facilities[dice.below(study.town.facilities.size())];
      if (dice.chance(70)) {
        place.shape = Shape::of(study.town.homes.at[dice.below(study.town.homes.size())]);
        place.entrances.clear();
        place.gates.clear();
      }
      place.id = "new " + std::to_string(c);
      place.kind = "candidate";
      place.own = true;
      place.stated.clear();
      if (dice.chance(10)) place.stated[kSiteRequired] = 1000;
      if (dice.chance(10) && !place.stated.contains(kSiteRequired))
        place.stated[kSiteForbidden] = 1000;
      places.candidates.push_back(std::move(place));
    }
    if (dice.chance(30)) {
      const Point at = study.town.homes.at[dice.below(study.town.homes.size())];
      const Point low{at.x - 100'000, at.y - 100'000}, high{at.x + 100'000, at.y + 100'000};
      places.areas.push_back(
          {{{ShapeKind::area, {{low, {high.x, low.y}, high, {low.x, high.y}, low}}}},
           2000,
           plan.aim == SitingAim::cover_most && !plan.order.empty()});
    }
    sort_facilities(places.candidates);
    rules = rules_of_siting(study.rules, plan);
  }
};

/// The weight that the people of a home have, measure by measure, in the town as it stands, and
/// what the siting would say of it: plain loops over homes.
class Promise {
 public:
  Promise(const Asked& asked, const Answers& answers) : asked_{asked} {
    const ServiceAnswer& service = answers.services.front();
    const Town& town = asked.study.town;
    const bool first = std::ranges::any_of(asked.places.areas, &SitingArea::first);
    sums_.assign((first ? 2 : 1) * asked.plan.weights.size(), 0);
    for (std::size_t h = 0; h < answers.home_count; ++h) {
      if (!in_scope(*service.service, answers.homes.setting[h])) continue;
      std::int64_t area = 1000;
      bool goes_first = false;
      for (const SitingArea& a : asked.places.areas)
        for (const Shape& part : a.parts)
          if (covers(part, answers.homes.at[h])) {
            if (a.first)
              goes_first = true;
            else
              area = std::max(area, a.factor);
          }
      std::int64_t group = 1000;
      if (const auto unit = answers.homes.unit[h])
        if (const auto at = asked.plan.unit_groups.find(town.units[unit->index()].group);
            at != asked.plan.unit_groups.end())
          group = at->second;
      for (std::size_t w = 0; w < asked.plan.weights.size(); ++w) {
        const auto& [name, factor] = asked.plan.weights[w];
        const auto m = static_cast<std::size_t>(
            std::ranges::find(answers.homes.measures, name, &Measure::name) -
            answers.homes.measures.begin());
        const Variant& variant = headline_of(service, name);
        const Label nearest = variant.homes[DemandId{h}].nearest;
        const Duration limit = service.service->limit;
        const bool covered = !nearest.is_never() && nearest.time() <= limit;
        const double weight = static_cast<double>(answers.homes.count[m][h]) *
                              static_cast<double>(factor) * static_cast<double>(area) *
                              static_cast<double>(group) / 1e9;
        if (covered)
          sums_[(first && !goes_first ? asked.plan.weights.size() : 0) + w] +=
              answers.homes.count[m][h];
        weighed_ += covered ? weight : 0;
        timed_ += weight * (covered ? nearest.time() : limit).ticks();
      }
    }
  }
  /// More is better.
  bool better_than(const Promise& other) const {
    if (asked_.plan.aim == SitingAim::least_time) return timed_ < other.timed_ * (1 - 1e-12);
    if (!asked_.plan.order.empty()) return sums_ > other.sums_;
    return weighed_ > other.weighed_ * (1 + 1e-12);
  }
  const std::vector<std::int64_t>& sums() const { return sums_; }
  double weighed() const { return weighed_; }
  double timed() const { return timed_; }

 private:
  const Asked& asked_;
  std::vector<std::int64_t> sums_;
  double weighed_ = 0, timed_ = 0;
};

/// The town with some candidates built and some of what exists closed.
Town town_with(const Asked& asked, std::uint32_t built, std::uint32_t closed) {
  Town town = asked.study.town;
  const Service& service = asked.rules.services.front();
  std::uint32_t n = 0;
  std::erase_if(town.facilities, [&](const Facility& f) {
    if (std::ranges::find(service.kinds, f.kind) == service.kinds.end()) return false;
    if (asked.plan.existing == ExistingSites::ignore) return true;
    if (asked.rules.region == Region::own && !f.own) return false;
    return ((closed >> n++) & 1) != 0;
  });
  for (std::uint32_t c = 0; c < asked.places.candidates.size(); ++c)
    if ((built >> c & 1) != 0) {
      town.facilities.push_back(asked.places.candidates[c]);
      town.facilities.back().kind = service.kinds.front();
      town.facilities.back().stated.clear();
    }
  sort_facilities(town.facilities);
  return town;
}

TEST(SitingOfAStudy, IsTheBestOfAllTownsThereCouldBe) {
  int moved = 0, walled = 0, closings = 0, ordered = 0;
  holds_for_all(500, [&](const Recipe& drawn) {
    Recipe recipe = drawn;
    recipe.homes += 4;
    const Asked asked{recipe};
    const Town& town = asked.study.town;
    const Network network{town.roads};
    const Ground ground{network, town.barriers};
    const Answers answers = compute_answers(ground, town, asked.rules);
    auto questions = siting_questions(ground, answers, town, asked.rules, asked.plan, asked.places);
    RC_ASSERT(questions);
    if (questions.value().empty()) return;  // nobody counts
    RC_ASSERT(questions.value().size() == 1u);
    std::vector<SitingResult> results;
    results.push_back(answer_siting(questions.value()[0], answers, {}, true));
    const SitingResult& r = results.front();
    RC_ASSERT(siting::check(r.question.relation, r.question.problem, r.solved.certificate) ==
              siting::Flaw::none);

    const auto existing = static_cast<std::uint32_t>(r.question.existing);
    const bool may_close = asked.plan.existing == ExistingSites::may_close;
    if (may_close && existing > 5) return;
    std::optional<Promise> best;
    for (std::uint32_t closed = 0; closed < (may_close ? 1U << existing : 1U); ++closed)
      for (std::uint32_t built = 0; built < 32; ++built) {
        const int count = std::popcount(built) +
                          (may_close ? static_cast<int>(existing) - std::popcount(closed) : 0);
        if (count > static_cast<int>(*asked.plan.sites)) continue;
        if (asked.plan.closings && std::popcount(closed) > static_cast<int>(*asked.plan.closings))
          continue;
        bool may = true;
        for (std::uint32_t c = 0; c < 5; ++c) {
          const Stated& stated = asked.places.candidates[c].stated;
          if ((built >> c & 1) != 0 ? stated.contains(kSiteForbidden)
                                    : stated.contains(kSiteRequired))
            may = false;
        }
        if (!may) continue;
        const Town other = town_with(asked, built, closed);
        const Promise promise{asked, compute_answers(ground, other, asked.rules)};
        if (!best || promise.better_than(*best)) best.emplace(promise);
      }
    RC_ASSERT(r.solved.answer.feasible == best.has_value());
    if (!best) return;
    RC_ASSERT(r.solved.answer.is_proven_best());

    // What is promised of the answer is what its own town has, and no town has more.
    const Answers rerun =
        compute_answers(ground, town_with_sites(town, asked.rules, results), asked.rules);
    take_rerun(rerun, results);
    for (const SitedPeople& people : r.people)
      if (people.after != people.rerun)
        RC_FAIL(people.measure + ": promised " + std::to_string(people.after) + ", rerun " +
                std::to_string(people.rerun) + ", existing " +
                std::to_string(static_cast<int>(asked.plan.existing)) + ", walls " +
                std::to_string(town.compounds.size()) + ", service " + asked.plan.service);
    const Promise got{asked, rerun};
    RC_ASSERT(!best->better_than(got));
    RC_ASSERT(!got.better_than(*best));
    const std::int64_t value = r.solved.answer.value;
    if (asked.plan.aim == SitingAim::least_time)
      RC_ASSERT(std::abs(static_cast<double>(value) * r.question.weight_unit * 1e3 - got.timed()) <
                1e-6 * (1 + got.timed()));
    else if (r.question.order)
      RC_ASSERT(people_by_group(r.question, value) == got.sums());
    else
      RC_ASSERT(std::abs(static_cast<double>(value) * r.question.weight_unit * 1e3 -
                         got.weighed()) < 1e-6 * (1 + got.weighed()));
    moved += got.better_than(Promise{asked, answers});
    walled += !town.compounds.empty();
    closings += may_close;
    ordered += r.question.order.has_value();
  });
  std::printf("[  figures ] %d bettered, %d with walls, %d may close, %d in order\n", moved, walled,
              closings, ordered);
  EXPECT_GT(moved, 10);
  EXPECT_GT(walled, 10);
  EXPECT_GT(closings, 5);
  EXPECT_GT(ordered, 5);
}

/// What is ignored is told of all the same: against towns without one, with it alone, and with it
/// beside the new sites.
TEST(SitingOfAStudy, TellsWhatIgnoredFacilitiesServeAndWouldAdd) {
  int told = 0, alone = 0, added = 0;
  holds_for_all(600, [&](const Recipe& drawn) {
    Recipe recipe = drawn;
    recipe.homes += 4;
    Asked asked{recipe};
    asked.plan.existing = ExistingSites::ignore;
    asked.plan.closings.reset();
    const Town& town = asked.study.town;
    const Network network{town.roads};
    const Ground ground{network, town.barriers};
    const Answers answers = compute_answers(ground, town, asked.rules);
    auto questions = siting_questions(ground, answers, town, asked.rules, asked.plan, asked.places);
    RC_ASSERT(questions);
    if (questions.value().empty()) return;
    std::vector<SitingResult> results;
    results.push_back(answer_siting(questions.value()[0], answers, {}, false));
    RC_ASSERT(tell_existing_aside(ground, answers, town, asked.rules, results));
    const SitingResult& r = results.front();
    if (!r.solved.answer.feasible) return;
    RC_ASSERT(r.existing.empty());
    const auto covered = [&](const Town& other) {
      std::vector<SitingResult> copy{r};
      take_rerun(compute_answers(ground, other, asked.rules), copy);
      std::vector<std::int64_t> each;
      for (const SitedPeople& people : copy.front().people) each.push_back(people.rerun);
      return each;
    };
    const Town built = town_with_sites(town, asked.rules, results);
    const auto today = covered(town), then = covered(built);
    std::size_t next = 0;
    for (const Facility& f : town.facilities) {
      const Service& service = asked.rules.services.front();
      if (std::ranges::find(service.kinds, f.kind) == service.kinds.end()) continue;
      if (!asked.rules.counts_as_open(f.hours)) continue;
      if (asked.rules.region == Region::own && !f.own) continue;
      RC_ASSERT(next < r.aside.size());
      const ExistingAside& aside = r.aside[next++];
      RC_ASSERT(aside.place.id == f.id);
      RC_ASSERT(!aside.stays);
      const auto at = static_cast<std::ptrdiff_t>(&f - town.facilities.data());
      Town without = town, with = built, one = town;
      without.facilities.erase(without.facilities.begin() + at);
      std::erase_if(one.facilities, [&](const Facility& g) {
        return std::ranges::find(service.kinds, g.kind) != service.kinds.end();
      });
      one.facilities.push_back(f);
      sort_facilities(one.facilities);
      with.facilities.push_back(f);
      sort_facilities(with.facilities);
      const auto closed = covered(without), alone_there = covered(one), beside = covered(with);
      for (std::size_t m = 0; m < today.size(); ++m) {
        RC_ASSERT(aside.only[m] == today[m] - closed[m]);
        RC_ASSERT(aside.in_reach[m] == alone_there[m]);
        RC_ASSERT(aside.adds[m] == beside[m] - then[m]);
        alone += aside.only[m] > 0 && aside.only[m] < aside.in_reach[m];
        added += aside.adds[m] > 0 && aside.adds[m] != aside.only[m];
      }
      ++told;
    }
    RC_ASSERT(next == r.aside.size());
  });
  std::printf("[  figures ] %d told of, %d needed by some, %d would add other people\n", told,
              alone, added);
  EXPECT_GT(told, 50);
  EXPECT_GT(alone, 5);
  EXPECT_GT(added, 5);
}

TEST(SitingOfAStudy, IsTheSameForAnyNumberOfThreads) {
  holds_for_all(30, [](const Recipe& recipe) {
    const Asked asked{recipe};
    const Network network{asked.study.town.roads};
    const Ground ground{network, asked.study.town.barriers};
    std::vector<std::int64_t> first;
    for (const int count : {1, 3}) {
      set_threads(count);
      const Answers answers = compute_answers(ground, asked.study.town, asked.rules);
      const auto questions = siting_questions(ground, answers, asked.study.town, asked.rules,
                                              asked.plan, asked.places);
      RC_ASSERT(questions);
      std::vector<std::int64_t> numbers;
      for (const SitingQuestion& q : questions.value()) {
        numbers.insert(numbers.end(), q.problem.weight.begin(), q.problem.weight.end());
        for (std::size_t d = 0; d < q.demands.size(); ++d)
          for (const siting::Pair& pair : q.relation.of_demand(d)) {
            numbers.push_back(pair.other);
            numbers.push_back(pair.time.ticks());
          }
      }
      if (count == 1) first = numbers;
      RC_ASSERT(numbers == first);
    }
    set_threads(1);
  });
}

}  // namespace
}  // namespace lifecircle::test
