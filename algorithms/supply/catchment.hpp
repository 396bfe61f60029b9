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

/// The two-step floating catchment area (W. Luo and F. Wang, Measures of spatial accessibility to
/// health care in a GIS environment, Environment and Planning B 30(6), 2003, 865-884,
/// doi:10.1068/b29120), and with several bands the enhanced one (E2SFCA: W. Luo and Y. Qi, An
/// enhanced two-step floating catchment area method for measuring spatial accessibility to primary
/// care physicians, Health & Place 15(4), 2009, 1100-1107, doi:10.1016/j.healthplace.2009.06.002).
/// Step one: the ratio of each facility. Step two: the access of each home. One band up to the
/// limit with weight 1 is the plain method.
///
/// The weights a study gets where it states none, 1, 0.68 and 0.22, are those Luo and Qi are cited
/// for with zones of 0-10, 10-20 and 20-30 minutes. The paper itself was not at hand: the figures
/// were seen in work that uses them after it (J.-Y. Kang and others, International Journal of
/// Health Geographics 19:36, 2020, doi:10.1186/s12942-020-00229-x, and open code of the method).
/// They are made for driving to a doctor: for other limits and modes they are an assumption.
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
