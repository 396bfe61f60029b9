#include "io/write/sheet/names.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace lifecircle {
namespace {

constexpr double kText = 2.2, kMostWide = 40, kAround = 0.4, kNotAgain = 40;

struct Candidate {
  double box_mm2 = 0;  ///< of points 0
  std::string text;
  PaperPoint at;
  double radius = 0;  ///< of a point's mark
};

std::string name_of(const TableColumn& column, std::size_t row) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values))
    return (*texts)[row];
  if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&column.values))
    return (*whole)[row] == kNoInteger ? "" : fmt::format("{}", (*whole)[row]);
  const double number = std::get<std::vector<double>>(column.values)[row];
  return std::isfinite(number) ? fmt::format("{:.{}f}", number, column.decimals) : "";
}

/// The middle of the widest stretch of an area at half its height.
PaperPoint middle_of(const AreaInk& area) {
  double low = area.rings[0][0].y, high = low;
  for (const PaperLine& ring : area.rings)
    for (const PaperPoint p : ring) low = std::min(low, p.y), high = std::max(high, p.y);
  // Off the grid of 0.01 mm: no vertex lies at this height.
  const double y = std::round((low + high) / 2 * 100) / 100 + 0.003;
  std::vector<double> crossings;
  for (const PaperLine& ring : area.rings)
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
      if (const PaperPoint a = ring[i], b = ring[i + 1]; (a.y < y) != (b.y < y))
        crossings.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
  std::ranges::sort(crossings);
  PaperPoint middle{area.rings[0][0].x, y};
  double widest = -1;
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
    if (const double wide = crossings[i + 1] - crossings[i]; wide > widest) {
      widest = wide;
      middle.x = crossings[i] + wide / 2;
    }
  return middle;
}

void add_candidates(const LayerInk& ink, const MapView& view, std::vector<Candidate>& found) {
  const SheetLayer& layer = *ink.classes.layer;
  const Table& table = layer.layer->table;
  const auto column = std::ranges::find(table.columns, layer.names_by, &TableColumn::name);
  if (layer.names_by.empty() || column == table.columns.end()) return;
  for (const AreaInk& area : ink.areas)
    if (std::string name = name_of(*column, area.row); !name.empty())
      found.push_back({area.box_mm2, std::move(name), middle_of(area), 0});
  if (table.shapes.kind != ShapeKind::point) return;
  const double radius = ink.classes.drawing.size_mm / 2;
  for (std::size_t row = 0; row < table.shapes.size(); ++row) {
    if (table.shapes.shape_first[row] == table.shapes.shape_first[row + 1]) continue;
    if (!class_of(ink.classes.drawing, table, row)) continue;
    const PaperPoint at =
        view.to_paper(table.shapes.points[table.shapes.part_first[table.shapes.shape_first[row]]]);
    if (!view.map.holds(at)) continue;
    if (std::string name = name_of(*column, row); !name.empty())
      found.push_back({0, std::move(name), at, radius});
  }
}

/// Where names lie already, in boxes of the size of a name: a new one is held against those near
/// it.
class Taken {
 public:
  explicit Taken(const PaperRect& map)
      : map_{map},
        across_{static_cast<std::size_t>(map.width / kBox) + 1},
        boxes_(across_ * (static_cast<std::size_t>(map.height / kBox) + 1)) {}

  bool is_free(const PaperRect& at) const {
    bool free = true;
    each_box(at, [&](std::size_t box) {
      for (const PaperRect& other : boxes_[box]) free = free && !other.meets(at);
    });
    return free;
  }
  void add(const PaperRect& at) {
    each_box(at, [&](std::size_t box) { boxes_[box].push_back(at); });
  }

 private:
  static constexpr double kBox = 10;
  /// `at` lies in the map, at least in part.
  template <class Do>
  void each_box(const PaperRect& at, const Do& act) const {
    const auto number = [](double mm) {
      return static_cast<std::size_t>(std::max(0.0, mm) / kBox);
    };
    const std::size_t last_x = std::min(number(at.right() - map_.x), across_ - 1);
    const std::size_t last_y = std::min(number(at.bottom() - map_.y), boxes_.size() / across_ - 1);
    for (std::size_t y = number(at.y - map_.y); y <= last_y; ++y)
      for (std::size_t x = number(at.x - map_.x); x <= last_x; ++x) act(y * across_ + x);
  }

