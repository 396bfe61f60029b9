#include "io/write/sheet/composition.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "io/write/sheet/north_arrow.hpp"

namespace lifecircle {
namespace {

bool lies_between(double number, double low, double high) {
  return number >= low && number <= high;  // false for NaN
}

Result<Done> check(const MapSheet& sheet) {
  constexpr double kSmall = 60, kLarge = 2'000, kFewDots = 36, kManyDots = 600, kMostDots = 2e8;
  const auto [wide, high] = sheet.paper;
  if (!lies_between(wide, kSmall, kLarge) || !lies_between(high, kSmall, kLarge))
    return Error{Fault::usage,
                 "sheet_paper_size",
                 "",
                 {fmt::format("{:g} x {:g}", wide, high), fmt::format("{:g}", kSmall),
                  fmt::format("{:g}", kLarge)}};
  const double dots = sheet.dots_per_inch;
  if (!lies_between(dots, kFewDots, kManyDots) ||
      wide / 25.4 * dots * high / 25.4 * dots > kMostDots)
    return Error{
        Fault::usage,
        "sheet_dots",
        "",
        {fmt::format("{:g}", dots), fmt::format("{:g}", kFewDots), fmt::format("{:g}", kManyDots)}};
  if (sheet.scale_number && !lies_between(*sheet.scale_number, 10, 1e9))
    return Error{Fault::usage, "sheet_scale", "", {fmt::format("{:g}", *sheet.scale_number)}};
  return Done{};
}

/// Everything that the map has to show.
std::optional<Box> extent_of(const MapSheet& sheet) {
  if (sheet.window) return sheet.window;
  std::optional<Box> box;
  for (const SheetLayer& one : sheet.layers) {
    if (!one.in_legend) continue;
    for (const Point p : one.layer->table.shapes.points) {
      if (!box) box = Box{p, p};
      box->low = {std::min(box->low.x, p.x), std::min(box->low.y, p.y)};
      box->high = {std::max(box->high.x, p.x), std::max(box->high.y, p.y)};
    }
  }
  return box;
}

}  // namespace

Result<Composition> Composition::of(const MapSheet& sheet, const Frame& frame) {
  if (auto fine = check(sheet); !fine) return fine.error();
  Composition made;
  if (!made.letters_.knows_chinese()) return Error{Fault::usage, "sheet_no_font", ""};
  made.sheet_ = sheet;
  const Typesetter& letters = made.letters_;
  PageNeeds needs;
  if (sheet.parts == SheetParts::whole) {
    const double wide = sheet.paper.width_mm - 20;
    made.head_.emplace(letters, sheet, wide);
    made.foot_.emplace(letters, sheet, wide);
    needs.head_mm = made.head_->height_mm();
    needs.foot_mm = made.foot_->height_mm();
  }
  std::vector<LayerClasses> classes;
  for (const SheetLayer& layer : sheet.layers) classes.push_back(classes_of(layer, sheet.language));
  needs.legend_mm = [&](double width_mm, double most_mm) {
    return Legend{letters, classes, sheet.language, width_mm, most_mm}.height_mm();
  };
  made.page_ = page_of(sheet, needs);
  const PaperRect& map = made.page_.map;
  constexpr double kLeast = 20, kMargin = 4;
  if (!(map.width >= kLeast && map.height >= kLeast))
    return Error{Fault::usage, "sheet_no_room", ""};
  made.view_ = view_of(map, extent_of(sheet), sheet.scale_number, sheet.window ? 0 : kMargin);
  made.bar_ = scale_bar_of(made.view_.scale_number, std::min(50.0, made.page_.key.width - 10));
  made.ticks_ = ticks_of(made.view_, frame);
  made.north_ = north_of(made.view_, frame);
  made.meridian_ = frame.centre().lon;
  for (const SheetLayer& layer : made.sheet_.layers)
    made.inks_.push_back(ink_of(layer, sheet.language, made.view_));
  made.names_ = place_names(letters, made.inks_, made.view_);
  return made;
}

void Composition::draw(cairo_t* paper) const {
  if (head_) head_->draw(paper, page_.head);
  draw_map(paper);
  draw_key(paper);
  draw_legend(paper);
  if (foot_) foot_->draw(paper, page_.foot);
}

void Composition::draw_map(cairo_t* paper) const {
  const PaperRect& map = page_.map;
  cairo_save(paper);
  cairo_rectangle(paper, map.x, map.y, map.width, map.height);
  cairo_clip(paper);
  for (const LayerInk& ink : inks_) draw_ink(paper, ink);
  draw_names(paper, letters_, names_);
  cairo_restore(paper);
  const bool empty = std::ranges::all_of(inks_, [](const LayerInk& ink) {
    return std::ranges::find(ink.classes.occurs, 1) == ink.classes.occurs.end();
  });
  if (empty) {
    const TextBlock block =
        letters_.set(say("sheet_nothing", sheet_.language),
                     {.size_mm = 3, .width_mm = map.width, .lines = 2, .side = Side::middle});
    cairo_set_source_rgb(paper, 0.4, 0.4, 0.4);
    block.draw(paper, map.x, map.y + (map.height - block.height_mm()) / 2);
  }
  draw_map_frame(paper, letters_, map, ticks_);
}

void Composition::draw_key(cairo_t* paper) const {
  constexpr double kArrow = 13, kText = 3, kSmall = 1.9;
  const PaperRect& key = page_.key;
  draw_north_arrow(paper, letters_, north_, sheet_.language, key.x + key.width / 2,
                   key.y + kArrow / 2, kArrow);
  double y = key.y + kArrow + 0.5;
  const auto line = [&](const std::string& text, double size, int lines) {
    const TextBlock block = letters_.set(
        text, {.size_mm = size, .width_mm = key.width, .lines = lines, .side = Side::middle});
    cairo_set_source_rgb(paper, 0, 0, 0);
    block.draw(paper, key.x, y);
    y += block.height_mm();
  };
  line(say("sheet_scale_is", sheet_.language, {scale_text(view_.scale_number)}), kText, 1);
  draw_scale_bar(paper, letters_, bar_, sheet_.language, key.x + (key.width - bar_.length_mm) / 2,
                 y);
  y += 6;
  line(say("sheet_projection", sheet_.language,
           {fmt::format("{:g}°{}", std::abs(meridian_), meridian_ < 0 ? 'W' : 'E')}),
       kSmall, 2);
}

void Composition::draw_legend(cairo_t* paper) const {
  std::vector<LayerClasses> seen;
  for (const LayerInk& ink : inks_) seen.push_back(ink.classes);
  const PaperRect& at = page_.legend;
  Legend{letters_, seen, sheet_.language, at.width, at.height}.draw(paper, at.x, at.y);
}

}  // namespace lifecircle
