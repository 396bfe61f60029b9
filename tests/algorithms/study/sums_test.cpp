#include <cmath>
#include <map>
#include <tuple>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "algorithms/coverage/answers.hpp"
#include "tests/algorithms/study/some_study.hpp"
#include "tests/support/property.hpp"

// Law 5, for every group: covered + uncovered = all, units + "no unit" = all; and whatever a study
// writes says the same of the same people.

namespace lifecircle::test {
namespace {

/// Counts as they are summed: whole thousandths.
std::int64_t thousandths(double v) {
  return std::llround(v * 1e3);
}

struct Sum {
  std::int64_t covered = 0, total = 0;
  friend bool operator==(const Sum&, const Sum&) = default;
};

/// Headline rates: [service, measure].
std::map<std::pair<std::string, std::string>, Sum> headlines_of(const StudyResult& result,
                                                                const std::string& region) {
  std::map<std::pair<std::string, std::string>, Sum> found;
  const Rows rows{result.services};
  for (std::size_t r = 0; r < rows.count(); ++r) {
    const Sum sum{thousandths(rows.number("covered", r)), thousandths(rows.number("total", r))};
    RC_ASSERT(sum.covered + thousandths(rows.number("uncovered", r)) == sum.total);
    RC_ASSERT(rows.number("unconnected", r) <= rows.number("uncovered", r));
    // Who travels in a way of their own is counted so first of all.
    if (rows.text("travel", r) == "elderly" && rows.text("facilities", r) == region)
      RC_ASSERT((rows.integer("headline", r) == 1) && rows.text("counted", r) == "elderly");
    if (rows.integer("headline", r) == 1)
      RC_ASSERT(found.try_emplace({rows.text("service", r), rows.text("counted", r)}, sum).second);
  }
  return found;
}

TEST(Law5, EveryTableSaysTheSameOfTheSamePeople) {
  holds_for_all(1000, [](const Recipe& recipe) {
    const SomeStudy study{recipe};
    const Homes& homes = study.town.homes;
    const StudyResult result = study.result();
    const auto headline = headlines_of(result, region_name(study.rules.region));

    std::map<std::pair<std::string, std::string>, Sum> by_unit, whole;
    const Rows units{result.units};
    for (std::size_t r = 0; r < units.count(); ++r) {
      const bool all = units.text("unit_code", r) == "*";
      Sum& sum = (all ? whole : by_unit)[{units.text("service", r), units.text("counted", r)}];
      sum.covered += thousandths(units.number("covered", r));
      sum.total += thousandths(units.number("total", r));
    }

    for (const Service& service : study.rules.services) {
      const auto in_scope_of = [&](std::size_t h) {
        return service.scope == Scope::everyone ||
               homes.setting[h] ==
                   (service.scope == Scope::town ? Setting::town : Setting::country);
      };
      for (std::size_t m = 0; m < homes.measures.size(); ++m) {
        const std::pair key{service.name, homes.measures[m].name};
        std::int64_t total = 0;
        for (std::size_t h = 0; h < homes.size(); ++h)
          if (in_scope_of(h)) total += homes.count[m][h];
        RC_ASSERT(headline.at(key).total == total);
        RC_ASSERT(whole.at(key) == headline.at(key));
        // Units of the other setting are not asked; their homes of this one are in the whole.
        if (service.scope == Scope::everyone) RC_ASSERT(by_unit.at(key) == headline.at(key));
      }

      Sum people;
      const Rows layer{layer_of(result, "people")};
      for (std::size_t h = 0; h < layer.count(); ++h) {
        const std::int64_t covered = layer.integer(service.name + "_covered", h);
        RC_ASSERT((covered != kNoInteger) == in_scope_of(h));
        if (covered == kNoInteger) continue;
        const double seconds = layer.number(service.name + "_seconds", h);
        RC_ASSERT((covered == 1) == (seconds <= service.limit.seconds()));
        people.total += thousandths(layer.number("people", h));
        if (covered == 1) people.covered += thousandths(layer.number("people", h));
      }
      RC_ASSERT(people == headline.at({service.name, "people"}));

      std::map<std::string, std::int64_t> in_gaps;
      const Rows gaps{result.gaps};
      for (std::size_t g = 0; g < gaps.count(); ++g)
        if (gaps.text("service", g) == service.name)
          in_gaps[gaps.text("counted", g)] += thousandths(gaps.number(gaps.text("counted", g), g));
      for (const std::string measure : {"people", "elderly"}) {
        const Sum& sum = headline.at({service.name, measure});
        if (measure == "people" || in_gaps.contains(measure))
          RC_ASSERT(in_gaps[measure] == sum.total - sum.covered);
      }
    }
  });
}

TEST(Law6, AStudyIsTheSameForOneTwoOrEightThreads) {
  holds_for_all(100, [](const Recipe& recipe) {
    const SomeStudy study{recipe};
    const auto said = [&](int threads) {
      set_threads(threads);
      const StudyResult result = study.result();
      set_threads(1);
      std::vector<decltype(TableColumn::values)> all;
      const auto add = [&](const Table& table) {
        for (TableColumn column : table.columns) {
          if (auto* numbers = std::get_if<std::vector<double>>(&column.values))
            for (double& v : *numbers)
              if (std::isnan(v)) v = -1;  // equal to itself
          all.push_back(column.values);
        }
      };
      for (const Layer& layer : result.layers) add(layer.table);
      for (const Table* table :
           {&result.services, &result.units, &result.gaps, &result.unconnected, &result.islands})
        add(*table);
      return all;
    };
    const auto first = said(1);
    RC_ASSERT(said(2) == first);
    RC_ASSERT(said(8) == first);
  });
}

}  // namespace
}  // namespace lifecircle::test
