#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/places/shape.hpp"

namespace lifecircle {

/// Features as any reader hands them over: where they came from, what they say, and
/// their outline on the plane. Attributes are text as the file has it (numbers with
/// 17 digits at most, dates ISO); a column a feature lacks is empty.
struct Features {
  std::string file;
  std::string layer;
  std::vector<std::string> column_names;
  std::vector<std::int64_t> row;                  ///< feature id or OSM id (see osm_type)
  std::vector<Shape> shape;                       ///< no parts: no geometry
  std::vector<std::vector<std::string>> columns;  ///< [column][feature]

  std::size_t size() const { return row.size(); }
  /// Place of a column, or -1.
  int column(const std::string& name) const {
    for (std::size_t i = 0; i < column_names.size(); ++i)
      if (column_names[i] == name) return static_cast<int>(i);
    return -1;
  }
  /// What feature i says in a column; empty where there is no such column, or none is named.
  std::string text(const std::string& name, std::size_t i) const {
    const int c = name.empty() ? -1 : column(name);
    return c < 0 ? std::string{} : columns[static_cast<std::size_t>(c)][i];
  }
};

}  // namespace lifecircle
