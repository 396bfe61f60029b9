#include "tools/lifecircle/text_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ostream>

namespace lifecircle {

namespace {

constexpr int kWidest = 100;

}  // namespace

std::string fixed(double value, int decimals) {
  if (!std::isfinite(value)) return "-";
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

std::string percent(double value) {
  return std::isfinite(value) ? fixed(value, 2) + " %" : "-";
}

int shown_width(const std::string& text) {
  int width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;  // the rest of a character already counted
    width += byte >= 0xE3 ? 2 : 1;        // from U+3000 on: CJK and its punctuation, not "≥"
  }
  return width;
}

void print_table(std::ostream& out, const std::vector<std::string>& heads,
                 const std::vector<bool>& right,
                 const std::vector<std::vector<std::string>>& rows) {
  std::vector<int> width;
  for (std::size_t c = 0; c < heads.size(); ++c) {
    width.push_back(shown_width(heads[c]));
    for (const auto& row : rows)
      width[c] = std::max(width[c], std::min(kWidest, shown_width(row[c])));
  }
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const int left = std::max(0, width[c] - shown_width(cells[c]));
      const std::string space(static_cast<std::size_t>(left), ' ');
      text += right[c] ? space + cells[c] : cells[c] + space;
      if (c + 1 < cells.size()) text += "  ";
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    out << text << '\n';
  };
  line(heads);
  std::string rule;
  for (std::size_t c = 0; c < heads.size(); ++c)
    rule +=
        std::string(static_cast<std::size_t>(width[c]), '-') + (c + 1 < heads.size() ? "  " : "");
  out << rule << '\n';
  for (const auto& row : rows) line(row);
}

}  // namespace lifecircle
