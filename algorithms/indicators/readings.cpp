#include "algorithms/indicators/types.hpp"

namespace lifecircle::indicators {

std::vector<IndicatorReading> readings_of(const Indicator& indicator, const Known& known,
                                          Told& told) {
  switch (indicator.type) {
    case IndicatorType::time_coverage:
      return time_coverage(indicator, known, told);
    case IndicatorType::joint_circle:
      return joint_circle(indicator, known, told);
    case IndicatorType::presence:
      return presence(indicator, known, told);
    case IndicatorType::facility_share:
      return facility_share(indicator, known, told);
    case IndicatorType::area_share:
    case IndicatorType::per_100_households:
    case IndicatorType::per_thousand:
    case IndicatorType::area_per_head:
    case IndicatorType::ratio:
      return ratio(indicator, known, told);
    case IndicatorType::count_per_unit:
      return count_per_unit(indicator, known, told);
    case IndicatorType::unit_size:
      return unit_size(indicator, known, told);
    case IndicatorType::staff:
      return staff(indicator, known, told);
    case IndicatorType::capacity:
      return capacity(indicator, known, told);
    case IndicatorType::adjacency:
      return adjacency(indicator, known, told);
    case IndicatorType::hours:
      return hours(indicator, known, told);
    case IndicatorType::hierarchy:
      return hierarchy(indicator, known, told);
  }
  return {};
}

}  // namespace lifecircle::indicators
