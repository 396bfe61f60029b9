#pragma once

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "io/read/row_text.hpp"

namespace lifecircle {

/// A table as text, RFC 4180 with the liberties people take: UTF-8 with or without a mark, or what
/// else io/read/row_text.hpp finds; commas, semicolons or tabs, whichever the head has most; LF, CR
/// LF or CR; quoted fields over several lines. Fields are bytes as they stand; in none of the
/// encodings of China is a separator, quote or line end part of another character.
class CsvFile {
 public:
  /// `tabs`: a .tsv. Reads the file once to know its encoding. `columns`: the head of a file that
  /// has none, whose first line then is a record.
  static Result<CsvFile> open(const std::string& path, bool tabs, const std::string& encoding,
                              const std::vector<std::string>& columns = {});

  const std::vector<std::string>& head() const { return head_; }
  const TextEncoding& encoding() const { return encoding_; }

  struct Record {
    std::int64_t line = 0;  ///< of its beginning, the head's being 1
    std::vector<std::string> fields;
    bool is_text = true;  ///< no byte of it is 0
  };
  /// The next record that is not blank; false at the end. An Error where a quote never ends or a
  /// record is beyond all measure.
  Result<bool> next(Record& record);

 private:
  int get();
  int peek();
  void fill_buffer();

  std::string path_;
  std::ifstream file_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
  char separator_ = ',';
  TextEncoding encoding_;
  std::vector<std::string> head_;
};

}  // namespace lifecircle
