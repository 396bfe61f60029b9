#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "engine/places/shape.hpp"

namespace lifecircle {

/// A number that may be missing.
inline constexpr std::int64_t kNoInteger = std::numeric_limits<std::int64_t>::min();
inline constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

/// One attribute of a table. Integers and numbers may be missing (kNoInteger, NaN);
/// a missing text is empty.
struct TableColumn {
  std::string name;      ///< short, plain ASCII: what a file calls it
  std::string title_en;  ///< what people read
  std::string title_zh;
  std::variant<std::vector<std::int64_t>, std::vector<double>, std::vector<std::string>> values;
  int decimals = 3;  ///< how numbers are written in CSV (fixed); files keep the double

  std::size_t size() const {
    return std::visit([](const auto& v) { return v.size(); }, values);
  }
};

/// A table of results, with or without geometry: what algorithms answer in and what
/// the doors write without knowing what it means. All columns have the same length; `shapes` has
/// that length too or is empty.
struct Table {
  std::string name;  ///< "people", "facilities", "gaps"
  std::string title_en, title_zh;
  std::vector<TableColumn> columns;
  Shapes shapes;
  bool has_shapes = false;

  std::size_t rows() const { return columns.empty() ? shapes.size() : columns.front().size(); }
};

/// How a layer is drawn: written as a QGIS style beside it. `by` names the column
/// that decides the colour.
struct Style {
  enum class Look { plain, categories, ramp };
  struct Class {
    std::string value;  ///< categories: the value; ramp: the upper bound as a number
    std::string label_en, label_zh;
    std::string colour;  ///< "#rrggbb"
  };
  Look look = Look::plain;
  std::string by = {};
  std::vector<Class> classes = {};
  std::string colour = "#3366aa";  ///< plain
  double size = 1.2;               ///< marker size or line width in millimetres
  double opacity = 0.75;           ///< of areas, 0 ... 1: the map below can be read
};

/// Another way to draw a layer, which people may choose instead.
struct OtherStyle {
  std::string name;                ///< short, plain ASCII; differs from others of its layer
  std::string title_en, title_zh;  ///< what people read
  Style style;
};

/// A layer of the result file: a table with geometry and the way it is drawn.
struct Layer {
  Table table;
  Style style;
  std::vector<OtherStyle> others = {};  ///< beside it, where a file can hold several
};

}  // namespace lifecircle
