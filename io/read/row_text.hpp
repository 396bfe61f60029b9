#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"
#include "io/read/text.hpp"

namespace lifecircle {

/// How the texts of one file are read, in the order in which it is decided: as the user states; as
/// a .cpg file says; as the language byte of a dBASE file says; as UTF-8 where all of it is, or all
/// but a few broken bytes; else as GB18030, which holds GBK and GB 2312.
struct TextEncoding {
  std::string name;  ///< "GB18030"
  const char* why;   ///< message key: text_stated, text_cpg, text_language_byte, text_codepage,
                     ///< text_utf8, text_utf8_mostly, text_guessed
};

/// The last two steps: for what nobody says.
TextEncoding encoding_of(const Utf8Check& seen);

/// Reads the texts of one layer: into UTF-8, and what cannot be read told by row and column.
class RowTexts {
 public:
  /// An Error where the encoding is not known here. `layer` may be empty.
  static Result<RowTexts> make(TextEncoding encoding, const std::string& file,
                               const std::string& layer);

  /// A text of a row as UTF-8. Bytes that are none in the encoding become U+FFFD and a problem
  /// (text_undecodable) with row, column and the bytes.
  std::string read(std::string_view raw, std::int64_t row, const std::string& column,
                   Problems& problems) const;
  /// A name of a column; nothing to tell.
  std::string name(std::string_view raw) const;
  const TextEncoding& encoding() const { return encoding_; }

  /// Tells how texts are read: as a conversion unless they are plain UTF-8, and as a problem
  /// (text_decoded) where it was guessed.
  void tell(Problems& problems) const;

 private:
  TextEncoding encoding_;
  std::string file_, layer_;
  bool is_utf8_ = false;
  std::optional<Decoder> decoder_;
};

}  // namespace lifecircle
