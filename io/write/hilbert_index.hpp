#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <ogr_core.h>

namespace lifecircle {

/// A row of a FlatGeobuf: where it is in the file that rows wait in, and its box (empty: no shape).
struct IndexedRow {
  OGREnvelope box;
  std::uint64_t place = 0;
  std::uint32_t bytes = 0;
};

/// Cells a node of the index holds.
inline constexpr std::uint16_t kIndexNodeSize = 16;

/// Sorts rows along a Hilbert curve through the middles of their boxes (65,536 steps each way over
/// `all`), so that what is near is near in the file; rows without shape come last; rows at one
/// place keep their order.
void sort_along_hilbert(std::vector<IndexedRow>& rows, const OGREnvelope& all);

/// The index of a FlatGeobuf of these rows in this order, as its bytes: a packed Hilbert R-tree
/// (Kamel, Faloutsos, VLDB 1994), root first, leaves last. Rows without shape have an empty box,
/// which no search meets.
std::string packed_index(const std::vector<IndexedRow>& rows);

}  // namespace lifecircle
