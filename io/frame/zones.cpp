#include "io/frame/zones.hpp"

#include <cmath>

#include <fmt/format.h>

namespace lifecircle {

std::string GaussZone::epsg_with_zone() const {
  return fmt::format("EPSG:{}", (degrees_wide() == 6 ? 4478 : 4488) + number);
}

std::string GaussZone::epsg_without_zone() const {
  return fmt::format("EPSG:{}", (degrees_wide() == 6 ? 4489 : 4509) + number);
}

std::optional<GaussZone> zone_of_easting(double easting) {
  constexpr double kFarthest_m = 400'000;
  if (!(easting >= 13e6 && easting < 46e6)) return std::nullopt;
  const GaussZone zone{static_cast<int>(easting / 1e6)};
  if (zone.number == 24) return std::nullopt;
  if (std::abs(easting - zone.number * 1e6 - 500'000) > kFarthest_m) return std::nullopt;
  return zone;
}

std::string zones_by_meridian(int degrees) {
  std::string all;
  for (int number = degrees == 6 ? 13 : 25; number <= (degrees == 6 ? 23 : 45); ++number) {
    const GaussZone zone{number};
    all += fmt::format("{}{}°E {}", all.empty() ? "" : ", ", zone.central_meridian(),
                       zone.epsg_without_zone());
  }
  return all;
}

}  // namespace lifecircle
