#include "io/read/noding.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/read/line_ends.hpp"

namespace lifecircle {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;
using Points = std::vector<Point>;
using Lines = std::vector<LevelLine>;

Lines noded(Lines lines, double tolerance_mm = 0) {
  EXPECT_TRUE(node_lines(lines, tolerance_mm));
  return lines;
}

Points line(const Lines& lines, std::size_t i) {
  return lines[i].points;
}

// --- The judge: a slow look at every pair -----------------------------------------------

__extension__ typedef __int128 Widest;

int side(Point a, Point b, Point c) {
  const Widest turn = Widest{cross(b - a, c - a)};
  return turn > 0 ? 1 : turn < 0 ? -1 : 0;
}

bool strictly_between(Point a, Point b, Point p) {
  return side(a, b, p) == 0 && p != a && p != b && dot(p - a, p - b) < 0;
}

/// Whether two segments share anything but ends of both, or everything.
bool meet_wrongly(const Segment& s, const Segment& t) {
  const bool same = (s.a == t.a && s.b == t.b) || (s.a == t.b && s.b == t.a);
  if (same) return false;
  if (strictly_between(s.a, s.b, t.a) || strictly_between(s.a, s.b, t.b) ||
      strictly_between(t.a, t.b, s.a) || strictly_between(t.a, t.b, s.b))
    return true;
  return side(s.a, s.b, t.a) * side(s.a, s.b, t.b) < 0 &&
         side(t.a, t.b, s.a) * side(t.a, t.b, s.b) < 0;
}

std::size_t wrong_meetings(const Lines& lines) {
  std::map<int, std::vector<Segment>> levels;
  for (const LevelLine& l : lines)
    for (std::size_t i = 0; i + 1 < l.points.size(); ++i)
      levels[l.level].push_back({l.points[i], l.points[i + 1], 0});
  std::size_t count = 0;
  for (const auto& [level, segments] : levels)
    for (std::size_t i = 0; i < segments.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) count += meet_wrongly(segments[i], segments[j]) ? 1 : 0;
  return count;
}

double length(const Points& points) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) sum += distance_mm(points[i], points[i + 1]);
  return sum;
}

/// How far `p` lies from the nearest of the original line's segments.
double distance_to(const Points& original, Point p) {
  double best = 1e18;
  for (std::size_t i = 0; i + 1 < original.size(); ++i) {
    const Vector along = original[i + 1] - original[i];
    const double whole = static_cast<double>(dot(along, along));
    double share = whole == 0 ? 0 : static_cast<double>(dot(p - original[i], along)) / whole;
    share = std::clamp(share, 0.0, 1.0);
    best = std::min(best, std::hypot(original[i].x + share * static_cast<double>(along.x) - p.x,
                                     original[i].y + share * static_cast<double>(along.y) - p.y));
  }
  return best;
}

// --- Drawn examples ----------------------------------------------------------------------

TEST(Noding, GivesACrossAVertexInTheMiddle) {
  const Lines lines = noded({{0, {{0, 0}, {1000, 1000}}}, {0, {{0, 1000}, {1000, 0}}}});
  EXPECT_THAT(line(lines, 0), ElementsAre(Point{0, 0}, Point{500, 500}, Point{1000, 1000}));
  EXPECT_THAT(line(lines, 1), ElementsAre(Point{0, 1000}, Point{500, 500}, Point{1000, 0}));
}

TEST(Noding, RoundsCrossingsToTheMillimetre) {
  // They cross at x = 1000/3.
  const Lines lines = noded({{0, {{0, 0}, {1000, 1000}}}, {0, {{0, 500}, {1000, 0}}}});
  EXPECT_THAT(line(lines, 0), ElementsAre(Point{0, 0}, Point{333, 333}, Point{1000, 1000}));
  EXPECT_THAT(line(lines, 1), ElementsAre(Point{0, 500}, Point{333, 333}, Point{1000, 0}));
}

TEST(Noding, JoinsATAtItsFoot) {
  const Lines lines = noded({{0, {{0, 0}, {1000, 0}}}, {0, {{400, 0}, {400, 900}}}});
  EXPECT_THAT(line(lines, 0), ElementsAre(Point{0, 0}, Point{400, 0}, Point{1000, 0}));
}

