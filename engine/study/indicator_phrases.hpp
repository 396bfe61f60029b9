#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/study/indicator.hpp"
#include "engine/study/standard_words.hpp"

namespace lifecircle {

/// "people.households", "units", as a standard writes it.
std::string amount_word(const Amount& amount);

/// A figure as short as it can be said exactly: "30", "27.3".
std::string figure(double value);

inline const std::string& in(Language language, const Words& words) {
  return language == Language::zh ? words.zh : words.en;
}

/// Parts of indicators in words of one language. Words of the study stand in brackets behind their
/// names: "floor area (facilities.floor_area)", or are left out; one that is not in the list is
/// shown as it is. Keeps a reference to the list.
class Phrases {
 public:
  enum class Codes : bool { left_out, in_brackets };
  Phrases(const StandardWords& words, Language language, Codes codes = Codes::in_brackets)
      : words_{words}, language_{language}, codes_{codes} {}

  Language language() const { return language_; }
  std::string say(std::string_view key, const std::vector<std::string>& args = {}) const {
    return lifecircle::say(key, language_, args);
  }
  /// "a, b", "甲、乙"
  std::string join(const std::vector<std::string>& parts) const;

  std::string kinds(const std::vector<std::string>& kinds) const;
  std::string classes(const std::vector<std::string>& classes) const;
  std::string level(Level level) const;
  std::string amount(const Amount& amount) const;
  std::string sum(const std::vector<Amount>& sum) const;
  std::string yes_column(const std::string& column) const;
  /// Facilities of at least a size.
  std::string size(const Amount& size, double at_least) const;

  std::string limit(const NearEnough& circle) const;
  std::string distance(const NearEnough& circle) const;
  std::string modes(const NearEnough& circle) const;
  /// Empty for a radius, which has none.
  std::string direction(const NearEnough& circle) const;

 private:
  std::string with_code(const std::string& name, const std::string& code) const;
  std::string named(const std::string& word, const std::map<std::string, Words>& names) const;
  const ColumnWords* column(const Amount& amount) const;

  const StandardWords& words_;
  Language language_;
  Codes codes_;
};

}  // namespace lifecircle
