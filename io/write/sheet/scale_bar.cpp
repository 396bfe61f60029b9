#include "io/write/sheet/scale_bar.hpp"

#include <cmath>

#include <fmt/format.h>

namespace lifecircle {
namespace {

std::string length_text(double metres, Language language, bool with_unit) {
  const bool kilometres = metres >= 1000;
  const std::string number = fmt::format("{:g}", kilometres ? metres / 1000 : metres);
  if (!with_unit) return number;
  return say(kilometres ? "sheet_kilometres" : "sheet_metres", language, {number});
}

}  // namespace

ScaleBar scale_bar_of(double scale_number, double most_mm) {
  ScaleBar best;
  for (const int fields : {4, 2}) {
    const double most_m = most_mm / fields * scale_number / 1000;
    const double power = std::pow(10, std::floor(std::log10(most_m)));
    const double field_m = most_m >= 5 * power   ? 5 * power
                           : most_m >= 2 * power ? 2 * power
                                                 : power;
    const double length_mm = field_m * 1000 * fields / scale_number;
    if (length_mm > best.length_mm) best = {fields, field_m, length_mm};
  }
  return best;
}

std::string scale_text(double scale_number) {
  std::string digits = fmt::format("{:.0f}", scale_number);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), " ");  // one that breaks no line
  return "1:" + digits;
}

void draw_scale_bar(cairo_t* paper, const Typesetter& letters, const ScaleBar& bar,
                    Language language, double x, double y) {
  constexpr double kText = 2.2, kHigh = 1.4, kRoom = 20;
  const double top = y + 4;
  const double field = bar.length_mm / bar.fields;
  cairo_set_source_rgb(paper, 0, 0, 0);
  for (int i = 0; i <= bar.fields; i += bar.fields / 2) {
    // One unit for all lengths of a bar, said at its end.
    const double end = bar.field_m * bar.fields, here = bar.field_m * i;
    const bool last = i == bar.fields;
    const std::string text = last ? length_text(end, language, true)
                                  : fmt::format("{:g}", end >= 1000 ? here / 1000 : here);
    const TextBlock block =
        letters.set(text, {.size_mm = kText, .width_mm = kRoom, .side = Side::middle});
    block.draw(paper, x + i * field - kRoom / 2, top - block.height_mm());
  }
  cairo_set_line_width(paper, 0.15);
  for (int i = 0; i < bar.fields; ++i) {
    cairo_rectangle(paper, x + i * field, top, field, kHigh);
    if (i % 2 == 0)
      cairo_set_source_rgb(paper, 0, 0, 0);
    else
      cairo_set_source_rgb(paper, 1, 1, 1);
    cairo_fill_preserve(paper);
    cairo_set_source_rgb(paper, 0, 0, 0);
    cairo_stroke(paper);
  }
}

}  // namespace lifecircle
