#pragma once

#include <optional>
#include <string>
#include <vector>

#include "algorithms/study/compare.hpp"
#include "algorithms/study/compare_range.hpp"
#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"
#include "io/read/study_file.hpp"
#include "io/read/town.hpp"
#include "tools/lifecircle/record.hpp"
#include "tools/lifecircle/study_network.hpp"
#include "tools/lifecircle/study_report.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

/// A study or a scenario of it, computed; of what was read and computed only what telling needs.
struct Told {
  StudyFile study;  ///< study.scenario is empty for the study as it is
  LoadedTown
      loaded;  ///< the plane, what is counted, facilities of other years; no roads, no places
  StudyResult result;  ///< tables; layers: people, facilities, units
  Problems problems;
  std::vector<InputFile> inputs;

  Reported reported(const Session& session) const {
    return {study, loaded, result, problems, inputs, session};
  }
};

/// Scenarios beside the study as it is. All layers lie on the plane of the study as it is.
struct SideBySide {
  std::vector<Told> all;  ///< the study as it is first
  Table services, units;
  struct Changes {
    Layer homes, facilities;  ///< "changes_1", "facilities_1"
  };
  std::vector<Changes> changes;  ///< of each scenario
  struct Range {
    Table services, units;
    Layer homes;  ///< "flips"
    SharedHomes shared;
  };
  std::optional<Range> range;  ///< where the scenarios are alternatives

  const Told& base() const { return all.front(); }
  std::size_t scenarios() const { return all.size() - 1; }
  const Told& scenario(std::size_t i) const { return all[i + 1]; }
};

/// Computes the study and its scenarios, one after the other, and compares them.
Result<SideBySide> compared(StudyFile base, std::vector<StudyFile> scenarios, bool as_range,
                            const NetworkCache& cache, Session& session);

/// What is told of a scenario's data otherwise than of the study as it is.
Problems beside(const Problems& base, const Problems& other);

}  // namespace lifecircle
