#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include <xlsxwriter.h>

#include "engine/base/messages.hpp"
#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"
#include "io/write/workbook.hpp"
#include "io/write/workbook_check.hpp"
#include "io/write/workbook_formats.hpp"

namespace lifecircle {

/// What a sheet is written into, and what is told of it.
struct SheetPlace {
  lxw_worksheet* sheet = nullptr;
  Formats& formats;
  Language language = Language::en;
  std::string shown, told;  ///< what errors call the file, and problems the sheet
  Problems& problems;
  /// Called now and then with how many rows of the table are written; false: stop.
  std::function<bool(std::uint64_t)> go_on;
};

Words title_of(const Sheet& sheet);

/// Rows above and below those of the table.
std::uint64_t rows_around(const Sheet& sheet);

/// Writes one sheet, from its title to its notes, and how it is printed. Its size was checked.
Result<SheetCount> write_sheet(const Sheet& sheet, const SheetPlace& place);

}  // namespace lifecircle
