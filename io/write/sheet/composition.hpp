#pragma once

#include <optional>
#include <vector>

#include <cairo.h>

#include "engine/base/result.hpp"
#include "io/frame/frame.hpp"
#include "io/write/sheet/foot.hpp"
#include "io/write/sheet/graticule.hpp"
#include "io/write/sheet/ink.hpp"
#include "io/write/sheet/legend.hpp"
#include "io/write/sheet/names.hpp"
#include "io/write/sheet/page.hpp"
#include "io/write/sheet/scale_bar.hpp"
#include "io/write/sheet/sheet.hpp"
#include "io/write/sheet/text.hpp"
#include "io/write/sheet/view.hpp"

namespace lifecircle {

/// A sheet laid out: everything measured and in its place, nothing drawn yet. Refers to the sheet's
/// layers.
class Composition {
 public:
  static Result<Composition> of(const MapSheet& sheet, const Frame& frame);
  void draw(cairo_t* paper) const;

  const Page& page() const { return page_; }
  const MapView& view() const { return view_; }
  const ScaleBar& bar() const { return bar_; }
  const std::vector<LayerInk>& inks() const { return inks_; }
  const std::vector<PlacedName>& names() const { return names_; }
  double north() const { return north_; }

 private:
  Composition() = default;
  void draw_map(cairo_t* paper) const;
  void draw_key(cairo_t* paper) const;
  void draw_legend(cairo_t* paper) const;

  Typesetter letters_;
  MapSheet sheet_;
  std::optional<Head> head_;
  std::optional<Foot> foot_;
  Page page_;
  MapView view_;
  ScaleBar bar_;
  Ticks ticks_;
  double north_ = 0, meridian_ = 0;
  std::vector<LayerInk> inks_;
  std::vector<PlacedName> names_;
};

}  // namespace lifecircle