  PaperRect map_;
  std::size_t across_;
  std::vector<std::vector<PaperRect>> boxes_;
};

/// No name lies on the mark of something that has a name itself.
void take_marks(const LayerInk& ink, const MapView& view, Taken& taken) {
  if (ink.classes.layer->names_by.empty()) return;
  const double radius = ink.classes.drawing.size_mm / 2;
  for (const std::vector<PaperPoint>& dots : ink.dots)
    for (const PaperPoint dot : dots)
      if (view.map.holds(dot)) taken.add(PaperRect{dot.x, dot.y, 0, 0}.grown(radius));
}

/// The places that a name of this size may take, the best first.
std::vector<PaperRect> rooms_of(const Candidate& name, double width, double height) {
  const auto [x, y] = std::pair{name.at.x, name.at.y};
  const PaperRect over{x - width / 2, y - height / 2, width, height};
  if (name.radius == 0) {
    std::vector<PaperRect> rooms{over};
    for (const double lines : {-1.0, 1.0, -2.0, 2.0})
      rooms.push_back({over.x, over.y + lines * height, width, height});
    return rooms;
  }
  const double off = name.radius + 0.2;
  return {{x + off, over.y, width, height},
          {x - off - width, over.y, width, height},
          {over.x, y - off - height, width, height},
          {over.x, y + off, width, height}};
}

std::optional<PaperRect> free_room(const Candidate& name, double width, double height,
                                   const PaperRect& map, const Taken& taken) {
  for (const PaperRect& at : rooms_of(name, width, height)) {
    const bool inside =
        at.x >= map.x && at.right() <= map.right() && at.y >= map.y && at.bottom() <= map.bottom();
    if (inside && taken.is_free(at)) return at;
  }
  return std::nullopt;
}

}  // namespace

std::vector<PlacedName> place_names(const Typesetter& letters, const std::vector<LayerInk>& inks,
                                    const MapView& view) {
  std::vector<Candidate> candidates;
  for (const LayerInk& ink : inks) add_candidates(ink, view, candidates);
  std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
    return std::tie(b.box_mm2, a.text, a.at, a.radius) <
           std::tie(a.box_mm2, b.text, b.at, b.radius);
  });
  std::vector<PlacedName> placed;
  std::map<std::string, std::vector<PaperPoint>, std::less<>> said;
  Taken taken{view.map};
  for (const LayerInk& ink : inks) take_marks(ink, view, taken);
  int tried = 0;
  for (const Candidate& name : candidates) {
    // Villages of many parcels are named once in every part of the map.
    const auto nearby = [&](PaperPoint other) {
      return std::hypot(other.x - name.at.x, other.y - name.at.y) < kNotAgain;
    };
    if (const auto same = said.find(name.text);
        same != said.end() && std::ranges::any_of(same->second, nearby))
      continue;
    // Where not even one letter has room, nothing need be set.
    if (!free_room(name, kText, kText, view.map, taken)) continue;
    constexpr int kMostTried = 20'000;
    if (++tried > kMostTried) break;
    const TextBlock block = letters.set(name.text, {.size_mm = kText, .width_mm = kMostWide});
    const auto at =
        free_room(name, block.width_mm() + 2 * kAround, kText * 1.2 + 2 * kAround, view.map, taken);
    if (!at) continue;
    taken.add(*at);
    said[name.text].push_back(name.at);
    placed.push_back({name.text, *at});
  }
  return placed;
}

void draw_names(cairo_t* paper, const Typesetter& letters, const std::vector<PlacedName>& names) {
  for (const PlacedName& name : names) {
    const TextBlock block = letters.set(name.text, {.size_mm = kText, .width_mm = kMostWide});
    // A plate, not an outline of each letter: outlines would be most of a file.
    cairo_set_source_rgba(paper, 1, 1, 1, 0.7);
    cairo_rectangle(paper, name.at.x, name.at.y, name.at.width, name.at.height);
    cairo_fill(paper);
    cairo_set_source_rgb(paper, 0.1, 0.1, 0.1);
    block.draw(paper, name.at.x + kAround, name.at.y + (name.at.height - block.height_mm()) / 2);
  }
}

}  // namespace lifecircle
