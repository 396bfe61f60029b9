#include "tools/make_town/draw.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "tools/make_town/block.hpp"
#include "tools/make_town/facility_facts.hpp"
#include "tools/make_town/names.hpp"
#include "tools/make_town/random.hpp"

namespace lifecircle::county {
namespace {

/// Who lives at a plot.
struct Household {
  int homes_low, homes_high;
  int elderly_percent, children_percent;
};
Household households_of(Plot plot) {
  switch (plot) {
    case Plot::flats:
      return {3, 15, 14, 17};
    case Plot::lane_house:
      return {1, 5, 23, 15};
    case Plot::house:
      return {1, 3, 27, 13};
    case Plot::none:
      break;
  }
  return {1, 2, 33, 9};  // a farm
}

Dwelling people_at(Spot at, Plot plot, std::uint64_t draw, std::string_view unit_code) {
  Random random{draw};
  const Household kind = households_of(plot);
  Dwelling home{.at = at, .unit_code = unit_code};
  home.households = random.between(kind.homes_low, kind.homes_high);
  home.dwellings =
      home.households + (random.chance(12) ? 1 + home.households / 8 : 0);  // some stand empty
  for (int k = 0; k < home.households; ++k) {
    const int size = random.below(100);
    home.people += size < 18   ? 1
                   : size < 46 ? 2
                   : size < 70 ? 3
                   : size < 88 ? 4
                   : size < 96 ? 5
                               : 6;
  }
  for (int k = 0; k < home.people; ++k) {
    const int age = random.below(100);
    home.elderly += age < kind.elderly_percent;
    home.children += age >= 100 - kind.children_percent;
  }
  return home;
}

class Blocks {
 public:
  Blocks(const County& county, CountyFile& file, DrawnUnits& drawn)
      : county_{county}, file_{file}, drawn_{drawn} {}

  void draw() {
    std::size_t next = 0;
    const auto& wanted = county_.facilities;
    for (int c = 0; c < static_cast<int>(county_.lattice.cells()); ++c) {
      if (county_.style[static_cast<std::size_t>(c)] == Style::none) continue;
      Block block = make_block(county_, c);
      streets(c, block);
      walls(c, block);
      parks(c, block);
      for (; next < wanted.size() && wanted[next].cell == c; ++next) facility(wanted[next], block);
      homes(c, block);
    }
  }

 private:
  static constexpr int kEast[] = {1, 0, -1, 0}, kNorth[] = {0, 1, 0, -1};

  /// The street that leaves a fine node in a direction, or none.
  static Road& street(Block& block, int a, int b, int direction) {
    static Road nothing = Road::none;
    nothing = Road::none;
    switch (direction) {
      case 0:
        return a < Block::kSteps ? block.across[a][b] : nothing;
      case 1:
        return b < Block::kSteps ? block.up[a][b] : nothing;
      case 2:
        return a > 0 ? block.across[a - 1][b] : nothing;
      default:
        return b > 0 ? block.up[a][b - 1] : nothing;
    }
  }

  /// Draws each street from a fine node where lines must end to the next such node.
  void streets(int cell, Block& block) {
    bool stop[Block::kNodes][Block::kNodes] = {};
    const Lattice::Corners k = county_.lattice.corners(cell);
    const int corner_node[] = {k.sw, k.se, k.ne, k.nw};
    for (int a = 0; a < Block::kNodes; ++a) {
      for (int b = 0; b < Block::kNodes; ++b) {
        Road first = Road::none;
        bool changes = false;
        for (int d = 0; d < 4; ++d) {
          const Road road = street(block, a, b, d);
          if (road == Road::none) continue;
          changes = changes || (first != Road::none && road != first);
          first = road;
        }
        stop[a][b] = block.degree(a, b) != 2 || changes || a == 0 || b == 0 || a == Block::kSteps ||
                     b == Block::kSteps;
      }
    }
    for (int q = 0; q < 4; ++q) {
      if (block.corner[q] == Road::none) continue;
      const int a = q == 1 || q == 2 ? Block::kSteps - 1 : 1, b = q >= 2 ? Block::kSteps - 1 : 1;
      stop[a][b] = true;
      file_.road({block.corner[q],
                  {county_.lattice.spot(corner_node[q]), fine_spot(county_, cell, block, a, b)}});
    }
    Block rest = block;                        // what is not drawn yet
    for (int round = 0; round < 2; ++round) {  // the second finds rings without a junction
      for (int a = 0; a < Block::kNodes; ++a)
        for (int b = 0; b < Block::kNodes; ++b)
          for (int d = 0; d < 4; ++d)
            if (stop[a][b] || round == 1) follow(cell, rest, stop, a, b, d);
    }
  }

