#include "io/write/sheet/north_arrow.hpp"

#include <cmath>

namespace lifecircle {

double north_of(const MapView& view, const Frame& frame) {
  constexpr double kStep = 0.01;  // degrees, a kilometre: millimetres of the plane turn it little
  const Point middle =
      view.to_plane({view.map.x + view.map.width / 2, view.map.y + view.map.height / 2});
  const LonLat here = frame.to_lonlat(middle);
  if (!std::isfinite(here.lon) || !std::isfinite(here.lat) ||
      !frame.holds(here.lon, here.lat + kStep))
    return 0;
  const Point there = frame.to_plane(here.lon, here.lat + kStep);
  return std::atan2(static_cast<double>(there.x) - middle.x,
                    static_cast<double>(there.y) - middle.y);
}

void draw_north_arrow(cairo_t* paper, const Typesetter& letters, double north, Language language,
                      double x, double y, double size_mm) {
  const double half = size_mm / 2, wide = size_mm * 0.28, letter = size_mm * 0.3;
  cairo_save(paper);
  cairo_translate(paper, x, y);
  cairo_rotate(paper, north);
  cairo_set_source_rgb(paper, 0, 0, 0);
  cairo_set_line_width(paper, 0.2);
  cairo_set_line_join(paper, CAIRO_LINE_JOIN_MITER);
  const double tip = -half + letter * 1.25;
  for (const double side : {-wide, wide}) {
    cairo_move_to(paper, 0, tip);
    cairo_line_to(paper, side, half);
    cairo_line_to(paper, 0, half - wide * 0.8);
    cairo_close_path(paper);
    if (side < 0) cairo_fill_preserve(paper);
    cairo_stroke(paper);
  }
  const TextBlock block = letters.set(
      say("sheet_north", language),
      {.size_mm = letter, .width_mm = size_mm, .weight = Weight::bold, .side = Side::middle});
  block.draw(paper, -half, tip - 0.2 * letter - block.height_mm() + letter * 0.25);
  cairo_restore(paper);
}

}  // namespace lifecircle
