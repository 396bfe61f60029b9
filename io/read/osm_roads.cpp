#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <osmium/osm/relation.hpp>

#include "io/read/child/readers.hpp"
#include "io/read/child/whole.hpp"
#include "io/read/osm.hpp"
#include "io/read/osm_access.hpp"
#include "io/read/osm_barriers.hpp"
#include "io/read/osm_collect.hpp"
#include "io/read/osm_kind.hpp"
#include "io/read/osm_nodes.hpp"
#include "io/read/osm_sorted.hpp"
#include "io/read/osm_tags.hpp"
#include "io/read/osm_turns.hpp"
#include "io/read/osm_ways.hpp"

namespace lifecircle {
namespace {

using osm::NodeTable;
using osm::WayTable;

constexpr std::uint32_t kNoVertex = std::numeric_limits<std::uint32_t>::max();

/// The relations of interest, sorted out.
struct Relations {
  osm::Collected collected;
  std::vector<const osmium::Relation*> restrictions;
  osm::Outlines outlines;
};

Result<Relations> read_relations(const std::string& path, bool with_barriers,
                                 const Progress& progress) {
  const auto is_square = [](const osmium::TagList& tags) {
    return osm::value_of(tags, "type") == "multipolygon" && osm::road_kind(tags, false);
  };
  const auto is_shore = [&](const osmium::TagList& tags) {
    return with_barriers && osm::value_of(tags, "type") == "multipolygon" &&
           osm::is_water_area(tags);
  };
  Result<osm::Collected> found =
      osm::collect({path, osmium::osm_entity_bits::relation, "osm_reading_relations"}, progress,
                   [&](const osmium::OSMObject& object) {
                     const osmium::TagList& tags = object.tags();
                     return osm::is_restriction(tags) || is_square(tags) || is_shore(tags);
                   });
  if (!found) return found.error();
  Relations relations{std::move(found).value(), {}, {}};
  for (const osmium::OSMObject* object : relations.collected.objects) {
    const auto& relation = static_cast<const osmium::Relation&>(*object);
    if (osm::is_restriction(relation.tags())) relations.restrictions.push_back(&relation);
    const std::optional<RoadKind> square =
        is_square(relation.tags()) ? osm::road_kind(relation.tags(), false) : std::nullopt;
    const bool shore = is_shore(relation.tags());
    for (const osmium::RelationMember& member : relation.members()) {
      if (member.type() != osmium::item_type::way) continue;
      // Of two squares that share a side, the one with the smaller id came first.
      if (square) relations.outlines.squares.try_emplace(member.ref(), *square);
      if (shore) relations.outlines.water.push_back(member.ref());
    }
  }
  osm::sort_unique(relations.outlines.water);
  return relations;
}

/// Roads and barriers as they are put together.
class Assembly {
 public:
  Assembly(const WayTable& ways, const NodeTable& nodes, const Frame& frame)
      : ways_{ways},
        nodes_{nodes},
        places_{osm::places_of(nodes, frame)},
        vertex_(nodes.size(), kNoVertex) {}

  /// Lines of all ways, in the order of their ids, over vertices in that of theirs.
  void add_ways(const std::string& path, Problems& problems) {
    std::uint64_t not_built = 0;
    for (const WayTable::Way& way : ways_.ways) {
      if (way.not_built) ++not_built;
      if (!way.is_road() && !way.barrier) continue;
      const osm::Stretches found = osm::stretches_of(ways_.refs_of(way), nodes_, places_);
      if (found.lines.empty()) {
        problems.add({"osm_way_without_line", path, "way", way.id, {}, true});
      } else if (found.missing > 0) {
        problems.add(
            {"osm_nodes_missing", path, "way", way.id, {std::to_string(found.missing)}, false});
      }
      for (const auto& line : found.lines) {
        if (way.barrier) add_barrier(line);
        if (way.is_road()) add_line(way, line);
      }
    }
    if (not_built > 0)
      problems.add({"osm_not_built", path, "way", -1, {std::to_string(not_built)}, false});
    number_vertices();
  }

  std::optional<std::uint32_t> vertex(std::int64_t node) const {
    const auto i = nodes_.find(node);
    if (!i || vertex_[*i] == kNoVertex) return std::nullopt;
    return vertex_[*i];
  }

  bool fits() const { return nodes_.size() < kNoVertex; }

