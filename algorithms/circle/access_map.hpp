#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/places/area_index.hpp"
#include "engine/places/places.hpp"
#include "engine/study/study.hpp"

namespace lifecircle {

/// How long a leg may be from every place of the ground: the same everywhere, or by the setting of
/// the unit the place lies in (the first by code, where several hold it), as for homes. Immutable,
/// safe to share between threads; units must outlive it.
class AccessMap {
 public:
  AccessMap(double everywhere_m) : least_m_{everywhere_m}, most_m_{everywhere_m} {}
  AccessMap(std::span<const Unit> units, const AccessLimits& limits);

  double least_m() const { return least_m_; }
  double most_m() const { return most_m_; }
  double at_m(Point p) const;
  /// The limit of all places of a box, where it is surely one.
  std::optional<double> all_of_m(const Box& box) const;

 private:
  struct Units {
    AreaIndex areas;
    SegmentIndex borders;
    std::vector<double> limit_m;
  };
  double least_m_, most_m_, outside_m_ = 0;
  std::shared_ptr<const Units> units_;  ///< null: the same everywhere
};

}  // namespace lifecircle
