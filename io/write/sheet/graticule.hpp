#pragma once

#include <string>
#include <vector>

#include <cairo.h>

#include "io/frame/frame.hpp"
#include "io/write/sheet/text.hpp"
#include "io/write/sheet/view.hpp"

namespace lifecircle {

/// Where a meridian or parallel crosses an edge of the map.
struct Tick {
  double along_mm = 0;  ///< from the left end of the edge, or from its top
  std::string label;    ///< "107°36′E"
};
struct Ticks {
  std::vector<Tick> top, bottom, left,
      right;  ///< meridians above and below, parallels at the sides
};

/// Crossings of whole degrees, minutes or seconds, some 30 to 70 mm apart. None where the edge
/// leaves the plane's reach.
Ticks ticks_of(const MapView& view, const Frame& frame);

constexpr double kTickRoom = 3.6;  ///< millimetres outside of the map that labels take

/// The line round the map, its ticks and their labels outside of it.
void draw_map_frame(cairo_t* paper, const Typesetter& letters, const PaperRect& map,
                    const Ticks& ticks);

}  // namespace lifecircle
