#pragma once

#include <array>
#include <span>
#include <vector>

#include "algorithms/circle/strip.hpp"
#include "engine/places/segment_index.hpp"

namespace lifecircle {

/// A place as a strip sees it: `t` along the piece from its start, `e` to the right of it.
struct Seen {
  float t, e;
};
inline Seen seen_from(const Strip& s, std::int64_t x, std::int64_t y) {
  const float dx = static_cast<float>(x - s.ax), dy = static_cast<float>(y - s.ay);
  return {dx * s.ux + dy * s.uy, dx * s.uy - dy * s.ux};
}

/// The ground from which one straight piece of a barrier blocks the leg to a strip's piece: where
/// all functions a t + b e + c are not negative. Convex.
///
/// Across the piece legs are parallel, beyond an end of it they meet there: a barrier throws up to
/// two shadows in each of the three parts. As in Ground::blocked, a barrier within 2 mm of either
/// end of a leg does not count. The functions are distances, to the millimetre.
struct Shadow {
  struct Line {
    float a, b, c;
    float at(Seen p) const { return a * p.t + b * p.e + c; }
  };
  std::array<Line, 4> lines;

  bool holds(Seen p, float by = 0) const {
    for (const Line& line : lines)
      if (!(line.at(p) >= by)) return false;
    return true;
  }
};

/// Appends the shadows a piece of a barrier throws for a strip.
void add_shadows(const Strip& strip, const Segment& barrier, std::vector<Shadow>& shadows);

}  // namespace lifecircle
