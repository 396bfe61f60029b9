#include "tools/make_town/block.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

namespace lifecircle::county {
namespace {

constexpr int kSteps = Block::kSteps;

std::int64_t whole(double mm) {
  return static_cast<std::int64_t>(std::floor(mm + 0.5));
}

/// Joins a corner of the cell to the nearest street on the way to the middle of the block, along
/// fine edges.
void join_corner(Block& block, int corner) {
  const bool east = corner == 1 || corner == 2, north = corner >= 2;
  int a = east ? kSteps - 1 : 1, b = north ? kSteps - 1 : 1;
  const int middle = kSteps / 2;
  block.corner[corner] = Road::unclassified;
  std::vector<std::pair<int, int>> trail{{a, b}};
  while (block.degree(a, b) == 0) {
    const int to_a = std::abs(a - middle), to_b = std::abs(b - middle);
    int next_a = a, next_b = b;
    if (to_a == 0 && to_b == 0) break;
    if (to_a >= to_b) {
      next_a += a < middle ? 1 : -1;
    } else {
      next_b += b < middle ? 1 : -1;
    }
    trail.push_back({next_a, next_b});
    a = next_a;
    b = next_b;
  }
  while (block.degree(a, b) == 0 && a > 1)
    trail.push_back({--a, b});  // each village has a street there
  // On its way no street has been met, so every second step may be moved on to the diagonal: a
  // straight lane comes out instead of a staircase. What was to be built on that ground is not.
  for (std::size_t k = 1; k + 1 < trail.size(); ++k) {
    const auto [a0, b0] = trail[k - 1];
    const auto [a1, b1] = trail[k + 1];
    if (k % 2 == 0 || a0 == a1 || b0 == b1) continue;
    const InCell p = block.place[a0][b0], q = block.place[a1][b1];
    block.place[trail[k].first][trail[k].second] = {(p.u + q.u) / 2, (p.v + q.v) / 2};
    const int west = std::min(a0, a1), south = std::min(b0, b1);
    std::erase_if(block.plots, [&](const Block::PlotAt& plot) {
      return static_cast<int>(plot.at.u * kSteps) == west &&
             static_cast<int>(plot.at.v * kSteps) == south;
    });
  }
  for (std::size_t k = 0; k + 1 < trail.size(); ++k) {
    const auto [from_a, from_b] = trail[k];
    const auto [to_a, to_b] = trail[k + 1];
    if (from_b == to_b) {
      block.across[std::min(from_a, to_a)][from_b] = Road::unclassified;
    } else {
      block.up[from_a][std::min(from_b, to_b)] = Road::unclassified;
    }
  }
}

}  // namespace

int Block::degree(int a, int b) const {
  int count = 0;
  count += a < kSteps && across[a][b] != Road::none;
  count += a > 0 && across[a - 1][b] != Road::none;
  count += b < kSteps && up[a][b] != Road::none;
  count += b > 0 && up[a][b - 1] != Road::none;
  return count;
}

double port_part(const County& county, int edge, int k) {
  if (k <= 0) return 0;
  if (k >= kSteps) return 1;
  const double shake = fraction(hash(county.options.seed, 51, static_cast<std::uint64_t>(edge),
                                     static_cast<std::uint64_t>(k)));
  return (k + 0.3 * (shake - 0.5)) / kSteps;
}

Block make_block(const County& county, int cell) {
  Block block;
  for (int a = 0; a <= kSteps; ++a) {
    for (int b = 0; b <= kSteps; ++b) {
      InCell& here = block.place[a][b];
      here = {static_cast<double>(a) / kSteps, static_cast<double>(b) / kSteps};
      const auto side = [&](int direction) { return county.lattice.cell_side(cell, direction); };
      if (b == 0) here.u = port_part(county, side(3), a);
      if (b == kSteps) here.u = port_part(county, side(1), a);
      if (a == 0) here.v = port_part(county, side(2), b);
      if (a == kSteps) here.v = port_part(county, side(0), b);
    }
  }
  Random random{hash(county.options.seed, 52, static_cast<std::uint64_t>(cell))};
  const bool hilly = county.lattice.rise(county.lattice.cell_side(cell, 3)) > 12;
  draw_style(block, random, county.style[static_cast<std::size_t>(cell)], hilly);
  if (county.use_of(cell) == Use::village) {
    const auto at = std::lower_bound(county.villages.begin(), county.villages.end(), cell,
                                     [](const VillagePlan& v, int c) { return v.cell < c; });
    for (int corner = 0; corner < 4; ++corner)
      if ((at->corners >> corner & 1) != 0) join_corner(block, corner);
  }
  return block;
}

Spot spot_in(const County& county, int cell, InCell at) {
  const Lattice::Corners k = county.lattice.corners(cell);
  const Spot sw = county.lattice.spot(k.sw), se = county.lattice.spot(k.se);
  const Spot ne = county.lattice.spot(k.ne), nw = county.lattice.spot(k.nw);
  const auto mix_of = [&](std::int64_t p, std::int64_t q, std::int64_t r, std::int64_t s) {
    return p + whole(at.u * (1 - at.v) * static_cast<double>(q - p) +
                     at.u * at.v * static_cast<double>(r - p) +
                     (1 - at.u) * at.v * static_cast<double>(s - p));
  };
  return {mix_of(sw.x, se.x, ne.x, nw.x), mix_of(sw.y, se.y, ne.y, nw.y)};
}

Spot fine_spot(const County& county, int cell, const Block& block, int a, int b) {
  const auto port = [&](int direction, int k) {
    const int e = county.lattice.cell_side(cell, direction);
    return between(county.lattice.spot(county.lattice.edge_from(e)),
                   county.lattice.spot(county.lattice.edge_to(e)), port_part(county, e, k));
  };
  if (b == 0) return port(3, a);
  if (b == kSteps) return port(1, a);
  if (a == 0) return port(2, b);
  if (a == kSteps) return port(0, b);
  return spot_in(county, cell, block.place[a][b]);
}

}  // namespace lifecircle::county
