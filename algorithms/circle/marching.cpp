#include <algorithm>
#include <cmath>

#include "algorithms/circle/zones.hpp"

namespace lifecircle {
namespace {

/// Crossings keep this from the corners, in millimetres.
constexpr std::int32_t kFromCorner = 10;

/// An edge of the grid: from corner (i, j) to the right, or up.
std::uint64_t edge_name(std::int64_t i, std::int64_t j, bool up) {
  constexpr std::int64_t kMiddle = std::int64_t{1} << 30;
  return (static_cast<std::uint64_t>(i + kMiddle) << 32) |
         (static_cast<std::uint64_t>(j + kMiddle) << 1) | (up ? 1u : 0u);
}

/// One cell: corners and sides counter-clockwise from the south-west; side s runs from corner s to
/// corner s + 1.
class Cell {
 public:
  Cell(const ZonedBlock& block, const Grid& grid, int u, int v, std::vector<BorderPath>& paths)
      : block_{&block}, grid_{&grid}, u_{u}, v_{v}, paths_{&paths} {
    corner_ = {v * Grid::kSide + u, v * Grid::kSide + u + 1, (v + 1) * Grid::kSide + u + 1,
               (v + 1) * Grid::kSide + u};
  }

  void draw() {
    int crossed = 0;
    for (int s = 0; s < 4; ++s) crossed += zone(s) != zone(s + 1);
    if (crossed == 0) return;
    if (crossed < 4) return draw_runs(crossed == 3);
    const bool first = zone(0) == zone(2), second = zone(1) == zone(3);
    if (!first && !second) return draw_runs(true);
    // A zone on both ends of a diagonal: it hangs together, or the other two corners do.
    const int a = first && (!second || block_->joined(corner_[0])) ? 0 : 1;
    for (const int corner : {a + 1, a + 3}) {
      const int before = (corner + 3) % 4, after = corner % 4;  // the sides round it
      add(corner, after, before, zone(a), zone(a), false);
      add(a, before, after, zone(corner), zone(corner), false);
    }
  }

 private:
  Zone zone(int corner) const {
    return block_->zone[static_cast<std::size_t>(corner_[static_cast<std::size_t>(corner % 4)])];
  }
  /// Every run of corners of one zone: from the side where it ends to the one where it begins.
  void draw_runs(bool by_middle) {
    for (int side = 0; side < 4; ++side) {
      if (zone(side) == zone(side + 1)) continue;
      int before = side + 4;
      while (zone(before) == zone(side)) --before;
      add(side, side, before % 4, zone(side + 1), zone(before), by_middle);
    }
  }
  void add(int corner, int from, int to, Zone beyond_from, Zone beyond_to, bool by_middle) {
    if (zone(corner) == kOutside) return;
    const std::int32_t half = grid_->cell / 2;
    const Point middle{on_plane(static_cast<double>(x(0)) + half),
                       on_plane(static_cast<double>(y(0)) + half)};
    paths_->push_back({name(from), name(to), place(from), middle, by_middle, zone(corner),
                       beyond_from, beyond_to});
  }
  std::int64_t x(int side) const { return (block_->i + u_ + (side == 1)) * grid_->cell; }
  std::int64_t y(int side) const { return (block_->j + v_ + (side == 2)) * grid_->cell; }
  std::uint64_t name(int side) const {
    return edge_name(block_->i + u_ + (side == 1), block_->j + v_ + (side == 2), side % 2 == 1);
  }
  Point place(int side) const {
    // Along the axis, whichever way round one looks.
    constexpr int kFirst[] = {0, 1, 3, 0}, kSecond[] = {1, 2, 2, 3};
    const double share = block_->border_between(corner_[static_cast<std::size_t>(kFirst[side])],
                                                corner_[static_cast<std::size_t>(kSecond[side])]);
    const auto along = std::clamp(static_cast<std::int32_t>(grid_->cell * share + 0.5), kFromCorner,
                                  grid_->cell - kFromCorner);
    const auto px = static_cast<double>(x(side)), py = static_cast<double>(y(side));
    return side % 2 == 0 ? Point{on_plane(px + along), on_plane(py)}
                         : Point{on_plane(px), on_plane(py + along)};
  }

  const ZonedBlock* block_;
  const Grid* grid_;
  int u_, v_;
  std::vector<BorderPath>* paths_;
  std::array<int, 4> corner_;
};

}  // namespace

void add_paths(const ZonedBlock& block, const Grid& grid, std::vector<BorderPath>& paths) {
  for (int v = 0; v < Grid::kBlock; ++v)
    for (int u = 0; u < Grid::kBlock; ++u) {
      const auto at = [&](int c) { return block.zone[static_cast<std::size_t>(c)]; };
      const int c = v * Grid::kSide + u;
      if (at(c) == at(c + 1) && at(c) == at(c + Grid::kSide) && at(c) == at(c + Grid::kSide + 1))
        continue;
      Cell{block, grid, u, v, paths}.draw();
    }
}

}  // namespace lifecircle
