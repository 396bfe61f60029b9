#include "io/write/sheet/graticule.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <iterator>

#include <fmt/format.h>

namespace lifecircle {
namespace {

constexpr double kApart = 30;  // millimetres
constexpr double kSteps[] = {1,   2,   5,   10,   15,   30,   60,    120,
                             300, 600, 900, 1800, 3600, 7200, 18000, 36000};  // seconds of arc

/// Seconds of arc along an edge, as a function of millimetres of paper; rising or falling.
struct Edge {
  double length_mm;
  std::function<double(double)> seconds;
};

std::string label_of(std::int64_t seconds, char positive, char negative) {
  const char side = seconds < 0 ? negative : positive;
  const std::int64_t all = std::abs(seconds);
  std::string text = fmt::format("{}°", all / 3600);
  if (all % 3600 != 0) text += fmt::format("{:02}′", all / 60 % 60);
  if (all % 60 != 0) text += fmt::format("{:02}″", all % 60);
  return text + side;
}

std::vector<Tick> crossings(const Edge& edge, double step, char positive, char negative) {
  const double first = edge.seconds(0), last = edge.seconds(edge.length_mm);
  std::vector<Tick> ticks;
  if (!std::isfinite(first) || !std::isfinite(last)) return ticks;
  const double low = std::min(first, last), high = std::max(first, last);
  for (auto k = static_cast<std::int64_t>(std::ceil(low / step));
       step * static_cast<double>(k) <= high; ++k) {
    const double wanted = step * static_cast<double>(k);
    double from = 0, until = edge.length_mm;
    for (int i = 0; i < 40; ++i) {
      const double middle = (from + until) / 2;
      const bool before =
          first < last ? edge.seconds(middle) < wanted : edge.seconds(middle) > wanted;
      (before ? from : until) = middle;
    }
    ticks.push_back(
        {(from + until) / 2, label_of(k * static_cast<std::int64_t>(step), positive, negative)});
  }
  return ticks;
}

double step_of(const std::vector<Edge>& edges) {
  double least = kSteps[0];
  for (const Edge& edge : edges) {
    const double span = std::abs(edge.seconds(edge.length_mm) - edge.seconds(0));
    if (std::isfinite(span)) least = std::max(least, span / std::max(2.0, edge.length_mm / kApart));
  }
  const double* step = std::ranges::lower_bound(kSteps, least);
  return step == std::end(kSteps) ? *std::prev(step) : *step;
}

}  // namespace

Ticks ticks_of(const MapView& view, const Frame& frame) {
  const PaperRect& map = view.map;
  // The nearest millimetre of the plane is 2e-6 of paper at 1:500 000, and 0.1 at 1:10 at worst.
  const auto lon = [&](double y) {
    return Edge{map.width, [&view, &frame, y](double x) {
                  return frame.to_lonlat(view.to_plane({view.map.x + x, y})).lon * 3600;
                }};
  };
  const auto lat = [&](double x) {
    return Edge{map.height, [&view, &frame, x](double y) {
                  return frame.to_lonlat(view.to_plane({x, view.map.y + y})).lat * 3600;
                }};
  };
  const Edge top = lon(map.y), bottom = lon(map.bottom()), left = lat(map.x),
             right = lat(map.right());
  const double step = step_of({top, bottom, left, right});
  return {crossings(top, step, 'E', 'W'), crossings(bottom, step, 'E', 'W'),
          crossings(left, step, 'N', 'S'), crossings(right, step, 'N', 'S')};
}

void draw_map_frame(cairo_t* paper, const Typesetter& letters, const PaperRect& map,
                    const Ticks& ticks) {
  constexpr double kTick = 1.8, kText = 1.9, kRoom = 24, kGap = 0.4;
  cairo_set_source_rgb(paper, 0, 0, 0);
  cairo_set_line_cap(paper, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_join(paper, CAIRO_LINE_JOIN_MITER);
  cairo_set_line_width(paper, 0.3);
  cairo_rectangle(paper, map.x, map.y, map.width, map.height);
  cairo_stroke(paper);
  // Every edge in turn as if it were the top one: `turn` brings it there.
  const auto edge = [&](const std::vector<Tick>& marks, double x, double y, double turn,
                        double length, bool backwards, bool below) {
    cairo_save(paper);
    cairo_translate(paper, x, y);
    cairo_rotate(paper, turn);
    for (const Tick& tick : marks) {
      const double at = backwards ? length - tick.along_mm : tick.along_mm;
      cairo_set_line_width(paper, 0.2);
      cairo_move_to(paper, at, 0);
      cairo_line_to(paper, at, below ? -kTick : kTick);
      cairo_stroke(paper);
      const TextBlock block =
          letters.set(tick.label, {.size_mm = kText, .width_mm = kRoom, .side = Side::middle});
      if (at < block.width_mm() / 2 || at > length - block.width_mm() / 2) continue;
      block.draw(paper, at - kRoom / 2, below ? kGap : -kGap - block.height_mm());
    }
    cairo_restore(paper);
  };
  constexpr double kQuarter = 1.57079632679489661923;
  edge(ticks.top, map.x, map.y, 0, map.width, false, false);
  edge(ticks.bottom, map.x, map.bottom(), 0, map.width, false, true);
  edge(ticks.left, map.x, map.bottom(), -kQuarter, map.height, true, false);
  edge(ticks.right, map.right(), map.bottom(), -kQuarter, map.height, true, true);
}

}  // namespace lifecircle
