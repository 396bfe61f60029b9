#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"
#include "io/read/csv.hpp"
#include "io/read/row_text.hpp"

namespace lifecircle {

/// A CSV or TSV by the names of its columns, its texts as UTF-8: how they are read is told where
/// they are not (row_text.hpp). Rows whose fields cannot be told apart are set aside.
class NamedTable {
 public:
  /// Errors: no such file, not text, an encoding nobody knows. `problems` is borrowed.
  static Result<NamedTable> open(const std::string& path, const std::string& encoding,
                                 Problems& problems);

  std::optional<std::size_t> find(const std::string& name) const;
  /// An Error names the columns there are.
  Result<std::size_t> need(const std::string& name) const;
  std::string columns() const;
  /// Calls f() for each row that can be used, which field() and set_aside() then speak of.
  Result<Done> each(const std::function<void(std::int64_t line)>& f);
  /// "" for a field that is not there.
  std::string field(std::optional<std::size_t> column) const;
  void set_aside(const char* key, std::vector<std::string> args);
  std::uint64_t rows_set_aside() const { return rows_set_aside_; }

 private:
  NamedTable(std::string path, CsvFile file, RowTexts texts, Problems& problems);

  std::string path_;
  CsvFile file_;
  RowTexts texts_;
  Problems& problems_;
  std::vector<std::string> head_;
  CsvFile::Record record_;
  std::uint64_t rows_set_aside_ = 0;
};

}  // namespace lifecircle
