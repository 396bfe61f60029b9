#include "algorithms/circle/access_map.hpp"

#include <algorithm>

namespace lifecircle {

AccessMap::AccessMap(std::span<const Unit> units, const AccessLimits& limits)
    : least_m_{limits.unknown_m}, most_m_{limits.unknown_m}, outside_m_{limits.unknown_m} {
  std::vector<const Shape*> areas;
  std::vector<Segment> borders;
  std::vector<double> limit_m;
  for (const Unit& unit : units) {
    areas.push_back(&unit.area);
    limit_m.push_back(limits.of(unit.setting));
    if (unit.area.kind != ShapeKind::area || unit.area.parts.empty()) continue;
    least_m_ = std::min(least_m_, limit_m.back());
    most_m_ = std::max(most_m_, limit_m.back());
    for (const auto& ring : unit.area.parts)
      for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        borders.push_back({ring[i], ring[i + 1], 0});
  }
  if (least_m_ == most_m_) return;
  units_ = std::make_shared<const Units>(
      Units{AreaIndex{std::move(areas)}, SegmentIndex{borders}, std::move(limit_m)});
}

double AccessMap::at_m(Point p) const {
  if (!units_) return least_m_;
  const auto holding = units_->areas.holding(p);
  return holding.empty() ? outside_m_ : units_->limit_m[holding.front()];
}

std::optional<double> AccessMap::all_of_m(const Box& box) const {
  if (!units_) return least_m_;
  std::vector<Segment> borders;
  units_->borders.within(box, borders);
  if (!borders.empty()) return std::nullopt;
  return at_m(box.low);
}

}  // namespace lifecircle
