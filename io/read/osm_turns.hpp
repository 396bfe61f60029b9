#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <osmium/osm/relation.hpp>

#include "engine/base/problems.hpp"
#include "engine/network/roads.hpp"
#include "io/read/osm_ways.hpp"

namespace lifecircle::osm {

/// What turn rules need to know about the roads.
struct TurnRoads {
  std::string path;  ///< for problems
  const WayTable& ways;
  /// The vertex of a node that lies on a road and is there; none: it is not.
  std::function<std::optional<std::uint32_t>(std::int64_t node)> vertex;
};

/// Whether a relation is one that turn_rules understands or has to report.
bool is_restriction(const osmium::TagList& tags);

/// Turn rules out of type=restriction relations, via a node or via ways, sorted by
/// their vertices.
///
/// restriction=no_* and only_* hold for cars and motorcycles; restriction:motorcar,
/// :motorcycle, :moped, :bicycle, :motor_vehicle, :vehicle for what they name, those of
/// buses or lorries for nobody here. except=* takes modes out. What holds at
/// certain hours only (":conditional", day_on, hour_on) is left out and reported.
///
/// A member that is not in the file, is no road, or does not meet the others makes a rule
/// incomplete; a via node in the middle of a two-way member, from where one
/// could come or go both ways, makes it ambiguous. Both are set aside as problems. Only
/// no_entry may have several from-ways, and only no_exit several to-ways.
std::vector<TurnRule> turn_rules(const std::vector<const osmium::Relation*>& relations,
                                 const TurnRoads& roads, Problems& problems);

}  // namespace lifecircle::osm
