#pragma once

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace lifecircle {

/// Looks through the table of a Shapefile (.dbf, dBASE III) for what GDAL reads in silence: a
/// number that is none becomes 0 or its first digits, a table cut off or of other rows than the
/// shapes loses what is over. It reads a block of rows at a time.
class DbfCheck {
 public:
  /// None where there is no .dbf beside `shp`.
  static std::optional<DbfCheck> beside(const std::string& shp);

  /// Whether its head can be a table's.
  bool is_table() const { return row_bytes_ > 0; }
  /// Rows its head says it has, and rows the file is long enough for.
  std::uint64_t rows_said() const { return rows_; }
  std::uint64_t rows_there() const { return there_; }
  /// What field `field` of row `row` says, if the field is one of numbers or dates and that is
  /// none. Blank and ***** (no value) are fine.
  std::optional<std::string> bad_value(std::uint64_t row, std::size_t field);

 private:
  struct Field {
    char kind = 'C';
    std::size_t at = 0, size = 0;  ///< in a row
  };

  std::ifstream file_;
  std::vector<Field> fields_;
  std::uint64_t rows_ = 0, there_ = 0;
  std::size_t head_bytes_ = 0, row_bytes_ = 0;
  std::string block_;
  std::uint64_t block_first_ = 0;  ///< row
};

}  // namespace lifecircle
