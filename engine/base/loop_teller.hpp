#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "engine/base/parallel.hpp"
#include "engine/base/progress.hpp"

namespace lifecircle {

/// Counts what the threads of a loop have done, and tells of it from the one that may. Once it was
/// asked to stop, it says so to all of them.
class LoopTeller {
 public:
  LoopTeller(const Progress& progress, std::string_view stage, std::uint64_t all)
      : progress_{&progress}, stage_{stage}, all_{all} {}

  /// One more begins; false: leave it.
  bool go_on() {
    const std::uint64_t now = done_++;
    if (is_first_thread() && !tell(*progress_, stage_, now, all_)) stopped_ = true;
    return !stopped_;
  }
  bool stopped() const { return stopped_; }

 private:
  const Progress* progress_;
  std::string_view stage_;
  std::uint64_t all_;
  std::atomic<std::uint64_t> done_ = 0;
  std::atomic<bool> stopped_ = false;
};

}  // namespace lifecircle
