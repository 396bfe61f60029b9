#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/base/result.hpp"
#include "engine/places/shape.hpp"
#include "engine/study/indicator.hpp"
#include "engine/study/table.hpp"
#include "io/frame/frame.hpp"

namespace lifecircle {

/// A sheet of paper; 60 to 2,000 mm each way. Wider than tall: the legend stands beside the map,
/// else below it.
struct Paper {
  double width_mm = 297, height_mm = 210;
  static constexpr Paper a4_landscape() { return {297, 210}; }
  static constexpr Paper a4_portrait() { return {210, 297}; }
  static constexpr Paper a3_landscape() { return {420, 297}; }
  static constexpr Paper a3_portrait() { return {297, 420}; }
};

/// One layer of a map.
struct SheetLayer {
  const Layer* layer = nullptr;
  bool in_legend =
      true;  ///< its classes, or its title where it has none; and the map shows all of it
  std::string names_by = {};  ///< the column that names its points or areas on the map; empty: none
};

enum class SheetParts {
  whole,  ///< title, map, legend, scale, north arrow, notes, date
  map,    ///< map, legend, scale and north arrow, to be set into a report that says the rest
};

/// A printed map. Words stand in the sheet's language; where they have none in it, in the other.
struct MapSheet {
  Words title, subtitle;
  std::string date;                ///< as stated; empty: none. Never the day of drawing by itself
  std::vector<SheetLayer> layers;  ///< bottom first
  std::vector<Words> notes;   ///< what the map stands on: speed, threshold, denominator, sources
  Words attribution;          ///< whose data: "© OpenStreetMap contributors"
  std::string review_number;  ///< 审图号 of a published map; empty: none
  Language language = Language::zh;
  Paper paper;
  SheetParts parts = SheetParts::whole;
  std::optional<Box> window;           ///< shown at least; none: all of the layers in the legend
  std::optional<double> scale_number;  ///< 25,000 for 1:25 000, 10 to 1e9; none: the largest round
                                       ///< scale, 1:2 000 at most, that shows the window
  double dots_per_inch = 200;          ///< of PNG, 36 to 600
};

enum class SheetFormat { pdf, svg, png };
/// By the end of the name, .pdf, .svg or .png in small letters.
Result<SheetFormat> sheet_format_of(const std::string& name);

/// The sheet as the bytes of a file.
///
/// The map is drawn on the study's plane, where a millimetre is one on the ground (see Frame): at
/// 1:25 000, 40 mm on paper are 1,000 m of the plane, and so says the bar. North is that of the
/// meridian through the middle of the map. The legend has the classes that are seen in the map
/// and no others. Lines and borders are drawn to 0.1 mm of paper: what is finer is left out, what
/// is smaller is drawn as a dot; marks and lines have the sizes of their style, wherever the scale.
/// Names are set where they fit, those of large areas first, and none over another.
///
/// All text is text: markup, control characters and marks that turn a line round show as they are
/// or as '?', and what is too long ends in "…". PDF holds text and the parts of the fonts it needs;
/// SVG holds outlines of letters instead, so that Chinese is Chinese where there are no fonts, and
/// ids of its own that meet no other's in one page of HTML.
///
/// Same sheet, same bytes with the same fonts, whatever the order of rows, the clock, the locale
/// and the process. Time and memory: O(vertices) and, for the kept ones, 16 bytes, some 60 more in
/// PDF and SVG while they are drawn; PNG 4 bytes a dot (A4 at 200 dots: 15 MB).
///
/// Errors: a paper or resolution out of bounds, no font for Chinese on this machine, no memory.
Result<std::string> sheet_bytes(const MapSheet& sheet, const Frame& frame, SheetFormat format);

/// The same as a file, whole or not at all (see Outputs). Error also where it cannot be written.
Result<Done> write_sheet(const std::string& path, const MapSheet& sheet, const Frame& frame);

}  // namespace lifecircle
