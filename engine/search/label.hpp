#pragma once

#include <compare>
#include <cstdint>
#include <limits>

#include "engine/base/id.hpp"
#include "engine/base/quantity.hpp"

namespace lifecircle {

/// How long it takes, and between which facility and here. Labels compare by time, then
/// by facility: since FacilityId is the rank by stated id, the smaller label is the winner of
/// semantics.md. Adding a time keeps that order, so Dijkstra's algorithm may run on labels as on
/// numbers.
struct Label {
  std::uint64_t bits = std::numeric_limits<std::uint64_t>::max();

  constexpr Label() = default;  ///< nothing reached
  constexpr Label(Duration time, FacilityId facility)
      : bits{(std::uint64_t{time.ticks()} << 32) | facility.index()} {
    if (time.is_never()) *this = Label{};
  }
  constexpr bool is_never() const { return *this == Label{}; }
  constexpr Duration time() const {
    return Duration::from_ticks(static_cast<Duration::Ticks>(bits >> 32));
  }
  constexpr FacilityId facility() const { return FacilityId{static_cast<FacilityId::Rep>(bits)}; }

  friend constexpr Label operator+(Label label, Duration time) {
    return label.is_never() ? label : Label{label.time() + time, label.facility()};
  }
  friend constexpr auto operator<=>(Label, Label) = default;
};

/// Who moves: people to the facility, or its vehicles to the people.
enum class Direction : std::uint8_t { to_facility, from_facility };
/// As study files and results call it.
constexpr const char* direction_name(Direction d) {
  return d == Direction::to_facility ? "to" : "from";
}

}  // namespace lifecircle
