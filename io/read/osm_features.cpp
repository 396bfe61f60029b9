#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <osmium/osm/node.hpp>
#include <osmium/osm/relation.hpp>
#include <osmium/osm/way.hpp>

#include "io/read/child/readers.hpp"
#include "io/read/child/whole.hpp"
#include "io/read/osm.hpp"
#include "io/read/osm_access.hpp"
#include "io/read/osm_collect.hpp"
#include "io/read/osm_filter.hpp"
#include "io/read/osm_nodes.hpp"
#include "io/read/osm_rings.hpp"
#include "io/read/osm_sorted.hpp"
#include "io/read/osm_tags.hpp"

namespace lifecircle {
namespace {

using osm::NodeTable;

std::vector<std::int64_t> refs_of(const osmium::Way& way) {
  std::vector<std::int64_t> refs;
  for (const osmium::NodeRef& node : way.nodes()) refs.push_back(node.ref());
  return refs;
}

bool is_area_relation(const osmium::TagList& tags) {
  return osm::is_one_of(osm::value_of(tags, "type"), {"multipolygon", "boundary"});
}

/// Relations that gather things which carry the tags themselves, or things along a line: nothing is
/// lost without them.
bool is_no_area_by_nature(const osmium::TagList& tags) {
  return osm::is_one_of(osm::value_of(tags, "type"),
                        {"multilinestring", "route", "route_master", "superroute", "network",
                         "waterway", "street", "associatedStreet", "building"});
}

/// A closed way is ground, unless it says otherwise or is a road or a wall, which are ground
/// only where area=yes says so.
bool is_ground(const osmium::Way& way) {
  if (way.nodes().size() < 4 || way.nodes().front().ref() != way.nodes().back().ref()) return false;
  const std::string_view area = osm::value_of(way.tags(), "area");
  if (area == "no") return false;
  if (area == "yes") return true;
  const std::string_view barrier = osm::value_of(way.tags(), "barrier");
  return osm::value_of(way.tags(), "highway").empty() && barrier.empty();
}

/// The ways that outline relations, by id.
class MemberWays {
 public:
  explicit MemberWays(const osm::Collected& found) {
    for (const osmium::OSMObject* object : found.objects)
      ways_.push_back(static_cast<const osmium::Way*>(object));  // sorted by id
  }
  const osmium::Way* find(std::int64_t id) const {
    const auto found = std::ranges::lower_bound(ways_, id, {}, &osmium::Way::id);
    return found != ways_.end() && (*found)->id() == id ? *found : nullptr;
  }
  const std::vector<const osmium::Way*>& all() const { return ways_; }

 private:
  std::vector<const osmium::Way*> ways_;
};

/// Turns objects into features, one after the other.
class Builder {
 public:
  Builder(const std::string& path, const std::vector<std::string>& keys, const NodeTable& nodes,
          const Frame& frame, const MemberWays& members, Problems& problems)
      : path_{path},
        nodes_{nodes},
        frame_{frame},
        places_{osm::places_of(nodes, frame)},
        members_{members},
        problems_{problems} {
    Features& features = result_.features;
    features.file = path;
    features.column_names.push_back("osm_id");
    for (const std::string& key : keys)
      if (features.column(key) < 0) features.column_names.push_back(key);
    features.columns.resize(features.column_names.size());
  }

  void add(const osmium::OSMObject& object) {
    switch (object.type()) {
      case osmium::item_type::node:
        return add_node(static_cast<const osmium::Node&>(object));
      case osmium::item_type::way:
        return add_way(static_cast<const osmium::Way&>(object));
      default:
        return add_relation(static_cast<const osmium::Relation&>(object));
    }
  }

  OsmFeatures take() { return std::move(result_); }

 private:
  /// Points of an outline with doors in them.
  struct Doors {
    std::vector<Point> entrances, gates;
  };

  void note(const char* key, const char* layer, std::int64_t id, std::vector<std::string> args,
            bool set_aside) {
    problems_.add({key, path_, layer, id, std::move(args), set_aside});
  }

