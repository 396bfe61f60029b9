#include "io/write/workbook_text.hpp"

#include <clocale>
#include <cwctype>

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "io/write/clean_text.hpp"

namespace lifecircle {
namespace {

constexpr std::size_t kMostLetters = 32'767, kLongestName = 31;

/// One character of a clean text.
struct Character {
  char32_t code;
  std::string_view bytes;
  /// In UTF-16.
  std::size_t units() const { return code > 0xFFFF ? 2 : 1; }
};

Character first_of(std::string_view clean) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(clean[i]); };
  const std::size_t size = byte(0) < 0x80 ? 1 : byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
  char32_t code = size == 1 ? byte(0) : byte(0) & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) code = code << 6 | (byte(i) & 0x3FU);
  return {code, clean.substr(0, size)};
}

template <class Do>
void for_each_character(std::string_view clean, const Do& deed) {
  while (!clean.empty()) {
    const Character one = first_of(clean);
    deed(one);
    clean.remove_prefix(one.bytes.size());
  }
}

std::size_t units_of(std::string_view clean) {
  std::size_t units = 0;
  for_each_character(clean, [&](const Character& one) { units += one.units(); });
  return units;
}

/// As many of its characters as have `most` units.
std::string_view first_units(std::string_view clean, std::size_t most) {
  std::size_t units = 0, bytes = 0;
  while (bytes < clean.size()) {
    const Character one = first_of(clean.substr(bytes));
    units += one.units();
    if (units > most) break;
    bytes += one.bytes.size();
  }
  return clean.substr(0, bytes);
}

/// "_xHHHH_" at the start.
bool is_character_code(std::string_view text) {
  const auto hexadecimal = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  return text.size() >= 7 && text.starts_with("_x") && text[6] == '_' &&
         std::ranges::all_of(text.substr(2, 4), hexadecimal);
}

std::string with_plain_line_ends(std::string text) {
  if (text.find('\r') == std::string::npos) return text;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r')
      out += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n')
      out += '\n';
  }
  return out;
}

/// Two digits wide: of the blocks of East Asian characters (Unicode 15, EastAsianWidth W and F).
bool is_wide(char32_t code) {
  struct Block {
    char32_t first, last;
  };
  static constexpr std::array<Block, 10> kWide{{{0x1100, 0x115F},
                                                {0x2E80, 0x303E},
                                                {0x3041, 0xA4CF},
                                                {0xA960, 0xA97F},
                                                {0xAC00, 0xD7A3},
                                                {0xF900, 0xFAFF},
                                                {0xFE30, 0xFE6F},
                                                {0xFF00, 0xFF60},
                                                {0xFFE0, 0xFFE6},
                                                {0x1F300, 0x3FFFD}}};
  return std::ranges::any_of(kWide, [&](Block b) { return code >= b.first && code <= b.last; });
}

std::size_t width_of(char32_t code) {
  return is_wide(code) ? 2 : 1;
}

/// Whether a formula could take the name for a cell, a number or a truth where it stands without
/// quotes, as libxlsxwriter writes names of letters and digits alone.
bool reads_as_cell(const std::string& name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.';
  };
  const std::string lower = lower_ascii(name);
  return std::ranges::all_of(name, plain) &&
         (name.find_first_of("0123456789") != std::string::npos || name.front() == '.' ||
          lower == "r" || lower == "c" || lower == "rc" || lower == "true" || lower == "false");
}

/// As Excel compares names of sheets.
std::u32string folded(std::string_view name) {
  static const locale_t letters = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  std::u32string out;
  for_each_character(name, [&](const Character& one) {
    char32_t code = one.code;
    if (code >= 0xFF01 && code <= 0xFF5E) code = code - 0xFF01 + '!';  // full-width forms
    if (letters != nullptr)
      code = static_cast<char32_t>(::towlower_l(static_cast<std::wint_t>(code), letters));
    out += code;
  });
  return out;
}

/// As many units, and no word cut in two where that costs less than half of them.
std::string_view first_words(std::string_view clean, std::size_t most) {
  const std::string_view start = first_units(clean, most);
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (start.empty() || start.size() == clean.size() || !letter(start.back()) ||
      !letter(clean[start.size()]))
    return start;
  const std::size_t space = start.rfind(' ');
  return space == std::string_view::npos || space < most / 2 ? start : start.substr(0, space);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

SheetText sheet_text(std::string_view text, Language language) {
  const std::string clean = with_plain_line_ends(clean_text(text));
  const std::string_view mark = language == Language::zh ? "……（已截断）" : "... (cut)";
  SheetText cell;
  std::size_t units = 0, fits = 0;  // written; bytes that leave room for the mark
  const std::size_t room = kMostLetters - units_of(mark);
  std::string_view rest = clean;
  while (!rest.empty()) {
    const Character one = first_of(rest);
    cell.letters += one.units();
    if (units <= kMostLetters) {  // what is beyond will not be written
      const std::string_view written = is_character_code(rest) ? "_x005F_" : one.bytes;
      units += written.size() > 4 ? written.size() : one.units();
      cell.text += written;
      if (units <= room) fits = cell.text.size();
    }
    rest.remove_prefix(one.bytes.size());
  }
  if (units > kMostLetters) {
    cell.cut = true;
    cell.text.resize(fits);
    cell.text += mark;
  }
  return cell;
}

std::size_t sheet_width(std::string_view text) {
  std::size_t width = 0, widest = 0;
  for_each_character(text, [&](const Character& one) {
    width = one.code == '\n' ? 0 : width + width_of(one.code);
    widest = std::max(widest, width);
  });
  return widest;
}

std::size_t sheet_lines(std::string_view text, std::size_t width) {
  std::size_t lines = 1, line = 0, word = 0;  // widths of the line so far and of its last word
  for_each_character(text, [&](const Character& one) {
    const std::size_t wide = width_of(one.code);
    if (one.code == '\n') {
      ++lines;
      line = word = 0;
      return;
    }
    line += wide;
    word = one.code == ' ' || is_wide(one.code) ? 0 : word + wide;
    if (line <= width || one.code == ' ') return;
    ++lines;
    if (word > width) word = wide;
    line = std::max(word, wide);
  });
  return lines;
}

std::string sheet_name(std::string_view title, const std::vector<std::string>& taken) {
  std::string plain;
  for_each_character(clean_text(title), [&](const Character& one) {
    const char32_t code =
        one.code >= 0xFF01 && one.code <= 0xFF5E ? one.code - 0xFF01 + '!' : one.code;
    if (std::u32string_view{U"[]:*?/\\"}.find(code) != std::u32string_view::npos)
      plain += '-';
    else if (code == '\'')
      plain += "’";  // at an end it is forbidden, within it is doubled wherever it is named
    else if (code < ' ')
      plain += ' ';
    else
      plain += one.bytes;
  });
  plain = trimmed(plain);
  if (plain.empty()) plain = "Sheet";
  plain = trimmed(first_words(plain, kLongestName));
  if (reads_as_cell(plain)) plain = fmt::format("({})", first_units(plain, kLongestName - 2));

  // Excel's own sheet of changes, in the languages of its users here.
  std::vector<std::u32string> names{folded("History"), folded("历史记录")};
  for (const std::string& name : taken) names.push_back(folded(name));
  std::string name = plain;
  for (int number = 2; std::ranges::find(names, folded(name)) != names.end(); ++number) {
    const std::string end = fmt::format(" ({})", number);
    name = std::string{trimmed(first_words(plain, kLongestName - end.size()))} + end;
  }
  return name;
}

}  // namespace lifecircle
