#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace lifecircle {

/// Days of an ordinary week, 0 for Monday to 6 for Sunday.
inline constexpr int kDays = 7;
inline constexpr int kMinutesADay = 24 * 60;
using Days = std::bitset<kDays>;

/// Whether something is open at a time. Unknown: nobody says, or not in words that are understood.
enum class Openness : std::uint8_t { open, closed, unknown };
inline const char* openness_name(Openness state) {
  return state == Openness::open ? "open" : state == Openness::closed ? "closed" : "unknown";
}

/// A time of day on one day of the week, or on each of several ("weekday 19:00").
struct DayTime {
  Days days;       ///< not empty
  int minute = 0;  ///< 0 to 1439
  friend bool operator==(const DayTime&, const DayTime&) = default;
};

/// A day or days, and a time of day: "Mo 08:30", "Saturday 10:00", "周三 10:00", "weekday 19:00"
/// (工作日: Monday to Friday), "weekend 10:00" (周末), "daily 22:00" (每天). Nothing where the text
/// is anything else.
std::optional<DayTime> parse_day_time(std::string_view text);

/// When something is open in an ordinary week, out of what people write:
///
///   of OSM's opening_hours   24/7 · 08:00-18:00 · Mo-Fr 08:00-12:00,14:00-18:00; Sa 09:00-12:00 ·
///                            Mo,We · Su off · PH off · 18:00-02:00 (past midnight, also
///                            18:00-26:00)
///   in Chinese               8:00-18:00 · 周一至周五 8:30-17:30 · 星期一至星期日 · 周一、三、五 ·
///                            工作日 · 周末 · 每天 · 上午8:30-12:00 下午2:30-5:30 · 8点-17点半 ·
///                            周日休息 · 全天 · 24小时
///
/// Letters of any case, full-width signs, and ~, —, –, 至, 到 for the dash. As in OSM, a rule after
/// ";" takes the place of earlier ones on its days; one after "," (or nothing) adds to them; "off"
/// clears its days. A span is open at its first minute and closed at its last, and belongs to the
/// day on which it begins: a night that runs into a closed day stays.
///
/// Rules for public holidays (PH, 节假日) say nothing of an ordinary week, and the other way round:
/// without one it is not known what is open on a holiday, but for what is always open (24/7, 全天,
/// a rule of no days). Rules for school holidays (SH) are understood, and say nothing of either.
///
/// All else (sunrise, months, weeks, dates, comments, fallbacks, open ends, spans of no length) is
/// not understood as a whole: better no answer than half of one.
class OpeningHours {
 public:
  /// Nothing where the text is not understood, or empty.
  static std::optional<OpeningHours> parse(std::string_view text);

  /// What a text says of a time.
  static Openness state_at(std::string_view text, const DayTime& at) {
    const auto hours = parse(text);
    return !hours ? Openness::unknown : hours->open_at(at) ? Openness::open : Openness::closed;
  }

  /// Minutes it is open between midnight and midnight of each day; spans that overlap count once.
  std::array<int, kDays> minutes_by_day() const;

  /// Minutes it is open on a public holiday, between midnight and midnight; none where that is not
  /// stated. The night before belongs to a day that may be any, and does not count.
  std::optional<int> minutes_on_holiday() const;

  /// Open at this minute on every one of its days.
  bool open_at(const DayTime& at) const;

  /// From its day's midnight in minutes; `to` is past `from`, and may lie on the next day.
  struct Span {
    int from = 0, to = 0;
  };

 private:
  std::array<std::vector<Span>, kDays> begins_;  ///< [day on which the spans begin]
  std::optional<std::vector<Span>> on_holiday_;  ///< none: not stated
};

}  // namespace lifecircle
