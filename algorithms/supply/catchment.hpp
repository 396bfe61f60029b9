#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "algorithms/supply/in_reach.hpp"
#include "engine/study/study.hpp"

namespace lifecircle {

/// Supply per person within reach, in units of supply for one person.
struct Catchment {
  /// [facility]: its supply over the people who reach it (each by the weight of his band); none
  /// where nobody does, or nobody knows the supply.
  std::vector<std::optional<double>> ratio;
  std::vector<double> access;  ///< [home]: the ratios it reaches (each by its weight), summed
};

/// The two-step floating catchment area (Luo and Wang, Environment and Planning B 30, 2003), and
/// with several bands the enhanced one (E2SFCA: Luo and Qi, Health & Place 15, 2009). Step one: the
/// ratio of each facility. Step two: the access of each home. One band up to the limit with weight
/// 1 is the plain method.
///
/// Bands grow, the last one ends at the limit; weights are not zero. Facilities without a stated
/// supply give nothing: then access is a lower bound. Holds: the sum of access times people over
/// all homes is the sum of the supply of all facilities that somebody reaches, to rounding.
///
/// People below a facility are added up as whole numbers, ratios at a home in the order of the
/// facilities: the same bytes however the features were ordered. O(pairs log bands).
Catchment catchment(std::span<const InReach> pairs, std::span<const std::int64_t> people,
                    std::span<const std::optional<std::int64_t>> supply,
                    std::span<const DistanceBand> bands);

}  // namespace lifecircle
