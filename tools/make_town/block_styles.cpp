// How people lay out a piece of a town: grids, lanes, estates, parks, villages.

#include "tools/make_town/block.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "tools/make_town/random.hpp"

namespace lifecircle::county {
namespace {

constexpr int kSteps = Block::kSteps;

/// A part of a block between streets: its border runs along fine lines west, south, east, north.
struct Part {
  int west, south, east, north;
  int width() const { return east - west; }
  int depth() const { return north - south; }
};

/// Draws into a block. Each method is one way in which people lay out a piece of a town.
class Drawer {
 public:
  Drawer(Block& block, Random& random) : block_{block}, random_{random} {}

  void row(int b, int from, int to, Road road) {
    for (int a = from; a < to; ++a) lay(block_.across[a][b], road);
  }
  void column(int a, int from, int to, Road road) {
    for (int b = from; b < to; ++b) lay(block_.up[a][b], road);
  }

  /// Streets that halve the part again and again: blocks of all sizes, T junctions.
  void halve(Part part, int depth, int smallest, Road road) {
    const bool wide =
        part.width() > part.depth() || (part.width() == part.depth() && random_.chance(50));
    const int side = wide ? part.width() : part.depth();
    if (side < 2 * smallest || (depth > 2 && random_.chance(18))) {
      spur(part);
      return;
    }
    const int at = random_.between(smallest, side - smallest);
    const Road next = depth == 0           ? Road::residential
                      : random_.chance(25) ? Road::living_street
                      : random_.chance(40) ? Road::service
                                           : Road::residential;
    if (wide) {
      column(part.west + at, part.south, part.north, road);
      halve({part.west, part.south, part.west + at, part.north}, depth + 1, smallest, next);
      halve({part.west + at, part.south, part.east, part.north}, depth + 1, smallest, next);
    } else {
      row(part.south + at, part.west, part.east, road);
      halve({part.west, part.south, part.east, part.south + at}, depth + 1, smallest, next);
      halve({part.west, part.south + at, part.east, part.north}, depth + 1, smallest, next);
    }
  }

  /// An old quarter: a tree of irregular lanes through nearly every corner, some rings, several
  /// mouths.
  void lanes(Part part, int keep_percent, bool hilly) {
    for (int a = part.west + 1; a < part.east; ++a)
      for (int b = part.south + 1; b < part.north; ++b) shake(a, b, 0.26);
    const std::uint64_t salt = random_.next();
    grow(part, keep_percent, 22, [&](int order) {
      const auto draw = static_cast<int>(hash(salt, static_cast<std::uint64_t>(order)) % 100);
      if (order == 0 || draw < 25) return Road::living_street;
      return hilly && draw > 91 ? Road::steps : Road::footway;
    });
    for (int side = 0; side < 4; ++side)
      for (int k = 0; k < 3; ++k) mouth(part, side, Road::living_street);
  }

  /// A gated estate: a wall half a step inside the border, a ring drive, ways between the houses.
  void estate(Part part, int number) {
    const Part ring{part.west + 1, part.south + 1, part.east - 1, part.north - 1};
    row(ring.south, ring.west, ring.east, Road::service);
    row(ring.north, ring.west, ring.east, Road::service);
    column(ring.west, ring.south, ring.north, Road::service);
    column(ring.east, ring.south, ring.north, Road::service);
    const int spine = random_.between(ring.west + 1, ring.east - 1);
    for (int b = ring.south + 1; b < ring.north; ++b) {
      if ((b - ring.south) % 2 == 0 && random_.chance(50)) continue;
      const bool whole = random_.chance(70);
      row(b, ring.west, whole ? ring.east : spine,
          random_.chance(30) ? Road::service : Road::footway);
    }
    column(spine, ring.south, ring.north, Road::service);
    std::vector<std::pair<int, int>> gates;  // side, place
    const int count =
        part.width() + part.depth() > 16 ? random_.between(2, 3) : random_.between(1, 2);
    for (int k = 0; k < 20 && static_cast<int>(gates.size()) < count; ++k) {
      const int side = random_.below(4);
      const int at = side % 2 == 0 ? random_.between(ring.south, ring.north)
                                   : random_.between(ring.west, ring.east);
      const bool near = std::any_of(gates.begin(), gates.end(), [&](const auto& g) {
        return g.first == side && std::abs(g.second - at) < 3;
      });
      if (!near) gates.emplace_back(side, at);
    }
    wall(part, gates, number);
    plots(ring, Plot::flats, 55);
  }

