#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "io/write/layer_writer.hpp"

namespace lifecircle {

/// What the parts of a Shapefile may hold, by the software that reads them.
inline constexpr std::uint64_t kShapefileMost = 0x7FFFFFFF;

/// A layer as an ESRI Shapefile: .shp, .shx, .dbf, .prj (WKT as ESRI writes it) and .cpg (UTF-8).
/// Outer rings run with the clock, holes against it, a row without shape is a null shape. Rows keep
/// their order.
///
/// What the format cannot take is counted in Written, for the caller to tell: texts longer than 254
/// bytes are cut at a character; whole numbers longer than 18 characters are absent; names of
/// columns longer than 10 bytes are cut at a character, with a number where two would be the same.
/// Blanks at the ends of a text are lost among those that fill the column, and what is missing is
/// blank. Numbers keep every digit: they are 24 characters wide and may have an exponent. A table
/// without columns gets one of row numbers, `row`, as readers want one.
///
/// A file above `most` bytes, or a row too wide for a .dbf, is an Error that says what to do.
///
/// Written here and not by GDAL, whose driver rounds numbers to 15 decimals and cuts texts and
/// names within a character. Every byte is compared when read back, then GDAL, as a reader of its
/// own, counts rows and shapes.
Result<std::unique_ptr<LayerWriter>> begin_shapefile(const LayerPlan& plan,
                                                     std::uint64_t most = kShapefileMost);

/// The five files of a Shapefile called `name` (which ends in .shp), itself first.
std::vector<std::string> shapefile_set(const std::string& name);

/// What else readers may have left beside a Shapefile: indexes, which are wrong for a new one.
std::vector<std::string> shapefile_companions(const std::string& name);

}  // namespace lifecircle
