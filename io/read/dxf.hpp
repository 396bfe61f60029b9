#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"
#include "io/read/gdal_rows.hpp"

namespace lifecircle {

/// A CAD drawing (.dxf, text form) as one layer, `entities`, for roads and barriers; DWG is not
/// read. Its columns are those of GDAL: `Layer` (the CAD layer: for `where`, and for `class`),
/// `SubClasses`, `Linetype`, `EntityHandle`, `Text` and some on blocks.
///
/// Lines: LINE, POLYLINE and LWPOLYLINE (heights are dropped), ARC, CIRCLE, ELLIPSE and bulges (cut
/// into straight pieces of 4 degrees: within 1/1600 of the radius), SPLINE. A closed polyline is a
/// line, no area. Texts and points are points, so a road layer sets them aside; `where` them away.
///
/// A block reference (INSERT) is a point: in our users' drawings blocks are symbols, lamps and
/// trees, whose strokes are no roads, and a block of blocks of blocks would be a bomb. What is
/// drawn on paper space (title, legend) is left out. Both are counted in a problem each
/// (dxf_blocks, dxf_paper).
///
/// There is no coordinate system in a drawing: `crs` states it, or Gauss-Krueger eastings that
/// carry their zone are recognised.
///
/// Text: as stated by `encoding`; else of drawings before AutoCAD 2007 as $DWGCODEPAGE says, unless
/// it is ANSI_1252, which programs write that never thought of it; else UTF-8 if all of it is, and
/// GB18030 if not. \U+4E2D stands for its character.
std::optional<TextEncoding> dxf_encoding(const LayerSource& source);

/// An Error where the file does not end as drawings do: it was cut, and GDAL would not say so.
Result<Done> check_dxf_end(const std::string& path);

/// The name of the one layer.
inline constexpr const char* kDxfLayer = "entities";

/// The rows of a drawing out of what GDAL reads: see above.
std::unique_ptr<RawRows> dxf_rows(const LayerSource& source, std::unique_ptr<GdalRows> rows);

/// "\U+9053\U+8DEF" as "道路"; what is no such code stays.
std::string without_codes(std::string_view text);

}  // namespace lifecircle
