#include "io/write/csv.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "io/write/checked_file.hpp"
#include "io/write/clean_text.hpp"

namespace lifecircle {
namespace {

/// [+-] digits [. digits] [e [+-] digits], and nothing else.
bool is_plain_number(std::string_view text) {
  std::size_t at = 0;
  const auto sign = [&] {
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  };
  const auto digits = [&] {
    const std::size_t from = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at > from;
  };
  sign();
  if (!digits()) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (!digits()) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    sign();
    if (!digits()) return false;
  }
  return at == text.size();
}

bool may_run(std::string_view text) {
  // The last four are the full-width = + - @, which some spreadsheets take for the plain ones.
  static constexpr std::array<std::string_view, 11> kStarts{"=",
                                                            "+",
                                                            "-",
                                                            "@",
                                                            "\t",
                                                            "\r",
                                                            "\n",
                                                            "\xEF\xBC\x9D",
                                                            "\xEF\xBC\x8B",
                                                            "\xEF\xBC\x8D",
                                                            "\xEF\xBC\xA0"};
  return std::ranges::any_of(kStarts, [&](std::string_view s) { return text.starts_with(s); }) &&
         !is_plain_number(text);
}

void append_cell(std::string& line, const TableColumn& column, std::size_t row) {
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    if ((*integers)[row] != kNoInteger) line += fmt::format("{}", (*integers)[row]);
  } else if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
    line += csv_number((*numbers)[row], column.decimals);
  } else {
    line += csv_cell(std::get<std::vector<std::string>>(column.values)[row]);
  }
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string clean = clean_text(text);
  if (may_run(clean)) clean.insert(clean.begin(), '\'');
  // A cell of spaces at an end is quoted too: RFC 4180 keeps them, some readers do not.
  const bool quoted = clean.find_first_of(",\"\r\n") != std::string::npos ||
                      (!clean.empty() && (clean.front() == ' ' || clean.back() == ' '));
  if (!quoted) return clean;
  std::string cell{'"'};
  for (const char c : clean) {
    if (c == '"') cell += '"';
    cell += c;
  }
  cell += '"';
  return cell;
}

std::string csv_number(double value, int decimals) {
  if (!std::isfinite(value)) return {};
  std::string text = fmt::format("{:.{}f}", value, std::clamp(decimals, 0, 17));
  const bool is_zero = text.find_first_of("123456789") == std::string::npos;
  if (is_zero && text.front() == '-') text.erase(0, 1);
  return text;
}

Result<Done> write_csv(const std::string& path, const std::string& shown, const Table& table) {
  Result<CheckedFile> made = CheckedFile::create(path, shown);
  if (!made) return made.error();
  CheckedFile& file = made.value();

  std::string line = "\xEF\xBB\xBF";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    assert(table.columns[i].size() == table.rows());
    if (i > 0) line += ',';
    line += csv_cell(table.columns[i].name);
  }
  line += "\r\n";
  if (Result<Done> put = file.add(line); !put) return put;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    line.clear();
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (i > 0) line += ',';
      append_cell(line, table.columns[i], row);
    }
    // One empty cell would be an empty line, which readers skip.
    if (line.empty()) line = "\"\"";
    line += "\r\n";
    if (Result<Done> put = file.add(line); !put) return put;
  }
  return file.finish();
}

std::uint64_t csv_size_forecast(const Table& table) {
  std::uint64_t bytes = 4096;
  for (const TableColumn& column : table.columns) {
    bytes += column.name.size() + 3;
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
      for (const std::string& text : *texts) bytes += text.size() + 4;
    } else {
      const int decimals = std::holds_alternative<std::vector<double>>(column.values)
                               ? std::clamp(column.decimals, 0, 17) + 1
                               : 0;
      bytes += column.size() * (8 + static_cast<std::uint64_t>(decimals));
    }
  }
  return bytes;
}

}  // namespace lifecircle
