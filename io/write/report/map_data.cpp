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

void add_layer(std::string& out, const Taken& taken, Places& places, Language language) {
  const Layer& layer = *taken.layer->layer;
  const Drawing drawing = drawing_of(layer, language);
  static constexpr const char* kKinds[] = {"point", "line", "area"};
  int label = -1;
  for (std::size_t i = 0; i < layer.table.columns.size(); ++i)
    if (layer.table.columns[i].name == taken.layer->label_column) label = static_cast<int>(i);
  out += fmt::format(
      "{{\"title\":{},\"kind\":\"{}\",\"shown\":{},\"label\":{},\"size\":{:g},\"opacity\":{:g},"
      "\"classes\":[",
      json(title_of(layer, language)), kKinds[static_cast<std::size_t>(taken.shapes.kind)],
      taken.layer->shown, label, drawing.size_mm, drawing.opacity);
  const char* comma = "";
  for (const Drawn& one : drawing.classes)
    out += fmt::format("{}{{\"label\":{},\"colour\":\"{}\"}}", std::exchange(comma, ","),
                       json(one.label), colour_of(one.colour));
  out += ']';
  // A row without a place or without a class is not drawn, here as in every picture of the layer.
  std::vector<std::size_t> rows, classes;
  for (std::size_t row = 0; row < taken.shapes.size(); ++row) {
    const auto found = class_of(drawing, layer.table, row);
    if (!found || taken.shapes.shape_first[row] == taken.shapes.shape_first[row + 1]) continue;
    rows.push_back(row);
    classes.push_back(*found);
  }
  add_columns(out, layer.table, rows, language);
  out += fmt::format(",\n\"class\":[{}],\n\"shapes\":[", fmt::join(classes, ","));
  comma = "";
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

MapData map_data(const std::vector<ReportMapLayer>& layers, const Frame& frame, Language language) {
  MapData map;
  std::vector<Taken> taken = choose(layers, map, language);
  simplify(taken, map, language);
  LonLatBox box;
  Places places{frame, box};
  std::string list;
  const char* comma = "\n";
  for (const Taken& one : taken) {
    list += std::exchange(comma, ",\n");
    add_layer(list, one, places, language);
  }
  if (box.empty()) return {{}, std::move(map.notes)};
  map.json = fmt::format("{{\"box\":[{:.6f},{:.6f},{:.6f},{:.6f}],\"layers\":[{}\n]}}", box.west,
                         box.south, box.east, box.north, list);
  return map;
}

}  // namespace lifecircle::page
