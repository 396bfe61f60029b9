#include "io/write/sheet/view.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace lifecircle {

Point MapView::to_plane(PaperPoint p) const {
  const auto whole = [](double mm) {
    constexpr double kReach = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int32_t>(std::llround(std::clamp(mm, -kReach, kReach)));
  };
  return {whole(west_mm + (p.x - map.x) * scale_number),
          whole(north_mm - (p.y - map.y) * scale_number)};
}

double round_scale_number(double least) {
  double power = 1;
  while (power * 10 <= least) power *= 10;
  for (const double tenths : {10, 15, 20, 25, 30, 40, 50, 60, 80, 100})
    if (const double number = power / 10 * tenths; number >= least) return std::round(number);
  return power * 10;
}

MapView view_of(const PaperRect& map, const std::optional<Box>& shown,
                std::optional<double> scale_number, double margin_mm) {
  constexpr double kLargest = 2'000, kOfNothing = 10'000;
  MapView view{map};
  double middle_x = 0, middle_y = 0;
  view.scale_number = scale_number.value_or(kOfNothing);
  if (shown) {
    const double width = static_cast<double>(shown->high.x) - shown->low.x;
    const double height = static_cast<double>(shown->high.y) - shown->low.y;
    middle_x = shown->low.x + width / 2;
    middle_y = shown->low.y + height / 2;
    if (!scale_number)
      view.scale_number = round_scale_number(std::max(
          {kLargest, width / (map.width - 2 * margin_mm), height / (map.height - 2 * margin_mm)}));
  }
  view.west_mm = middle_x - map.width / 2 * view.scale_number;
  view.north_mm = middle_y + map.height / 2 * view.scale_number;
  return view;
}

}  // namespace lifecircle
