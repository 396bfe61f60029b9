#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"
#include "io/read/crs.hpp"
#include "io/read/layer.hpp"
#include "io/read/raw_numbers.hpp"

namespace lifecircle {

/// How the coordinates of one layer become longitude and latitude.
struct LayerCrs {
  ToLonLat to_lonlat;
  bool swap = false;  ///< x and y change places first
  Conversion conversion;
};

/// Whether the numbers must be looked at before anything is decided: nobody says what they are, or
/// they are said to be of a web map, whose users often hold something else.
bool must_look(const LayerSource& source, const OGRSpatialReference* of_file);

/// Decides, and tells `problems` what is unusual. `numbers`: of the admitted rows, with x and y
/// exchanged already where source.axes says so; may be empty unless must_look.
///
/// What is stated wins, then what the file says. Else the numbers decide, and only where they can
/// be one thing: in a table, degrees in more than half of its rows (the odd wrong row is set aside
/// when it is read); Gauss-Krueger metres with the number of one zone before the easting in nine
/// rows of ten, axes exchanged or not. Everything else is an Error that says what was found and
/// the line to write: crs_missing, crs_missing_meridian, crs_missing_swapped, crs_missing_zones,
/// crs_wants_degrees, crs_swapped.
Result<LayerCrs> choose_crs(const LayerSource& source, const std::string& layer,
                            const OGRSpatialReference* of_file, bool is_table,
                            const RawNumbers& numbers, Problems& problems);

/// What speaks against the system a layer was read in, once its numbers were seen. Nothing is
/// changed for it.
struct CrsDoubt {
  std::string key;
  std::vector<std::string> args;
};

/// In more than half of the rows: x and y exchanged (they would lie in China, and as they were
/// read they do not), a zone before the easting that is another than that of the system, degrees
/// where there should be metres, metres where there should be degrees. Known for China only.
std::optional<CrsDoubt> doubt_of(const LayerCrs& crs, const RawNumbers& numbers);

}  // namespace lifecircle
