#include "io/read/plain_name.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace lifecircle {

namespace {

// The longer first: an ending is taken off once.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kEndings{{
    {"社区居民委员会", "社区"},
    {"社区居委会", "社区"},
    {"村村民委员会", "村"},
    {"村民委员会", "村"},
    {"村委会", "村"},
    {"居民委员会", "社区"},
    {"居委会", "社区"},
    {"行政村", "村"},
}};

std::string without_spaces(const std::string& text) {
  std::string kept;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ' || text[i] == '\t' || text[i] == '\r' || text[i] == '\n') continue;
    if (std::string_view{text}.substr(i).starts_with("\u3000")) {
      i += 2;
      continue;
    }
    kept += text[i];
  }
  return kept;
}

}  // namespace

std::string plain_name(const std::string& text) {
  std::string plain = without_spaces(text);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (plain.size() == 19 && std::ranges::all_of(plain, is_digit)) return plain.substr(0, 12);
  for (const auto& [ending, kept] : kEndings)
    if (plain.size() > ending.size() && plain.ends_with(ending)) {
      plain.resize(plain.size() - ending.size());
      return plain += kept;
    }
  return plain;
}

}  // namespace lifecircle
