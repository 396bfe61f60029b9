#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "algorithms/indicators/evaluate.hpp"

namespace lifecircle {

/// A joint circle taken apart, by the stated way of travelling: who has which of its circles.
struct JointCircle {
  std::size_t standard = 0, indicator = 0;     ///< places in StudyRules::standards
  std::vector<std::vector<char>> within = {};  ///< [circle][home]: 1 within it
  std::vector<char> asked = {};                ///< [home]: 1 where the indicator is for it
  std::size_t needed = 0;                      ///< so many circles fulfil the rule

  // Sums of the headline measure, of places where nobody is counted; of homes that are asked.
  std::vector<indicators::ByUnit> has = {};      ///< [circle]: within it
  std::vector<indicators::ByUnit> exactly = {};  ///< [number]: within exactly so many circles
  indicators::ByUnit total = {}, fulfilled = {};

  /// How many circles a home has.
  std::size_t number(std::size_t home) const;
};

/// Every indicator of that type that could be computed, in the order of `results`. A pass over the
/// homes for each, and a byte a home for each circle.
std::vector<JointCircle> joint_circles(const std::vector<IndicatorResult>& results,
                                       const indicators::Known& known);

/// Some units of a joint circle together.
struct JointShare {
  std::int64_t total = 0;              ///< thousandths
  double complete = 0;                 ///< mean of the circles' people, by the circles' weights
  std::vector<std::size_t> rank = {};  ///< [circle]: 0 for the one that most people lack, then on;
                                       ///< of equal ones the first of the indicator
  std::vector<std::int64_t> has = {};  ///< [circle]: thousandths
  /// The circle most people lack; none where nobody lacks one.
  std::optional<std::size_t> missing_most() const;
};
JointShare joint_share(const JointCircle& joint, const Indicator& indicator,
                       const std::vector<std::size_t>& places);

}  // namespace lifecircle