TEST(Noding, LandsAnEndThatFallsShortOrRunsOver) {
  const Lines near = noded({{0, {{0, 0}, {1000, 0}}}, {0, {{400, 7}, {400, 900}}}}, 10);
  EXPECT_THAT(line(near, 0), ElementsAre(Point{0, 0}, Point{400, 0}, Point{1000, 0}));
  EXPECT_THAT(line(near, 1), ElementsAre(Point{400, 0}, Point{400, 900}));
  const Lines far = noded({{0, {{0, 0}, {1000, 0}}}, {0, {{400, 11}, {400, 900}}}}, 10);
  EXPECT_THAT(line(far, 0), ElementsAre(Point{0, 0}, Point{1000, 0}));
  const Lines over = noded({{0, {{0, 0}, {1000, 0}}}, {0, {{400, -7}, {400, 900}}}}, 10);
  EXPECT_THAT(line(over, 1), ElementsAre(Point{400, 0}, Point{400, 900}));
}

TEST(Noding, LeavesAnOverpassAlone) {
  const Lines before{
      {0, {{0, 0}, {1000, 0}}}, {1, {{400, -500}, {400, 900}}}, {-1, {{500, -9}, {500, 9}}}};
  const Lines after = noded(before, 10);
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(line(after, i), line(before, i));
}

TEST(Noding, SplitsOverlapsIntoPiecesOnTopOfEachOther) {
  const Lines lines =
      noded({{0, {{0, 0}, {600, 0}}}, {0, {{1000, 0}, {400, 0}}}, {0, {{0, 0}, {600, 0}}}});
  EXPECT_THAT(line(lines, 0), ElementsAre(Point{0, 0}, Point{400, 0}, Point{600, 0}));
  EXPECT_THAT(line(lines, 1), ElementsAre(Point{1000, 0}, Point{600, 0}, Point{400, 0}));
  EXPECT_EQ(line(lines, 2), line(lines, 0));
}

TEST(Noding, NodesALineWithItself) {
  const Lines lines = noded({{0, {{0, 0}, {1000, 0}, {1000, 500}, {500, 500}, {500, -500}}}});
  EXPECT_THAT(line(lines, 0),
              ElementsAre(Point{0, 0}, Point{500, 0}, Point{1000, 0}, Point{1000, 500},
                          Point{500, 500}, Point{500, 0}, Point{500, -500}));
}

TEST(Noding, BendsALineToAVertexItPassesWithinHalfAMillimetre) {
  // At x = 500 the long line is at y = 0.4995...; the vertex at (500, 0) is in reach, (500, 2) is
  // not.
  const Lines lines = noded({{0, {{0, 0}, {1001, 1}}}, {0, {{500, -300}, {500, 0}}}});
  EXPECT_THAT(line(lines, 0), ElementsAre(Point{0, 0}, Point{500, 0}, Point{1001, 1}));
  EXPECT_EQ(line(noded({{0, {{0, 0}, {1001, 1}}}, {0, {{500, 300}, {500, 2}}}}), 0).size(), 2u);
}

TEST(Noding, IsExactAtTheEdgeOfThePlane) {
  constexpr std::int32_t kFar = 1'000'000'000;
  const Lines lines =
      noded({{0, {{-kFar, -kFar}, {kFar, kFar - 1}}}, {0, {{-kFar, kFar}, {kFar, -kFar}}}});
  ASSERT_EQ(line(lines, 0).size(), 3u);
  EXPECT_EQ(line(lines, 0)[1], line(lines, 1)[1]);
  EXPECT_EQ(wrong_meetings(lines), 0u);
}

TEST(JoinEnds, MovesNearEndsToTheSmallestOfAChain) {
  Lines lines{{0, {{0, 0}, {5000, 0}}},
              {0, {{5008, 0}, {9000, 0}}},
              {3, {{5016, 0}, {5016, 900}}},
              {0, {{5050, 0}, {9000, 90}}}};
  join_ends(lines, 10);
  EXPECT_EQ(lines[0].points.back(), (Point{5000, 0}));
  EXPECT_EQ(lines[1].points.front(), (Point{5000, 0}));
  EXPECT_EQ(lines[2].points.front(), (Point{5000, 0})) << "whatever the level";
  EXPECT_EQ(lines[3].points.front(), (Point{5050, 0}));
}

TEST(JoinEnds, TakesTheToleranceAsClosed) {
  for (const auto& [tolerance, joined] :
       {std::pair{5.0, true}, std::pair{4.999, false}, std::pair{0.0, false}}) {
    Lines lines{{0, {{-900, 0}, {0, 0}}}, {0, {{3, 4}, {900, 0}}}};
    join_ends(lines, tolerance);
    EXPECT_EQ(lines[0].points.back() == lines[1].points.front(), joined) << tolerance;
  }
}

