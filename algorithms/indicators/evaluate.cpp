#include "algorithms/indicators/evaluate.hpp"

#include <algorithm>
#include <cmath>

#include "algorithms/indicators/types.hpp"

namespace lifecircle {

using namespace indicators;

namespace {

/// Products of thousandths and millionths need more than 64 bits to be compared exactly.
__extension__ typedef __int128 Wide;

constexpr double kParts = 1e6;  ///< of a target's unit: no plan states finer ones

bool is_nothing(const ByUnit& sums) {
  return std::ranges::all_of(sums, [](std::int64_t sum) { return sum == 0; });
}

}  // namespace

bool reaches(std::int64_t numerator, std::int64_t denominator, double per, const Target& target) {
  const Wide value = static_cast<Wide>(numerator) * std::llround(per * kParts);
  const Wide aim = static_cast<Wide>(denominator) * std::llround(target.value * kParts);
  const Wide off = value > aim ? value - aim : aim - value;
  switch (target.comparison) {
    case Comparison::at_least:
      return value >= aim;
    case Comparison::at_most:
      return value <= aim;
    case Comparison::about:
      return off * 100'000 <= (aim < 0 ? -aim : aim) * std::llround(target.tolerance_percent * 1e3);
    case Comparison::exactly:
      return off == 0;
  }
  return false;
}

namespace {

struct OpenThere {
  std::int64_t lacking = 0, asked = 0;
  OpenThere(const Open& open, const std::vector<std::size_t>& places) {
    if (open.asked.empty()) return;
    for (const std::size_t place : places) {
      lacking += open.lacking[place];
      asked += open.asked[place];
    }
  }
  bool all() const { return asked > 0 && lacking == asked; }
};

Bound bound_of(const OpenThere& above, const OpenThere& below) {
  if (above.all() || below.all() || (above.lacking > 0 && below.lacking > 0)) return Bound::nothing;
  return above.lacking > 0 ? Bound::at_least : below.lacking > 0 ? Bound::at_most : Bound::exact;
}

/// Whether what is not stated could not change the answer.
bool is_decided(Bound bound, const Target& target, bool reached, double above_target) {
  if (bound == Bound::exact) return true;
  const bool grows = bound == Bound::at_least;
  switch (target.comparison) {
    case Comparison::at_least:
      return reached == grows;
    case Comparison::at_most:
      return reached != grows;
    case Comparison::about:
    case Comparison::exactly:
      return !reached && (above_target > 0) == grows;
  }
  return false;
}

}  // namespace

Target every_unit_reaches() {
  return {.value = 100, .comparison = Comparison::at_least, .tolerance_percent = 0, .year = {}};
}

Outcome outcome_of(const Counted& counted, const std::vector<std::size_t>& places,
                   const std::optional<Target>& target) {
  Outcome out;
  for (const std::size_t place : places) {
    out.numerator += counted.numerator[place];
    out.denominator += counted.denominator[place];
  }
  const OpenThere above{counted.above, places}, below{counted.below, places};
  out.bound = bound_of(above, below);
  out.lacking = above.lacking + below.lacking;
  out.asked = above.asked + below.asked;
  if (out.denominator == 0 || out.bound == Bound::nothing) return out;
  const double n = static_cast<double>(out.numerator), d = static_cast<double>(out.denominator);
  out.value = counted.per * n / d;
  if (!target) return out;
  const bool reached = reaches(out.numerator, out.denominator, counted.per, *target);
  const double above_target = *out.value - target->value;
  if (!is_decided(out.bound, *target, reached, above_target)) return out;
  out.reached = reached;
  out.above_target = above_target;
  if (target->comparison != Comparison::at_least) return out;
  out.missing = reached ? 0 : (target->value * d / counted.per - n) / 1000;
  // The least number of things that reaches it: rounding alone may be off by one.
  if (counted.of_things && !reached) {
    std::int64_t things = std::max<std::int64_t>(0, std::llround(*out.missing) - 1);
    while (!reaches(out.numerator + things * 1000, out.denominator, counted.per, *target)) ++things;
    out.missing = static_cast<double>(things);
  }
  return out;
}

std::vector<IndicatorResult> evaluate_indicators(const Known& known) {
  std::vector<IndicatorResult> results;
  for (std::size_t s = 0; s < known.rules.standards.size(); ++s) {
    const Standard& standard = known.rules.standards[s];
    for (std::size_t i = 0; i < standard.indicators.size(); ++i) {
      const Indicator& indicator = standard.indicators[i];
      IndicatorResult result{
          .standard = s, .indicator = i, .needs = {}, .remarks = {}, .readings = {}};
      Told told;
      need_scope(indicator, known, told);
      if (told.needs.empty()) result.readings = readings_of(indicator, known, told);
      if (!told.needs.empty()) result.readings.clear();
      if (!result.readings.empty() && is_nothing(result.readings.front().of.denominator))
        told.remark({"indicator_of_nothing"});
      result.needs = std::move(told.needs);
      result.remarks = std::move(told.remarks);
      result.level = indicator.level;
      results.push_back(std::move(result));
    }
  }
  return results;
}

}  // namespace lifecircle
