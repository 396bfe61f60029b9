#pragma once

#include <string>
#include <vector>

#include "algorithms/study/siting_result.hpp"
#include "io/read/study_file.hpp"

namespace lifecircle {

/// What a scenario of the sites of one plan is written of; borrowed.
struct SitingScenario {
  const StudyFile& study;                    ///< as it was read, a scenario laid over it included
  const StudyRules& rules;                   ///< of the plan: rules_of_siting()
  const Town& town;                          ///< as it is
  const std::vector<SitingResult>& results;  ///< of one plan
  std::string file;                          ///< with its layers of sites (siting_layers())
  std::string folder;                        ///< where both will lie
};

/// A scenario of the study that adds the sites of a plan and closes what it closes: with it
/// `lifecircle run` and `compare` have, to the person, what the plan promises and its rerun has.
std::string scenario_of_sites(const SitingScenario& of);

}  // namespace lifecircle
