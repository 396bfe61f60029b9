#pragma once

#include <span>
#include <vector>

#include "engine/base/problems.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/places/point.hpp"
#include "io/frame/frame.hpp"
#include "io/read/layer.hpp"

namespace lifecircle {

/// Heights of the ground in metres at places of the plane, one each, from rasters (first band of a
/// GeoTIFF or of an SRTM tile, .hgt or .hgt.zip): the first in which the place has one. NaN where
/// none has.
///
/// A height is interpolated between the centres of the four cells round the place, linearly in
/// column and row; in the outer half of a border cell the border's cells go on. A place has none
/// where one of the cells it needs is nodata, or is no height on Earth (below -500 m or above
/// 9,000 m; counted in one problem a file). Scale and offset of the band are applied; a band whose
/// unit is said to be other than metres is an Error.
///
/// Only cells round the places are read, a strip at a time. An Error past 400 million cells to look
/// at. Memory: 40 bytes a place and 32 MB while it reads.
Result<std::vector<double>> read_heights(std::span<const LayerSource> sources, const Frame& frame,
                                         std::span<const Point> places, Problems& problems,
                                         const Progress& progress = {});

}  // namespace lifecircle
