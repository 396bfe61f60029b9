#include "io/read/osm_ways.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>

#include <osmium/osm/way.hpp>

#include "io/read/osm_barriers.hpp"
#include "io/read/osm_kind.hpp"
#include "io/read/osm_sorted.hpp"

namespace lifecircle::osm {
namespace {

/// One look through the ways of a file.
struct Scan {
  const WayRequest& request;
  const std::vector<std::int64_t>* only;  // keep every version of these; null: keep what is of use
  WayTable table = {};
  std::map<RoadKind, std::uint32_t> kind_index = {};
  std::optional<std::int64_t> last = {};
  bool ascending = true;

  void take(const osmium::Way& way) {
    if (last && way.id() <= *last) ascending = false;
    last = way.id();
    if (only != nullptr && !std::ranges::binary_search(*only, way.id())) return;

    WayTable::Way row;
    row.id = way.id();
    row.version = Version::of(way);
    if (way.visible()) say_what_it_is(row, way.tags());
    const bool of_use = row.is_road() || row.barrier || row.not_built;
    if (!of_use && only == nullptr) return;
    row.first = table.refs.size();
    if (row.is_road() || row.barrier) {
      for (const osmium::NodeRef& node : way.nodes())
        if (table.refs.size() == row.first || table.refs.back() != node.ref())
          table.refs.push_back(node.ref());
    }
    row.count = static_cast<std::uint32_t>(table.refs.size() - row.first);
    table.ways.push_back(row);
  }

  void say_what_it_is(WayTable::Way& row, const osmium::TagList& tags) {
    row.not_built = is_not_built(tags);
    std::optional<RoadKind> kind = road_kind(tags, request.with_ferries);
    if (!kind && !row.not_built) {
      const auto square = request.outlines.squares.find(row.id);
      if (square != request.outlines.squares.end()) kind = square->second;
    }
    if (kind) {
      const auto next = static_cast<std::uint32_t>(kind_index.size());
      row.kind = kind_index.try_emplace(std::move(*kind), next).first->second;
    }
    row.barrier = request.with_barriers &&
                  (is_barrier(tags) || std::ranges::binary_search(request.outlines.water, row.id));
  }

  /// Kinds in their own order, ways in that of their ids, the newest version of each.
  WayTable finish() {
    std::vector<std::uint32_t> sorted_place(kind_index.size());
    for (const auto& [kind, place] : kind_index) {
      sorted_place[place] = static_cast<std::uint32_t>(table.kinds.size());
      table.kinds.push_back(kind);
    }
    for (WayTable::Way& way : table.ways)
      if (way.is_road()) way.kind = sorted_place[way.kind];
    const auto is_before = [&](const WayTable::Way& a, const WayTable::Way& b) {
      const auto rank = [](const WayTable::Way& w) {
        return std::tuple{w.id, w.version, w.kind, w.barrier, w.not_built};
      };
      const auto ra = rank(a);
      const auto rb = rank(b);
      if (ra != rb) return ra < rb;
      return std::ranges::lexicographical_compare(table.refs_of(a), table.refs_of(b));
    };
    std::ranges::sort(table.ways, is_before);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < table.ways.size(); ++i) {
      const WayTable::Way& way = table.ways[i];
      if (i + 1 < table.ways.size() && table.ways[i + 1].id == way.id) continue;
      if (way.is_road() || way.barrier || way.not_built) table.ways[kept++] = way;
    }
    table.ways.resize(kept);
    return std::move(table);
  }
};

}  // namespace

const WayTable::Way* WayTable::find(std::int64_t id) const {
  const auto found = std::ranges::lower_bound(ways, id, {}, &Way::id);
  return found != ways.end() && found->id == id ? &*found : nullptr;
}

Result<WayTable> read_ways(const WayRequest& request, const Progress& progress) {
  const auto look = [&](Scan& scan) {
    return read_objects({request.path, osmium::osm_entity_bits::way, "osm_reading_ways"}, progress,
                        [&](const osmium::OSMObject& object) {
                          scan.take(static_cast<const osmium::Way&>(object));
                          return true;
                        });
  };
  Scan scan{request, nullptr};
  if (const Result<Done> done = look(scan); !done) return done.error();
  if (scan.ascending) return scan.finish();

  // A newer version may stand anywhere, and may say that the way is no road any more.
  std::vector<std::int64_t> ids;
  for (const WayTable::Way& way : scan.table.ways) ids.push_back(way.id);
  sort_unique(ids);
  Scan all_versions{request, &ids};
  if (const Result<Done> done = look(all_versions); !done) return done.error();
  return all_versions.finish();
}

}  // namespace lifecircle::osm
