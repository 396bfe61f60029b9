#include "io/read/check/shifts.hpp"

#include <algorithm>

#include "io/frame/china.hpp"
#include "io/frame/gcj02.hpp"

namespace lifecircle::check_sources {

namespace {

LonLat true_place(LonLat raw, Degrees as) {
  if (as == Degrees::bd09) raw = gcj02_of_bd09(raw);
  return as == Degrees::wgs84 ? raw : wgs84_of_gcj02(raw);
}

/// The inverse: the numbers a place was read from.
LonLat raw_numbers(LonLat place, Degrees as) {
  if (as == Degrees::wgs84) return place;
  const LonLat gcj = gcj02_of_wgs84(place);
  return as == Degrees::gcj02 ? gcj : bd09_of_gcj02(gcj);
}

}  // namespace

const char* crs_key(Degrees what) {
  return what == Degrees::wgs84 ? "EPSG:4490" : what == Degrees::gcj02 ? "gcj02" : "bd09";
}

std::string name_of(Degrees what) {
  return what == Degrees::wgs84   ? "WGS 84 / CGCS2000"
         : what == Degrees::gcj02 ? lifecircle::name_of(ShiftedCrs::gcj02)
                                  : lifecircle::name_of(ShiftedCrs::bd09);
}

Degrees degrees_stated(const std::string& crs) {
  const auto shifted = shifted_crs(crs);
  if (!shifted) return Degrees::wgs84;
  return *shifted == ShiftedCrs::gcj02 ? Degrees::gcj02 : Degrees::bd09;
}

Point Shifts::moved(Point p, Degrees from, Degrees to) const {
  if (from == to) return p;
  const LonLat place = true_place(raw_numbers(frame_.to_lonlat(p), from), to);
  return frame_.to_plane(place.lon, place.lat);
}

bool Shifts::inside_china(Point p) const {
  return in_china(frame_.to_lonlat(p)) == InChina::inside;
}

double Shifts::to_roads_m(Point p, double far_m) const {
  near_.clear();
  ground_.pieces_within(box_around(p, far_m * 1e3), near_);
  double best = far_m * 1e3;
  for (const Segment& s : near_) best = std::min(best, nearest_on_segment(s.a, s.b, p).distance_mm);
  return best / 1e3;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace lifecircle::check_sources
