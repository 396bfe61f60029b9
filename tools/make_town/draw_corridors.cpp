// Rivers, railways and motorways.

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "tools/make_town/draw.hpp"

namespace lifecircle::county {
namespace {

/// A curve through one cell: from the middle of the side it enters by to that of the side it leaves
/// by.
struct Passage {
  Spot in, bend, out;
  int in_edge, out_edge;  ///< -1 at the ends of the corridor
};

int edge_between(const Lattice& net, int from, int to) {
  for (int direction = 0; direction < 4; ++direction)
    if (net.cell_neighbour(from, direction) == to) return net.cell_side(from, direction);
  return -1;
}

std::vector<Passage> passages(const Lattice& net, const std::vector<int>& cells) {
  std::vector<Passage> all;
  for (std::size_t k = 0; k < cells.size(); ++k) {
    const int in = k == 0 ? -1 : edge_between(net, cells[k], cells[k - 1]);
    const int out = k + 1 == cells.size() ? -1 : edge_between(net, cells[k], cells[k + 1]);
    const Spot centre = net.centre(cells[k]);
    all.push_back(
        {in < 0 ? centre : net.middle(in), centre, out < 0 ? centre : net.middle(out), in, out});
  }
  return all;
}

/// A place beside the curve, to the left of its course.
Spot offset(const Passage& p, double part, double aside) {
  const Spot at = bent(p.in, p.bend, p.out, part);
  const double rest = 1 - part;
  const double dx = rest * static_cast<double>(p.bend.x - p.in.x) +
                    part * static_cast<double>(p.out.x - p.bend.x);
  const double dy = rest * static_cast<double>(p.bend.y - p.in.y) +
                    part * static_cast<double>(p.out.y - p.bend.y);
  const double length = std::sqrt(dx * dx + dy * dy);
  if (length == 0) return at;
  return {at.x - static_cast<std::int64_t>(std::floor(dy / length * aside + 0.5)),
          at.y + static_cast<std::int64_t>(std::floor(dx / length * aside + 0.5))};
}

constexpr double kParts[] = {0.1, 0.3, 0.5, 0.7, 0.9};
constexpr std::size_t kCellsALine = 25;

void draw_along(const std::vector<Passage>& way, double aside, const char* kind, CountyFile& file) {
  Line line;
  for (std::size_t k = 0; k < way.size(); ++k) {
    for (const double part : kParts) line.push_back(offset(way[k], part, aside));
    if (k + 1 < way.size() && k % kCellsALine != kCellsALine - 1) continue;
    file.barrier(line, kind);
    line = {line.back()};
  }
}

/// Whether two corridors cross in a cell: then all its sides are cut.
bool is_crossing(const County& county, int cell) {
  for (int direction = 0; direction < 4; ++direction)
    if (county.cut_on(county.lattice.cell_side(cell, direction)) == Cut::none) return false;
  return true;
}

/// A motorway: a bridge over each road, river and railway, at grade in between, where it is a
/// barrier too.
void draw_motorway(const County& county, const Corridor& corridor, CountyFile& file) {
  const auto way = passages(county.lattice, corridor.cells);
  RoadLine road{Road::motorway, {}};
  const auto end_line = [&](bool bridge) {
    if (road.line.size() >= 2) {
      road.bridge = bridge;
      road.level = bridge ? 1 : 0;
      file.road(road);
      if (!bridge) file.barrier(road.line, "motorway");
    }
    road.line = {road.line.back()};
  };
  for (std::size_t k = 0; k < way.size(); ++k) {
    const bool over_in = way[k].in_edge >= 0 && county.road_on(way[k].in_edge) != Road::none;
    const bool over_out = way[k].out_edge >= 0 && county.road_on(way[k].out_edge) != Road::none;
    const bool over = is_crossing(county, corridor.cells[k]);
    const bool ramp = std::find(corridor.interchanges.begin(), corridor.interchanges.end(),
                                corridor.cells[k]) != corridor.interchanges.end();
    for (const double part : kParts) {
      road.line.push_back(offset(way[k], part, 0));
      if (part == 0.1 && (over_in || over)) end_line(over_in);
      if (part == 0.5 && ramp) end_line(false);
      if (part == 0.9 && (over_out || over)) end_line(over);
    }
  }
  end_line(false);
}

}  // namespace

void draw_corridors(const County& county, CountyFile& file) {
  for (const Corridor& corridor : county.corridors) {
    if (corridor.kind == Cut::motorway) {
      draw_motorway(county, corridor, file);
      continue;
    }
    const auto way = passages(county.lattice, corridor.cells);
    if (corridor.kind == Cut::railway) {
      draw_along(way, 0, "railway", file);
    } else {
      draw_along(way, corridor.half_width, "river_bank", file);
      draw_along(way, -corridor.half_width, "river_bank", file);
    }
  }
  for (const Ramp& ramp : county.ramps) {
    const Lattice& net = county.lattice;
    for (const Corridor& corridor : county.corridors) {
      if (corridor.kind != Cut::motorway) continue;
      const auto at = std::find(corridor.cells.begin(), corridor.cells.end(), ramp.cell);
      if (at == corridor.cells.end()) continue;
      const auto way = passages(net, corridor.cells);
      const Spot start = offset(way[static_cast<std::size_t>(at - corridor.cells.begin())], 0.5, 0);
      const Spot end = net.spot(ramp.node);
      file.road({Road::motorway_link,
                 {start, beside(start, end, 0.4, 20'000), beside(start, end, 0.75, 14'000), end}});
    }
  }
}

}  // namespace lifecircle::county
