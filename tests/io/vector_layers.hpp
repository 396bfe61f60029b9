#pragma once

// What the tests of files of one layer share: random layers, and how they come back.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include "io/write/vector_file.hpp"
#include "tests/io/result_files.hpp"

namespace lifecircle::test {

inline const std::vector<std::string>& endings() {
  static const std::vector<std::string> all{".gpkg", ".geojson", ".shp", ".fgb", ".kml"};
  return all;
}

inline bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A closed square ring, whichever way round.
inline std::vector<Point> square(Point middle, std::int32_t half, bool with_clock) {
  const auto [x, y] = middle;
  std::vector<Point> ring{{x - half, y - half},
                          {x + half, y - half},
                          {x + half, y + half},
                          {x - half, y + half},
                          {x - half, y - half}};
  if (with_clock) std::reverse(ring.begin(), ring.end());
  return ring;
}

/// Up to four towers of up to four nested squares, rings in any order and direction: valid
/// multipolygons with holes and islands.
inline Shape some_area(std::uint64_t& seed) {
  Shape area{ShapeKind::area, {}};
  const std::uint32_t towers = 1 + next_random(seed) % 4;
  for (std::uint32_t tower = 0; tower < towers; ++tower) {
    const Point middle{static_cast<std::int32_t>(tower) * 9'000'000 - 15'000'000,
                       static_cast<std::int32_t>(next_random(seed) % 20'000'000) - 10'000'000};
    std::int32_t half = 4'000'000;
    const std::uint32_t rings = 1 + next_random(seed) % 4;
    for (std::uint32_t ring = 0; ring < rings; ++ring) {
      area.parts.push_back(square(middle, half, next_random(seed) % 2 == 0));
      half -= 1 + static_cast<std::int32_t>(next_random(seed) % 1'000'000);
    }
  }
  for (std::size_t i = area.parts.size(); i > 1; --i)
    std::swap(area.parts[i - 1], area.parts[next_random(seed) % i]);
  return area;
}

inline void add_some_shape(Shapes& shapes, Parts parts, std::uint64_t& seed) {
  if (shapes.kind == ShapeKind::area) return shapes.add(some_area(seed));
  Shape shape{shapes.kind, {}};
  const std::uint32_t several = parts == Parts::many ? 1 + next_random(seed) % 3 : 1;
  for (std::uint32_t part = 0; part < several; ++part) {
    std::vector<Point> points{some_point(seed)};
    if (shapes.kind == ShapeKind::line) {
      for (std::uint32_t more = 1 + next_random(seed) % 4; more > 0; --more)
        points.push_back(some_point(seed));
    }
    shape.parts.push_back(std::move(points));
  }
  shapes.add(shape);
}

inline std::string some_text(std::uint64_t& seed) {
  static const std::vector<std::string> texts{"",
                                              "clinic",
                                              "社区卫生服务中心",
                                              "<b>&amp;\"'</b>",
                                              "]]>",
                                              "a\nb\r\nc\td",
                                              "\x1b]0;x\x07",
                                              "\xff\xfe",
                                              "=cmd|' /C calc'!A0",
                                              "𠮷",
                                              "{\"type\":\"Point\"}",
                                              "%s{0}\\u0041\\",
                                              "1,2;3",
                                              std::string(300, 'x'),
                                              std::string(253, 'y') + "字",
                                              " leads",
                                              "2020-01-02",
                                              "null",
                                              "12"};
  std::string text = texts[next_random(seed) % texts.size()];
  if (next_random(seed) % 3 == 0) text += std::to_string(next_random(seed));
  return text;
}

inline double some_number(std::uint64_t& seed) {
  static const std::vector<double> odd{kNoNumber,
                                       0.0,
                                       -0.0,
                                       3.0,
                                       0.1,
                                       1e300,
                                       -1.7976931348623157e308,
                                       5e-324,
                                       1.0 / 3,
                                       -2.2250738585072014e-308,
                                       std::numeric_limits<double>::infinity(),
                                       123456789012345.67};
  const std::uint32_t one = next_random(seed) % 24;
  return one < odd.size() ? odd[one] : next_random(seed) / 1000.0;
}

inline std::int64_t some_integer(std::uint64_t& seed) {
  static const std::vector<std::int64_t> odd{
      kNoInteger, 0, -1, 3'000'000'000, 999'999'999'999'999'999, -99'999'999'999'999'999};
  const std::uint32_t one = next_random(seed) % 12;
  return one < odd.size() ? odd[one] : next_random(seed) % 1000;
}

/// Any kind of shape, some rows without, all kinds of value.
inline Layer some_layer(std::size_t rows, ShapeKind kind, Parts parts, bool all_have_shapes,
                        std::uint64_t seed) {
  Layer layer;
  layer.table.name = "some rows";
  layer.table.title_en = "Some <rows>";
  layer.table.title_zh = "一些行";
  layer.table.has_shapes = true;
  layer.table.shapes.kind = kind;
  std::vector<std::int64_t> key, whole;
  std::vector<double> number;
  std::vector<std::string> text, more;
  for (std::size_t row = 0; row < rows; ++row) {
    key.push_back(static_cast<std::int64_t>(row));
    whole.push_back(some_integer(seed));
    number.push_back(some_number(seed));
    text.push_back(some_text(seed));
    more.push_back(some_text(seed));
    if (!all_have_shapes && next_random(seed) % 5 == 0)
      layer.table.shapes.add_nothing();
    else
      add_some_shape(layer.table.shapes, parts, seed);
  }
  layer.table.columns = {{"key", "Key", "键", key},
                         {"whole", "Whole", "整数", whole},
                         {"number", "Number", "数", number},
                         {"a long name one", "Text", "文字", text},
                         {"a long name two", "More", "更多", more}};
  layer.style = {Style::Look::ramp,
                 "number",
                 {{"15", "within 15", "15 分钟内", "#1a9850"},
                  {"inf", "beyond", "更远", "#d73027"},
                  {"", "not reached", "不可达", "#808080"}}};
  return layer;
}

/// Rows [first, last) of a layer, as a batch of its own.
inline Table rows_of(const Table& table, std::size_t first, std::size_t last) {
  Table batch = table;
  for (TableColumn& column : batch.columns) {
    std::visit(
        [&](auto& values) {
          using Values = std::decay_t<decltype(values)>;
          values = Values(values.begin() + static_cast<std::ptrdiff_t>(first),
                          values.begin() + static_cast<std::ptrdiff_t>(last));
        },
        column.values);
  }
  batch.shapes = Shapes{};
  batch.shapes.kind = table.shapes.kind;
  const Shapes& all = table.shapes;
  for (std::size_t row = first; row < last; ++row) {
    Shape shape{all.kind, {}};
    for (std::uint64_t part = all.shape_first[row]; part < all.shape_first[row + 1]; ++part)
      shape.parts.emplace_back(
          all.points.begin() + static_cast<std::ptrdiff_t>(all.part_first[part]),
          all.points.begin() + static_cast<std::ptrdiff_t>(all.part_first[part + 1]));
    batch.shapes.add(shape);
  }
  return batch;
}

/// Every row of a file, as GDAL reads it.
struct ReadBack {
  std::unique_ptr<GDALDataset> data;
  std::vector<std::unique_ptr<OGRFeature>> rows;

  explicit ReadBack(const std::string& path) {
    RegisterOGRGeoPackage();
    RegisterOGRGeoJSON();
    RegisterOGRShape();
    RegisterOGRFlatGeobuf();
    RegisterOGRLIBKML();
    const char* const options[] = {"DATE_AS_STRING=YES", nullptr};  // a text is a text
    data.reset(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr,
                                 path.ends_with(".geojson") ? options : nullptr));
    OGRLayer* layer = data ? data->GetLayer(0) : nullptr;
    EXPECT_NE(layer, nullptr) << path << ' ' << CPLGetLastErrorMsg();
    if (layer == nullptr) return;
    while (std::unique_ptr<OGRFeature> row{layer->GetNextFeature()}) rows.push_back(std::move(row));
  }
  OGRLayer& layer() const { return *data->GetLayer(0); }
};

}  // namespace lifecircle::test
