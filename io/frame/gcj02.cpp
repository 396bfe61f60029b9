#include "io/frame/gcj02.hpp"

#include <cmath>
#include <numbers>

namespace lifecircle {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kDegree = kPi / 180;

// Krassowsky's ellipsoid, with which the shift in metres becomes one in degrees.
constexpr double kSemiMajor_m = 6378245.0;
constexpr double kEccentricitySquared = 0.00669342162296594323;

double waves(double share, double low, double high, double low_period, double high_period) {
  return (low * std::sin(share * kPi / low_period) + high * std::sin(share * kPi / high_period)) *
         2 / 3;
}

/// Metres to the east and north, of x and y degrees east and north of 105 E, 35 N.
double east_m(double x, double y) {
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) +
         waves(x, 20, 20, 1.0 / 6, 0.5) + waves(x, 20, 40, 1, 3) + waves(x, 150, 300, 12, 30);
}
double north_m(double x, double y) {
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) +
         waves(x, 20, 20, 1.0 / 6, 0.5) + waves(y, 20, 40, 1, 3) + waves(y, 160, 320, 12, 30);
}

/// One more round of a fixed-point iteration for `forward(from) == to`.
template <class Forward>
LonLat nearer(LonLat from, LonLat to, Forward forward) {
  const LonLat image = forward(from);
  return {from.lon - (image.lon - to.lon), from.lat - (image.lat - to.lat)};
}

constexpr double kBaiduWaves = kPi * 3000 / 180;
constexpr LonLat kBaiduOffset{0.0065, 0.006};

}  // namespace

std::optional<ShiftedCrs> shifted_crs(std::string_view stated) {
  std::string plain;
  for (const char c : stated)
    if (c >= 'A' && c <= 'Z')
      plain += static_cast<char>(c - 'A' + 'a');
    else if (c != '-' && c != '_' && c != ' ')
      plain += c;
  if (plain == "gcj02") return ShiftedCrs::gcj02;
  if (plain == "bd09" || plain == "bd09ll") return ShiftedCrs::bd09;
  return std::nullopt;
}

std::string name_of(ShiftedCrs crs) {
  return crs == ShiftedCrs::gcj02 ? "GCJ-02" : "BD-09";
}

LonLat gcj02_of_wgs84(LonLat wgs84) {
  const double x = wgs84.lon - 105, y = wgs84.lat - 35;
  const double sine = std::sin(wgs84.lat * kDegree);
  const double w2 = 1 - kEccentricitySquared * sine * sine;
  const double w = std::sqrt(w2);
  const double meridian_m = kSemiMajor_m * (1 - kEccentricitySquared) / (w2 * w);
  const double parallel_m = kSemiMajor_m / w * std::cos(wgs84.lat * kDegree);
  return {wgs84.lon + east_m(x, y) / (parallel_m * kDegree),
          wgs84.lat + north_m(x, y) / (meridian_m * kDegree)};
}

LonLat bd09_of_gcj02(LonLat gcj02) {
  const double radius =
      std::hypot(gcj02.lon, gcj02.lat) + 0.00002 * std::sin(gcj02.lat * kBaiduWaves);
  const double angle =
      std::atan2(gcj02.lat, gcj02.lon) + 0.000003 * std::cos(gcj02.lon * kBaiduWaves);
  return {radius * std::cos(angle) + kBaiduOffset.lon, radius * std::sin(angle) + kBaiduOffset.lat};
}

LonLat wgs84_of_gcj02(LonLat gcj02, int rounds) {
  LonLat wgs84 = gcj02;
  for (int i = 0; i < rounds; ++i) wgs84 = nearer(wgs84, gcj02, gcj02_of_wgs84);
  return wgs84;
}

LonLat gcj02_of_bd09(LonLat bd09, int rounds) {
  // The usual closed form: the same waves, taken where the place is and not where it comes from.
  const double x = bd09.lon - kBaiduOffset.lon, y = bd09.lat - kBaiduOffset.lat;
  const double radius = std::hypot(x, y) - 0.00002 * std::sin(y * kBaiduWaves);
  const double angle = std::atan2(y, x) - 0.000003 * std::cos(x * kBaiduWaves);
  LonLat gcj02{radius * std::cos(angle), radius * std::sin(angle)};
  for (int i = 0; i < rounds; ++i) gcj02 = nearer(gcj02, bd09, bd09_of_gcj02);
  return gcj02;
}

}  // namespace lifecircle
