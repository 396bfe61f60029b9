#pragma once

#include <cassert>
#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>

namespace lifecircle {

/// A travel time: a count of whole milliseconds. Whole ticks make sums exact, so
/// a result never depends on the order in which it was added up. 32 bits hold
/// 49 days; never() stands for "not reached" and is no number one computes with.
class Duration {
 public:
  using Ticks = std::uint32_t;

  constexpr Duration() = default;
  static constexpr Duration from_ticks(Ticks ticks) {
    Duration d;
    d.ticks_ = ticks;
    return d;
  }
  static constexpr Duration never() { return from_ticks(std::numeric_limits<Ticks>::max()); }
  /// Rounded half up. 0 <= seconds < 49 days.
  static Duration seconds(double seconds) { return milliseconds(seconds * 1e3); }
  static Duration minutes(double minutes) { return milliseconds(minutes * 60e3); }
  static Duration milliseconds(double ms) {
    assert(ms >= 0 && ms < 4294967295.0);
    return from_ticks(static_cast<Ticks>(std::floor(ms + 0.5)));
  }

  constexpr Ticks ticks() const { return ticks_; }
  constexpr double seconds() const { return ticks_ / 1e3; }
  constexpr double minutes() const { return ticks_ / 60e3; }
  constexpr bool is_never() const { return *this == never(); }

  /// never() plus anything is never(); so is a sum past 49 days.
  friend constexpr Duration operator+(Duration a, Duration b) {
    const std::uint64_t sum = std::uint64_t{a.ticks_} + b.ticks_;
    return sum >= never().ticks_ ? never() : from_ticks(static_cast<Ticks>(sum));
  }
  /// a >= b; never() minus anything is never().
  friend constexpr Duration operator-(Duration a, Duration b) {
    assert(a >= b);
    return a.is_never() ? a : from_ticks(a.ticks_ - b.ticks_);
  }
  friend constexpr auto operator<=>(Duration, Duration) = default;

 private:
  Ticks ticks_ = 0;
};

/// How fast a traveller moves. Always positive.
class Speed {
 public:
  static constexpr Speed metres_per_second(double v) { return Speed{v}; }
  static constexpr Speed kilometres_per_hour(double v) { return Speed{v / 3.6}; }
  constexpr double metres_per_second() const { return metres_per_second_; }
  constexpr double kilometres_per_hour() const { return metres_per_second_ * 3.6; }

  /// How long `millimetres` of way take, rounded half up to a millisecond. (A
  /// millimetre at one metre a second is a millisecond.)
  Duration time_over(double millimetres) const {
    const double ms = millimetres / metres_per_second_;
    return ms < 4294967294.0 ? Duration::milliseconds(ms) : Duration::never();
  }

 private:
  constexpr explicit Speed(double v) : metres_per_second_{v} { assert(v > 0); }
  double metres_per_second_;
};

}  // namespace lifecircle
