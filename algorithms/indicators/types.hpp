#pragma once

#include "algorithms/indicators/evaluate.hpp"

/// One way to count for every type of indicator. Not for other rooms.
namespace lifecircle::indicators {

/// By the indicator's type; what it needs and does not find goes to `told`.
std::vector<IndicatorReading> readings_of(const Indicator& indicator, const Known& known,
                                          Told& told);

std::vector<IndicatorReading> time_coverage(const Indicator& indicator, const Known& known,
                                            Told& told);
std::vector<IndicatorReading> joint_circle(const Indicator& indicator, const Known& known,
                                           Told& told);
std::vector<IndicatorReading> presence(const Indicator& indicator, const Known& known, Told& told);
std::vector<IndicatorReading> hierarchy(const Indicator& indicator, const Known& known, Told& told);
std::vector<IndicatorReading> ratio(const Indicator& indicator, const Known& known, Told& told);
std::vector<IndicatorReading> count_per_unit(const Indicator& indicator, const Known& known,
                                             Told& told);
std::vector<IndicatorReading> unit_size(const Indicator& indicator, const Known& known, Told& told);
std::vector<IndicatorReading> staff(const Indicator& indicator, const Known& known, Told& told);
std::vector<IndicatorReading> facility_share(const Indicator& indicator, const Known& known,
                                             Told& told);
std::vector<IndicatorReading> capacity(const Indicator& indicator, const Known& known, Told& told);
std::vector<IndicatorReading> adjacency(const Indicator& indicator, const Known& known, Told& told);
std::vector<IndicatorReading> hours(const Indicator& indicator, const Known& known, Told& told);

/// Within which time or distance each home is of the nearest facility that counts, and by which way
/// of travelling; [home of the answers], with the units' own points behind.
struct Within {
  std::string travel;
  std::vector<std::string> modes;
  std::vector<char> homes;
  std::vector<LandCircle> circles = {};  ///< one, or those of a joint circle
  std::size_t at_least = 1;              ///< of these
};
/// The stated way first, then the one beside it and those of groups, in the study's own region.
std::vector<Within> within(const NearEnough& circle, const Indicator& indicator, const Known& known,
                           Told& told);

/// The same of all circles of an indicator together: who has as many of them as it needs.
std::vector<Within> joint_ways(const Indicator& indicator, const Known& known, Told& told);

/// Readings of a coverage: the official denominator first, the others of the study behind it.
std::vector<IndicatorReading> coverages(const std::vector<Within>& ways, const Indicator& indicator,
                                        const Known& known, Told& told);

/// Workers a unit of so many households needs (thousandths both).
std::int64_t workers_needed(const Indicator& indicator, std::int64_t households);

}  // namespace lifecircle::indicators
