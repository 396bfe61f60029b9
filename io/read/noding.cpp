#include "io/read/noding.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "io/read/line_ends.hpp"

namespace lifecircle {
namespace {

// 64 bits hold a product of two coordinate differences, 128 the rest.
using Wide = std::int64_t;
__extension__ typedef __int128 Widest;

int sign(Wide value) {
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}

std::int32_t rounded(Widest numerator, Widest denominator) {  // half up; denominator > 0
  const Widest twice = 2 * numerator + denominator;
  const Widest by = 2 * denominator;
  const Widest down = twice >= 0 ? twice / by : -((-twice + by - 1) / by);
  return static_cast<std::int32_t>(down);
}

/// Where two segments cross inside both, rounded to the millimetre; touching is no crossing.
std::optional<Point> crossing(const Segment& s, const Segment& t) {
  const Vector u = s.b - s.a, v = t.b - t.a;
  const int a = sign(cross(u, t.a - s.a)), b = sign(cross(u, t.b - s.a));
  if (a * b >= 0) return {};
  const int c = sign(cross(v, s.a - t.a)), d = sign(cross(v, s.b - t.a));
  if (c * d >= 0) return {};
  Widest denominator = cross(u, v);
  Widest numerator = cross(t.a - s.a, v);
  if (denominator < 0) denominator = -denominator, numerator = -numerator;
  return Point{rounded(s.a.x * denominator + numerator * u.x, denominator),
               rounded(s.a.y * denominator + numerator * u.y, denominator)};
}

/// A bound of a segment's share inside a pixel: top / bottom, bottom > 0.
struct Bound {
  Wide top, bottom;
  bool closed;
};

bool leaves_room(const Bound& low, const Bound& high) {
  const Widest left = Widest{low.top} * high.bottom, right = Widest{high.top} * low.bottom;
  return left < right || (left == right && low.closed && high.closed);
}

/// Whether a segment meets the square of one millimetre around `pixel`, whose low sides belong to
/// it and whose high sides do not. Exact. Coordinates are doubled so that the sides are whole
/// numbers.
bool passes(const Segment& segment, Point pixel) {
  Bound low[3]{{0, 1, true}}, high[3]{{1, 1, true}};
  int count = 1;
  const auto narrow = [&](Wide from, Wide to, Wide centre) {
    const Wide step = 2 * (to - from);
    const Wide enter = 2 * centre - 1 - 2 * from, leave = enter + 2;  // [enter, leave)
    if (step == 0) return enter <= 0 && 0 < leave;
    if (step > 0) {
      low[count] = {enter, step, true};
      high[count] = {leave, step, false};
    } else {
      low[count] = {-leave, -step, false};
      high[count] = {-enter, -step, true};
    }
    ++count;
    return true;
  };
  if (!narrow(segment.a.x, segment.b.x, pixel.x)) return false;
  if (!narrow(segment.a.y, segment.b.y, pixel.y)) return false;
  for (int i = 0; i < count; ++i)
    for (int j = 0; j < count; ++j)
      if (!leaves_room(low[i], high[j])) return false;
  return true;
}

Box box_of(const Segment& segment) {
  return {{std::min(segment.a.x, segment.b.x), std::min(segment.a.y, segment.b.y)},
          {std::max(segment.a.x, segment.b.x), std::max(segment.a.y, segment.b.y)}};
}

Result<Done> snap_round(std::vector<LevelLine>& lines, const Level& level, std::uint64_t& crossings,
                        const Progress& progress) {
  std::vector<Point> hot;
  for (const Segment& segment : level.segments) {
    hot.push_back(segment.a);
    hot.push_back(segment.b);
  }
  const auto stopped = [&](std::size_t done) {
    return done % 4096 == 0 && !tell(progress, "stage_noding", done, 2 * level.segments.size());
  };
  std::vector<Segment> near;
  for (const Segment& segment : level.segments) {
    if (stopped(segment.number)) return Error{Fault::interrupted, "reading_interrupted", ""};
    near.clear();
    level.index->within(box_of(segment), near);
    for (const Segment& other : near) {
      if (other.number <= segment.number) continue;
      const auto at = crossing(segment, other);
      if (!at) continue;
      if (++crossings > kMostCrossings)
        return Error{Fault::limit, "too_many_crossings", "", {std::to_string(kMostCrossings)}};
      hot.push_back(*at);
    }
  }
  std::sort(hot.begin(), hot.end());
  hot.erase(std::unique(hot.begin(), hot.end()), hot.end());

  std::vector<Segment> spots;
  spots.reserve(hot.size());
  for (const Point p : hot) spots.push_back({p, p, spots.size()});
  const SegmentIndex spot_index{spots};
  std::vector<std::pair<std::size_t, Point>> added;
  for (const Segment& segment : level.segments) {
    if (stopped(level.segments.size() + segment.number))
      return Error{Fault::interrupted, "reading_interrupted", ""};
    Box box = box_of(segment);
    box = {{box.low.x - 1, box.low.y - 1}, {box.high.x + 1, box.high.y + 1}};
    near.clear();
    spot_index.within(box, near);
    for (const Segment& spot : near)
      if (spot.a != segment.a && spot.a != segment.b && passes(segment, spot.a))
        added.emplace_back(segment.number, spot.a);
  }
  insert_points(lines, level, added);
  return Done{};
}

}  // namespace

Result<Done> node_lines(std::vector<LevelLine>& lines, double tolerance_mm,
                        const Progress& progress) {
  join_ends(lines, tolerance_mm);
  if (tolerance_mm > 0) land_ends(lines, tolerance_mm);
  for (LevelLine& line : lines) drop_repeats(line.points);
  std::uint64_t crossings = 0;
  const std::map<int, Level> levels = levels_of(lines);
  for (const auto& [number, level] : levels) {
    const auto rounded_off = snap_round(lines, level, crossings, progress);
    if (!rounded_off) return rounded_off;
  }
  for (LevelLine& line : lines) drop_repeats(line.points);
  return Done{};
}

}  // namespace lifecircle
