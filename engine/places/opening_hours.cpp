#include "engine/places/opening_hours.hpp"

#include <algorithm>
#include <span>

#include "engine/places/hours_words.hpp"

namespace lifecircle {
namespace {

using hours::Word;
using Kind = Word::Kind;

/// A time of day as written, from midnight, and which half of the day it was said to be in.
struct Clock {
  int minute = 0;
  Kind half = Kind::colon;  ///< morning, afternoon, evening, or none of them
  bool bare = false;        ///< a number alone: 8 in "8-18点"
};

/// Reads words from the left. Whatever is not understood sets `failed`.
class Reader {
 public:
  explicit Reader(std::span<const Word> words) : words_{words} {}

  bool done() const { return next_ == words_.size(); }
  bool sees(Kind kind) const { return !done() && words_[next_].kind == kind; }
  bool take(Kind kind) {
    if (!sees(kind)) return false;
    ++next_;
    return true;
  }

  bool sees_days() const { return sees(Kind::days) || sees_holiday(); }
  bool sees_time() const { return sees(Kind::number) || sees_half(); }

  bool take_comma_before_time() {
    const auto time = [&](Kind kind) { return is(next_ + 1, kind); };
    return sees(Kind::comma) &&
           (time(Kind::number) || time(Kind::morning) || time(Kind::afternoon) ||
            time(Kind::evening)) &&
           take(Kind::comma);
  }

  /// "Mo-Fr,Su", "周一至五、周日", "PH": the days of an ordinary week among them; `holiday` becomes
  /// true where public holidays are.
  Days days(bool& holiday) {
    Days all;
    do {
      if (take(Kind::holiday)) {
        holiday = true;
        continue;
      }
      if (take(Kind::school_holiday)) continue;
      const Days from = words_[next_++].days;
      if (sees(Kind::dash) && ends_range(next_ + 1)) {
        const Days to = words_[next_ + 1].days;
        next_ += 2;
        if (from.count() != 1 || to.count() != 1) return fail(), all;
        int d = 0;
        while (!from[static_cast<std::size_t>(d)]) ++d;
        for (; !to[static_cast<std::size_t>(d)]; d = (d + 1) % kDays)
          all.set(static_cast<std::size_t>(d));
        all |= to;
      } else {
        all |= from;
      }
    } while (more_days());
    return all;
  }

  /// "8:30-12:00", "下午2:30-5:30", "8点至17点半".
  OpeningHours::Span span() {
    const Clock from = clock(Kind::colon);
    if (!take(Kind::dash)) return fail(), OpeningHours::Span{};
    const Clock to = clock(from.half);
    // A number alone is an hour where the other end says that hours are meant.
    if (from.minute >= kMinutesADay || to.bare) fail();
    OpeningHours::Span span{from.minute, to.minute};
    if (span.to == span.from) fail();
    if (span.to > span.from + kMinutesADay) fail();
    if (span.to < span.from) {
      if (to.half != Kind::colon) fail();  // 上午9:00-5:00
      span.to += kMinutesADay;
    }
    return span;
  }

  /// `half` is said before, for both ends: 下午2:30-5:30.
  Clock clock(Kind half) {
    const bool said = sees_half();
    if (said) half = words_[next_++].kind;
    Clock at{.half = half};
    if (!sees(Kind::number)) return fail(), at;
    const Word hour = words_[next_++];
    int minutes = 0;
    if (take(Kind::colon)) {
      minutes = two_digits();
    } else if (take(Kind::hour)) {
      if (take(Kind::half))
        minutes = 30;
      else if (sees(Kind::number)) {
        minutes = two_digits();
        take(Kind::minute);
      }
    } else {
      at.bare = true;
    }
    int h = hour.value;
    if (hour.digits > 2 || minutes > 59) fail();
    if (said && half == Kind::morning && h > 12) fail();
    if (half == Kind::evening && h == 12) fail();  // noon or midnight?
    if ((half == Kind::afternoon || half == Kind::evening) && h < 12) h += 12;
    at.minute = h * 60 + minutes;
    if (at.minute > 2 * kMinutesADay) fail();
    return at;
  }

  bool failed() const { return failed_; }
  void fail() { failed_ = true; }

 private:
  bool sees_holiday() const { return sees(Kind::holiday) || sees(Kind::school_holiday); }
  bool sees_half() const {
    return sees(Kind::morning) || sees(Kind::afternoon) || sees(Kind::evening);
  }
  int two_digits() {
    if (!sees(Kind::number) || words_[next_].digits != 2) return fail(), 0;
    return words_[next_++].value;
  }
  bool is(std::size_t i, Kind kind) const { return i < words_.size() && words_[i].kind == kind; }
  bool ends_range(std::size_t i) const { return is(i, Kind::days) || is(i, Kind::more_days); }
  /// Goes on to the next day of a list, if there is one.
  bool more_days() {
    if (sees_days() || sees(Kind::more_days)) return true;
    if (!sees(Kind::comma)) return false;
    const std::size_t after = next_ + 1;
    if (!ends_range(after) && !is(after, Kind::holiday) && !is(after, Kind::school_holiday))
      return false;
    ++next_;
    return true;
  }

