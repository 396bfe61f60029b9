#pragma once

#include "io/frame/frame.hpp"
#include "io/read/child/stream.hpp"
#include "io/read/layer.hpp"
#include "io/read/osm.hpp"
#include "io/read/raster_place.hpp"

namespace lifecircle {

// What readers hand over whole, on its way through ByteSink and ByteSource. take_... build a value
// only where it keeps what its type promises (every index within its column, columns of one length,
// numbers that are numbers): else source.good() is false, and the value is not to be used.

/// The roads are let go of column by column: what has arrived is in memory there, not here.
void pack(ByteSink& to, OsmRoads&& value);
OsmRoads take_osm_roads(ByteSource& from);

void pack(ByteSink& to, const OsmFeatures& value);
/// `file`, `keys`: what was asked for.
OsmFeatures take_osm_features(ByteSource& from, const std::string& file,
                              const std::vector<std::string>& keys);

void pack(ByteSink& to, const RasterCells& value);
RasterCells take_raster_cells(ByteSource& from);

void pack(ByteSink& to, const LonLatBox& value);
LonLatBox take_box(ByteSource& from);

void pack(ByteSink& to, const RasterPlace& value);
RasterPlace take_raster_place(ByteSource& from);

void pack(ByteSink& to, const std::vector<double>& heights);
/// `count`: how many places there are. NaN: none.
std::vector<double> take_heights(ByteSource& from, std::size_t count);

/// With what a scenario changes of it.
void pack(ByteSink& to, const OsmFile& value);
OsmFile take_osm_file(ByteSource& from);

/// A time of day, or none.
void pack_time(ByteSink& to, const std::optional<DayTime>& value);
std::optional<DayTime> take_time(ByteSource& from);

/// The same frame, to the last bit: one is made of its centre.
void pack(ByteSink& to, const Frame& value);
Result<Frame> take_frame(ByteSource& from);

/// Of a raster: file, crs and axes.
void pack_raster_source(ByteSink& to, const LayerSource& value);
LayerSource take_raster_source(ByteSource& from);

}  // namespace lifecircle
