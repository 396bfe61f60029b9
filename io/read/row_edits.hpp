#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "io/read/layer_rows.hpp"

namespace lifecircle {

/// What a scenario says of the rows of one layer, in the layer's own terms: columns by their names,
/// places in the layer's own coordinates. Reading a layer with edits is reading the layer as if
/// somebody had edited it by hand: every reader above sees the edited rows and nothing else.
struct RowEdits {
  struct Row {
    std::map<std::string, std::string> set;  ///< column -> value
    std::string wkt;                         ///< its new place; empty: as it is
    /// The same point by point where it was given so, "106.5 35.2"; of an OSM way also nodes it
    /// runs over, "n123".
    std::vector<std::string> points = {};
    std::string stated_at = {};
  };
  std::string id;  ///< column that names rows; empty: their numbers (feature ids, lines of a CSV)
  std::map<std::string, std::string> removed;  ///< row -> where that stands
  std::map<std::string, Row> changed;          ///< by row; where several have one id, all of them
  std::vector<Row> added;                      ///< after the others, numbered on from the last
  std::string stated_at;
  /// Numbers of the rows that were changed or added when the layer was last read, and where that
  /// stands: so that one who finds such a row of no use can say whose it is. Layers are read one
  /// after another.
  mutable std::map<std::int64_t, std::string> touched = {};
};

/// The rows of `raw` with the edits made. Errors: a column that is not there, a row that is not
/// there (once all have been read), a place for a row of a table, whose places stand in its
/// columns.
Result<std::unique_ptr<RawRows>> edited(std::unique_ptr<RawRows> raw, const RowEdits& edits,
                                        const std::string& where);

}  // namespace lifecircle
