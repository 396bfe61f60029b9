#include "io/write/sheet/ink.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

namespace lifecircle {
namespace {

constexpr double kSpeck = 0.1;   // what is smaller is drawn so large
constexpr double kBeyond = 1.0;  // areas are cut so far outside of the map, where no border shows
constexpr double kDotGrid = 0.1;

PaperRect box_of(std::span<const PaperPoint> line) {
  PaperPoint low = line.front(), high = low;
  for (const PaperPoint p : line) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  return {low.x, low.y, high.x - low.x, high.y - low.y};
}

bool apart(const PaperRect& box, const PaperRect& from) {
  return box.x > from.right() || box.right() < from.x || box.y > from.bottom() ||
         box.bottom() < from.y;
}

/// Puts rows on paper, one after the other.
class Inker {
 public:
  Inker(LayerInk& ink, const MapView& view) : ink_{ink}, view_{view} {}

  void add(const Shapes& shapes, std::size_t row, std::size_t style_class) {
    std::vector<PaperLine> rings;
    for (auto part = shapes.shape_first[row]; part < shapes.shape_first[row + 1]; ++part) {
      place_.clear();
      for (auto i = shapes.part_first[part]; i < shapes.part_first[part + 1]; ++i)
        place_.push_back(view_.to_paper(shapes.points[i]));
      if (place_.empty()) continue;
      switch (shapes.kind) {
        case ShapeKind::point:
          add_dot(style_class);
          break;
        case ShapeKind::line:
          add_line(style_class);
          break;
        case ShapeKind::area:
          if (!apart(box_of(place_), view_.map.grown(kBeyond)))
            if (PaperLine cut = clipped_ring(place_, view_.map.grown(kBeyond)); !cut.empty())
              rings.push_back(std::move(cut));
      }
    }
    if (!rings.empty()) add_area(row, style_class, std::move(rings));
  }

 private:
  double radius() const { return ink_.classes.drawing.size_mm / 2; }

  void add_dot(std::size_t style_class) {
    const PaperPoint p = place_.front();
    const PaperRect& map = view_.map;
    const PaperPoint near{std::clamp(p.x, map.x, map.right()),
                          std::clamp(p.y, map.y, map.bottom())};
    if (std::hypot(p.x - near.x, p.y - near.y) >= radius()) return;
    ink_.dots[style_class].push_back(
        {std::round(p.x / kDotGrid) * kDotGrid, std::round(p.y / kDotGrid) * kDotGrid});
  }

  void add_line(std::size_t style_class) {
    const PaperRect room = view_.map.grown(radius());
    if (apart(box_of(place_), room)) return;
    for (const PaperLine& piece : clipped_line(place_, room)) {
      PaperLine thin = thinned_line(piece);
      if (thin.size() == 1) thin.push_back(thin.front());
      if (!thin.empty()) ink_.lines[style_class].push_back(std::move(thin));
    }
  }

  void add_area(std::size_t row, std::size_t style_class, std::vector<PaperLine> cut) {
    // Cut a little outside of the map: what lies there alone is not seen.
    constexpr double kSeen = 1e-6;  // square millimetres; smaller areas have corners in the map
    const bool seen = std::ranges::any_of(cut, [&](const PaperLine& ring) {
      return std::ranges::any_of(ring, [&](PaperPoint p) { return view_.map.holds(p); }) ||
             ring_area(clipped_ring(ring, view_.map)) > kSeen;
    });
    if (!seen) return;
    AreaInk area{row, style_class, 0, {}};
    std::optional<PaperLine> speck;
    for (const PaperLine& ring : cut) {
      const PaperRect box = box_of(ring);
      area.box_mm2 = std::max(area.box_mm2, box.width * box.height);
      if (box.width >= kSpeck || box.height >= kSpeck) {
        if (PaperLine thin = thinned_ring(ring); thin.size() >= 3)
          area.rings.push_back(std::move(thin));
      } else {
        const PaperRect round =
            PaperRect{box.x + box.width / 2, box.y + box.height / 2, 0, 0}.grown(kSpeck / 2);
        PaperLine square = thinned_ring(PaperLine{{round.x, round.y},
                                                  {round.right(), round.y},
                                                  {round.right(), round.bottom()},
                                                  {round.x, round.bottom()},
                                                  {round.x, round.y}});
        if (!speck || square < *speck) speck = std::move(square);
      }
    }
    if (area.rings.empty() && speck) area.rings.push_back(*speck);
    std::ranges::sort(area.rings);
    if (!area.rings.empty()) ink_.areas.push_back(std::move(area));
  }

  LayerInk& ink_;
  const MapView& view_;
  PaperLine place_;
};

void sort_areas(LayerInk& ink) {
  const Drawing& drawing = ink.classes.drawing;
  std::vector<std::size_t> height(drawing.classes.size(), 0);
  if (drawing.look == Style::Look::ramp)
    for (std::size_t i = 0; const std::size_t style_class : stacking(drawing))
      height[style_class] = i++;
  std::ranges::sort(ink.areas, [&](const AreaInk& a, const AreaInk& b) {
    return std::tie(height[a.style_class], b.box_mm2, a.style_class, a.rings) <
           std::tie(height[b.style_class], a.box_mm2, b.style_class, b.rings);
  });
}

}  // namespace

std::vector<std::size_t> stacking(const Drawing& drawing) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < drawing.classes.size(); ++i) order.push_back(i);
  if (drawing.kind == ShapeKind::area && drawing.look == Style::Look::ramp)
    std::ranges::reverse(order);
  std::stable_partition(order.begin(), order.end(), [&](std::size_t i) {
    return drawing.look != Style::Look::plain && drawing.classes[i].is_rest;
  });
  return order;
}

LayerClasses classes_of(const SheetLayer& layer, Language language) {
  LayerClasses found{&layer, drawing_of(*layer.layer, language), {}};
  found.occurs.assign(found.drawing.classes.size(), 0);
  const Table& table = layer.layer->table;
  for (std::size_t row = 0; row < table.shapes.size(); ++row)
    if (table.shapes.shape_first[row] != table.shapes.shape_first[row + 1])
      if (const auto of = class_of(found.drawing, table, row)) found.occurs[*of] = 1;
  return found;
}

LayerInk ink_of(const SheetLayer& layer, Language language, const MapView& view) {
  LayerInk ink{{&layer, drawing_of(*layer.layer, language), {}}, {}, {}, {}};
  const std::size_t classes = ink.classes.drawing.classes.size();
  ink.dots.resize(classes);
  ink.lines.resize(classes);
  const Table& table = layer.layer->table;
  Inker inker{ink, view};
  for (std::size_t row = 0; row < table.shapes.size(); ++row)
    if (const auto of = class_of(ink.classes.drawing, table, row))
      inker.add(table.shapes, row, *of);
  ink.classes.occurs.assign(classes, 0);
  for (std::size_t i = 0; i < classes; ++i) {
    std::vector<PaperPoint>& dots = ink.dots[i];
    // By rows of paper, from its top.
    std::ranges::sort(dots, [](PaperPoint a, PaperPoint b) {
      return std::pair{a.y, a.x} < std::pair{b.y, b.x};
    });
    dots.erase(std::unique(dots.begin(), dots.end()), dots.end());
    std::ranges::sort(ink.lines[i]);
    ink.classes.occurs[i] = !dots.empty() || !ink.lines[i].empty();
  }
  for (const AreaInk& area : ink.areas) ink.classes.occurs[area.style_class] = 1;
  sort_areas(ink);
  return ink;
}

}  // namespace lifecircle