TEST(JoinEnds, ShrinksALineShorterThanTheToleranceToAPoint) {
  Lines lines{{0, {{0, 0}, {6, 0}}}, {0, {{0, 0}, {60, 0}, {6, 0}}}};
  FlatLines side_by_side = flat(lines);
  join_ends(lines, 10);
  EXPECT_EQ(lines[0].points, (Points{{0, 0}}));
  EXPECT_EQ(lines[1].points, (Points{{0, 0}, {60, 0}, {0, 0}}));
  join_ends(side_by_side, 10);
  const Lines again = apart(std::move(side_by_side));
  ASSERT_EQ(again.size(), lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(again[i].points, lines[i].points);
}

TEST(EndsThatTouch, CountsThoseThatNodingWouldJoin) {
  const Lines lines{{0, {{0, 0}, {500, 0}, {1000, 0}}},
                    {0, {{400, 3}, {400, 900}}},   // near the inside
                    {0, {{500, 0}, {500, -900}}},  // on an inner vertex
                    {1, {{600, 0}, {600, 900}}},   // passes above
                    {0, {{0, 0}, {0, 900}}}};      // shares an end: joined already
  EXPECT_EQ(ends_that_touch(flat(lines), 5), 2u);
  EXPECT_EQ(ends_that_touch(flat(lines), 1), 1u);
}

// --- The judge of joining: every pair of ends --------------------------------------------

TEST(JoinEnds, AgreesWithLookingAtEveryPair) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random{seed};
    std::uniform_int_distribution<std::int32_t> at{-60, 60};
    std::uniform_real_distribution<double> tolerance_of{0.5, 15};
    const double tolerance = tolerance_of(random);
    Lines lines;
    for (int i = 0; i < 12; ++i)
      lines.push_back({0, {{at(random), at(random)}, {1'000'000 + at(random), at(random)}}});
    std::vector<Point> ends;
    for (const LevelLine& l : lines) ends.push_back(l.points.front());
    std::vector<Point> expected = ends;
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t i = 0; i < ends.size(); ++i)
        for (std::size_t j = 0; j < ends.size(); ++j)
          if (distance_mm(ends[i], ends[j]) <= tolerance && expected[j] < expected[i])
            expected[i] = expected[j], changed = true;
    }
    FlatLines side_by_side = flat(lines);
    join_ends(lines, tolerance);
    for (std::size_t i = 0; i < ends.size(); ++i) EXPECT_EQ(lines[i].points.front(), expected[i]);
    join_ends(side_by_side, tolerance);
    for (std::size_t i = 0; i < ends.size(); ++i)
      EXPECT_EQ(side_by_side.points(i).front(), expected[i]);
  }
}

// --- Laws on random lines ------------------------------------------------------------------

Lines random_lines(unsigned seed) {
  std::mt19937 random{seed};
  // A narrow box makes touching, overlap and squeezed corners frequent.
  const std::int32_t size = std::vector<std::int32_t>{6, 40, 3000, 900'000'000}[seed % 4];
  std::uniform_int_distribution<std::int32_t> at{-size, size};
  std::uniform_int_distribution<int> points{2, 6}, count{2, 14}, level{0, 3};
  Lines lines(static_cast<std::size_t>(count(random)));
  for (LevelLine& l : lines) {
    l.level = level(random) == 0 ? 1 : 0;
    for (int i = points(random); i > 0; --i) l.points.push_back({at(random), at(random)});
  }
  return lines;
}

/// Every end, every other line of its level, every segment.
std::uint64_t ends_that_touch_at_all(const Lines& lines, double tolerance) {
  std::set<std::pair<std::pair<std::int32_t, std::int32_t>, int>> ends;
  for (const LevelLine& l : lines)
    for (const Point p : {l.points.front(), l.points.back()}) ends.insert({{p.x, p.y}, l.level});
  std::set<std::pair<std::int32_t, std::int32_t>> touching;
  for (const auto& [place, level] : ends)
    for (const LevelLine& l : lines) {
      const Point end{place.first, place.second}, front = l.points.front(), back = l.points.back();
      if (l.level != level || front == end || back == end) continue;
      for (std::size_t j = 0; j + 1 < l.points.size(); ++j) {
        Point a = l.points[j], b = l.points[j + 1];
        if (b < a) std::swap(a, b);
        const Vector along = b - a;
        const std::int64_t length = dot(along, along), at = dot(end - a, along);
        Point near = at <= 0 || length == 0 ? a : b;
        if (at > 0 && at < length) {
          const double share = static_cast<double>(at) / static_cast<double>(length);
          near = {static_cast<std::int32_t>(
                      std::floor(a.x + share * static_cast<double>(along.x) + 0.5)),
                  static_cast<std::int32_t>(
                      std::floor(a.y + share * static_cast<double>(along.y) + 0.5))};
        }
        if (near != front && near != back &&
            static_cast<double>(dot(near - end, near - end)) <= tolerance * tolerance)
          touching.insert(place);
      }
    }
  return touching.size();
}

