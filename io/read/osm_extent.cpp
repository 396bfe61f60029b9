#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <osmium/osm/way.hpp>

#include "io/read/child/readers.hpp"
#include "io/read/child/whole.hpp"
#include "io/read/osm.hpp"
#include "io/read/osm_nodes.hpp"
#include "io/read/osm_open.hpp"
#include "io/read/osm_sorted.hpp"

namespace lifecircle {
namespace {

constexpr std::size_t kFirstTidying = 1'000'000;

/// Ids that come again and again, kept in twice the memory of the distinct ones.
class IdSet {
 public:
  void add(std::int64_t id) {
    ids_.push_back(id);
    if (ids_.size() < limit_) return;
    osm::sort_unique(ids_);
    limit_ = std::max(kFirstTidying, 2 * ids_.size());
  }
  std::vector<std::int64_t> take() { return std::move(ids_); }

 private:
  std::vector<std::int64_t> ids_;
  std::size_t limit_ = kFirstTidying;
};

}  // namespace

Result<LonLatBox> osm_extent(const OsmFile& file) {
  if (reads_in_children()) return in_child::osm_extent(file);
  IdSet wanted;
  const Result<Done> done = osm::read_objects(
      {file, osmium::osm_entity_bits::node | osmium::osm_entity_bits::way, "osm_reading_ways"}, {},
      [&](const osmium::OSMObject& object) {
        if (!object.visible()) return true;
        if (object.type() == osmium::item_type::way) {
          for (const osmium::NodeRef& node : static_cast<const osmium::Way&>(object).nodes())
            wanted.add(node.ref());
        } else if (!object.tags().empty()) {
          wanted.add(object.id());
        }
        return true;
      });
  if (!done) return done.error();
  const auto no_mark = [](const osmium::TagList&) { return std::uint8_t{0}; };
  const Result<osm::NodeTable> nodes = osm::NodeTable::read(file, wanted.take(), no_mark, {});
  if (!nodes) return nodes.error();
  LonLatBox box;
  for (std::size_t i = 0; i < nodes.value().size(); ++i) {
    if (!nodes.value().known(i)) continue;
    box.add(nodes.value().location(i).lon(), nodes.value().location(i).lat());
  }
  if (box.empty()) return Error{Fault::input, "osm_nothing_there", file.path};
  return box;
}

}  // namespace lifecircle
