#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/study/table.hpp"

namespace lifecircle {

/// Writes the columns of a table (not its shapes) as CSV: UTF-8 with a byte order mark,
/// lines ended by "\r\n", quotes as in RFC 4180, one head line with the names of the columns.
///
/// Numbers have the fixed decimals of their column, a '.' and no grouping, whatever the
/// locale; what is missing, and what is no number (NaN, infinity), is an empty cell. Texts are
/// cleaned (clean_text) and guarded (csv_cell). The file is synced, read back and compared.
///
/// `path` must not exist; `shown` is what errors call it. O(cells).
Result<Done> write_csv(const std::string& path, const std::string& shown, const Table& table);

/// One text as a cell. A text that a spreadsheet would take for a formula - it starts
/// with = + - @, one of their full-width forms, a tab or a line end - gets an apostrophe before it;
/// a plain number such as "-5" or "+1.5e3" stays as it is.
std::string csv_cell(std::string_view text);

/// A number with `decimals` after the point; "" where it is not finite. Never "-0".
std::string csv_number(double value, int decimals);

/// At most how many bytes write_csv will write, about: for the check of free space.
std::uint64_t csv_size_forecast(const Table& table);

}  // namespace lifecircle
