#pragma once

#include <string>

#include "engine/base/messages.hpp"

namespace lifecircle {

/// The same words in both languages.
struct Words {
  std::string zh, en;
  friend bool operator==(const Words&, const Words&) = default;
};

/// In one language; where they have none in it, in the other.
inline const std::string& in_language(const Words& words, Language language) {
  const std::string& wanted = language == Language::zh ? words.zh : words.en;
  const std::string& other = language == Language::zh ? words.en : words.zh;
  return wanted.empty() ? other : wanted;
}

}  // namespace lifecircle
