#include "engine/places/area_index.hpp"

#include <algorithm>

namespace lifecircle {

std::vector<Segment> AreaIndex::boxes(const std::vector<const Shape*>& areas) {
  std::vector<Segment> all;
  for (std::size_t i = 0; i < areas.size(); ++i)
    if (areas[i]->kind == ShapeKind::area && !areas[i]->parts.empty()) {
      const Box box = bounds(*areas[i]);
      all.push_back({box.low, box.high, i});
    }
  return all;
}

AreaIndex::AreaIndex(std::vector<const Shape*> areas)
    : areas_{std::move(areas)}, index_{boxes(areas_)} {}

std::vector<std::uint32_t> AreaIndex::holding(Point p) const {
  std::vector<Segment> near;
  index_.within({p, p}, near);
  std::vector<std::uint32_t> found;
  for (const Segment& s : near)
    if (covers(*areas_[s.number], p)) found.push_back(static_cast<std::uint32_t>(s.number));
  std::ranges::sort(found);
  return found;
}

}  // namespace lifecircle
