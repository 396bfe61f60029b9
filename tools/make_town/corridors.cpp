// What cuts roads off: rivers, railways and motorways, from cell to cell over the whole county.

#include <algorithm>
#include <cstdint>
#include <queue>
#include <tuple>

#include "tools/make_town/county.hpp"
#include "tools/make_town/random.hpp"

namespace lifecircle::county {
namespace {

struct Box {
  int west, south, east, north;
  bool has(int i, int j) const { return i >= west && i <= east && j >= south && j <= north; }
};

bool is_cut(const County& county, int cell, int direction) {
  return county.cut_on(county.lattice.cell_side(cell, direction)) != Cut::none;
}

/// Whether a way in `direction` can cross the corridor in `cell` straight over.
bool can_cross(const County& county, int cell, int direction) {
  return county.use_of(cell) == Use::corridor && !is_cut(county, cell, direction) &&
         !is_cut(county, cell, (direction + 2) % 4) && is_cut(county, cell, (direction + 1) % 4) &&
         is_cut(county, cell, (direction + 3) % 4);
}

/// The cheapest way from cell to cell in a box, low ground first (Dijkstra). It takes free cells
/// and crosses other corridors at right angles. Empty if there is none.
std::vector<int> find_way(const County& county, int from, int to, const Box& box,
                          std::uint64_t seed) {
  const Lattice& net = county.lattice;
  const int width = box.east - box.west + 1;
  const auto slot = [&](int c) {
    return static_cast<std::size_t>((net.cell_row(c) - box.south) * width + net.cell_column(c) -
                                    box.west);
  };
  const auto size =
      static_cast<std::size_t>(width) * static_cast<std::size_t>(box.north - box.south + 1);
  std::vector<std::int64_t> cost(size, INT64_MAX);
  std::vector<int> before(size, -1);
  using Entry = std::pair<std::int64_t, int>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  cost[slot(from)] = 0;
  queue.emplace(0, from);
  while (!queue.empty()) {
    const auto [reached, here] = queue.top();
    queue.pop();
    if (reached > cost[slot(here)]) continue;
    if (here == to) break;
    for (int direction = 0; direction < 4; ++direction) {
      int next = net.cell_neighbour(here, direction);
      std::int64_t extra = 0;
      if (next >= 0 && can_cross(county, next, direction)) {
        next = net.cell_neighbour(next, direction);
        extra = 60;
      }
      if (next < 0 || !box.has(net.cell_column(next), net.cell_row(next))) continue;
      if (county.use_of(next) != Use::open) continue;
      // Meanders: ground that is soft here and hard there, over a kilometre or two.
      const auto whim =
          static_cast<std::int64_t>(90 * noise(seed, net.cell_column(next), net.cell_row(next), 4));
      const std::int64_t sum = reached + extra + 10 + whim + (net.cell_height(next) - 500) / 8;
      if (sum >= cost[slot(next)]) continue;
      cost[slot(next)] = sum;
      before[slot(next)] = here;
      queue.emplace(sum, next);
    }
  }
  std::vector<int> way;
  if (cost[slot(to)] == INT64_MAX) return way;
  for (int c = to; c >= 0; c = before[slot(c)]) {
    if (!way.empty()) {  // a crossing was one stride over two cells
      const int last = way.back();
      const int di = net.cell_column(c) - net.cell_column(last);
      const int dj = net.cell_row(c) - net.cell_row(last);
      if (di * di + dj * dj == 4)
        way.push_back(net.cell(net.cell_column(last) + di / 2, net.cell_row(last) + dj / 2));
    }
    way.push_back(c);
  }
  std::reverse(way.begin(), way.end());
  return way;
}

/// Lays a corridor through straight stretches, one a town, with ways found in between.
/// A stretch and the way to it lie in boxes of their own, so the corridor never meets itself.
struct Stretch {
  int first, last;  ///< cells
};
std::vector<int> chain(const County& county, const std::vector<Stretch>& stretches,
                       const std::vector<Box>& boxes, int start, int end, std::uint64_t seed) {
  const Lattice& net = county.lattice;
  std::vector<int> cells;
  const auto append = [&](const std::vector<int>& way) {
    for (const int c : way)
      if (cells.empty() || cells.back() != c) cells.push_back(c);
  };
  int from = start;
  for (std::size_t k = 0; k <= stretches.size(); ++k) {
    const int to = k < stretches.size() ? stretches[k].first : end;
    const auto way = find_way(county, from, to, boxes[k], seed + k);
    if (way.empty()) break;  // walled in: the line ends here
    append(way);
    if (k == stretches.size()) break;
    int i = net.cell_column(stretches[k].first), j = net.cell_row(stretches[k].first);
    const int last_i = net.cell_column(stretches[k].last), last_j = net.cell_row(stretches[k].last);
    while (i != last_i || j != last_j) {
      i += (last_i > i) - (last_i < i);
      j += (last_j > j) - (last_j < j);
      append({net.cell(i, j)});
    }
    from = stretches[k].last;
  }
  return cells;
}

void put(County& county, Corridor corridor) {
  const Lattice& net = county.lattice;
  if (corridor.cells.size() < 2) return;
  for (std::size_t k = 0; k + 1 < corridor.cells.size(); ++k) {
    for (int direction = 0; direction < 4; ++direction) {
      if (net.cell_neighbour(corridor.cells[k], direction) != corridor.cells[k + 1]) continue;
      county.cut[static_cast<std::size_t>(net.cell_side(corridor.cells[k], direction))] =
          corridor.kind;
    }
  }
  for (const int c : corridor.cells) county.use_of(c) = Use::corridor;
  county.corridors.push_back(std::move(corridor));
}

const TownPlan& town_at(const County& county, int column, int row) {
  return county.towns[static_cast<std::size_t>(row * county.county_columns + column)];
}

void lay_rivers(County& county) {
  const Lattice& net = county.lattice;
  const int width = net.columns() / county.county_columns;
  for (int q = 0; q < county.county_columns; ++q) {
    const int west = q * width + 1, east = std::min((q + 1) * width, net.columns()) - 2;
    std::vector<Stretch> stretches;
    std::vector<Box> boxes;
    int south = 0;
    for (int r = 0; r < county.county_rows; ++r) {
      const TownPlan& t = town_at(county, q, r);
      const int first = std::max(t.motorway_row - 1, 1);
      const int last = std::min(t.railway_row + 1, net.rows() - 2);
      stretches.push_back({net.cell(t.river_column, first), net.cell(t.river_column, last)});
      boxes.push_back({west, south, east, first});
      south = last;
    }
    boxes.push_back({west, south, east, net.rows() - 1});
    Random random{hash(county.options.seed, 21, static_cast<std::uint64_t>(q))};
    const int third = (east - west) / 3;
    const int start = net.cell(west + third + random.below(third + 1), 0);
    const int end = net.cell(west + third + random.below(third + 1), net.rows() - 1);
    Corridor river{Cut::river,
                   chain(county, stretches, boxes, start, end, random.next()),
                   25'000 + 1000.0 * random.below(18),
                   {}};
    put(county, std::move(river));
  }
}

/// How many cells each cell lies from the next river (along rows and columns).
std::vector<int> steps_from_rivers(const County& county) {
  const Lattice& net = county.lattice;
  std::vector<int> steps(net.cells(), 1 << 20);
  std::vector<int> front;
  for (const Corridor& corridor : county.corridors) {
    if (corridor.kind != Cut::river) continue;
    for (const int c : corridor.cells) steps[static_cast<std::size_t>(c)] = 0;
    front.insert(front.end(), corridor.cells.begin(), corridor.cells.end());
  }
  for (std::size_t k = 0; k < front.size(); ++k) {
    for (int direction = 0; direction < 4; ++direction) {
      const int next = net.cell_neighbour(front[k], direction);
      if (next < 0) continue;
      int& away = steps[static_cast<std::size_t>(next)];
      if (away <= steps[static_cast<std::size_t>(front[k])] + 1) continue;
      away = steps[static_cast<std::size_t>(front[k])] + 1;
      front.push_back(next);
    }
  }
  return steps;
}

/// Railways and motorways: each runs from west to east through one row of counties, past every
/// town at the row planned for it.
void lay_across(County& county, Cut kind, std::uint64_t salt) {
  const Lattice& net = county.lattice;
  const int height = net.rows() / county.county_rows;
  for (int r = 0; r < county.county_rows; ++r) {
    const int south = r * height + 1, north = std::min((r + 1) * height, net.rows()) - 2;
    std::vector<Stretch> stretches;
    std::vector<Box> boxes;
    int west = 0;
    const auto row_of = [&](const TownPlan& t) {
      return kind == Cut::railway ? t.railway_row : t.motorway_row;
    };
    for (int q = 0; q < county.county_columns; ++q) {
      const TownPlan& t = town_at(county, q, r);
      const int past = kind == Cut::railway ? 3 : 2;  // so that neither blocks the other's start
      const int first = std::max(t.column - t.reach - past, 1);
      const int last = std::min(t.column + t.reach + past, net.columns() - 2);
      stretches.push_back({net.cell(first, row_of(t)), net.cell(last, row_of(t))});
      boxes.push_back({west, south, first, north});
      west = last;
    }
    boxes.push_back({west, south, net.columns() - 1, north});
    Random random{hash(county.options.seed, salt, static_cast<std::uint64_t>(r))};
    const auto near = [&](const TownPlan& t) {
      return std::clamp(row_of(t) + random.between(-height / 9, height / 9), south, north);
    };
    int start = net.cell(0, near(town_at(county, 0, r)));
    int end = net.cell(net.columns() - 1, near(town_at(county, county.county_columns - 1, r)));
    // The rim may be taken by another line: move on until it is free.
    for (int k = 0; k < height && county.use_of(start) != Use::open; ++k)
      start = net.cell(0, south + (net.cell_row(start) - south + 1) % (north - south + 1));
    for (int k = 0; k < height && county.use_of(end) != Use::open; ++k)
      end = net.cell(net.columns() - 1,
                     south + (net.cell_row(end) - south + 1) % (north - south + 1));
    Corridor corridor{kind, chain(county, stretches, boxes, start, end, random.next()), 0, {}};
    if (kind == Cut::motorway) {
      for (int q = 0; q < county.county_columns; ++q) {
        const TownPlan& t = town_at(county, q, r);
        const int column = t.column + (t.river_column >= t.column ? -1 : 1);
        const int c = net.cell(column, t.motorway_row);
        if (std::find(corridor.cells.begin(), corridor.cells.end(), c) == corridor.cells.end())
          continue;
        corridor.interchanges.push_back(c);
        county.ramps.push_back({c, net.corners(c).nw});
      }
    }
    put(county, std::move(corridor));
  }
}

}  // namespace

void lay_corridors(County& county) {
  lay_rivers(county);
  county.lattice.carve(steps_from_rivers(county));
  lay_across(county, Cut::railway, 22);
  lay_across(county, Cut::motorway, 23);
}

}  // namespace lifecircle::county
