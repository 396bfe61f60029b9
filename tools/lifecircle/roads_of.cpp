#include "tools/lifecircle/roads_of.hpp"

#include <algorithm>
#include <ostream>

#include "io/read/town.hpp"

namespace lifecircle {

Result<CommandRoads> read_command_roads(const RoadOptions& options, Problems& problems, const Session& session) {
  std::vector<RoadSource> layers;
  if (options.layer) layers.push_back({*options.layer, options.columns, "--roads"});
  std::vector<OsmRoadSource> osm;
  for (const auto& file : options.osm) osm.push_back({.file = file, .ferries = false, .stated_at = "--osm"});
  LonLatBox box;
  auto frame = frame_of_roads(layers, osm, box);
  if (!frame) return frame.error();
  CommandRoads result{std::move(frame).value(), {}, {}};
  if (auto done = load_roads(layers, osm, true, result.frame, result.roads, result.barriers, problems, session.progress); !done)
    return done.error();
  return result;
}

void remark_problems(const Problems& problems, Session& session) {
  if (session.quiet) return;
  session.end_progress();
  for (const auto& [key, count] : problems.counts()) {
    const auto example = std::ranges::find(problems.list(), key, &Problem::key);
    if (example == problems.list().end()) continue;
    session.err << "! " << (count > 1 ? std::to_string(count) + " x " : "") << say(key, session.language, example->args) << '\n';
  }
}

}  // namespace lifecircle