  void add_row(const char* letter, const osmium::OSMObject& object, Shape shape, Doors doors) {
    Features& features = result_.features;
    features.row.push_back(object.id());
    features.shape.push_back(std::move(shape));
    features.columns[0].push_back(letter + std::to_string(object.id()));
    for (std::size_t c = 1; c < features.columns.size(); ++c)
      features.columns[c].push_back(
          osm::clean_text(osm::value_of(object.tags(), features.column_names[c].c_str())));
    osm::sort_unique(doors.entrances);
    osm::sort_unique(doors.gates);
    result_.entrances.push_back(std::move(doors.entrances));
    result_.gates.push_back(std::move(doors.gates));
  }

  void add_node(const osmium::Node& node) {
    const osmium::Location at = node.location();
    if (!at.valid() || !frame_.holds(at.lon(), at.lat()))
      return note("osm_node_without_place", "node", node.id(), {}, true);
    add_row("n", node, Shape::of(frame_.to_plane(at.lon(), at.lat())), {});
  }

  void find_doors(const osmium::Way& way, Doors& doors) const {
    for (const osmium::NodeRef& node : way.nodes()) {
      const auto i = nodes_.find(node.ref());
      if (!i || !places_[*i]) continue;
      if ((nodes_.mark(*i) & osm::kEntranceMark) != 0) doors.entrances.push_back(*places_[*i]);
      if ((nodes_.mark(*i) & osm::kGateMark) != 0) doors.gates.push_back(*places_[*i]);
    }
  }

  std::vector<Point> points_of(const std::vector<std::size_t>& line) const {
    std::vector<Point> points;
    for (const std::size_t i : line) points.push_back(*places_[i]);
    return points;
  }

  static void append_pieces(const std::vector<Point>& line, std::vector<osm::Piece>& pieces) {
    for (std::size_t i = 1; i < line.size(); ++i) pieces.emplace_back(line[i - 1], line[i]);
  }

  void add_way(const osmium::Way& way) {
    const osm::Stretches found = osm::stretches_of(refs_of(way), nodes_, places_);
    if (found.lines.empty()) return note("osm_way_without_line", "way", way.id(), {}, true);
    if (found.missing > 0)
      note("osm_nodes_missing", "way", way.id(), {std::to_string(found.missing)}, false);
    Shape shape{ShapeKind::line, {}};
    for (const auto& line : found.lines) shape.parts.push_back(points_of(line));
    if (is_ground(way) && found.missing == 0) {
      std::vector<osm::Piece> pieces;
      append_pieces(shape.parts.front(), pieces);
      auto rings = osm::rings_of(std::move(pieces));
      if (rings && !rings->empty()) shape = Shape{ShapeKind::area, std::move(*rings)};
    }
    Doors doors;
    find_doors(way, doors);
    add_row("w", way, std::move(shape), std::move(doors));
  }

  void add_relation(const osmium::Relation& relation) {
    if (!is_area_relation(relation.tags())) {
      const bool by_nature = is_no_area_by_nature(relation.tags());
      return note(by_nature ? "osm_relation_of_parts" : "osm_relation_not_area", "relation",
                  relation.id(), {osm::clean_text(osm::value_of(relation.tags(), "type"))},
                  !by_nature);
    }
    std::vector<std::int64_t> ids;
    for (const osmium::RelationMember& member : relation.members())
      if (member.type() == osmium::item_type::way) ids.push_back(member.ref());
    osm::sort_unique(ids);
    std::size_t missing = 0;
    Shape lines{ShapeKind::line, {}};
    std::vector<osm::Piece> pieces;
    Doors doors;
    for (const std::int64_t id : ids) {
      const osmium::Way* way = members_.find(id);
      if (way == nullptr) {
        ++missing;
        continue;
      }
      const osm::Stretches found = osm::stretches_of(refs_of(*way), nodes_, places_);
      if (found.missing > 0) ++missing;
      for (const auto& line : found.lines) {
        lines.parts.push_back(points_of(line));
        append_pieces(lines.parts.back(), pieces);
      }
      find_doors(*way, doors);
    }
    auto rings = osm::rings_of(std::move(pieces));
    if (rings && !rings->empty()) {
      if (missing > 0)
        note("osm_area_incomplete", "relation", relation.id(), {std::to_string(missing)}, false);
      return add_row("r", relation, Shape{ShapeKind::area, std::move(*rings)}, std::move(doors));
    }
    if (lines.parts.empty())
      // Every extract names areas beyond its edge.
      return note("osm_relation_without_outline", "relation", relation.id(), {}, false);
    note("osm_area_open", "relation", relation.id(), {std::to_string(missing)}, false);
    std::ranges::sort(lines.parts);
    add_row("r", relation, std::move(lines), std::move(doors));
  }

