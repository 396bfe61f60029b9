// Which way a job goes: never what is answered, only what it costs.

#include "engine/search/plan.hpp"

#include <gtest/gtest.h>

#include "engine/search/hierarchy/hierarchy.hpp"
#include "engine/search/rows.hpp"
#include "tests/support/random_town.hpp"
#include "tests/support/town.hpp"

namespace lifecircle::test {
namespace {

/// A grid of streets, and people on foot, slower people, and people by car.
struct Streets {
  Streets() : network{roads()}, walk{network, stroller()}, slow{network, slower()} {}
  static Roads roads() {
    Roads roads;
    RoadKind kind;
    kind.road_class = "street";
    const std::uint32_t street = roads.add_kind(kind);
    constexpr std::int32_t kSide = 20;
    for (std::int32_t x = 0; x < kSide; ++x)
      for (std::int32_t y = 0; y < kSide; ++y) roads.add_vertex({x * 100'000, y * 100'000});
    for (std::uint32_t x = 0; x < kSide; ++x)
      for (std::uint32_t y = 0; y < kSide; ++y) {
        const std::uint32_t here = x * kSide + y;
        if (x + 1 < kSide) roads.add_line(street, std::vector{here, here + kSide});
        if (y + 1 < kSide) roads.add_line(street, std::vector{here, here + 1});
      }
    return roads;
  }
  static Profile with_streets(Profile profile, double kmh) {
    profile.speed["street"] = {kmh, "test"};
    return profile;
  }
  static Profile stroller() { return with_streets(test::stroller(), 4.8); }
  static Profile slower() { return with_streets(test::stroller(), 3.6); }

  Network network;
  ModeGraph walk, slow;
};

TEST(Plan, MakesAHierarchyForManyFieldsAndSharesItsTopology) {
  const Streets few;
  const std::vector<FieldJob> some{{&few.walk, 20}, {&few.slow, 9}};
  EXPECT_EQ(prepare_fields(some), (std::vector{SearchWay::searches, SearchWay::searches}));
  EXPECT_EQ(few.walk.hierarchy(), nullptr);

  const Streets streets;
  const std::vector<FieldJob> many{{&streets.slow, 10}, {&streets.walk, 20}};
  EXPECT_EQ(prepare_fields(many), (std::vector{SearchWay::sweeps, SearchWay::sweeps}));
  ASSERT_NE(streets.walk.hierarchy(), nullptr);
  ASSERT_NE(streets.slow.hierarchy(), nullptr);
  EXPECT_EQ(streets.walk.hierarchy()->shared_topology(),
            streets.slow.hierarchy()->shared_topology());

  // What is carried is taken, however few ask.
  const std::vector<FieldJob> again{{&streets.walk, 1}, {&streets.slow, 0}};
  EXPECT_EQ(prepare_fields(again), (std::vector{SearchWay::sweeps, SearchWay::sweeps}));
}

TEST(Plan, SearchesByRowsWhereTheyReachMuch) {
  const Streets streets;
  std::vector<std::vector<Leg>> origins(200);
  for (std::size_t o = 0; o < origins.size(); o += 2) {  // every second comes to no road
    Leg leg;
    leg.place = {EdgeId{o}, 0, 0.5};
    origins[o].push_back(leg);
  }
  const Ends ends{streets.walk, origins};
  RowQuestion question{.graph = &streets.walk, .origins = origins, .ends = &ends, .limit = {}};
  const auto way = [&](Duration limit) {
    question.limit = limit;
    return way_of_rows(question);
  };
  EXPECT_EQ(way(Duration::minutes(1)), SearchWay::searches);
  EXPECT_EQ(way(Duration::minutes(1000)), SearchWay::searches);  // 40,000 states: one is dearer
  hierarchy_of(streets.walk);
  EXPECT_EQ(way(Duration::minutes(1)), SearchWay::searches);
  EXPECT_EQ(way(Duration::minutes(1000)), SearchWay::sweeps);
  // Lanes do not count so far.
  EXPECT_EQ(way(Duration::never()), SearchWay::searches);
  force_search_way(SearchWay::sweeps);
  EXPECT_EQ(way(Duration::minutes(1)), SearchWay::sweeps);
  EXPECT_EQ(way(Duration::never()), SearchWay::searches);
  force_search_way(std::nullopt);
}

TEST(Plan, LogCountsJobsOfOneKindTogether) {
  SearchLog log;
  log.add({"walk", "supply", 3, SearchWay::sweeps});
  log.add({"car", "nearest", 2, SearchWay::searches});
  log.add({"walk", "supply", 4, SearchWay::sweeps});
  log.add({"walk", "supply", 1, SearchWay::searches});
  const auto entries = log.entries();
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].profile, "car");
  EXPECT_EQ(entries[1].count, 1u);
  EXPECT_EQ(entries[2].count, 7u);
}

}  // namespace
}  // namespace lifecircle::test
