#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace lifecircle {

bool is_utf8(std::string_view text);

/// Turns text of a stated encoding into UTF-8. What cannot be read becomes U+FFFD, a byte each.
class Decoder {
 public:
  /// An Error where the encoding is not known here.
  static Result<Decoder> from(const std::string& encoding);
  /// Appends the bytes that cannot be read to `failed`, where it is given.
  std::string decode(std::string_view text, std::string* failed = nullptr) const;

 private:
  struct Converter;
  std::shared_ptr<Converter> converter_;
};

/// Checks text that comes in pieces for being UTF-8.
class Utf8Check {
 public:
  void add(std::string_view piece);
  /// Whether all pieces together are whole UTF-8.
  bool good() const { return bad_ == 0 && missing_ == 0; }
  /// Whether they are, but for a few broken bytes: nine characters of three bytes and more (Chinese
  /// has no shorter ones, and other encodings hardly ever look like that) for each that is broken.
  bool mostly_good() const { return good() || (long_ >= 10 && long_ >= 9 * bad_); }

 private:
  std::uint64_t bad_ = 0, long_ = 0;
  int missing_ = 0;
  bool is_long_ = false;
  unsigned low_ = 0x80, high_ = 0xBF;  // what the next byte may be
};

/// Without blanks, tabs and full-width blanks around it.
std::string_view trimmed(std::string_view text);
/// Control characters, also several together, as one blank each; none around it.
std::string in_one_line(std::string_view text);
/// ASCII letters made small.
std::string lowered(std::string_view text);

/// A plain decimal number ("-12.5", "+1e3", blanks around it allowed) and nothing else; may be
/// nan or infinite, as the text says.
std::optional<double> parse_number(std::string_view text);
/// A whole number, also written "3.0".
std::optional<std::int64_t> parse_whole(std::string_view text);

/// The shortest text that reads back as the same number; plain digits unless very large or small.
std::string number_text(double value);
std::string number_text(float value);

}  // namespace lifecircle
