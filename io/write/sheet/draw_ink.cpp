#include <algorithm>
#include <cstddef>
#include <span>
#include <string>

#include "io/write/sheet/ink.hpp"

namespace lifecircle {
namespace {

struct Colour {
  double red, green, blue;
};

Colour colour_in(const std::string& hex) {
  const auto part = [&](std::size_t at) {
    return std::stoi(hex.substr(at, 2), nullptr, 16) / 255.0;
  };
  return {part(1), part(3), part(5)};
}

void set_colour(cairo_t* paper, const std::string& text, double opacity = 1) {
  const Colour c = colour_in(colour_of(text));
  cairo_set_source_rgba(paper, c.red, c.green, c.blue, opacity);
}

void trace(cairo_t* paper, const PaperLine& line) {
  cairo_move_to(paper, line[0].x, line[0].y);
  for (std::size_t i = 1; i < line.size(); ++i) cairo_line_to(paper, line[i].x, line[i].y);
}

/// Dots as lines of no length with round ends: the shortest way to say it in every format.
void draw_dots(cairo_t* paper, std::span<const PaperPoint> dots, double size_mm,
               const std::string& colour) {
  set_colour(paper, colour);
  cairo_set_line_width(paper, size_mm);
  // A few at a time: a picture of dots is painted by rows of dots, and a path costs what all of it
  // costs in each row.
  constexpr std::size_t kAtOnce = 200;
  for (std::size_t i = 0; i < dots.size(); ++i) {
    cairo_move_to(paper, dots[i].x, dots[i].y);
    cairo_line_to(paper, dots[i].x, dots[i].y);
    if ((i + 1) % kAtOnce == 0 || i + 1 == dots.size()) cairo_stroke(paper);
  }
}

void draw_lines(cairo_t* paper, std::span<const PaperLine> lines, double width_mm,
                const std::string& colour) {
  set_colour(paper, colour);
  cairo_set_line_width(paper, width_mm);
  constexpr std::size_t kAtOnce = 200;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    trace(paper, lines[i]);
    if ((i + 1) % kAtOnce == 0 || i + 1 == lines.size()) cairo_stroke(paper);
  }
}

void draw_area(cairo_t* paper, std::span<const PaperLine> rings, const Drawing& drawing,
               std::size_t style_class) {
  constexpr double kOutlineMm = 0.15;  // as in style.cpp
  for (const PaperLine& ring : rings) {
    trace(paper, ring);
    cairo_close_path(paper);
  }
  set_colour(paper, drawing.classes[style_class].colour, drawing.opacity);
  cairo_fill_preserve(paper);
  set_colour(paper, "#404040", drawing.opacity);
  cairo_set_line_width(paper, kOutlineMm);
  cairo_stroke(paper);
}

void set_pen(cairo_t* paper) {
  cairo_set_line_cap(paper, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(paper, CAIRO_LINE_JOIN_ROUND);
  cairo_set_fill_rule(paper, CAIRO_FILL_RULE_EVEN_ODD);
}

}  // namespace

void draw_ink(cairo_t* paper, const LayerInk& ink) {
  const Drawing& drawing = ink.classes.drawing;
  set_pen(paper);
  for (const std::size_t i : stacking(drawing)) {
    draw_dots(paper, ink.dots[i], drawing.size_mm, drawing.classes[i].colour);
    draw_lines(paper, ink.lines[i], drawing.size_mm, drawing.classes[i].colour);
  }
  for (const AreaInk& area : ink.areas) draw_area(paper, area.rings, drawing, area.style_class);
}

void draw_sample(cairo_t* paper, const Drawing& drawing, std::size_t style_class,
                 const PaperRect& at) {
  set_pen(paper);
  const PaperPoint middle{at.x + at.width / 2, at.y + at.height / 2};
  const std::string& colour = drawing.classes[style_class].colour;
  const double size = std::min(drawing.size_mm, at.height);
  switch (drawing.kind) {
    case ShapeKind::point:
      draw_dots(paper, std::span{&middle, 1}, size, colour);
      break;
    case ShapeKind::line: {
      const PaperLine line{{at.x + size / 2, middle.y}, {at.right() - size / 2, middle.y}};
      draw_lines(paper, std::span{&line, 1}, size, colour);
      break;
    }
    case ShapeKind::area: {
      const PaperLine ring{{at.x, at.y},
                           {at.right(), at.y},
                           {at.right(), at.bottom()},
                           {at.x, at.bottom()},
                           {at.x, at.y}};
      draw_area(paper, std::span{&ring, 1}, drawing, style_class);
    }
  }
}

}  // namespace lifecircle
