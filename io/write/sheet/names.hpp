#pragma once

#include <string>
#include <vector>

#include <cairo.h>

#include "io/write/sheet/ink.hpp"
#include "io/write/sheet/text.hpp"
#include "io/write/sheet/view.hpp"

namespace lifecircle {

/// A name on the map and the room it takes.
struct PlacedName {
  std::string text;
  PaperRect at;
};

/// Names of the layers that have them, where none covers another, nor a point that has one, nor
/// leaves the map: those of areas first, the largest on paper before the smaller; then those of
/// points, in the order of the letters. An area is named where it is widest at the height of its
/// middle, or up to two lines above or below; a point on its right, left, above or below. Lines
/// are not named, and nothing is named again within 40 mm of the same name. Independent of the
/// order of rows.
///
/// O(rows) while there is room; at most 20,000 names are tried.
std::vector<PlacedName> place_names(const Typesetter& letters, const std::vector<LayerInk>& inks,
                                    const MapView& view);

void draw_names(cairo_t* paper, const Typesetter& letters, const std::vector<PlacedName>& names);

}  // namespace lifecircle
