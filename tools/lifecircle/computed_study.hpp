#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "algorithms/study/study.hpp"
#include "io/read/town.hpp"
#include "tools/lifecircle/record.hpp"
#include "tools/lifecircle/study_network.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

/// Takes the time of one stage after another.
class StageClock {
 public:
  void stage(std::string name) {
    const auto now = std::chrono::steady_clock::now();
    stages_.push_back({std::move(name), std::chrono::duration<double>(now - last_).count()});
    last_ = now;
  }
  const std::vector<StageTime>& stages() const { return stages_; }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  std::vector<StageTime> stages_;
};

/// A study as it was read and computed.
struct ComputedStudy {
  LoadedTown loaded;
  ReadyNetwork ready;
  std::vector<NetworkOrigin> networks;  ///< where its networks came from
  StudyResult result;                   ///< its doubts are among `problems`
};

/// Asked once all is read, before anything is computed: an Error ends it there.
using ReadAndFine = std::function<Result<Done>(const LoadedTown& loaded)>;

/// Reads and computes a study, with networks out of the cache where they are there. `inputs` are
/// its own, never written over. `problems` gets what was set aside, also where it ends in an Error.
/// The rules' language is the session's.
Result<ComputedStudy> computed_study(const StudyFile& study, const std::vector<InputFile>& inputs,
                                     const NetworkCache& cache, Problems& problems,
                                     StageClock& clock, Session& session,
                                     const ReadAndFine& fine = {});

}  // namespace lifecircle