  Barriers barriers() {
    osm::sort_unique(barriers_);
    Barriers shapes;
    shapes.kind = ShapeKind::line;
    for (const auto& line : barriers_) shapes.add(line);
    return shapes;
  }

  Roads take_roads() { return std::move(roads_); }

  /// Of vertices, where the nodes are marked with gates at a time.
  void add_gates(const std::string& path, bool at_a_time, OsmRoads& roads,
                 Problems& problems) const {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (vertex_[i] == kNoVertex) continue;
      const osm::NodeGate gate = osm::NodeGate::of(nodes_.mark(i));
      if (gate.own) roads.own_gates.push_back(*places_[i]);
      if (!gate.is_gate || !at_a_time) continue;
      roads.gates.add(gate.closed, gate.unknown);
      if (gate.unknown != Modes::none()) roads.unknown_gates.push_back({vertex_[i], gate.unknown});
      if (gate.not_understood)
        problems.add({"osm_gate_hours_not_understood", path, "node", nodes_.id(i), {}, false});
    }
  }

 private:
  void add_line(const WayTable::Way& way, const std::vector<std::size_t>& line) {
    for (const std::size_t i : line) {
      roads_.line_vertex.push_back(static_cast<std::uint32_t>(i));  // renumbered later
      vertex_[i] = 0;
    }
    roads_.line_first.push_back(roads_.line_vertex.size());
    roads_.line_kind.push_back(way.kind);
    roads_.line_source.push_back(way.id);
  }

  void add_barrier(const std::vector<std::size_t>& line) {
    std::vector<Point> points;
    for (const std::size_t i : line) points.push_back(*places_[i]);
    barriers_.push_back(std::move(points));
  }

  void number_vertices() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (vertex_[i] == kNoVertex) continue;
      vertex_[i] = roads_.add_vertex(*places_[i], osm::NodeGate::of(nodes_.mark(i)).closed);
    }
    for (std::uint32_t& v : roads_.line_vertex) v = vertex_[v];
    std::vector<std::uint32_t> kind_place(ways_.kinds.size(), kNoVertex);
    for (const std::uint32_t kind : roads_.line_kind) kind_place[kind] = 0;
    for (std::size_t k = 0; k < kind_place.size(); ++k) {
      if (kind_place[k] == kNoVertex) continue;
      kind_place[k] = static_cast<std::uint32_t>(roads_.kinds.size());
      roads_.kinds.push_back(ways_.kinds[k]);
    }
    for (std::uint32_t& kind : roads_.line_kind) kind = kind_place[kind];
  }

  const WayTable& ways_;
  const NodeTable& nodes_;
  std::vector<std::optional<Point>> places_;
  std::vector<std::uint32_t> vertex_;  // of each node; kNoVertex: on no road
  Roads roads_;
  std::vector<std::vector<Point>> barriers_;
};

}  // namespace

Result<OsmRoads> read_osm_roads(const std::string& path, const Frame& frame, bool with_barriers,
                                bool with_ferries, Problems& problems, const Progress& progress,
                                const std::optional<DayTime>& time) {
  if (reads_in_children())
    return in_child::read_osm_roads(path, frame, with_barriers, with_ferries, problems, progress,
                                    time);
  Result<Relations> relations = read_relations(path, with_barriers, progress);
  if (!relations) return relations.error();
  const Result<WayTable> ways = osm::read_ways(
      {path, with_barriers, with_ferries, std::move(relations.value().outlines)}, progress);
  if (!ways) return ways.error();
  const NodeTable::Mark mark = [&](const osmium::TagList& tags) {
    return osm::gate_at(tags, time).bits();
  };
  const Result<NodeTable> nodes = NodeTable::read(path, ways.value().refs, mark, progress);
  if (!nodes) return nodes.error();

  Assembly assembly{ways.value(), nodes.value(), frame};
  if (!assembly.fits()) return Error{Fault::limit, "osm_too_large", path};
  assembly.add_ways(path, problems);
  const osm::TurnRoads turn_roads{path, ways.value(),
                                  [&](std::int64_t node) { return assembly.vertex(node); }};
  std::vector<TurnRule> rules =
      osm::turn_rules(relations.value().restrictions, turn_roads, problems);
  OsmRoads result{assembly.take_roads(), assembly.barriers(), {}, {}, {}};
  assembly.add_gates(path, time.has_value(), result, problems);
  result.roads.turn_rules = std::move(rules);
  return result;
}

}  // namespace lifecircle