  /// A works, a school or an office: a wall, one or two gates, a few drives, hardly anyone lives
  /// there.
  void works(Part part, int number) {
    const Part ring{part.west + 1, part.south + 1, part.east - 1, part.north - 1};
    const int b = random_.between(ring.south + 1, ring.north - 1);
    const int side = random_.chance(50) ? 0 : 2;
    row(b, ring.west, ring.east, Road::service);
    const int a = random_.between(ring.west + 1, ring.east - 1);
    column(a, random_.chance(50) ? ring.south : b, ring.north, Road::service);
    wall(part, {{side, b}}, number);
    plots(ring, Plot::flats, 14);
  }

  /// A park: a round way, ways across, an entrance where a way reaches the border.
  void park(Part part) {
    const int inset = 2;
    const Part ring{part.west + inset, part.south + inset, part.east - inset, part.north - inset};
    row(ring.south, ring.west, ring.east, Road::footway);
    row(ring.north, ring.west, ring.east, Road::footway);
    column(ring.west, ring.south, ring.north, Road::cycleway);
    column(ring.east, ring.south, ring.north, Road::footway);
    const int a = random_.between(ring.west + 1, ring.east - 1);
    const int b = random_.between(ring.south + 1, ring.north - 1);
    column(a, part.south, part.north, Road::footway);
    row(b, part.west, part.east, Road::footway);
    Block::Park here;
    const double west = part.west + 0.45, south = part.south + 0.45;
    const double east = part.east - 0.45, north = part.north - 0.45;
    here.outline = {at(west, south), at(east, south), at(east, north), at(west, north),
                    at(west, south)};
    for (const double u : {west, east}) here.entrances.push_back(on_row(part, b, u));
    for (const double v : {south, north}) here.entrances.push_back(on_column(part, a, v));
    block_.parks.push_back(std::move(here));
  }

  /// A village that grew: a main street, lanes off it, few rings.
  void village(Part part, int keep_percent, bool hilly) {
    for (int a = part.west; a <= part.east; ++a)
      for (int b = part.south; b <= part.north; ++b) shake(a, b, 0.27);
    const std::uint64_t salt = random_.next();
    grow({part.west - 1, part.south - 1, part.east + 1, part.north + 1}, keep_percent, 34,
         [&](int order) {
           const auto draw = static_cast<int>(hash(salt, static_cast<std::uint64_t>(order)) % 100);
           if (order == 0 || draw < 20) return Road::residential;
           if (hilly && draw > 93) return Road::steps;
           return draw < 60 ? Road::living_street : draw < 78 ? Road::service : Road::footway;
         });
  }

  /// A village of the plain: rows of houses behind straight lanes.
  void village_rows(Part part) {
    for (int a = part.west; a <= part.east; ++a)
      for (int b = part.south; b <= part.north; ++b) shake(a, b, 0.06);
    const int spine = random_.between(part.west + 3, part.east - 3);
    column(spine, part.south, part.north, Road::residential);
    column(part.west, part.south, part.north, Road::living_street);
    for (int b = part.south; b <= part.north; ++b) {
      const bool rim = b == part.south || b == part.north;
      const bool skipped = random_.chance(20), half = random_.chance(15), cut = random_.chance(25);
      const int shorter = random_.between(spine + 1, part.east);
      const Road road = random_.chance(30) ? Road::service : Road::living_street;
      if (skipped && !rim) continue;
      row(b, half && !rim ? spine : part.west, cut && !rim ? shorter : part.east, road);
    }
    if (random_.chance(50)) column(part.east - 1, part.south, part.north, Road::footway);
  }

  /// Takes plots in all fine cells of the part that have a street on a side.
  void plots(Part part, Plot plot, int percent) {
    for (int a = part.west; a < part.east; ++a) {
      for (int b = part.south; b < part.north; ++b) {
        const bool by_street = block_.across[a][b] != Road::none ||
                               block_.across[a][b + 1] != Road::none ||
                               block_.up[a][b] != Road::none || block_.up[a + 1][b] != Road::none;
        const bool wanted = random_.chance(percent);
        const double u = a + 0.5 + random_.around(0.1), v = b + 0.5 + random_.around(0.1);
        if (by_street && wanted) block_.plots.push_back({at(u, v), plot});
      }
    }
  }

  void shake(int a, int b, double size) {
    block_.place[a][b].u += random_.around(size) / kSteps;
    block_.place[a][b].v += random_.around(size) / kSteps;
  }

 private:
  static void lay(Road& here, Road road) {
    if (here == Road::none || road < here) here = road;
  }
  static InCell at(double u, double v) { return {u / kSteps, v / kSteps}; }

  /// A dead end into a part that has room for one.
  void spur(Part part) {
    if (part.width() < 2 || part.depth() < 3 || !random_.chance(60)) return;
    const int a = part.west + part.width() / 2;
    column(a, part.south, part.south + part.depth() / 2 + random_.below(2), Road::service);
  }

