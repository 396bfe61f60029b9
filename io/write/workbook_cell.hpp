#pragma once

#include <cstddef>
#include <string>
#include <variant>

#include "engine/study/table.hpp"

namespace lifecircle {

/// A cell of a workbook before it is written: a number, a text, or (an empty text) nothing.
using WorkbookCell = std::variant<double, std::string>;

/// Numbers as the CSV has them, rounded to the decimals of their column; a text where Excel, which
/// keeps 15 digits, would show another: whole numbers of more, and what is beyond 1e307.
WorkbookCell workbook_cell(const TableColumn& column, std::size_t row);

/// How it is shown: how many digits wide (sheet_width), and how many lines it takes where a column
/// is `widest` at most (sheet_lines). Of a long text its beginning counts.
struct CellSize {
  std::size_t width = 0, lines = 1;
};
CellSize cell_size(const TableColumn& column, std::size_t row, std::size_t widest);

}  // namespace lifecircle
