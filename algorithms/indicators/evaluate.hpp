#pragma once

#include <optional>
#include <string>
#include <vector>

#include "algorithms/indicators/by_unit.hpp"

namespace lifecircle {

/// An indicator counted in one way: per * numerator / denominator, for any set of units together.
struct Counted {
  indicators::ByUnit numerator, denominator;  ///< thousandths, of what is stated
  double per = 100;
  /// What is not stated, of either.
  indicators::Open above = {}, below = {};
  /// Whether the numerator counts things: there are no parts of them.
  bool of_things = false;
};

/// One way to count: by one denominator and one way of travelling.
struct IndicatorReading {
  std::string counted;      ///< the denominator: "people", "units", "land:residential", ...
  std::string travel = {};  ///< "stated", "beside" or a group's; empty: nobody travels
  std::vector<std::string> modes = {};  ///< profiles; of joint circles of the first
  bool official = true;                 ///< as the indicator says; the others stand beside it
  Counted of;
  /// Where the target is for each unit: what one unit has, as its own value. `of` counts units that
  /// reach the target.
  std::optional<Counted> each = {};
  std::optional<Target> each_target = {};
};

/// What an indicator comes to. With `needs` nothing was computed: they say what is missing.
struct IndicatorResult {
  std::size_t standard = 0, indicator = 0;  ///< places in StudyRules::standards
  std::vector<Finding::Sentence> needs, remarks;
  std::vector<IndicatorReading> readings;  ///< the official one first
  Level level = Level::unit;               ///< below it, a value says nothing
};

/// How a value stands to the true one where not everything is stated.
enum class Bound : std::uint8_t {
  exact,
  at_least,  ///< the true one is this or more: parts of the numerator are not stated
  at_most,   ///< this or less: parts of the denominator
  nothing    ///< no value: nothing is stated, or parts of both are not
};

/// Whether a value of a set of units agrees with a target: exactly, before any rounding. Nothing
/// where the denominator is nothing, or where what is not stated may decide it.
struct Outcome {
  std::int64_t numerator = 0, denominator = 0;  ///< thousandths
  std::optional<double> value;
  std::optional<bool> reached;         ///< none without a target
  std::optional<double> above_target;  ///< value - target
  /// How much more the numerator would have to be; 0 where it is reached. Of targets from below.
  std::optional<double> missing;
  Bound bound = Bound::exact;
  std::int64_t lacking = 0, asked = 0;  ///< units or facilities that do not say, and all asked
};
Outcome outcome_of(const Counted& counted, const std::vector<std::size_t>& places,
                   const std::optional<Target>& target);
/// Of a value alone.
bool reaches(std::int64_t numerator, std::int64_t denominator, double per, const Target& target);
/// The target that readings with `each` have for several units together: all of them reach it.
Target every_unit_reaches();

/// Every indicator of every standard of the study, in order. A pure function, the same for any
/// number of threads and any order of features. What is not there is said, and is never a zero.
///
/// Costs a pass over the homes for each indicator that counts them; adjacency and radii an R-tree
/// of the facilities they ask about. The circles over the network are those of the answers, which
/// hold StudyRules::asked_by_standards.
std::vector<IndicatorResult> evaluate_indicators(const indicators::Known& known);

}  // namespace lifecircle
