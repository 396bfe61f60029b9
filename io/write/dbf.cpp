#include "io/write/dbf.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <variant>

#include <fmt/format.h>

#include "io/write/byte_order.hpp"
#include "io/write/clean_text.hpp"

namespace lifecircle {
namespace {

constexpr std::size_t kNameBytes = 10, kTextBytes = 254, kWholeBytes = 18;
constexpr std::size_t kNumberBytes = 24;  // the longest double in the fewest digits
constexpr std::size_t kNumberDecimals = 15;
constexpr std::size_t kMostColumns = 255, kMostBytes = 65535;
constexpr std::size_t kHead = 32, kHeadPerColumn = 32;
constexpr char kHeadEnd = '\r';

std::vector<std::string> short_names(const Table& table) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const TableColumn& column : table.columns) {
    const std::string whole = clean_text(column.name);
    std::string name{cut_text(whole, kNameBytes)};
    for (int i = 1; !taken.insert(lower_ascii(name)).second; ++i) {
      const std::string number = fmt::format("_{}", i);
      name = std::string{cut_text(whole, kNameBytes - number.size())} + number;
    }
    names.push_back(std::move(name));
  }
  return names;
}

/// Fills a cell: numbers at its right end, texts at its left.
void append_cell(std::string& row, std::string_view text, std::size_t width, bool right) {
  const std::size_t blanks = width - text.size();
  if (right) row.append(blanks, ' ');
  row += text;
  if (!right) row.append(blanks, ' ');
}

}  // namespace

std::string_view cut_text(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

DbfLayout::DbfLayout(const Table& table) : names_{short_names(table)} {
  constexpr std::array<Field, 3> kFields{Field{'N', kWholeBytes, 0},
                                         Field{'F', kNumberBytes, kNumberDecimals},
                                         Field{'C', kTextBytes, 0}};
  for (const TableColumn& column : table.columns) fields_.push_back(kFields[column.values.index()]);
  if (fields_.empty()) {
    names_.emplace_back("row");
    fields_.push_back(kFields[0]);
  }
  for (const Field& field : fields_) row_bytes_ += field.width;
}

bool DbfLayout::too_wide() const {
  return fields_.size() > kMostColumns || row_bytes_ > kMostBytes;
}

std::string DbfLayout::head(std::uint64_t rows) const {
  constexpr char kDbase3 = 3;
  constexpr std::array<char, 3> kDate{100, 1, 1};  // 2000-01-01: see kGeoPackageDate
  std::string bytes{kDbase3};
  bytes.append(kDate.data(), kDate.size());
  append_small_end(bytes, rows, 4);
  append_small_end(bytes, kHead + kHeadPerColumn * fields_.size() + 1, 2);
  append_small_end(bytes, row_bytes_, 2);
  bytes.resize(kHead, '\0');
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    std::string column = names_[i];
    column.resize(kNameBytes + 1, '\0');
    column += fields_[i].type;
    column.append(4, '\0');
    append_small_end(column, fields_[i].width, 1);
    append_small_end(column, fields_[i].decimals, 1);
    column.resize(kHeadPerColumn, '\0');
    bytes += column;
  }
  bytes += kHeadEnd;
  return bytes;
}

std::string DbfLayout::row(const Table& table, std::size_t row, std::uint64_t number,
                           Written& written) const {
  std::string bytes{' '};  // not deleted
  bytes.reserve(row_bytes_);
  if (table.columns.empty()) append_cell(bytes, fmt::format("{}", number), kWholeBytes, true);
  for (const TableColumn& column : table.columns) {
    if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
      const std::int64_t value = (*integers)[row];
      std::string digits = value == kNoInteger ? "" : fmt::format("{}", value);
      if (digits.size() > kWholeBytes) {
        ++written.numbers_absent;
        digits.clear();
      }
      append_cell(bytes, digits, kWholeBytes, true);
    } else if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
      const double value = (*numbers)[row];
      append_cell(bytes, std::isfinite(value) ? fmt::format("{}", value) : "", kNumberBytes, true);
    } else {
      const std::string text = clean_text(std::get<std::vector<std::string>>(column.values)[row]);
      const std::string_view cut = cut_text(text, kTextBytes);
      if (cut.size() < text.size()) ++written.texts_cut;
      append_cell(bytes, cut, kTextBytes, false);
    }
  }
  return bytes;
}

}  // namespace lifecircle
