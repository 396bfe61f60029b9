// Where people settle: townships on low ground, villages along the valleys.

#include <algorithm>
#include <cstdint>

#include "tools/make_town/county.hpp"
#include "tools/make_town/random.hpp"

namespace lifecircle::county {
namespace {

/// Whether the cells around a block of cells are free of settlements, and the block itself free and
/// inside.
bool is_free(const County& county, int i0, int j0, int i1, int j1, int around) {
  const Lattice& net = county.lattice;
  for (int j = j0 - around; j <= j1 + around; ++j) {
    for (int i = i0 - around; i <= i1 + around; ++i) {
      if (!net.has_cell(i, j)) return false;
      const bool in_block = i >= i0 && i <= i1 && j >= j0 && j <= j1;
      const Use use = county.use_of(net.cell(i, j));
      if (in_block ? use != Use::open : use != Use::open && use != Use::corridor) return false;
      if (in_block && !county.is_inside(net.cell(i, j))) return false;
    }
  }
  return true;
}

void take(County& county, int cell, Use use, Style style) {
  county.use_of(cell) = use;
  county.style[static_cast<std::size_t>(cell)] = style;
}

}  // namespace

void settle_seats(County& county) {
  const Lattice& net = county.lattice;
  const int counties = county.county_columns * county.county_rows;
  const int width = net.columns() / county.county_columns;
  const int height = net.rows() / county.county_rows;
  const auto per_county = county.options.junctions / counties;
  int side = 1;  // side x side townships a county, about 1,100 junctions each
  while (side < 6 && (side + 1) * (side + 1) * 1100 <= per_county + 1500) ++side;
  if (side == 1 && per_county >= 800) side = 2;
  for (int k = 0; k < counties; ++k) {
    const int west = k % county.county_columns * width, south = k / county.county_columns * height;
    for (int s = 0; s < side * side; ++s) {
      Random random{hash(county.options.seed, 31, static_cast<std::uint64_t>(k),
                         static_cast<std::uint64_t>(s))};
      const int columns = per_county < 3000 ? 1 : 2,
                rows = per_county < 3000 ? 1 : random.between(1, 2);
      int best = -1, best_height = 1 << 20;
      for (int attempt = 0; attempt < 14; ++attempt) {
        const int i =
            west + s % side * width / side + random.below(std::max(1, width / side - columns));
        const int j =
            south + s / side * height / side + random.below(std::max(1, height / side - rows));
        if (!is_free(county, i, j, i + columns - 1, j + rows - 1, 2)) continue;
        const int here = net.cell_height(net.cell(i, j));
        if (here < best_height) best_height = here, best = net.cell(i, j);
      }
      if (best < 0) continue;  // the town or the border lies there
      SeatPlan seat{k, {}};
      for (int j = 0; j < rows; ++j) {
        for (int i = 0; i < columns; ++i) {
          const int c = net.cell(net.cell_column(best) + i, net.cell_row(best) + j);
          take(county, c, Use::seat, Style::seat);
          seat.cells.push_back(c);
        }
      }
      county.seats.push_back(std::move(seat));
    }
  }
}

void settle_villages(County& county, int count) {
  const Lattice& net = county.lattice;
  Random random{hash(county.options.seed, 32)};
  int lowest = 1 << 20, highest = 0;
  for (int n = 0; n < static_cast<int>(net.nodes()); ++n) {
    lowest = std::min(lowest, net.height(n));
    highest = std::max(highest, net.height(n));
  }
  const int span = std::max(1, highest - lowest);
  // The longer the search, the less choosy: the count is met wherever there is room.
  const std::int64_t attempts = 400 + 60 * static_cast<std::int64_t>(count);
  for (std::int64_t k = 0; k < attempts && static_cast<int>(county.villages.size()) < count; ++k) {
    const int i = random.below(net.columns()), j = random.below(net.rows());
    const int c = net.cell(i, j);
    const int low = 100 - 100 * (net.cell_height(c) - lowest) / span;  // 100 at the river
    const int wish = low * low / 100 * low / 100 + static_cast<int>(12 * k / attempts);
    const int draw = random.below(1000), kind = random.below(100);
    if (!is_free(county, i, j, i, j, 0) || draw >= wish * 10) continue;
    // Two villages may touch along a valley road, but they never grow into a town.
    int crowd = 0;
    for (int dj = -1; dj <= 1; ++dj)
      for (int di = -1; di <= 1; ++di)
        if (net.has_cell(i + di, j + dj)) {
          const Use use = county.use_of(net.cell(i + di, j + dj));
          crowd += use == Use::village ? 1 : use == Use::town || use == Use::seat ? 9 : 0;
        }
    if (crowd > 1) continue;
    const bool hill = low < 45;
    const Style style = kind < (hill ? 70 : 25)   ? Style::hamlet
                        : kind < (hill ? 98 : 70) ? Style::village
                                                  : Style::rows;
    take(county, c, Use::village, style);
    county.villages.push_back({c, 0});
  }
  // Numbered over the map, whatever the order in which they were found.
  std::sort(county.villages.begin(), county.villages.end(),
            [](const VillagePlan& a, const VillagePlan& b) { return a.cell < b.cell; });
}

}  // namespace lifecircle::county
