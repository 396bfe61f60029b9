#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/study/table.hpp"

namespace lifecircle {

/// One layer of a picture, in the colours of its style.
struct PictureLayer {
  const Layer* layer;
  bool in_legend = true;  ///< its classes, or its title where it has none
};

/// A picture of layers, the first at the bottom, for a look without a GIS and for documents: a
/// legend, a scale bar, and lines of text for what the picture stands on. A map sheet with a frame
/// and a north arrow it is not; up is the plane's north.
///
/// The view is all areas and points of the layers with a legend, and a margin round them; of other
/// layers, what lies in it. Points are dots, lines lines. Same layers, same bytes. Memory: the text
/// of the picture, some 10 bytes a vertex in view.
std::string svg_picture(std::span<const PictureLayer> layers, const std::vector<std::string>& notes,
                        Language language);

}  // namespace lifecircle