  std::span<const Word> words_;
  std::size_t next_ = 0;
  bool failed_ = false;
};

struct Rule {
  Days days;
  bool holiday = false;                   ///< and public holidays
  std::vector<OpeningHours::Span> spans;  ///< none: off
  bool adds = false;
};

Rule read_rule(Reader& words) {
  Rule rule;
  const bool names_days = words.sees_days();
  rule.days = names_days ? words.days(rule.holiday) : Days{}.set();
  if (names_days) words.take(Kind::colon);
  const bool open = words.take(Kind::open);
  if (!open && words.take(Kind::off)) {
    rule.holiday |= !names_days;
    return rule;
  }
  if (words.take(Kind::whole_day)) {
    rule.spans.push_back({0, kMinutesADay});
    rule.holiday |= !names_days;
  } else if (words.sees_time()) {
    do rule.spans.push_back(words.span());
    while (!words.failed() && (words.sees_time() || words.take_comma_before_time()));
  } else {
    if (!names_days && !open) words.fail();
    rule.spans.push_back({0, kMinutesADay});
    return rule;
  }
  words.take(Kind::open);
  return rule;
}

}  // namespace

std::optional<OpeningHours> OpeningHours::parse(std::string_view text) {
  const auto words = hours::words_of(text);
  if (!words || words->empty()) return std::nullopt;
  Reader reader{*words};
  OpeningHours hours;
  bool adds = false;
  while (!reader.done()) {
    const Rule rule = read_rule(reader);
    if (reader.failed()) return std::nullopt;
    const auto apply = [&](std::vector<Span>& spans) {
      if (!adds || rule.spans.empty()) spans.clear();
      spans.insert(spans.end(), rule.spans.begin(), rule.spans.end());
    };
    for (std::size_t d = 0; d < kDays; ++d)
      if (rule.days[d]) apply(hours.begins_[d]);
    if (rule.holiday) {
      if (!hours.on_holiday_) hours.on_holiday_.emplace();
      apply(*hours.on_holiday_);
    }
    if (reader.done()) break;
    adds = !reader.take(Kind::semicolon);
    while (!adds && reader.take(Kind::semicolon)) {
    }
    // Nothing in between: only where new days say that another rule begins.
    if (adds && !reader.take(Kind::comma) && !reader.sees_days()) return std::nullopt;
  }
  return hours;
}

std::array<int, kDays> OpeningHours::minutes_by_day() const {
  std::array<std::bitset<kMinutesADay>, kDays> open;
  for (std::size_t d = 0; d < kDays; ++d)
    for (const Span& span : begins_[d])
      for (int minute = span.from; minute < span.to; ++minute) {
        const auto day = (d + static_cast<std::size_t>(minute / kMinutesADay)) % kDays;
        open[day].set(static_cast<std::size_t>(minute % kMinutesADay));
      }
  std::array<int, kDays> minutes{};
  for (std::size_t d = 0; d < kDays; ++d) minutes[d] = static_cast<int>(open[d].count());
  return minutes;
}

std::optional<int> OpeningHours::minutes_on_holiday() const {
  if (!on_holiday_) return std::nullopt;
  std::bitset<kMinutesADay> open;
  for (const Span& span : *on_holiday_)
    for (int minute = span.from; minute < std::min(span.to, kMinutesADay); ++minute)
      open.set(static_cast<std::size_t>(minute));
  return static_cast<int>(open.count());
}

bool OpeningHours::open_at(const DayTime& at) const {
  const auto open = [](const std::vector<Span>& spans, int minute) {
    return std::ranges::any_of(spans,
                               [&](const Span& s) { return s.from <= minute && minute < s.to; });
  };
  for (std::size_t d = 0; d < kDays; ++d)
    if (at.days[d] && !open(begins_[d], at.minute) &&
        !open(begins_[(d + kDays - 1) % kDays], at.minute + kMinutesADay))
      return false;
  return true;
}

std::optional<DayTime> parse_day_time(std::string_view text) {
  const auto words = hours::words_of(text);
  if (!words) return std::nullopt;
  Reader reader{*words};
  if (!reader.sees(Kind::days)) return std::nullopt;
  bool holiday = false;
  DayTime at{.days = reader.days(holiday)};
  const Clock clock = reader.clock(Kind::colon);
  at.minute = clock.minute;
  if (reader.failed() || !reader.done() || clock.bare || at.minute >= kMinutesADay ||
      at.days.none())
    return std::nullopt;
  return at;
}

}  // namespace lifecircle
