// How large a county of so many junctions is, and the order in which it is decided.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "tools/make_town/block.hpp"
#include "tools/make_town/county.hpp"
#include "tools/make_town/random.hpp"

namespace lifecircle::county {
namespace {

int root(double x) {
  return static_cast<int>(std::sqrt(x));
}

/// Counties of about 30,000 junctions side by side, each in a square of its own of about 1,600 km2.
County empty_county(const Options& options) {
  const auto junctions = static_cast<double>(options.junctions);
  const int counties = std::max(1, static_cast<int>(junctions / 30'000 + 0.5));
  const int columns = std::max(1, root(counties + 0.5));
  const int rows = std::max(1, (counties + columns / 2) / columns);
  const double each = junctions / (columns * rows);
  const int side = std::max(24, root(each / 2.3));
  County county{Lattice{columns * side, rows * side, options.seed}};
  county.options = options;
  county.county_columns = columns;
  county.county_rows = rows;
  const std::size_t cells = county.lattice.cells(), edges = county.lattice.edges();
  county.inside.assign(cells, 0);
  county.use.assign(cells, Use::open);
  county.style.assign(cells, Style::none);
  county.unit.assign(cells, -1);
  county.road.assign(edges, Road::none);
  county.cut.assign(edges, Cut::none);
  county.ports.assign(edges, 0);
  for (int k = 0; k < columns * rows; ++k) {
    Random random{hash(options.seed, 61, static_cast<std::uint64_t>(k))};
    TownPlan town;
    const int share =
        columns * rows == 1 ? 100 : random.between(60, 150);  // percent of the usual size
    const double town_cells = each * 0.2 / 42 * share / 100;
    town.reach = std::clamp((root(town_cells / 0.88) - 1) / 2, 1, side / 2 - 9);
    const int free = std::max(0, side / 16);
    town.column = k % columns * side + side / 2 + random.between(-free, free);
    town.row = k / columns * side + side / 2 + random.between(-free, free);
    town.river_column = town.column + random.between(-town.reach / 3, town.reach / 3);
    town.railway_row = town.row + town.reach + 2;
    town.motorway_row = town.row - town.reach - 4;
    county.lattice.straighten(town.column - town.reach - 2, town.row - town.reach - 5,
                              town.column + town.reach + 3, town.row + town.reach + 4);
    county.towns.push_back(std::move(town));
  }
  return county;
}

/// The study area: the net without an uneven rim, in one piece and without holes.
void draw_border(County& county) {
  const Lattice& net = county.lattice;
  const int side = std::min(net.columns(), net.rows());
  const double bay = std::min(11.0, side / 9.0);
  for (int j = 0; j < net.rows(); ++j) {
    for (int i = 0; i < net.columns(); ++i) {
      const int across = std::min(i, net.columns() - 1 - i), up = std::min(j, net.rows() - 1 - j);
      const double rim = std::min<double>(
          {static_cast<double>(across), static_cast<double>(up), 0.7 * (across + up) - 1.2 * bay});
      const double wave = noise(hash(county.options.seed, 62), i, j, 14) * bay +
                          noise(hash(county.options.seed, 63), i, j, 5) * bay / 3;
      county.inside[static_cast<std::size_t>(net.cell(i, j))] = rim >= 1 + wave;
    }
  }
  // What hangs together with the first town stays; what does not reach the rim is filled in.
  const auto flood = [&](int start, std::uint8_t kind, std::uint8_t mark) {
    std::vector<int> front{start};
    county.inside[static_cast<std::size_t>(start)] = mark;
    while (!front.empty()) {
      const int here = front.back();
      front.pop_back();
      for (int direction = 0; direction < 4; ++direction) {
        const int next = net.cell_neighbour(here, direction);
        if (next < 0 || county.inside[static_cast<std::size_t>(next)] != kind) continue;
        county.inside[static_cast<std::size_t>(next)] = mark;
        front.push_back(next);
      }
    }
  };
  flood(net.cell(county.towns[0].column, county.towns[0].row), 1, 2);
  for (auto& state : county.inside) state = state == 2;
  // The outermost ring of cells is outside by construction, so one flood finds all that is open.
  flood(0, 0, 3);
  for (auto& state : county.inside) state = state != 3;
}

/// Gives the cells of each town to it, around its corridor, and tells what stands on them.
void settle_towns(County& county) {
  const Lattice& net = county.lattice;
  for (TownPlan& town : county.towns) {
    Random random{
        hash(county.options.seed, 64, static_cast<std::uint64_t>(net.cell(town.column, town.row)))};
    const double reach = town.reach + 0.3;
    const int quarter = random.below(4);  // where the old town lies
    for (int j = town.row - town.reach; j <= town.row + town.reach; ++j) {
      for (int i = town.column - town.reach; i <= town.column + town.reach; ++i) {
        const int c = net.cell(i, j);
        const double x = (i - town.column) / reach, y = (j - town.row) / reach;
        if (x * x + y * y + x * x * y * y > 1.55 || county.use_of(c) != Use::open) continue;
        county.use_of(c) = Use::town;
        town.cells.push_back(c);
        const bool central =
            3 * std::abs(i - town.column) <= town.reach && 3 * std::abs(j - town.row) <= town.reach;
        const bool old = (quarter % 2 == 0 ? i <= town.column : i >= town.column) &&
                         (quarter / 2 == 0 ? j <= town.row : j >= town.row);
        const bool outer = x * x + y * y > 0.7;
        const int kind = random.below(100);
        Style style = Style::mixed;
        if (central && old)
          style = kind < 85 ? Style::old_quarter : Style::grid;
        else if (central)
          style = kind < 45 ? Style::grid : kind < 60 ? Style::old_quarter : Style::mixed;
        else if (kind < 9)
          style = Style::park;
        else if (outer && kind < 24)
          style = Style::works;
        else if (kind < 42)
          style = Style::estate;
        else if (kind < 58)
          style = Style::estates;
        else if (kind < 76)
          style = Style::grid;
        if (town.reach == 1) {
          // However small the town: it has one of everything.
          static constexpr Style kAll[] = {Style::old_quarter, Style::estates, Style::grid,
                                           Style::park,        Style::mixed,   Style::estate};
          style = kAll[(town.cells.size() - 1) % 6];
        }
        county.style[static_cast<std::size_t>(c)] = style;
      }
    }
    county.style[static_cast<std::size_t>(town.cells[town.cells.size() / 3])] = Style::park;
  }
}

}  // namespace

void close_streets(County& county) {
  const Lattice& net = county.lattice;
  for (int c = 0; c < static_cast<int>(net.cells()); ++c) {
    if (!county.is_street_cell(c)) continue;
    const Block block = make_block(county, c);
    for (int k = 1; k < Block::kSteps; ++k) {
      const auto open = [&](int direction, Road road) {
        if (road == Road::none) return;
        auto& ports = county.ports[static_cast<std::size_t>(net.cell_side(c, direction))];
        ports = static_cast<std::uint16_t>(ports | 1 << k);
      };
      open(0, block.across[Block::kSteps - 1][k]);
      open(1, block.up[k][Block::kSteps - 1]);
      open(2, block.across[0][k]);
      open(3, block.up[k][0]);
    }
  }
}

std::int64_t count_junctions(const County& county) {
  const Lattice& net = county.lattice;
  std::vector<std::uint8_t> ends(net.nodes());
  const auto add = [&](int node, int count) {
    auto& here = ends[static_cast<std::size_t>(node)];
    here = static_cast<std::uint8_t>(here + count);
  };
  for (int e = 0; e < static_cast<int>(net.edges()); ++e) {
    if (county.road_on(e) == Road::none) continue;
    add(net.edge_from(e), 1);
    add(net.edge_to(e), 1);
  }
  for (const int e : county.doubled) add(net.edge_from(e), 1), add(net.edge_to(e), 1);
  for (const int n : county.loops) add(n, 2);
  for (const Ramp& ramp : county.ramps) add(ramp.node, 1);
  std::int64_t junctions = static_cast<std::int64_t>(county.ramps.size());
  for (const std::uint16_t ports : county.ports) junctions += std::popcount(ports);
  for (int c = 0; c < static_cast<int>(net.cells()); ++c) {
    if (county.style[static_cast<std::size_t>(c)] == Style::none) continue;
    const Block block = make_block(county, c);
    const Lattice::Corners k = net.corners(c);
    const int corner_node[] = {k.sw, k.se, k.ne, k.nw};
    int arms[Block::kNodes][Block::kNodes] = {};
    for (int q = 0; q < 4; ++q) {
      if (block.corner[q] == Road::none) continue;
      add(corner_node[q], 1);
      ++arms[q == 1 || q == 2 ? Block::kSteps - 1 : 1][q >= 2 ? Block::kSteps - 1 : 1];
    }
    for (int a = 1; a < Block::kSteps; ++a)
      for (int b = 1; b < Block::kSteps; ++b) junctions += block.degree(a, b) + arms[a][b] >= 3;
  }
  for (const std::uint8_t count : ends) junctions += count >= 3;
  return junctions;
}

County plan_county(const Options& options) {
  County land = empty_county(options);
  draw_border(land);
  lay_corridors(land);
  settle_towns(land);
  settle_seats(land);
  // Villages make up what is missing. How many junctions a village brings along is known roughly; a
  // count tells how far off the first try was.
  double each = 36;
  auto villages = static_cast<int>(static_cast<double>(options.junctions) * 0.55 / each);
  int last_villages = 0;
  std::int64_t last_count = 0;
  for (int attempt = 0;; ++attempt) {
    County county = land;
    settle_villages(county, villages);
    connect_places(county);
    close_streets(county);
    const std::int64_t count = count_junctions(county);
    const auto off = static_cast<double>(options.junctions - count);
    const bool near = std::fabs(off) <= 0.015 * static_cast<double>(options.junctions);
    if (near || attempt == 5) {
      divide_into_units(county);
      place_facilities(county);
      return county;
    }
    if (attempt > 0 && villages != last_villages)
      each = std::clamp(static_cast<double>(count - last_count) / (villages - last_villages), 15.0,
                        80.0);
    last_villages = villages;
    last_count = count;
    villages = std::max(2, villages + static_cast<int>(off / each));
  }
}

}  // namespace lifecircle::county
