#pragma once

#include <string>

#include "io/read/child/wire.hpp"
#include "io/read/layer_rows.hpp"

namespace lifecircle {

// What the two sides say to each other.
// Asked: kOpen with a source, then kWant with columns as often as one likes.
// Answered: to kOpen a head or an error; to kWant kReady or an error, then kRows until kEnd or an
// error.
// Or asked: kWhole with a WholeTask and what it needs, then kMore; answered: kProgress as often as
// there is some, then kMore with the answer (io/read/child/stream.hpp).
enum Word : std::int64_t {
  kOpen,
  kWant,
  kHead,
  kReady,
  kRows,
  kEnd,
  kError,
  kWhole,
  kProgress,
  kMore
};

/// What is read whole.
enum class WholeTask : std::int64_t {
  osm_extent,
  osm_roads,
  osm_features,
  raster_place,
  raster,
  heights
};

/// With what a reader ends that says no more.
enum ReaderExit : int { kBroken = 1, kNoMemory = 5, kNoFence = 6 };

void pack(Packer& to, const LayerSource& source);
LayerSource unpack_source(Unpacker& from);

/// A row, and the problems that came with it. Geometry: WKB (ISO 13249-3).
void pack(Packer& to, const LayerRow& row, const Problems& problems);
/// False where it does not fit.
bool unpack(Unpacker& from, LayerRow& row, Problems& problems);

}  // namespace lifecircle
