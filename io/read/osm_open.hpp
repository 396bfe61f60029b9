#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <osmium/osm/entity_bits.hpp>
#include <osmium/osm/object.hpp>

#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "io/read/osm.hpp"

namespace lifecircle::osm {

/// The file as libosmium wants it: a full path, so that no name is ever taken for an
/// address or for standard input, and the format by name, so that nothing is guessed.
struct Source {
  std::string path;
  std::string format;  ///< "pbf", "osm", "osm.gz" or "osm.bz2"
};

/// Finds out whether `path` is a local regular file whose name ends as an OSM file's
/// does (.pbf, .osm, .osm.gz, .osm.bz2, in either case).
Result<Source> find_source(const std::string& path);

/// One look through a file. `stage` names it for Progress (a catalogue entry).
struct Reading {
  OsmFile file;
  osmium::osm_entity_bits::type kinds;
  std::string_view stage;
};

/// Called with each object, in the order of the file; false: enough, stop reading.
using Each = std::function<bool(const osmium::OSMObject&)>;

/// Hands every object of the named kinds to `each`, as the file's edits have it (osm_edits.hpp):
/// what they add comes first. Errors: edits of objects that are not there. A file that is damaged,
/// cut off or something else is an Error, whatever libosmium throws. Memory: a few dozen MB for the
/// blocks on their way, nothing that grows with the file.
Result<Done> read_objects(const Reading& reading, const Progress& progress, const Each& each);

/// What decides between several versions of one object: the higher one is newer.
struct Version {
  std::uint32_t number = 0;
  std::uint32_t seconds = 0;  ///< time stamp
  static Version of(const osmium::OSMObject& object) {
    return {object.version(), static_cast<std::uint32_t>(object.timestamp())};
  }
  friend constexpr auto operator<=>(const Version&, const Version&) = default;
};

}  // namespace lifecircle::osm