TEST(EndsThatTouch, AgreesWithLookingAtEveryPair) {
  std::uint64_t all = 0;
  for (unsigned seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random{seed + 7000};
    // Some near, on the scale of the lines; some beyond every row of the index.
    const double tolerance =
        std::vector<double>{0, 1, 2.5, 40, 2000, 30'000, 300'000}[random() % 7];
    Lines lines = random_lines(seed);
    // Ends on and beside other lines.
    for (int i = 0; i < 6; ++i) {
      const LevelLine& other = lines[random() % lines.size()];
      const Point a = other.points[0], b = other.points[1];
      const auto part = static_cast<double>(random() % 1000) / 1000;
      const Vector along = b - a;
      const Point on{static_cast<std::int32_t>(a.x + part * static_cast<double>(along.x)),
                     static_cast<std::int32_t>(a.y + part * static_cast<double>(along.y))};
      lines.push_back({other.level, {on, {on.y / 2, on.x / 3}}});
    }
    const std::uint64_t expected = ends_that_touch_at_all(lines, tolerance);
    EXPECT_EQ(ends_that_touch(flat(lines), tolerance), expected) << tolerance;
    all += expected;
  }
  EXPECT_GT(all, 1000u);
}

TEST(NodingLaw, LeavesNoCrossingAndKeepsEveryLineInPlace) {
  std::size_t crossed = 0;
  for (unsigned seed = 1; seed <= 4000; ++seed) {
    SCOPED_TRACE(seed);
    const Lines before = random_lines(seed);
    const Lines after = noded(before);
    crossed += wrong_meetings(before);
    ASSERT_EQ(wrong_meetings(after), 0u);
    for (std::size_t i = 0; i < before.size(); ++i) {
      ASSERT_EQ(after[i].level, before[i].level);
      ASSERT_EQ(after[i].points.front(), before[i].points.front());
      ASSERT_EQ(after[i].points.back(), before[i].points.back());
      for (const Point p : after[i].points) ASSERT_LE(distance_to(before[i].points, p), 0.7072);
      const double bends = static_cast<double>(after[i].points.size());
      ASSERT_NEAR(length(after[i].points), length(before[i].points), 2 * bends);
    }
  }
  EXPECT_GT(crossed, 10'000u) << "the examples are too tame";
}

TEST(NodingLaw, WithAToleranceToo) {
  for (unsigned seed = 1; seed <= 2000; ++seed) {
    SCOPED_TRACE(seed);
    const Lines before = random_lines(seed);
    const double tolerance = 1 + seed % 7;
    const Lines after = noded(before, tolerance);
    ASSERT_EQ(wrong_meetings(after), 0u);
    if (seed % 4 < 2) continue;  // boxes so small that chains of ends collapse
    for (std::size_t i = 0; i < before.size(); ++i)
      for (const Point p : after[i].points)
        ASSERT_LE(distance_to(before[i].points, p), 2 * tolerance * 28 + 1);
  }
}

TEST(NodingLaw, DoesNotHangOnTheOrderOfLines) {
  for (unsigned seed = 1; seed <= 1000; ++seed) {
    SCOPED_TRACE(seed);
    const Lines before = random_lines(seed);
    const double tolerance = seed % 3;
    const auto as_set = [](const Lines& lines) {
      std::multiset<std::pair<int, Points>> set;
      for (const LevelLine& l : lines) set.emplace(l.level, l.points);
      return set;
    };
    const auto expected = as_set(noded(before, tolerance));
    std::mt19937 random{seed};
    Lines shuffled = before;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    ASSERT_EQ(as_set(noded(shuffled, tolerance)), expected);
  }
}

TEST(Noding, StopsWhenAsked) {
  Lines lines{{0, {{0, 0}, {1000, 1000}}}, {0, {{0, 1000}, {1000, 0}}}};
  const auto done = node_lines(lines, 0, [](auto, auto, auto) { return false; });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::interrupted);
}

}  // namespace
}  // namespace lifecircle
