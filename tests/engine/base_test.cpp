#include <atomic>
#include <stdexcept>

#include <gtest/gtest.h>

#include "engine/base/parallel.hpp"
#include "engine/base/problems.hpp"
#include "engine/base/quantity.hpp"
#include "engine/base/ranked_bits.hpp"
#include "engine/network/turns.hpp"
#include "engine/search/label.hpp"

namespace lifecircle::test {
namespace {

TEST(Duration, RoundsHalfUp) {
  EXPECT_EQ(Duration::milliseconds(0.4).ticks(), 0u);
  EXPECT_EQ(Duration::milliseconds(0.5).ticks(), 1u);
  EXPECT_EQ(Duration::milliseconds(2.5).ticks(), 3u);
  EXPECT_EQ(Duration::seconds(0.0005).ticks(), 1u);
  EXPECT_EQ(Duration::minutes(15).ticks(), 900'000u);
}

TEST(Duration, NeverStaysNever) {
  EXPECT_TRUE((Duration::never() + Duration::seconds(1)).is_never());
  EXPECT_TRUE((Duration::never() - Duration::seconds(1)).is_never());
  EXPECT_TRUE((Duration::from_ticks(4'000'000'000) + Duration::from_ticks(400'000'000)).is_never());
  EXPECT_TRUE((Label{Duration::never(), FacilityId{3u}}).is_never());
  EXPECT_TRUE((Label{} + Duration::seconds(1)).is_never());
  EXPECT_TRUE((Label{Duration::from_ticks(4'294'967'000), FacilityId{1u}} + Duration::seconds(1))
                  .is_never());
}

TEST(RankedBits, CountsTheMembersBefore) {
  for (const std::uint32_t step : {1u, 3u, 63u, 64u, 65u, 1000u}) {
    std::vector<EdgeId> members;
    for (std::uint32_t m = step / 2; m < 5000; m += step) members.push_back(EdgeId{m});
    const RankedBits bits{5000, members};
    std::size_t before = 0;
    for (std::uint32_t i = 0; i < 5000; ++i) {
      const bool is_member = before < members.size() && members[before] == EdgeId{i};
      EXPECT_EQ(bits.rank(i), is_member ? std::optional{before} : std::nullopt);
      before += is_member ? 1 : 0;
    }
  }
  EXPECT_TRUE(RankedBits{}.empty());
}

TEST(Speed, AMillimetreAtOneMetreASecondIsAMillisecond) {
  EXPECT_EQ(Speed::metres_per_second(1).time_over(1234.4).ticks(), 1234u);
  EXPECT_EQ(Speed::kilometres_per_hour(4.8).time_over(1'200'000), Duration::minutes(15))
      << "15 minutes on foot";
  EXPECT_TRUE(Speed::metres_per_second(1e-9).time_over(1e9).is_never());
}

TEST(Label, ComparesByTimeThenFacility) {
  EXPECT_LT(Label(Duration::seconds(1), FacilityId{9u}),
            Label(Duration::seconds(2), FacilityId{1u}));
  EXPECT_LT(Label(Duration::seconds(1), FacilityId{1u}),
            Label(Duration::seconds(1), FacilityId{2u}));
  EXPECT_LT(Label(Duration::seconds(1e6), FacilityId{1u}), Label{});
}

TEST(ParallelFor, CallsTheBodyOnceForEach) {
  for (const int count : {1, 2, 8}) {
    set_threads(count);
    std::vector<int> calls(1000, 0);
    std::atomic<int> scratches{0};
    parallel_for(
        calls.size(), [&] { return ++scratches; }, [&](std::size_t i, int) { ++calls[i]; }, 7);
    EXPECT_EQ(calls, std::vector<int>(1000, 1));
    EXPECT_LE(scratches, count);
    set_threads(0);
  }
  parallel_for(
      0, [] { return 0; }, [](std::size_t, int) { FAIL(); });
}

TEST(ParallelFor, HandsOnWhatABodyThrows) {
  EXPECT_THROW(parallel_for(
                   10, [] { return 0; },
                   [](std::size_t i, int) {
                     if (i == 7) throw std::runtime_error{"seven"};
                   }),
               std::runtime_error);
}

TEST(ParallelFor, BeginsNoMoreOnceABodyHasThrown) {
  set_threads(1);
  int begun = 0;
  EXPECT_THROW(parallel_for(
                   1000, [] { return 0; },
                   [&](std::size_t, int) {
                     if (++begun == 4) throw std::runtime_error{"the fourth"};
                   }),
               std::runtime_error);
  set_threads(0);
  EXPECT_EQ(begun, 4);
}

TEST(Problems, CountsMoreThanItLists) {
  Problems problems;
  for (std::size_t i = 0; i < Problems::kListed + 5; ++i)
    problems.add({.key = "odd", .file = "f", .layer = ""});
  EXPECT_EQ(problems.list().size(), Problems::kListed);
  EXPECT_EQ(problems.counts().at("odd"), Problems::kListed + 5);
  Problems more;
  more.add({.key = "even", .file = "e", .layer = "", .row = 2});
  more.add_all(problems);
  EXPECT_EQ(more.counts().at("odd"), Problems::kListed + 5);
  more.sort();
  EXPECT_EQ(more.list().front().key, "even");
}

TEST(TurnMemory, RemembersTheLongestEndThatBeginsABan) {
  const Arc a{EdgeId{0u}, true}, b{EdgeId{1u}, true}, c{EdgeId{2u}, true}, d{EdgeId{3u}, true};
  const std::vector<std::vector<Arc>> banned{{a, b, c}, {b, d}};
  const TurnMemory memory{banned};
  EXPECT_EQ(memory.state_count(), 4u);  // nothing, a, ab, b
  const auto after_a = memory.next(0, a), after_ab = memory.next(after_a, b);
  EXPECT_TRUE(memory.forbids(after_ab, c));
  EXPECT_TRUE(memory.forbids(after_ab, d)) << "the ban of b, d inside the longer way";
  EXPECT_FALSE(memory.forbids(memory.next(0, b), c));
  EXPECT_EQ(memory.next(after_ab, a), after_a);
  EXPECT_EQ(memory.next(after_a, d), 0u);
}

}  // namespace
}  // namespace lifecircle::test
