#pragma once

#include <optional>

#include "engine/base/problems.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/network/road_heights.hpp"
#include "io/frame/frame.hpp"
#include "io/read/study_file.hpp"

namespace lifecircle {

/// How high the roads of a study lie; nothing where it names no elevation. Says in `problems` which
/// roads have no height, and how much of them each profile finds too steep.
Result<std::optional<RoadHeights>> heights_of(const StudyFile& study, const Network& network,
                                              const Frame& frame, Problems& problems,
                                              const Progress& progress);

}  // namespace lifecircle
