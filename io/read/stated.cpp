#include "io/read/stated.hpp"

#include <set>

#include "io/read/people_count.hpp"
#include "io/read/text.hpp"

namespace lifecircle {

std::optional<std::int64_t> yes_or_no(const std::string& text) {
  static const std::set<std::string> kYes{"是", "有", "y", "yes", "true", "t", "1"};
  static const std::set<std::string> kNo{"否", "无", "没有", "n", "no", "false", "f", "0"};
  const std::string word = lowered(text);
  if (kYes.contains(word)) return 1000;
  if (kNo.contains(word)) return 0;
  return std::nullopt;
}

Stated stated_of(const StatedSource& source, const Features& features, std::size_t i,
                 Problems& problems) {
  Stated stated;
  const auto read = [&](const std::map<std::string, std::string>& columns, const char* fault,
                        auto value_of) {
    for (const auto& [name, column] : columns) {
      const std::string text{trimmed(features.text(column, i))};
      if (text.empty()) continue;
      if (const std::optional<std::int64_t> value = value_of(text))
        stated[name] = *value;
      else
        problems.add({.key = fault,
                      .file = features.file,
                      .layer = features.layer,
                      .row = features.row[i],
                      .args = {column, text},
                      .set_aside = false});
    }
  };
  read(source.numbers, "stated_not_a_number",
       [](const std::string& text) { return thousandths(text); });
  read(source.yes, "stated_not_yes_or_no", yes_or_no);
  return stated;
}

}  // namespace lifecircle
