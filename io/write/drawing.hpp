#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/study/table.hpp"

namespace lifecircle {

/// "#rrggbb" as given, or grey where it is none.
std::string colour_of(const std::string& given);

/// A class of a style as the languages of style need it.
struct Drawn {
  std::string label, colour, value;
  bool is_rest = false;      ///< all other values; of a ramp: the missing ones
  double low = 0, high = 0;  ///< ramp: above low, at most high
};

/// The style of a layer, put right: what is a mistake in it is left out (see style.hpp).
struct Drawing {
  Style::Look look = Style::Look::plain;
  std::string by;
  std::string_view by_type = "string";  ///< as QGIS calls it
  ShapeKind kind = ShapeKind::point;
  double size_mm = 1.2;
  double opacity = 1;  ///< of areas
  std::vector<Drawn> classes;
};
Drawing drawing_of(const Table& table, const Style& style, Language language);
inline Drawing drawing_of(const Layer& layer, Language language) {
  return drawing_of(layer.table, layer.style, language);
}

/// The class of a row, as QGIS finds it: the first that fits; none where none does.
std::optional<std::size_t> class_of(const Drawing& drawing, const Table& table, std::size_t row);

}  // namespace lifecircle
