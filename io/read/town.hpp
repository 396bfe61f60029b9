#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/problems.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/study/town.hpp"
#include "io/frame/frame.hpp"
#include "io/read/study_file.hpp"

namespace lifecircle {

/// Everything a study file names, read onto one plane.
struct LoadedTown {
  Town town;
  Frame frame;
  LonLatBox box;                    ///< what the frame was laid around
  std::int64_t outside_places = 0;  ///< homes read that lie outside the study area: not counted
  std::int64_t outside_count = 0;   ///< and their headline measure, thousandths
};

/// Reads all sources of a study. What cannot be used goes to `problems`; what makes the study
/// senseless (a missing layer, no road at all, nobody to count) is an Error.
///
/// The frame is laid around the study area, or else the roads. Units, facilities and homes are
/// sorted, so the order of features leaves no trace. A home or facility on the border of two units
/// belongs to the one with the smaller code.
Result<LoadedTown> load_town(const StudyFile& study, Problems& problems,
                             const Progress& progress = {});

/// The frame of some road sources alone.
Result<Frame> frame_of_roads(const std::vector<RoadSource>& roads,
                             const std::vector<OsmRoadSource>& osm_roads, LonLatBox& box);
/// Gates of the roads at a time of day: those of which nobody knows, open on the roads, and how
/// many there are. Without a time: none, everything is open that is not closed always.
struct RoadGates {
  std::optional<DayTime> time;
  std::vector<UnknownGate> unknown = {};
  GateCounts counts = {};
  std::vector<Point> own = {};  ///< gates of OSM that residents may pass, if they are anybody's own
};
/// Roads of all sources, one after another; barriers of the OSM files if asked.
Result<Done> load_roads(const std::vector<RoadSource>& roads,
                        const std::vector<OsmRoadSource>& osm_roads, bool osm_barriers,
                        const Frame& frame, Roads& all, Barriers& barriers, Problems& problems,
                        const Progress& progress, RoadGates* gates = nullptr);

}  // namespace lifecircle
