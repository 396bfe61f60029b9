#include "algorithms/circle/tile_barriers.hpp"

#include <algorithm>
#include <cmath>

namespace lifecircle {

TileBarriers::TileBarriers(const Ground& ground, Grid grid, Tile tile, double reach_mm)
    : bin_{std::max(grid.block_mm(), 16e3)},
      per_bin_{1 / bin_},
      x_{tile.i * grid.tile_mm() - reach_mm},
      y_{tile.j * grid.tile_mm() - reach_mm} {
  const double side = grid.tile_mm() + 2 * reach_mm;
  ground.barriers_within({{on_plane(x_), on_plane(y_)}, {on_plane(x_ + side), on_plane(y_ + side)}},
                         barriers_);
  if (barriers_.empty()) return;
  across_ = static_cast<std::size_t>(std::ceil(side / bin_)) + 1;
  asked_.assign(barriers_.size(), 0);
  first_.assign(across_ * across_ + 1, 0);
  // The bins a segment passes, by its box in each row it crosses.
  const auto for_each_bin = [&](const Segment& s, auto f) {
    const WideBox box{
        static_cast<double>(std::min(s.a.x, s.b.x)), static_cast<double>(std::min(s.a.y, s.b.y)),
        static_cast<double>(std::max(s.a.x, s.b.x)), static_cast<double>(std::max(s.a.y, s.b.y))};
    const Bins b = bins(box);
    for (std::int32_t j = b.j0; j <= b.j1; ++j) {
      std::int32_t i0 = b.i0, i1 = b.i1;
      if (box.high_y > box.low_y && b.j1 > b.j0) {
        const double slope =
            (static_cast<double>(s.b.x) - s.a.x) / (static_cast<double>(s.b.y) - s.a.y);
        const auto x_at = [&](double y) {
          return s.a.x + slope * (std::clamp(y, box.low_y, box.high_y) - s.a.y);
        };
        const double one = x_at(y_ + j * bin_ - 1), two = x_at(y_ + (j + 1) * bin_ + 1);
        const Bins row = bins({std::min(one, two) - 1, 0, std::max(one, two) + 1, 0});
        i0 = std::max(i0, row.i0);
        i1 = std::min(i1, row.i1);
      }
      for (std::int32_t i = i0; i <= i1; ++i)
        f(static_cast<std::size_t>(j) * across_ + static_cast<std::size_t>(i));
    }
  };
  for (const Segment& s : barriers_) for_each_bin(s, [&](std::size_t bin) { ++first_[bin + 1]; });
  for (std::size_t b = 0; b + 1 < first_.size(); ++b) first_[b + 1] += first_[b];
  listed_.resize(first_.back());
  std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
  for (std::uint32_t n = 0; n < barriers_.size(); ++n)
    for_each_bin(barriers_[n], [&](std::size_t bin) { listed_[next[bin]++] = n; });
  sums_.assign((across_ + 1) * (across_ + 1), 0);
  for (std::size_t j = 0; j < across_; ++j)
    for (std::size_t i = 0; i < across_; ++i) {
      const std::size_t bin = j * across_ + i;
      sums_[(j + 1) * (across_ + 1) + i + 1] =
          first_[bin + 1] - first_[bin] + sums_[j * (across_ + 1) + i + 1] +
          sums_[(j + 1) * (across_ + 1) + i] - sums_[j * (across_ + 1) + i];
    }
}

TileBarriers::Bins TileBarriers::bins(const WideBox& box) const {
  const double most = static_cast<double>(across_ - 1);
  const auto bin = [&](double v, double from) {
    return static_cast<std::int32_t>(std::clamp((v - from) * per_bin_, 0.0, most));
  };
  return {bin(box.low_x, x_), bin(box.low_y, y_), bin(box.high_x, x_), bin(box.high_y, y_)};
}

bool TileBarriers::any(const WideBox& box) const {
  if (barriers_.empty()) return false;
  const Bins b = bins(box);
  const auto sum = [&](std::int32_t i, std::int32_t j) {
    return sums_[static_cast<std::size_t>(j) * (across_ + 1) + static_cast<std::size_t>(i)];
  };
  return sum(b.i1 + 1, b.j1 + 1) - sum(b.i0, b.j1 + 1) - sum(b.i1 + 1, b.j0) + sum(b.i0, b.j0) > 0;
}

}  // namespace lifecircle
