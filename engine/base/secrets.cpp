#include "engine/base/secrets.hpp"

#include <algorithm>

namespace lifecircle {
namespace {

constexpr std::string_view kHidden = "...";

/// The first '=' after such a word; npos: none.
std::size_t equals_of_key(std::string_view text) {
  std::string small{text};
  for (char& c : small) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  std::size_t first = std::string::npos;
  for (const std::string_view key : {"password", "passwd", "pwd"})
    for (std::size_t at = 0; (at = small.find(key, at)) != std::string::npos;) {
      at += key.size();
      const std::size_t equals = small.find_first_not_of(" \t", at);
      if (equals == std::string::npos || small[equals] != '=') continue;
      first = std::min(first, equals);
      break;
    }
  return first;
}

/// The same of one word without blanks: me:secret@host, X:me:secret@host.
std::string word_without(std::string_view word) {
  const std::size_t at = word.rfind('@');
  const std::size_t colon = word.find(':');
  if (at == std::string_view::npos || colon == std::string_view::npos || colon > at)
    return std::string{word};
  return std::string{word.substr(0, colon + 1)} + std::string{kHidden} +
         std::string{word.substr(at)};
}

}  // namespace

std::string without_secrets(std::string_view text) {
  if (const std::size_t equals = equals_of_key(text); equals != std::string::npos)
    return without_secrets(text.substr(0, equals)) + '=' + std::string{kHidden};
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return std::string{text};
  if (const std::size_t slashes = text.find("//");
      slashes != std::string_view::npos && slashes < at)
    return std::string{text.substr(0, slashes + 2)} + std::string{kHidden} +
           std::string{text.substr(at)};
  std::string shown;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    shown += word_without(text.substr(0, end));
    if (end < text.size()) shown += ' ';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return shown;
}

}  // namespace lifecircle
