#include "io/read/osm_ways.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include <osmium/osm/way.hpp>

#include "io/read/osm_barriers.hpp"
#include "io/read/osm_kind.hpp"
#include "io/read/osm_sorted.hpp"

namespace lifecircle::osm {
namespace {

void add(WayTable& to, WayTable::Way way, std::span<const std::int64_t> refs) {
  way.first = static_cast<std::uint32_t>(to.refs.size());
  to.refs.append(refs);
  to.ways.push_back(way);
}

/// One look through the ways of a file.
struct Scan {
  const WayRequest& request;
  const std::vector<std::int64_t>* only;  // keep every version of these; null: keep what is of use
  WayTable table = {};
  std::vector<Version> versions = {};  // of the ways, where every version is kept
  std::map<RoadKind, std::uint32_t> kind_index = {};
  std::optional<std::int64_t> last = {};
  bool ascending = true;
  bool too_many = false;

  /// False where there are too many.
  bool take(const osmium::Way& way) {
    if (last && way.id() <= *last) ascending = false;
    last = way.id();
    if (only != nullptr && !std::ranges::binary_search(*only, way.id())) return true;

    WayTable::Way row;
    row.id = way.id();
    if (way.visible()) say_what_it_is(row, way.tags());
    const bool of_use = row.is_road() || row.barrier || row.not_built;
    if (!of_use && only == nullptr) return true;
    too_many = table.refs.size() + way.nodes().size() >= WayTable::kNoRoad;
    if (too_many) return false;
    row.first = static_cast<std::uint32_t>(table.refs.size());
    if (row.is_road() || row.barrier) {
      for (const osmium::NodeRef& node : way.nodes())
        if (table.refs.size() == row.first || table.refs.back() != node.ref())
          table.refs.push_back(node.ref());
    }
    row.count = static_cast<std::uint32_t>(table.refs.size() - row.first);
    table.ways.push_back(row);
    if (only != nullptr) versions.push_back(Version::of(way));
    return true;
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
    // Ids that only ascend come once each, and all that is kept then is of use.
    return only == nullptr ? std::move(table) : newest();
  }

  WayTable newest() const {
    const auto is_before = [&](std::size_t a, std::size_t b) {
      const auto rank = [&](std::size_t i) {
        const WayTable::Way& w = table.ways[i];
        return std::tuple{w.id, versions[i], w.kind, w.barrier, w.not_built};
      };
      const auto ra = rank(a);
      const auto rb = rank(b);
      if (ra != rb) return ra < rb;
      return std::ranges::lexicographical_compare(table.refs_of(table.ways[a]),
                                                  table.refs_of(table.ways[b]));
    };
    std::vector<std::size_t> order(table.ways.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, is_before);
    WayTable newest;
    newest.kinds = table.kinds;
    for (std::size_t i = 0; i < order.size(); ++i) {
      const WayTable::Way& way = table.ways[order[i]];
      if (i + 1 < order.size() && table.ways[order[i + 1]].id == way.id) continue;
      if (way.is_road() || way.barrier || way.not_built) add(newest, way, table.refs_of(way));
    }
    return newest;
  }
};

}  // namespace

const WayTable::Way* WayTable::find(std::int64_t id) const {
  const auto found = std::ranges::lower_bound(ways, id, {}, &Way::id);
  return found != ways.end() && found->id == id ? &*found : nullptr;
}

WayTable WayTable::only(const std::vector<std::int64_t>& sorted_ids) const {
  WayTable few;
  few.kinds = kinds;
  for (const std::int64_t id : sorted_ids)
    if (const Way* const way = find(id)) add(few, *way, refs_of(*way));
  return few;
}

Result<WayTable> read_ways(const WayRequest& request, const Progress& progress) {
  const auto look = [&](Scan& scan) -> Result<Done> {
    const auto done = read_objects({request.file, osmium::osm_entity_bits::way, "osm_reading_ways"},
                                   progress, [&](const osmium::OSMObject& object) {
                                     return scan.take(static_cast<const osmium::Way&>(object));
                                   });
    if (done && scan.too_many) return Error{Fault::limit, "osm_too_large", request.file.path};
    return done;
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
