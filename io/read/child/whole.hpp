#pragma once

#include <span>
#include <string>
#include <vector>

#include "io/read/child/channel.hpp"
#include "io/read/layer.hpp"
#include "io/read/osm.hpp"
#include "io/read/raster_place.hpp"

namespace lifecircle {

// Files that are read whole, not row by row, by another process (io/read/child/reader_process.hpp):
// OSM files and rasters. The functions in `in_child` mean what those of the same name in
// io/read/osm.hpp, layer.hpp, raster_place.hpp and elevation.hpp mean, and are called by them where
// reads_in_children() says so; the process that reads calls those too.
//
// What comes back is checked before it is a value (value_wire.hpp); `problems` gets nothing where
// it does not hold. A reader that dies, is silent too long or hands over nonsense is an Error that
// names the file. Progress is told, and may stop the work, as if it were done here.
//
// Cost beside reading here, best of 5 on 2 cores, milliseconds there and here: roads of
// liechtenstein (1.3 MB PBF) 119 and 95, of poa (0.9 MB) 134 and 134; buildings of liechtenstein
// 123 and 129; heights of a million places 259 and 205. On the same cores busy with twice as much
// and more: 248 and 190, 273 and 224, 320 and 247, 505 and 457. Memory: the value twice while it
// travels, but what reading needs besides goes with the process.
namespace in_child {

Result<LonLatBox> osm_extent(const OsmFile& file);
Result<OsmRoads> read_osm_roads(const OsmFile& file, const Frame& frame, bool with_barriers,
                                bool with_ferries, Problems& problems, const Progress& progress,
                                const std::optional<DayTime>& time);
Result<OsmFeatures> read_osm_features(const OsmFile& file, const Frame& frame,
                                      const std::vector<TagFilter>& filters,
                                      const std::vector<std::string>& keep_keys, Problems& problems,
                                      const Progress& progress);
Result<RasterPlace> raster_place(const LayerSource& source);
Result<RasterCells> read_raster(const LayerSource& source, const Frame& frame, Problems& problems,
                                const Progress& progress, const LonLatBox& within);
/// Of one raster.
Result<std::vector<double>> read_heights(const LayerSource& source, const Frame& frame,
                                         std::span<const Point> places, Problems& problems,
                                         const Progress& progress);

}  // namespace in_child

/// The other side: answers the one request that begins with the frame `asked`, to the end.
void answer_whole(Channel& to, std::string asked);

}  // namespace lifecircle
