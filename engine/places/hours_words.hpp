#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/places/opening_hours.hpp"

/// The words of opening hours. Not for other rooms.
namespace lifecircle::hours {

struct Word {
  enum class Kind {
    number,          ///< value, and how many digits
    days,            ///< Mo, 周一, weekday, 周末, 每天
    more_days,       ///< 三 after 周一、
    holiday,         ///< public
    school_holiday,  ///< of which nobody asks
    off,
    open,
    whole_day,  ///< 24/7, 全天, 24小时
    morning,    ///< 上午
    afternoon,  ///< 下午
    evening,    ///< 晚上
    colon,
    hour,  ///< 点, 时
    half,
    minute,
    dash,
    comma,
    semicolon
  };
  Kind kind;
  int value = 0, digits = 0;
  Days days = {};
};

/// Nothing where a word is not known.
std::optional<std::vector<Word>> words_of(std::string_view text);

}  // namespace lifecircle::hours
