#include "engine/network/profile.hpp"

#include <algorithm>

namespace lifecircle {

std::optional<Speed> Profile::speed_on(const RoadKind& kind) const {
  if (kind.forbidden.has(mode)) return std::nullopt;

  double kmh = 0;
  const auto named = speed.find(kind.road_class);
  if (named != speed.end() && named->second.kmh) {
    kmh = *named->second.kmh;
  } else if (kind.allowed.has(mode)) {
    // Tags speak for one mode each: foot=yes on steps opens nothing to a wheelchair.
    kmh = allowed_kmh;
  }

  if (obeys_speed_limits && kind.speed_limit_kmh > 0)
    kmh = std::min(kmh, kind.speed_limit_kmh * speed_limit_factor);
  if (!(kmh > 0)) return std::nullopt;
  return Speed::kilometres_per_hour(kmh);
}

}  // namespace lifecircle
