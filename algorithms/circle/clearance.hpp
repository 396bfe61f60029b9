#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "engine/network/join.hpp"

namespace lifecircle {

/// How far the nearest barrier is from every point of the roads, in millimetres: no leg shorter
/// than that is blocked, whatever it leads to. For deciding most of the ground without a look at
/// barriers.
///
/// Never more than the truth; told no farther than `limit_m`. Without barriers nothing is stored,
/// else 4 bytes a point; O(points log barriers), on all cores. Immutable.
class Clearance {
 public:
  Clearance(const Ground& ground, double limit_m);

  /// Of a point by its number (Network::first_point).
  float at(std::uint64_t point) const {
    return far_.empty() ? std::numeric_limits<float>::max() : far_[point];
  }

 private:
  std::vector<float> far_;
};

}  // namespace lifecircle
