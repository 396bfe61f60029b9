#include "algorithms/circle/radius.hpp"

#include "algorithms/circle/regions.hpp"

namespace lifecircle {

Shape ground_within(const std::vector<const Shape*>& shapes, double radius_m) {
  Shape area{ShapeKind::area, {}};
  for (const Polygon& rings : Overlay{}.around(shapes, radius_m * 1e3))
    area.parts.insert(area.parts.end(), rings.begin(), rings.end());
  return area;
}

}  // namespace lifecircle
