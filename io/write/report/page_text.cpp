#include "io/write/report/page_text.hpp"

#include <cstddef>
#include <cstdint>
#include <variant>

#include <fmt/format.h>

#include "io/write/clean_text.hpp"
#include "io/write/csv.hpp"

namespace lifecircle::page {

const std::string& in(const Words& words, Language language) {
  const std::string& wanted = language == Language::zh ? words.zh : words.en;
  return !wanted.empty() ? wanted : language == Language::zh ? words.en : words.zh;
}

std::string shown(std::string_view text) {
  std::string line = clean_text(text);
  for (char& c : line)
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  return fill("{0}", {line});
}

std::string shortened(std::string_view text, std::size_t characters) {
  std::string line = shown(text);
  std::size_t begun = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(line[i]) & 0xC0) != 0x80;
    if (begins && begun++ == characters) return line.substr(0, i) + "…";
  }
  return line;
}

std::string html(std::string_view text) {
  std::string out;
  for (const char c : shown(text)) {
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
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string html(const Words& words, Language language) {
  return html(in(words, language));
}

std::string json(std::string_view text) {
  std::string out = "\"";
  for (const char c : shown(text)) {
    // "</script" and "<!--" would end the block or change how it is read; ]]> and &, in XML.
    if (c == '<' || c == '>' || c == '&')
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else if (c == '"' || c == '\\')
      (out += '\\') += c;
    else
      out += c;
  }
  return out + '"';
}

std::string css(std::string_view text) {
  std::string out = "\"";
  for (const char c : shown(text)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool part_of_character = static_cast<unsigned char>(c) >= 0x80;
    out += letter || part_of_character ? std::string{c}
                                       : fmt::format("\\{:x} ", static_cast<unsigned>(c));
  }
  return out + '"';
}

std::string base64(std::string_view bytes) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k)
      three = three << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k <= bytes.size() ? kDigits[three >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

std::string cell(const TableColumn& column, std::size_t row, int decimals) {
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    const std::int64_t value = (*integers)[row];
    return value == kNoInteger ? std::string{} : fmt::format("{}", value);
  }
  if (const auto* numbers = std::get_if<std::vector<double>>(&column.values))
    return csv_number((*numbers)[row], decimals < 0 ? column.decimals : decimals);
  return shown(std::get<std::vector<std::string>>(column.values)[row]);
}

bool is_number(const TableColumn& column) {
  return !std::holds_alternative<std::vector<std::string>>(column.values);
}

}  // namespace lifecircle::page
