#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "io/read/layer.hpp"
#include "io/read/text.hpp"

namespace lifecircle {
namespace {

/// Letters as people count them: a Chinese character is one.
std::vector<std::string> letters_of(const std::string& word) {
  std::vector<std::string> letters;
  for (const char c : lowered(word)) {
    const bool goes_on = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
    if (goes_on && !letters.empty())
      letters.back() += c;
    else
      letters.emplace_back(1, c);
  }
  return letters;
}

/// Letters added, left out, changed, or swapped with the next (optimal string alignment).
std::size_t edits_between(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::size_t> before_last, last(b.size() + 1), here(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    here[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      here[j] = std::min({last[j] + 1, here[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        here[j] = std::min(here[j], before_last[j - 2] + 1);
    }
    before_last = std::exchange(last, here);
  }
  return last[b.size()];
}

bool holds_within(const std::string& longer, const std::string& shorter) {
  return longer.find(shorter) != std::string::npos;
}

}  // namespace

std::vector<std::string> did_you_mean(const std::string& word,
                                      const std::vector<std::string>& known) {
  constexpr std::size_t kLongest = 200;  // letters; longer words are no slips of the pen
  constexpr std::size_t kShown = 3;
  const std::vector<std::string> letters = letters_of(word);
  std::vector<std::pair<std::size_t, std::string>> near;
  if (letters.empty() || letters.size() > kLongest) return {};
  for (const std::string& name : known) {
    const std::vector<std::string> other = letters_of(name);
    if (other.empty() || other.size() > kLongest) continue;
    std::size_t edits = edits_between(letters, other);
    const std::size_t shorter = std::min(letters.size(), other.size());
    const std::size_t allowed =
        std::max<std::size_t>(1, std::max(letters.size(), other.size()) / 3);
    const bool part = shorter >= 2 && (holds_within(lowered(name), lowered(word)) ||
                                       holds_within(lowered(word), lowered(name)));
    if (edits > allowed && part) edits = allowed;
    if (edits <= allowed && edits < std::max(letters.size(), other.size()))
      near.emplace_back(edits, name);
  }
  std::sort(near.begin(), near.end());
  near.erase(std::unique(near.begin(), near.end()), near.end());
  if (near.size() > kShown) near.resize(kShown);
  std::vector<std::string> names;
  for (auto& [edits, name] : near) names.push_back(std::move(name));
  return names;
}

std::string files_meant(const std::string& path) {
  namespace fs = std::filesystem;
  constexpr std::size_t kMost = 2000;  // a suggestion is not worth reading a huge folder
  const fs::path missing{path};
  const fs::path folder = missing.parent_path().empty() ? fs::path{"."} : missing.parent_path();
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator entry{folder, failed}, end;
       !failed && entry != end && names.size() < kMost; entry.increment(failed))
    names.push_back(entry->path().filename().string());
  std::ranges::sort(names);
  std::string meant;
  for (const std::string& name : did_you_mean(missing.filename().string(), names))
    meant += (meant.empty() ? "" : ", ") + name;
  return meant;
}

}  // namespace lifecircle
