// Roads between places: along the cheapest ways of the net, as a tree with some rings.

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <queue>
#include <tuple>
#include <utility>
#include <vector>

#include "tools/make_town/county.hpp"
#include "tools/make_town/random.hpp"

namespace lifecircle::county {
namespace {

/// A place to be joined: any of its nodes will do.
struct Terminal {
  std::vector<int> nodes;
  int rank = 0;  ///< 3 a way out of the county, 2 town, 1 township or ramp, 0 village
};

struct Costs {
  int over_river, over_other;
  bool may_leave = false;  ///< the county, at thrice the cost
};

/// What building along an edge costs, in metres of level road; 0: it cannot be done.
std::uint32_t cost_of(const County& county, int edge, const Costs& costs) {
  if (!county.lattice.has_edge(edge)) return 0;
  const int rise = county.lattice.rise(edge);
  const int from = county.lattice.edge_from(edge);
  int cost = 400 + rise * rise / 3 + std::max(0, county.lattice.height(from) - 600) / 4;
  if (county.road_on(edge) != Road::none) return static_cast<std::uint32_t>(cost / 4);
  const Lattice::Sides s = county.lattice.sides(edge);
  if (!county.is_inside(s.left) && !county.is_inside(s.right)) {
    if (!costs.may_leave) return 0;
    cost *= 3;
  }
  // Ground is not the same everywhere, so no two ways cost the same and roads wander.
  cost +=
      static_cast<int>(700 * noise(hash(county.options.seed, 46), county.lattice.node_column(from),
                                   county.lattice.node_row(from), 3));
  const Cut cut = county.cut_on(edge);
  if (cut == Cut::river) cost += costs.over_river;
  if (cut == Cut::railway || cut == Cut::motorway) cost += costs.over_other;
  return static_cast<std::uint32_t>(cost);
}

/// The nearest terminal of every node, how far it is and by which edge.
struct Reach {
  std::vector<std::uint32_t> cost;
  std::vector<int> terminal;
  std::vector<int> by;
};

Reach reach_from(const County& county, const std::vector<Terminal>& terminals, const Costs& costs) {
  const Lattice& net = county.lattice;
  Reach reach{std::vector<std::uint32_t>(net.nodes(), UINT32_MAX),
              std::vector<int>(net.nodes(), -1), std::vector<int>(net.nodes(), -1)};
  using Entry = std::pair<std::uint32_t, int>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  for (std::size_t t = 0; t < terminals.size(); ++t) {
    for (const int n : terminals[t].nodes) {
      const auto at = static_cast<std::size_t>(n);
      if (reach.cost[at] == 0) continue;  // two places share a corner: the first has it
      reach.cost[at] = 0;
      reach.terminal[at] = static_cast<int>(t);
      queue.emplace(0, n);
    }
  }
  while (!queue.empty()) {
    const auto [cost, here] = queue.top();
    queue.pop();
    if (cost > reach.cost[static_cast<std::size_t>(here)]) continue;
    for (int direction = 0; direction < 4; ++direction) {
      const int edge = net.edge_at(here, direction);
      if (edge < 0) continue;
      const std::uint32_t step = cost_of(county, edge, costs);
      const int next = net.neighbour(here, direction);
      const auto at = static_cast<std::size_t>(next);
      if (step == 0 || cost + step >= reach.cost[at]) continue;
      reach.cost[at] = cost + step;
      reach.terminal[at] = reach.terminal[static_cast<std::size_t>(here)];
      reach.by[at] = edge;
      queue.emplace(cost + step, next);
    }
  }
  return reach;
}

struct Link {
  int a, b;  ///< terminals, a < b
  std::uint64_t cost;
  int edge;
};

/// The cheapest link of every two terminals whose lands touch, cheapest first.
std::vector<Link> links_of(const County& county, const std::vector<Terminal>& terminals,
                           const Reach& reach, const Costs& costs) {
  std::vector<Link> links;
  for (int e = 0; e < static_cast<int>(county.lattice.edges()); ++e) {
    const std::uint32_t step = cost_of(county, e, costs);
    if (step == 0) continue;
    const auto from = static_cast<std::size_t>(county.lattice.edge_from(e));
    const auto to = static_cast<std::size_t>(county.lattice.edge_to(e));
    const int a = reach.terminal[from], b = reach.terminal[to];
    if (a < 0 || b < 0 || a == b) continue;
    std::uint64_t cost = std::uint64_t{reach.cost[from]} + step + reach.cost[to];
    if (terminals[static_cast<std::size_t>(a)].rank == 3 &&
        terminals[static_cast<std::size_t>(b)].rank == 3)
      cost += 1'000'000'000;  // two ways out are joined only if nothing else joins them
    links.push_back({std::min(a, b), std::max(a, b), cost, e});
  }
  std::sort(links.begin(), links.end(), [](const Link& p, const Link& q) {
    return std::tie(p.a, p.b, p.cost, p.edge) < std::tie(q.a, q.b, q.cost, q.edge);
  });
  links.erase(std::unique(links.begin(), links.end(),
                          [](const Link& p, const Link& q) { return p.a == q.a && p.b == q.b; }),
              links.end());
  std::sort(links.begin(), links.end(), [](const Link& p, const Link& q) {
    return std::tie(p.cost, p.edge) < std::tie(q.cost, q.edge);
  });
  return links;
}

int root_of(std::vector<int>& parent, int k) {
  while (parent[static_cast<std::size_t>(k)] != k) {
    int& up = parent[static_cast<std::size_t>(k)];
    up = parent[static_cast<std::size_t>(up)];
    k = up;
  }
  return k;
}

/// Builds the cheapest tree over all terminals (Kruskal 1956) and `rings` percent of the other
/// links. Returns for every node whether a link ends there: the place must be entered at it.
template <class ClassOf>
std::vector<std::uint8_t> build(County& county, const std::vector<Terminal>& terminals,
                                const Costs& costs, int rings, ClassOf class_of) {
  const Reach reach = reach_from(county, terminals, costs);
  std::vector<int> parent(terminals.size());
  std::iota(parent.begin(), parent.end(), 0);
  std::vector<std::uint8_t> used(county.road.size()), ends(county.lattice.nodes());
  // A place that a road touches already is joined where they touch.
  for (std::size_t t = 0; t < terminals.size(); ++t) {
    for (const int n : terminals[t].nodes) {
      const int owner = reach.terminal[static_cast<std::size_t>(n)];
      if (county.roads_at(n) == 0 || owner == static_cast<int>(t)) continue;
      parent[static_cast<std::size_t>(root_of(parent, static_cast<int>(t)))] =
          root_of(parent, owner);
      ends[static_cast<std::size_t>(n)] = 1;
      break;
    }
  }
  const auto lay = [&](int edge, Road road) {
    Road& here = county.road[static_cast<std::size_t>(edge)];
    std::uint8_t& times = used[static_cast<std::size_t>(edge)];
    times = static_cast<std::uint8_t>(std::min(250, times + 1));
    // What carries several lanes' traffic is a class better.
    if (times > 1 && road == Road::unclassified) road = Road::tertiary;
    if (here == Road::none || road < here) here = road;
  };
  for (const Link& link : links_of(county, terminals, reach, costs)) {
    const int a = root_of(parent, link.a), b = root_of(parent, link.b);
    const bool ring = a == b && static_cast<int>(hash(county.options.seed, 41,
                                                      static_cast<std::uint64_t>(link.edge)) %
                                                 100) < rings;
    if (a == b && !ring) continue;
    parent[static_cast<std::size_t>(a)] = b;
    const Road road = class_of(link.edge);
    lay(link.edge, road);
    for (int n : {county.lattice.edge_from(link.edge), county.lattice.edge_to(link.edge)}) {
      while (reach.by[static_cast<std::size_t>(n)] >= 0) {
        const int edge = reach.by[static_cast<std::size_t>(n)];
        lay(edge, road);
        n = county.lattice.edge_from(edge) == n ? county.lattice.edge_to(edge)
                                                : county.lattice.edge_from(edge);
      }
      ends[static_cast<std::size_t>(n)] = 1;
    }
  }
  return ends;
}

std::vector<int> nodes_around(const County& county, const std::vector<int>& cells) {
  std::vector<int> nodes;
  for (const int c : cells) {
    const Lattice::Corners k = county.lattice.corners(c);
    nodes.insert(nodes.end(), {k.sw, k.se, k.ne, k.nw});
  }
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return nodes;
}

/// Streets along the sides of town cells, and the town's bridges.
void lay_town_streets(County& county) {
  const Lattice& net = county.lattice;
  const auto lay = [&](int edge, Road road) {
    Road& here = county.road[static_cast<std::size_t>(edge)];
    if (here == Road::none || road < here) here = road;
  };
  for (const TownPlan& town : county.towns) {
    const auto class_of = [&](int line, int centre) {
      const int away = line - centre;
      return away == 0 ? Road::primary : away % 3 == 0 ? Road::secondary : Road::tertiary;
    };
    for (const int c : town.cells) {
      for (int direction = 0; direction < 4; ++direction) {
        const int e = net.cell_side(c, direction);
        const int from = net.edge_from(e);
        lay(e, e % 2 == 0 ? class_of(net.node_row(from), town.row)
                          : class_of(net.node_column(from), town.column));
      }
    }
    for (int j = town.row - town.reach; j <= town.row + town.reach + 1; ++j) {
      const int n = net.node(town.river_column, j);
      if ((j - town.row) % 3 != 0 || county.roads_at(n) == 0 || county.roads_at(n + 1) == 0)
        continue;
      lay(2 * n, class_of(j, town.row));
    }
  }
}

void lay_seat_streets(County& county) {
  for (const SeatPlan& seat : county.seats) {
    for (const int c : seat.cells) {
      for (int direction = 0; direction < 4; ++direction) {
        const Road road = direction % 2 == 0 ? Road::tertiary : Road::residential;
        Road& here = county.road[static_cast<std::size_t>(county.lattice.cell_side(c, direction))];
        if (here == Road::none || road < here) here = road;
      }
    }
  }
}

/// Ways out over the rim of the net, where roads go on to the neighbours.
std::vector<Terminal> exits(const County& county) {
  const Lattice& net = county.lattice;
  std::vector<Terminal> all;
  Random random{hash(county.options.seed, 42)};
  const auto add = [&](int i, int j) { all.push_back({{net.node(i, j)}, 3}); };
  const int width = net.columns() / county.county_columns, height = net.rows() / county.county_rows;
  for (int q = 0; q < county.county_columns; ++q) {
    add(q * width + random.between(width / 4, 3 * width / 4), 0);
    add(q * width + random.between(width / 4, 3 * width / 4), net.rows());
  }
  for (int r = 0; r < county.county_rows; ++r) {
    add(0, r * height + random.between(height / 4, 3 * height / 4));
    add(net.columns(), r * height + random.between(height / 4, 3 * height / 4));
  }
  return all;
}

/// Dead-end tracks into the hills, and ways that hang together with nothing else.
void lay_tracks(County& county) {
  const Lattice& net = county.lattice;
  std::vector<std::uint8_t> taken(net.nodes());
  for (int n = 0; n < static_cast<int>(net.nodes()); ++n)
    taken[static_cast<std::size_t>(n)] = county.roads_at(n) > 0;
  for (const VillagePlan& village : county.villages)
    for (const int n : nodes_around(county, {village.cell})) taken[static_cast<std::size_t>(n)] = 1;
  for (const Ramp& ramp : county.ramps) taken[static_cast<std::size_t>(ramp.node)] = 1;

  Random random{hash(county.options.seed, 43)};
  const auto wander = [&](int start, int length, Road road) {
    std::vector<int> edges;
    int here = start;
    for (int k = 0; k < length; ++k) {
      const int first = random.below(4);
      int found = -1;
      for (int d = 0; d < 4 && found < 0; ++d) {
        const int next = net.neighbour(here, (first + d) % 4);
        const int edge = net.edge_at(here, (first + d) % 4);
        if (next < 0 || taken[static_cast<std::size_t>(next)] || county.cut_on(edge) != Cut::none)
          continue;
        found = (first + d) % 4;
      }
      if (found < 0) break;
      edges.push_back(net.edge_at(here, found));
      here = net.neighbour(here, found);
      taken[static_cast<std::size_t>(here)] = 1;
    }
    for (const int e : edges) county.road[static_cast<std::size_t>(e)] = road;
    if (!edges.empty() && road == Road::track && random.chance(12)) county.loops.push_back(here);
  };

  const int count = static_cast<int>(net.nodes() / 60) + 1;
  for (int k = 0; k < count; ++k) {
    const int n = random.below(static_cast<int>(net.nodes()));
    const int length = random.between(1, 6);
    if (county.roads_at(n) == 0 || county.roads_at(n) > 2) continue;
    const Lattice::Sides s = net.sides(2 * n);
    if (county.is_street_cell(s.left) || county.is_street_cell(s.right)) continue;
    wander(n, length, random.chance(30) ? Road::path : Road::track);
  }
  const int islands = 2 + static_cast<int>(county.options.junctions / 15'000);
  for (int k = 0, tries = 0; k < islands && tries < 200 * islands; ++tries) {
    const int n = random.below(static_cast<int>(net.nodes()));
    if (taken[static_cast<std::size_t>(n)]) continue;
    taken[static_cast<std::size_t>(n)] = 1;
    wander(n, random.between(3, 7), Road::path);
    ++k;
  }
}

}  // namespace

bool County::runs_straight(int edge) const {
  const Lattice::Sides s = lattice.sides(edge);
  const auto village = [&](int c) { return c >= 0 && use_of(c) == Use::village; };
  return cut_on(edge) != Cut::none || village(s.left) || village(s.right);
}

int County::roads_at(int node) const {
  int count = 0;
  for (int direction = 0; direction < 4; ++direction) {
    const int edge = lattice.edge_at(node, direction);
    count += edge >= 0 && road_on(edge) != Road::none;
  }
  return count;
}

void connect_places(County& county) {
  lay_town_streets(county);
  // What is built already is one place, to which the others are joined.
  const auto built = [&] {
    std::vector<Terminal> terminals(1);
    for (int n = 0; n < static_cast<int>(county.lattice.nodes()); ++n)
      if (county.roads_at(n) > 0) terminals[0].nodes.push_back(n);
    return terminals;
  };
  std::vector<Terminal> far = exits(county);
  for (const TownPlan& town : county.towns) far.push_back({nodes_around(county, town.cells), 2});
  build(county, far, {6000, 250, true}, 0, [&](int edge) {
    return hash(county.options.seed, 47, static_cast<std::uint64_t>(edge)) % 2 == 0 ? Road::trunk
                                                                                    : Road::primary;
  });
  std::vector<Terminal> townships = built();
  for (const SeatPlan& seat : county.seats)
    townships.push_back({nodes_around(county, seat.cells), 1});
  for (const Ramp& ramp : county.ramps) townships.push_back({{ramp.node}, 1});
  build(county, townships, {6000, 250}, 35, [](int) { return Road::secondary; });
  lay_seat_streets(county);
  std::vector<Terminal> places = built();
  for (const VillagePlan& village : county.villages)
    places.push_back({nodes_around(county, {village.cell}), 0});
  const auto entered =
      build(county, places, {15'000, 500}, 14, [](int) { return Road::unclassified; });
  // A village's lanes come out where a road passes one of its corners.
  for (VillagePlan& village : county.villages) {
    const Lattice::Corners k = county.lattice.corners(village.cell);
    const int corner[] = {k.sw, k.se, k.ne, k.nw};
    for (int q = 0; q < 4; ++q) {
      const bool used = county.roads_at(corner[q]) > 0;
      const bool wanted = entered[static_cast<std::size_t>(corner[q])] != 0 ||
                          hash(county.options.seed, 44, static_cast<std::uint64_t>(village.cell),
                               static_cast<std::uint64_t>(q)) %
                                  100 <
                              40;
      if (used && wanted) village.corners = static_cast<std::uint8_t>(village.corners | 1 << q);
    }
  }
  lay_tracks(county);
  for (int e = 0; e < static_cast<int>(county.road.size()); ++e) {
    const Road road = county.road_on(e);
    if ((road == Road::unclassified || road == Road::track) && !county.runs_straight(e) &&
        !county.is_street_edge(e) &&
        hash(county.options.seed, 45, static_cast<std::uint64_t>(e)) % 250 == 0)
      county.doubled.push_back(e);
  }
}

}  // namespace lifecircle::county
