#pragma once

#include <functional>

#include "io/write/sheet/paper.hpp"
#include "io/write/sheet/sheet.hpp"

namespace lifecircle {

/// Where the parts of a sheet stand on its paper.
struct Page {
  PaperRect head;    ///< titles
  PaperRect map;     ///< within its frame
  PaperRect key;     ///< north arrow, scale and its bar
  PaperRect legend;  ///< room for it
  PaperRect foot;    ///< notes, then date and attribution
};

/// What its parts need.
struct PageNeeds {
  double head_mm = 0, foot_mm = 0;  ///< heights; 0: none
  /// The height of the legend in a room of this width and at most this height.
  std::function<double(double width_mm, double most_mm)> legend_mm;
};

/// On wide paper legend and key stand right of the map, else below it.
Page page_of(const MapSheet& sheet, const PageNeeds& needs);

}  // namespace lifecircle
