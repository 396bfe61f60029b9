// Scenarios beside the study as it is: who gained and who lost, against plain loops over the homes'
// own answers.

#include "algorithms/study/compare.hpp"

#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "algorithms/study/compare_maps.hpp"
#include "tests/algorithms/study/compared_studies.hpp"

namespace lifecircle::test {
namespace {

TEST(Compare, TellsWhoGainedAndWhoLost) {
  int gained = 0, lost = 0, without = 0;
  holds_for_all(300, [&](const Recipe& recipe) {
    const SomeStudy before{recipe};
    Dice dice{recipe.seed, 90};
    const SomeStudy after = changed(before, dice);
    const Told was{before}, is{after};
    const Computed base{"", &was.result}, scenario{"other", &is.result};
    const Table table = compare_services(base, {&scenario, 1});
    const Rows rows{table};
    RC_ASSERT(rows.count() >= was.result.services.rows());
    for (std::size_t s = 0; s < before.rules.services.size(); ++s)
      for (std::size_t m = 0; m < before.town.homes.measures.size(); ++m) {
        const std::string& measure = before.town.homes.measures[m].name;
        double wanted_gained = 0, wanted_lost = 0, covered_before = 0, covered_after = 0;
        const auto old = was.homes(before, s, m), now = is.homes(after, s, m);
        for (const auto& [id, home] : old) covered_before += home.covered ? home.count : 0;
        for (const auto& [id, home] : now) {
          covered_after += home.covered ? home.count : 0;
          const auto at = old.find(id);
          if (at == old.end()) continue;
          if (home.covered && !at->second.covered) wanted_gained += home.count;
          if (!home.covered && at->second.covered) wanted_lost += at->second.count;
        }
        bool found = false;
        for (std::size_t r = 0; r < rows.count(); ++r) {
          if (rows.text("service", r) != before.rules.services[s].name ||
              rows.text("counted", r) != measure || rows.integer("headline", r) != 1 ||
              rows.text("travel", r) == "beside")
            continue;
          found = true;
          const double b = rows.number("base_covered", r), c = rows.number("covered", r);
          RC_ASSERT(std::isnan(rows.number("base_percent", r)) ||
                    std::abs(rows.number("base_percent", r) -
                             100 * b / rows.number("base_total", r)) < 1e-9);
          if (std::isnan(rows.number("gained", r))) {
            // Only a group that travels its own way is counted otherwise than home by home.
            RC_ASSERT(measure == "elderly");
            ++without;
            continue;
          }
          RC_ASSERT(std::abs(b - covered_before) < 1e-6);
          RC_ASSERT(std::abs(c - covered_after) < 1e-6);
          RC_ASSERT(std::abs(rows.number("gained", r) - wanted_gained) < 1e-6);
          RC_ASSERT(std::abs(rows.number("lost", r) - wanted_lost) < 1e-6);
          RC_ASSERT(std::abs(b + rows.number("gained", r) - rows.number("lost", r) +
                             rows.number("came", r) - rows.number("went", r) - c) < 1e-6);
          gained += wanted_gained > 0;
          lost += wanted_lost > 0;
        }
        RC_ASSERT(found || measure == "elderly");
      }
  });
  std::printf("[  figures ] %d rows with people who gained, %d who lost, %d told without\n", gained,
              lost, without);
  EXPECT_GT(gained, 10);
  EXPECT_GT(lost, 10);
}

TEST(Compare, OfTheSameNothingChanges) {
  holds_for_all(100, [](const Recipe& recipe) {
    const SomeStudy study{recipe};
    const Told told{study};
    const Computed base{"", &told.result}, same{"same", &told.result};
    const Table services = compare_services(base, {&same, 1});
    RC_ASSERT(services.rows() == told.result.services.rows());
    const Rows rows{services};
    for (std::size_t r = 0; r < rows.count(); ++r)
      for (const char* column : {"gained", "lost", "came", "went", "change_points"}) {
        const double value = rows.number(column, r);
        RC_ASSERT(std::isnan(value) || value == 0);
      }
    RC_ASSERT(compare_units(base, {&same, 1}).rows() == 0u);
    RC_ASSERT(changed_homes(base, same, "changes_1").table.rows() == 0u);
  });
}

TEST(Compare, ShowsEveryHomeThatChangedAndNoOther) {
  std::set<std::string> seen;
  holds_for_all(200, [&](const Recipe& recipe) {
    const SomeStudy before{recipe};
    Dice dice{recipe.seed, 91};
    const SomeStudy after = changed(before, dice);
    const Told was{before}, is{after};
    const Computed base{"", &was.result}, scenario{"other", &is.result};
    const Layer layer = changed_homes(base, scenario, "changes_1");
    const Rows rows{layer.table};
    std::map<std::string, std::size_t> shown;
    for (std::size_t r = 0; r < rows.count(); ++r) shown[rows.text("id", r)] = r;
    RC_ASSERT(layer.table.shapes.size() == rows.count());
    const Rows people_before{layer_of(was.result, "people")},
        people_after{layer_of(is.result, "people")};
    std::map<std::string, std::size_t> old, now;
    std::set<std::string> ids;
    for (std::size_t h = 0; h < people_before.count(); ++h)
      ids.insert(people_before.text("id", h)), old[people_before.text("id", h)] = h;
    for (std::size_t h = 0; h < people_after.count(); ++h)
      ids.insert(people_after.text("id", h)), now[people_after.text("id", h)] = h;
    for (const std::string& id : ids) {
      const bool was_there = old.contains(id), is_there = now.contains(id);
      bool any = false;
      for (const Service& service : before.rules.services) {
        const std::string covered = service.name + "_covered", seconds = service.name + "_seconds";
        const std::int64_t c0 = was_there ? people_before.integer(covered, old[id]) : -1,
                           c1 = is_there ? people_after.integer(covered, now[id]) : -1;
        const double t0 = was_there ? people_before.number(seconds, old[id]) : kNoNumber,
                     t1 = is_there ? people_after.number(seconds, now[id]) : kNoNumber;
        const double n0 = was_there ? people_before.number("people", old[id]) : 0,
                     n1 = is_there ? people_after.number("people", now[id]) : 0;
        std::string wanted;
        if (!was_there)
          wanted = c1 == 1 ? "came" : c1 == 0 ? "came_without" : "";
        else if (!is_there)
          wanted = c0 == 1 ? "went" : c0 == 0 ? "went_without" : "";
        else if (c1 == 1 && c0 != 1)
          wanted = "gained";
        else if (c0 == 1 && c1 != 1)
          wanted = "lost";
        else if (t0 != t1 && !(std::isnan(t0) && std::isnan(t1)))
          wanted = std::isnan(t0) || t1 < t0 ? "nearer" : "farther";
        else if (n0 != n1)
          wanted = n1 > n0 ? "more" : "fewer";
        any = any || !wanted.empty();
        seen.insert(wanted);
        if (!wanted.empty()) {
          RC_ASSERT(shown.contains(id));
          RC_ASSERT(rows.text(service.name + "_change", shown[id]) == wanted);
        }
      }
      RC_ASSERT(any == shown.contains(id));
    }
  });
  for (const char* word : {"gained", "lost", "nearer", "farther", "more", "came", "went"})
    EXPECT_TRUE(seen.contains(word)) << word;
}

TEST(Compare, ShowsFacilitiesThatAreNotWhereTheyWere) {
  std::map<std::string, int> seen;
  holds_for_all(200, [&](const Recipe& recipe) {
    const SomeStudy before{recipe};
    Dice dice{recipe.seed, 92};
    const SomeStudy after = changed(before, dice);
    const Told was{before}, is{after};
    const Computed base{"", &was.result}, scenario{"other", &is.result};
    const Layer layer = changed_facilities(base, scenario, "facilities_1");
    const Rows rows{layer.table};
    RC_ASSERT(layer.table.shapes.size() == rows.count());
    // Taking away what is told to be gone and adding what is told to be new gives the other town.
    using At = std::tuple<std::string, std::string, std::int64_t, std::int64_t>;
    const auto places = [](const Table& table) {
      std::multiset<At> all;
      const Rows of{table};
      for (std::size_t r = 0; r < of.count(); ++r) {
        const Point p = table.shapes.points[table.shapes.part_first[table.shapes.shape_first[r]]];
        all.insert({of.text("kind", r), of.text("id", r), p.x, p.y});
      }
      return all;
    };
    std::multiset<At> told = places(layer_of(was.result, "facilities"));
    // Within a metre is the same place, and so not told: another town than this test adds up.
    for (const auto& [kind, id, x, y] : places(layer_of(is.result, "facilities")))
      for (const auto& [old_kind, old_id, old_x, old_y] : told)
        if (kind == old_kind && id == old_id && (x != old_x || y != old_y) &&
            std::abs(x - old_x) < 1000 && std::abs(y - old_y) < 1000)
          return;
    std::size_t shown = 0;
    for (std::size_t r = 0; r < rows.count(); ++r) {
      const Point p = layer.table.shapes
                          .points[layer.table.shapes.part_first[layer.table.shapes.shape_first[r]]];
      const At at{rows.text("kind", r), rows.text("id", r), p.x, p.y};
      const std::string& change = rows.text("change", r);
      ++seen[change];
      ++shown;
      if (change == "new" || change == "moved_here") {
        told.insert(at);
      } else {
        RC_ASSERT(told.contains(at));
        told.erase(told.find(at));
      }
    }
    RC_ASSERT(told == places(layer_of(is.result, "facilities")));
    RC_ASSERT((shown == 0) == (places(layer_of(was.result, "facilities")) ==
                               places(layer_of(is.result, "facilities"))));
  });
  EXPECT_GT(seen["closed"], 10);
  EXPECT_GT(seen["moved_here"], 10);
  EXPECT_EQ(seen["moved_here"], seen["moved_away"]);
}

}  // namespace
}  // namespace lifecircle::test
