#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/network/roads.hpp"

namespace lifecircle {

/// How climbing and descending change a traveller's speed.
///
/// A grade is rise over map distance: 0.1 climbs 10 m in 100 m. The factor is speed on that grade
/// over speed on level ground: exactly 1 on the level, so a profile's speeds are its level speeds.
/// Lengths stay those of the map.
struct Slope {
  enum class Law : std::uint8_t {
    level,   ///< as if all roads were level
    tobler,  ///< Tobler's hiking function (1993), 6 exp(-3.5 |grade + 0.05|) km/h, over its 5.04 on
             ///< level ground; fastest at 5 % down
    by_grade  ///< linear between the points of `grades`, constant beyond them
  };
  Law law = Law::level;
  std::vector<std::pair<double, double>> grades = {};  ///< grade -> factor, growing; one is 0 -> 1
  /// Roads that are steeper cannot be used at all: see RoadHeights::is_steeper.
  std::optional<double> steepest = {};
  /// Classes that slope does not touch: stairs, whose speed holds for climbing, lifts, ferries.
  std::vector<std::string> not_on = {};
  std::string source = {};  ///< where the law comes from, or "assumption: ..."

  /// Steeper grades count as this one, up and down: hardly any street is steeper (Baldwin Street in
  /// Dunedin has 35 %), while heights of rasters beside cliffs and walls easily are.
  static constexpr double kSteepestCounted = 0.35;

  /// > 0.
  double factor(double grade) const;
  /// "level", "tobler", "by_grade": what a report calls the law.
  const char* name() const;
  bool matters() const { return law != Law::level || steepest; }
  bool holds_on(const RoadKind& kind) const;
};

/// How much longer a piece takes than a level one: the mean of 1 / factor over its parts of equal
/// length, whose ends have these heights in millimetres (two or more). 1 for a piece of no length.
double slowness(const Slope& slope, std::span<const std::int32_t> heights, double length_mm,
                bool forward);

}  // namespace lifecircle
