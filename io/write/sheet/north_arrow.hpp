#pragma once

#include <cairo.h>

#include "engine/base/messages.hpp"
#include "io/frame/frame.hpp"
#include "io/write/sheet/text.hpp"
#include "io/write/sheet/view.hpp"

namespace lifecircle {

/// Where north is in the middle of a map: radians clockwise from the top of the paper, by
/// the meridian there. 0 where the plane is out of reach.
double north_of(const MapView& view, const Frame& frame);

/// An arrow of `size_mm`, turned by `north`, with its letter at its head; x, y is its middle.
void draw_north_arrow(cairo_t* paper, const Typesetter& letters, double north, Language language,
                      double x, double y, double size_mm);

}  // namespace lifecircle