  void follow(int cell, Block& rest, const bool (&stop)[Block::kNodes][Block::kNodes], int a, int b,
              int direction) {
    const Road road = street(rest, a, b, direction);
    if (road == Road::none) return;
    RoadLine line{road, {fine_spot(county_, cell, rest, a, b)}};
    for (bool more = true; more;) {
      street(rest, a, b, direction) = Road::none;
      a += kEast[direction];
      b += kNorth[direction];
      line.line.push_back(fine_spot(county_, cell, rest, a, b));
      more = false;
      if (stop[a][b]) break;
      for (int d = 0; d < 4 && !more; ++d) {
        if (street(rest, a, b, d) == Road::none) continue;
        direction = d;
        more = true;
      }
    }
    file_.road(line);
  }

  void walls(int cell, const Block& block) {
    Line line;
    for (const auto& wall : block.walls) {
      line.clear();
      for (const InCell p : wall) line.push_back(spot_in(county_, cell, p));
      file_.barrier(line, "wall");
    }
    for (const Block::Gate& gate : block.gates) {
      const auto draw = hash(county_.options.seed, 101, static_cast<std::uint64_t>(cell),
                             static_cast<std::uint64_t>(gate.estate));
      file_.gate(spot_in(county_, cell, gate.at), estate_name(draw));
    }
  }

  void parks(int cell, const Block& block) {
    for (const Block::Park& park : block.parks) {
      Line ring;
      std::vector<Spot> entrances;
      for (const InCell p : park.outline) ring.push_back(spot_in(county_, cell, p));
      for (const InCell p : park.entrances) entrances.push_back(spot_in(county_, cell, p));
      file_.park(ring, park_name(hash(county_.options.seed, 102, static_cast<std::uint64_t>(cell))),
                 entrances);
    }
  }

  /// Puts a facility on one of the block's plots, which is then no home.
  void facility(const FacilityPlan& plan, Block& block) {
    const UnitPlan& unit = county_.units[static_cast<std::size_t>(plan.unit)];
    const FacilityKind& kind = facility_kinds()[plan.kind];
    Random random{
        hash(county_.options.seed, 103, static_cast<std::uint64_t>(plan.cell), ++facility_number_)};
    InCell at{0.52, 0.47};
    if (!block.plots.empty()) {
      const auto k = static_cast<std::size_t>(random.below(static_cast<int>(block.plots.size())));
      at = block.plots[k].at;
      block.plots.erase(block.plots.begin() + static_cast<std::ptrdiff_t>(k));
    }
    const int size = unit.town ? random.below(1000) : random.below(200);  // of a thousand
    const auto of = [&](int low, int high) {
      return low + (high - low) / 1000 * size + (high - low) % 1000 * size / 1000;
    };
    FacilityRow row{.at = spot_in(county_, plan.cell, at),
                    .kind = static_cast<Kind>(plan.kind),
                    .floor_area = of(kind.floor_low, kind.floor_high),
                    .capacity = of(kind.capacity_low, kind.capacity_high),
                    .unit_code = unit.code};
    row.name = unit.name + (unit.town ? kind.town_suffix : kind.village_suffix);
    state_facts(row, unit.town, hash(county_.options.seed, 108, facility_number_));
    if (row.kind == Kind::service_center) {
      DrawnUnit& drawn = drawn_[static_cast<std::size_t>(plan.unit)];
      drawn.centre = row.at;
      drawn.centre_floor_m2 = row.floor_area;
    }
    if (row.kind == Kind::health_center)
      drawn_[static_cast<std::size_t>(plan.unit)].health_centre = row.at;
    file_.facility(row);
  }

  void homes(int cell, const Block& block) {
    const auto unit = static_cast<std::size_t>(county_.unit[static_cast<std::size_t>(cell)]);
    const std::string& code = county_.units[unit].code;
    std::uint64_t k = 0;
    for (const Block::PlotAt& plot : block.plots) {
      const auto draw = hash(county_.options.seed, 104, static_cast<std::uint64_t>(cell), ++k);
      const Dwelling home = people_at(spot_in(county_, cell, plot.at), plot.plot, draw, code);
      drawn_[unit].people += home.people;
      drawn_[unit].households += home.households;
      file_.dwelling(home);
    }
    for (std::uint64_t corner = 0; corner < 2 && !block.plots.empty(); ++corner) {
      const auto draw = hash(county_.options.seed, 109, static_cast<std::uint64_t>(cell), corner);
      drawn_[unit].corners.push_back(
          spot_in(county_, cell, block.plots[draw % block.plots.size()].at));
    }
  }

