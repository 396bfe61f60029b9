#include "engine/network/slope.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace lifecircle {
namespace {

double tobler(double grade) {
  constexpr double kSteepness = 3.5, kFastest = 0.05;
  return std::exp(-kSteepness * (std::abs(grade + kFastest) - kFastest));
}

double between(const std::vector<std::pair<double, double>>& points, double grade) {
  const auto after =
      std::ranges::lower_bound(points, grade, {}, [](const auto& p) { return p.first; });
  if (after == points.end()) return points.back().second;
  if (after == points.begin() || after->first == grade) return after->second;
  const auto [low, low_factor] = *(after - 1);
  const auto [high, high_factor] = *after;
  return low_factor + (high_factor - low_factor) * ((grade - low) / (high - low));
}

}  // namespace

double Slope::factor(double grade) const {
  const double counted = std::clamp(grade, -kSteepestCounted, kSteepestCounted);
  switch (law) {
    case Law::tobler:
      return tobler(counted);
    case Law::by_grade:
      return between(grades, counted);
    case Law::level:
      break;
  }
  return 1;
}

const char* Slope::name() const {
  return law == Law::tobler ? "tobler" : law == Law::by_grade ? "by_grade" : "level";
}

bool Slope::holds_on(const RoadKind& kind) const {
  return std::ranges::find(not_on, kind.road_class) == not_on.end();
}

double slowness(const Slope& slope, std::span<const std::int32_t> heights, double length_mm,
                bool forward) {
  assert(heights.size() >= 2);
  if (!(length_mm > 0)) return 1;
  const auto parts = static_cast<double>(heights.size() - 1);
  const double part_mm = length_mm / parts;
  double sum = 0;
  for (std::size_t k = 0; k + 1 < heights.size(); ++k) {
    const double rise = static_cast<double>(heights[k + 1]) - heights[k];
    sum += 1 / slope.factor((forward ? rise : -rise) / part_mm);
  }
  return sum / parts;
}

}  // namespace lifecircle
