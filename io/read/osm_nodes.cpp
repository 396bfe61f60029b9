#include "io/read/osm_nodes.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <osmium/osm/node.hpp>

#include "io/read/osm_open.hpp"
#include "io/read/osm_sorted.hpp"

namespace lifecircle::osm {

/// One look through the nodes of a file.
struct NodeTable::Scan {
  NodeTable& table;
  Mark mark;
  bool keep_versions;
  std::vector<Version> versions = {};  // of the wanted nodes, if kept
  std::vector<bool> seen = {};
  std::optional<std::int64_t> last = {};
  bool ascending = true;
  std::size_t cursor = 0;  // where the last id stood, or would have stood

  /// Files are sorted almost always, so the next id stands near the last one.
  std::optional<std::size_t> place(std::int64_t id) {
    const auto& ids = table.ids_;
    if (cursor < ids.size() && ids[cursor] < id) ++cursor;
    const bool here =
        (cursor == 0 || ids[cursor - 1] < id) && (cursor == ids.size() || ids[cursor] >= id);
    if (!here) cursor = static_cast<std::size_t>(std::ranges::lower_bound(ids, id) - ids.begin());
    if (cursor < ids.size() && ids[cursor] == id) return cursor;
    return std::nullopt;
  }

  bool take(const osmium::Node& node) {
    if (last && node.id() <= *last) {
      ascending = false;
      if (!keep_versions) return false;
    }
    last = node.id();
    const auto found = place(node.id());
    if (!found) return true;
    const std::size_t i = *found;
    const osmium::Location location = node.visible() ? node.location() : osmium::Location{};
    const std::uint16_t bits = mark(node.tags());
    if (keep_versions) {
      const auto rank = [](Version version, osmium::Location at, std::uint16_t m) {
        return std::tuple{version, at.x(), at.y(), m};
      };
      const Version version = Version::of(node);
      if (seen[i] &&
          rank(version, location, bits) <= rank(versions[i], table.location(i), table.marks_[i]))
        return true;
      seen[i] = true;
      versions[i] = version;
    }
    table.at_[i] = {location.x(), location.y()};
    table.marks_[i] = bits;
    return true;
  }
};

Result<NodeTable> NodeTable::read(const OsmFile& file, std::vector<std::int64_t> wanted, Mark mark,
                                  const Progress& progress) {
  sort_unique(wanted);
  wanted.shrink_to_fit();
  NodeTable table;
  table.ids_ = std::move(wanted);
  if (table.ids_.empty()) return table;
  // Ids that only ascend come once each. Where they do not, look again and keep versions.
  for (const bool keep_versions : {false, true}) {
    const osmium::Location unknown;
    table.at_.assign(table.size(), Point{unknown.x(), unknown.y()});
    table.marks_.assign(table.size(), 0);
    Scan scan{table, mark, keep_versions};
    if (keep_versions) {
      scan.versions.resize(table.size());
      scan.seen.resize(table.size());
    }
    const Result<Done> done =
        read_objects({file, osmium::osm_entity_bits::node, "osm_reading_nodes"}, progress,
                     [&](const osmium::OSMObject& object) {
                       return scan.take(static_cast<const osmium::Node&>(object));
                     });
    if (!done) return done.error();
    if (scan.ascending) break;
  }
  return table;
}

std::optional<std::size_t> NodeTable::find(std::int64_t id) const {
  const auto found = std::ranges::lower_bound(ids_, id);
  if (found == ids_.end() || *found != id) return std::nullopt;
  return static_cast<std::size_t>(found - ids_.begin());
}

std::vector<Point> NodeTable::take_places(const Frame& frame) {
  for (std::size_t i = 0; i < size(); ++i) {
    const bool is_known = known(i);
    const double lon = is_known ? location(i).lon() : 0, lat = is_known ? location(i).lat() : 0;
    at_[i] = is_known && frame.holds(lon, lat) ? frame.to_plane(lon, lat) : kNowhere;
  }
  return std::move(at_);
}

std::vector<std::optional<Point>> places_of(const NodeTable& nodes, const Frame& frame) {
  std::vector<std::optional<Point>> places(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!nodes.known(i)) continue;
    const double lon = nodes.location(i).lon();
    const double lat = nodes.location(i).lat();
    if (frame.holds(lon, lat)) places[i] = frame.to_plane(lon, lat);
  }
  return places;
}

Stretches stretches_of(std::span<const std::int64_t> refs, const NodeTable& nodes,
                       const std::vector<std::optional<Point>>& places) {
  Stretches found;
  std::vector<std::size_t> line;
  const auto end_line = [&] {
    if (line.size() >= 2) found.lines.push_back(line);
    line.clear();
  };
  for (const std::int64_t ref : refs) {
    const auto i = nodes.find(ref);
    if (!i || !places[*i]) {
      ++found.missing;
      end_line();
    } else if (line.empty() || line.back() != *i) {
      line.push_back(*i);
    }
  }
  end_line();
  return found;
}

}  // namespace lifecircle::osm
