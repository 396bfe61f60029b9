#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/problems.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/network/gates.hpp"
#include "engine/network/roads.hpp"
#include "engine/places/places.hpp"
#include "io/frame/frame.hpp"
#include "io/read/features.hpp"

namespace lifecircle {

// How OSM files are read. Common to all functions here:
//
// - `path` is a local regular file, PBF (.pbf) or XML (.osm, .osm.gz, .osm.bz2); the name decides
//   which. Anything else, and a damaged or cut-off file, is an Error, never a crash.
// - Of several versions of an object the newest counts (version, then time stamp); a
//   deleted one is not there. The order of the objects in the file leaves no trace.
// - Ids may be sparse, huge or negative. Memory is that of the objects read.
// - Problem::layer is "node", "way" or "relation", Problem::row the OSM id. The lists
//   come in the order of ids; callers sort() once all is read.

struct RowEdits;

/// An OSM file, and what a scenario changes of its objects (io/read/osm_edits.hpp); null: nothing.
struct OsmFile {
  std::string path;
  std::shared_ptr<const RowEdits> edits = {};

  OsmFile(std::string at, std::shared_ptr<const RowEdits> changed = {})
      : path{std::move(at)}, edits{std::move(changed)} {}
  OsmFile(const char* at) : path{at} {}
};

/// A condition on OSM tags: "amenity=clinic", "amenity=clinic|doctors", "healthcare=*";
/// several joined by "," must all hold: "amenity=hospital,emergency!=no". key!=a|b and
/// key!=* hold where the key is missing too; one part at least must say what things are. A
/// tag value that is a list ("clinic;doctors") holds each of its parts. Blanks around
/// words are ignored; there are no quotes.
struct TagFilter {
  std::string text;
};

/// Box of all nodes of the file that lie on a way or carry a tag. An Error where there are none.
Result<LonLatBox> osm_extent(const OsmFile& file);

struct OsmRoads {
  Roads roads;
  Barriers barriers;                       ///< lines, sorted by their points; filled if asked
  std::vector<UnknownGate> unknown_gates;  ///< at a time; open in `roads`
  GateCounts gates;                        ///< at a time
  std::vector<Point> own_gates;  ///< that residents may pass, if anybody lives behind them
};

/// Roads, gates and turn rules (and, if asked, barriers) of an OSM file.
///
/// All that is highway=* and built, platforms, piers and (if asked) ferry routes, as
/// lines: also the outlines of squares, be they closed ways or multipolygons. The rules
/// by which tags become access, directions, limits, gates, turn rules and barriers stand
/// in osm_kind.hpp, osm_access.hpp, osm_turns.hpp and osm_barriers.hpp.
///
/// At a time of day, gates are open and closed as their opening_hours say (gate_at in
/// osm_access.hpp); hours not understood are problems, osm_gate_hours_not_understood.
///
/// Lines are sorted by way id, vertices by node id, kinds and turn rules by content;
/// `line_source` is the way id. A way with nodes that are not in the file or not in
/// the frame gives one line for each stretch of known nodes (osm_nodes_missing), so a
/// way may have several lines, or none (osm_way_without_line). Roads not built are
/// counted in one problem, osm_not_built.
Result<OsmRoads> read_osm_roads(const OsmFile& file, const Frame& frame, bool with_barriers,
                                bool with_ferries, Problems& problems,
                                const Progress& progress = {},
                                const std::optional<DayTime>& time = {});

/// Things with tags: nodes as points, closed ways and multipolygon or boundary relations as
/// areas, other ways as lines. One Features; `filters` are alternatives (any may hold).
/// Columns: "osm_id" (n123, w123, r123), and every key in `keep_keys`. Rows: nodes, ways,
/// relations, each by id.
///
/// A closed way is an area unless area=no, or unless it is a highway or barrier without
/// area=yes. Roles of relation members are not asked: all member ways together are the
/// outline, inside is what the even-odd rule says. An outline that does not close
/// (a clipped file) is handed over as lines, with a problem, so no facility gets lost.
/// Multipolygons whose tags are on the outer way (before 2017) are areas without holes.
///
/// Ways and relations also bring their entrances and gates, sorted: nodes of their outline
/// with entrance=* or barrier=gate and the like; see doors_at in osm_access.hpp.
struct OsmFeatures {
  Features features;
  std::vector<std::vector<Point>> entrances, gates;  ///< one a feature
};
Result<OsmFeatures> read_osm_features(const OsmFile& file, const Frame& frame,
                                      const std::vector<TagFilter>& filters,
                                      const std::vector<std::string>& keep_keys, Problems& problems,
                                      const Progress& progress = {});

/// Says what is wrong with a filter's text, if anything.
Result<Done> check_tag_filter(const TagFilter& filter);

}  // namespace lifecircle
