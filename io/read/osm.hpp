#pragma once

#include <string>
#include <vector>

#include "engine/base/problems.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/network/roads.hpp"
#include "engine/places/places.hpp"
#include "io/frame/frame.hpp"
#include "io/read/features.hpp"

namespace lifecircle {

/// A condition on OSM tags: "amenity=clinic", "amenity=clinic|doctors", "healthcare=*";
/// several joined by "," must all hold: "amenity=hospital,emergency!=no".
struct TagFilter {
  std::string text;
};

/// Box of all nodes of the file that lie on a way or carry a tag.
Result<LonLatBox> osm_extent(const std::string& path);

struct OsmRoads {
  Roads roads;
  Barriers barriers;   ///< filled if asked
};

/// Roads, gates and turn rules (and, if asked, barriers) of an OSM file, PBF or XML (also .gz, .bz2).
Result<OsmRoads> read_osm_roads(const std::string& path, const Frame& frame, bool with_barriers,
                                bool with_ferries, Problems& problems, const Progress& progress = {});

/// Things with tags: nodes as points, closed ways and multipolygon relations as
/// areas, other ways as lines. One Features; `filters` are alternatives (any may hold).
/// Columns: "osm_id" (n123, w123, r123), and every key in `keep_keys`.
/// Areas also bring their entrances and gates: nodes of their outline tagged entrance=* (not
/// entrance=exit/no... as documented) or barrier=gate etc., in `entrances[i]`, `gates[i]`.
struct OsmFeatures {
  Features features;
  std::vector<std::vector<Point>> entrances, gates;  ///< one a feature
};
Result<OsmFeatures> read_osm_features(const std::string& path, const Frame& frame,
                                      const std::vector<TagFilter>& filters,
                                      const std::vector<std::string>& keep_keys,
                                      Problems& problems, const Progress& progress = {});

/// Says what is wrong with a filter's text, if anything.
Result<Done> check_tag_filter(const TagFilter& filter);

}  // namespace lifecircle
