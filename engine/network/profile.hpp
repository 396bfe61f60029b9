#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/network/roads.hpp"
#include "engine/network/slope.hpp"

namespace lifecircle {

/// Who travels: how fast on which road, or not at all. Read from `data/profiles`, where
/// every number stands with its source.
struct Profile {
  struct ClassSpeed {
    std::optional<double> kmh;  ///< none: "not here", unless a tag allows the mode
    std::string source;         ///< where the number comes from, or "assumption: ..."
  };

  std::string name;  ///< "walk"
  std::string title_en, title_zh;
  Mode mode = Mode::foot;
  std::map<std::string, ClassSpeed> speed;  ///< by road class; every class is named
  double allowed_kmh =
      0;  ///< on classes that are "not here" where a tag allows the mode; 0: not even then
  double access_kmh = 4.8 / 1.3;  ///< over open ground between a point and its road
  bool obeys_speed_limits = false;
  bool obeys_turn_rules = false;
  std::vector<std::string>
      no_access;  ///< classes one cannot get on or off at the roadside (motorways)
  double speed_limit_factor = 1.0;  ///< share of a stated speed limit that is driven
  Slope slope = {};                 ///< used where the heights of the roads are known
  std::vector<std::string> sources = {};

  /// How fast this profile moves on a road of `kind`, or nothing where it may not or cannot.
  /// A class the profile does not name is "not here": nothing falls to a silent default.
  std::optional<Speed> speed_on(const RoadKind& kind) const;
  bool names(const std::string& road_class) const { return speed.contains(road_class); }
};

}  // namespace lifecircle
