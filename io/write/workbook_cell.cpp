#include "io/write/workbook_cell.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "io/write/clean_text.hpp"
#include "io/write/csv.hpp"
#include "io/write/workbook_text.hpp"

namespace lifecircle {
namespace {

constexpr std::int64_t kMostDigits = 999'999'999'999'999;
constexpr double kMostNumber = 1e307;

double number_in(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

WorkbookCell workbook_cell(const TableColumn& column, std::size_t row) {
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    const std::int64_t value = (*integers)[row];
    if (value == kNoInteger) return std::string{};
    if (value > kMostDigits || value < -kMostDigits) return fmt::format("{}", value);
    return static_cast<double>(value);
  }
  if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
    // By way of its text, so that both files round alike.
    std::string text = csv_number((*numbers)[row], column.decimals);
    if (text.empty() || std::abs((*numbers)[row]) > kMostNumber) return text;
    return number_in(text);
  }
  return std::get<std::vector<std::string>>(column.values)[row];
}

CellSize cell_size(const TableColumn& column, std::size_t row, std::size_t widest) {
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    const std::int64_t value = (*integers)[row];
    return {value == kNoInteger ? 0 : fmt::formatted_size("{}", value)};
  }
  if (const auto* numbers = std::get_if<std::vector<double>>(&column.values))
    return {csv_number((*numbers)[row], column.decimals).size()};
  const std::string_view whole = std::get<std::vector<std::string>>(column.values)[row];
  const std::string text = clean_text(whole.substr(0, 1000));
  return {sheet_width(text), sheet_lines(text, widest)};
}

}  // namespace lifecircle
