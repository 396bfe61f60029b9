#include "io/read/level_lines.hpp"

#include <algorithm>
#include <tuple>

namespace lifecircle {

std::map<int, Level> levels_of(const std::vector<LevelLine>& lines) {
  std::map<int, Level> levels;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Level& level = levels[lines[i].level];
    const std::vector<Point>& points = lines[i].points;
    for (std::size_t j = 0; j + 1 < points.size(); ++j) {
      level.segments.push_back({points[j], points[j + 1], level.segments.size()});
      level.owner.emplace_back(static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(j));
    }
  }
  for (auto& [number, level] : levels) level.index.emplace(level.segments);
  return levels;
}

void insert_points(std::vector<LevelLine>& lines, const Level& level,
                   std::vector<std::pair<std::size_t, Point>>& added) {
  const auto along = [&](const std::pair<std::size_t, Point>& addition) {
    const Segment& segment = level.segments[addition.first];
    return dot(addition.second - segment.a, segment.b - segment.a);
  };
  std::sort(added.begin(), added.end(), [&](const auto& a, const auto& b) {
    return std::tuple{a.first, along(a), a.second} < std::tuple{b.first, along(b), b.second};
  });
  added.erase(std::unique(added.begin(), added.end()), added.end());
  for (std::size_t i = 0; i < added.size();) {
    const std::uint32_t line = level.owner[added[i].first].first;
    const std::vector<Point>& old = lines[line].points;
    std::vector<Point> points;
    const std::size_t first = added[i].first - level.owner[added[i].first].second;
    for (std::size_t j = 0; j < old.size(); ++j) {
      points.push_back(old[j]);
      for (; i < added.size() && added[i].first == first + j && j + 1 < old.size(); ++i)
        points.push_back(added[i].second);
    }
    lines[line].points = std::move(points);
  }
}

void drop_repeats(std::vector<Point>& points) {
  points.erase(std::unique(points.begin(), points.end()), points.end());
}

}  // namespace lifecircle
