#pragma once

#include <vector>

#include "algorithms/indicators/areas.hpp"
#include "algorithms/indicators/evaluate.hpp"
#include "engine/base/messages.hpp"
#include "engine/study/standard_words.hpp"
#include "engine/study/table.hpp"

namespace lifecircle {

/// One row for each indicator, area and way of counting: the official one of every area, the others
/// of everything and of town and country. Beside each value its numerator, denominator, target,
/// whether it is reached, how far off, the change against the base year, what it is counted by, and
/// whether its figures are verified. What could not be computed is one row that says what it needs.
///
/// `shown` is the value as the standard rounds it; a value that misses its target never looks as if
/// it reached it: then it has more decimals.
Table indicators_table(const std::vector<IndicatorResult>& results, const indicators::Known& known,
                       Language language);

/// "45.3 %": as reports print a value of an indicator.
std::string shown_value(const Outcome& outcome, const Indicator& indicator, bool of_units,
                        Language language);
/// ">= 80", "about 2500 (±10 %)"
std::string shown_target(const Target& target);
/// "yes", "no", or that it is in part, and which keys of the indicator hold assumed values.
std::string verified_text(const Indicator& indicator, Language language);
/// A sentence about needs or remarks, kinds and columns in words.
std::string say_in_words(const Finding::Sentence& sentence, const StandardWords& words,
                         Language language);
/// "t <= 15 min", "<= 500 m along roads": of an indicator's circles.
std::string rule_of(const Indicator& indicator);

}  // namespace lifecircle
