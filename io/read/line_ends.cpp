#include "io/read/line_ends.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#include "io/read/end_places.hpp"

namespace lifecircle {
namespace {

using Wide = std::int64_t;

// --- Ends near ends -------------------------------------------------------------------

class Groups {
 public:
  explicit Groups(std::size_t count) : parent_(count) {
    std::iota(parent_.begin(), parent_.end(), 0U);
  }
  std::uint32_t of(std::uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  /// The smaller becomes the group's name.
  void unite(std::uint32_t a, std::uint32_t b) {
    a = of(a);
    b = of(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

/// Squares so small that all points of one are within the tolerance of each other.
struct Cell {
  std::int32_t column, row;
  std::uint32_t first;  // of the points sorted by cell; they end where those of the next begin
};

/// The group of each of the sorted `ends`, by its smallest member. Less than 2^32 ends.
Groups near_groups(const std::vector<Point>& ends, double tolerance_mm) {
  Groups groups{ends.size()};
  const Wide side = std::max<Wide>(1, static_cast<Wide>(tolerance_mm / std::sqrt(2.0)));
  const Wide reach = static_cast<Wide>(std::ceil(tolerance_mm / static_cast<double>(side)));
  const double most = tolerance_mm * tolerance_mm;
  const auto cell_of = [&](std::uint32_t i) {
    return std::pair{static_cast<std::int32_t>(floor_divided(ends[i].x, side)),
                     static_cast<std::int32_t>(floor_divided(ends[i].y, side))};
  };
  std::vector<std::uint32_t> by_cell(ends.size());
  std::iota(by_cell.begin(), by_cell.end(), 0U);
  std::sort(by_cell.begin(), by_cell.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair{cell_of(a), a} < std::pair{cell_of(b), b};
  });
  Growing<Cell> cells;
  for (std::uint32_t i = 0; i < by_cell.size(); ++i) {
    const auto [column, row] = cell_of(by_cell[i]);
    if (cells.empty() || std::tie(cells.back().column, cells.back().row) != std::tie(column, row))
      cells.push_back({column, row, i});
    else
      groups.unite(by_cell[i - 1], by_cell[i]);
  }
  const auto last_of = [&](const Cell& cell) {
    return &cell + 1 == cells.end() ? by_cell.size() : (&cell + 1)->first;
  };
  const auto meet = [&](const Cell& a, const Cell& b) {
    for (std::size_t i = a.first; i < last_of(a); ++i)
      for (std::size_t j = b.first; j < last_of(b); ++j)
        if (static_cast<double>(squared(ends[by_cell[i]], ends[by_cell[j]])) <= most)
          return groups.unite(by_cell[i], by_cell[j]);  // one pair joins the two cells
  };
  for (const Cell& cell : cells)
    for (Wide column = cell.column; column <= cell.column + reach; ++column) {
      const Wide low = column == cell.column ? Wide{cell.row} + 1 : cell.row - reach;
      const auto is_before = [](const Cell& c, const std::pair<Wide, Wide>& at) {
        return std::pair<Wide, Wide>{c.column, c.row} < at;
      };
      auto other = std::lower_bound(cells.begin(), cells.end(), std::pair{column, low}, is_before);
      for (; other != cells.end() && other->column == column && other->row <= cell.row + reach;
           ++other)
        if (groups.of(by_cell[cell.first]) != groups.of(by_cell[other->first])) meet(cell, *other);
    }
  return groups;
}

/// Where each end of some lines goes.
class JoinedEnds {
 public:
  JoinedEnds(std::vector<Point> ends, double tolerance_mm)
      : ends_{std::move(ends)}, groups_{near_groups(ends_, tolerance_mm)} {}

  /// How many points the line keeps once its ends have moved and repeats have gone.
  std::size_t join(std::span<Point> points) {
    if (points.empty()) return 0;
    points.front() = moved(points.front());
    if (points.size() > 1) points.back() = moved(points.back());
    return static_cast<std::size_t>(std::unique(points.begin(), points.end()) - points.begin());
  }

 private:
  Point moved(Point end) {
    const auto at = std::lower_bound(ends_.begin(), ends_.end(), end) - ends_.begin();
    return ends_[groups_.of(static_cast<std::uint32_t>(at))];
  }

  std::vector<Point> ends_;
  Groups groups_;
};

// --- Ends near the inside of lines ----------------------------------------------------

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
  JoinedEnds ends{unique_ends(lines), tolerance_mm};
  for (LevelLine& line : lines) line.points.resize(ends.join(line.points));
}

void join_ends(FlatLines& lines, double tolerance_mm) {
  if (!(tolerance_mm > 0)) return;
  JoinedEnds ends{unique_ends(lines), tolerance_mm};
  lines.rewrite([&](std::span<Point> points) { return ends.join(points); });
}

}  // namespace lifecircle
