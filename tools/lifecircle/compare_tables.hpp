#pragma once

#include <cstddef>

#include "engine/base/messages.hpp"
#include "engine/study/table.hpp"
#include "tools/lifecircle/side_by_side.hpp"

namespace lifecircle {

/// Rates side by side: a row for each thing counted, and for each scenario its rate and the change.
Table rates_table(const SideBySide& of);

/// Headline rows of the range, the study as it is in words.
Table range_table(const SideBySide::Range& range, Language language);

/// Rows of units with the change of those covered, for each scenario those where it is largest, at
/// most so many; and how many rows there are in all.
struct ChangedUnits {
  Table rows;
  std::size_t all = 0;
};
ChangedUnits changed_units(const SideBySide& of, std::size_t most);

}  // namespace lifecircle
