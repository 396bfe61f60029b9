#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <osmium/osm/relation.hpp>

#include "engine/base/ranked_bits.hpp"
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

/// The relations of interest, sorted out.
struct Relations {
  osm::Collected collected;
  std::vector<const osmium::Relation*> restrictions;
  osm::Outlines outlines;
};

Result<Relations> read_relations(const OsmFile& file, bool with_barriers,
                                 const Progress& progress) {
  const auto is_square = [](const osmium::TagList& tags) {
    return osm::value_of(tags, "type") == "multipolygon" && osm::road_kind(tags, false);
  };
  const auto is_shore = [&](const osmium::TagList& tags) {
    return with_barriers && osm::value_of(tags, "type") == "multipolygon" &&
           osm::is_water_area(tags);
  };
  Result<osm::Collected> found =
      osm::collect({file, osmium::osm_entity_bits::relation, "osm_reading_relations"}, progress,
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

/// The ways that turn rules name, sorted.
std::vector<std::int64_t> ways_in(const std::vector<const osmium::Relation*>& relations) {
  std::vector<std::int64_t> ids;
  for (const osmium::Relation* relation : relations)
    for (const osmium::RelationMember& member : relation->members())
      if (member.type() == osmium::item_type::way) ids.push_back(member.ref());
  osm::sort_unique(ids);
  return ids;
}

/// The place of each node of the ways among the sorted `ids`, where all of them are.
std::vector<std::uint32_t> numbers_of(const Growing<std::int64_t>& refs,
                                      const std::vector<std::int64_t>& ids) {
  std::vector<std::uint32_t> numbers;
  numbers.reserve(refs.size());
  std::size_t next = 0;  // ways often take up their nodes in order
  for (const std::int64_t ref : refs) {
    if (next == ids.size() || ids[next] != ref)
      next = static_cast<std::size_t>(std::ranges::lower_bound(ids, ref) - ids.begin());
    numbers.push_back(static_cast<std::uint32_t>(next++));
  }
  return numbers;
}

/// Roads and barriers as they are put together. What they are made of is used up: the nodes of the
/// ways become those of the lines where they lie, and the places of nodes those of vertices.
class Assembly {
 public:
  /// `numbers`: in place of each of the ways' nodes its place in `nodes`.
  Assembly(WayTable ways, std::vector<std::uint32_t> numbers, NodeTable nodes, const Frame& frame)
      : ways_{std::move(ways)},
        numbers_{std::move(numbers)},
        nodes_{std::move(nodes)},
        places_{nodes_.take_places(frame)} {}

  /// Lines of all ways, in the order of their ids, over vertices in that of theirs.
  void add_ways(const std::string& path, Problems& problems) {
    std::uint64_t not_built = 0;
    std::vector<bool> on_road(nodes_.size(), false);
    roads_.line_first.reserve(ways_.ways.size() + 1);
    roads_.line_kind.reserve(ways_.ways.size());
    roads_.line_source.reserve(ways_.ways.size());
    for (const WayTable::Way& way : ways_.ways) {
      if (way.not_built) ++not_built;
      if (!way.is_road() && !way.barrier) continue;
      std::size_t lines = 0;
      const std::size_t missing = for_each_stretch(way, [&](const Line& line) {
        ++lines;
        if (way.barrier) add_barrier(line);
        if (!way.is_road()) return;
        for (const std::uint32_t i : line) on_road[i] = true;
        add_line(way, line);
      });
      if (lines == 0)
        problems.add({"osm_way_without_line", path, "way", way.id, {}, true});
      else if (missing > 0)
        problems.add({"osm_nodes_missing", path, "way", way.id, {std::to_string(missing)}, false});
    }
    if (not_built > 0)
      problems.add({"osm_not_built", path, "way", -1, {std::to_string(not_built)}, false});
    ways_.ways.release();
    numbers_.resize(roads_.line_first.back());
    vertex_ = RankedBits{on_road};
    number_vertices();
  }

  std::optional<std::uint32_t> vertex(std::int64_t node) const {
    const auto i = nodes_.find(node);
    if (!i) return std::nullopt;
    return vertex_at(*i);
  }

  Barriers barriers() {
    osm::sort_unique(barriers_);
    Barriers shapes;
    shapes.kind = ShapeKind::line;
    for (const auto& line : barriers_) shapes.add(line);
    return shapes;
  }

  /// Of vertices, where the nodes are marked with gates at a time.
  void add_gates(const std::string& path, bool at_a_time, OsmRoads& roads,
                 Problems& problems) const {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const osm::NodeGate gate = osm::NodeGate::of(nodes_.mark(i));
      if (!gate.own && !gate.is_gate) continue;
      const auto vertex_here = vertex_at(i);
      if (!vertex_here) continue;
      if (gate.own) roads.own_gates.push_back(roads.roads.position[*vertex_here]);
      if (!gate.is_gate || !at_a_time) continue;
      roads.gates.add(gate.closed, gate.unknown);
      if (gate.unknown != Modes::none())
        roads.unknown_gates.push_back({*vertex_here, gate.unknown});
      if (gate.not_understood)
        problems.add({"osm_gate_hours_not_understood", path, "node", nodes_.id(i), {}, false});
    }
  }

  Roads take_roads() { return std::move(roads_); }

 private:
  using Line = std::vector<std::uint32_t>;

  /// The stretches of a way whose nodes are all there, each of two nodes or more; how many nodes
  /// are not. A clipped file cuts its ways; what it left is used.
  template <class F>
  std::size_t for_each_stretch(const WayTable::Way& way, F f) {
    std::size_t missing = 0;
    Line line;
    const auto end_line = [&] {
      if (line.size() >= 2) f(line);
      line.clear();
    };
    for (std::size_t k = way.first; k < std::size_t{way.first} + way.count; ++k) {
      const std::uint32_t i = numbers_[k];
      if (places_[i] == NodeTable::kNowhere) {
        ++missing;
        end_line();
      } else if (line.empty() || line.back() != i) {
        line.push_back(i);
      }
    }
    end_line();
    return missing;
  }

  /// Lines take no more room than the ways they are made of, which lie in the same order.
  void add_line(const WayTable::Way& way, const Line& line) {
    std::uint64_t at = roads_.line_first.back();
    for (const std::uint32_t i : line) numbers_[at++] = i;
    roads_.line_first.push_back(at);
    roads_.line_kind.push_back(way.kind);
    roads_.line_source.push_back(way.id);
  }

  void add_barrier(const Line& line) {
    std::vector<Point> points;
    for (const std::uint32_t i : line) points.push_back(places_[i]);
    barriers_.push_back(std::move(points));
  }

  std::optional<std::uint32_t> vertex_at(std::size_t i) const {
    const auto rank = vertex_.rank(i);
    if (!rank) return std::nullopt;
    return static_cast<std::uint32_t>(*rank);
  }

  void number_vertices() {
    std::size_t count = 0;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (!vertex_.has(i)) continue;
      places_[count++] = places_[i];
      roads_.closed.push_back(osm::NodeGate::of(nodes_.mark(i)).closed);
    }
    places_.resize(count);
    roads_.position = std::move(places_);
    for (std::uint32_t& v : numbers_) v = static_cast<std::uint32_t>(vertex_.count_below(v));
    roads_.line_vertex = std::move(numbers_);
    constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> kind_place(ways_.kinds.size(), kNone);
    for (const std::uint32_t kind : roads_.line_kind) kind_place[kind] = 0;
    for (std::size_t k = 0; k < kind_place.size(); ++k) {
      if (kind_place[k] == kNone) continue;
      kind_place[k] = static_cast<std::uint32_t>(roads_.kinds.size());
      roads_.kinds.push_back(ways_.kinds[k]);
    }
    for (std::uint32_t& kind : roads_.line_kind) kind = kind_place[kind];
  }

  WayTable ways_;
  std::vector<std::uint32_t> numbers_;
  NodeTable nodes_;
  std::vector<Point> places_;
  RankedBits vertex_;  ///< the nodes that are one, in their order
  Roads roads_;
  std::vector<std::vector<Point>> barriers_;
};

}  // namespace

