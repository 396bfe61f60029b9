#include "io/read/line_ends.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

namespace lifecircle {
namespace {

using Wide = std::int64_t;
Wide squared(Point a, Point b) {
  return dot(a - b, a - b);
}

std::int32_t floor_half_up(double value) {
  return static_cast<std::int32_t>(std::floor(value + 0.5));
}

std::vector<Point> unique_ends(const std::vector<LevelLine>& lines) {
  std::vector<Point> ends;
  ends.reserve(2 * lines.size());
  for (const LevelLine& line : lines) {
    if (line.points.empty()) continue;
    ends.push_back(line.points.front());
    ends.push_back(line.points.back());
  }
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  return ends;
}

// --- Ends near ends -------------------------------------------------------------------

class Groups {
 public:
  explicit Groups(std::size_t count) : parent_(count) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  std::size_t of(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  /// The smaller becomes the group's name.
  void unite(std::size_t a, std::size_t b) {
    a = of(a);
    b = of(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::size_t> parent_;
};

/// Squares so small that all points of one are within the tolerance of each other.
struct Cell {
  Wide column, row;
  std::size_t first, last;  // of the points sorted by cell
  friend bool operator<(const Cell& a, const Cell& b) {
    return std::tie(a.column, a.row) < std::tie(b.column, b.row);
  }
};

Wide floor_divided(Wide value, Wide by) {
  return value >= 0 ? value / by : -((-value + by - 1) / by);
}

/// The group of each of the sorted `ends`, by its smallest member.
Groups near_groups(const std::vector<Point>& ends, double tolerance_mm) {
  Groups groups{ends.size()};
  const Wide side = std::max<Wide>(1, static_cast<Wide>(tolerance_mm / std::sqrt(2.0)));
  const Wide reach = static_cast<Wide>(std::ceil(tolerance_mm / static_cast<double>(side)));
  const double most = tolerance_mm * tolerance_mm;
  const auto cell_of = [&](std::size_t i) {
    return std::pair{floor_divided(ends[i].x, side), floor_divided(ends[i].y, side)};
  };
  std::vector<std::size_t> by_cell(ends.size());
  std::iota(by_cell.begin(), by_cell.end(), std::size_t{0});
  std::stable_sort(by_cell.begin(), by_cell.end(),
                   [&](std::size_t a, std::size_t b) { return cell_of(a) < cell_of(b); });
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < by_cell.size(); ++i) {
    const auto [column, row] = cell_of(by_cell[i]);
    if (cells.empty() || std::tie(cells.back().column, cells.back().row) != std::tie(column, row))
      cells.push_back({column, row, i, i});
    else
      groups.unite(by_cell[i - 1], by_cell[i]);
    cells.back().last = i + 1;
  }
  const auto meet = [&](const Cell& a, const Cell& b) {
    for (std::size_t i = a.first; i < a.last; ++i)
      for (std::size_t j = b.first; j < b.last; ++j)
        if (static_cast<double>(squared(ends[by_cell[i]], ends[by_cell[j]])) <= most)
          return groups.unite(by_cell[i], by_cell[j]);  // one pair joins the two cells
  };
  for (const Cell& cell : cells)
    for (Wide column = cell.column; column <= cell.column + reach; ++column) {
      const Wide low = column == cell.column ? cell.row + 1 : cell.row - reach;
      auto other = std::lower_bound(cells.begin(), cells.end(), Cell{column, low, 0, 0});
      for (; other != cells.end() && other->column == column && other->row <= cell.row + reach;
           ++other)
        if (groups.of(by_cell[cell.first]) != groups.of(by_cell[other->first])) meet(cell, *other);
    }
  return groups;
}

// --- Ends near the inside of lines ----------------------------------------------------

/// The place of a segment nearest to `p`, the same for both directions of the segment.
Point nearest_place(Segment segment, Point p) {
  if (segment.b < segment.a) std::swap(segment.a, segment.b);
  const Vector along = segment.b - segment.a;
  const Wide length = dot(along, along);
  const Wide at = dot(p - segment.a, along);
  if (at <= 0 || length == 0) return segment.a;
  if (at >= length) return segment.b;
  const double share = static_cast<double>(at) / static_cast<double>(length);
  return {floor_half_up(segment.a.x + share * static_cast<double>(along.x)),
          floor_half_up(segment.a.y + share * static_cast<double>(along.y))};
}

/// Where an end belongs: a place on some other line, and the segments that pass there.
struct Landing {
  Point place;
  int level;
  std::vector<std::size_t> segments;
};

/// The nearest place within the tolerance on lines of the levels that end at `end`, but not of the
/// lines that end there themselves.
std::optional<Landing> landing_of(Point end, const std::vector<int>& end_levels,
                                  const std::map<int, Level>& levels,
                                  const std::vector<LevelLine>& lines, double tolerance_mm,
                                  std::vector<Segment>& near) {
  std::optional<Landing> best;
  const Box box = box_around(end, tolerance_mm);
  const double most = tolerance_mm * tolerance_mm;
  for (const int number : end_levels) {
    const Level& level = levels.at(number);
    near.clear();
    level.index->within(box, near);
    for (const Segment& segment : near) {
      const std::vector<Point>& line = lines[level.owner[segment.number].first].points;
      if (line.front() == end || line.back() == end) continue;
      const Point place = nearest_place(segment, end);
      // The other line's own end is not its inside; it was too far to be joined.
      if (place == line.front() || place == line.back()) continue;
      const Wide distance = squared(place, end);
      if (static_cast<double>(distance) > most) continue;
      if (best) {
        const auto rank = std::tuple{distance, place, number};
        const auto best_rank = std::tuple{squared(best->place, end), best->place, best->level};
        if (rank > best_rank) continue;
        if (rank == best_rank) {
          best->segments.push_back(segment.number);
          continue;
        }
      }
      best = Landing{place, number, {segment.number}};
    }
  }
  return best;
}

/// The levels of the lines that end at each of `ends`.
std::vector<std::vector<int>> levels_at(const std::vector<Point>& ends,
                                        const std::vector<LevelLine>& lines) {
  std::vector<std::vector<int>> levels(ends.size());
  const auto add = [&](Point end, int level) {
    const auto at = std::lower_bound(ends.begin(), ends.end(), end) - ends.begin();
    levels[static_cast<std::size_t>(at)].push_back(level);
  };
  for (const LevelLine& line : lines) {
    if (line.points.empty()) continue;
    add(line.points.front(), line.level);
    add(line.points.back(), line.level);
  }
  for (std::vector<int>& list : levels) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  return levels;
}

}  // namespace

void land_ends(std::vector<LevelLine>& lines, double tolerance_mm) {
  const std::map<int, Level> levels = levels_of(lines);
  const std::vector<Point> ends = unique_ends(lines);
  const std::vector<std::vector<int>> end_levels = levels_at(ends, lines);
  std::vector<Point> moved = ends;
  std::map<int, std::vector<std::pair<std::size_t, Point>>> added;
  std::vector<Segment> near;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const auto landing = landing_of(ends[i], end_levels[i], levels, lines, tolerance_mm, near);
    if (!landing) continue;
    moved[i] = landing->place;
    for (const std::size_t segment : landing->segments)
      added[landing->level].emplace_back(segment, landing->place);
  }
  // All landings were found on the lines as they came, so none depends on another.
  for (auto& [level, list] : added) insert_points(lines, levels.at(level), list);
  const auto move = [&](Point& end) {
    const auto at = std::lower_bound(ends.begin(), ends.end(), end) - ends.begin();
    end = moved[static_cast<std::size_t>(at)];
  };
  for (LevelLine& line : lines) {
    if (line.points.empty()) continue;
    move(line.points.front());
    if (line.points.size() > 1) move(line.points.back());
  }
}

void join_ends(std::vector<LevelLine>& lines, double tolerance_mm) {
  if (!(tolerance_mm > 0)) return;
  const std::vector<Point> ends = unique_ends(lines);
  Groups groups = near_groups(ends, tolerance_mm);
  const auto move = [&](Point& end) {
    const auto at = std::lower_bound(ends.begin(), ends.end(), end) - ends.begin();
    end = ends[groups.of(static_cast<std::size_t>(at))];
  };
  for (LevelLine& line : lines) {
    if (line.points.empty()) continue;
    move(line.points.front());
    if (line.points.size() > 1) move(line.points.back());
    drop_repeats(line.points);
  }
}

namespace {

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

/// Which end meets a line of which level, sorted.
std::vector<std::pair<std::uint32_t, int>> ends_and_levels(const ByRows& ends,
                                                           const std::vector<LevelLine>& lines) {
  std::vector<std::pair<std::uint32_t, int>> all;
  all.reserve(2 * lines.size());
  for (const LevelLine& line : lines) {
    if (line.points.empty()) continue;
    for (const Point end : {line.points.front(), line.points.back()})
      all.emplace_back(static_cast<std::uint32_t>(ends.index_of(end)), line.level);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace

std::uint64_t ends_that_touch(const std::vector<LevelLine>& lines, double tolerance_mm) {
  // From the lines to the ends near them: an index of all segments would be far the largest thing
  // in memory while roads are read.
  const ByRows ends{unique_ends(lines)};
  const auto levels = ends_and_levels(ends, lines);
  const double most = tolerance_mm * tolerance_mm;
  std::vector<bool> touches(ends.size(), false);
  for (const LevelLine& line : lines)
    for (std::size_t j = 0; j + 1 < line.points.size(); ++j) {
      const Segment segment{line.points[j], line.points[j + 1], 0};
      const Point front = line.points.front(), back = line.points.back();
      // A place is rounded to the millimetre before it is measured.
      ends.for_each_near(segment, tolerance_mm + 1, [&](std::size_t i) {
        const Point end = ends[i];
        if (touches[i] || front == end || back == end) return;
        const Point place = nearest_place(segment, end);
        if (place == front || place == back) return;
        if (static_cast<double>(squared(place, end)) > most) return;
        touches[i] = std::binary_search(levels.begin(), levels.end(),
                                        std::pair{static_cast<std::uint32_t>(i), line.level});
      });
    }
  return static_cast<std::uint64_t>(std::count(touches.begin(), touches.end(), true));
}

}  // namespace lifecircle
