#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "io/read/end_places.hpp"
#include "io/read/growing.hpp"
#include "io/read/line_ends.hpp"

namespace lifecircle {
namespace {

using Wide = std::int64_t;

/// Places by rows of the plane: what lies near a segment is found with no more memory than they
/// are.
class ByRows {
 public:
  explicit ByRows(std::vector<Point> places) : places_{std::move(places)} {
    if (places_.empty()) return;
    // Rows that many segments lie within, and few that the longest pass.
    const auto [low, high] = std::ranges::minmax(places_, {}, [](Point p) { return p.y; });
    high_ = std::max<Wide>(kLeastHigh, (Wide{high.y} - low.y) / kMostRows);
    std::sort(places_.begin(), places_.end(),
              [this](Point p, Point q) { return rank(p) < rank(q); });
  }
  std::size_t size() const { return places_.size(); }
  Point operator[](std::size_t i) const { return places_[i]; }
  std::size_t index_of(Point p) const {
    const auto at = std::lower_bound(places_.begin(), places_.end(), rank(p),
                                     [this](Point q, const Rank& r) { return rank(q) < r; });
    return static_cast<std::size_t>(at - places_.begin());
  }

  /// Calls f(index) for all places within `reach_mm` of the segment, and some more.
  template <class F>
  void for_each_near(const Segment& segment, double reach_mm, F f) const {
    const double ax = segment.a.x, ay = segment.a.y, dx = segment.b.x - ax, dy = segment.b.y - ay;
    const auto row_at = [this](double y) { return row_of(static_cast<Wide>(std::floor(y))); };
    const Wide last = row_at(std::max(ay, ay + dy) + reach_mm);
    for (Wide row = row_at(std::min(ay, ay + dy) - reach_mm); row <= last; ++row) {
      // As much of the segment as passes within reach of the row.
      double from = 0, to = 1;
      if (dy != 0) {
        const double low = (static_cast<double>(row * high_) - reach_mm - ay) / dy,
                     high = (static_cast<double>((row + 1) * high_) + reach_mm - ay) / dy;
        from = std::clamp(std::min(low, high), 0.0, 1.0);
        to = std::clamp(std::max(low, high), 0.0, 1.0);
      }
      const double left = ax + std::min(dx * from, dx * to) - reach_mm,
                   right = ax + std::max(dx * from, dx * to) + reach_mm;
      auto i = index_from(row, static_cast<Wide>(std::floor(left)));
      for (; i < places_.size() && row_of(places_[i].y) == row && places_[i].x <= right; ++i) f(i);
    }
  }

 private:
  static constexpr Wide kLeastHigh = 20'000, kMostRows = 1024;
  using Rank = std::tuple<Wide, std::int32_t, std::int32_t>;
  Wide row_of(Wide y) const { return floor_divided(y, high_); }
  Rank rank(Point p) const { return {row_of(p.y), p.x, p.y}; }
  std::size_t index_from(Wide row, Wide x) const {
    const auto at = std::lower_bound(places_.begin(), places_.end(), std::pair{row, x},
                                     [this](Point q, const std::pair<Wide, Wide>& r) {
                                       return std::pair{row_of(q.y), Wide{q.x}} < r;
                                     });
    return static_cast<std::size_t>(at - places_.begin());
  }

  std::vector<Point> places_;
  Wide high_ = 1;  ///< of a row, mm
};

/// Which end meets a line of which level. Most lines are of one level, for which a bit an end is
/// enough.
class LevelsAtEnds {
 public:
  LevelsAtEnds(const ByRows& ends, const FlatLines& lines)
      : commonest_{commonest(lines)}, has_commonest_(ends.size(), false) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto points = lines.points(i);
      if (points.empty()) continue;
      for (const Point end : {points.front(), points.back()}) {
        const auto at = static_cast<std::uint32_t>(ends.index_of(end));
        if (lines.level(i) == commonest_)
          has_commonest_[at] = true;
        else
          others_.push_back({at, lines.level(i)});
      }
    }
    std::sort(others_.begin(), others_.end());
  }

  bool has(std::size_t end, int level) const {
    if (level == commonest_) return has_commonest_[end];
    return std::binary_search(others_.begin(), others_.end(),
                              Other{static_cast<std::uint32_t>(end), level});
  }

 private:
  struct Other {
    std::uint32_t end;
    int level;
    friend auto operator<=>(const Other&, const Other&) = default;
  };

  static int commonest(const FlatLines& lines) {
    std::map<int, std::size_t> count;
    for (std::size_t i = 0; i < lines.size(); ++i) ++count[lines.level(i)];
    const auto most =
        std::max_element(count.begin(), count.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == count.end() ? 0 : most->first;
  }

  int commonest_;
  std::vector<bool> has_commonest_;
  Growing<Other> others_;
};

}  // namespace

std::uint64_t ends_that_touch(const FlatLines& lines, double tolerance_mm) {
  // From the lines to the ends near them: an index of all segments would be far the largest thing
  // in memory while roads are read.
  const ByRows ends{unique_ends(lines)};
  const LevelsAtEnds levels{ends, lines};
  const double most = tolerance_mm * tolerance_mm;
  std::vector<bool> touches(ends.size(), false);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto points = lines.points(i);
    for (std::size_t j = 0; j + 1 < points.size(); ++j) {
      const Segment segment{points[j], points[j + 1], 0};
      const Point front = points.front(), back = points.back();
      // A place is rounded to the millimetre before it is measured.
      ends.for_each_near(segment, tolerance_mm + 1, [&](std::size_t e) {
        const Point end = ends[e];
        if (touches[e] || front == end || back == end) return;
        const Point place = nearest_place(segment, end);
        if (place == front || place == back) return;
        if (static_cast<double>(squared(place, end)) > most) return;
        touches[e] = levels.has(e, lines.level(i));
      });
    }
  }
  return static_cast<std::uint64_t>(std::count(touches.begin(), touches.end(), true));
}

}  // namespace lifecircle
