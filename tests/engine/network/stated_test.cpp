#include "engine/network/stated.hpp"

#include <gtest/gtest.h>

namespace lifecircle::test {
namespace {

std::vector<std::uint32_t> ticks(const std::vector<Duration>& times) {
  std::vector<std::uint32_t> all;
  for (const Duration t : times) all.push_back(t.ticks());
  return all;
}
using Ticks = std::vector<std::uint32_t>;

TEST(StatedTimes, AreSharedByLength) {
  const Point places[] = {{0, 0}, {100, 0}, {400, 0}};
  const SharedTimes shared = share_out({4, 8}, places);
  EXPECT_EQ(ticks(shared.forward), (Ticks{1000, 3000}));
  EXPECT_EQ(ticks(shared.backward), (Ticks{2000, 6000}));
}

TEST(StatedTimes, KeepTheirSumExactly) {
  const Point places[] = {{0, 0}, {1, 0}, {2, 0}, {3, 0}};
  EXPECT_EQ(ticks(share_out({0.1, 0.1}, places).forward), (Ticks{33, 34, 33}));
  EXPECT_EQ(ticks(share_out({0.0005, 0}, places).forward), (Ticks{0, 1, 0}))
      << "half a millisecond is one";
}

TEST(StatedTimes, AreSharedFromTheSmallerEndWhicheverWayTheLineIsDrawn) {
  const Point forth[] = {{0, 0}, {1, 0}, {2, 0}}, back[] = {{2, 0}, {1, 0}, {0, 0}};
  EXPECT_EQ(ticks(share_out({0.001, 0.003}, forth).forward), (Ticks{1, 0}));
  EXPECT_EQ(ticks(share_out({0.003, 0.001}, back).backward), (Ticks{0, 1}));
}

TEST(StatedTimes, OfALineWithoutLengthAreSharedByCount) {
  const Point places[] = {{5, 5}, {5, 5}, {5, 5}};
  EXPECT_EQ(ticks(share_out({2, 2}, places).forward), (Ticks{1000, 1000}));
}

TEST(StatedTimes, AreNeverInAClosedDirection) {
  const Point places[] = {{0, 0}, {1, 0}};
  EXPECT_TRUE(share_out({std::nullopt, 1}, places).forward.front().is_never());
  EXPECT_EQ(share_out({std::nullopt, 0}, places).backward.front(), Duration{});
}

}  // namespace
}  // namespace lifecircle::test
