#include "tools/lifecircle/file_words.hpp"

#include <cstddef>
#include <set>
#include <string_view>

#include "engine/base/messages.hpp"
#include "io/write/clean_text.hpp"

namespace lifecircle {

namespace {

constexpr std::size_t kMostBytes = 120;  // names of files have room for 255

std::string file_word(const std::string& name) {
  std::string word = clean_text(fill("{0}", {name}));  // '?' for whatever steers or is no text
  for (char& c : word)
    if (static_cast<unsigned char>(c) <= ' ' ||
        std::string_view{"/\\:*?\"'`<>|$&;!"}.find(c) != std::string_view::npos)
      c = '_';
  std::size_t end = word.size() > kMostBytes ? kMostBytes : word.size();
  while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xC0) == 0x80) --end;
  word.resize(end);
  return word;
}

}  // namespace

std::vector<std::string> file_words(const std::vector<std::string>& names) {
  std::vector<std::string> words;
  std::set<std::string> taken;
  for (const std::string& name : names) {
    const std::string plain = file_word(name);
    std::string word = plain;
    for (int number = 2; !taken.insert(lower_ascii(word)).second; ++number)
      word = plain + "_" + std::to_string(number);
    words.push_back(word);
  }
  return words;
}

}  // namespace lifecircle
