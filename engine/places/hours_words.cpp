#include "engine/places/hours_words.hpp"

#include <algorithm>
#include <string>

namespace lifecircle::hours {
namespace {

using Kind = Word::Kind;

constexpr unsigned long long kWorkDays = 0b0011111, kWeekend = 0b1100000, kAllDays = 0b1111111;
constexpr unsigned long long day(int d) {
  return 1ULL << d;
}

struct Known {
  std::string_view text;
  Kind kind;
  unsigned long long days = 0;
};

/// Where one begins another, the longer one counts. 一 to 日 alone are days after a day.
constexpr Known kWords[] = {
    {"mo", Kind::days, day(0)},
    {"tu", Kind::days, day(1)},
    {"we", Kind::days, day(2)},
    {"th", Kind::days, day(3)},
    {"fr", Kind::days, day(4)},
    {"sa", Kind::days, day(5)},
    {"su", Kind::days, day(6)},
    {"mon", Kind::days, day(0)},
    {"tue", Kind::days, day(1)},
    {"wed", Kind::days, day(2)},
    {"thu", Kind::days, day(3)},
    {"fri", Kind::days, day(4)},
    {"sat", Kind::days, day(5)},
    {"sun", Kind::days, day(6)},
    {"monday", Kind::days, day(0)},
    {"tuesday", Kind::days, day(1)},
    {"wednesday", Kind::days, day(2)},
    {"thursday", Kind::days, day(3)},
    {"friday", Kind::days, day(4)},
    {"saturday", Kind::days, day(5)},
    {"sunday", Kind::days, day(6)},
    {"weekday", Kind::days, kWorkDays},
    {"weekdays", Kind::days, kWorkDays},
    {"weekend", Kind::days, kWeekend},
    {"weekends", Kind::days, kWeekend},
    {"daily", Kind::days, kAllDays},
    {"工作日", Kind::days, kWorkDays},
    {"周末", Kind::days, kWeekend},
    {"双休日", Kind::days, kWeekend},
    {"每天", Kind::days, kAllDays},
    {"每日", Kind::days, kAllDays},
    {"天天", Kind::days, kAllDays},
    {"ph", Kind::holiday},
    {"sh", Kind::school_holiday},
    {"法定节假日", Kind::holiday},
    {"节假日", Kind::holiday},
    {"off", Kind::off},
    {"closed", Kind::off},
    {"休息", Kind::off},
    {"关闭", Kind::off},
    {"关门", Kind::off},
    {"不开放", Kind::off},
    {"不营业", Kind::off},
    {"停诊", Kind::off},
    {"除外", Kind::off},
    {"open", Kind::open},
    {"开放", Kind::open},
    {"营业", Kind::open},
    {"24/7", Kind::whole_day},
    {"全天", Kind::whole_day},
    {"全天候", Kind::whole_day},
    {"24小时", Kind::whole_day},
    {"24h", Kind::whole_day},
    {"上午", Kind::morning},
    {"早上", Kind::morning},
    {"早", Kind::morning},
    {"下午", Kind::afternoon},
    {"晚上", Kind::evening},
    {"晚", Kind::evening},
    {":", Kind::colon},
    {"：", Kind::colon},
    {"∶", Kind::colon},
    {"点", Kind::hour},
    {"时", Kind::hour},
    {"半", Kind::half},
    {"分", Kind::minute},
    {"-", Kind::dash},
    {"~", Kind::dash},
    {"—", Kind::dash},
    {"——", Kind::dash},
    {"–", Kind::dash},
    {"－", Kind::dash},
    {"～", Kind::dash},
    {"〜", Kind::dash},
    {"−", Kind::dash},
    {"至", Kind::dash},
    {"到", Kind::dash},
    {",", Kind::comma},
    {"，", Kind::comma},
    {"、", Kind::comma},
    {"和", Kind::comma},
    {"及", Kind::comma},
    {";", Kind::semicolon},
    {"；", Kind::semicolon},
    {"。", Kind::semicolon},
};

constexpr std::string_view kDayNumerals[] = {"一", "二", "三", "四", "五", "六", "日", "天"};
constexpr std::string_view kWeek[] = {"每周", "周", "星期", "礼拜"};

/// How many bytes of blank the text begins with.
std::size_t blank(std::string_view text) {
  if (text.starts_with("　")) return std::string_view{"　"}.size();
  return text.front() == ' ' || text.front() == '\t' || text.front() == '\n' || text.front() == '\r'
             ? 1
             : 0;
}

/// One digit, ASCII or full-width; how many bytes it takes, or 0.
std::size_t digit(std::string_view text, int& value) {
  if (text.empty()) return 0;
  if (text.front() >= '0' && text.front() <= '9') {
    value = text.front() - '0';
    return 1;
  }
  constexpr std::string_view kZero = "０";  // EF BC 90 and on
  if (text.size() < 3 || text.substr(0, 2) != kZero.substr(0, 2)) return 0;
  const int d = static_cast<unsigned char>(text[2]) - static_cast<unsigned char>(kZero[2]);
  if (d < 0 || d > 9) return 0;
  value = d;
  return 3;
}

std::optional<int> day_numeral(std::string_view text, std::size_t& bytes) {
  int number = 0;
  if (bytes = digit(text, number); bytes > 0)
    return number >= 1 && number <= kDays ? std::optional{number - 1} : std::nullopt;
  for (std::size_t d = 0; d < std::size(kDayNumerals); ++d)
    if (text.starts_with(kDayNumerals[d])) {
      bytes = kDayNumerals[d].size();
      return std::min(static_cast<int>(d), kDays - 1);
    }
  return std::nullopt;
}

/// 周三, 星期日: a day and how many bytes it takes.
std::optional<int> week_day(std::string_view text, std::size_t& bytes) {
  for (const std::string_view week : kWeek) {
    if (!text.starts_with(week)) continue;
    if (const auto found = day_numeral(text.substr(week.size()), bytes)) {
      bytes += week.size();
      return found;
    }
  }
  return std::nullopt;
}

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

/// The longest known word the text begins with; one of letters ends where the letters end.
const Known* known_word(std::string_view text) {
  const Known* best = nullptr;
  for (const Known& word : kWords) {
    if (!text.starts_with(word.text)) continue;
    if (is_letter(word.text.back()) && text.size() > word.text.size() &&
        is_letter(text[word.text.size()]))
      continue;
    if (best == nullptr || word.text.size() > best->text.size()) best = &word;
  }
  return best;
}

}  // namespace

std::optional<std::vector<Word>> words_of(std::string_view original) {
  std::string lower{original};
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  std::string_view text = lower;
  std::vector<Word> words;
  const auto add = [&](Word word, std::size_t bytes) {
    words.push_back(word);
    text.remove_prefix(bytes);
  };
  while (!text.empty()) {
    if (const std::size_t bytes = blank(text); bytes > 0) {
      text.remove_prefix(bytes);
      continue;
    }
    // What stands before the hours says no more than that they follow.
    for (const std::string_view head : {"营业时间", "开放时间", "服务时间", "门诊时间"})
      if (words.empty() && text.starts_with(head)) {
        text.remove_prefix(head.size());
        for (const std::string_view colon : {":", "："})
          if (text.starts_with(colon)) text.remove_prefix(colon.size());
        break;
      }
    if (text.empty()) break;
    std::size_t bytes = 0;
    if (const Known* word = known_word(text)) {
      add({.kind = word->kind, .days = Days{word->days}}, word->text.size());
    } else if (const auto found = week_day(text, bytes)) {
      add({.kind = Kind::days, .days = Days{day(*found)}}, bytes);
    } else if (int value = 0; (bytes = digit(text, value)) > 0) {
      Word number{.kind = Kind::number};
      for (; bytes > 0 && number.digits < 5; bytes = digit(text, value)) {
        number.value = number.value * 10 + value;
        ++number.digits;
        text.remove_prefix(bytes);
      }
      words.push_back(number);
    } else if (const auto more = day_numeral(text, bytes)) {
      add({.kind = Kind::more_days, .days = Days{day(*more)}}, bytes);
    } else {
      return std::nullopt;
    }
  }
  return words;
}

}  // namespace lifecircle::hours
