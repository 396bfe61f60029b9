#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <osmium/memory/buffer.hpp>
#include <osmium/osm/location.hpp>
#include <osmium/osm/object.hpp>

#include "engine/base/result.hpp"
#include "io/read/osm_open.hpp"
#include "io/read/row_edits.hpp"

namespace lifecircle::osm {

/// An object as edits name it: "n123", "w123", "r123".
struct ObjectName {
  osmium::item_type type = osmium::item_type::undefined;
  std::int64_t id = 0;
  static std::optional<ObjectName> of(const std::string& text);
};

/// "lon lat" in degrees, or nothing where that is no place on Earth.
std::optional<osmium::Location> location_of(const std::string& point);

/// What of edits cannot be done to an OSM file, whatever it holds: names that are none, a place for
/// something that has none, a line over a node that is removed, something added without tags.
Result<Done> check_edits(const RowEdits& edits);

/// Makes the edits (checked) while the file is read, so that every reader sees it as if somebody
/// had edited it by hand:
///
/// - Tags are set one by one; an empty value takes the tag away. Every version of an object is
///   edited, so the newest still counts.
/// - A node that is removed leaves the ways it was on, which run on without it. A way or relation
///   that is removed leaves the relations it was in as a clipped file does.
/// - What is added gets the numbers -1, -2 and so on, nodes and ways each for themselves, in the
///   order of the edits; nodes of lines after the others. A way runs over the nodes it names, where
///   it joins what is there, and over new ones, one for each place however often it is written.
class Editing {
 public:
  Editing(const std::string& path, const RowEdits& edits);

  /// What is added, of some kinds, smallest number first; false: `each` has enough.
  bool add(osmium::osm_entity_bits::type kinds, const Each& each);
  /// Hands on an object of the file as it is to be, if at all; false: enough.
  bool hand_on(const osmium::OSMObject& object, const Each& each);
  /// Once all objects of some kinds have come: an edit of one that did not, or a number that was to
  /// be that of a new one.
  Result<Done> finish(osmium::osm_entity_bits::type kinds) const;

 private:
  /// An object of the file that edits name.
  struct Named {
    const RowEdits::Row* change = nullptr;
    bool removed = false, on_new_line = false;
    std::string stated_at = {};
    std::optional<Version> newest = {};
    bool there = false;  ///< its newest version is not that of a deletion
  };
  struct NewNode {
    osmium::Location at;
    const RowEdits::Row* row = nullptr;  ///< whose tags it has; null: of a line
  };
  struct NewWay {
    std::vector<std::int64_t> nodes;
    const RowEdits::Row* row = nullptr;
  };

  Named& name(const ObjectName& object, const std::string& stated_at);
  std::vector<std::int64_t> nodes_of(const RowEdits::Row& row);
  const osmium::OSMObject& rebuilt(const osmium::OSMObject& object, const RowEdits::Row* change);

  const std::string& path_;
  std::array<std::unordered_map<std::int64_t, Named>, 4> named_;               ///< by type
  std::unordered_map<const RowEdits::Row*, std::vector<std::int64_t>> lines_;  ///< of changed ways
  std::vector<NewNode> new_nodes_;                                             ///< -1, -2, ...
  std::vector<NewWay> new_ways_;                                               ///< -1, -2, ...
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> of_line_;      ///< by place
  bool removes_nodes_ = false;
  std::optional<ObjectName> taken_;  ///< a new one's number, had by one of the file
  osmium::memory::Buffer buffer_{4096, osmium::memory::Buffer::auto_grow::yes};
};

/// Where an edit stands that changes or adds the object of a Problem; empty: none does.
std::string edit_of(const RowEdits& edits, const std::string& layer, std::int64_t row);

}  // namespace lifecircle::osm
