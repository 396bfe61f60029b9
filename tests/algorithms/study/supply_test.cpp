// The supply and load tables of random studies, against the people one by one.

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/study/supply.hpp"
#include "engine/base/parallel.hpp"
#include "tests/algorithms/study/some_study.hpp"
#include "tests/support/changes.hpp"
#include "tests/support/property.hpp"

namespace lifecircle::test {
namespace {

std::int64_t thousandths(double v) {
  return std::llround(v * 1e3);
}

/// A study that asks whether there are beds: few for everyone, some facilities do not say.
struct BedStudy : SomeStudy {
  explicit BedStudy(const Recipe& recipe) : SomeStudy{recipe} {
    Dice dice{recipe.seed, 70};
    for (Facility& f : town.facilities)
      if (dice.chance(80)) f.stated["beds"] = 1000 * std::int64_t{dice.below(20)};
    for (Unit& unit : town.units) unit.group = dice.chance(50) ? "new" : "old";
    for (const Service& service : rules.services)
      rules.supply.push_back({.service = service.name,
                              .column = "beds",
                              .measure = dice.chance(60) ? "people" : "elderly",
                              .norm_micro = 1'000'000 * (1 + std::int64_t{dice.below(2000)}),
                              .bands = {{.until = service.limit}}});
    for (std::size_t i = 0; i < rules.supply.size(); ++i) {
      const Duration limit = rules.services[i].limit;
      const Duration half = Duration::from_ticks(limit.ticks() / 2);
      if (half > Duration{})
        rules.supply[i].bands = {{.until = half}, {.until = limit, .weight = 500'000}};
    }
  }
};

struct Computed {
  Network network;
  Ground ground;
  Answers answers;
  std::vector<SupplyAnswer> supply;
  Table table, load;
  explicit Computed(const BedStudy& study)
      : network{study.town.roads},
        ground{network, study.town.barriers},
        answers{compute_answers(ground, study.town, study.rules)},
        supply{supply_answers(ground, answers, study.town, study.rules, {})},
        table{supply_table(supply, answers, study.town, study.rules)},
        load{load_table(supply, answers, study.town)} {}
};

bool same(const Table& a, const Table& b) {
  if (a.columns.size() != b.columns.size()) return false;
  for (std::size_t c = 0; c < a.columns.size(); ++c) {
    if (const auto* x = std::get_if<std::vector<double>>(&a.columns[c].values)) {
      const auto& y = std::get<std::vector<double>>(b.columns[c].values);
      if (!std::ranges::equal(
              *x, y, [](double p, double q) { return p == q || (std::isnan(p) && std::isnan(q)); }))
        return false;
    } else if (a.columns[c].values != b.columns[c].values) {
      return false;
    }
  }
  return true;
}

TEST(Supply, SaysOfEveryoneWhatCoverageSaysAndNoMoreFindRoom) {
  holds_for_all(300, [](const Recipe& recipe) {
    const BedStudy study{recipe};
    const Computed c{study};
    const Rows rows{c.table};
    for (const SupplyAnswer& a : c.supply) {
      // Without compounds, visitors are everyone: the pairs and the survey agree home by home.
      for (std::size_t h = 0; h < c.answers.home_count; ++h)
        if (const DemandId home{h}; a.asked[home] != 0)
          RC_ASSERT((a.reaches[home] != 0) == is_covered(*a.service->service, *a.variant, home));
      const Rate rate = rate_of(c.answers, *a.service, *a.variant, a.measure);
      std::map<std::string, std::int64_t> in_units;
      for (std::size_t r = 0; r < rows.count(); ++r) {
        if (rows.text("service", r) != a.plan->service ||
            rows.text("counted", r) != a.plan->measure)
          continue;
        const std::string& level = rows.text("level", r);
        const std::int64_t covered = thousandths(rows.number("covered", r));
        const std::int64_t with_room = thousandths(rows.number("with_room", r));
        const std::int64_t unknown = thousandths(rows.number("room_unknown", r));
        RC_ASSERT(with_room + thousandths(rows.number("no_room", r)) + unknown == covered);
        RC_ASSERT(with_room <= covered && covered <= thousandths(rows.number("total", r)));
        if (level == "unit" || level == "no_unit") in_units["with_room"] += with_room;
        if (level != "all") continue;
        RC_ASSERT(covered == rate.covered);
        RC_ASSERT(thousandths(rows.number("total", r)) == rate.total);
        RC_ASSERT(rows.number("with_room_next", r) >= rows.number("with_room", r));
        if (a.service->service->scope == Scope::everyone)
          RC_ASSERT(in_units["with_room"] == with_room);
      }
    }
  });
}

TEST(Supply, ComesToWhatFacilitiesBearAndState) {
  holds_for_all(300, [](const Recipe& recipe) {
    const BedStudy study{recipe};
    const Computed c{study};
    const Rows load{c.load}, rows{c.table};
    for (const SupplyAnswer& a : c.supply) {
      std::int64_t taken = 0, nearest = 0;
      double supply = 0;
      for (std::size_t r = 0; r < load.count(); ++r) {
        if (load.text("service", r) != a.plan->service) continue;
        nearest += thousandths(load.number("nearest", r));
        RC_ASSERT(load.number("nearest", r) <= load.number("in_reach", r));
        if (std::isnan(load.number("supply", r))) {
          RC_ASSERT(std::isnan(load.number("taken", r)) && std::isnan(load.number("room", r)));
          continue;
        }
        taken += thousandths(load.number("taken", r));
        RC_ASSERT(load.number("taken", r) <= load.number("room", r));
        RC_ASSERT(load.number("taken_next", r) <= load.number("room", r));
        if (load.number("in_reach", r) > 0) supply += load.number("supply", r);
      }
      for (std::size_t r = 0; r < rows.count(); ++r) {
        if (rows.text("service", r) != a.plan->service || rows.text("level", r) != "all") continue;
        RC_ASSERT(thousandths(rows.number("with_room", r)) == taken);
        RC_ASSERT(thousandths(rows.number("covered", r)) == nearest);
        if (rows.number("total", r) == 0) continue;
        for (const char* column : {"per_1000_2sfca", "per_1000_e2sfca"}) {
          const double given = rows.number(column, r) * rows.number("total", r) / 1000;
          RC_ASSERT(std::abs(given - supply) <= 1e-9 * (1 + supply));
        }
      }
    }
  });
}

TEST(Supply, IsTheSameForAnyThreadsAndOrderOfFeatures) {
  holds_for_all(150, [](const Recipe& recipe) {
    const BedStudy study{recipe};
    const Computed one{study};
    set_threads(3);
    const Computed three{study};
    set_threads(1);
    RC_ASSERT(same(one.table, three.table) && same(one.load, three.load));
    BedStudy other = study;
    Dice dice{recipe.seed, 71};
    shuffle_roads(other.town.roads, dice);
    shuffle(other.town.facilities, dice);
    sort_facilities(other.town.facilities);
    const Computed shuffled{other};
    RC_ASSERT(same(one.table, shuffled.table) && same(one.load, shuffled.load));
  });
}

TEST(Supply, RanksUnitsWithLeastAccessFirst) {
  holds_for_all(150, [](const Recipe& recipe) {
    const BedStudy study{recipe};
    const Computed c{study};
    const Rows rows{c.table};
    std::map<std::string, std::map<std::int64_t, double>> access;  // [service][rank]
    for (std::size_t r = 0; r < rows.count(); ++r) {
      const std::int64_t rank = rows.integer("worst_rank", r);
      RC_ASSERT((rank != kNoInteger) ==
                (rows.text("level", r) == "unit" && rows.number("total", r) > 0));
      if (rank != kNoInteger)
        RC_ASSERT(access[rows.text("service", r)]
                      .try_emplace(rank, rows.number("per_1000_2sfca", r))
                      .second);
    }
    for (const auto& [service, by_rank] : access) {
      double before = 0;
      std::int64_t next = 1;
      for (const auto& [rank, value] : by_rank) {
        RC_ASSERT(rank == next++);
        RC_ASSERT(value >= before);
        before = value;
      }
    }
  });
}

TEST(Supply, TellsWhereNothingIsStated) {
  BedStudy study{Recipe{.seed = 5}};
  for (Facility& f : study.town.facilities) f.stated.clear();
  const Computed c{study};
  Problems doubts;
  find_supply_doubts(c.supply, c.answers, study.town, doubts);
  EXPECT_GT(doubts.counts().at("supply_unstated"), 0u);
  EXPECT_FALSE(doubts.counts().contains("supply_as_visitors"));
  const Rows rows{c.table};
  for (std::size_t r = 0; r < rows.count(); ++r) {
    if (rows.text("level", r) != "all") continue;
    EXPECT_EQ(rows.number("room_unknown", r), rows.number("covered", r)) << "not: no room";
  }
}

}  // namespace
}  // namespace lifecircle::test
