#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/roads.hpp"
#include "engine/places/point.hpp"

namespace lifecircle {

/// A place on the roads of which nobody knows whether it is open to some modes.
struct UnknownGate {
  std::uint32_t vertex;
  Modes modes;  ///< not empty; not those it is closed to anyway
};

/// How gates stand to visitors on foot.
struct GateCounts {
  std::size_t open = 0, closed = 0, unknown = 0;
  void add(Modes closed_to, Modes unknown_to) {
    ++(closed_to.has(Mode::foot) ? closed : unknown_to.has(Mode::foot) ? unknown : open);
  }
  std::size_t all() const { return open + closed + unknown; }
};

/// Opens or closes all unknown gates.
void set_unknown_gates(Roads& roads, std::span<const UnknownGate> gates, bool open);

/// Where gates stand on the roads: the vertices of each, none where no road lies within `within_m`
/// (closed). A gate stands at the place of the roads nearest to it; inside a piece it becomes a
/// vertex of its line, rounded to the millimetre. Lines that are equally near (to 1 mm: two drawn
/// on top of each other, a bridge over a road) all get it.
///
/// Turn rules know the new vertices. A piece that is cut in two takes the same time, but for the
/// rounding to whole milliseconds. O((lines + gates) log lines).
std::vector<std::vector<std::uint32_t>> place_gates(Roads& roads, std::span<const Point> gates,
                                                    double within_m);

}  // namespace lifecircle
