#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace lifecircle {

/// How the library tells how far it is. Called with the key of the stage (an entry
/// of the message catalogue), the steps done and all steps (0: not known). It may be called
/// from one thread at a time only, and often: the receiver decides what to show.
/// Returning false asks the work to stop soon; the caller then returns an Error
/// with Fault::interrupted.
using Progress = std::function<bool(std::string_view stage, std::uint64_t done, std::uint64_t all)>;

inline bool tell(const Progress& progress, std::string_view stage, std::uint64_t done,
                 std::uint64_t all) {
  return !progress || progress(stage, done, all);
}

}  // namespace lifecircle
