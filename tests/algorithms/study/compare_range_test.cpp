// Rates as intervals over alternatives, against plain loops over each alternative by itself.

#include "algorithms/study/compare_range.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/algorithms/study/compared_studies.hpp"

namespace lifecircle::test {
namespace {

/// A study and two or three others, with their names.
struct Alternatives {
  explicit Alternatives(const Recipe& recipe) {
    const SomeStudy first{recipe};
    studies.push_back(first);
    Dice dice{recipe.seed, 93};
    const std::size_t more = 2 + dice.below(2);
    for (std::size_t i = 0; i < more; ++i) studies.push_back(changed(first, dice));
    told.reserve(studies.size());
    for (const SomeStudy& study : studies) told.emplace_back(study);
    for (std::size_t i = 0; i < told.size(); ++i)
      computed.push_back({i == 0 ? "" : "other " + std::to_string(i), &told[i].result});
  }
  std::vector<SomeStudy> studies;
  std::vector<Told> told;
  std::vector<Computed> computed;
};

TEST(Range, IsFromTheLowestToTheHighestRateOfAnyAlternative) {
  int wide = 0, flipping = 0, without = 0;
  holds_for_all(150, [&](const Recipe& recipe) {
    const Alternatives all{recipe};
    const Table table = range_of_services(all.computed);
    const Rows rows{table};
    const Rows first{all.told.front().result.services};
    RC_ASSERT(rows.count() >= first.count());
    for (std::size_t r = 0; r < rows.count(); ++r) {
      // By what it is about, in every alternative's own table.
      double low = HUGE_VAL, high = -HUGE_VAL;
      std::string low_in, high_in;
      std::int64_t with = 0;
      for (const Computed& one : all.computed) {
        const Rows services{one.result->services};
        std::vector<std::size_t> same;
        for (std::size_t s = 0; s < services.count(); ++s) {
          bool is_same = true;
          for (const char* about :
               {"service", "direction", "scope", "facilities", "travel", "counted"})
            is_same = is_same && services.text(about, s) == rows.text(about, r);
          if (is_same) same.push_back(s);
        }
        RC_ASSERT(same.size() <= 1U);  // these towns have no two rows about the same
        if (same.empty()) continue;
        const double rate = services.number("rate_percent", same.front());
        if (std::isnan(rate)) continue;
        ++with;
        const std::string name = one.name.empty() ? "as_it_is" : one.name;
        if (rate < low) low = rate, low_in = name;
        if (rate > high) high = rate, high_in = name;
      }
      RC_ASSERT(rows.integer("alternatives", r) == with);
      if (with == 0) {
        RC_ASSERT(std::isnan(rows.number("lowest_percent", r)));
        continue;
      }
      RC_ASSERT(rows.number("lowest_percent", r) == low);
      RC_ASSERT(rows.number("highest_percent", r) == high);
      RC_ASSERT(rows.text("lowest_in", r) == low_in);
      RC_ASSERT(rows.text("highest_in", r) == high_in);
      RC_ASSERT(rows.number("spread_points", r) == high - low);
      wide += high > low;
      if (rows.integer("headline", r) != 1) {
        RC_ASSERT(rows.integer("flip_places", r) == kNoInteger);
        continue;
      }
      // Homes by id in every alternative.
      const std::string& name = rows.text("service", r);
      const std::string& measure = rows.text("counted", r);
      const auto& services = all.studies.front().rules.services;
      const auto& measures = all.studies.front().town.homes.measures;
      const auto s = static_cast<std::size_t>(std::ranges::find(services, name, &Service::name) -
                                              services.begin());
      const auto m = static_cast<std::size_t>(std::ranges::find(measures, measure, &Measure::name) -
                                              measures.begin());
      if (std::isnan(rows.number("flips", r))) {
        ++without;
        RC_ASSERT(measure == "elderly" || m == measures.size());
        continue;
      }
      RC_ASSERT(m < measures.size());
      std::map<std::string, std::pair<double, std::set<int>>> homes;
      for (std::size_t a = 0; a < all.told.size(); ++a) {
        const SomeStudy& study = all.studies[a];
        for (const auto& [id, home] : all.told[a].homes(study, s, m)) {
          const auto at = std::ranges::find(study.town.homes.id, id) - study.town.homes.id.begin();
          auto& seen = homes.try_emplace(id, home.count, std::set<int>{}).first->second;
          if (in_scope(services[s], study.town.homes.setting[static_cast<std::size_t>(at)]))
            seen.second.insert(home.covered ? 1 : 0);
        }
      }
      std::int64_t places = 0;
      double people = 0;
      for (const auto& [id, home] : homes)
        if (home.second.size() == 2) ++places, people += home.first;
      RC_ASSERT(rows.integer("flip_places", r) == places);
      RC_ASSERT(std::abs(rows.number("flips", r) - people) < 1e-6);
      flipping += places > 0;
    }
  });
  std::printf("[  figures ] %d rows with an interval, %d with homes that flip, %d told without\n",
              wide, flipping, without);
  EXPECT_GT(wide, 100);
  EXPECT_GT(flipping, 50);
}

TEST(Range, ShowsEveryHomeThatFlipsAndNoOther) {
  int flipping = 0;
  holds_for_all(150, [&](const Recipe& recipe) {
    const Alternatives all{recipe};
    const Layer layer = flipping_homes(all.computed, "flips");
    const Rows rows{layer.table};
    RC_ASSERT(layer.table.shapes.size() == rows.count());
    std::map<std::string, std::size_t> shown;
    for (std::size_t r = 0; r < rows.count(); ++r) shown[rows.text("id", r)] = r;
    std::set<std::string> ids;
    std::vector<std::map<std::string, std::size_t>> row_of(all.told.size());
    for (std::size_t a = 0; a < all.told.size(); ++a) {
      const Rows people{layer_of(all.told[a].result, "people")};
      for (std::size_t h = 0; h < people.count(); ++h)
        ids.insert(people.text("id", h)), row_of[a][people.text("id", h)] = h;
    }
    std::size_t in_all = 0;
    for (const std::string& id : ids) {
      bool any = false;
      std::int64_t there = 0;
      for (const auto& of : row_of) there += of.contains(id);
      in_all += there == static_cast<std::int64_t>(all.told.size());
      for (const Service& service : all.studies.front().rules.services) {
        int yes = 0, no = 0;
        std::string in;
        double least = HUGE_VAL, most = 0;
        bool nowhere = false;
        for (std::size_t a = 0; a < all.told.size(); ++a) {
          if (!row_of[a].contains(id)) continue;
          const Rows people{layer_of(all.told[a].result, "people")};
          const std::size_t h = row_of[a][id];
          const std::int64_t covered = people.integer(service.name + "_covered", h);
          yes += covered == 1;
          no += covered == 0;
          if (covered == 1)
            in += (in.empty() ? "" : "; ") +
                  (a == 0 ? std::string{"as_it_is"} : all.computed[a].name);
          const double seconds = people.number(service.name + "_seconds", h);
          if (std::isnan(seconds)) {
            nowhere = true;
          } else {
            least = std::min(least, seconds);
            most = std::max(most, seconds);
          }
        }
        const bool flips = yes > 0 && no > 0;
        any = any || flips;
        if (!shown.contains(id)) continue;
        const std::size_t r = shown[id];
        RC_ASSERT(rows.integer("in_alternatives", r) == there);
        RC_ASSERT(rows.text(service.name + "_flips", r) == (flips     ? "flips"
                                                            : yes > 0 ? "always"
                                                            : no > 0  ? "never"
                                                                      : ""));
        RC_ASSERT(rows.text(service.name + "_in", r) == in);
        const double shown_least = rows.number(service.name + "_seconds_least", r),
                     shown_most = rows.number(service.name + "_seconds_most", r);
        RC_ASSERT((std::isnan(shown_least) ? HUGE_VAL : shown_least) == least);
        RC_ASSERT(std::isnan(shown_most) == nowhere);
        RC_ASSERT(nowhere || shown_most == most);
      }
      RC_ASSERT(any == shown.contains(id));
      flipping += any;
    }
    const SharedHomes shared = shared_homes(all.computed);
    RC_ASSERT(shared.in_all == in_all);
    RC_ASSERT(shared.in_all + shared.in_some == ids.size());
  });
  std::printf("[  figures ] %d homes that flip\n", flipping);
  EXPECT_GT(flipping, 15);
}

TEST(Range, OfUnitsHasThoseWhoseRateIsNotTheSame) {
  int units = 0;
  holds_for_all(100, [&](const Recipe& recipe) {
    const Alternatives all{recipe};
    const Table table = range_of_units(all.computed);
    const Rows rows{table};
    std::set<std::vector<std::string>> told;
    for (std::size_t r = 0; r < rows.count(); ++r) {
      RC_ASSERT(rows.number("highest_percent", r) > rows.number("lowest_percent", r));
      ++units;
    }
    // As many as plain loops find.
    std::map<std::vector<std::string>, std::set<double>> rates;
    for (const Computed& one : all.computed) {
      const Rows of{one.result->units};
      for (std::size_t u = 0; u < of.count(); ++u) {
        if (of.integer("headline", u) != 1 || std::isnan(of.number("rate_percent", u))) continue;
        std::vector<std::string> key;
        for (const char* about :
             {"unit_code", "service", "direction", "scope", "facilities", "travel", "counted"})
          key.push_back(of.text(about, u));
        rates[key].insert(of.number("rate_percent", u));
      }
    }
    const auto wide =
        std::ranges::count_if(rates, [](const auto& r) { return r.second.size() > 1; });
    RC_ASSERT(rows.count() == static_cast<std::size_t>(wide));
  });
  EXPECT_GT(units, 50);
}

TEST(Range, OverOneAndTheSameIsNone) {
  holds_for_all(50, [](const Recipe& recipe) {
    const SomeStudy study{recipe};
    const Told told{study};
    const std::vector<Computed> all{{"", &told.result}, {"same", &told.result}};
    const Table table = range_of_services(all);
    const Rows rows{table};
    for (std::size_t r = 0; r < rows.count(); ++r) {
      const double spread = rows.number("spread_points", r);
      RC_ASSERT(std::isnan(spread) || spread == 0);
      const std::int64_t places = rows.integer("flip_places", r);
      RC_ASSERT(places == kNoInteger || places == 0);
    }
    RC_ASSERT(flipping_homes(all, "flips").table.rows() == 0U);
    RC_ASSERT(range_of_units(all).rows() == 0U);
  });
}

}  // namespace
}  // namespace lifecircle::test
