#include "io/write/drawing.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <system_error>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace lifecircle {
namespace {

constexpr double kEverything = 1e15;  // stands for infinity where a file wants a number

std::optional<double> bound_of(const std::string& text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [after, failure] = std::from_chars(text.data(), end, value);
  if (failure != std::errc{} || after != end || std::isnan(value)) return std::nullopt;
  return std::clamp(value, -kEverything, kEverything);
}

/// The number in a column of numbers, if there is one.
std::optional<double> number_in(const TableColumn& column, std::size_t row) {
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    if ((*integers)[row] == kNoInteger) return std::nullopt;
    return static_cast<double>((*integers)[row]);
  }
  const auto* numbers = std::get_if<std::vector<double>>(&column.values);
  if (numbers == nullptr || !std::isfinite((*numbers)[row])) return std::nullopt;
  return (*numbers)[row];
}

/// Whether a value is that of a class: as texts, or as numbers.
bool is_value(const Drawn& one, const TableColumn& column, std::size_t row) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values))
    return (*texts)[row] == one.value;
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values))
    return (*integers)[row] != kNoInteger && fmt::format("{}", (*integers)[row]) == one.value;
  const std::optional<double> number = number_in(column, row), wanted = bound_of(one.value);
  return number && wanted && *number == *wanted;
}

}  // namespace

std::string colour_of(const std::string& given) {
  const auto hex = [](char c) {
    return std::string_view{"0123456789abcdefABCDEF"}.find(c) != std::string_view::npos;
  };
  const bool good =
      given.size() == 7 && given[0] == '#' && std::all_of(given.begin() + 1, given.end(), hex);
  return good ? given : "#808080";
}

Drawing drawing_of(const Table& table, const Style& style, Language language) {
  const auto column = std::ranges::find(table.columns, style.by, &TableColumn::name);
  Drawing drawing;
  drawing.kind = table.shapes.kind;
  drawing.size_mm = std::isfinite(style.size) ? std::clamp(style.size, 0.01, 100.0) : 1.0;
  drawing.opacity = std::isfinite(style.opacity) ? std::clamp(style.opacity, 0.0, 1.0) : 1.0;
  // Without its column there is nothing to tell classes apart by.
  if (style.look == Style::Look::plain || column == table.columns.end()) {
    const std::string& title = language == Language::zh ? table.title_zh : table.title_en;
    drawing.classes.push_back({title, style.colour, {}, true, 0, 0});
    return drawing;
  }
  drawing.look = style.look;
  drawing.by = style.by;
  constexpr std::array<std::string_view, 3> kTypes{"long", "double", "string"};
  drawing.by_type = kTypes[column->values.index()];
  double low = -kEverything;
  for (const Style::Class& one : style.classes) {
    Drawn drawn{language == Language::zh ? one.label_zh : one.label_en,
                one.colour,
                one.value,
                one.value.empty(),
                0,
                0};
    if (style.look == Style::Look::ramp && !drawn.is_rest) {
      const std::optional<double> high = bound_of(one.value);
      if (!high) continue;
      drawn.low = low;
      drawn.high = low = *high;
    }
    drawing.classes.push_back(std::move(drawn));
  }
  return drawing;
}

std::optional<std::size_t> class_of(const Drawing& drawing, const Table& table, std::size_t row) {
  if (drawing.look == Style::Look::plain) return 0;
  const TableColumn& column = *std::ranges::find(table.columns, drawing.by, &TableColumn::name);
  std::optional<std::size_t> rest;
  const std::optional<double> number = number_in(column, row);
  for (std::size_t i = 0; i < drawing.classes.size(); ++i) {
    const Drawn& one = drawing.classes[i];
    if (one.is_rest) {
      const bool fits = drawing.look == Style::Look::categories || !number;
      if (fits && !rest) rest = i;
    } else if (drawing.look == Style::Look::categories
                   ? is_value(one, column, row)
                   : number && *number > one.low && *number <= one.high) {
      return i;
    }
  }
  return rest;
}

}  // namespace lifecircle
