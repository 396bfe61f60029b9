#include "io/read/planned_year.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "io/read/text.hpp"

namespace lifecircle {
namespace {

constexpr int kFirstYear = 1800, kLastYear = 2200;

/// Full-width digits as plain ones.
std::string plain_digits(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (rest.size() >= 3 && rest.starts_with("\xEF\xBC") && rest[2] >= '\x90' &&
        rest[2] <= '\x99') {
      plain += static_cast<char>('0' + (rest[2] - '\x90'));
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

/// Reads a text from its start.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_{text} {}

  bool at_end() const { return rest_.empty(); }
  /// Takes `word`, if it stands here.
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  /// Takes a number of so many digits and not one more, from `low` to `high`.
  std::optional<int> number(std::size_t least, std::size_t most, int low, int high) {
    std::size_t digits = 0;
    int value = 0;
    while (digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9') {
      if (digits == most) return std::nullopt;
      value = 10 * value + (rest_[digits++] - '0');
    }
    if (digits < least || value < low || value > high) return std::nullopt;
    rest_.remove_prefix(digits);
    return value;
  }

 private:
  std::string_view rest_;
};

/// "6月30日", "6月", "底前", nothing: what may follow 年.
bool is_rest_of_chinese(Reader rest) {
  if (rest.at_end()) return true;
  for (const char* part : {"度", "初", "内", "底", "末"}) {
    if (!rest.take(part)) continue;
    rest.take("前");
    return rest.at_end();
  }
  if (!rest.number(1, 2, 1, 12) || !rest.take("月")) return false;
  if (rest.at_end() || rest.take("底") || rest.take("份")) return rest.at_end();
  return rest.number(1, 2, 1, 31) && (rest.take("日") || rest.take("号")) && rest.at_end();
}

/// "06-30", "6", "06-30T00:00:00+08": what may follow the sign after the year.
bool is_rest_of_date(Reader rest, const std::string& sign) {
  if (!rest.number(1, 2, 1, 12)) return false;
  if (rest.at_end()) return true;
  if (!rest.take(sign) || !rest.number(1, 2, 1, 31)) return false;
  if (rest.at_end()) return true;
  // A time of that day, whatever it is.
  return (rest.take(" ") || rest.take("T")) && rest.number(1, 2, 0, 24) && rest.take(":");
}

}  // namespace

std::optional<int> year_of_date(std::string_view text) {
  const std::string plain = plain_digits(trimmed(text));
  Reader all{plain};
  if (plain.size() == 8)
    if (const auto whole = all.number(8, 8, 10000 * kFirstYear, 10000 * (kLastYear + 1))) {
      const int month = *whole / 100 % 100, day = *whole % 100;
      return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? std::optional{*whole / 10000}
                                                                : std::nullopt;
    }
  const auto year = all.number(4, 4, kFirstYear, kLastYear);
  if (!year) return std::nullopt;
  Reader as_real = all;
  if (all.at_end() || (as_real.take(".") && as_real.number(1, 9, 0, 0) && as_real.at_end()))
    return year;
  all.take(" ");
  if (all.take("年")) return is_rest_of_chinese(all) ? year : std::nullopt;
  for (const char* sign : {"-", "/", "."})
    if (all.take(sign)) return is_rest_of_date(all, sign) ? year : std::nullopt;
  return std::nullopt;
}

bool YearSieve::set_aside(std::size_t row, const char* key, std::vector<std::string> args) {
  problems_.add({.key = key,
                 .file = features_.file,
                 .layer = features_.layer,
                 .row = features_.row[row],
                 .args = std::move(args),
                 .set_aside = true});
  return false;
}

bool YearSieve::is_there(std::size_t row) {
  ++asked_;
  if (!year_) return true;
  std::optional<int> opens, closes;
  for (const auto& [column, year] :
       {std::pair{&source_.opens, &opens}, {&source_.closes, &closes}}) {
    const std::string text{trimmed(features_.text(*column, row))};
    if (text.empty()) continue;
    *year = year_of_date(text);
    if (!*year) return set_aside(row, "facility_year_not_understood", {*column, text});
  }
  if (opens && closes && *closes < *opens)
    return set_aside(row, "facility_closes_before_it_opens",
                     {std::to_string(*opens), std::to_string(*closes)});
  const bool later = opens && *opens > *year_, closed = closes && *closes <= *year_;
  others_.open_later += later;
  others_.closed_by_then += closed;
  return !later && !closed;
}

void YearSieve::tell() const {
  if (others_.open_later + others_.closed_by_then == 0) return;
  problems_.add({.key = "facilities_of_other_years",
                 .file = features_.file,
                 .layer = features_.layer,
                 .args = {std::to_string(asked_), source_.kind, std::to_string(others_.open_later),
                          std::to_string(others_.closed_by_then), std::to_string(*year_)},
                 .set_aside = false});
}

}  // namespace lifecircle
