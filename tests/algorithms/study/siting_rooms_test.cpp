// Sitings where sites have room: who is promised a place has one in the study computed anew.

#include "algorithms/study/siting_rooms.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/siting/check.hpp"
#include "algorithms/study/supply.hpp"
#include "engine/places/shape_distance.hpp"
#include "tests/algorithms/study/some_study.hpp"
#include "tests/support/property.hpp"

namespace lifecircle::test {
namespace {

/// A town that asks where to build places of which there are few.
struct AskedForRoom {
  SomeStudy study;
  SitingPlan plan;
  SitingPlaces places;
  StudyRules rules;

  explicit AskedForRoom(const Recipe& recipe, bool enough = false) : study{recipe} {
    Dice dice{recipe.seed, 130};
    plan.name = "sites";
    plan.service = study.rules.services[dice.below(study.rules.services.size())].name;
    plan.aim = dice.chance(30) ? SitingAim::least_time : SitingAim::cover_most;
    plan.sites = 1 + dice.below(3);
    if (dice.chance(40)) plan.limit = Duration::minutes(1 + dice.below(20));
    plan.rooms = "beds";
    plan.weights = {{dice.chance(60) ? "people" : "elderly", 1000}};
    if (dice.chance(35)) {
      plan.existing = ExistingSites::may_close;
      plan.sites = *plan.sites + dice.below(2);
    }
    const std::int64_t scale = enough ? 1'000'000 : 1;
    for (Facility& f : study.town.facilities)
      if (dice.chance(80)) f.stated["beds"] = scale * 1000 * std::int64_t{dice.below(20)};
    study.rules.supply = {{.service = plan.service,
                           .column = "beds",
                           .measure = plan.weights.front().first,
                           .norm_micro = 1'000'000 * (1 + std::int64_t{dice.below(400)}),
                           .bands = {{.until = Duration::minutes(1)}}}};
    for (std::uint32_t c = 0; c < 5; ++c) {
      Facility place = study.town.facilities[dice.below(study.town.facilities.size())];
      if (dice.chance(70)) {
        place.shape = Shape::of(study.town.homes.at[dice.below(study.town.homes.size())]);
        place.entrances.clear();
        place.gates.clear();
      }
      if (!dice.chance(20)) place.id = "new " + std::to_string(c);  // else that of one that exists
      place.kind = "candidate";
      place.own = true;
      place.stated = {{"beds", scale * (enough ? 1 : 1000) * std::int64_t{1 + dice.below(20)}}};
      if (dice.chance(10)) place.stated[kSiteRequired] = 1000;
      places.candidates.push_back(std::move(place));
    }
    sort_facilities(places.candidates);
    if (plan.aim == SitingAim::cover_most && dice.chance(40)) {
      for (int o = 0; o < 2; ++o) {
        const Point at = study.town.homes.at[dice.below(study.town.homes.size())];
        const auto reach = [&] { return 20'000 * static_cast<std::int32_t>(1 + dice.below(8)); };
        const Point low{at.x - reach(), at.y - reach()}, high{at.x + reach(), at.y + reach()};
        places.adjacent.outlines.push_back(
            {ShapeKind::area, {{low, {high.x, low.y}, high, {low.x, high.y}, low}}});
      }
      places.adjacent.within_mm = 1000 * dice.below(300);
    }
    rules = rules_of_siting(study.rules, plan);
  }
};

struct Sited {
  Network network;
  Ground ground;
  Answers answers;
  std::vector<SitingResult> results;
  explicit Sited(const AskedForRoom& asked)
      : network{asked.study.town.roads},
        ground{network, asked.study.town.barriers},
        answers{compute_answers(ground, asked.study.town, asked.rules)} {
    auto questions =
        siting_questions(ground, answers, asked.study.town, asked.rules, asked.plan, asked.places);
    RC_ASSERT(questions);
    siting::Effort effort;
    effort.root_rounds = 200;
    for (SitingQuestion& q : questions.value())
      results.push_back(answer_siting(std::move(q), answers, effort, true));
  }
};

/// Outlines here are boxes: the corners of a place, and whether a box of the same width around one
/// holds it, by hand.
bool is_next_door(const AdjacentOutlines& adjacent, Point home, const Shape& place) {
  return std::ranges::any_of(adjacent.outlines, [&](const Shape& outline) {
    const Point low = outline.parts[0][0], high = outline.parts[0][2];
    if (home.x < low.x || home.x > high.x || home.y < low.y || home.y > high.y) return false;
    const auto beyond = [](std::int64_t v, std::int64_t from, std::int64_t to) {
      return static_cast<double>(std::max({from - v, v - to, std::int64_t{0}}));
    };
    if (place.kind == ShapeKind::point)
      return std::ranges::any_of(place.parts, [&](const std::vector<Point>& part) {
        return std::ranges::any_of(part, [&](Point p) {
          return std::hypot(beyond(p.x, low.x, high.x), beyond(p.y, low.y, high.y)) <=
                 adjacent.within_mm + 1e-6;
        });
      });
    return distance_mm(outline, place) <= adjacent.within_mm;
  });
}

/// Of those who have no place, the most that one closed facility would have room for: every sum.
std::int64_t most_gained(const SitingQuestion& q, const siting::RoomAnswer& placed,
                         std::uint32_t c) {
  std::set<std::int64_t> sums{0};
  for (const siting::Pair& pair : q.relation.of_candidate(c)) {
    if (placed.site_of[pair.other] != siting::RoomAnswer::kNowhere) continue;
    const std::set<std::int64_t> before = sums;
    for (const std::int64_t sum : before)
      if (sum + q.load[pair.other] <= q.room[c]) sums.insert(sum + q.load[pair.other]);
  }
  return *sums.rbegin();
}

TEST(SitingWithRoomOfAStudy, PromisesPlacesThatAreThereInTheStudyComputedAnew) {
  int placed = 0, more = 0, closed = 0, wanting = 0, next_door = 0, reopened = 0;
  holds_for_all(300, [&](const Recipe& drawn) {
    Recipe recipe = drawn;
    recipe.homes += 4;
    const AskedForRoom asked{recipe};
    Sited sited{asked};
    if (sited.results.empty() || !sited.results.front().solved.answer.feasible) return;
    SitingResult& r = sited.results.front();
    const SitingQuestion& q = r.question;
    RC_ASSERT(siting::check_room(q.relation, q.with_rooms(), *r.placed) == siting::Flaw::none);

    const Town town = town_with_sites(asked.study.town, asked.rules, sited.results);
    const Answers anew = compute_answers(sited.ground, town, asked.rules);
    SitingPlan built = asked.plan;
    built.existing = ExistingSites::keep;
    SitingPlaces as_they_stand;
    as_they_stand.adjacent = asked.places.adjacent;
    const auto question =
        siting_questions(sited.ground, anew, town, asked.rules, built, as_they_stand);
    RC_ASSERT(question);
    take_rerun_with_rooms(
        question.value().front(),
        people_by_choice(sited.ground, sited.answers, asked.study.town, asked.rules),
        people_by_choice(sited.ground, anew, town, asked.rules), r);
    const SitedPeople& people = r.people.front();
    RC_ASSERT(people.after == people.rerun);

    // By plain loops over homes and sites: nobody twice, nobody out of reach, no place too full.
    const ServiceAnswer& service = anew.services.front();
    const auto m = static_cast<std::size_t>(
        std::ranges::find(anew.homes.measures, people.measure, &Measure::name) -
        anew.homes.measures.begin());
    std::map<std::uint32_t, std::int64_t> full;
    std::int64_t after = 0, total = 0;
    for (std::size_t h = 0; h < anew.home_count; ++h)
      if (in_scope(*service.service, anew.homes.setting[h])) total += anew.homes.count[m][h];
    for (std::size_t d = 0; d < q.demands.size(); ++d) {
      const std::uint32_t c = r.placed->site_of[d];
      if (c == siting::RoomAnswer::kNowhere) continue;
      const std::uint32_t h = q.demands[d].home;
      if (!is_covered(*service.service, headline_of(service, people.measure), DemandId{h})) {
        RC_ASSERT(is_next_door(asked.places.adjacent, anew.homes.at[h], q.places[c].shape));
        ++next_door;
      }
      after += anew.homes.count[m][h];
      full[c] += anew.homes.count[m][h];
    }
    RC_ASSERT(people.after == after);
    RC_ASSERT(people.total == total);
    const SupplyPlan& supply = asked.rules.supply.front();
    for (const auto& [c, load] : full) {
      const auto stated = q.places[c].stated.find("beds");
      RC_ASSERT(stated != q.places[c].stated.end());
      // load / 1,000 people at norm beds for 1,000.
      RC_ASSERT(static_cast<double>(load) / 1e3 * static_cast<double>(supply.norm_micro) / 1e9 <=
                static_cast<double>(stated->second) / 1e3 * (1 + 1e-9));
    }
    // Every site built takes who is said to be there; what is lost without one is no more.
    std::int64_t taken = 0;
    for (const auto* sites : {&r.sites, &r.existing})
      for (const SiteOfAnswer& site : *sites) {
        RC_ASSERT(site.taken == (full.contains(site.candidate) ? full[site.candidate] : 0));
        if (!site.is_open) {
          const std::int64_t most = most_gained(q, *r.placed, site.candidate);
          RC_ASSERT(site.taken == 0);
          RC_ASSERT(site.only[0] <= most);
          RC_ASSERT((site.only[0] > 0) == (most > 0));
          reopened += most > 0;
          continue;
        }
        RC_ASSERT(site.only[0] >= 0 && site.only[0] <= site.taken);
        RC_ASSERT(site.in_reach[0] >= site.taken);
        taken += site.taken;
      }
    RC_ASSERT(taken == after);
    if (asked.plan.existing == ExistingSites::keep && asked.plan.aim == SitingAim::cover_most)
      RC_ASSERT(people.after >= people.before);
    placed += after > 0;
    more += people.after > people.before;
    closed += asked.plan.existing == ExistingSites::may_close;
    wanting += people.after < total;
  });
  std::printf(
      "[  figures ] %d with places, %d more than before, %d may close, %d too few, %d homes served "
      "by next door, %d reopened\n",
      placed, more, closed, wanting, next_door, reopened);
  EXPECT_GT(placed, 50);
  EXPECT_GT(more, 20);
  EXPECT_GT(closed, 10);
  EXPECT_GT(next_door, 10);
  EXPECT_GT(reopened, 0);
  EXPECT_GT(wanting, 50);
}

/// With room for all it is the siting without rooms, which is proven against every town elsewhere.
TEST(SitingWithRoomOfAStudy, IsTheOneWithoutRoomsWhereThereIsRoomForAll) {
  int compared = 0;
  holds_for_all(150, [&](const Recipe& drawn) {
    Recipe recipe = drawn;
    recipe.homes += 4;
    AskedForRoom asked{recipe, true};
    for (Facility& f : asked.study.town.facilities) f.stated["beds"] = 1'000'000'000'000;
    for (Facility& f : asked.places.candidates) f.stated["beds"] = 1'000'000'000'000;
    const Sited sited{asked};
    if (sited.results.empty()) return;
    AskedForRoom open = asked;
    open.plan.rooms.clear();
    open.rules = rules_of_siting(open.study.rules, open.plan);
    const Sited other{open};
    const siting::Answer& with = sited.results.front().solved.answer;
    const siting::Answer& without = other.results.front().solved.answer;
    RC_ASSERT(with.feasible == without.feasible);
    if (!with.feasible) return;
    const bool high = asked.plan.aim == SitingAim::cover_most;
    RC_ASSERT((high ? with.value <= without.bound : with.value >= without.bound));
    RC_ASSERT((high ? with.bound >= without.value : with.bound <= without.value));
    if (with.is_proven_best()) {
      RC_ASSERT(with.value == without.value);
      ++compared;
    }
  });
  EXPECT_GT(compared, 30);
}

}  // namespace
}  // namespace lifecircle::test
