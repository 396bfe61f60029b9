#pragma once

#include <cstdint>
#include <map>

#include "engine/network/roads.hpp"
#include "io/read/flat_lines.hpp"
#include "io/read/growing.hpp"

namespace lifecircle {

/// Lines of a layer and what is known of each, in columns. 18 bytes a line and 8 a point, and 16 a
/// line where times are stated.
struct RoadLines {
  FlatLines shape;
  Growing<std::uint32_t> kind;
  Growing<std::int64_t> source;
  Growing<double> forward_s, backward_s;  ///< below 0: closed; or none where no times are stated
};

/// Gives every place of a line its vertex. Ends at one place are one vertex, whatever their level.
/// Noded lines of one level share a vertex wherever they share a place; others keep the inside of
/// each line to itself. Lines of less than two points are left out. `kinds`: the number in
/// `lines.kind` of each kind.
///
/// The lines are used up, column by column. Memory at its height, of lines that are not noded: 34
/// bytes a line, 8 a point, and 14 to 22 an end; what comes of it takes 20 a line, 4 a point and 9
/// a vertex. Noded: 12 to 24 a vertex more.
Roads assemble(RoadLines lines, const std::map<RoadKind, std::uint32_t>& kinds, bool noded);

}  // namespace lifecircle
