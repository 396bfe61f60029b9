#include "io/write/clean_text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace lifecircle {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool plain(char c) {
  return (c >= 0x20 && c < 0x7F) || c == '\t' || c == '\n' || c == '\r';
}

/// Bytes of the well-formed character at the start of `text` (Unicode 15, table 3-7); 0: none.
std::size_t well_formed(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto in = [&](std::size_t i, unsigned low, unsigned high) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return in(1, 0x80, 0xBF) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : 0xBF;  // no surrogates
    return in(1, low, high) && in(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
    return in(1, low, high) && in(2, 0x80, 0xBF) && in(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

std::string doubled(std::string_view text, char quote) {
  std::string out{quote};
  for (const char c : text) {
    if (c == quote) out += quote;
    out += c;
  }
  out += quote;
  return out;
}

}  // namespace

std::string clean_text(std::string_view text) {
  if (std::ranges::all_of(text, plain)) return std::string{text};
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t bytes = well_formed(text);
    const std::string_view one = text.substr(0, std::max<std::size_t>(bytes, 1));
    const bool c1 = bytes == 2 && one[0] == '\xC2' && static_cast<unsigned char>(one[1]) < 0xA0;
    if (bytes == 0 || one == "\xEF\xBF\xBE" || one == "\xEF\xBF\xBF") {
      out += kReplacement;
    } else if (c1 || (bytes == 1 && !plain(one[0]))) {
      out += '?';
    } else {
      out += one;
    }
    text.remove_prefix(one.size());
  }
  return out;
}

std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : clean_text(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\t':
        out += "&#9;";
        break;
      case '\n':
        out += "&#10;";
        break;
      case '\r':
        out += "&#13;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string lower_ascii(std::string_view name) {
  std::string out{name};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string sql_text(std::string_view text) {
  return doubled(clean_text(text), '\'');
}
std::string sql_name(std::string_view name) {
  return doubled(clean_text(name), '"');
}

}  // namespace lifecircle
