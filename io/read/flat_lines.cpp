#include "io/read/flat_lines.hpp"

#include <utility>

namespace lifecircle {

std::vector<LevelLine> apart(FlatLines lines) {
  std::vector<LevelLine> each;
  each.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto points = lines.points(i);
    each.push_back({lines.level(i), {points.begin(), points.end()}});
  }
  return each;
}

FlatLines flat(std::vector<LevelLine> lines) {
  FlatLines all;
  for (LevelLine& line : lines) {
    all.add(line.level, line.points);
    std::vector<Point>{}.swap(line.points);
  }
  return all;
}

}  // namespace lifecircle
