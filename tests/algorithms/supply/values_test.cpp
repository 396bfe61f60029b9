// Room, catchments and equity on values: against arithmetic by hand and against slow judges that
// move people one by one.

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "algorithms/supply/catchment.hpp"
#include "algorithms/supply/equity.hpp"
#include "algorithms/supply/room.hpp"
#include "tests/support/property.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle::test {
namespace {

using Counts = std::vector<std::int64_t>;
using Known = std::vector<std::optional<std::int64_t>>;

InReach pair(std::size_t home, std::size_t facility, double minutes) {
  return {DemandId{home}, FacilityId{facility}, Duration::minutes(minutes)};
}

/// Times between a few homes and facilities, with many ties; rooms, some of them unknown.
struct Case {
  std::vector<InReach> pairs;
  Counts people;
  std::vector<std::uint32_t> ranks;
  Known room;

  explicit Case(std::uint64_t seed, bool all_known = false) {
    Dice dice{seed, 1};
    const std::size_t homes = 1 + dice.below(7), facilities = 1 + dice.below(5);
    for (std::size_t h = 0; h < homes; ++h) {
      people.push_back(dice.below(6));
      ranks.push_back(static_cast<std::uint32_t>(h));
    }
    for (std::size_t h = homes; h-- > 1;) std::swap(ranks[h], ranks[dice.below(h + 1)]);
    for (std::size_t f = 0; f < facilities; ++f)
      room.push_back(all_known || dice.chance(80) ? std::optional<std::int64_t>{dice.below(9)}
                                                  : std::nullopt);
    for (std::size_t h = 0; h < homes; ++h)
      for (std::size_t f = 0; f < facilities; ++f)
        if (dice.chance(60)) pairs.push_back(pair(h, f, 1 + dice.below(4)));
  }
  TakingQuestion question() const { return {pairs, people, ranks, room}; }
  std::int64_t in_reach() const {
    std::int64_t sum = 0;
    for (std::size_t h = 0; h < people.size(); ++h)
      if (std::ranges::any_of(pairs, [&](const InReach& p) { return p.home.index() == h; }))
        sum += people[h];
    return sum;
  }
};

std::int64_t sum(const Counts& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

/// Every person by himself. Nearest: each facility ranks those who come to it.
Taken judged_nearest(const Case& c) {
  Taken t{Counts(c.people.size()), Counts(c.people.size()), Counts(c.room.size()),
          Counts(c.room.size())};
  std::map<std::size_t, std::multimap<std::pair<Duration, std::uint32_t>, std::size_t>> waiting;
  for (std::size_t h = 0; h < c.people.size(); ++h) {
    const InReach* best = nullptr;
    for (const InReach& p : c.pairs)
      if (p.home.index() == h && (best == nullptr || std::pair{p.time, p.facility} <
                                                         std::pair{best->time, best->facility}))
        best = &p;
    if (best == nullptr) continue;
    for (std::int64_t i = 0; i < c.people[h]; ++i)
      waiting[best->facility.index()].emplace(std::pair{best->time, c.ranks[h]}, h);
  }
  for (const auto& [f, queue] : waiting)
    for (const auto& [key, h] : queue) {
      ++t.came[f];
      if (!c.room[f])
        ++t.room_unknown[h];
      else if (t.taken[f] < *c.room[f]) {
        ++t.taken[f];
        ++t.with_room[h];
      }
    }
  return t;
}

/// People propose to their next nearest facility again and again, a facility keeps those it likes
/// best and sends the others on (deferred acceptance).
Taken judged_next(const Case& c) {
  struct Person {
    std::size_t home;
    std::vector<InReach> wishes;  // nearest first
    std::size_t next = 0;
  };
  std::vector<Person> everyone;
  for (std::size_t h = 0; h < c.people.size(); ++h)
    for (std::int64_t i = 0; i < c.people[h]; ++i) {
      Person person{h, {}};
      for (const InReach& p : c.pairs)
        if (p.home.index() == h) person.wishes.push_back(p);
      std::ranges::sort(person.wishes, {}, [](const InReach& p) {
        return std::pair{p.time, p.facility};
      });
      everyone.push_back(person);
    }
  std::vector<std::vector<std::size_t>> inside(c.room.size());
  Taken t{Counts(c.people.size()), Counts(c.people.size()), Counts(c.room.size()),
          Counts(c.room.size())};
  std::vector<std::size_t> looking(everyone.size());
  std::iota(looking.begin(), looking.end(), std::size_t{0});
  while (!looking.empty()) {
    const std::size_t who = looking.back();
    looking.pop_back();
    Person& person = everyone[who];
    if (person.next == person.wishes.size()) continue;
    const std::size_t f = person.wishes[person.next].facility.index();
    ++t.came[f];
    inside[f].push_back(who);
    if (c.room[f] && static_cast<std::int64_t>(inside[f].size()) > *c.room[f]) {
      const auto last = std::ranges::max_element(inside[f], {}, [&](std::size_t w) {
        const Person& p = everyone[w];
        return std::pair{p.wishes[p.next].time, c.ranks[p.home]};
      });
      const std::size_t out = *last;
      inside[f].erase(last);
      ++everyone[out].next;
      looking.push_back(out);
    }
  }
  for (std::size_t f = 0; f < inside.size(); ++f)
    for (const std::size_t who : inside[f]) {
      ++(c.room[f] ? t.with_room : t.room_unknown)[everyone[who].home];
      if (c.room[f]) ++t.taken[f];
    }
  return t;
}

TEST(Room, IsSupplyOverTheNormRoundedDown) {
  EXPECT_EQ(room_of(30'000, 6'000'000), 5'000'000) << "30 beds at 6 for 1,000: 5,000 people";
  EXPECT_EQ(room_of(10'000, 3'000'000), 3'333'333) << "3,333.333 people";
  EXPECT_EQ(room_of(120'000, 1'000'000'000), 120'000) << "a place each";
  EXPECT_EQ(room_of(0, 6'000'000), 0);
  EXPECT_GT(room_of(std::numeric_limits<std::int64_t>::max() / 2, 1), std::int64_t{1} << 60);
}

TEST(Room, GoesToThoseWhoAreNearer) {
  // Two homes of 3 and 4 people nearest to a facility with room for 5; a second is farther away.
  const std::vector<InReach> pairs{pair(0, 0, 5), pair(0, 1, 9), pair(1, 0, 4), pair(1, 1, 7)};
  const Counts people{3000, 4000};
  const std::vector<std::uint32_t> ranks{0, 1};
  const Known room{5000, 1500};
  const Taken nearest = take_at_nearest({pairs, people, ranks, room});
  EXPECT_EQ(nearest.with_room, (Counts{1000, 4000}));
  EXPECT_EQ(nearest.taken, (Counts{5000, 0}));
  EXPECT_EQ(nearest.came, (Counts{7000, 0}));
  const Taken next = take_at_next({pairs, people, ranks, room});
  EXPECT_EQ(next.with_room, (Counts{2500, 4000}))
      << "two went on, there was room for one and a half";
  EXPECT_EQ(next.taken, (Counts{5000, 1500}));
  EXPECT_EQ(next.came, (Counts{7000, 2000}));
}

TEST(Room, TiesGoByTheIdOfTheHomeAndThenByItsPlace) {
  Homes homes;
  homes.id = {"b", "a", "a", "a"};
  homes.at = {{0, 0}, {5, 0}, {1, 9}, {1, 2}};
  EXPECT_EQ(taking_ranks(homes), (std::vector<std::uint32_t>{3, 2, 1, 0}));
  const std::vector<InReach> pairs{pair(0, 0, 5), pair(1, 0, 5), pair(2, 0, 5), pair(3, 0, 5)};
  const Known room{2500};
  EXPECT_EQ(take_at_nearest({pairs, Counts(4, 1000), taking_ranks(homes), room}).with_room,
            (Counts{0, 500, 1000, 1000}));
}

TEST(Room, IsAsIfEveryoneWereAskedByHimself) {
  holds_for_all(3000, [](std::uint64_t seed) {
    const Case c{seed};
    const Taken nearest = take_at_nearest(c.question()), judged = judged_nearest(c);
    RC_ASSERT(nearest.with_room == judged.with_room);
    RC_ASSERT(nearest.room_unknown == judged.room_unknown);
    RC_ASSERT(nearest.taken == judged.taken);
    RC_ASSERT(nearest.came == judged.came);
    const Taken next = take_at_next(c.question()), stable = judged_next(c);
    RC_ASSERT(next.with_room == stable.with_room);
    RC_ASSERT(next.room_unknown == stable.room_unknown);
    RC_ASSERT(next.taken == stable.taken);
    RC_ASSERT(next.came == stable.came);
  });
}

TEST(Room, LawsOfCapacity) {
  holds_for_all(2000, [](std::uint64_t seed) {
    Case c{seed};
    const Taken nearest = take_at_nearest(c.question()), next = take_at_next(c.question());
    for (const Taken* t : {&nearest, &next}) {
      RC_ASSERT(sum(t->with_room) == sum(t->taken));
      RC_ASSERT(sum(t->with_room) + sum(t->room_unknown) <= c.in_reach());
      for (std::size_t f = 0; f < c.room.size(); ++f)
        RC_ASSERT(t->taken[f] <= c.room[f].value_or(0) && t->taken[f] <= t->came[f]);
    }
    for (std::size_t f = 0; f < c.room.size(); ++f) RC_ASSERT(next.taken[f] >= nearest.taken[f]);
    for (auto& room : c.room) room = std::numeric_limits<std::int64_t>::max() / 4;
    for (const Taken& t : {take_at_nearest(c.question()), take_at_next(c.question())})
      RC_ASSERT(sum(t.with_room) == c.in_reach());
    for (auto& room : c.room) room.reset();
    RC_ASSERT(sum(take_at_next(c.question()).room_unknown) == c.in_reach());
  });
}

/// Luo and Qi's weights over bands of 1, 2 and 4 minutes.
const std::vector<DistanceBand> kBands{{Duration::minutes(1), 1'000'000},
                                       {Duration::minutes(2), 680'000},
                                       {Duration::minutes(4), 220'000}};
const std::vector<DistanceBand> kOneBand{{Duration::minutes(4), 1'000'000}};

TEST(Catchment, IsSupplyPerPersonInReachSummed) {
  // 10 beds for 4,000 + 1,000 people; 6 beds for the 1,000 alone.
  const std::vector<InReach> pairs{pair(0, 0, 1), pair(1, 0, 2), pair(1, 1, 4)};
  const Counts people{4'000'000, 1'000'000, 7'000'000};
  const Known supply{10'000, 6'000};
  const Catchment plain = catchment(pairs, people, supply, kOneBand);
  EXPECT_DOUBLE_EQ(*plain.ratio[0], 10.0 / 5000);
  EXPECT_DOUBLE_EQ(*plain.ratio[1], 6.0 / 1000);
  EXPECT_DOUBLE_EQ(plain.access[0], 0.002);
  EXPECT_DOUBLE_EQ(plain.access[1], 0.002 + 0.006);
  EXPECT_EQ(plain.access[2], 0);
  const Catchment enhanced = catchment(pairs, people, supply, kBands);
  const double near = 10 / (4000 + 1000 * 0.68), far = 6 / (1000 * 0.22);
  EXPECT_DOUBLE_EQ(*enhanced.ratio[0], near);
  EXPECT_DOUBLE_EQ(*enhanced.ratio[1], far);
  EXPECT_DOUBLE_EQ(enhanced.access[0], near);
  EXPECT_DOUBLE_EQ(enhanced.access[1], near * 0.68 + far * 0.22);
}

TEST(Catchment, GivesAwayExactlyTheSupplyThatIsReached) {
  holds_for_all(2000, [](std::uint64_t seed) {
    const Case c{seed};
    for (const auto& bands : {kOneBand, kBands}) {
      const Catchment found = catchment(c.pairs, c.people, c.room, bands);
      double given = 0, reached = 0;
      for (std::size_t h = 0; h < c.people.size(); ++h)
        given += found.access[h] * static_cast<double>(c.people[h]);
      for (std::size_t f = 0; f < c.room.size(); ++f) {
        std::int64_t people = 0;
        for (const InReach& p : c.pairs)
          if (p.facility.index() == f) people += c.people[p.home.index()];
        RC_ASSERT(found.ratio[f].has_value() == (people > 0 && c.room[f].has_value()));
        if (people > 0) reached += static_cast<double>(c.room[f].value_or(0));
      }
      RC_ASSERT(std::abs(given - reached) <= 1e-9 * (1 + reached));
    }
  });
}

TEST(Catchment, IsWhatTheFormulaSays) {
  holds_for_all(2000, [](std::uint64_t seed) {
    const Case c{seed};
    const auto weight = [](Duration t) {
      return t <= Duration::minutes(1) ? 1.0 : t <= Duration::minutes(2) ? 0.68 : 0.22;
    };
    const Catchment found = catchment(c.pairs, c.people, c.room, kBands);
    for (std::size_t h = 0; h < c.people.size(); ++h) {
      double access = 0;
      for (const InReach& here : c.pairs) {
        if (here.home.index() != h || !c.room[here.facility.index()]) continue;
        double people = 0;
        for (const InReach& p : c.pairs)
          if (p.facility == here.facility)
            people += static_cast<double>(c.people[p.home.index()]) * weight(p.time);
        if (people > 0)
          access +=
              static_cast<double>(*c.room[here.facility.index()]) / people * weight(here.time);
      }
      RC_ASSERT(std::abs(access - found.access[h]) <= 1e-12 * (1 + access));
    }
  });
}

TEST(Equity, OfAllAlikeIsZeroAndAQuarter) {
  const Equity e = equity_of({{0.3, 1000}, {0.3, 700}, {0.3, 1}});
  EXPECT_EQ(*e.gini, 0) << "exactly";
  EXPECT_DOUBLE_EQ(*e.palma, 0.1 / 0.4);
  EXPECT_DOUBLE_EQ(*e.mean, 0.3);
}

TEST(Equity, OfTenPeopleByHand) {
  // 1, 2, ..., 10: the mean difference of two of them is 3.3, the mean 5.5.
  std::vector<Share> ten;
  for (int i = 10; i >= 1; --i) ten.push_back({static_cast<double>(i), 1000});
  const Equity e = equity_of(ten);
  EXPECT_DOUBLE_EQ(*e.gini, 3.3 / (2 * 5.5));
  EXPECT_DOUBLE_EQ(*e.palma, 10.0 / (1 + 2 + 3 + 4));
  EXPECT_DOUBLE_EQ(*e.mean, 5.5);
  EXPECT_EQ(*e.median, 5) << "five of ten have no more than 5";
}

TEST(Equity, CutsPeopleAtTheBoundary) {
  // Three people with 1, 2, 6: a tenth is 0.3 of the last, four tenths are the first and 0.2 of the
  // second.
  const Equity e = equity_of({{6, 1000}, {1, 1000}, {2, 1000}});
  EXPECT_DOUBLE_EQ(*e.palma, 0.3 * 6 / (1 + 0.2 * 2));
  EXPECT_DOUBLE_EQ(*e.gini, (1 + 5 + 4) * 2 / (9 * 2 * 3.0));
  EXPECT_EQ(*e.median, 2);
}

TEST(Equity, OfNobodyOrNothingIsNotANumber) {
  EXPECT_FALSE(equity_of({}).mean || equity_of({}).gini || equity_of({}).palma);
  EXPECT_FALSE(equity_of({{5, 0}}).mean || equity_of({{5, 0}}).median);
  const Equity nothing = equity_of({{0, 1000}, {0, 2000}});
  EXPECT_EQ(nothing.mean.value(), 0);
  EXPECT_FALSE(nothing.gini || nothing.palma);
  EXPECT_EQ(nothing.median.value(), 0);
  const Equity half = equity_of({{0, 1000}, {1, 1000}});
  EXPECT_DOUBLE_EQ(*half.gini, 0.5);
  EXPECT_EQ(*half.median, 0);
  EXPECT_FALSE(half.palma) << "the four tenths with least have nothing";
}

TEST(Equity, IsWhatTheDefinitionSaysInAnyOrder) {
  holds_for_all(1500, [](std::uint64_t seed) {
    Dice dice{seed, 2};
    std::vector<Share> shares(1 + dice.below(9));
    for (Share& s : shares) s = {0.1 * dice.below(8), std::int64_t{dice.below(5)}};
    const Equity found = equity_of(shares);
    double people = 0, all = 0, differences = 0;
    std::vector<double> each;  // a tenth of a person each
    for (const Share& a : shares) {
      people += static_cast<double>(a.people);
      all += a.value * static_cast<double>(a.people);
      for (const Share& b : shares)
        differences += std::abs(a.value - b.value) * static_cast<double>(a.people * b.people);
      each.insert(each.end(), static_cast<std::size_t>(10 * a.people), a.value);
    }
    RC_ASSERT(found.mean.has_value() == (people > 0));
    RC_ASSERT(found.gini.has_value() == (all > 0));
    if (all > 0) {
      RC_ASSERT(std::abs(*found.gini - differences / (2 * people * all)) < 1e-12);
      std::ranges::sort(each);
      const auto tenth = static_cast<std::ptrdiff_t>(each.size() / 10);
      const double least = std::accumulate(each.begin(), each.begin() + 4 * tenth, 0.0);
      const double most = std::accumulate(each.end() - tenth, each.end(), 0.0);
      RC_ASSERT(found.palma.has_value() == (least > 0));
      if (least > 0) RC_ASSERT(std::abs(*found.palma - most / least) < 1e-9 * (1 + most / least));
    }
    for (std::size_t i = shares.size(); i-- > 1;) std::swap(shares[i], shares[dice.below(i + 1)]);
    const Equity other = equity_of(shares);
    RC_ASSERT(other.gini == found.gini && other.palma == found.palma && other.mean == found.mean);
  });
}

}  // namespace
}  // namespace lifecircle::test