Result<OsmRoads> read_osm_roads(const OsmFile& file, const Frame& frame, bool with_barriers,
                                bool with_ferries, Problems& problems, const Progress& progress,
                                const std::optional<DayTime>& time) {
  if (reads_in_children())
    return in_child::read_osm_roads(file, frame, with_barriers, with_ferries, problems, progress,
                                    time);
  Result<Relations> relations = read_relations(file, with_barriers, progress);
  if (!relations) return relations.error();
  Result<WayTable> read = osm::read_ways(
      {file, with_barriers, with_ferries, std::move(relations.value().outlines)}, progress);
  if (!read) return read.error();
  WayTable ways = std::move(read).value();
  const std::vector<const osmium::Relation*>& restrictions = relations.value().restrictions;
  const WayTable of_rules = ways.only(ways_in(restrictions));
  // From ids to numbers as soon as may be: they take half of the memory.
  std::vector<std::int64_t> ids(ways.refs.begin(), ways.refs.end());
  osm::sort_unique(ids);
  std::vector<std::uint32_t> numbers = numbers_of(ways.refs, ids);
  ways.refs.release();
  const NodeTable::Mark mark = [&](const osmium::TagList& tags) {
    return osm::gate_at(tags, time).bits();
  };
  Result<NodeTable> nodes = NodeTable::read(file, std::move(ids), mark, progress);
  if (!nodes) return nodes.error();

  Assembly assembly{std::move(ways), std::move(numbers), std::move(nodes).value(), frame};
  assembly.add_ways(file.path, problems);
  const osm::TurnRoads turn_roads{file.path, of_rules,
                                  [&](std::int64_t node) { return assembly.vertex(node); }};
  std::vector<TurnRule> rules = osm::turn_rules(restrictions, turn_roads, problems);
  OsmRoads result{assembly.take_roads(), assembly.barriers(), {}, {}, {}};
  assembly.add_gates(file.path, time.has_value(), result, problems);
  result.roads.turn_rules = std::move(rules);
  return result;
}

}  // namespace lifecircle
