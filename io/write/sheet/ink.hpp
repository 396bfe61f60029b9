#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <cairo.h>

#include "engine/base/messages.hpp"
#include "io/write/drawing.hpp"
#include "io/write/sheet/clip.hpp"
#include "io/write/sheet/sheet.hpp"
#include "io/write/sheet/view.hpp"

namespace lifecircle {

/// The classes of a layer, and which of them have rows with a shape.
struct LayerClasses {
  const SheetLayer* layer = nullptr;
  Drawing drawing;
  std::vector<char> occurs;  ///< by class
};
LayerClasses classes_of(const SheetLayer& layer, Language language);

/// One area on paper.
struct AreaInk {
  std::size_t row = 0, style_class = 0;
  double box_mm2 = 0;  ///< of its part in the map
  std::vector<PaperLine> rings;
};

/// What of a layer is seen in a map window, thinned to 0.1 mm and in an order that does not hang on
/// that of the rows. Of dots the same place twice is once.
struct LayerInk {
  LayerClasses classes;  ///< those seen
  std::vector<std::vector<PaperPoint>> dots;
  std::vector<std::vector<PaperLine>> lines;  ///< both by class
  std::vector<AreaInk> areas;                 ///< the lowest first
};
LayerInk ink_of(const SheetLayer& layer, Language language, const MapView& view);

/// The classes from the lowest to the highest on paper: those without value, then of dots and lines
/// the first to the last, of areas by a ramp the highest bound to the lowest, as in QGIS. (Of other
/// areas the largest lie lowest, whatever their class.)
std::vector<std::size_t> stacking(const Drawing& drawing);

/// Draws a layer; the caller clips to the map.
void draw_ink(cairo_t* paper, const LayerInk& ink);

/// One mark, line or patch of a class as the legend shows it, in the middle of `at`.
void draw_sample(cairo_t* paper, const Drawing& drawing, std::size_t style_class,
                 const PaperRect& at);

}  // namespace lifecircle
