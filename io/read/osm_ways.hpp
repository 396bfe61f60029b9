#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/network/roads.hpp"
#include "io/read/growing.hpp"
#include "io/read/osm_open.hpp"

namespace lifecircle::osm {

/// What relations say about ways that say nothing themselves.
struct Outlines {
  std::vector<std::int64_t> water;           ///< ways round water, sorted
  std::map<std::int64_t, RoadKind> squares;  ///< ways round areas one walks on
};

struct WayRequest {
  OsmFile file;
  bool with_barriers = false;
  bool with_ferries = false;
  Outlines outlines = {};
};

/// Ways that are roads or barriers (or roads not built yet), sorted by id, each in its
/// newest version, deleted ones left out. A node that follows itself is named once. The nodes of
/// the ways lie one after another in the order of the ways. Memory: 24 bytes a way, 8 a node of a
/// way, of which there are less than 2^32.
struct WayTable {
  static constexpr std::uint32_t kNoRoad = std::numeric_limits<std::uint32_t>::max();

  struct Way {
    std::int64_t id = 0;
    std::uint32_t first = 0;  ///< of `count` nodes in `refs`
    std::uint32_t count = 0;
    std::uint32_t kind = kNoRoad;
    bool barrier = false;
    bool not_built = false;
    bool is_road() const { return kind != kNoRoad; }
  };
  std::vector<RoadKind> kinds;  ///< distinct, sorted
  Growing<Way> ways;
  Growing<std::int64_t> refs;

  std::span<const std::int64_t> refs_of(const Way& way) const {
    return {refs.begin() + way.first, way.count};
  }
  /// The way of an id, or null. O(log ways).
  const Way* find(std::int64_t id) const;
  /// Those of the ways that are named.
  WayTable only(const std::vector<std::int64_t>& sorted_ids) const;
};

Result<WayTable> read_ways(const WayRequest& request, const Progress& progress);

}  // namespace lifecircle::osm
