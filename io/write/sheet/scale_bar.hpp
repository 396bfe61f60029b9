#pragma once

#include <string>

#include <cairo.h>

#include "engine/base/messages.hpp"
#include "io/write/sheet/text.hpp"

namespace lifecircle {

/// A bar of two or four equal fields, each 1, 2 or 5 times a power of ten metres.
struct ScaleBar {
  int fields = 4;
  double field_m = 0;
  double length_mm = 0;  ///< of all fields, on paper
};

/// The longest one of at most `most_mm` at a scale of 1:`scale_number`.
ScaleBar scale_bar_of(double scale_number, double most_mm);

/// "1:25 000", in groups of three.
std::string scale_text(double scale_number);

/// Draws the bar with its lengths above it, its left end at x; y is the top of it all. 6 mm high.
void draw_scale_bar(cairo_t* paper, const Typesetter& letters, const ScaleBar& bar,
                    Language language, double x, double y);

}  // namespace lifecircle