  const std::string& path_;
  const NodeTable& nodes_;
  const Frame& frame_;
  std::vector<std::optional<Point>> places_;
  const MemberWays& members_;
  Problems& problems_;
  OsmFeatures result_;
};

std::vector<std::int64_t> member_ids(const osm::Collected& found) {
  std::vector<std::int64_t> ids;
  for (const osmium::OSMObject* object : found.objects) {
    if (object->type() != osmium::item_type::relation || !is_area_relation(object->tags()))
      continue;
    for (const auto& member : static_cast<const osmium::Relation*>(object)->members())
      if (member.type() == osmium::item_type::way) ids.push_back(member.ref());
  }
  osm::sort_unique(ids);
  return ids;
}

}  // namespace

Result<OsmFeatures> read_osm_features(const OsmFile& file, const Frame& frame,
                                      const std::vector<TagFilter>& filters,
                                      const std::vector<std::string>& keep_keys, Problems& problems,
                                      const Progress& progress) {
  if (reads_in_children())
    return in_child::read_osm_features(file, frame, filters, keep_keys, problems, progress);
  std::vector<osm::Conditions> alternatives;
  for (const TagFilter& filter : filters) {
    Result<osm::Conditions> conditions = osm::parse_filter(filter.text);
    if (!conditions) return conditions.error();
    alternatives.push_back(std::move(conditions).value());
  }
  const Result<osm::Collected> found = osm::collect(
      {file, osmium::osm_entity_bits::nwr, "osm_reading_features"}, progress,
      [&](const osmium::OSMObject& object) {
        const osmium::TagList& tags = object.tags();
        return !tags.empty() && std::ranges::any_of(alternatives, [&](const auto& conditions) {
          return osm::all_hold(conditions, tags);
        });
      });
  if (!found) return found.error();

  const std::vector<std::int64_t> wanted_ways = member_ids(found.value());
  Result<osm::Collected> member_ways = osm::Collected{};
  if (!wanted_ways.empty()) {
    member_ways = osm::collect({file, osmium::osm_entity_bits::way, "osm_reading_ways"}, progress,
                               [&](const osmium::OSMObject& object) {
                                 return std::ranges::binary_search(wanted_ways, object.id());
                               });
    if (!member_ways) return member_ways.error();
  }
  const MemberWays members{member_ways.value()};

  std::vector<std::int64_t> wanted_nodes;
  const auto want_nodes_of = [&](const osmium::Way& way) {
    for (const osmium::NodeRef& node : way.nodes()) wanted_nodes.push_back(node.ref());
  };
  for (const osmium::Way* way : members.all()) want_nodes_of(*way);
  for (const osmium::OSMObject* object : found.value().objects)
    if (object->type() == osmium::item_type::way)
      want_nodes_of(static_cast<const osmium::Way&>(*object));
  const Result<NodeTable> nodes =
      NodeTable::read(file, std::move(wanted_nodes), osm::doors_at, progress);
  if (!nodes) return nodes.error();

  Builder builder{file.path, keep_keys, nodes.value(), frame, members, problems};
  for (const osmium::OSMObject* object : found.value().objects) builder.add(*object);
  return builder.take();
}

}  // namespace lifecircle
