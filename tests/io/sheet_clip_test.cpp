#include "io/write/sheet/clip.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <gtest/gtest.h>

#include "tests/io/result_files.hpp"
#include "tests/support/effort.hpp"

namespace lifecircle {
namespace {

constexpr PaperRect kWindow{10, 20, 100, 60};

/// By the even-odd rule.
bool covers(const PaperLine& ring, PaperPoint p) {
  bool inside = false;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const PaperPoint a = ring[i], b = ring[i + 1];
    if ((a.y <= p.y) != (b.y <= p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
      inside = !inside;
  }
  return inside;
}

double distance(PaperPoint a, PaperPoint b, PaperPoint p) {
  const double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
  const double share =
      square == 0 ? 0 : std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0);
  return std::hypot(p.x - a.x - share * dx, p.y - a.y - share * dy);
}

double distance(const PaperLine& line, PaperPoint p) {
  double least = std::hypot(p.x - line[0].x, p.y - line[0].y);
  for (std::size_t i = 0; i + 1 < line.size(); ++i)
    least = std::min(least, distance(line[i], line[i + 1], p));
  return least;
}

PaperPoint some_place(std::uint64_t& seed) {
  const double x = test::next_random(seed) % 160'000 / 1000.0 - 20;
  return {x, test::next_random(seed) % 120'000 / 1000.0 - 10};
}

PaperLine some_ring(std::uint64_t& seed) {
  PaperLine ring;
  const std::size_t corners = 3 + test::next_random(seed) % 12;
  for (std::size_t i = 0; i < corners; ++i) ring.push_back(some_place(seed));
  ring.push_back(ring.front());
  return ring;
}

TEST(SheetClip, ALineThatLeavesAndComesBackIsTwoPieces) {
  const PaperLine line{{0, 30}, {60, 30}, {60, 100}, {80, 100}, {80, 50}};
  EXPECT_EQ(clipped_line(line, kWindow),
            (std::vector<PaperLine>{{{10, 30}, {60, 30}, {60, 80}}, {{80, 80}, {80, 50}}}));
}

TEST(SheetClip, ALineOutsideOrAroundACornerIsNothing) {
  EXPECT_TRUE(clipped_line(PaperLine{{0, 0}, {200, 0}}, kWindow).empty());
  EXPECT_TRUE(clipped_line(PaperLine{{5, 24}, {14, 15}}, kWindow).empty());
}

TEST(SheetClip, EveryPlaceOfALineInTheWindowStays) {
  for (int run = 0; run < test::by_effort(300); ++run) {
    std::uint64_t seed = 100 + static_cast<std::uint64_t>(run);
    SCOPED_TRACE("seed " + std::to_string(seed));
    PaperLine line;
    for (int i = 0; i < 8; ++i) line.push_back(some_place(seed));
    const auto pieces = clipped_line(line, kWindow);
    const auto off = [&](PaperPoint p) {
      double least = 1e9;
      for (const PaperLine& piece : pieces) least = std::min(least, distance(piece, p));
      return least;
    };
    for (std::size_t i = 0; i + 1 < line.size(); ++i)
      for (double share = 0; share <= 1; share += 0.05) {
        const PaperPoint p{line[i].x + share * (line[i + 1].x - line[i].x),
                           line[i].y + share * (line[i + 1].y - line[i].y)};
        if (!kWindow.grown(-1e-6).holds(p)) continue;
        EXPECT_LT(off(p), 1e-9);
      }
    for (const PaperLine& piece : pieces)
      for (const PaperPoint p : piece) {
        EXPECT_TRUE(kWindow.grown(1e-9).holds(p));
        EXPECT_LT(distance(line, p), 1e-9);
      }
  }
}

TEST(SheetClip, ARingCoversInTheWindowWhatItCovered) {
  int covered = 0;
  for (int run = 0; run < test::by_effort(300); ++run) {
    std::uint64_t seed = 4000 + static_cast<std::uint64_t>(run);
    SCOPED_TRACE("seed " + std::to_string(seed));
    const PaperLine ring = some_ring(seed), cut = clipped_ring(ring, kWindow);
    for (const PaperPoint p : cut) EXPECT_TRUE(kWindow.grown(1e-9).holds(p));
    for (int i = 0; i < 200; ++i) {
      const PaperPoint p = some_place(seed);
      if (!kWindow.grown(-1e-6).holds(p) || distance(ring, p) < 1e-6) continue;
      EXPECT_EQ(covers(cut, p), covers(ring, p)) << p.x << ' ' << p.y;
      covered += covers(ring, p);
    }
  }
  EXPECT_GT(covered, 100);
}

/// A line like a road: many small steps.
PaperLine some_road(std::uint64_t& seed, std::size_t steps) {
  PaperLine road{{50, 50}};
  double heading = 0;
  for (std::size_t i = 0; i < steps; ++i) {
    heading += (test::next_random(seed) % 1000 / 1000.0 - 0.5) * 0.6;
    road.push_back(
        {road.back().x + 0.04 * std::cos(heading), road.back().y + 0.04 * std::sin(heading)});
  }
  return road;
}

TEST(SheetThin, NoPlaceOfALineMovesByATenthOfAMillimetre) {
  std::size_t before = 0, after = 0;
  for (int run = 0; run < test::by_effort(60); ++run) {
    std::uint64_t seed = 900 + static_cast<std::uint64_t>(run);
    SCOPED_TRACE("seed " + std::to_string(seed));
    const PaperLine road = some_road(seed, 40 + test::next_random(seed) % 1500);
    const PaperLine thin = thinned_line(road);
    for (const PaperPoint p : road) EXPECT_LT(distance(thin, p), 0.06);
    for (const PaperPoint p : thin) EXPECT_LT(distance(road, p), 0.01);
    before += road.size();
    after += thin.size();
  }
  EXPECT_LT(after * 5, before) << "lines do not get thinner";
}

TEST(SheetThin, ARingIsTheSameWhereverItStarts) {
  for (int run = 0; run < test::by_effort(100); ++run) {
    std::uint64_t seed = 7000 + static_cast<std::uint64_t>(run);
    SCOPED_TRACE("seed " + std::to_string(seed));
    const PaperLine ring = some_ring(seed);
    PaperLine turned{ring.begin(), ring.end() - 1};
    std::rotate(turned.begin(), turned.begin() + 1, turned.end());
    turned.push_back(turned.front());
    EXPECT_EQ(thinned_ring(turned), thinned_ring(ring));
    EXPECT_EQ(thinned_ring(ring).front(), thinned_ring(ring).back());
    for (const PaperPoint p : ring) EXPECT_LT(distance(thinned_ring(ring), p), 0.06);
  }
}

TEST(SheetThin, WhatIsSmallerThanTheGridIsOnePoint) {
  EXPECT_EQ(thinned_line(PaperLine{{1, 1}, {1.001, 1.002}, {1.003, 1.001}}), (PaperLine{{1, 1}}));
}

}  // namespace
}  // namespace lifecircle
