#include "io/write/report/map_data.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "engine/places/nest_rings.hpp"
#include "io/write/drawing.hpp"
#include "io/write/report/map_shapes.hpp"
#include "io/write/report/page_text.hpp"
#include "io/write/report/report_html.hpp"

namespace lifecircle::page {
namespace {

constexpr std::int64_t kFinest = 1'000, kCoarsest = 16'384'000;  // steps of the grid, mm

/// A layer that is in the map, with its outlines for it.
struct Taken {
  const ReportMapLayer* layer;
  Shapes shapes;
};

std::string title_of(const Layer& layer, Language language) {
  return in(Words{layer.table.title_zh, layer.table.title_en}, language);
}

/// Millionths of a degree (0.1 m), each place as the way from the one before.
class Places {
 public:
  Places(const Frame& frame, LonLatBox& box) : frame_{frame}, box_{box} {}

  void add(std::string& out, std::span<const Point> line) {
    std::int64_t last_lon = 0, last_lat = 0;
    out += '[';
    for (const Point p : line) {
      const LonLat at = frame_.to_lonlat(p);
      box_.add(at.lon, at.lat);
      const std::int64_t lon = std::llround(at.lon * 1e6), lat = std::llround(at.lat * 1e6);
      if (out.back() != '[') out += ',';
      fmt::format_to(std::back_inserter(out), "{},{}", lon - last_lon, lat - last_lat);
      last_lon = lon;
      last_lat = lat;
    }
    out += ']';
  }

 private:
  const Frame& frame_;
  LonLatBox& box_;
};

/// Of points all in one list, of lines a list each, of areas a list of polygons, each of rings.
void add_shape(std::string& out, const Shapes& shapes, std::size_t row, Places& places) {
  std::vector<std::span<const Point>> parts;
  for (std::uint64_t part = shapes.shape_first[row]; part < shapes.shape_first[row + 1]; ++part)
    parts.push_back(std::span<const Point>{shapes.points}.subspan(
        shapes.part_first[part], shapes.part_first[part + 1] - shapes.part_first[part]));
  const char* comma = "";
  if (shapes.kind == ShapeKind::point) {
    std::vector<Point> all;
    for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
    places.add(out, all);
  } else if (shapes.kind == ShapeKind::line) {
    out += '[';
    for (const auto& part : parts) {
      out += std::exchange(comma, ",");
      places.add(out, part);
    }
    out += ']';
  } else {
    out += '[';
    for (const NestedRings& polygon : nest_rings(parts)) {
      out += std::exchange(comma, ",");
      out += '[';
      places.add(out, parts[polygon.outer]);
      for (const std::size_t hole : polygon.holes) {
        out += ',';
        places.add(out, parts[hole]);
      }
      out += ']';
    }
    out += ']';
  }
}

void add_columns(std::string& out, const Table& table, const std::vector<std::size_t>& rows,
                 Language language) {
  out += ",\"columns\":[";
  const char* comma = "";
  for (const TableColumn& column : table.columns) {
    out += std::exchange(comma, ",");
    out += json(in(Words{column.title_zh, column.title_en}, language));
  }
  out += "],\n\"values\":[";
  comma = "";
  for (const TableColumn& column : table.columns) {
    out += std::exchange(comma, ",\n");
    out += '[';
    const char* between = "";
    for (const std::size_t row : rows) {
      out += std::exchange(between, ",");
      out += json(cell(column, row));
    }
    out += ']';
  }
  out += ']';
}

constexpr int kNotDrawn = -1;

/// One way to draw a layer: its classes, and of each row which one it is.
struct Look {
  Drawing drawing;
  std::vector<int> of_row;
};

Look look_of(const Layer& layer, const Style& style, Language language) {
  // A table is not copied for its style: what is drawn hangs on the style alone.
  Layer as{{}, style};
  for (const TableColumn& column : layer.table.columns)
    if (column.name == style.by) as.table.columns.push_back(column);
  as.table.title_en = layer.table.title_en;
  as.table.title_zh = layer.table.title_zh;
  as.table.shapes.kind = layer.table.shapes.kind;
  Look look{drawing_of(as, language), {}};
  for (std::size_t row = 0; row < layer.table.rows(); ++row) {
    const auto found = class_of(look.drawing, as.table, row);
    look.of_row.push_back(found ? static_cast<int>(*found) : kNotDrawn);
  }
  return look;
}

/// For each choice, or one for all of them.
std::vector<Look> looks_of(const ReportMapLayer& layer, const std::vector<std::string>& choices,
                           Language language) {
  const bool is_chosen =
      choices.size() > 1 && (!layer.looks.empty() || !layer.choice_column.empty());
  const auto column =
      std::ranges::find(layer.layer->table.columns, layer.choice_column, &TableColumn::name);
  std::vector<Look> looks;
  for (std::size_t k = 0; k < (is_chosen ? choices.size() : 1); ++k) {
    looks.push_back(look_of(
        *layer.layer, k < layer.looks.size() ? layer.looks[k] : layer.layer->style, language));
    if (!is_chosen || layer.choice_column.empty() || column == layer.layer->table.columns.end())
      continue;
    for (std::size_t row = 0; row < looks[k].of_row.size(); ++row)
      if (cell(*column, row) != choices[k]) looks[k].of_row[row] = kNotDrawn;
  }
  return looks;
}

void add_layer(std::string& out, const Taken& taken, const std::vector<std::string>& choices,
               Places& places, Language language) {
  const Layer& layer = *taken.layer->layer;
  const std::vector<Look> looks = looks_of(*taken.layer, choices, language);
  static constexpr const char* kKinds[] = {"point", "line", "area"};
  int label = -1;
  for (std::size_t i = 0; i < layer.table.columns.size(); ++i)
    if (layer.table.columns[i].name == taken.layer->label_column) label = static_cast<int>(i);
  // A row without a place or without a class is not drawn, here as in every picture of the layer.
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < taken.shapes.size(); ++row)
    if (taken.shapes.shape_first[row] != taken.shapes.shape_first[row + 1] &&
        std::ranges::any_of(looks, [&](const Look& l) { return l.of_row[row] != kNotDrawn; }))
      rows.push_back(row);
  const Drawing& first = looks.front().drawing;
  out += fmt::format(
      "{{\"title\":{},\"kind\":\"{}\",\"shown\":{},\"label\":{},\"size\":{:g},\"opacity\":{:g},"
      "\"looks\":[",
      json(title_of(layer, language)), kKinds[static_cast<std::size_t>(taken.shapes.kind)],
      taken.layer->shown, label, first.size_mm, first.opacity);
  const char* between = "";
  for (const Look& look : looks) {
    out += fmt::format("{}{{\"classes\":[", std::exchange(between, ",\n"));
    const char* comma = "";
    for (const Drawn& one : look.drawing.classes)
      out += fmt::format("{}{{\"label\":{},\"colour\":\"{}\"}}", std::exchange(comma, ","),
                         json(one.label), colour_of(one.colour));
    out += "],\"class\":[";
    comma = "";
    for (const std::size_t row : rows)
      out += fmt::format("{}{}", std::exchange(comma, ","), look.of_row[row]);
    out += "]}";
  }
  out += ']';
  add_columns(out, layer.table, rows, language);
  out += ",\n\"shapes\":[";
  const char* comma = "";
  for (const std::size_t row : rows) {
    out += std::exchange(comma, ",");
    add_shape(out, taken.shapes, row, places);
  }
  out += "]}";
}

std::size_t vertices(const std::vector<Taken>& taken) {
  std::size_t sum = 0;
  for (const Taken& one : taken) sum += one.shapes.points.size();
  return sum;
}

/// Layers by what they hold, the smallest first, until the map is full; then in their own order.
std::vector<Taken> choose(const std::vector<ReportMapLayer>& layers, MapData& map,
                          Language language) {
  std::vector<std::size_t> order(layers.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return layers[i].layer->table.rows(); });
  std::vector<char> chosen(layers.size());
  std::size_t features = 0;
  for (const std::size_t i : order) {
    const std::size_t rows = layers[i].layer->table.rows();
    if (features + rows > kReportFeatures) break;
    features += rows;
    chosen[i] = 1;
  }
  std::vector<Taken> taken;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (chosen[i] != 0)
      taken.push_back({&layers[i], {}});
    else
      map.notes.push_back(say(
          "report_map_left_out", language,
          {title_of(*layers[i].layer, language), fmt::format("{}", layers[i].layer->table.rows()),
           fmt::format("{}", kReportFeatures)}));
  }
  return taken;
}

