#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <osmium/memory/buffer.hpp>
#include <osmium/osm/entity_bits.hpp>
#include <osmium/osm/object.hpp>

#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "io/read/osm_open.hpp"

namespace lifecircle::osm {

/// Some objects of a file, whole, each in its newest version, deleted ones left out;
/// sorted by type (nodes, ways, relations) and id, so the order of the file is forgotten.
struct Collected {
  osmium::memory::Buffer buffer;
  std::vector<const osmium::OSMObject*> objects;  ///< into the buffer
};

using Wanted = std::function<bool(const osmium::OSMObject&)>;

/// The objects whose newest version is wanted. Memory: those objects. One look through
/// the file; two if its ids do not ascend, for then a later version may hide anywhere.
Result<Collected> collect(const Reading& reading, const Progress& progress, const Wanted& wanted);

}  // namespace lifecircle::osm