  /// A random tree over `keep_percent` of the part's inner nodes, grown from its middle, and
  /// `rings` percent of the other edges between them.
  template <class ClassOf>
  void grow(Part part, int keep_percent, int rings, ClassOf class_of) {
    const int columns = part.width() - 1, rows = part.depth() - 1;
    if (columns < 1 || rows < 1) return;
    const int wanted = std::max(2, columns * rows * keep_percent / 100);
    bool in[Block::kNodes][Block::kNodes] = {};
    struct Step {
      int a, b, direction, order;
    };
    std::vector<Step> open;
    static constexpr int kEast[] = {1, 0, -1, 0}, kNorth[] = {0, 1, 0, -1};
    const auto inner = [&](int a, int b) {
      return a > part.west && a < part.east && b > part.south && b < part.north;
    };
    const auto enter = [&](int a, int b, int order) {
      in[a][b] = true;
      for (int d = 0; d < 4; ++d)
        if (inner(a + kEast[d], b + kNorth[d])) open.push_back({a, b, d, order});
    };
    enter(part.west + part.width() / 2, part.south + part.depth() / 2, 0);
    for (int count = 1; count < wanted && !open.empty();) {
      // Mostly go on from the newest end: lanes run, then fork.
      const int newest = static_cast<int>(open.size()) - 1;
      const int pick = random_.chance(55) ? newest - random_.below(std::min(4, newest + 1))
                                          : random_.below(newest + 1);
      const Step step = open[static_cast<std::size_t>(pick)];
      open[static_cast<std::size_t>(pick)] = open.back();
      open.pop_back();
      const int a = step.a + kEast[step.direction], b = step.b + kNorth[step.direction];
      if (in[a][b]) continue;
      edge(step.a, step.b, step.direction, class_of(step.order));
      enter(a, b, random_.chance(70) ? step.order : step.order + 1);
      ++count;
    }
    for (int a = part.west + 1; a < part.east; ++a) {
      for (int b = part.south + 1; b < part.north; ++b) {
        for (int d = 0; d < 2; ++d) {
          const bool ring = random_.chance(rings);
          const int c = a + kEast[d], e = b + kNorth[d];
          if (ring && in[a][b] && inner(c, e) && in[c][e]) edge(a, b, d, class_of(1));
        }
      }
    }
  }

  void edge(int a, int b, int direction, Road road) {
    switch (direction) {
      case 0:
        lay(block_.across[a][b], road);
        break;
      case 1:
        lay(block_.up[a][b], road);
        break;
      case 2:
        lay(block_.across[a - 1][b], road);
        break;
      default:
        lay(block_.up[a][b - 1], road);
        break;
    }
  }

  /// Opens an inner node beside a side of the part to the border, if it has a street.
  void mouth(Part part, int side, Road road) {
    const bool upright = side % 2 == 0;
    const int k = upright ? random_.between(part.south + 1, part.north - 1)
                          : random_.between(part.west + 1, part.east - 1);
    const int a = side == 0 ? part.east - 1 : side == 2 ? part.west + 1 : k;
    const int b = side == 1 ? part.north - 1 : side == 3 ? part.south + 1 : k;
    if (block_.degree(a, b) > 0) edge(a, b, side, road);
  }

  InCell on_row(Part, int b, double u) const {
    const int a = static_cast<int>(u);
    const InCell p = block_.place[a][b], q = block_.place[a + 1][b];
    const double part = (u / kSteps - p.u) / (q.u - p.u);
    return {u / kSteps, p.v + (q.v - p.v) * part};
  }
  InCell on_column(Part, int a, double v) const {
    const int b = static_cast<int>(v);
    const InCell p = block_.place[a][b], q = block_.place[a][b + 1];
    const double part = (v / kSteps - p.v) / (q.v - p.v);
    return {p.u + (q.u - p.u) * part, v / kSteps};
  }

