#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/study/table.hpp"
#include "io/write/vector_file.hpp"

namespace lifecircle {

/// The table of a Shapefile: dBASE, every row of the same width. See shapefile.hpp for what it can
/// take.
class DbfLayout {
 public:
  explicit DbfLayout(const Table& table);

  /// Names of columns as the file has them: 10 bytes at most, different without regard to case.
  const std::vector<std::string>& names() const { return names_; }
  bool too_wide() const;

  /// Everything before the rows: always as many bytes, whatever the number of rows.
  std::string head(std::uint64_t rows) const;
  std::size_t row_bytes() const { return row_bytes_; }
  /// One row of a table with these columns; `number` is its number in the file, from 1. What could
  /// not be taken is counted.
  std::string row(const Table& table, std::size_t row, std::uint64_t number,
                  Written& written) const;

 private:
  struct Field {
    char type;
    std::size_t width, decimals;
  };
  std::vector<std::string> names_;
  std::vector<Field> fields_;
  std::size_t row_bytes_ = 1;  // a mark of deletion
};

/// At most `bytes` bytes of a text, cut between characters.
std::string_view cut_text(std::string_view text, std::size_t bytes);

}  // namespace lifecircle
