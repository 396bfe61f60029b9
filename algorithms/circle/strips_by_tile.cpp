#include "algorithms/circle/strips_by_tile.hpp"

#include <algorithm>
#include <utility>

namespace lifecircle {

double slack_of(const Strip& s) {
  return 4 + 1e-6 * s.length;
}

float floor_of(const Grid& grid) {
  return -2.0f * static_cast<float>(grid.cell);
}

double reach_of(const Strip& s, const Grid& grid, double limit_mm) {
  return std::min<double>(s.most(), limit_mm) - floor_of(grid) + slack_of(s);
}

WideBox box_of(const Strip& s, double reach) {
  const double bx = s.ax + double{s.ux} * s.length, by = s.ay + double{s.uy} * s.length;
  return {std::min<double>(s.ax, bx) - reach, std::min<double>(s.ay, by) - reach,
          std::max<double>(s.ax, bx) + reach, std::max<double>(s.ay, by) + reach};
}

void StripsByTile::copy(Tile tile, std::span<const Strip> all, std::vector<Strip>& to) const {
  const auto at = std::ranges::lower_bound(tiles, tile);
  if (at == tiles.end() || *at != tile) return;
  for (const std::uint32_t s : of(static_cast<std::size_t>(at - tiles.begin())))
    to.push_back(all[s]);
}

StripsByTile strips_by_tile(std::span<const Strip> strips, const Grid& grid, double limit_mm) {
  const auto at = [&](double v) {
    return static_cast<std::int32_t>(grid_floor(v, grid.tile_mm()));
  };
  std::vector<std::pair<Tile, std::uint32_t>> found;
  for (std::uint32_t s = 0; s < strips.size(); ++s) {
    const WideBox box = box_of(strips[s], reach_of(strips[s], grid, limit_mm));
    for (std::int32_t i = at(box.low_x); i <= at(box.high_x); ++i)
      for (std::int32_t j = at(box.low_y); j <= at(box.high_y); ++j) found.push_back({{i, j}, s});
  }
  StripsByTile by_tile;
  for (const auto& [tile, s] : found)
    if (by_tile.tiles.empty() || by_tile.tiles.back() != tile) by_tile.tiles.push_back(tile);
  std::ranges::sort(by_tile.tiles);
  by_tile.tiles.erase(std::unique(by_tile.tiles.begin(), by_tile.tiles.end()), by_tile.tiles.end());
  by_tile.first.assign(by_tile.tiles.size() + 1, 0);
  std::size_t last = 0;
  const auto place = [&](Tile tile) {
    if (by_tile.tiles[last] != tile)
      last = static_cast<std::size_t>(std::ranges::lower_bound(by_tile.tiles, tile) -
                                      by_tile.tiles.begin());
    return last;
  };
  for (const auto& [tile, s] : found) ++by_tile.first[place(tile) + 1];
  for (std::size_t t = 0; t < by_tile.tiles.size(); ++t) by_tile.first[t + 1] += by_tile.first[t];
  by_tile.strips.resize(found.size());
  std::vector<std::uint32_t> next(by_tile.first.begin(), by_tile.first.end() - 1);
  for (const auto& [tile, s] : found) by_tile.strips[next[place(tile)]++] = s;
  return by_tile;
}

}  // namespace lifecircle