  const County& county_;
  CountyFile& file_;
  DrawnUnits& drawn_;
  std::uint64_t facility_number_ = 0;
};

/// How many rings of nodes lie between each node and the next road, at most 6.
std::vector<std::uint8_t> steps_from_roads(const County& county) {
  const Lattice& net = county.lattice;
  std::vector<std::uint8_t> steps(net.nodes(), 6);
  std::vector<int> front, next_front;
  for (int n = 0; n < static_cast<int>(net.nodes()); ++n) {
    if (county.roads_at(n) == 0) continue;
    steps[static_cast<std::size_t>(n)] = 0;
    front.push_back(n);
  }
  for (const Corridor& corridor : county.corridors) {
    if (corridor.kind != Cut::motorway)
      continue;  // it runs across cells: their corners are near it
    for (const int c : corridor.cells) {
      const Lattice::Corners k = net.corners(c);
      for (const int n : {k.sw, k.se, k.ne, k.nw}) {
        if (steps[static_cast<std::size_t>(n)] == 0) continue;
        steps[static_cast<std::size_t>(n)] = 0;
        front.push_back(n);
      }
    }
  }
  for (std::uint8_t away = 1; away < 6; ++away, std::swap(front, next_front)) {
    next_front.clear();
    for (const int n : front) {
      for (int around = 0; around < 8; ++around) {  // corners count as sides: a true ring grows
        const int beside = net.neighbour(n, around % 4);
        const int next =
            around < 4 || beside < 0 ? beside : net.neighbour(beside, (around + 1) % 4);
        if (next < 0 || steps[static_cast<std::size_t>(next)] <= away) continue;
        steps[static_cast<std::size_t>(next)] = away;
        next_front.push_back(next);
      }
    }
  }
  return steps;
}

}  // namespace

void draw_area(const County& county, CountyFile& file) {
  std::vector<int> whole(county.inside.size());
  for (std::size_t c = 0; c < whole.size(); ++c) whole[c] = county.inside[c] != 0 ? 0 : -1;
  file.area(outlines(county.lattice, whole, 1).front(),
            county_name(hash(county.options.seed, 105)));
}

void draw_units(const County& county, const DrawnUnits& drawn, CountyFile& file) {
  const auto all = outlines(county.lattice, county.unit, static_cast<int>(county.units.size()));
  for (std::size_t k = 0; k < all.size(); ++k)
    file.unit(all[k], county.units[k], unit_facts(county, k, drawn[k]));
}

void draw_blocks(const County& county, CountyFile& file, DrawnUnits& drawn) {
  Blocks{county, file, drawn}.draw();
}

void draw_farms(const County& county, CountyFile& file, DrawnUnits& drawn) {
  const Lattice& net = county.lattice;
  const auto unit_of = [&](int c) {
    return static_cast<std::size_t>(county.unit[static_cast<std::size_t>(c)]);
  };
  const auto code_of = [&](int c) -> const std::string& { return county.units[unit_of(c)].code; };
  const auto settle = [&](int c, const Dwelling& home) {
    drawn[unit_of(c)].people += home.people;
    drawn[unit_of(c)].households += home.households;
    file.dwelling(home);
  };
  const auto is_free = [&](int c) { return county.is_inside(c) && county.use_of(c) == Use::open; };
  for (int e = 0; e < static_cast<int>(net.edges()); ++e) {
    const Road road = county.road_on(e);
    if (road < Road::secondary || road == Road::path || county.is_street_edge(e)) continue;
    Random random{hash(county.options.seed, 106, static_cast<std::uint64_t>(e))};
    if (!random.chance(12)) continue;
    const Lattice::Sides s = net.sides(e);
    const bool left = is_free(s.left);
    if (!left && !is_free(s.right)) continue;
    const int cell = left ? s.left : s.right;
    const Spot at = between(net.middle(e), net.centre(cell), 0.45 + 0.25 * random.unit());
    settle(cell, people_at(at, Plot::none, random.next(), code_of(cell)));
  }
  // Homes that no road comes near: one at least where there is room, few in all.
  const auto steps = steps_from_roads(county);
  std::vector<int> remote;
  for (int c = 0; c < static_cast<int>(net.cells()); ++c) {
    const Lattice::Corners k = net.corners(c);
    const auto far = [&](int n) { return steps[static_cast<std::size_t>(n)] >= 4; };
    if (is_free(c) && far(k.sw) && far(k.se) && far(k.ne) && far(k.nw)) remote.push_back(c);
  }
  const auto wanted = std::min<std::size_t>(
      remote.size(), 1 + static_cast<std::size_t>(county.options.junctions / 5000));
  for (std::size_t k = 0; k < wanted; ++k) {
    const int c = remote[remote.size() * k / wanted];
    Dwelling home =
        people_at(net.centre(c), Plot::none,
                  hash(county.options.seed, 107, static_cast<std::uint64_t>(c)), code_of(c));
    home.remote = true;
    settle(c, home);
  }
}

void draw_county(const County& county, CountyFile& file) {
  DrawnUnits drawn(county.units.size());
  draw_area(county, file);
  draw_country_roads(county, file);
  draw_street_sides(county, file);
  draw_corridors(county, file);
  draw_blocks(county, file, drawn);
  draw_farms(county, file, drawn);
  draw_communities(county, drawn, file);
  draw_units(county, drawn, file);
}

}  // namespace lifecircle::county
