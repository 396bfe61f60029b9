// Roads along the net: curves in the country, straight streets in town.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include "tools/make_town/block.hpp"
#include "tools/make_town/draw.hpp"
#include "tools/make_town/names.hpp"
#include "tools/make_town/random.hpp"

namespace lifecircle::county {
namespace {

/// The inner places of an edge in its own direction; with a structure, the first and last are its
/// ends.
struct Shape {
  Line inner;
  bool bridge = false, tunnel = false;
};

Shape shape_of(const County& county, int edge) {
  const Spot a = county.lattice.spot(county.lattice.edge_from(edge));
  const Spot b = county.lattice.spot(county.lattice.edge_to(edge));
  const Cut cut = county.cut_on(edge);
  const bool under = cut == Cut::railway && is_underpass(county, edge);
  if (cut == Cut::river || under) {
    const double half = span_half(county, edge);
    return {{between(a, b, 0.5 - half), between(a, b, 0.5 + half)}, !under, under};
  }
  if (county.runs_straight(edge)) return {{between(a, b, 0.5)}};
  if (is_doubled(county, edge)) return {{beside(a, b, 0.5, 30'000)}};
  Random random{hash(county.options.seed, 91, static_cast<std::uint64_t>(edge))};
  Line inner;
  const bool climbs = county.lattice.rise(edge) > 34 && county.road_on(edge) > Road::primary;
  if (climbs) {  // switchbacks
    const double wide = 35'000 + random.around(15'000);
    const int legs = random.between(4, 7);
    for (int k = 0; k < legs; ++k)
      inner.push_back(
          beside(a, b, 0.5 + (k - (legs - 1) / 2.0) * 0.055, k % 2 == 0 ? wide : -wide));
  } else {
    inner.push_back(beside(a, b, 0.5 + random.around(0.08), random.around(45'000)));
  }
  return {std::move(inner)};
}

class CountryRoads {
 public:
  CountryRoads(const County& county, CountyFile& file)
      : county_{county}, file_{file}, drawn_(county.road.size()), kept_(county.lattice.nodes()) {
    const auto keep = [&](int node) { kept_[static_cast<std::size_t>(node)] = 1; };
    for (const Ramp& ramp : county.ramps) keep(ramp.node);
    for (const int n : county.loops) keep(n);
    for (const int e : county.doubled)
      keep(county.lattice.edge_from(e)), keep(county.lattice.edge_to(e));
    for (const VillagePlan& village : county.villages) {
      const Lattice::Corners k = county.lattice.corners(village.cell);
      const int corner[] = {k.sw, k.se, k.ne, k.nw};
      // Lanes come out at some corners; at the others the road must not cut through the village.
      for (int q = 0; q < 4; ++q) {
        auto& kept = kept_[static_cast<std::size_t>(corner[q])];
        kept = static_cast<unsigned char>(kept | ((village.corners >> q & 1) != 0 ? 1 : 2));
      }
    }
  }

  void draw() {
    const auto& net = county_.lattice;
    for (int n = 0; n < static_cast<int>(net.nodes()); ++n)
      if (is_stop(n))
        for (int direction = 0; direction < 4; ++direction) follow(n, direction);
    for (int n = 0; n < static_cast<int>(net.nodes()); ++n)  // rings without a junction
      for (int direction = 0; direction < 4; ++direction) follow(n, direction);
    for (const int e : county_.doubled) {
      const Spot a = net.spot(net.edge_from(e)), b = net.spot(net.edge_to(e));
      file_.road({Road::service, {a, beside(a, b, 0.25, -30'000), beside(a, b, 0.75, -36'000), b}});
    }
    for (const int n : county_.loops) draw_loop(n);
  }

 private:
  bool is_country_road(int edge) const {
    return edge >= 0 && county_.road_on(edge) != Road::none && !county_.is_street_edge(edge);
  }
  bool is_stop(int node) const {
    if ((kept_[static_cast<std::size_t>(node)] & 1) != 0) return true;
    int count = 0;
    Road first = Road::none;
    for (int direction = 0; direction < 4; ++direction) {
      const int edge = county_.lattice.edge_at(node, direction);
      if (edge < 0 || county_.road_on(edge) == Road::none) continue;
      if (count > 0 && (county_.road_on(edge) != first || county_.is_street_edge(edge)))
        return true;
      if (county_.is_street_edge(edge)) return true;
      first = county_.road_on(edge);
      ++count;
    }
    return count != 2;
  }

  /// Draws the road that leaves a node in a direction up to where it must stop.
  void follow(int start, int direction) {
    const auto& net = county_.lattice;
    int edge = net.edge_at(start, direction);
    if (!is_country_road(edge) || drawn_[static_cast<std::size_t>(edge)] != 0) return;
    RoadLine road{county_.road_on(edge), {net.spot(start)}};
    int here = start;
    for (;;) {
      drawn_[static_cast<std::size_t>(edge)] = 1;
      const bool forward = net.edge_from(edge) == here;
      Shape shape = shape_of(county_, edge);
      if (!forward) std::reverse(shape.inner.begin(), shape.inner.end());
      if (here != start) turn(road.line, here, shape.inner.front());
      if (shape.bridge || shape.tunnel) {
        road.line.push_back(shape.inner.front());
        file_.road(road);
        RoadLine structure{road.road, shape.inner, shape.bridge ? 1 : -1, shape.bridge,
                           shape.tunnel};
        file_.road(structure);
        road.line = {shape.inner.back()};
      } else {
        road.line.insert(road.line.end(), shape.inner.begin(), shape.inner.end());
      }
      here = forward ? net.edge_to(edge) : net.edge_from(edge);
      if (here == start || is_stop(here)) break;
      int next = -1;
      for (int d = 0; d < 4 && next < 0; ++d) {
        const int other = net.edge_at(here, d);
        if (other != edge && is_country_road(other)) next = other;
      }
      edge = next;
    }
    road.line.push_back(net.spot(here));
    // Digitising leaves a doubled place now and then: a piece of no length.
    if (hash(county_.options.seed, 92, static_cast<std::uint64_t>(edge)) % 400 == 0)
      road.line.insert(road.line.begin() + 1, road.line[1]);
    file_.road(road);
  }

  /// Goes round a node in a curve; straight through it beside a village.
  void turn(Line& line, int node, Spot next) const {
    const Spot bend = county_.lattice.spot(node);
    if (kept_[static_cast<std::size_t>(node)] != 0) {
      line.push_back(bend);
      return;
    }
    const Spot last = line.back();
    for (const double part : {0.2, 0.4, 0.6, 0.8}) line.push_back(bent(last, bend, next, part));
  }

  /// A turning loop past a dead end.
  void draw_loop(int node) {
    const auto& net = county_.lattice;
    for (int direction = 0; direction < 4; ++direction) {
      const int edge = net.edge_at(node, direction);
      if (edge < 0 || county_.road_on(edge) == Road::none) continue;
      const Spot from = net.spot(net.neighbour(node, direction)), end = net.spot(node);
      file_.road({county_.road_on(edge),
                  {end, beside(from, end, 1.03, 12'000), beside(from, end, 1.07, 17'000),
                   beside(from, end, 1.1, 0), beside(from, end, 1.07, -17'000),
                   beside(from, end, 1.03, -12'000), end}});
      return;
    }
  }

  const County& county_;
  CountyFile& file_;
  std::vector<std::uint8_t> drawn_;  ///< [edge]
  std::vector<std::uint8_t> kept_;   ///< [node] 1: lines end here; 2: they go straight through
};

/// The two one-way streets of a town, or both ways everywhere else.
const char* oneway_of(const County& county, int edge) {
  if (edge % 2 != 0) return "";
  const int row = county.lattice.node_row(edge / 2), column = county.lattice.node_column(edge / 2);
  for (const TownPlan& town : county.towns) {
    if (town.reach < 3 || row < town.row - town.reach || row > town.row + town.reach + 1) continue;
    if (column < town.column - town.reach || column > town.column + town.reach) continue;
    return row == town.row + 1 ? "yes" : row == town.row + 2 ? "-1" : "";
  }
  return "";
}

}  // namespace

double span_half(const County& county, int edge) {
  if (county.cut_on(edge) != Cut::river) return 0.03;
  double widest = 0;
  for (const Corridor& corridor : county.corridors)
    if (corridor.kind == Cut::river) widest = std::max(widest, corridor.half_width);
  const Spot a = county.lattice.spot(county.lattice.edge_from(edge)),
             b = county.lattice.spot(county.lattice.edge_to(edge));
  const auto dx = static_cast<double>(b.x - a.x), dy = static_cast<double>(b.y - a.y);
  // A river may be crossed aslant, so a bridge reaches well over the banks.
  return std::min(0.36, (widest * 1.15 + 12'000) / std::sqrt(dx * dx + dy * dy));
}

bool is_underpass(const County& county, int edge) {
  return county.road_on(edge) <= Road::secondary ||
         hash(county.options.seed, 93, static_cast<std::uint64_t>(edge)) % 3 == 0;
}

bool is_doubled(const County& county, int edge) {
  return std::binary_search(county.doubled.begin(), county.doubled.end(), edge);
}

void draw_country_roads(const County& county, CountyFile& file) {
  CountryRoads{county, file}.draw();
}

void draw_street_sides(const County& county, CountyFile& file) {
  const Lattice& net = county.lattice;
  for (int e = 0; e < static_cast<int>(net.edges()); ++e) {
    if (county.road_on(e) == Road::none || !county.is_street_edge(e)) continue;
    const Spot a = net.spot(net.edge_from(e)), b = net.spot(net.edge_to(e));
    const int line = e % 2 == 0 ? net.node_row(e / 2) : net.node_column(e / 2);
    const std::string name =
        street_name(hash(county.options.seed, 94, static_cast<std::uint64_t>(e % 2),
                         static_cast<std::uint64_t>(line)),
                    e % 2 == 0);
    RoadLine road{county.road_on(e), {}, 0, false, false, oneway_of(county, e), name};
    Spot last = a;
    for (int k = 1; k <= Block::kSteps; ++k) {
      if (k < Block::kSteps && (county.ports[static_cast<std::size_t>(e)] >> k & 1) == 0) continue;
      const Spot next = k == Block::kSteps ? b : between(a, b, port_part(county, e, k));
      road.line = {last, next};
      file.road(road);
      last = next;
    }
  }
}

}  // namespace lifecircle::county
