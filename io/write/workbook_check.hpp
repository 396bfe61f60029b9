#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace lifecircle {

/// What a sheet holds: rows with any cell, cells with a number, cells with a text.
struct SheetCount {
  std::uint64_t rows = 0, numbers = 0, texts = 0;
  std::uint32_t sum = 0;  ///< of what stands in these cells, in their order: see add_cell

  /// CRC-32 of `sum` and one more cell: its letters, or its number as it is written.
  void add_cell(std::string_view letters);
};

/// Opens a finished workbook, unpacks every part of it (their checksums are compared), reads each
/// as XML and compares how many sheets there are and what they hold. In little memory.
Result<Done> check_workbook(const std::string& path, const std::string& shown,
                            const std::vector<SheetCount>& sheets);

}  // namespace lifecircle