/// The outlines, as coarse as the map needs them.
void simplify(std::vector<Taken>& taken, MapData& map, Language language) {
  std::int64_t step = kFinest;
  const auto snap_all = [&] {
    for (Taken& one : taken) one.shapes = snapped(one.layer->layer->table.shapes, step);
  };
  for (snap_all(); vertices(taken) > kReportVertices && step < kCoarsest; snap_all()) step *= 2;
  while (vertices(taken) > kReportVertices) {
    const auto largest = std::ranges::max_element(
        taken, {}, [](const Taken& one) { return one.shapes.points.size(); });
    map.notes.push_back(say("report_map_too_fine", language,
                            {title_of(*largest->layer->layer, language),
                             fmt::format("{}", largest->layer->layer->table.shapes.points.size()),
                             fmt::format("{}", kReportVertices)}));
    taken.erase(largest);
  }
  if (step > kFinest && !taken.empty())
    map.notes.push_back(say("report_map_simplified", language, {fmt::format("{}", step / 1000)}));
}

}  // namespace

MapData map_data(const ReportPage& page, const Frame& frame, Language language) {
  MapData map;
  std::vector<std::string> choices;
  for (const Words& choice : page.map_choices) choices.push_back(in(choice, language));
  std::vector<Taken> taken = choose(page.map, map, language);
  simplify(taken, map, language);
  LonLatBox box;
  Places places{frame, box};
  std::string list;
  const char* comma = "\n";
  for (const Taken& one : taken) {
    list += std::exchange(comma, ",\n");
    add_layer(list, one, choices, places, language);
  }
  if (box.empty()) return {{}, std::move(map.notes)};
  std::string chosen;
  if (choices.size() > 1)
    for (const std::string& choice : choices) chosen += (chosen.empty() ? "" : ",") + json(choice);
  map.json = fmt::format(
      "{{\"box\":[{:.6f},{:.6f},{:.6f},{:.6f}],\"choiceTitle\":{},\"choices\":[{}],"
      "\"layers\":[{}\n]}}",
      box.west, box.south, box.east, box.north, json(in(page.map_choice_title, language)), chosen,
      list);
  return map;
}

}  // namespace lifecircle::page
