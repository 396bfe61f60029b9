#include "engine/places/opening_hours.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/effort.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle {
namespace {

using test::Dice;

DayTime at(const std::string& text) {
  const auto parsed = parse_day_time(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(DayTime{});
}

/// "open", "closed" or "?" at a time.
std::string state(const std::string& hours, const std::string& when) {
  const auto parsed = OpeningHours::parse(hours);
  return !parsed ? "?" : parsed->open_at(at(when)) ? "open" : "closed";
}

TEST(OpeningHours, ReadsWhatOsmWrites) {
  EXPECT_EQ(state("24/7", "Su 03:00"), "open");
  EXPECT_EQ(state("08:00-18:00", "Su 08:00"), "open");
  EXPECT_EQ(state("08:00-18:00", "Su 18:00"), "closed");
  const std::string week = "Mo-Fr 08:00-12:00,14:00-18:00; Sa 09:00-12:00";
  EXPECT_EQ(state(week, "Fr 11:59"), "open");
  EXPECT_EQ(state(week, "Fr 13:00"), "closed");
  EXPECT_EQ(state(week, "Sa 08:30"), "closed");
  EXPECT_EQ(state(week, "Sa 09:00"), "open");
  EXPECT_EQ(state(week, "Su 09:00"), "closed");
  EXPECT_EQ(state("Mo,We 8:00-10:00", "We 09:00"), "open");
  EXPECT_EQ(state("Mo,We 8:00-10:00", "Tu 09:00"), "closed");
  EXPECT_EQ(state("Fr-Mo: 08:00-10:00", "Su 09:00"), "open");
  EXPECT_EQ(state("Fr-Mo 08:00-10:00", "We 09:00"), "closed");
  EXPECT_EQ(state("Mo-Su 08:00-18:00; PH off", "Mo 09:00"), "open");
  EXPECT_EQ(state("PH,Su 08:00-18:00", "Mo 09:00"), "closed");
  EXPECT_EQ(state("Mo-Fr", "Fr 23:59"), "open");
  EXPECT_EQ(state("closed", "Fr 12:00"), "closed");
  EXPECT_EQ(state("Mo-Fr 08:00-18:00 open", "Fr 12:00"), "open");
}

TEST(OpeningHours, LaterRulesTakeTheDayAndCommasAddToIt) {
  EXPECT_EQ(state("Mo-Fr 08:00-18:00; We 09:00-12:00", "We 14:00"), "closed");
  EXPECT_EQ(state("Mo-Fr 08:00-12:00, We 14:00-18:00", "We 09:00"), "open");
  EXPECT_EQ(state("Mo-Fr 08:00-12:00, We 14:00-18:00", "We 15:00"), "open");
  EXPECT_EQ(state("08:00-18:00; Su off", "Su 12:00"), "closed");
}

TEST(OpeningHours, RunPastMidnight) {
  EXPECT_EQ(state("18:00-02:00", "Mo 01:59"), "open");
  EXPECT_EQ(state("18:00-02:00", "Mo 02:00"), "closed");
  EXPECT_EQ(state("18:00-26:00", "Mo 01:59"), "open");
  EXPECT_EQ(state("Fr 18:00-02:00", "Sa 01:00"), "open");
  EXPECT_EQ(state("Fr 18:00-02:00", "Fr 01:00"), "closed");
  EXPECT_EQ(state("Su 18:00-02:00", "Mo 01:00"), "open");
  EXPECT_EQ(state("Fr 18:00-02:00; Sa off", "Sa 01:00"), "open");  // Friday's night
}

TEST(OpeningHours, ReadsWhatIsWrittenInChina) {
  for (const char* week :
       {"周一至周五 8:30-17:30", "星期一到星期五8：30～17：30", "周一至五 8:30—17:30",
        "工作日 ８：３０－１７：３０", "周一、二、三、四、五 8点半-17点30分",
        "礼拜一至礼拜五　8:30至17:30。", "周1-周5：8:30-17:30",
        "开放时间：周一至周五 上午8:30-下午5:30", "每天 8:30-17:30；周末休息",
        "每天8:30-17:30，周六日不开放", "周一至周五 开放 8:30-17:30 节假日除外"}) {
    EXPECT_EQ(state(week, "周三 8:30"), "open") << week;
    EXPECT_EQ(state(week, "周三 8:29"), "closed") << week;
    EXPECT_EQ(state(week, "星期五 17:29"), "open") << week;
    EXPECT_EQ(state(week, "星期五 17:30"), "closed") << week;
    EXPECT_EQ(state(week, "周日 12:00"), "closed") << week;
  }
  const std::string shifts = "上午8:00-12:00，下午2:30-5:30";
  EXPECT_EQ(state(shifts, "Mo 11:00"), "open");
  EXPECT_EQ(state(shifts, "Mo 14:00"), "closed");
  EXPECT_EQ(state(shifts, "Mo 17:00"), "open");
  EXPECT_EQ(state("早8点-晚9点", "Mo 20:59"), "open");
  EXPECT_EQ(state("全天", "Mo 03:00"), "open");
  EXPECT_EQ(state("24小时营业", "Mo 03:00"), "open");
  EXPECT_EQ(state("周一至周五8:30-17:30 周六 9:00-12:00", "Sa 09:30"), "open");
  EXPECT_EQ(state("星期一至星期日", "Su 09:30"), "open");
}

TEST(OpeningHours, SayOfPublicHolidaysWhatIsWrittenOfThem) {
  const auto on_holiday = [](const std::string& text) {
    const auto hours = OpeningHours::parse(text);
    EXPECT_TRUE(hours) << text;
    return hours ? hours->minutes_on_holiday() : std::nullopt;
  };
  EXPECT_EQ(on_holiday("08:00-18:00"), std::nullopt) << "nothing is written of holidays";
  EXPECT_EQ(on_holiday("Mo-Su 08:00-18:00"), std::nullopt);
  EXPECT_EQ(on_holiday("每天8:30-17:30"), std::nullopt);
  EXPECT_EQ(on_holiday("Mo-Fr 08:00-18:00; SH 09:00-12:00"), std::nullopt) << "schools' own";
  EXPECT_EQ(on_holiday("Mo-Fr 08:00-18:00; PH 09:00-12:00"), 180);
  EXPECT_EQ(on_holiday("Mo-Su,PH 08:00-18:00"), 600);
  EXPECT_EQ(on_holiday("周一至周日、节假日 8:30-17:30"), 540);
  EXPECT_EQ(on_holiday("每天8:00-18:00，节假日全天开放"), 1440);
  EXPECT_EQ(on_holiday("Mo-Su 08:00-18:00; PH off"), 0);
  EXPECT_EQ(on_holiday("周一至周五 开放 8:30-17:30 节假日除外"), 0);
  EXPECT_EQ(on_holiday("24/7"), 1440);
  EXPECT_EQ(on_holiday("全天开放"), 1440);
  EXPECT_EQ(on_holiday("24/7; PH off"), 0);
  EXPECT_EQ(on_holiday("PH 08:00-12:00, PH 14:00-18:00"), 480);
  EXPECT_EQ(on_holiday("PH 08:00-12:00; PH 14:00-18:00"), 240);
  EXPECT_EQ(on_holiday("PH 18:00-02:00"), 360) << "the night before may be any";
  // And the week is what it was.
  EXPECT_EQ(state("Mo-Su 08:00-18:00; PH off", "Mo 09:00"), "open");
  EXPECT_EQ(state("每天8:00-18:00，节假日全天开放", "Mo 20:00"), "closed");
}

TEST(OpeningHours, DoesNotGuess) {
  for (const char* text : {"",
                           " ",
                           "sunrise-sunset",
                           "Apr-Oct: 08:00-18:00",
                           "Mo[1] 10:00-12:00",
                           "08:00+",
                           "week 1-10 08:00-18:00",
                           "\"by appointment\"",
                           "08:00-18:00 || \"call\"",
                           "8-18",
                           "08:00-08:00",
                           "08:00",
                           "Mo-Fr 08:00-18:00 Dec 24 off",
                           "25:00-26:00",
                           "08:61-09:00",
                           "08:00-49:00",
                           "晚上12:00-2:00",
                           "上午9:00-5:00",
                           "Mo-Fr 08:00-18:00 19:00",
                           "Mox 08:00-18:00",
                           "2020 08:00-18:00",
                           "每天营业 全天 8:00-9:00",
                           "08:00-10:00 off",
                           "预约",
                           "-",
                           ";",
                           "Mo-",
                           "Mo-Fr,Sa-",
                           "Mo-Su-Tu 08:00-09:00",
                           "weekday-Su 08:00-09:00",
                           "00:00-00:00",
                           "\xff\xfe"})
    EXPECT_FALSE(OpeningHours::parse(text)) << text;
}

TEST(OpeningHours, TakesTimesOnDaysAndNothingElse) {
  EXPECT_EQ(at("Mo 08:30").minute, 510);
  EXPECT_EQ(at("Monday 08:30"), at("周一 8点半"));
  EXPECT_EQ(at("weekday 19:00"), at("工作日 19:00"));
  EXPECT_EQ(at("weekday 19:00").days.to_ulong(), 0b0011111U);
  EXPECT_EQ(at("weekend 19:00").days.to_ulong(), 0b1100000U);
  EXPECT_EQ(at("每天 0:00").days.count(), 7U);
  for (const char* text : {"", "Mo", "08:30", "Mo 24:00", "Mo 8", "Mo 08:30-09:00", "noon",
                           "PH 10:00", "Mo 08:30 x", "Mo 08:60", "2026-01-01 08:00"})
    EXPECT_FALSE(parse_day_time(text)) << text;
  // On several days: open on all of them.
  EXPECT_EQ(state("Mo-Th 08:00-20:00", "weekday 19:00"), "closed");
  EXPECT_EQ(state("Mo-Fr 08:00-20:00", "weekday 19:00"), "open");
}

/// A week of minutes, painted by the rules as they are thrown and written down beside it: another
/// way to the same answer, which reads no text. A day's own paint runs on into the next day.
struct Painted {
  std::vector<std::vector<bool>> paint =
      std::vector<std::vector<bool>>(kDays, std::vector<bool>(2 * kMinutesADay, false));
  std::optional<std::vector<bool>> holiday;  ///< a public holiday's own
  std::string text;

  bool open(int day, int minute) const {
    return paint[static_cast<std::size_t>(day)][static_cast<std::size_t>(minute)] ||
           paint[static_cast<std::size_t>((day + 6) % 7)]
                [static_cast<std::size_t>(minute + kMinutesADay)];
  }
};

std::string pick(Dice& dice, const std::vector<std::string>& from) {
  return from[dice.below(from.size())];
}

Painted random_hours(Dice& dice) {
  static const std::vector<std::string> english{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
  static const std::vector<std::string> numerals{"一", "二", "三", "四", "五", "六", "日"};
  Painted week;
  const bool chinese = dice.below(2) == 0;
  const auto day_name = [&](std::size_t d) {
    return chinese ? pick(dice, {"周", "星期", "礼拜"}) + numerals[d] : english[d];
  };
  const auto dash = [&] {
    return chinese ? pick(dice, {"-", "至", "到", "~", "—", "–", "～"}) : std::string{"-"};
  };
  const std::size_t rules = 1 + dice.below(4);
  for (std::size_t r = 0; r < rules; ++r) {
    bool adds = false;
    if (r > 0) {
      adds = dice.below(3) == 0;
      week.text += adds ? (chinese ? pick(dice, {",", "，"}) : ", ")
                        : (chinese ? pick(dice, {";", "；", "。"}) : "; ");
    }
    std::vector<bool> days(kDays, false);
    bool holiday = false, names_days = true;
    if (adds || dice.below(4) > 0) {
      const std::size_t groups = 1 + dice.below(3);
      for (std::size_t g = 0; g < groups; ++g) {
        if (g > 0) week.text += chinese ? pick(dice, {",", "、"}) : ",";
        if (dice.below(5) == 0) {
          week.text += chinese ? pick(dice, {"节假日", "法定节假日"}) : "PH";
          holiday = true;
          continue;
        }
        const std::size_t from = dice.below(kDays), to = dice.below(kDays);
        week.text += day_name(from);
        days[from] = true;
        if (dice.below(2) == 0) {
          week.text += dash() + day_name(to);
          for (std::size_t d = from; d != to; d = (d + 1) % kDays) days[d] = true;
          days[to] = true;
        }
      }
      week.text += pick(dice, {" ", ": "});
    } else {
      days.assign(kDays, true);
      names_days = false;
    }
    std::vector<bool> minutes(2 * kMinutesADay, false);
    const bool off = dice.below(6) == 0;
    if (off) {
      week.text += chinese ? "休息" : pick(dice, {"off", "closed"});
    } else {
      const std::size_t spans = 1 + dice.below(3);
      for (std::size_t s = 0; s < spans; ++s) {
        const std::size_t from = dice.below(kMinutesADay), span = 1 + dice.below(kMinutesADay - 1);
        if (s > 0) week.text += chinese ? pick(dice, {",", "，", " "}) : ",";
        const auto clock = [&](std::size_t minute) {
          std::string m = std::to_string(minute % 60);
          if (m.size() == 1) m = "0" + m;
          std::string h = std::to_string(minute / 60);
          if (!chinese) return (h.size() == 1 && dice.below(2) == 0 ? "0" + h : h) + ":" + m;
          return h + pick(dice, {":", "：", "点", "时"}) + m;
        };
        const std::size_t to = from + span;
        week.text += clock(from) + dash() +
                     clock(to > kMinutesADay && dice.below(2) == 0 ? to - kMinutesADay : to);
        for (std::size_t m = from; m < to; ++m) minutes[m] = true;
      }
    }
    const auto put = [&](std::vector<bool>& paint) {
      for (std::size_t m = 0; m < minutes.size(); ++m)
        paint[m] = off ? false : (adds && paint[m]) || minutes[m];
    };
    for (std::size_t d = 0; d < kDays; ++d)
      if (days[d]) put(week.paint[d]);
    if (holiday || (off && !names_days)) {  // closed without days is closed for good
      if (!week.holiday) week.holiday.emplace(minutes.size(), false);
      put(*week.holiday);
    }
  }
  return week;
}

TEST(OpeningHours, AgreeWithAWeekPaintedMinuteByMinute) {
  std::size_t open = 0, closed = 0, holidays = 0;
  for (int run = 0; run < test::by_effort(400); ++run) {
    Dice dice{static_cast<std::uint64_t>(run), 0};
    const Painted week = random_hours(dice);
    const auto hours = OpeningHours::parse(week.text);
    ASSERT_TRUE(hours) << "seed " << run << ": " << week.text;
    for (int day = 0; day < kDays; ++day)
      for (int minute = 0; minute < kMinutesADay; ++minute) {
        const bool wanted = week.open(day, minute);
        ++(wanted ? open : closed);
        ASSERT_EQ(hours->open_at({Days{1ULL << day}, minute}), wanted)
            << "seed " << run << ": " << week.text << ", day " << day << " " << minute / 60 << ":"
            << minute % 60;
      }
    ASSERT_EQ(hours->minutes_on_holiday().has_value(), week.holiday.has_value())
        << "seed " << run << ": " << week.text;
    if (!week.holiday) continue;
    ++holidays;
    ASSERT_EQ(*hours->minutes_on_holiday(),
              std::count(week.holiday->begin(), week.holiday->begin() + kMinutesADay, true))
        << "seed " << run << ": " << week.text;
  }
  EXPECT_GT(holidays, 0U);
  EXPECT_GT(open, 0U);
  EXPECT_GT(closed, 0U);
}

TEST(OpeningHours, NoTextOfTheirWordsBreaksThem) {
  static const std::vector<std::string> words{
      "Mo", "Fr", "周", "一", "周三", "PH",   "SH",       "节假日", "off", "24/7", "全天", "上午",
      "晚", "8",  "08", "30", "2600", ":",    "：",       "点",     "半",  "-",    "至",   ",",
      "、", ";",  " ",  "天", "日",   "\xe5", "\xef\xbc", "９",     "9",   "分",   "open", "\xff"};
  for (int run = 0; run < test::by_effort(20000); ++run) {
    Dice dice{static_cast<std::uint64_t>(run), 0};
    std::string text;
    for (std::size_t i = 1 + dice.below(9); i > 0; --i) text += pick(dice, words);
    if (const auto hours = OpeningHours::parse(text)) {
      hours->open_at({Days{1}, 0});
      hours->minutes_on_holiday();
    }
    parse_day_time(text);
  }
}

}  // namespace
}  // namespace lifecircle
