#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <osmium/osm/location.hpp>
#include <osmium/osm/tag.hpp>

#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/places/point.hpp"
#include "io/frame/frame.hpp"
#include "io/read/osm.hpp"

namespace lifecircle::osm {

/// Where some nodes of a file lie, and a few bits of what their tags say.
///
/// Ids are kept sorted and found by bisection, so sparse, huge or negative ids cost
/// nothing: 18 bytes a wanted node, whatever the ids. Of several versions of a node the
/// newest counts; one that was deleted, or whose place is no place on Earth, is unknown.
class NodeTable {
 public:
  /// Sums up tags in a few bits.
  using Mark = std::function<std::uint16_t(const osmium::TagList&)>;

  /// Reads the wanted nodes (any order, any number of times each) out of the file.
  static Result<NodeTable> read(const OsmFile& file, std::vector<std::int64_t> wanted, Mark mark,
                                const Progress& progress);

  std::size_t size() const { return ids_.size(); }
  /// Place of a wanted node in the table. O(log size).
  std::optional<std::size_t> find(std::int64_t id) const;
  std::int64_t id(std::size_t i) const { return ids_[i]; }
  bool known(std::size_t i) const { return location(i).valid(); }
  osmium::Location location(std::size_t i) const { return osmium::Location{at_[i].x, at_[i].y}; }
  std::uint16_t mark(std::size_t i) const { return marks_[i]; }

  /// All on the study's plane; kNowhere: unknown, or out of the frame. From then on the table knows
  /// no locations any more.
  static constexpr Point kNowhere{std::numeric_limits<std::int32_t>::min(), 0};
  std::vector<Point> take_places(const Frame& frame);

 private:
  struct Scan;
  std::vector<std::int64_t> ids_;
  std::vector<Point> at_;  ///< in osmium's ten-millionths of a degree
  std::vector<std::uint16_t> marks_;
};

/// The nodes on the study's plane; none: unknown, or out of the frame.
std::vector<std::optional<Point>> places_of(const NodeTable& nodes, const Frame& frame);

/// The stretches of a way whose nodes are all known, each of two nodes or more, as
/// positions in the table. A clipped file cuts its ways; what it left is used.
struct Stretches {
  std::vector<std::vector<std::size_t>> lines;
  std::size_t missing = 0;  ///< nodes of the way that are not there
};
Stretches stretches_of(std::span<const std::int64_t> refs, const NodeTable& nodes,
                       const std::vector<std::optional<Point>>& places);

}  // namespace lifecircle::osm
