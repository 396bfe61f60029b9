#pragma once

#include <map>
#include <string>
#include <vector>

namespace lifecircle::test {

/// What an indicator of the sample county's plan counts, in SQL written down from the words of the
/// plan. `asked` holds the codes of the units it is asked of: those of an area, and of its scope.
///
/// The tables are those of results.gpkg, and beside them `opening (id, least)`: of a service centre
/// its shortest day in minutes; `pairs (one, other, metres)`: facilities (fid) that are near each
/// other; `came (id, households)`: how many households have a service centre as their nearest
/// within half an hour on foot.
struct SampleRate {
  std::string numerator, denominator;
  double per = 100;
  /// Of one unit by itself, where the plan's figure is for each of them.
  std::string own_numerator = {}, own_denominator = {};
  double own_per = 100;
  std::string scope = "1";  ///< of units
  int digits = 12;          ///< of the codes of what is asked: 12 a unit, 9 a township, 6 a county
  /// Which homes have it (home.*), where people can be counted as well; of coverages the condition
  /// by which they are counted, with `@<kinds>@<modes>@` in place of the seconds it takes.
  std::string has = {};
  bool is_coverage = false;
};

/// By the code of the indicator: all that can be computed for the sample county.
std::map<std::string, SampleRate> sample_rates();

/// The ways a coverage asks about: kinds and modes, as they stand between its signs.
struct Way {
  std::vector<std::string> kinds, modes;
};
/// Replaces each `@...@` by what `column_of` says of it.
template <class ColumnOf>
std::string with_columns(std::string condition, ColumnOf column_of) {
  const auto list = [](const std::string& text) {
    std::vector<std::string> words(1);
    for (const char c : text)
      if (c == ',')
        words.emplace_back();
      else
        words.back() += c;
    return words;
  };
  for (auto at = condition.find('@'); at != std::string::npos; at = condition.find('@')) {
    const auto middle = condition.find('@', at + 1), end = condition.find('@', middle + 1);
    const Way way{list(condition.substr(at + 1, middle - at - 1)),
                  list(condition.substr(middle + 1, end - middle - 1))};
    condition.replace(at, end - at + 1, column_of(way));
  }
  return condition;
}

}  // namespace lifecircle::test
