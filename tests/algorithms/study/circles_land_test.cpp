#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/algorithms/study/some_study.hpp"
#include "tests/support/property.hpp"

// Circles and land as a study tells of them.

namespace lifecircle::test {
namespace {

/// A random study that draws circles and has land: a chequerboard over the town.
SomeStudy with_circles(const Recipe& recipe) {
  SomeStudy study{recipe.without({Odd::far_part})};
  Dice dice{recipe.seed, 90};
  const std::int32_t step = make_town(recipe.without({Odd::far_part})).step_mm;
  for (Service& service : study.rules.services)
    service.limit = Duration::seconds(step / 1e3 / 1.3 * (1 + dice.below(8)));
  const auto square = [&](int x, int y, int side) {
    const auto at = [&](int i, int j) { return Point{i * step, j * step}; };
    return Shape{ShapeKind::area,
                 {{at(x, y), at(x + side, y), at(x + side, y + side), at(x, y + side), at(x, y)}}};
  };
  CirclePlan plan{.services = {"service_0", "service_2"},
                  .limits = {study.rules.services[0].limit},
                  .tolerance_m = step / 1e3 / 15,
                  .rings = dice.chance(50)};
  plan.limits.insert(plan.limits.begin(), Duration::seconds(step / 3e3));
  study.rules.circles = plan;
  // Two of the four units have ground; what they have lies over each other in part.
  study.town.units[0].area = square(0, 0, 4);
  study.town.units[1].area = square(2, 2, 4);
  study.town.land_files = {{"land.gpkg", "parcels"}};
  study.town.lands = {{"chequers", {}}, {"nothing", {}}};
  for (int x = -2; x < 10; ++x)
    for (int y = -2; y < 10; ++y)
      if ((x + y) % 2 == 0)
        study.town.lands[0].parcels.push_back({square(x, y, 1), 0, x * 100 + y});
  return study;
}

Shape shape_of(const Table& table, std::size_t row) {
  Shape shape{ShapeKind::area, {}};
  const Shapes& all = table.shapes;
  for (auto p = all.shape_first[row]; p < all.shape_first[row + 1]; ++p)
    shape.parts.emplace_back(
        all.points.begin() + static_cast<std::ptrdiff_t>(all.part_first[p]),
        all.points.begin() + static_cast<std::ptrdiff_t>(all.part_first[p + 1]));
  return shape;
}

TEST(StudyCircles, AreOneForEachServiceAndLimitTheLargestFirst) {
  holds_for_all(60, [](const Recipe& recipe) {
    const SomeStudy study = with_circles(recipe);
    const CirclePlan& plan = *study.rules.circles;
    const StudyResult result = study.result();
    const Table& table = layer_of(result, "circles");
    const Rows rows{table};
    std::map<std::string, std::vector<double>> minutes;
    for (std::size_t r = 0; r < rows.count(); ++r) {
      const Shape shape = shape_of(table, r);
      RC_ASSERT(std::abs(rows.number("area_km2", r) -
                         area_on_earth_m2(shape, study.town.earth_radius_m) / 1e6) < 1e-12);
      auto& of = minutes[rows.text("service", r)];
      const bool inner =
          r + 1 < rows.count() && rows.text("service", r + 1) == rows.text("service", r);
      RC_ASSERT(rows.number("minutes_from", r) ==
                (plan.rings && inner ? rows.number("minutes", r + 1) : 0));
      if (inner && !plan.rings)
        RC_ASSERT(rows.number("area_km2", r) >= rows.number("area_km2", r + 1) - 1e-9);
      of.push_back(rows.number("minutes", r));
    }
    RC_ASSERT(minutes.size() == 2u);
    for (const std::size_t s : {0u, 2u}) {
      const Service& service = study.rules.services[s];
      std::vector<double> expected{service.limit.minutes()};
      for (auto limit = plan.limits.rbegin(); limit != plan.limits.rend(); ++limit)
        if (*limit < service.limit) expected.push_back(limit->minutes());
      RC_ASSERT(minutes.at(service.name) == expected);
    }
  });
}

TEST(StudyLand, UnitsAndNoUnitAreTheWhole) {
  holds_for_all(60, [](const Recipe& recipe) {
    const SomeStudy study = with_circles(recipe);
    const StudyResult result = study.result();
    const Rows rows{result.land.value()};
    struct Sum {
      double land = 0, covered = 0, doubt = 0;
    };
    std::map<std::pair<std::string, std::string>, Sum> parts, whole;
    const double step_m2 = [&] {
      const auto& square = study.town.lands[0].parcels[0].area;
      return area_m2(square);
    }();
    for (std::size_t r = 0; r < rows.count(); ++r) {
      Sum& sum = (rows.text("unit_code", r) == "*"
                      ? whole
                      : parts)[{rows.text("service", r), rows.text("land", r)}];
      sum.land += rows.number("land_ha", r);
      sum.covered += rows.number("covered_ha", r);
      sum.doubt += rows.number("doubt_ha", r);
      RC_ASSERT(rows.number("covered_ha", r) <= rows.number("land_ha", r));
      if (rows.text("land", r) == "nothing") RC_ASSERT(std::isnan(rows.number("percent", r)));
    }
    RC_ASSERT(whole.size() == 2 * study.rules.services.size());
    for (const auto& [key, sum] : whole) {
      RC_ASSERT(std::abs(sum.land - parts.at(key).land) < 5e-5);
      RC_ASSERT(std::abs(sum.covered - parts.at(key).covered) < 5e-5);
      RC_ASSERT(std::abs(sum.doubt - parts.at(key).doubt) < 5e-5);
      // 72 fields of the board; services for town or country ask of their units' fields alone.
      const Service& service = *std::ranges::find(study.rules.services, key.first, &Service::name);
      if (key.second == "chequers" && service.scope == Scope::everyone)
        RC_ASSERT(std::abs(sum.land - 72 * step_m2 / 1e4) <= 3e-4 + 1e-6 * sum.land);
      if (key.second == "chequers" && service.scope == Scope::town)
        RC_ASSERT(std::abs(sum.land - 8 * step_m2 / 1e4) <= 3e-4 + 1e-6 * sum.land);
      if (key.second == "chequers" && service.scope == Scope::country)
        RC_ASSERT(std::abs(sum.land - 6 * step_m2 / 1e4) <= 3e-4 + 1e-6 * sum.land);
    }
  });
}

TEST(StudyLand, IsMeasuredInDiscsWhateverIsDrawn) {
  holds_for_all(30, [](const Recipe& recipe) {
    SomeStudy study = with_circles(recipe);
    const auto covered = [&](bool rings) {
      study.rules.circles->rings = rings;
      const StudyResult result = study.result();
      const Rows rows{result.land.value()};
      std::vector<double> all;
      for (std::size_t r = 0; r < rows.count(); ++r) {
        all.push_back(rows.number("covered_ha", r));
        all.push_back(rows.number("doubt_ha", r));
      }
      return all;
    };
    RC_ASSERT(covered(true) == covered(false));
  });
}

TEST(StudyLand, IsOnlyInStudiesThatHaveSome) {
  SomeStudy study = with_circles(Recipe{.seed = 5});
  study.town.lands.clear();
  study.rules.circles.reset();
  const StudyResult result = study.result();
  EXPECT_FALSE(result.land);
  EXPECT_THROW(layer_of(result, "circles"), std::runtime_error);
}

TEST(StudyLand, WhatCrossesItselfIsDoubtedByItsRow) {
  SomeStudy study = with_circles(Recipe{.seed = 6});
  study.town.lands[1].parcels.push_back(
      {Shape{ShapeKind::area, {{{0, 0}, {100'000, 100'000}, {100'000, 0}, {0, 100'000}, {0, 0}}}},
       0, 17});
  const StudyResult result = study.result();
  const auto found = std::ranges::find(result.doubts.list(), "land_mended", &Problem::key);
  ASSERT_NE(found, result.doubts.list().end());
  EXPECT_EQ(found->file, "land.gpkg");
  EXPECT_EQ(found->layer, "parcels");
  EXPECT_EQ(found->row, 17);
  EXPECT_EQ(found->args, std::vector<std::string>{"nothing"});
}

}  // namespace
}  // namespace lifecircle::test
