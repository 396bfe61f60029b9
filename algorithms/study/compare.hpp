#pragma once

#include <span>
#include <string>

#include "algorithms/study/study.hpp"

namespace lifecircle {

/// A study computed once more: as it is, or as a scenario has it.
struct Computed {
  std::string name;  ///< of the scenario; "" for the study as it is
  const StudyResult* result;
};

/// Scenarios beside the study as it is, row by row of its services table: rates before and after,
/// and, where the homes' own answers add up to the row (no group travels in a way of its own), how
/// many gained and lost the service where they live, and how many came and went with their homes.
/// A row that only one of the two has is there with nothing on the other side.
Table compare_services(const Computed& base, std::span<const Computed> scenarios);

/// The same for each unit, of headline rows whose rate or count changed.
Table compare_units(const Computed& base, std::span<const Computed> scenarios);

}  // namespace lifecircle