  /// A wall all round, half a step inside the border, open only where a drive goes through a gate.
  /// A gate lies on side 0 east, 1 north, 2 west, 3 south at a fine line.
  void wall(Part part, std::vector<std::pair<int, int>> gates, int number) {
    const double west = part.west + 0.5, south = part.south + 0.5;
    const double east = part.east - 0.5, north = part.north - 0.5;
    // Against the clock from the south-east corner: side 0 northwards, 1 westwards, 2 southwards, 3
    // eastwards.
    std::sort(gates.begin(), gates.end(), [](const auto& p, const auto& q) {
      if (p.first != q.first) return p.first < q.first;
      return p.first == 0 || p.first == 3 ? p.second < q.second : p.second > q.second;
    });
    const std::array<InCell, 4> corners{at(east, south), at(east, north), at(west, north),
                                        at(west, south)};
    std::vector<InCell> line;
    std::vector<std::vector<InCell>> lines;
    std::size_t next = 0;
    for (int side = 0; side < 4; ++side) {
      line.push_back(corners[static_cast<std::size_t>(side)]);
      for (; next < gates.size() && gates[next].first == side; ++next) {
        const int k = gates[next].second;
        const int a = side == 0 ? part.east - 1 : side == 2 ? part.west + 1 : k;
        const int b = side == 1 ? part.north - 1 : side == 3 ? part.south + 1 : k;
        edge(a, b, side, Road::service);
        const InCell gate = side == 0   ? on_row(part, k, east)
                            : side == 1 ? on_column(part, k, north)
                            : side == 2 ? on_row(part, k, west)
                                        : on_column(part, k, south);
        static constexpr double kHalf = 0.1 / kSteps;  // about 3 m
        const double along_u = side == 1 ? -kHalf : side == 3 ? kHalf : 0;
        const double along_v = side == 0 ? kHalf : side == 2 ? -kHalf : 0;
        line.push_back({gate.u - along_u, gate.v - along_v});
        lines.push_back(std::move(line));
        line = {{gate.u + along_u, gate.v + along_v}};
        block_.gates.push_back({gate, number});
      }
    }
    // The last piece goes on into the first, which began at the same corner.
    line.insert(line.end(), lines.front().begin(), lines.front().end());
    lines.front() = std::move(line);
    for (auto& piece : lines) block_.walls.push_back(std::move(piece));
  }

  Block& block_;
  Random& random_;
};

void fill_part(Drawer& draw, Random& random, Part part, int number, bool hilly) {
  const int draw_of = random.below(100);
  if (std::min(part.width(), part.depth()) >= 5 && draw_of < 38) {
    draw.estate(part, number);
  } else if (std::min(part.width(), part.depth()) >= 5 && draw_of < 45) {
    draw.works(part, number);
  } else if (draw_of < 60) {
    draw.lanes(part, 80, hilly);
    draw.plots(part, Plot::lane_house, 75);
  } else {
    draw.halve(part, 1, 2, Road::residential);
    draw.plots(part, Plot::flats, 45);
  }
}

}  // namespace

void draw_style(Block& block, Random& random, Style style, bool hilly) {
  Drawer draw{block, random};
  const Part whole{0, 0, kSteps, kSteps}, inner{1, 1, kSteps - 1, kSteps - 1};
  switch (style) {
    case Style::none:
      break;
    case Style::grid:
      draw.halve(whole, 0, 2, random.chance(20) ? Road::pedestrian : Road::residential);
      draw.plots(whole, Plot::flats, 45);
      break;
    case Style::seat:
      draw.halve(whole, 0, 2, Road::residential);
      draw.plots(whole, Plot::lane_house, 60);
      break;
    case Style::old_quarter:
      draw.lanes(whole, 88, hilly);
      draw.plots(whole, Plot::lane_house, 80);
      break;
    case Style::estate:
      draw.estate(whole, 0);
      break;
    case Style::estates: {
      const int at = random.between(5, 7);
      const bool upright = random.chance(50);
      if (upright)
        draw.column(at, 0, kSteps, Road::residential);
      else
        draw.row(at, 0, kSteps, Road::residential);
      draw.estate(upright ? Part{0, 0, at, kSteps} : Part{0, 0, kSteps, at}, 0);
      draw.estate(upright ? Part{at, 0, kSteps, kSteps} : Part{0, at, kSteps, kSteps}, 1);
      break;
    }
    case Style::mixed: {
      const int a = random.between(5, 7), b = random.between(5, 7);
      draw.column(a, 0, kSteps, Road::residential);
      draw.row(b, 0, kSteps, Road::residential);
      const Part parts[] = {
          {0, 0, a, b}, {a, 0, kSteps, b}, {0, b, a, kSteps}, {a, b, kSteps, kSteps}};
      for (int k = 0; k < 4; ++k) fill_part(draw, random, parts[k], k, hilly);
      break;
    }
    case Style::park:
      draw.park(whole);
      break;
    case Style::works:
      draw.works(whole, 0);
      break;
    case Style::village:
      draw.village(inner, random.between(62, 92), hilly);
      draw.plots(inner, Plot::house, 75);
      break;
    case Style::rows:
      draw.village_rows(inner);
      draw.plots(inner, Plot::house, 70);
      break;
    case Style::hamlet:
      draw.village(inner, random.between(16, 42), hilly);
      draw.plots(inner, Plot::house, 90);
      break;
  }
}

}  // namespace lifecircle::county
